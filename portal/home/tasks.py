"""Home: the user's tasks, running campaigns and sessions, in the user's scope and a fixed number of queries.

First all rows are found, then related rows (names of bodies, the user's delegations) are loaded for all of them at
once, then they are prepared for display.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import BooleanField, Exists, ExpressionWrapper, F, Max, OuterRef, Q, QuerySet
from django.db.models import prefetch_related_objects as load
from django.utils.translation import gettext as _

from accounts.people.models import User
from inspections.attachments.reports import reports_due_from
from inspections.inspections.querysets import session_day
from inspections.inspections.self_report import report_due_on
from inspections.models import Answer, Assignment, Campaign, Inspection, Session
from portal.rows import CampaignRow, InspectionRow, campaign_rows, row_of, with_progress
from workflow.models import Notice
from workflow.steps.acts import own_steps

TASKS_SHOWN = 20  # of each kind
CAMPAIGNS_SHOWN = 5
SESSIONS_SHOWN = 6
NOTICES_SHOWN = 5


@dataclass
class Waiting:
    """The records that wait for one user; an inspection has `owes_report` if the user's body owes its self-report."""

    campaigns: list[Campaign]
    inspections: list[Inspection]
    assignments: list[Assignment]


@dataclass(frozen=True)
class Task:
    """Something to do now: `due_on` None without a deadline; `url` leads to the record or to exactly the rows that
    the title counts; `act` is the words of the line's button and `act_url` where it leads, "" without one.
    """

    due_on: date | None
    title: str
    url: str
    note: str
    act: str = ""
    act_url: str = ""


# Tasks of further rooms, as of papers to issue: (user, today) → tasks, in any order and a fixed number of queries.
FURTHER_TASKS: list[Callable[[User, date], list[Task]]] = []


@dataclass(frozen=True)
class SessionRow:
    session: Session
    subject_name: str
    is_today: bool


@dataclass(frozen=True)
class HomePage:
    tasks: list[Task]
    late: int
    campaigns: list[CampaignRow]
    sessions: list[SessionRow]
    notices: list[Notice]
    today: date


def home_page(user: User, today: date) -> HomePage:
    waiting, running, sessions = waiting_for(user), running_campaigns(user), sessions_of(user, today)
    load_names(waiting, running, sessions)
    tasks = tasks_of(user, today, waiting)
    return HomePage(
        tasks=tasks,
        late=sum(1 for task in tasks if task.due_on and task.due_on < today),
        campaigns=campaign_rows(running, user),
        sessions=[session_row(session, today) for session in sessions],
        notices=list(Notice.objects.visible_to(user).filter(read_at=None)[:NOTICES_SHOWN]),
        today=today,
    )


def load_names(waiting: Waiting, campaigns: Iterable[Campaign] = (), sessions: Iterable[Session] = ()) -> None:
    bodies = [
        *(inspection.subject_organization for inspection in waiting.inspections),
        *(campaign.inspecting_organization for campaign in campaigns),
        *(session.inspection.subject_organization for session in sessions),
    ]
    load(bodies, "names")


# --- What waits for the user -------------------------------------------------------------------------------------
def tasks_of(user: User, today: date, waiting: Waiting | None = None) -> list[Task]:
    """Return what the user must do now, derived from the tables of steps; the earliest due first."""
    if waiting is None:
        waiting = waiting_for(user)
        load_names(waiting)
    rows = [row_of(inspection, today) for inspection in waiting.inspections]
    tasks = [
        *campaign_tasks(waiting.campaigns, user, today),
        *inspection_tasks(rows, user, today),
        *report_tasks(rows),
        *assignment_tasks(waiting.assignments, user, today),
        *(task for further in FURTHER_TASKS for task in further(user, today)),
    ]
    return sorted(tasks, key=lambda task: task.due_on or date.max)


def waiting_for(user: User) -> Waiting:
    bodies = ["inspecting_organization", "taken_over_by"]
    campaigns = Campaign.objects.waiting_for(user).select_related(*bodies)[:TASKS_SHOWN]
    waiting = Waiting(list(campaigns), list(waiting_inspections(user)), waiting_assignments(user))
    above = [each.recommendation.inspection or each.recommendation for each in waiting.assignments]
    delegations = [each.delegation for each in [*waiting.inspections, *above] if getattr(each, "delegation", None)]
    load(delegations, "members")  # all of them: who stands in for a head depends on the others
    return waiting


