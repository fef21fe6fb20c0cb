"""Sums the groups up, by task and group of deadlines: how many rows, the nearest deadline, examples."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from inspections.inspections.states import INSPECTION_STEPS
from inspections.models import Campaign
from inspections.recommendations.filters import REMIND, REPLY
from inspections.recommendations.states import ASSIGNMENT_STEPS, WITH_THE_OWNER
from portal.campaigns.deadlines import LATE, group_of
from portal.campaigns.tasks import HAND_IN, RolesIn
from portal.home.counting import AssignmentGroup, InspectionGroup
from workflow.steps.states import Step, expected_steps

SAMPLES = 3


@dataclass
class Sum:
    """How many rows wait for a task, in one group of deadlines. `campaign`: its id, 0 where rows of all are counted.

    `of_role` is false for a task that isn't the user's own; `by_delegation`: how many are of each.
    """

    task: str
    campaign: int
    due: str
    n: int = 0
    due_on: date | None = None
    state: str = ""
    samples: list[tuple[date, int]] = field(default_factory=list)
    by_delegation: dict[tuple[int, int], int] = field(default_factory=dict)

    def add(self, group: InspectionGroup | AssignmentGroup, due_on: date | None) -> None:
        self.n += group.n
        self.state = group.state
        if due_on is not None:
            self.due_on = min(self.due_on or due_on, due_on)
        self.samples.append((due_on or date.max, group.sample))
        if isinstance(group, InspectionGroup):
            of = (group.number or 0, group.delegation or 0)
            self.by_delegation[of] = self.by_delegation.get(of, 0) + group.n

    @property
    def nearest(self) -> list[int]:
        """Return the ids of the rows to name, the earliest due first."""
        return [pk for _due, pk in sorted(self.samples)[:SAMPLES]]


class Sums(dict[tuple[int, str, str], Sum]):
    """Sums by campaign, task and group of deadlines."""

    def add(
        self, campaign: int, task: str, group: InspectionGroup | AssignmentGroup, due_on: date | None, today: date
    ) -> None:
        """Add a group of rows in which the task is due then."""
        due = group_of(due_on, today)
        found = self.get((campaign, task, due))
        if found is None:
            found = self[campaign, task, due] = Sum(task, campaign, due)
        found.add(group, due_on)


def own_inspections(
    groups: Iterable[InspectionGroup], campaigns: dict[int, Campaign], roles: dict[int, RolesIn], today: date
) -> list[Sum]:
    """Sum up the user's own tasks with inspections: expected steps, self-reports to hand in, and overdue ones to
    remind of.
    """
    sums, steps = Sums(), _StepsOf(roles)
    for group in groups:
        campaign = campaigns[group.campaign]
        for step in steps.of(group):
            sums.add(group.campaign, step.name, group, group.due_on(campaign), today)
        if group.lacks_report and group.owes:
            sums.add(group.campaign, HAND_IN, group, group.report_due, today)
        if group.lacks_report and "staff" in roles[group.campaign].board:
            due_on = group.report_due
            if group_of(due_on, today) == LATE:
                sums.add(group.campaign, REMIND, group, due_on, today)
    return list(sums.values())


class _StepsOf:
    """The expected steps of a group that are the user's, looked up once for groups alike."""

    def __init__(self, roles: dict[int, RolesIn]) -> None:
        self.roles = roles
        self.known: dict[tuple, list[Step]] = {}

    def of(self, group: InspectionGroup) -> list[Step]:
        alike = (group.campaign, group.delegation, group.state)
        if alike not in self.known:
            own = self.roles[group.campaign].of(group.delegation)
            steps = expected_steps(INSPECTION_STEPS, group.state)
            self.known[alike] = [step for step in steps if own & set(step.who)]
        return self.known[alike]


def late_inspections(groups: Iterable[InspectionGroup], campaigns: dict[int, Campaign], today: date) -> list[Sum]:
    """Sum up what is overdue in these campaigns, whosever it is."""
    sums = Sums()
    for group in groups:
        campaign = campaigns.get(group.campaign)
        if campaign is None:
            continue
        dues = [(step.name, group.due_on(campaign)) for step in expected_steps(INSPECTION_STEPS, group.state)]
        dues += [(HAND_IN, group.report_due)] if group.lacks_report else []
        for task, due_on in dues:
            if group_of(due_on, today) == LATE:
                sums.add(group.campaign, task, group, due_on, today)
    return list(sums.values())


def own_assignments(groups: Iterable[AssignmentGroup], roles: dict[int, RolesIn], today: date) -> list[Sum]:
    """Sum up the user's own tasks with recommendations, of all campaigns together; reminders by campaign."""
    sums = Sums()
    for group in groups:
        own = roles[group.campaign].of(group.delegation) if group.campaign in roles else frozenset()
        own = frozenset() if group.has_answered else own
        own = _with_owner(own, group)
        for step in expected_steps(ASSIGNMENT_STEPS, group.state):
            if own & set(step.who):
                sums.add(0, step.name, group, group.due_on, today)
        is_owed = group.state in WITH_THE_OWNER and not group.is_upward
        if "staff" in own and is_owed and group_of(group.due_on, today) == LATE:
            sums.add(group.campaign, REMIND, group, group.due_on, today)
    return list(sums.values())


def _with_owner(own: frozenset, group: AssignmentGroup) -> frozenset:
    """Add the role of the owner, or of the recipient of what is asked upward, as Assignment.roles_of does."""
    if group.is_upward:
        return own | {"recipient"} if own & {"leader", "staff"} or group.is_owner else own
    return own | {"owner"} if group.is_owner else own


def late_assignments(groups: Iterable[AssignmentGroup], campaigns: dict[int, Campaign], today: date) -> list[Sum]:
    """Sum up overdue recommendations of these campaigns: those that owners haven't answered, answers to check, and what
    units ask upward.
    """
    sums = Sums()
    for group in groups:
        if group.campaign in campaigns and group_of(group.due_on, today) == LATE:
            sums.add(group.campaign, _late_task(group), group, group.due_on, today)
    return list(sums.values())


def _late_task(group: AssignmentGroup) -> str:
    if group.is_upward:
        return REPLY
    return REMIND if group.state in WITH_THE_OWNER else "verify"
