"""Spreadsheets: cells, imported files (read in a child process), exported files."""
