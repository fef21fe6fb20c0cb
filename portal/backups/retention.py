"""Which backups are old enough to go."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone


def superfluous(instants: Iterable[datetime], days: int, months: int) -> set[datetime]:
    """Return which of the backups made then can be removed: all but the newest of each of the latest `days` days that
    have any, and of each of the latest `months` months.

    Days with a backup are counted, not days that have passed: a clock put forward by a year removes nothing more.
    """
    newest_first = sorted(instants, reverse=True)
    of_days: dict[object, datetime] = {}
    of_months: dict[object, datetime] = {}
    for instant in newest_first:
        day = timezone.localdate(instant)
        of_days.setdefault(day, instant)
        of_months.setdefault((day.year, day.month), instant)
    stay = {*list(of_days.values())[: max(days, 1)], *list(of_months.values())[:months]}
    return set(newest_first) - stay
