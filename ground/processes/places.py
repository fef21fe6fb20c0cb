"""Slots and counters shared by all processes of the portal on this machine: locked files in the data folder.

The system releases the slot of a killed process, so nothing has to be cleaned up. Slots protect a machine's memory and
threads, and each machine has its own; uses are counted over all machines where they share a cache.
"""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

LOOKS_EVERY = 0.05  # seconds
MINUTE = 60
PATIENCE_TO_COUNT = 5  # seconds; to count takes a millisecond


class NoPlace(Exception):
    """No slot became free in time."""


@contextmanager
def place(name: str, count: int, seconds: float = 0) -> Iterator[BinaryIO]:
    """Hold one of `count` slots, waiting for it at most so many seconds; raises NoPlace.

    Yields the locked file: a child process that inherits it keeps the slot, should this process be killed.
    """
    file = _taken(name, count, seconds)
    try:
        yield file
    finally:
        file.close()


def _taken(name: str, count: int, seconds: float) -> BinaryIO:
    settings.PLACES_DIR.mkdir(parents=True, exist_ok=True)
    until = time.monotonic() + seconds
    while True:
        for n in range(count):
            file = _locked(settings.PLACES_DIR / f"{name}-{n}")
            if file is not None:
                return file
        if time.monotonic() >= until:
            raise NoPlace(name)
        time.sleep(LOOKS_EVERY)


def _locked(path: Path) -> BinaryIO | None:
    """Lock an opened file; the lock belongs to it, so threads of one process exclude each other too."""
    file = path.open("a+b")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    return file


def count_use(name: str, limit: int, now: float | None = None) -> float:
    """Count one use of at most `limit` in any minute and return 0; or count none and return the seconds until the
    next is allowed. Over all machines; on this one alone while the cache that they share is away.
    """
    wait = None
    if settings.CACHE_URL:
        from ground.processes.counts import (
            count_everywhere,
        )  # its client takes 0.2 s to load, and most servers have none

        wait = count_everywhere(name, limit, now)
    return _count_here(name, limit, now) if wait is None else wait


def _count_here(name: str, limit: int, now: float | None) -> float:
    now = time.time() if now is None else now
    with place(name, 1, PATIENCE_TO_COUNT) as file:
        file.seek(0)
        counted = [float(at) for at in file.read().split()]
        recent = [at for at in counted if now - MINUTE < at <= now]
        if len(recent) >= limit:
            return recent[-limit] + MINUTE - now if limit else MINUTE
        if recent == counted:
            recent = []  # they stay: to cut a file costs more than all the rest
        else:
            file.truncate(0)
        file.write("".join(f"{at!r}\n" for at in [*recent, now]).encode())  # opened to append: goes to the end
    return 0
