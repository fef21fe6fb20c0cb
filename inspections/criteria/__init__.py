"""Stable criteria, and the yearly sets that use them."""
