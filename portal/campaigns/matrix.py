"""The campaign page: one row for each subject, one column for each stage; counted, filtered, grouped, and paged by key.

The number of queries is fixed, for one subject as for ten thousand: counts are one aggregate, the dates of a row are
subqueries, and pages are found by key, not by offset.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.core.exceptions import BadRequest
from django.db.models import (
    Case,
    CharField,
    Count,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.people.models import User
from ground.inputs import search_words
from ground.listing import ColumnsOrder, Page, page_by_key
from ground.text import key_in
from inspections.delegations.models import delegation_name
from inspections.inspections.progress import DUE, STANDS_AT
from inspections.inspections.self_report import is_report_missing, report_missing
from inspections.inspections.states import INSPECTION_STEPS, InspectionState
from inspections.models import Campaign, Delegation, Inspection
from inspections.recommendations.states import ROLE_LABELS
from localities.models import LocalitySpell
from portal.campaigns.deadlines import due_labels, report_due_in, step_due_in
from portal.campaigns.tasks import (
    MINE,
    did_labels,
    mark_labels,
    marked,
    own_rows,
    roles_in,
    task_due_in,
    task_labels,
    waits_for,
)
from portal.rows import SOON_DAYS, Bar, InspectionCount, InspectionRow, bars, row_of, stage_days, with_progress
from workflow.history.recent import happened_to
from workflow.steps.states import expected_steps

PAGE = 50
LATE, SOON = "late", "soon"
NO_DELEGATION = "none"
FILTERS = ("q", "state", "step", "delegation", "due", "task", "whose", "mark", "did")


# --- What a row is told by -----------------------------------------------------------------------------------------
def with_deadlines(inspections: QuerySet, campaign: Campaign, user: User, today: date) -> QuerySet[Inspection]:
    """Annotate with the progress of `with_progress` and the state of the deadlines: `due` of the next step,
    `report_standing` of the report.
    """
    is_inside = campaign.inspecting_organization_id in user.reach.board
    return with_progress(inspections, user, is_inside).annotate(
        due=_standing(lambda day: _due_before(campaign, day), today),
        report_standing=_standing(_report_due_before, today),
    )


def _standing(due_before, today: date) -> Case:
    soon = today + timedelta(days=SOON_DAYS + 1)
    return Case(
        When(due_before(today), then=Value(LATE)),
        When(due_before(soon), then=Value(SOON)),
        default=Value(""),
        output_field=CharField(),
    )


def _due_before(campaign: Campaign, day: date) -> Q:
    """Return the condition for rows whose next step is due before `day` (progress.DUE); the state comes first,
    because it is cheapest.
    """
    found = Q(pk__in=[])
    for state, (name, days) in DUE.items():
        found |= Q(shown_state=state) & Q(**{f"{name}__lt": day - timedelta(days=days(campaign))})
    return found


def _report_due_before(day: date) -> Q:
    return report_missing() & Q(report_due__lt=day)


# --- Counts --------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class MatrixCount(InspectionCount):
    """So many rows of the matrix stand alike."""

    delegation: int | None
    delegation_number: int | None
    due: str
    report_standing: str


def tally(inspections: QuerySet) -> list[MatrixCount]:
    """Count the rows of each sort; one query."""
    sort = ("shown_state", "has_report", "delegation", "due", "report_standing")
    rows = inspections.order_by().values(*sort, delegation_number=F("delegation__number")).annotate(n=Count("pk"))
    return [MatrixCount(state=row.pop("shown_state"), **row) for row in rows]


@dataclass(frozen=True)
class Totals:
    """The campaign's inspections, how many are cancelled or not published to a viewer; `seen`: how many the reader
    sees, `found`: how many of these are left when narrowed.
    """

    total: int
    cancelled: int
    unpublished: int
    seen: int
    bars: list[Bar]
    found: int


def totals(counts: list[MatrixCount], rows: QuerySet | None = None, live: int | None = None) -> Totals:
    """Sum the counts up; `rows`: what is left when narrowed, None where nothing narrows; `live`: of all inspections,
    where the reader doesn't see them all (rows.live_totals).
    """
    seen = sum(row.n for row in counts)
    cancelled = sum(row.n for row in counts if row.state == InspectionState.CANCELLED)
    unpublished = 0 if live is None else max(live - (seen - cancelled), 0)
    found = seen if rows is None else rows.count()
    return Totals(seen + unpublished, cancelled, unpublished, seen, bars(counts, live), found)


@dataclass(frozen=True)
class Chip:
    """A filter that one click sets: its name and value in the address, and how many rows it leaves."""

    name: str
    value: str
    shape: str
    label: str
    n: int
    is_on: bool


def chips(counts: list[MatrixCount], filters: dict) -> list[Chip]:
    """Return what is filtered for most; what leaves no row is left out unless it is on."""
    found = [
        ("due", LATE, "late", _("Quá hạn"), _is_late),
        ("due", SOON, "soon", _("Đến hạn trong 2 ngày"), lambda row: SOON in (row.due, row.report_standing)),
        ("step", "report", "todo", _("Chưa có báo cáo"), _lacks_report),
        ("state", "for_decision", "sent", _("Chờ quyết định"), lambda row: row.state == "for_decision"),
        ("state", "postponed", "hold", _("Tạm hoãn"), lambda row: row.state == "postponed"),
    ]
    made = [
        Chip(name, value, shape, label, sum(row.n for row in counts if is_one(row)), filters.get(name) == value)
        for name, value, shape, label, is_one in found
    ]
    return [chip for chip in made if chip.n or chip.is_on]


def _is_late(row: MatrixCount) -> bool:
    return LATE in (row.due, row.report_standing)


def _lacks_report(row: MatrixCount) -> bool:
    return is_report_missing(row.state, row.has_report)


@dataclass(frozen=True)
class WaitingLine:
    """What comes next for `n` rows, `late` of them late, and whose it is; `name`, `value`: its filter."""

    name: str
    value: str
    label: str
    who: str
    n: int
    late: int


def waiting(counts: list[MatrixCount], labels: dict[str, str]) -> list[WaitingLine]:
    """Return who is stuck where; `labels`: what comes next, by state."""
    owing = [row for row in counts if _lacks_report(row)]
    late = sum(row.n for row in owing if row.report_standing == LATE)
    words, who = _("Gửi báo cáo tự kiểm tra"), _("đơn vị báo cáo")
    lines = [WaitingLine("step", "report", words, who, sum(row.n for row in owing), late)]
    lines += [_waiting_at(state, label, counts) for state, label in labels.items()]
    return [line for line in lines if line.n]


def _waiting_at(state: str, label: str, counts: list[MatrixCount]) -> WaitingLine:
    rows = [row for row in counts if row.state == state]
    late = sum(row.n for row in rows if row.due == LATE)
    return WaitingLine("state", state, label, who_acts(state), sum(row.n for row in rows), late)


def who_acts(state: str) -> str:
    """Return the labels of the roles that take the expected step: "Trưởng đoàn, thư ký Đoàn"; for follow-up the
    owner's.
    """
    expected = expected_steps(INSPECTION_STEPS, state)
    roles = expected[0].who if expected else ("staff",)
    if state == InspectionState.FOLLOWED_UP:
        roles = ("owner",)
    return ", ".join(str(ROLE_LABELS[role]) for role in roles)


def delegations_in(counts: list[MatrixCount]) -> list[tuple[str, str]]:
    """Return the delegations that have inspections here, as choices."""
    found = {(row.delegation_number or 0, row.delegation) for row in counts if row.delegation}
    choices = [(str(pk), delegation_name(number)) for number, pk in sorted(found)]
    without = any(row.delegation is None for row in counts)
    return [*choices, *([(NO_DELEGATION, _("Chưa có đoàn"))] if without else [])]


# --- Narrowed ------------------------------------------------------------------------------------------------------
def narrowed(inspections: QuerySet, filters: dict) -> QuerySet[Inspection]:
    """Filter by `filters`: q, state, step, delegation, due; missing and empty ones don't filter."""
    rows = inspections.search(filters.get("q") or "")
    if filters.get("state"):
        rows = rows.filter(shown_state=filters["state"])
    if filters.get("step"):
        rows = rows.filter(_stands_at(filters["step"]))
    if filters.get("delegation"):
        rows = _of_delegation(rows, filters["delegation"])
    if filters.get("due") in (LATE, SOON):
        rows = rows.filter(Q(due=filters["due"]) | Q(report_standing=filters["due"]))
    return rows


