"""Choosing the bodies to inspect, from a list or from last year's campaign, and creating their inspections at once."""
