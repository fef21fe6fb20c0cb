"""Marks tests that need a database server."""

import os

collect_ignore = [] if "DATABASE_URL" in os.environ else ["test_outage.py", "test_move.py"]
