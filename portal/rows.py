"""Campaigns and inspections as lists show them, in the user's scope and a fixed number of queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, F, Min, Model, OuterRef, QuerySet
from django.utils import timezone

from accounts.people.models import User
from inspections.inspections.progress import NO_DAYS, ORDER, STANDS_AT, Stage, next_step, stage_labels, stages
from inspections.inspections.querysets import only
from inspections.inspections.states import InspectionState
from inspections.models import Assignment, Campaign, Inspection
from inspections.recommendations.states import OPEN_ASSIGNMENTS, AssignmentState
from reports.submissions.standing import with_report
from workflow.models import Event

SOON_DAYS = 2  # so many days before it a deadline is shown as near
DONE_WITH = [state for state in AssignmentState if state not in OPEN_ASSIGNMENTS]
# The step that ends a stage. The plan has none; a session's day is the session's own.
ENDS = {"notice": "notify", "report": "hand_in", "session": "record", "conclusion": "conclude", "follow_up": "close"}


def with_progress(inspections: QuerySet, user: User, is_inside: bool = False) -> QuerySet[Inspection]:
    """Annotate what `progress` reads (the state that the user may read, days of sessions, whether the report is in, the
    nearest due date), and load dated names. `is_inside`: as in `with_shown_state`.
    """
    assignments = Assignment.objects.filter(recommendation__inspection=OuterRef("pk")).exclude(state__in=DONE_WITH)
    rows = inspections.select_related("campaign", "delegation", "subject_organization")
    rows = rows.prefetch_related("subject_organization__names").with_days().with_shown_state(user, is_inside)
    return with_report(rows).annotate(next_due_on=only(Min("due_on"), assignments, "recommendation__inspection"))


@dataclass(frozen=True)
class InspectionRow:
    """An inspection as pages print it: its subject's name on its day, its six stages, what comes next until when."""

    inspection: Inspection
    subject_name: str
    stages: list[Stage]
    next_label: str
    next_on: date | None


def row_of(
    inspection: Inspection, today: date, named_on: date | None = None, days: Mapping[str, date] = NO_DAYS
) -> InspectionRow:
    """Return the row of an inspection from `with_progress`; `named_on` None: named as at its own day; `days`: when its
    stages were done.
    """
    name = inspection.subject_organization.full_name_at(named_on or inspection.day)
    return InspectionRow(inspection, name, stages(inspection, today, days), *next_step(inspection))


def stage_days(inspections: Iterable[Inspection]) -> dict[int, dict[str, date]]:
    """Map each inspection to the last day on which each of its stages was done, by the stage's key; one query."""
    stages = {act: stage for stage, act in ENDS.items()}
    kind = ContentType.objects.get_for_model(Inspection)
    events = Event.objects.filter(content_type=kind, object_id__in=[each.pk for each in inspections], act__in=stages)
    # Sorted here: asked for the order, SQLite reads all events of the table by their instants.
    rows = events.order_by().values_list("at", "pk", "object_id", "act", "happened_on")
    days: dict[int, dict[str, date]] = defaultdict(dict)
    for at, _pk, inspection, act, happened_on in sorted(rows, key=itemgetter(0, 1)):
        days[inspection][stages[act]] = happened_on or timezone.localdate(at)
    return days


@dataclass(frozen=True)
class InspectionCount:
    """So many inspections stand alike; `state`: as the reader may read it."""

    state: str
    has_report: bool
    n: int


def counts_by_campaign(inspections: QuerySet) -> dict[int, list[InspectionCount]]:
    """Count the inspections, of `with_shown_state`, of each campaign; one query for all."""
    rows = with_report(inspections).order_by()
    by_campaign = {}
    for campaign, *row in rows.values_list("campaign", "shown_state", "has_report").annotate(n=Count("pk")):
        by_campaign.setdefault(campaign, []).append(InspectionCount(*row))
    return by_campaign


