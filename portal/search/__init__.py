"""The search over every kind of record the user may see."""
