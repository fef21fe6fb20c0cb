"""The calendar of sessions by week and month, in the user's scope, and double bookings of members."""

from calendar import Calendar
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Case, Count, F, IntegerField, QuerySet, When, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.people.models import User
from ground.text import key_in
from inspections.inspections.bookings.clashes import Booking, double_bookings
from inspections.inspections.states import InspectionState
from inspections.models import Campaign, Delegation, DelegationMember, Session

WEEK, MONTH = "week", "month"
A_DAY_SHOWS = {WEEK: 30, MONTH: 4}  # sessions; the rest is counted
CLASHES_SHOWN = 20
CAMPAIGNS_OFFERED = 50  # the newest ones
IN_ORDER = Case(
    When(part_of_day="whole_day", then=0),
    When(part_of_day="morning", then=1),
    When(part_of_day="afternoon", then=2),
    default=3,
    output_field=IntegerField(),
)
BOOKED = ("held_on", "part_of_day", "inspection__delegation", "starts_at", "ends_at", "place")  # as Booking has them


@dataclass(frozen=True)
class SessionOfDay:
    """A session under its day, its subject named as at it; `of_day`: how many sessions the day has."""

    session: Session
    subject_name: str
    of_day: int


@dataclass(frozen=True)
class Day:
    date: date
    is_today: bool
    is_beside: bool  # of the month before or after
    sessions: list[SessionOfDay]
    more: int  # how many the day has beside those


def weeks_of(on: date, by: str) -> list[list[date]]:
    """Return the days to show, Monday first: one week, or all weeks that touch the month."""
    if by == MONTH:
        return Calendar().monthdatescalendar(on.year, on.month)
    monday = on - timedelta(days=on.weekday())
    return [[monday + timedelta(days=n) for n in range(7)]]


def beside(on: date, by: str) -> tuple[date, date]:
    """Return a day of the previous and one of the next week or month."""
    if by == WEEK:
        return on - timedelta(days=7), on + timedelta(days=7)
    first = on.replace(day=1)
    return (first - timedelta(days=1)).replace(day=1), (first + timedelta(days=31)).replace(day=1)


@dataclass(frozen=True)
class ClashLine:
    """A person who is needed at once by several delegations; `part`: of the day, in words."""

    person: Person
    day: date
    part: str
    delegations: list[Delegation]


@dataclass(frozen=True)
class Clashes:
    """Who is needed twice; `more`: how many times beside those of `lines`."""

    lines: list[ClashLine]
    more: int


@dataclass(frozen=True)
class CalendarPage:
    """The weeks around `on`; `first`, `last`: their days; `before`, `after`: a day of the weeks or month beside."""

    on: date
    by: str
    weeks: list[list[Day]]
    has_sessions: bool
    first: date
    last: date
    before: date
    after: date
    today: date
    clashes: Clashes


def calendar_page(user: User, filters: dict, today: date) -> CalendarPage:
    """Put the page together; `filters`: on, by, campaign, delegation, who."""
    on, by = filters.get("on") or today, filters.get("by") or WEEK
    weeks = weeks_of(on, by)
    seen = Session.objects.visible_to(user).filter(held_on__range=(weeks[0][0], weeks[-1][-1]))
    by_day = _by_day(narrowed(seen, user, filters), A_DAY_SHOWS[by])
    before, after = beside(on, by)
    return CalendarPage(
        on=on,
        by=by,
        weeks=[[_day(day, by_day.get(day, []), on, by, today) for day in week] for week in weeks],
        has_sessions=bool(by_day),
        first=weeks[0][0],
        last=weeks[-1][-1],
        before=before,
        after=after,
        today=today,
        clashes=clashes_among(seen, user),
    )


def narrowed(sessions: QuerySet[Session], user: User, filters: dict) -> QuerySet[Session]:
    if filters.get("campaign"):
        sessions = sessions.filter(inspection__campaign=filters["campaign"])
    if filters.get("delegation"):
        sessions = sessions.filter(inspection__delegation=filters["delegation"])
    if filters.get("who"):
        named = Person.objects.search(filters["who"]).order_by().values("pk")
        members = DelegationMember.objects.visible_to(user).filter(person__in=named).order_by()
        sessions = sessions.filter(inspection__delegation__in=members.values("delegation"))
    return sessions


def _by_day(sessions, shown: int) -> dict[date, list[SessionOfDay]]:
    """Group the first sessions of each day."""
    a_day = {"partition_by": [F("held_on")]}
    ranked = sessions.annotate(
        rank=Window(RowNumber(), order_by=[IN_ORDER.asc(), F("pk").asc()], **a_day),
        of_day=Window(Count("pk"), **a_day),
    ).filter(rank__lte=shown)
    counts = dict(ranked.values_list("pk", "of_day"))
    by_day = {}
    rows = Session.objects.filter(pk__in=counts).order_by("held_on", IN_ORDER, "pk")
    rows = rows.select_related("inspection__subject_organization", "inspection__delegation", "inspection__campaign")
    for session in rows.prefetch_related("inspection__subject_organization__names"):
        name = session.inspection.subject_organization.full_name_at(session.held_on)
        by_day.setdefault(session.held_on, []).append(SessionOfDay(session, name, counts[session.pk]))
    return by_day


def _day(day: date, sessions: list[SessionOfDay], on: date, by: str, today: date) -> Day:
    more = sessions[0].of_day - len(sessions) if sessions else 0
    return Day(day, day == today, by == MONTH and day.month != on.month, sessions, more)


def clashes_among(sessions: QuerySet, user: User) -> Clashes:
    """Find who is needed where at once, of delegations whose members the reader sees."""
    rows = sessions.filter(inspection__delegation__isnull=False).exclude(inspection__state=InspectionState.CANCELLED)
    bookings = {Booking(*row) for row in rows.order_by().values_list(*BOOKED).distinct()}
    members = DelegationMember.objects.visible_to(user).filter(delegation__in={row.delegation for row in bookings})
    twice = (
        members.filter(person__isnull=False)
        .order_by()
        .values("person")
        .annotate(n=Count("delegation", distinct=True))
        .filter(n__gt=1)
    )
    members = members.filter(person__in=twice.values("person")).select_related("person", "delegation__campaign")
    people = {member.person_id: member.person for member in members}
    delegations = {member.delegation_id: member.delegation for member in members}
    found = double_bookings(bookings, members)
    lines = [
        ClashLine(
            person=people[double.person],
            day=double.day,
            part=Session.PartOfDay(double.part).label if double.part else _("chưa ghi buổi"),
            delegations=[delegations[pk] for pk in double.delegations],
        )
        for double in found[:CLASHES_SHOWN]
    ]
    return Clashes(lines, more=len(found) - len(lines))


# --- What the list can be narrowed by ------------------------------------------------------------------------------
def campaigns_offered(user: User) -> list[tuple[str, str]]:
    rows = Campaign.objects.visible_to(user).order_by("-year", "code")[:CAMPAIGNS_OFFERED]
    return [(str(pk), f"{theme} ({code})") for pk, theme, code in rows.values_list("pk", "theme", "code")]


def delegations_offered(user: User, campaign: str) -> list[tuple[str, str]]:
    """Return the delegations of the chosen campaign as choices; [] without one, because numbers repeat in every
    campaign.
    """
    key = key_in(campaign)
    if key is None:
        return []
    return [(str(row.pk), str(row)) for row in Delegation.objects.visible_to(user).filter(campaign=key)]
