"""The ladder of reminders: before, on and after the due day to the owner, then to the leader of the inspecting body.

Each rung is sent once for a due date: a new date begins a new ladder, an answer ends it. Rungs that were missed while
the worker stood still are not made up for: the last of them is sent.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Membership
from ground.text import short_date
from inspections.campaigns.models import Campaign
from inspections.recommendations.ages import is_followed
from inspections.recommendations.filters import OWN, REMIND, REPLY
from inspections.recommendations.models import Assignment
from inspections.recommendations.states import UPWARD, WITH_THE_OWNER
from workflow.history.notices import columns_of, holds_while, notice_words
from workflow.models import Event, Notice

ACT = "reminded"
KIND = "recommendations.due"
OWNER, LEADER = "owner", "leader"  # to whom a rung goes


@dataclass(frozen=True)
class Rung:
    """A reminder that is due: `days` after the due day, negative before it."""

    to: str
    days: int


def rungs_reached(due_on: date, today: date) -> list[Rung]:
    """Return for the owner and for the leader the last rung whose day has come; [] before the first."""
    ladder = {
        OWNER: [*(-days for days in settings.REMIND_DAYS_BEFORE), 0, *settings.REMIND_DAYS_AFTER],
        LEADER: settings.REMIND_LEADER_DAYS_AFTER,
    }
    late = (today - due_on).days
    last = {to: last_rung(rungs, late) for to, rungs in ladder.items()}
    return [Rung(to, days) for to, days in last.items() if days is not None]


def last_rung(rungs: Iterable[int], late: int) -> int | None:
    """Return the last of these days after a due day, negative ones before it, that has come; None before the first."""
    return max((days for days in rungs if days <= late), default=None)


def remind_of_due(now: datetime | None = None) -> int:
    """Send today's reminders of all running campaigns, as a daily job; return the number of notices.

    May run twice, also at once: what was sent is known from the events of each assignment, which is locked.
    """
    now = now or timezone.now()
    today = timezone.localdate(now)
    waiting = _waiting(today).order_by().values("recommendation__campaign").distinct()
    return sum(_remind_in(campaign, now, today) for campaign in Campaign.objects.filter(pk__in=waiting).order_by("pk"))


def _waiting(today: date) -> QuerySet[Assignment]:
    """Return what lies with its owner, or with the Board that is asked, and reaches the first rung by today."""
    upward = Q(recommendation__direction__in=UPWARD)
    first = today + timedelta(days=max([0, *settings.REMIND_DAYS_BEFORE]))
    rows = Assignment.objects.filter(is_followed(), Q(state__in=WITH_THE_OWNER) | upward, due_on__lte=first)
    return rows.select_related("recommendation")


@transaction.atomic
def _remind_in(campaign: Campaign, now: datetime, today: date) -> int:
    rows = _waiting(today).filter(recommendation__campaign=campaign)
    locked = list(rows.select_for_update(of=("self",)).order_by("pk"))
    sent = _sent_before(locked)
    readers = _Readers(campaign, locked, today)
    due, events = defaultdict(list), []
    for assignment in locked:
        for rung in rungs_reached(assignment.due_on, today):
            users = readers.of(assignment, rung.to)
            last = sent.get((assignment.pk, assignment.due_on.isoformat(), rung.to))
            if not users or (last is not None and last >= rung.days):
                continue
            events.append(_event(assignment, rung, now, len(users)))
            for user in users:
                due[user, rung, assignment.due_on, assignment.recommendation.is_upward].append(assignment)
    Event.objects.bulk_create(events, batch_size=500)
    notices = [_notice(campaign, *key, assignments) for key, assignments in sorted(due.items(), key=_order)]
    return len(Notice.objects.bulk_create(notices, batch_size=500))


def _order(item) -> tuple:
    (user, rung, due_on, is_upward), _assignments = item
    return user, rung.to, due_on, is_upward


def _sent_before(assignments: Iterable[Assignment]) -> dict[tuple[int, str, str], int]:
    """Map assignment, due date and to whom to the last rung that was sent for them."""
    kind = ContentType.objects.get_for_model(Assignment)
    events = Event.objects.filter(content_type=kind, act=ACT, object_id__in=[each.pk for each in assignments])
    sent: dict[tuple[int, str, str], int] = {}
    for pk, changes in events.order_by().values_list("object_id", "changes"):
        key = pk, changes["due"], changes["to"]
        sent[key] = max(changes["days"], sent.get(key, changes["days"]))
    return sent


class _Readers:
    """The users to whom the rungs of a campaign's assignments go; four queries for all."""

    def __init__(self, campaign: Campaign, assignments: Iterable[Assignment], today: date) -> None:
        owners = {each.owner_organization_id for each in assignments} - {None}
        board = campaign.inspecting_organization_id
        self.acting = Membership.objects.acting_for(owners, today)
        self.leaders = Membership.objects.working_for([board], LEADER, today).get(board, set())
        self.staff = Membership.objects.working_for([board], "staff", today).get(board, set())

    def of(self, assignment: Assignment, to: str) -> set[int]:
        if to == LEADER:
            return self.leaders
        own = self.acting.get(assignment.owner_organization_id, set())
        return own | self.staff if assignment.recommendation.is_upward else own


