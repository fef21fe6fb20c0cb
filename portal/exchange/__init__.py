"""Registers out and in by .xlsx and .csv: the pages, the file between the dry run and the writing."""
