"""The page of an inspection, combined from the rooms."""
