"""Notices by mail: the day's in one mail to each person, urgent ones at once. See decisions/0028."""
