"""Runs the job worker and restarts it when one of its processes is lost.

When a process of the pool is killed while it waits, it never releases the queue's lock, and the others wait for ever;
so does the new process that django-q2 starts. So all of them are restarted.
"""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from django.core.management.base import BaseCommand

from ground.health import wait_for_database
from ground.processes import watchdog
from workflow.jobs import clock

LOOKS_EVERY = 1  # second; more often while the pool starts, so that no process is lost before it is known
YOUNG, LOOKS_EVERY_YOUNG = 10, 0.1
WAITS_FOR_DATABASE = 20  # seconds; then the unit tries again
LETS_WORK_END = 120  # seconds; no job is longer than one minute
LETS_BROKEN_END = 3  # interrupted jobs are run again


class Command(BaseCommand):
    help = "Runs the background jobs; starts their processes anew when one of them was killed."
    requires_system_checks = ()  # the pool's own start makes them: here they would only load the whole portal twice

    def handle(self, *args, **options) -> None:
        self.is_ending = False
        wait_for_database(WAITS_FOR_DATABASE)  # until then a signal ends the process
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.end)
        clock.watch()
        while not self.is_ending:
            self.run_until_one_is_lost()

    def end(self, *_signal) -> None:
        self.is_ending = True

    def run_until_one_is_lost(self) -> None:
        """Run the pool until one of its processes is lost. If the pool ends by itself, exit with its code, so that
        the service restarts it.
        """
        self.pool = subprocess.Popen([sys.executable, sys.argv[0], "qcluster"], start_new_session=True)  # noqa: S603
        is_lost = self.watch()
        stop(self.pool, LETS_BROKEN_END if is_lost else LETS_WORK_END)
        if is_lost:
            self.stderr.write("A process of the job worker was lost: starting all of them anew.")
        elif not self.is_ending:
            sys.exit(self.pool.returncode)

    def watch(self) -> bool:
        """Wait until the pool ends or is to end; return whether one of its processes was lost. One that goes on in a
        session of its own wasn't: it was begun by a job, to print or to scan, and seen before it had its session.
        """
        known, began = set(), time.monotonic()
        while self.pool.poll() is None and not self.is_ending:
            watchdog.ping()
            sessions = sessions_of_processes()
            if known - sessions.keys():
                return True
            known = processes_of(self.pool.pid, sessions) - {self.pool.pid}  # how the pool itself ends, `poll` says
            time.sleep(LOOKS_EVERY_YOUNG if time.monotonic() - began < YOUNG else LOOKS_EVERY)
        return not self.is_ending and self.pool.returncode < 0


def processes_of(session: int, sessions: dict[int, int] | None = None) -> set[int]:
    """Return the ids of living processes in a session, which has the id of its first process."""
    sessions = sessions_of_processes() if sessions is None else sessions
    return {pid for pid, own_session in sessions.items() if own_session == session}


def sessions_of_processes() -> dict[int, int]:
    """Return the session of every living process of this machine."""
    found = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it ended meanwhile
            state, _parent, _group, own_session, *_rest = stat.read_text().rpartition(") ")[2].split()
            if state != "Z":
                found[int(stat.parent.name)] = int(own_session)
    return found


def stop(pool: subprocess.Popen, seconds: float) -> None:
    """Terminate the pool, wait so many seconds, then kill all that is left of it."""
    pool.terminate()
    with suppress(subprocess.TimeoutExpired):
        pool.wait(seconds)
    with suppress(ProcessLookupError):
        os.killpg(pool.pid, signal.SIGKILL)
    pool.wait()
