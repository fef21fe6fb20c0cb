"""Work in the background, one item at a time."""
