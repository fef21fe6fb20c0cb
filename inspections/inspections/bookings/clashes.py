"""Who would have to be in two places at once: members of delegations and the sessions they go to."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from ground.text import short_date
from inspections.delegations.models import DelegationMember
from inspections.inspections.models import Inspection, Session
from inspections.inspections.states import InspectionState

HALVES = {Session.PartOfDay.MORNING, Session.PartOfDay.AFTERNOON}


@dataclass(frozen=True)
class Appointment:
    """A person goes to a session of one inspection."""

    person_id: int
    person: str
    day: date
    part: str  # "" where it isn't told
    reference: str


def clash(one: Appointment, other: Appointment) -> bool:
    """Same person, same day, another inspection; a session without a part of day may take all of it."""
    same = (one.person_id, one.day) == (other.person_id, other.day)
    return same and one.reference != other.reference and overlap(one.part, other.part)


def overlap(one: str, other: str) -> bool:
    """Two parts of one day; what is not told may be all of it."""
    return one == other or not {one, other} <= HALVES


def told(wanted: Appointment, other: Appointment) -> str:
    """ "Nguyễn Thị Thanh Bình: ngày 12/05/2026 còn buổi làm việc của cuộc DVCQ2026-28114." """
    words = {"person": wanted.person, "day": short_date(wanted.day), "reference": other.reference}
    return _("%(person)s: ngày %(day)s còn buổi làm việc của cuộc %(reference)s.") % words


def appointments(user, people, days) -> list[Appointment]:
    """Of these people (ids or rows) on these days, as far as the user sees the inspections; one query."""
    sessions = "delegation__inspections__sessions"
    seen = Inspection.objects.visible_to(user).exclude(state=InspectionState.CANCELLED)
    rows = DelegationMember.objects.filter(
        **{"person__in": people, "delegation__inspections__in": seen, f"{sessions}__held_on__in": days}
    ).values_list(
        "person", "person__full_name", f"{sessions}__held_on", f"{sessions}__part_of_day",
        "delegation__inspections__reference", "starts_on", "ends_on",
    )  # fmt: skip
    return [
        Appointment(person, name, day, part, reference)
        for person, name, day, part, reference, start, end in rows.order_by("person", f"{sessions}__held_on")
        if (start is None or start <= day) and day < end
    ]


def clashes_with(wanted: list[Appointment], user) -> list[str]:
    """What stands against these appointments, in words."""
    people, days = {one.person_id for one in wanted}, {one.day for one in wanted}
    busy = appointments(user, people, days) if wanted else []
    return list(dict.fromkeys(told(one, other) for one in wanted for other in busy if clash(one, other)))
