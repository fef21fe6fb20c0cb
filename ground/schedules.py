"""Jobs that the worker runs by itself, for migrations: each enters the row that django-q2 reads."""

from datetime import datetime, timedelta
from typing import Any

from django.db.migrations import RunPython
from django.utils import timezone

MORNING = 6  # o'clock: before the mails of the day and the offices


def every_minute(name: str, function: str) -> RunPython:
    """Return the operation that has the function, named by its path, run every minute."""
    return _entered(name, lambda: {"func": function, "schedule_type": "I", "minutes": 1})


def every_morning(name: str, function: str) -> RunPython:
    """Return the operation that has the function, named by its path, run every morning from the next one on."""
    return _entered(name, lambda: {"func": function, "schedule_type": "D", "next_run": next_morning(timezone.now())})


def next_morning(now: datetime) -> datetime:
    """Return the next instant at which it is morning where the portal is: later this day, or the day after."""
    morning = timezone.localtime(now).replace(hour=MORNING, minute=0, second=0, microsecond=0)
    return morning if morning > now else morning + timedelta(days=1)


def _entered(name, of_the_row):
    def add(apps: Any, schema_editor: Any) -> None:
        apps.get_model("django_q", "Schedule").objects.get_or_create(name=name, defaults=of_the_row())

    def remove(apps: Any, schema_editor: Any) -> None:
        apps.get_model("django_q", "Schedule").objects.filter(name=name).delete()

    return RunPython(add, remove)
