"""How gunicorn's processes are set up."""

import subprocess
import sys

from django.conf import settings

FREEZES = """
import gc
from danvan import web_server
web_server.look_after_pages_alone()
print(gc.get_freeze_count() > 10_000, gc.get_threshold()[0], gc.isenabled())
"""


def test_the_collector_of_garbage_looks_after_pages_alone_and_goes_on():
    said = subprocess.check_output([sys.executable, "-c", FREEZES], cwd=settings.BASE_DIR, text=True)
    assert said.split() == ["True", "20000", "True"]
