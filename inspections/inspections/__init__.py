"""Inspections and their sessions."""
