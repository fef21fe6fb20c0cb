"""What a mail says: each notice with its campaign, its deadline and its link, in the language of its reader."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ground.text import short_date
from workflow.history.notices import still_holds
from workflow.models import Mail, Notice

SUBJECT_LETTERS = 150


@dataclass(frozen=True)
class MailLine:
    """A notice in a mail; `campaign`: its theme, "" where it is about none; `due_on`: None without a deadline."""

    words: str
    campaign: str
    due_on: date | None
    link: str


def letter_of(mail: Mail) -> EmailMessage | None:
    """Return the mail as it goes out; None where nothing in it is left to be said: read, done, or not wanted now."""
    reader = mail.recipient
    if not (reader.is_active and reader.is_mailed and reader.email):
        return None
    waiting = mail.notices.filter(read_at=None).order_by("pk")
    notices = [each for each in waiting if still_holds(each.kind, each.params)]
    if not notices:
        return None
    with translation.override(reader.mail_language):
        lines = [_line(each) for each in notices]
        text = render_to_string("portal/mails/mail.txt", _around(mail, lines))
        return EmailMessage(_subject(lines), text, None, [reader.email], headers=_headers(mail))


def _line(notice: Notice) -> MailLine:
    due = notice.params.get("due")
    return MailLine(
        words=" ".join(notice.words.split()),
        campaign=notice.params.get("campaign", ""),
        due_on=date.fromisoformat(due) if due else None,
        link=site(notice.path),
    )


def site(path: str) -> str:
    """Return the address of a page for a mail: of the settings, never of a request, whose host can be forged."""
    return settings.SITE_URL + path


def _around(mail: Mail, lines: list[MailLine]) -> dict:
    return {"name": mail.recipient.get_full_name(), "lines": lines, "switch": site(reverse("own_account"))}


def _subject(lines: list[MailLine]) -> str:
    portal = _("Cổng Dân vận")
    if len(lines) == 1:
        words = f"{portal}: {lines[0].words}"
        return words if len(words) <= SUBJECT_LETTERS else f"{words[: SUBJECT_LETTERS - 1]}…"
    words = ngettext("%(portal)s: %(n)d việc", "%(portal)s: %(n)d việc", len(lines))
    words = words % {"portal": portal, "n": len(lines)}
    days = [line.due_on for line in lines if line.due_on]
    if not days:
        return words
    first = _("hạn sớm nhất %s") % short_date(min(days))
    return f"{words}, {first}"


def _headers(mail: Mail) -> dict[str, str]:
    host = urlsplit(settings.SITE_URL).hostname or "danvan"
    return {
        # The same at each try: a server that took a mail and then broke off knows it again.
        "Message-ID": f"<danvan-{mail.pk}.{mail.created_at:%Y%m%d%H%M%S}@{host}>",
        "Auto-Submitted": "auto-generated",  # no answers of absent people
        "List-Unsubscribe": f"<{site(reverse('own_account'))}>",
    }
