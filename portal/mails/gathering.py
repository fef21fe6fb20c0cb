"""Which notices go into which mail: one a person and day, and one at once for what is urgent."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from workflow.models import Mail, Notice

Readers = dict[int, list[Notice]]  # unmailed notices by their recipient


@transaction.atomic
def gather(now: datetime) -> None:
    """Put the notices that nobody has read yet into mails. May run twice, also at once: the rows are locked, and the
    database holds that there is one mail a person and day.
    """
    fresh = list(_unmailed(now).select_for_update(of=("self",)).order_by("pk"))
    urgent = _by_recipient(each for each in fresh if each.is_urgent)
    today = timezone.localdate(now)
    _put_into([Mail(recipient_id=user, day=today, next_try_at=now, is_urgent=True) for user in urgent], urgent)
    if timezone.localtime(now).hour >= settings.MAIL_HOUR:
        _gather_daily(_by_recipient(each for each in fresh if not each.is_urgent), now, today)


def _unmailed(now: datetime) -> QuerySet[Notice]:
    """Return the unread notices of people who want mails, without old ones: those were there before mails were."""
    since = now - timedelta(days=settings.MAIL_TRIES_DAYS)
    rows = Notice.objects.filter(mail=None, read_at=None, created_at__gte=since)
    return rows.filter(recipient__is_active=True, recipient__is_mailed=True).exclude(recipient__email="")


def _by_recipient(notices: Iterable[Notice]) -> Readers:
    found: Readers = {}
    for notice in notices:
        found.setdefault(notice.recipient_id, []).append(notice)
    return found


def _gather_daily(readers: Readers, now: datetime, today: date) -> None:
    """Make the mail of the day of each reader who has none yet; what still waits from an earlier day takes in more, so
    that a server that comes back brings one mail and not several.
    """
    daily = Mail.objects.filter(recipient__in=readers, is_urgent=False)
    waiting = {each.recipient_id: each for each in daily.filter(state=Mail.State.WAITING).order_by("pk")}
    had = set(daily.filter(day=today).values_list("recipient", flat=True))
    without = [user for user in readers if user not in had and user not in waiting]
    new = [Mail(recipient_id=user, day=today, next_try_at=now) for user in without]
    _bind(waiting, readers)
    _put_into(new, readers)


def _put_into(mails: list[Mail], readers: Readers) -> None:
    made = Mail.objects.bulk_create(mails, batch_size=500)
    _bind({each.recipient_id: each for each in made}, readers)


def _bind(mails: dict[int, Mail], readers: Readers) -> None:
    bound = []
    for user, mail in mails.items():
        for notice in readers[user]:
            notice.mail = mail
            bound.append(notice)
    Notice.objects.bulk_update(bound, ["mail"], batch_size=500)
