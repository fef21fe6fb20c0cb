from datetime import date, datetime, time

from django.utils import timezone


def at(day: date) -> datetime:
    """Return nine in the morning of that day, when the people of the demo act."""
    return timezone.make_aware(datetime.combine(day, time(9)))
