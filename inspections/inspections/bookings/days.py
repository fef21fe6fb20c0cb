"""Members needed by two delegations on the same part of the same day. Pure.

Told by the day's delegations and not session by session (see inspections.inspections.bookings.clashes): a month of
a whole country's sessions is a few hundred bookings.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from inspections.inspections.bookings.clashes import overlap

WHOLE_DAY = "whole_day"


@dataclass(frozen=True)
class Booking:
    """A delegation's work on one day; `part`: Session.PartOfDay, "" where the paper gives none: perhaps all day."""

    day: date
    part: str
    delegation: int


@dataclass(frozen=True)
class DoubleBooking:
    """`part`: when the person is needed twice, WHOLE_DAY where that isn't one part; `delegations` by their ids."""

    person: int
    day: date
    part: str
    delegations: tuple[int, ...]


def double_bookings(bookings: Iterable[Booking], members: Iterable) -> list[DoubleBooking]:
    """By day, then person. `members`: rows with person_id, delegation_id and is_member_at(day)."""
    of_delegation = defaultdict(list)
    for member in members:
        of_delegation[member.delegation_id].append(member)
    work = defaultdict(set)
    for booking in bookings:
        for member in of_delegation[booking.delegation]:
            if member.is_member_at(booking.day):
                work[booking.day, member.person_id].add((booking.delegation, booking.part))
    found = [_of_one_day(person, day, sorted(parts)) for (day, person), parts in sorted(work.items())]
    return [double for double in found if double]


def _of_one_day(person: int, day: date, work: list[tuple[int, str]]) -> DoubleBooking | None:
    """`work`: (delegation, part) pairs of one person on one day."""
    pairs = [(one, other) for one, other in combinations(work, 2) if one[0] != other[0] and overlap(one[1], other[1])]
    if not pairs:
        return None
    parts = {part for pair in pairs for _delegation, part in pair}
    delegations = sorted({delegation for pair in pairs for delegation, _part in pair})
    return DoubleBooking(person, day, parts.pop() if len(parts) == 1 else WHOLE_DAY, tuple(delegations))
