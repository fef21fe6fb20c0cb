"""Registers of document numbers: a series for a term (Party) or a year (State), each number used once."""
