"""The page of an inspection, put together from the rooms."""
