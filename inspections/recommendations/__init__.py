"""Recommendations, their assignments, and answers."""
