"""Mergers and splits of places: the links between them, the import of the official lists."""
