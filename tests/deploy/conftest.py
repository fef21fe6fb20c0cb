"""What only a database server can suffer is tried on one."""

import os

collect_ignore = [] if "DATABASE_URL" in os.environ else ["test_outage.py"]
