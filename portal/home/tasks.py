"""The tasks of a user, from the tables of steps: one line for each act and group of deadlines, in a fixed number of
queries.

First all rows are counted in groups, then the few that lines name are loaded for all lines at once.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Prefetch, Q

from accounts.organizations.models import Organization
from accounts.organizations.naming import BodyNames
from accounts.people.models import User
from inspections.campaigns.querysets import is_running
from inspections.campaigns.states import CampaignState
from inspections.models import Campaign, Delegation, DelegationMember
from portal.campaigns.deadlines import LATE
from portal.campaigns.tasks import RolesIn, roles_in
from portal.home import sums
from portal.home.counting import AssignmentGroup, InspectionGroup, assignment_groups, inspection_groups
from portal.home.held import held_assignments, held_inspections
from portal.home.lines import Named, assignment_line, inspection_line, load_assignments, load_inspections
from portal.home.reports import returns_of
from portal.home.sums import Sum
from portal.home.task import FURTHER_TASKS, Task
from portal.steps_beside import step_url
from workflow.steps.acts import own_steps

__all__ = ["FURTHER_TASKS", "Task", "tasks_of"]


@dataclass(frozen=True)
class Work:
    """The campaigns that run or wait for the user, the user's roles in them, and what is counted of them."""

    user: User
    today: date
    campaigns: dict[int, Campaign]  # running ones
    waiting: list[Campaign]  # with an expected step of the user's
    delegations: dict[int, Delegation]
    roles: dict[int, RolesIn]
    inspections: list[InspectionGroup]
    assignments: list[AssignmentGroup]

    @property
    def led(self) -> dict[int, Campaign]:
        """Return the running campaigns that the user leads."""
        return {pk: each for pk, each in self.campaigns.items() if "leader" in self.roles[pk].board}


def work_of(user: User, today: date) -> Work:
    """Count the user's work; five queries."""
    running, waiting = _campaigns(user, today)
    members = Prefetch("members", DelegationMember.objects.select_related("person"))
    delegations = list(Delegation.objects.filter(campaign__in=running).prefetch_related(members))
    by_campaign: dict[int, list[Delegation]] = {pk: [] for pk in running}
    for each in delegations:
        by_campaign[each.campaign_id].append(each)
    roles = {pk: roles_in(running[pk], own, user, today) for pk, own in by_campaign.items()}
    is_leader = any("leader" in own.board for own in roles.values())
    return Work(
        user=user,
        today=today,
        campaigns=running,
        waiting=waiting,
        delegations={each.pk: each for each in delegations},
        roles=roles,
        inspections=inspection_groups(user, running.values()),
        assignments=assignment_groups(user, roles, is_leader),
    )


def _campaigns(user, today) -> tuple[dict[int, Campaign], list[Campaign]]:
    """Return the running campaigns that the user sees, the newest first, and those with a step of the user's."""
    seen = Campaign.objects.visible_to(user).filter(is_running() | Q(state=CampaignState.DRAFT))
    rows = list(seen.select_related("inspecting_organization", "taken_over_by"))
    running = {each.pk: each for each in rows if each.state == CampaignState.OPEN}
    return running, [each for each in rows if own_steps(each, user, today)]


# --- The lines -------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Lines:
    """The user's own tasks, and the `rest` of them beside `held`, what is overdue in the campaigns that the user leads;
    the earliest due first. `names`: of all bodies on the page.
    """

    own: list[Task]
    rest: list[Task]
    held: list[Task]
    names: BodyNames


def lines_of(work: Work, bodies: Iterable[Organization] = ()) -> Lines:
    """Return the lines of home, with further rooms' tasks among the user's own; three queries, and one more for a
    unit's only report. `bodies`: whose names the page needs beside.
    """
    own = sums.own_inspections(work.inspections, work.campaigns, work.roles, work.today)
    own_assigned = sums.own_assignments(work.assignments, work.roles, work.today)
    held = sums.late_inspections(work.inspections, work.led, work.today)
    held_assigned = sums.late_assignments(work.assignments, work.led, work.today)
    inspections, assignments = load_inspections([*own, *held]), load_assignments([*own_assigned, *held_assigned])
    names = BodyNames([*bodies, *(each.subject_organization for each in inspections.values())])
    named = _named(work, inspections, assignments, names, returns_of(own))
    lines = [(each, inspection_line(each, named, work.roles[each.campaign])) for each in own]
    lines += [(each, assignment_line(each, named)) for each in own_assigned]
    late = [(each, held_inspections(each, named, work.delegations)) for each in held]
    late += [(each, held_assignments(each, named)) for each in held_assigned]
    further = [*_campaign_tasks(work), *(task for tasks in FURTHER_TASKS for task in tasks(work.user, work.today))]
    merged = _merged(lines, late)
    return Lines(
        own=_by_date([*further, *(task for _sum, task in lines)]),
        rest=_by_date([*further, *(task for each, task in lines if id(each) not in merged)]),
        held=_by_date([merged.get(id(each), task) for each, task in late]),
        names=names,
    )


def _merged(lines: list[tuple[Sum, Task]], late: list[tuple[Sum, Task]]) -> dict[int, Task]:
    """Map sums that are counted twice, as the user's own and as held up by somebody, to one line with the user's
    button: both the own sum and the one held up.
    """
    own = {(each.task, each.campaign): (each, task) for each, task in lines if each.due == LATE}
    merged = {}
    for each, task in late:
        mine, line = own.get((each.task, each.campaign)) or own.get((each.task, 0)) or (None, task)
        if mine is not None and mine.n == each.n:
            one = replace(task, act=line.act, act_url=line.act_url)
            merged |= {id(mine): one, id(each): one}
    return merged


def _named(work: Work, inspections: dict, assignments: dict, names: BodyNames, returns: dict) -> Named:
    """Name the subjects as at their inspections' days."""
    for inspection in inspections.values():
        inspection.campaign = work.campaigns[inspection.campaign_id]
    subjects = {pk: names.at(each.subject_organization_id, each.day) for pk, each in inspections.items()}
    return Named(work.campaigns, inspections, assignments, subjects, returns)


def _by_date(tasks: list[Task]) -> list[Task]:
    return sorted(tasks, key=lambda task: task.due_on or date.max)


def tasks_of(user: User, today: date) -> list[Task]:
    """Return what the user must do now; the earliest due first."""
    return lines_of(work_of(user, today)).own


def _campaign_tasks(work: Work) -> list[Task]:
    return [
        Task(
            due_on=campaign.starts_on,
            title=f"{step.label}: {campaign.theme}",
            url=campaign.get_absolute_url(),
            note=f"{campaign} · {campaign.get_state_display()}",
            act=str(step.label),
            act_url=step_url(campaign, step.name),
        )
        for campaign in work.waiting
        for step in own_steps(campaign, work.user, work.today)
    ]
