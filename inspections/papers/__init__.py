"""Official papers and stored files."""
