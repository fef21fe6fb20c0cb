"""The year's campaign and with whom it is shared."""
