"""The ladder of reminders of self-reports: before, on and after the due day, until the report is in.

As that of recommendations (decisions/0025): each rung is sent once for a due day, known from the events of the report;
of rungs that were missed the last is sent.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from inspections.models import Campaign
from inspections.recommendations.ladder import last_rung
from reports.submissions.following.notices import DUE, notices_for, writers_of
from reports.submissions.models import Dossier
from workflow.models import Event, Notice

ACT = "reminded"


def remind_of_due_reports(now: datetime | None = None) -> int:
    """Send today's reminders of all running campaigns, as a daily job; return the number of notices. May run twice,
    also at once: the reports are locked.
    """
    now = now or timezone.now()
    waiting = _waiting(timezone.localdate(now)).order_by().values("inspection__campaign").distinct()
    return sum(_remind_in(campaign, now) for campaign in Campaign.objects.filter(pk__in=waiting).order_by("pk"))


def _rungs() -> list[int]:
    before = [-days for days in settings.REPORT_REMIND_DAYS_BEFORE]
    return [*before, 0, *settings.REPORT_REMIND_DAYS_AFTER]


def _waiting(today: date) -> QuerySet[Dossier]:
    return Dossier.objects.awaited().filter(due_on__lte=today - timedelta(days=min(_rungs())))


@transaction.atomic
def _remind_in(campaign: Campaign, now: datetime) -> int:
    today = timezone.localdate(now)
    rows = _waiting(today).filter(inspection__campaign=campaign).select_related("inspection")
    locked = list(rows.select_for_update(of=("self",)).order_by("pk"))
    sent, writers = _sent_before(locked), writers_of(locked, today)
    due: dict[tuple[int, date, int], list[Dossier]] = defaultdict(list)
    events = []
    for dossier in locked:
        dossier.inspection.campaign = campaign
        users = writers.get(dossier.reporting_organization_id, set())
        days = last_rung(_rungs(), (today - dossier.due_on).days)
        last = sent.get((dossier.pk, dossier.due_on.isoformat()))
        if not users or days is None or (last is not None and last >= days):
            continue
        events.append(_event(dossier, days, now, len(users)))
        for user in users:
            due[user, dossier.due_on, days].append(dossier)
    Event.objects.bulk_create(events, batch_size=500)
    notices = [
        notice for (user, _day, days), of_user in sorted(due.items(), key=_order)
        for notice in notices_for([user], DUE, of_user, days=days)
    ]  # fmt: skip
    return len(Notice.objects.bulk_create(notices, batch_size=500))


def _order(item: tuple) -> tuple:
    return item[0]


def _sent_before(dossiers: Iterable[Dossier]) -> dict[tuple[int, str], int]:
    """Map report and due day to the last rung that was sent for them."""
    kind = ContentType.objects.get_for_model(Dossier)
    events = Event.objects.filter(content_type=kind, act=ACT, object_id__in=[each.pk for each in dossiers])
    sent: dict[tuple[int, str], int] = {}
    for pk, changes in events.filter(actor=None).order_by().values_list("object_id", "changes"):
        key = pk, changes["due"]
        sent[key] = max(changes["days"], sent.get(key, changes["days"]))
    return sent


def _event(dossier: Dossier, days: int, now: datetime, people: int) -> Event:
    noted = {"due": dossier.due_on.isoformat(), "days": days, "people": people}
    state = {"from_state": dossier.state, "to_state": dossier.state}
    return Event(at=now, actor=None, act=ACT, subject=dossier, changes=noted, **state)
