"""What the pages of self-reports show."""
