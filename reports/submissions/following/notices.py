"""Notices of self-reports to those who write them: requested, due, returned, another day, accepted.

`dossiers` among the facts are the reports that a notice is about: once all of them are in, or their day is another,
there is no reason to mail it any more.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Membership
from ground.text import short_date
from inspections.models import Inspection
from reports.submissions.models import Dossier
from workflow.history.notices import columns_of, holds_while, notice_words
from workflow.models import Event, Notice
from workflow.steps.acts import then

REQUESTED, DUE, REMINDER, RETURNED = (f"submissions.{name}" for name in ("requested", "due", "reminder", "returned"))
EXTENDED, ACCEPTED, HANDED_OVER = (f"submissions.{name}" for name in ("extended", "accepted", "handed_over"))
NOTE_LETTERS = 150


def writers_of(dossiers: Iterable[Dossier], today: date) -> dict[int, set[int]]:
    """Map each reporting body to the ids of its users; two queries for all."""
    return Membership.objects.acting_for({each.reporting_organization_id for each in dossiers}, today)


def facts_of(dossiers: list[Dossier], **more: Any) -> dict[str, Any]:
    """Return what notices say of reports of one campaign that are due on one day."""
    first = dossiers[0]
    return {
        "dossiers": [each.pk for each in dossiers],
        "reference": first.inspection.reference if len(dossiers) == 1 else "",
        "campaign": first.inspection.campaign.theme,
        "due": first.due_on.isoformat(),
        **more,
    }


def path_of(dossiers: list[Dossier]) -> str:
    """Return the page of the one report, or the list of exactly these."""
    if len(dossiers) == 1:
        return dossiers[0].get_absolute_url()
    query = {"campaign": dossiers[0].inspection.campaign.code, "due": "open", "day": short_date(dossiers[0].due_on)}
    return f"{reverse('dossier_list')}?{urlencode(query)}"


def notices_for(users: Iterable[int], kind: str, dossiers: list[Dossier], **more: Any) -> list[Notice]:
    """Return a notice about the reports for each user, not stored yet."""
    columns, path = columns_of(kind, **facts_of(dossiers, **more)), path_of(dossiers)
    return [Notice(recipient_id=user, path=path, **columns) for user in sorted(users)]


def inform(dossier: Dossier, kind: str, today: date, **more: Any) -> int:
    """Send a notice to everybody who writes this report; return their number. What was done on an earlier day, and is
    only entered now, is news to nobody.
    """
    if today < timezone.localdate():
        return 0
    users = writers_of([dossier], today).get(dossier.reporting_organization_id, set())
    return len(Notice.objects.bulk_create(notices_for(users, kind, [dossier], **more)))


# --- What steps lead to ----------------------------------------------------------------------------------------------
@then(Inspection, "notify")
def inform_of_request(inspection: Inspection, event: Event) -> None:
    """Inform the reporting body, of whose report the same step has made the dossier; not of one whose day is over, as
    in work of former years that is entered now.
    """
    today, body = timezone.localdate(event.at), inspection.reporting_organization_id
    for dossier in inspection.dossiers.filter(reporting_organization=body, state="requested", due_on__gte=today):
        dossier.inspection = inspection
        inform(dossier, REQUESTED, today)


@then(Dossier, "return", "reopen")
def inform_of_return(dossier: Dossier, event: Event) -> None:
    inform(dossier, RETURNED, timezone.localdate(event.at), note=event.reason[:NOTE_LETTERS])


@then(Dossier, "extend")
def inform_of_day(dossier: Dossier, event: Event) -> None:
    inform(dossier, EXTENDED, timezone.localdate(event.at), note=event.reason[:NOTE_LETTERS])


@then(Dossier, "accept")
def inform_of_acceptance(dossier: Dossier, event: Event) -> None:
    inform(dossier, ACCEPTED, timezone.localdate(event.at), due=None)


# --- Words -----------------------------------------------------------------------------------------------------------
def _named(facts: dict[str, Any]) -> dict[str, Any]:
    """Return the parts of the sentences: the day, and which report or how many."""
    n = len(facts["dossiers"])
    many = ngettext("gửi %d báo cáo tự kiểm tra", "gửi %d báo cáo tự kiểm tra", n) % n
    one = _("gửi báo cáo tự kiểm tra (%s)") % facts["reference"]
    due = facts["due"]
    return {
        "what": one if n == 1 else many,
        "day": short_date(date.fromisoformat(due)) if due else "",
        "reference": facts["reference"],
    }


def _with_note(words: str, facts: dict[str, Any]) -> str:
    return f"{words} {facts.get('note') or ''}".strip()


@notice_words(REQUESTED)
def requested_words(facts: dict[str, Any]) -> str:
    return _("Đơn vị cần gửi báo cáo tự kiểm tra, hạn %(day)s (%(reference)s).") % _named(facts)


@notice_words(DUE)
def due_words(facts: dict[str, Any]) -> str:
    """Return "Sắp đến hạn 05/04/2026: gửi báo cáo tự kiểm tra (DVCQ2026-28114)"."""
    if facts["days"] > 0:
        return _("Quá hạn %(day)s: %(what)s") % _named(facts)
    words = _("Sắp đến hạn %(day)s: %(what)s") if facts["days"] else _("Đến hạn %(day)s: %(what)s")
    return words % _named(facts)


@notice_words(REMINDER)
def reminder_words(facts: dict[str, Any]) -> str:
    return _with_note(_("Đôn đốc: %(what)s, hạn %(day)s.") % _named(facts), facts)


@notice_words(RETURNED, is_urgent=lambda facts: True)
def returned_words(facts: dict[str, Any]) -> str:
    words = _("Báo cáo tự kiểm tra được trả lại để bổ sung, hạn mới %(day)s (%(reference)s).")
    return _with_note(words % _named(facts), facts)


def is_soon(facts: dict[str, Any]) -> bool:
    """Tell whether the new day is today or tomorrow, so that a mail of the next morning may come too late."""
    return date.fromisoformat(facts["due"]) <= timezone.localdate() + timedelta(days=1)


@notice_words(EXTENDED, is_urgent=is_soon)
def extended_words(facts: dict[str, Any]) -> str:
    words = _("Hạn gửi báo cáo tự kiểm tra đổi thành %(day)s (%(reference)s).")
    return _with_note(words % _named(facts), facts)


@notice_words(ACCEPTED)
def accepted_words(facts: dict[str, Any]) -> str:
    return _("Cơ quan kiểm tra đã nhận báo cáo tự kiểm tra (%(reference)s).") % _named(facts)


@notice_words(HANDED_OVER)
def handed_over_words(facts: dict[str, Any]) -> str:
    words = _("Đơn vị bạn gửi báo cáo tự kiểm tra thay cho đơn vị trước, hạn %(day)s (%(reference)s).")
    return words % _named(facts)


@holds_while(REQUESTED)
@holds_while(DUE)
@holds_while(REMINDER)
@holds_while(RETURNED)
@holds_while(EXTENDED)
@holds_while(HANDED_OVER)
def is_still_due(facts: dict[str, Any]) -> bool:
    """Tell whether any of the reports still lies with a unit in a campaign that runs, due on the day named."""
    return Dossier.objects.awaited().filter(pk__in=facts["dossiers"], due_on=facts["due"]).exists()
