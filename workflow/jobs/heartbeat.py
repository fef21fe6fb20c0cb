"""Whether background work is done: by the jobs that ended last, whichever machine ran them.

Two jobs are scheduled every minute, so that a worker which has nothing else to do still ends one. That a process is
there would say less: one whose schedule stands still does no work either.
"""

from datetime import datetime, timedelta

from django.utils import timezone
from django_q.models import Task

SILENT_AFTER = timedelta(minutes=5)  # both workers may be busy with the longest jobs, and a lost pool is started anew
AHEAD = timedelta(minutes=1)  # clocks of two machines differ; what is later was written before the clock was put back


def last_beat(now: datetime | None = None) -> datetime | None:
    """Return when a job ended last; None if none ever has. One query."""
    latest = (now or timezone.now()) + AHEAD
    tasks = Task.objects.filter(stopped__lte=latest).order_by("-stopped")
    return tasks.values_list("stopped", flat=True).first()


def is_alive(now: datetime | None = None) -> bool:
    """Tell whether a job has ended within the last minutes. One query."""
    now = now or timezone.now()
    return Task.objects.filter(stopped__range=(now - SILENT_AFTER, now + AHEAD)).exists()
