"""Of several machines one migrates at a time."""

import pytest

pytestmark = pytest.mark.one_database("postgresql")

BESIDE = """
import io, time
from django.core.management import call_command
from django.db import connection
from workflow.management.commands.migrate import LOCK
if argument == "the other machine":
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        together()
        time.sleep(0.5)
        print(time.monotonic())
        cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
else:
    together()
    said = io.StringIO()
    call_command("migrate", verbosity=0, stdout=said)
    print(time.monotonic(), said.getvalue())
"""


def test_a_second_machine_says_that_it_waits_and_migrates_when_the_first_is_done(at_once):
    [[first, second]] = at_once((BESIDE, ["the other machine", "this one"]))
    ended, words = second.split(" ", 1)
    assert (float(ended) > float(first), words) == (True, "Một máy khác đang chuyển cơ sở dữ liệu; chờ đến lượt.")
