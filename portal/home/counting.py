"""What home counts: inspections and assignments that stand alike, one query for each.

Lines and figures are sums of these; the lists they lead to filter by conditions of portal/campaigns/tasks.py and
inspections/recommendations/filters.py, and a test holds that both find the same.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import (
    BooleanField,
    Case,
    Count,
    DateField,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)

from accounts.people.models import User
from inspections.campaigns.querysets import is_there
from inspections.inspections.progress import DUE
from inspections.inspections.querysets import only
from inspections.inspections.self_report import is_report_missing
from inspections.inspections.states import REPORT_EXPECTED, InspectionState
from inspections.models import Assignment, Campaign, Inspection
from inspections.recommendations.ages import is_followed, issued_on
from inspections.recommendations.querysets import answered_by, is_live
from inspections.recommendations.states import OPEN_ASSIGNMENTS, UPWARD
from portal.campaigns.tasks import RolesIn
from portal.rows import DONE_WITH, InspectionCount
from reports.submissions.standing import with_report


@dataclass(frozen=True)
class InspectionGroup(InspectionCount):
    """So many inspections of a campaign stand alike; `dated`: the day from which their next step is due; `report_due`:
    until when their self-report is due while one is expected; `owes`: their reporting body is the user's; `sample`: one
    of them.
    """

    campaign: int
    delegation: int | None
    number: int | None
    dated: date | None
    report_due: date | None
    owes: bool
    sample: int

    @property
    def lacks_report(self) -> bool:
        return is_report_missing(self.state, self.has_report)

    def due_on(self, campaign: Campaign) -> date | None:
        """Return when the next step is due, like `progress.next_step`."""
        if self.dated is None:
            return None
        return self.dated + timedelta(days=DUE[InspectionState(self.state)][1](campaign))


def inspection_groups(user: User, campaigns: Collection[Campaign]) -> list[InspectionGroup]:
    """Return the groups of the inspections that the user sees in the campaigns; one query."""
    is_inside = all(each.inspecting_organization_id in user.reach.board for each in campaigns)
    rows = Inspection.objects.visible_to(user).filter(campaign__in=campaigns).with_shown_state(user, is_inside)
    of_unit = Q(reporting_organization__in=user.reach.unit) & is_there("reporting_organization")
    rows = with_dates(with_report(rows)).annotate(
        owes=Case(When(of_unit, then=True), default=False, output_field=BooleanField())
        if user.reach.unit
        else Value(False, output_field=BooleanField())
    )
    names = ("shown_state", "has_report", "campaign", "delegation", "number", "dated", "expected_on", "owes")
    sums = rows.order_by().values(*names[:4], *names[5:], number=F("delegation__number"))
    sums = sums.annotate(n=Count("pk"), sample=Min("pk")).values_list(names[0], names[1], "n", *names[2:], "sample")
    return [InspectionGroup(*row) for row in sums]


def with_dates(inspections: QuerySet) -> QuerySet[Inspection]:
    """Annotate `dated`, the one date from which the next step is due (progress.DUE), and `expected_on`, until when
    the self-report is due while one is expected; the states as shown decide first which of the subqueries a row needs.
    """
    open_ones = Assignment.objects.filter(recommendation__inspection=OuterRef("pk")).exclude(state__in=DONE_WITH)
    nearest = only(Min("due_on"), open_ones, "recommendation__inspection")
    rows = inspections.with_days().annotate(next_due_on=nearest)
    states: dict[str, list[str]] = {}
    for state, (column, _days) in DUE.items():
        states.setdefault(column, []).append(state)
    whens = [When(shown_state__in=of_column, then=F(column)) for column, of_column in states.items()]
    return rows.annotate(
        dated=Case(*whens, default=None, output_field=DateField()),
        expected_on=Case(
            When(shown_state__in=REPORT_EXPECTED, then=F("report_due")), default=None, output_field=DateField()
        ),
    )


@dataclass(frozen=True)
class AssignmentGroup:
    """So many open assignments of published inspections stand alike; `is_owner`: of a body of the user's, who
    `has_answered`; `is_upward`: asked of the level above; `issued_on`: the day of the conclusion's notice, None where
    it isn't known or isn't asked for.
    """

    campaign: int
    delegation: int | None
    state: str
    due_on: date | None
    is_owner: bool
    is_upward: bool
    has_answered: bool
    issued_on: date | None
    n: int
    sample: int


def assignment_groups(user: User, roles: dict[int, RolesIn], is_leader: bool) -> list[AssignmentGroup]:
    """Return the groups of open assignments that the user owns or follows; one query. With `issued_on` for leaders."""
    above = "recommendation__inspection"
    rows = Assignment.objects.filter(_concerns(user, roles))
    upward = Q(recommendation__direction__in=UPWARD)
    flag = {"default": False, "output_field": BooleanField()}
    flags = {
        "is_owner": Case(When(_is_owner(user), then=True), **flag),
        "is_upward": Case(When(upward, then=True), **flag),
        "has_answered": Case(When(answered_by(user), state="answered", then=True), **flag),
        "issued": issued_on() if is_leader else Value(None, output_field=DateField()),
    }
    names = ("recommendation__campaign", f"{above}__delegation", "state", "due_on", *flags)
    sums = rows.annotate(**flags).order_by().values_list(*names).annotate(n=Count("pk"), sample=Min("pk"))
    return [AssignmentGroup(*row) for row in sums]


def _is_owner(user: User) -> Q:
    return Q(owner_organization__in=user.reach.unit) & is_there("owner_organization")


def _concerns(user: User, roles: dict[int, RolesIn]) -> Q:
    """Return the condition for assignments of the user's bodies, running campaigns and delegations."""
    boards = [campaign for campaign, own in roles.items() if own.board]
    delegations = [pk for own in roles.values() for pk, of_it in (own.delegations or {}).items() if of_it]
    above = "recommendation__inspection__"
    followed = Q(recommendation__campaign__in=boards) | Q(**{f"{above}delegation__in": delegations})
    followed &= Q(state__in=OPEN_ASSIGNMENTS) & is_live("recommendation__")
    return followed | _is_owner(user) & is_followed() if user.reach.unit else followed
