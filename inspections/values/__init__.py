"""Measured values: the text as printed, and the figures parsed from it."""