def narrowed_for(
    user: User, campaign: Campaign, filters: dict, today: date, seen: QuerySet | None = None
) -> QuerySet[Inspection]:
    """Return the rows of the campaign that the user sees, filtered as `narrowed` does and by what home counts: `task`
    that waits in the row, the user's own with `whose`, `due` in one of home's groups, `mark` and `did`. `seen`: the
    rows from `seen_by`, where they are at hand.
    """
    filters, rows = dict(filters), seen_by(user, campaign, today) if seen is None else seen
    task, due = filters.get("task"), filters.get("due")
    if task:
        rows = rows.filter(waits_for(task, today))
    if task and filters.get("whose") == MINE:
        rows = rows.filter(own_rows(task, _roles_in(user, campaign, today), user))
    if due and due != SOON and (task or due != LATE):
        rows = rows.filter(task_due_in(task, campaign, due, today) if task else _any_due_in(campaign, due, today))
        del filters["due"]
    if filters.get("mark"):
        rows = rows.filter(marked(filters["mark"]))
    if filters.get("did"):
        rows = rows.filter(happened_to(Inspection, filters["did"], today))
    return narrowed(rows, filters)


def _roles_in(user, campaign, today):
    delegations = list(Delegation.objects.filter(campaign=campaign).prefetch_related("members"))
    return roles_in(campaign, delegations, user, today)


