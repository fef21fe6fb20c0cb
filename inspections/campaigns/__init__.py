"""Campaigns and their shares."""
