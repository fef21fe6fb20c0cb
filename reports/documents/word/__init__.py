"""A laid-out sheet as a Word file, and a Word file read again. `writing` makes the one, `reading` the other.

Nothing is imported here: `reading` and `marks` run in a child process that doesn't import Django.
"""
