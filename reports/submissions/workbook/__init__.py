"""The figures of a self-report as a workbook: downloaded, filled in without the portal, and brought back.

Files are read and marked in child processes, see decision 7; what a cell shows is what is taken, see decision 19.
"""
