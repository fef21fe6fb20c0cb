"""Uploaded files: named, read in a child process, checked by their content.

`reading` and what it imports (pdf, docx, faults) run in a child process and don't import Django.
"""
