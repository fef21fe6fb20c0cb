"""Fonts: what the print font has, and texts typed for fonts from before Unicode."""
