"""Measured values: the text as printed, and what can be reckoned from it."""
