"""Scans stored files for malware in a background job, so that a hanging scanner blocks no web thread.

Until a file is scanned nobody can open it. The job scans waiting files one after another, whoever started it; started
twice, or killed and run again, it completes no scan twice.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Count, Max, Min
from django.utils import timezone
from django_q.tasks import async_task

from ground.processes.places import NoPlace, place
from ground.processes.scanners import CannotScan, Scanner, ScannerFailed, scanner
from inspections.papers.models import StoredFile
from workflow.jobs.clock import AHEAD

FAULT_LETTERS = 500
SECONDS_A_JOB = 30  # plus the scan that has begun, so that no job exceeds its timeout
Scan = StoredFile.Scan
logger = logging.getLogger(__name__)
# Functions called when a file is infected; upper rooms register them in InspectionsConfig.ready.
when_infected: list[Callable[[StoredFile], None]] = []


def send() -> None:
    """Queue the scan job; do nothing without a scanner."""
    if scanner():
        async_task(scan_waiting)


def scan_waiting() -> None:
    """Scan waiting files, as a job. A schedule also calls it every minute, for files that a failed scanner left."""
    found = scanner()
    if found is None:
        return
    try:
        with place("scanner", 1, seconds=1):
            is_left = _scan_for_a_while(found)
    except NoPlace:
        return  # another job is scanning, and the schedule takes up what it leaves
    if is_left:
        send()


def _scan_for_a_while(by: Scanner) -> bool:
    """Scan for a limited time; return whether files are left that the scanner may be able to scan at once."""
    until, failed = time.monotonic() + SECONDS_A_JOB, []
    while time.monotonic() < until:
        waiting = StoredFile.objects.filter(scan_state=Scan.WAITING).exclude(pk__in=failed)
        stored = waiting.order_by("changed_at", "pk").first()
        if stored is None:
            return False
        try:
            _settle(stored, _find_malware(by, stored))
        except CannotScan as fault:
            _put_back(stored, fault)
            failed.append(stored.pk)
        except ScannerFailed as fault:
            _put_back(stored, fault)
            return False
    return True


def _find_malware(by: Scanner, stored: StoredFile) -> str:
    try:
        with default_storage.open(stored.key) as content:
            return by.find_malware(content)
    except OSError as fault:  # the scanner's own are ScannerFailed
        raise CannotScan(fault) from fault


def _put_back(stored: StoredFile, fault: ScannerFailed) -> None:
    """Let the file wait behind all others: it may be this one that the scanner fails on."""
    logger.error("file %s could not be scanned: %s", stored.pk, fault)
    noted = str(fault)[:FAULT_LETTERS] or type(fault).__name__
    StoredFile.objects.filter(pk=stored.pk).update(changed_at=timezone.now(), scan_fault=noted)


def mend_waiting(now: datetime) -> int:
    """Let files that a clock ahead has stored wait from now on: else nobody would hear until then of a scanner that
    doesn't answer. Returns the number of files.
    """
    ahead = StoredFile.objects.filter(scan_state=Scan.WAITING, created_at__gt=now + AHEAD)
    return ahead.update(created_at=now, changed_at=now)


@dataclass(frozen=True)
class Silence:
    """Since when the scanner has found out nothing, how many files wait for it, and what the last tries ended with, as
    the scanner or the network said it; "" before the first try.
    """

    since: datetime
    n: int
    fault: str


def silence_of_scanner(now: datetime) -> Silence | None:
    """Return how long files wait for a scanner that doesn't answer; None while it does, within the minutes that the
    settings grant, and without a scanner. One query where nothing waits for so long, else two.
    """
    if scanner() is None:
        return None
    latest = now - timedelta(minutes=settings.SCANNER_SILENT_MINUTES)
    waiting = StoredFile.objects.filter(scan_state=Scan.WAITING)
    found = waiting.aggregate(n=Count("pk"), first=Min("created_at"), fault=Max("scan_fault"))
    if not found["n"] or found["first"] > latest:
        return None
    answered = StoredFile.objects.filter(scanned_at__lte=now).aggregate(last=Max("scanned_at"))["last"]
    since = max(answered or found["first"], found["first"])
    return Silence(since, found["n"], found["fault"]) if since <= latest else None


@transaction.atomic
def _settle(stored: StoredFile, malware: str) -> None:
    """Write the result once, even if another job scanned the file meanwhile."""
    rows = StoredFile.objects.filter(pk=stored.pk, scan_state=Scan.WAITING)
    outcome = Scan.INFECTED if malware else Scan.CLEAN
    now = timezone.now()
    if rows.update(scan_state=outcome, scanned_at=now, scan_fault="", changed_at=now) and malware:
        logger.warning("file %s is infected: %s", stored.pk, malware)
        for tell in when_infected:
            tell(stored)
