"""Delegations and their members."""
