"""WHERE: the country's places as at any day, and how they were merged and split. A place is never a body."""