def _event(assignment: Assignment, rung: Rung, now: datetime, people: int) -> Event:
    noted = {"due": assignment.due_on.isoformat(), "to": rung.to, "days": rung.days, "people": people}
    state = {"from_state": assignment.state, "to_state": assignment.state}
    return Event(at=now, actor=None, act=ACT, subject=assignment, changes=noted, **state)


def _notice(
    campaign: Campaign, user: int, rung: Rung, due_on: date, is_upward: bool, assignments: list[Assignment]
) -> Notice:
    """Return one notice for all of them; it leads to the one, or to exactly these rows."""
    one = assignments[0] if len(assignments) == 1 else None
    task = REPLY if is_upward else OWN if rung.to == OWNER else REMIND
    rows = {"campaign": campaign.code, "task": task, "day": short_date(due_on)}
    facts = {
        "n": len(assignments),
        "assignments": [each.pk for each in assignments],
        "campaign": campaign.theme,
        "text": one.recommendation.text[:200] if one else "",
        "due": due_on.isoformat(),
        "printed": one.due_as_printed if one else "",
        "days": rung.days,
        "to": rung.to,
        "is_upward": is_upward,
    }
    path = one.get_absolute_url() if one else f"{reverse('recommendation_list')}?{urlencode(rows)}"
    return Notice(recipient_id=user, path=path, **columns_of(KIND, **facts))


@notice_words(KIND)
def due_words(facts: dict) -> str:
    """Return "Sắp đến hạn 31/12/2026: 3 đề nghị", with the words of a single one."""
    n = facts["n"]
    if facts["is_upward"]:
        what = ngettext("%d kiến nghị", "%d kiến nghị", n) % n
    else:
        what = ngettext("%d đề nghị", "%d đề nghị", n) % n
    day = short_date(date.fromisoformat(facts["due"]))
    words = {"day": f"{facts['printed']} ({day})" if facts["printed"] else day, "what": facts["text"] or what}
    if facts["to"] == LEADER:
        return _("Quá hạn %(day)s, chưa được trả lời: %(what)s") % words
    if facts["days"] > 0:
        return _("Quá hạn %(day)s: %(what)s") % words
    return (_("Sắp đến hạn %(day)s: %(what)s") if facts["days"] else _("Đến hạn %(day)s: %(what)s")) % words


@holds_while(KIND)
def is_still_due(facts: dict) -> bool:
    """Tell whether any of them still waits for its owner, or for the Board's reply, with this due day."""
    rows = _waiting(date.fromisoformat(facts["due"])) if "assignments" in facts else Assignment.objects.none()
    return rows.filter(pk__in=facts.get("assignments", []), due_on=facts["due"]).exists()
