"""Does failed work again."""

import logging
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django_q.models import Failure
from django_q.tasks import async_task

from accounts.people.models import User
from portal.server.checks import FAILED_DAYS
from workflow.models import Mail

logger = logging.getLogger(__name__)


def redo_jobs(actor: User, now: datetime) -> int:
    """Queue the failed jobs of the last days again and return how many; jobs are written to be run again."""
    with transaction.atomic():
        jobs = list(Failure.objects.select_for_update().filter(stopped__gte=now - FAILED_DAYS))
        for job in jobs:
            async_task(job.func, *(job.args or ()), hook=job.hook, group=job.group, **(job.kwargs or {}))
        Failure.objects.filter(pk__in=[job.pk for job in jobs]).delete()
    logger.info("%s queued %s failed jobs again", actor.username, len(jobs))
    return len(jobs)


def redo_mails(actor: User, now: datetime) -> int:
    """Let the mails that were given up, or wait for a later try, be sent with the next turn; return how many."""
    stuck = Mail.objects.visible_to(actor).not_getting_out(timezone.localdate(now))
    n = stuck.update(state=Mail.State.WAITING, tries=0, next_try_at=now, changed_at=now)
    logger.info("%s sends %s mails again", actor.username, n)
    return n
