"""Scans stored files for malware in a background job, so that a hanging scanner blocks no web thread.

Until a file is scanned nobody can open it. The job scans waiting files one after another, whoever started it; started
twice, or killed and run again, it completes no scan twice.
"""

import logging
import os
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django_q.tasks import async_task

from ground.processes.places import NoPlace, place
from inspections.papers.models import StoredFile

SECONDS_A_JOB = 30  # plus the scan that has begun, so that no job exceeds its timeout
Scan = StoredFile.Scan
logger = logging.getLogger(__name__)
# Functions called when a file is infected; upper rooms register them in InspectionsConfig.ready.
when_infected: list[Callable[[StoredFile], None]] = []


def send() -> None:
    """Queue the scan job; do nothing without a scanner."""
    if settings.SCANNER_COMMAND:
        async_task(scan_waiting)


def scan_waiting() -> None:
    """Scan waiting files, as a job. A schedule also calls it every minute, for files that a failed scanner left."""
    if not settings.SCANNER_COMMAND:
        return
    try:
        with place("scanner", 1, seconds=1):
            is_left = _scan_for_a_while()
    except NoPlace:
        return  # another job is scanning, and the schedule takes up what it leaves
    if is_left:
        send()


def _scan_for_a_while() -> bool:
    """Scan for a limited time; return whether files are left that the scanner may be able to scan at once."""
    until = time.monotonic() + SECONDS_A_JOB
    while time.monotonic() < until:
        stored = StoredFile.objects.filter(scan_state=Scan.WAITING).order_by("changed_at", "pk").first()
        if stored is None:
            return False
        outcome = _outcome_of(stored)
        if outcome is None:
            # The scanner is down, or this file makes it hang: scan other files first.
            StoredFile.objects.filter(pk=stored.pk).update(changed_at=timezone.now())
            return False
        _settle(stored, outcome)
    return True


def _outcome_of(stored: StoredFile) -> str | None:
    """Return CLEAN or INFECTED; None when the scanner failed."""
    try:
        with default_storage.open(stored.key) as content:
            answer = _exit_code(content)
    except (OSError, subprocess.TimeoutExpired) as fault:
        answer = fault
    outcome = {0: Scan.CLEAN, 1: Scan.INFECTED}.get(answer) if isinstance(answer, int) else None
    if outcome is None:
        logger.error("file %s could not be scanned: %s", stored.pk, answer)
    return outcome


def _exit_code(content) -> int:
    """Run the scanner and return its exit code; its child processes end with it, and its output is discarded."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "start_new_session": True}
    with subprocess.Popen(settings.SCANNER_COMMAND, stdin=content, **quiet) as scanner:  # noqa: S603  the server's own
        try:
            return scanner.wait(settings.SCANNER_SECONDS)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(scanner.pid, signal.SIGKILL)


@transaction.atomic
def _settle(stored: StoredFile, outcome: str) -> None:
    """Write the result once, even if another job scanned the file meanwhile."""
    rows = StoredFile.objects.filter(pk=stored.pk, scan_state=Scan.WAITING)
    if rows.update(scan_state=outcome, changed_at=timezone.now()) and outcome == Scan.INFECTED:
        for tell in when_infected:
            tell(stored)