@dataclass(frozen=True)
class Bar:
    """One stage: how many of the inspections have it behind them."""

    key: str
    label: str
    total: int
    count: int


def bars(counts: Sequence[InspectionCount], total: int | None = None) -> list[Bar]:
    """Return a bar for each stage; cancelled inspections don't count. `total`: of all live ones, where the reader
    doesn't see them all.
    """
    live = [row for row in counts if row.state != InspectionState.CANCELLED]
    total = sum(row.n for row in live) if total is None else total
    made = []
    for key, label in stage_labels().items():
        count = sum(row.n for row in live if _is_behind(key, row.state, row.has_report))
        made.append(Bar(key, label, total, count))
    return made


def _is_behind(key: str, state: str, has_report: bool) -> bool:
    if key == "report":
        return has_report
    return state == InspectionState.CLOSED or ORDER.index(key) < ORDER.index(STANDS_AT[state])


@dataclass(frozen=True)
class CampaignRow:
    """A campaign with how many inspections it has for the reader, how many of them are cancelled or not published to
    a viewer, and the bars of the live ones.
    """

    campaign: Campaign
    board_name: str
    total: int
    cancelled: int
    unpublished: int
    bars: list[Bar]


def campaign_rows(campaigns: list[Campaign], user: User) -> list[CampaignRow]:
    """Return the rows of campaigns whose inspecting bodies have their names; one query for all, one more for
    viewers.
    """
    counts = counts_by_campaign(
        Inspection.objects.visible_to(user).filter(campaign__in=campaigns).with_shown_state(user)
    )
    totals = live_totals(user, campaigns)
    return [
        campaign_row(
            each, each.inspecting_organization.full_name_at(each.day), counts.get(each.pk, []), totals.get(each.pk)
        )
        for each in campaigns
    ]


def live_totals(user: User, campaigns: Collection[Campaign]) -> dict[int, int]:
    """Return how many inspections not cancelled each campaign has of a Board whose viewer the user is: a viewer sees
    only published ones, but how many there are is no secret. {} for others; one query.
    """
    boards = user.reach.viewer - user.reach.board
    viewed = [each.pk for each in campaigns if each.inspecting_organization_id in boards]
    if not viewed:
        return {}
    rows = Inspection.objects.filter(campaign__in=viewed).exclude(state=InspectionState.CANCELLED)
    return dict(rows.order_by().values_list("campaign").annotate(n=Count("pk")))


def campaign_row(
    campaign: Campaign, board_name: str, counts: Sequence[InspectionCount], live: int | None = None
) -> CampaignRow:
    """Return the row of a campaign; `live`: from `live_totals`, None where the reader sees all there is to count."""
    seen = sum(row.n for row in counts)
    cancelled = sum(row.n for row in counts if row.state == InspectionState.CANCELLED)
    unpublished = 0 if live is None else max(live - (seen - cancelled), 0)
    return CampaignRow(
        campaign=campaign,
        board_name=board_name,
        total=seen + unpublished,
        cancelled=cancelled,
        unpublished=unpublished,
        bars=bars(counts, live),
    )


def joined(parents: QuerySet, child: type[Model], key: str, name: str) -> list[tuple]:
    """Return pairs of a parent and its children, one query for both tables.

    `key` is the child's foreign key, `name` the parents' name for the children. Each child comes with the row that
    brought it, which has the annotations of `parents`.
    """
    columns = [field.attname for field in child._meta.concrete_fields]
    rows = parents.annotate(**{f"{name}_{column}": F(f"{name}__{column}") for column in columns})
    found = {}
    for row in rows:
        parent, children = found.setdefault(row.pk, (row, []))
        values = [getattr(row, f"{name}_{column}") for column in columns]
        if values[columns.index("id")] is not None:
            made = child.from_db(row._state.db, columns, values)
            setattr(made, key, parent)
            children.append((made, row))
    return list(found.values())
