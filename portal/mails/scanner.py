"""Warns administrators of a malware scanner that doesn't answer while files wait: a line on home, a mail once a day."""

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.people.models import User
from ground.text import instant_text
from inspections.papers.uploads.scanning import silence_of_scanner
from portal.home.task import Task
from workflow.history.notices import columns_of, holds_while, notice_words
from workflow.models import Notice

KIND = "files.unscanned"


def scanner_tasks(user: User, today: date) -> list[Task]:
    """Return the line of administrators; one or two queries, none for others."""
    silence = silence_of_scanner(timezone.now()) if user.is_administrator else None
    if silence is None:
        return []
    what_to_do = _("Xem danvan-worker và máy quét còn chạy không; máy quét trả lời thì cổng tự quét tiếp.")
    note = " ".join(filter(None, [what_to_do, silence.fault]))
    words = _words(silence.since, silence.n)
    return [Task(None, words, _help(), note, act=_("Cách xử lý"), act_url=_help())]


def warn_of_silence(now: datetime) -> None:
    """Send administrators a notice, mailed at once, when a try has failed and the scanner has been silent for too long;
    once a day, until it answers. May run twice, also at once: the accounts are locked.
    """
    silence = silence_of_scanner(now)
    if silence is None or not silence.fault:
        return
    today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    columns = columns_of(KIND, since=silence.since.isoformat(), n=silence.n)
    with transaction.atomic():
        users = User.objects.administrators(timezone.localdate(now)).select_for_update(of=("self",)).order_by("pk")
        readers = list(users)
        if not Notice.objects.filter(kind=KIND, created_at__range=(today, now)).exists():
            Notice.objects.bulk_create([Notice(recipient=user, path=_help(), **columns) for user in readers])


def _help() -> str:
    return f"{reverse('help_show', args=['administrators'])}#scanner"


def _words(since: datetime, n: int) -> str:
    words = ngettext(
        "Máy quét mã độc không trả lời từ %(at)s: %(n)d tệp chờ quét, người khác chưa mở được",
        "Máy quét mã độc không trả lời từ %(at)s: %(n)d tệp chờ quét, người khác chưa mở được",
        n,
    )
    return words % {"at": instant_text(since), "n": n}


@notice_words(KIND, is_urgent=lambda facts: True)
def unscanned_words(facts: dict) -> str:
    what_to_do = _("Xem danvan-worker và máy quét còn chạy không; máy quét trả lời thì cổng tự quét tiếp.")
    return f"{_words(datetime.fromisoformat(facts['since']), facts['n'])}. {what_to_do}"


@holds_while(KIND)
def is_still_silent(facts: dict) -> bool:
    return silence_of_scanner(timezone.now()) is not None
