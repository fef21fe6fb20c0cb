"""Pages for export and import of registers as .xlsx and .csv, and the file stored between dry run and writing."""