def _any_due_in(campaign, group, today):
    return step_due_in(campaign, group, today) | report_due_in(group, today)


def _of_delegation(rows, choice: str):
    """Filter by delegation; an invalid number finds nothing, because an act must not reach rows that nobody chose."""
    if choice == NO_DELEGATION:
        return rows.filter(delegation=None)
    key = key_in(choice)
    return rows.none() if key is None else rows.filter(delegation=key)


def _stands_at(stage: str) -> Q:
    if stage == "report":
        return report_missing()
    return Q(shown_state__in=[state for state, key in STANDS_AT.items() if key == stage])


# --- Grouped and paged ---------------------------------------------------------------------------------------------
def grouped(inspections: QuerySet, group: str, day: date) -> tuple[QuerySet[Inspection], tuple[str, ...]]:
    """Annotate the rows with their group; return them with the columns of their order."""
    if group == "state":
        order = [When(shown_state=state, then=n) for n, state in enumerate(InspectionState.values)]
        return inspections.annotate(cluster=Case(*order, output_field=IntegerField())), ("cluster", "reference")
    if group == "delegation":
        without = Case(When(delegation=None, then=32767), default=0)
        number = Coalesce("delegation__number", without, output_field=IntegerField())
        return inspections.annotate(cluster=number), ("cluster", "reference")
    if group == "place":
        return _by_place(inspections, day), ("cluster", "reference")
    return inspections, ("reference",)


def _by_place(inspections, day: date):
    """Order by the place above the subject's own, as at the campaign's day; bodies without a place come first."""
    spells = LocalitySpell.objects.as_at(day).order_by()
    own = spells.filter(locality=OuterRef("subject_organization__locality"))
    above = spells.filter(locality=OuterRef("above"))
    return inspections.annotate(
        above=Subquery(own.values("parent")[:1]),
        cluster=Coalesce(Subquery(above.values("sort_key")[:1]), Value("")),
        cluster_name=Coalesce(Subquery(above.values("name")[:1]), Value("")),
    )


def cluster_label(row: Inspection, group: str) -> str:
    if group == "state":
        return row.shown_label
    if group == "delegation":
        return str(row.delegation) if row.delegation else _("Chưa có đoàn")
    return row.cluster_name or _("Không theo địa bàn")


def page_of_rows(inspections: QuerySet, campaign: Campaign, filters: dict, today: date) -> Page:
    """Return one page of the matrix, its rows as MatrixRow."""
    group = filters.get("group") or ""
    rows, columns = grouped(inspections, group, campaign.day)
    order = ColumnsOrder(columns)
    after = order.find_place(rows, filters.get("after") or "")
    before = None if after else order.find_place(rows, filters.get("before") or "")
    page = page_by_key(rows, order, PAGE, after, before)
    days = stage_days(page.rows)
    return replace(page, rows=[matrix_row(row, campaign, group, today, days.get(row.pk, {})) for row in page.rows])


Days = Mapping[str, date]  # when stages were done, by their keys


@dataclass(frozen=True)
class MatrixRow(InspectionRow):
    """A row of the matrix, named as at the campaign's day; `cluster_label`: of its group, "" without groups."""

    cluster_label: str


def matrix_row(inspection: Inspection, campaign: Campaign, group: str, today: date, days: Days) -> MatrixRow:
    inspection.campaign = campaign  # which is loaded
    row = row_of(inspection, today, named_on=campaign.day, days=days)
    return MatrixRow(**vars(row), cluster_label=cluster_label(inspection, group) if group else "")


def seen_by(user: User, campaign: Campaign, today: date) -> QuerySet[Inspection]:
    """Return the campaign's inspections that the user may see, with the columns the matrix shows."""
    rows = Inspection.objects.visible_to(user).filter(campaign=campaign)
    return with_deadlines(rows, campaign, user, today)


def chosen(user: User, campaign: Campaign, address: QueryDict, today: date) -> QuerySet[Inspection]:
    """Return the inspections named in the address: the rows that were ticked, or with `all` those that match its
    filters.
    """
    ticked = address.getlist("row")
    if len(ticked) > PAGE or search_words(address.get("q", "")).note:
        raise BadRequest  # no page of the matrix has so many rows, or such a search
    if "all" in address:
        return narrowed_for(user, campaign, _filters_in(address), today)
    return seen_by(user, campaign, today).filter(pk__in=[key for key in map(key_in, ticked) if key])


def _filters_in(address: QueryDict) -> dict[str, str]:
    """Return the filters of the address; with one that isn't known no row is meant, because an act must not reach rows
    that nobody chose.
    """
    known = {"task": task_labels(), "due": {SOON: "", **due_labels()}, "mark": mark_labels(), "did": did_labels()}
    for name, choices in known.items():
        if address.get(name) and address[name] not in choices:
            raise BadRequest
    return {name: address.get(name, "") for name in FILTERS}
