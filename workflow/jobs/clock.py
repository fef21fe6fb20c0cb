"""Goes on after the machine's clock was put back: instants that were written by the clock ahead are brought to now.

A clock that went a day ahead and was put right leaves instants of tomorrow behind: the next run of each schedule, the
locks of queued jobs, the next try of a mail. Whoever waits for them does nothing for a day. A thread of the worker
looks for them; it counts its own pauses by a clock that nobody sets.
"""

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Q
from django.utils import timezone
from django_q.models import OrmQ, Schedule, Task

from workflow.jobs.models import Batch, BatchItem

LOOKS_EVERY = 30  # seconds
AHEAD = timedelta(minutes=2)  # clocks of two machines may differ so much
LONG_AGO = timedelta(hours=1)

Mender = Callable[[datetime], int]  # returns the number of rows that it brought to now
logger = logging.getLogger(__name__)
# What upper rooms and libraries wait for; filled by the apps' AppConfig.ready.
menders: list[Mender] = []


def mend(now: datetime | None = None) -> int:
    """Bring what waits for an instant that the clock can't have meant to now; return the number of rows. Nothing is
    written while all is well.
    """
    now = now or timezone.now()
    n = sum(mend_rows(now) for mend_rows in (_mend_schedules, _mend_queue, _mend_ends, _mend_batches, *menders))
    if n:
        logger.warning("the clock was put back: %d rows waited for an instant of before", n)
    return n


def _mend_schedules(now: datetime) -> int:
    """Let each schedule run next within its period, at the time of day that it has."""
    ahead = [each for each in Schedule.objects.filter(next_run__gt=now + AHEAD) if _period(each, now)]
    n = 0
    for each in ahead:
        period = _period(each, now)
        if each.next_run - now > period + AHEAD:
            n += Schedule.objects.filter(pk=each.pk).update(next_run=now + (each.next_run - now) % period)
    return n


def _period(schedule: Schedule, now: datetime) -> timedelta:
    """Return the time between two runs; none of one that runs once, or by the calendar."""
    if schedule.schedule_type in (Schedule.ONCE, Schedule.CRON):
        return timedelta()
    return schedule.calculate_next_run(now) - now


def _mend_queue(now: datetime) -> int:
    """Let queued jobs wait no longer than one that is running would: their locks don't say whether they are running."""
    latest = now + timedelta(seconds=settings.Q_CLUSTER["retry"])
    return OrmQ.objects.filter(lock__gt=latest + AHEAD).update(lock=latest)


def _mend_ends(now: datetime) -> int:
    """Ended jobs are shown newest first and the oldest are deleted: those of tomorrow would push out today's. When
    they did end isn't known: long enough ago to say nothing of today's worker.
    """
    return Task.objects.filter(stopped__gt=now + AHEAD).update(stopped=now - LONG_AGO)


def _mend_batches(now: datetime) -> int:
    """Else a batch would seem to go on until tomorrow, and couldn't be sent again."""
    batches = Batch.objects.filter(Q(created_at__gt=now + AHEAD) | Q(changed_at__gt=now + AHEAD), finished_at=None)
    items = BatchItem.objects.filter(batch__finished_at=None, changed_at__gt=now + AHEAD)
    return items.update(changed_at=now) + batches.update(created_at=now, changed_at=now)


def watch() -> None:
    """Mend every half minute for as long as the process lives, in a thread of its own: the database may not answer."""
    threading.Thread(target=_watch, args=(threading.Event(),), daemon=True).start()


def _watch(never: threading.Event) -> None:
    while True:
        try:
            mend()
        except DatabaseError as fault:  # it is away, or has no tables yet: the next look comes soon
            logger.warning("the clock's traces couldn't be looked for: %s", fault)
        finally:
            connection.close()
        never.wait(LOOKS_EVERY)
