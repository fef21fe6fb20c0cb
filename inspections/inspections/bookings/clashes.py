"""Double bookings: members of delegations and the sessions they attend.

One rule, `clash`, for the forms, which check a session or a member, and for the calendar, which checks all.
"""

from collections import defaultdict
from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import date, time
from itertools import combinations

from django.utils.translation import gettext as _

from accounts.people.models import User
from ground.text import short_date
from inspections.delegations.models import DelegationMember
from inspections.inspections.models import Inspection, Session
from inspections.inspections.states import InspectionState

HALVES = {Session.PartOfDay.MORNING, Session.PartOfDay.AFTERNOON}
WHOLE_DAY = Session.PartOfDay.WHOLE_DAY.value


@dataclass(frozen=True)
class Appointment:
    """A person's attendance: in an inspection, by its reference, or with a delegation, by its id."""

    person_id: int
    person: str  # name, for messages; "" where none is made
    day: date
    part: str  # Session.PartOfDay; "" where the paper gives none: perhaps all day
    reference: str | int
    starts_at: time | None = None
    ends_at: time | None = None
    place: str = ""


def clash(one: Appointment, other: Appointment) -> bool:
    """Tell whether one person is needed in two places on a day; a session without a part of the day may take all of
    it.
    """
    same = (one.person_id, one.day) == (other.person_id, other.day)
    return same and one.reference != other.reference and not is_one_meeting(one, other) and overlap(one, other)


def is_one_meeting(one: Appointment, other: Appointment) -> bool:
    """Tell whether two inspections are heard in one session: it begins for both at the same hour in the same place."""
    return bool(one.starts_at and one.place) and (one.starts_at, one.place) == (other.starts_at, other.place)


def overlap(one: Appointment, other: Appointment) -> bool:
    """Tell whether two appointments of one day overlap: by their hours where both have them, else by the parts of the
    day; an unknown part may be the whole day.
    """
    if one.starts_at and one.ends_at and other.starts_at and other.ends_at:
        return one.starts_at < other.ends_at and other.starts_at < one.ends_at
    return one.part == other.part or not {one.part, other.part} <= HALVES


def describe_clash(wanted: Appointment, other: Appointment) -> str:
    """Return a sentence: "Nguyễn Thị Thanh Bình: ngày 12/05/2026 còn buổi làm việc của cuộc DVCQ2026-28114"."""
    words = {"person": wanted.person, "day": short_date(wanted.day), "reference": other.reference}
    return _("%(person)s: ngày %(day)s còn buổi làm việc của cuộc %(reference)s.") % words


def appointments(user: User, people: Iterable, days: Iterable[date]) -> list[Appointment]:
    """Return the appointments of these people (ids or rows) on these days, in inspections that the user may see; one
    query.
    """
    sessions = "delegation__inspections__sessions"
    seen = Inspection.objects.visible_to(user).exclude(state=InspectionState.CANCELLED)
    rows = DelegationMember.objects.filter(
        **{"person__in": people, "delegation__inspections__in": seen, f"{sessions}__held_on__in": days}
    ).values_list(
        "person", "person__full_name", f"{sessions}__held_on", f"{sessions}__part_of_day",
        "delegation__inspections__reference", f"{sessions}__starts_at", f"{sessions}__ends_at", f"{sessions}__place",
        "starts_on", "ends_on",
    )  # fmt: skip
    return [
        Appointment(person, name, day, *session)
        for person, name, day, *session, start, end in rows.order_by("person", f"{sessions}__held_on")
        if (start is None or start <= day) and day < end
    ]


def clashes_with(wanted: list[Appointment], user: User) -> list[str]:
    """Return a sentence for each other appointment that these ones clash with."""
    people, days = {one.person_id for one in wanted}, {one.day for one in wanted}
    busy = appointments(user, people, days) if wanted else []
    return list(dict.fromkeys(describe_clash(one, other) for one in wanted for other in busy if clash(one, other)))


def clashes_of_many(wanted: list[Appointment], user: User, replaced: Container[str]) -> dict[Appointment, list[str]]:
    """Return a sentence for each appointment that one of these clashes with: another of them, or a stored one but those
    of the `replaced` inspections; one query.
    """
    people, days = {one.person_id for one in wanted}, {one.day for one in wanted}
    stored = appointments(user, people, days) if wanted else []
    of_day = defaultdict(list)
    for one in [*wanted, *(each for each in stored if each.reference not in replaced)]:
        of_day[one.person_id, one.day].append(one)
    found: dict[Appointment, list[str]] = {}
    for one in wanted:
        others = [other for other in of_day[one.person_id, one.day] if clash(one, other)]
        found[one] = list(dict.fromkeys(describe_clash(one, other) for other in others))
    return found


# --- The calendar: a month of a whole country's sessions is a few hundred bookings -----------------------------------
@dataclass(frozen=True)
class Booking:
    """A delegation's work on one day; `part`, hours and place as in Appointment."""

    day: date
    part: str
    delegation: int
    starts_at: time | None = None
    ends_at: time | None = None
    place: str = ""


@dataclass(frozen=True)
class DoubleBooking:
    """`part`: when the person is needed twice, WHOLE_DAY where that isn't one part; `delegations` by their ids."""

    person: int
    day: date
    part: str
    delegations: tuple[int, ...]


def double_bookings(bookings: Iterable[Booking], members: Iterable) -> list[DoubleBooking]:
    """Return double bookings ordered by day, then person; makes no query.

    `members`: rows with person_id, delegation_id and is_member_at(day).
    """
    of_delegation = defaultdict(list)
    for member in members:
        of_delegation[member.delegation_id].append(member)
    of_day = defaultdict(set)
    for booking in bookings:
        for member in of_delegation[booking.delegation]:
            if member.is_member_at(booking.day):
                day_of_person = of_day[booking.day, member.person_id]
                day_of_person.add(_attendance(member.person_id, booking))
    found = [_of_one_day(person, day, of_day[day, person]) for day, person in sorted(of_day)]
    return [double for double in found if double]


def _attendance(person: int, booking: Booking) -> Appointment:
    where = (booking.starts_at, booking.ends_at, booking.place)
    return Appointment(person, "", booking.day, booking.part, booking.delegation, *where)


def _of_one_day(person: int, day: date, work: set[Appointment]) -> DoubleBooking | None:
    pairs = [pair for pair in combinations(work, 2) if clash(*pair)]
    if not pairs:
        return None
    parts = {each.part for pair in pairs for each in pair}
    delegations = sorted({each.reference for pair in pairs for each in pair})
    return DoubleBooking(person, day, parts.pop() if len(parts) == 1 else WHOLE_DAY, tuple(delegations))
