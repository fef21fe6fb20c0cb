"""When the supervisor of the job worker takes one of its processes for lost: real processes, in a session of theirs."""

import subprocess
import sys
import time

import pytest

from workflow.management.commands import run_jobs
from workflow.management.commands.run_jobs import Command

# A pool whose only worker, half a second later, does `act`; the pool itself ends after so many seconds.
POOL = """
import os, time
if os.fork() == 0:
    time.sleep(.5)
    {act}
    os._exit(0)
time.sleep({seconds})
"""


@pytest.mark.parametrize(
    ("act", "seconds", "is_lost"),
    [("os.kill(os.getpid(), 9)", 60, True), ("os.setsid(); time.sleep(3)", 2, False), ("time.sleep(3)", 2, False)],
)
def test_a_process_that_ends_is_lost_and_one_that_goes_on_in_its_own_session_is_not(act, seconds, is_lost):
    command = Command()
    command.is_ending = False
    command.pool = subprocess.Popen(
        [sys.executable, "-c", POOL.format(act=act, seconds=seconds)], start_new_session=True
    )
    assert command.watch() is is_lost
    command.pool.kill()
    command.pool.wait()


def test_a_pool_that_ends_by_itself_between_two_looks_is_not_lost(monkeypatch):
    """Its exit code is read before the processes are: it may end in between."""
    command = Command()
    command.is_ending = False
    command.pool = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(1)"], start_new_session=True)
    look, looks = run_jobs.sessions_of_processes, []

    def look_again_only_when_it_has_ended():
        looks.append(look())
        while len(looks) > 1 and command.pool.pid in look():
            time.sleep(0.05)
        return look()

    monkeypatch.setattr(run_jobs, "sessions_of_processes", look_again_only_when_it_has_ended)
    assert command.watch() is False
    assert command.pool.returncode == 0
