"""The figures of /metrics, counted in the database when they are read: the same whichever process answers.

They hold numbers alone: no name, no code of a campaign or body, and as labels only states, which the code lists.
"""

import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Min, QuerySet, TextChoices
from django.utils import timezone
from django_q.models import Failure, OrmQ

from inspections.campaigns.querysets import is_running
from inspections.inspections.states import InspectionState
from inspections.models import Assignment, Inspection
from inspections.papers.models import StoredFile
from inspections.papers.uploads.scanning import silence_of_scanner
from portal.backups.backup import newest_at
from reports.models import Dossier
from reports.submissions.states import DossierState
from workflow.jobs import heartbeat
from workflow.models import BatchItem, Mail

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Figure:
    """A number now, or one for each state in `by_state`; `words` says what is counted."""

    name: str
    words: str
    value: float | None = None
    by_state: dict[str, int] = field(default_factory=dict)


def figures(now: datetime) -> list[Figure]:
    """Return all figures that are known; 11 queries, two more where there is a scanner."""
    found = [*_jobs(now), *_mails(now), *_files(now), *_work(now), free_space(), last_backup_age(now)]
    return [each for each in found if each is not None]


def _jobs(now: datetime) -> Iterable[Figure | None]:
    beat = heartbeat.last_beat(now)
    waiting = BatchItem.objects.filter(state=BatchItem.State.WAITING).count()
    failed = Failure.objects.filter(stopped__gte=now - DAY).count()
    yield _age("danvan_worker_silent_seconds", "Seconds since the worker ended a job", beat, now)
    yield Figure("danvan_jobs_queued", "Jobs that wait or run", OrmQ.objects.count())
    yield Figure("danvan_jobs_failed", "Jobs that failed within a day", failed)
    yield Figure("danvan_batch_items_waiting", "Records of batches that wait for the worker", waiting)


def _mails(now: datetime) -> Iterable[Figure]:
    stuck = Mail.objects.not_getting_out(timezone.localdate(now)).count()
    yield _states("danvan_mails", "Mails by state", Mail.objects.all(), Mail.State)
    yield Figure("danvan_mails_stuck", "Mails of a week that were refused or given up", stuck)


def _files(now: datetime) -> Iterable[Figure | None]:
    rows = StoredFile.objects.filter(scan_state=StoredFile.Scan.WAITING)
    waiting = rows.aggregate(n=Count("pk"), first=Min("created_at"))
    silence = silence_of_scanner(now)
    yield Figure("danvan_files_unscanned", "Files that wait for the malware scanner", waiting["n"])
    yield _age("danvan_files_unscanned_seconds", "Seconds that the first of them has waited", waiting["first"], now)
    yield Figure("danvan_scanner_silent", "1 while files wait for a scanner that doesn't answer", int(bool(silence)))


def _work(now: datetime) -> Iterable[Figure]:
    today = timezone.localdate(now)
    inspections = Inspection.objects.filter(is_running("campaign__"))
    dossiers = Dossier.objects.filter(is_running("inspection__campaign__"))
    late, overdue = Dossier.objects.awaited().filter(due_on__lt=today), Assignment.objects.binding().late(today)
    yield _states("danvan_inspections", "Inspections of running campaigns by state", inspections, InspectionState)
    yield _states("danvan_dossiers", "Self-reports of running campaigns by state", dossiers, DossierState)
    yield Figure("danvan_dossiers_late", "Self-reports that lie with their unit after the due day", late.count())
    yield Figure("danvan_assignments_late", "Recommendations that weren't carried out in time", overdue.count())


def free_space() -> Figure | None:
    """Return the free bytes where files are stored; None where the folder can't be reached."""
    try:
        free = shutil.disk_usage(settings.FILES_DIR).free
    except OSError:
        return None
    return Figure("danvan_files_free_bytes", "Free space where files are stored", free)


def last_backup_age(now: datetime) -> Figure | None:
    """Return the age of the newest backup on this machine; None where there is none."""
    made_at = newest_at(settings.BACKUP_DIR, now)
    return _age("danvan_last_backup_age_seconds", "Seconds since the last backup was begun", made_at, now)


def _age(name: str, words: str, since: datetime | None, now: datetime) -> Figure | None:
    return since and Figure(name, words, max((now - since).total_seconds(), 0))


def _states(name: str, words: str, rows: QuerySet, states: type[TextChoices]) -> Figure:
    """Count rows by state, also those of which there are none: a figure that vanishes can raise no alarm."""
    found = dict(rows.order_by().values_list("state").annotate(n=Count("pk")))
    return Figure(name, words, by_state={value: found.get(value, 0) for value in states.values})
