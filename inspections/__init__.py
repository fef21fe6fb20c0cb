"""THE WORK: a package for each noun; their order is in decisions/0017-rooms.md.

Who sees which rows: `inspections/scope.py`, and the conditions in `inspections/inspections/querysets.py` from which
every package builds its own.
"""