def waiting_inspections(user: User) -> QuerySet[Inspection]:
    """Return inspections with a step of the user's, and those whose report the user's body owes: the first of each
    kind.
    """
    own, owing = _first(Inspection.objects.waiting_for(user)), _first(reports_due_from(user))
    rows = Inspection.objects.filter(Q(pk__in=own) | Q(pk__in=owing)).with_roles()
    owes = ExpressionWrapper(Q(pk__in=owing), BooleanField())
    rows = with_progress(rows, user).prefetch_related(None)  # names are loaded for all rows of the page at once
    return rows.annotate(owes_report=owes).order_by(_LAST_DAY_FIRST, "pk")


_LAST_DAY_FIRST = F("last_day").asc(nulls_last=True)


def _first(inspections):
    return inspections.annotate(last_day=session_day(Max)).order_by(_LAST_DAY_FIRST, "pk").values("pk")[:TASKS_SHOWN]


def waiting_assignments(user: User) -> list[Assignment]:
    own = Answer.objects.by_owners(user).filter(assignment=OuterRef("pk"))
    rows = Assignment.objects.waiting_for(user).with_roles().prefetch_related(None).annotate(is_answered=Exists(own))
    rows = list(rows.order_by(F("due_on").asc(nulls_last=True), "pk")[:TASKS_SHOWN])
    for assignment in rows:
        assignment.answered_by = frozenset([user.pk] if assignment.is_answered else [])
    return rows


def campaign_tasks(campaigns: list[Campaign], user: User, today: date) -> list[Task]:
    return [
        _task(step.label, campaign.theme, campaign, campaign.starts_on)
        for campaign in campaigns
        for step in own_steps(campaign, user, today)
    ]


def inspection_tasks(rows: list[InspectionRow], user: User, today: date) -> list[Task]:
    return [
        _task(step.label, row.subject_name, row.inspection, row.next_on)
        for row in rows
        for step in own_steps(row.inspection, user, today)
    ]


def report_tasks(rows: list[InspectionRow]) -> list[Task]:
    """Return a task for each self-report that the user's body has still to hand in."""
    words = _("Gửi báo cáo tự kiểm tra")
    owing = [row for row in rows if row.inspection.owes_report]
    return [_task(words, row.subject_name, row.inspection, report_due_on(row.inspection)) for row in owing]


def assignment_tasks(assignments: list[Assignment], user: User, today: date) -> list[Task]:
    return [
        _task(step.label, assignment.recommendation.text, assignment, assignment.due_on)
        for assignment in assignments
        for step in own_steps(assignment, user, today)
    ]


def _task(label, what: str, record, due_on: date | None) -> Task:
    name = getattr(record, "reference", "") or str(record)
    note = f"{name} · {record.get_state_display()}"
    return Task(due_on, f"{label}: {what}", record.get_absolute_url(), note)


# --- What runs, where to be --------------------------------------------------------------------------------------
def running_campaigns(user: User) -> list[Campaign]:
    rows = Campaign.objects.visible_to(user).running().select_related("inspecting_organization")
    return list(rows[:CAMPAIGNS_SHOWN])


def sessions_of(user: User, today: date) -> list[Session]:
    """Return the next sessions, or the latest ones where none is planned; one query loads both."""
    dated = Session.objects.visible_to(user).filter(held_on__isnull=False)
    coming = dated.filter(held_on__gte=today).order_by("held_on", "pk").values("pk")[:SESSIONS_SHOWN]
    latest = dated.filter(held_on__lt=today).order_by("-held_on", "-pk").values("pk")[:SESSIONS_SHOWN]
    rows = Session.objects.filter(Q(pk__in=coming) | Q(pk__in=latest)).select_related(
        "inspection__subject_organization"
    )
    found = sorted(rows, key=lambda session: (session.held_on, session.pk))
    return [session for session in found if session.held_on >= today] or found[::-1]


def session_row(session: Session, today: date) -> SessionRow:
    name = session.inspection.subject_organization.full_name_at(session.held_on)
    return SessionRow(session, name, is_today=session.held_on == today)
