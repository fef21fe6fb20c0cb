"""Sends mails in the background: every minute what is due, a lost server tried again, nothing twice."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_noop
from django_q.tasks import async_task

from portal.mails.gathering import gather
from portal.mails.letters import letter_of
from portal.mails.scanner import warn_of_silence
from workflow.jobs.clock import AHEAD
from workflow.models import Mail

MAILS_A_JOB = 20
LEASE = timedelta(minutes=15)  # longer than a job lasts; until then a queued mail isn't queued again
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=5), timedelta(hours=6)  # between two tries
BROKEN_OFF = gettext_noop(
    "Việc gửi bị ngắt giữa chừng. Không rõ thư đã đi chưa, nên cổng không gửi lại; lời nhắc vẫn ở trang đầu."
)

State = Mail.State
logger = logging.getLogger(__name__)


def send_due(now: datetime | None = None) -> None:
    """Gather what is to be mailed and queue what is due, as a job of every minute."""
    if not settings.SENDS_MAIL:
        return
    now = now or timezone.now()
    warn_of_silence(now)
    gather(now)
    _give_up(now)
    due = list(
        Mail.objects.filter(state=State.WAITING, next_try_at__lte=now).order_by("pk").values_list("pk", flat=True)
    )
    for first in range(0, len(due), MAILS_A_JOB):
        part = due[first : first + MAILS_A_JOB]
        Mail.objects.filter(pk__in=part, state=State.WAITING).update(next_try_at=now + LEASE)
        async_task(send, part)


def _give_up(now: datetime) -> None:
    """Give up what couldn't be sent for days, and what a killed worker had begun: it may have gone out."""
    old = now - timedelta(days=settings.MAIL_TRIES_DAYS)
    Mail.objects.filter(state=State.WAITING, tries__gt=0, created_at__lt=old).update(state=State.FAILED)
    broken = Mail.objects.filter(state=State.SENDING, changed_at__lt=now - LEASE)
    broken.update(state=State.FAILED, fault=BROKEN_OFF)


def mend_tries(now: datetime) -> int:
    """Try what waits for an instant that lies beyond the longest wait; count a sending that began later than now from
    now; let a mail of tomorrow that is out not stand for tomorrow's. Returns the number of mails.
    """
    waiting = Mail.objects.filter(state=State.WAITING, next_try_at__gt=now + LONGEST_WAIT + AHEAD)
    begun = Mail.objects.filter(state=State.SENDING, changed_at__gt=now + AHEAD)
    out = Mail.objects.exclude(state__in=[State.WAITING, State.SENDING]).filter(day__gt=timezone.localdate(now + AHEAD))
    early = out.filter(is_urgent=False)
    return waiting.update(next_try_at=now) + begun.update(changed_at=now) + early.update(is_urgent=True)


def send(pks: Sequence[int], now: datetime | None = None) -> None:
    """Send these mails over one connection, as a job; what the server doesn't take is tried again later."""
    now = now or timezone.now()
    connection = get_connection()
    try:
        for pk in pks:
            if not _send_one(pk, connection, now):
                break  # nobody is there: the others wait for the next try
    finally:
        connection.close()


def _send_one(pk: int, connection: BaseEmailBackend, now: datetime) -> bool:
    """Send one mail, unless somebody else does; return whether the server was there."""
    if not _claim(pk, now):
        return True
    mail = Mail.objects.select_related("recipient__person").get(pk=pk)
    letter = letter_of(mail)
    if letter is None:
        _settle(mail, state=State.DROPPED)
        return True
    try:
        connection.send_messages([letter])
    except (SMTPException, OSError) as fault:
        _try_again(mail, fault, now)
        return isinstance(fault, SMTPRecipientsRefused | SMTPDataError)
    _settle(mail, state=State.SENT, sent_at=now, fault="")
    return True


def _claim(pk: int, now: datetime) -> bool:
    """Take the mail for sending, on this day; False where somebody else has taken it, or another went out today."""
    rows = Mail.objects.filter(pk=pk, state=State.WAITING)
    try:
        with transaction.atomic():
            return bool(rows.update(state=State.SENDING, day=timezone.localdate(now), changed_at=timezone.now()))
    except IntegrityError:
        return False


def _try_again(mail: Mail, fault: Exception, now: datetime) -> None:
    wait = min(FIRST_WAIT * 2 ** min(mail.tries, 10), LONGEST_WAIT)
    _settle(mail, state=State.WAITING, tries=F("tries") + 1, next_try_at=now + wait, fault=str(fault)[:500])
    logger.warning("mail %s was not taken: %s", mail.pk, fault)


def _settle(mail: Mail, **columns: object) -> None:
    Mail.objects.filter(pk=mail.pk, state=State.SENDING).update(changed_at=timezone.now(), **columns)
