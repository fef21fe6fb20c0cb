"""Spreads work over delegations, working days and hours; makes no query."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from inspections.inspections.bookings.clashes import HALVES


@dataclass(frozen=True)
class Hours:
    """A part of the day (Session.PartOfDay) and its hours, None where they aren't fixed."""

    part: str
    starts_at: time | None = None
    ends_at: time | None = None


@dataclass(frozen=True)
class Slot:
    """A day and hours at which one delegation can work."""

    day: date
    hours: Hours


def slots(first: date, weekdays: set[int], hours: Sequence[Hours]) -> Iterator[Slot]:
    """Yield the slots from the first day on without end, on these days of the week (Monday is 0), none without days."""
    day = first
    while weekdays and hours:
        if day.weekday() in weekdays:
            yield from (Slot(day, each) for each in hours)
        day += timedelta(days=1)


class FreeSlots:
    """The slots of one delegation that nothing else takes; `taken`: {(day, part)}, "" for a part that isn't known."""

    def __init__(self, offered: Iterator[Slot], taken: set[tuple[date, str]]) -> None:
        self.offered, self.taken = offered, taken

    def next(self) -> Slot:
        return next(slot for slot in self.offered if not self._is_taken(slot))

    def _is_taken(self, slot: Slot) -> bool:
        parts = {part for day, part in self.taken if day == slot.day}
        return any(part == slot.hours.part or not {part, slot.hours.part} <= HALVES for part in parts)


def shared_out(rows: Sequence, among: Sequence) -> list[tuple]:
    """Pair each row with one of `among`, neighbours together, so that none gets two more than another."""
    return [(row, among[n * len(among) // len(rows)]) for n, row in enumerate(rows)]
