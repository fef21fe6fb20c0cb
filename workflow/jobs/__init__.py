"""Background work, one item at a time."""
