"""The scan of stored files for malware: a background job, so that a scanner that hangs holds no web thread.

Until a file is scanned it waits, and nobody opens it. The job takes what waits, one file after another, wherever it was
called from: called twice, or killed and begun again, it scans nothing twice to the end.
"""

import logging
import os
import signal
import subprocess
import time
from contextlib import suppress
from datetime import timedelta

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_q.tasks import async_task

from danvan.places import NoPlace, place
from inspections.models import PaperLink, StoredFile
from workflow.models import Event, Notice

SECONDS_A_JOB = 30  # and the scan that has begun: no job lasts longer than its timeout
SENDING_ACTS = ["hand_in", "attach", "conclude"]
Scan = StoredFile.Scan
logger = logging.getLogger(__name__)


def send() -> None:
    """Puts the job into the queue; without a scanner there is nothing to do."""
    if settings.SCANNER_COMMAND:
        async_task(scan_waiting)


def scan_waiting() -> None:
    """The job: scans what waits. A schedule calls it every minute too, for files that a failed scanner left."""
    if not settings.SCANNER_COMMAND:
        return
    try:
        with place("scanner", 1, seconds=1):
            is_left = _scan_for_a_while()
    except NoPlace:
        return  # another job is at it, and the schedule looks after what it leaves
    if is_left:
        send()


def _scan_for_a_while() -> bool:
    """Whether files are left that the scanner may be able to scan at once."""
    until = time.monotonic() + SECONDS_A_JOB
    while time.monotonic() < until:
        stored = StoredFile.objects.filter(scan_state=Scan.WAITING).order_by("changed_at", "pk").first()
        if stored is None:
            return False
        outcome = _outcome_of(stored)
        if outcome is None:
            # The scanner is down, or this file makes it hang: others have their turn before.
            StoredFile.objects.filter(pk=stored.pk).update(changed_at=timezone.now())
            return False
        _settle(stored, outcome)
    return True


def _outcome_of(stored: StoredFile) -> str | None:
    """CLEAN or INFECTED; None when the scanner didn't say."""
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
    """Whatever the scanner began ends with it; what it prints is nobody's."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "start_new_session": True}
    with subprocess.Popen(settings.SCANNER_COMMAND, stdin=content, **quiet) as scanner:  # noqa: S603  the server's own
        try:
            return scanner.wait(settings.SCANNER_SECONDS)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(scanner.pid, signal.SIGKILL)


@transaction.atomic
def _settle(stored: StoredFile, outcome: str) -> None:
    """Once, whoever else scanned it meanwhile."""
    rows = StoredFile.objects.filter(pk=stored.pk, scan_state=Scan.WAITING)
    if rows.update(scan_state=outcome, changed_at=timezone.now()) and outcome == Scan.INFECTED:
        _tell_sender(stored)


def _tell_sender(stored: StoredFile) -> None:
    """The event of the sending was written with the file."""
    since = stored.created_at - timedelta(minutes=1)
    for link in PaperLink.objects.filter(paper__file=stored).exclude(inspection=None).select_related("inspection"):
        sent = Event.objects.about(link.inspection).filter(act__in=SENDING_ACTS, at__gte=since).exclude(actor=None)
        event = sent.order_by("at", "pk").first()
        if event:
            text = _("Tệp “%s” có mã độc, không ai mở được. Quét máy tính của bạn, rồi gửi bản khác.")
            path = link.inspection.get_absolute_url()
            Notice.objects.create(recipient_id=event.actor_id, text=(text % stored)[:300], path=path)
