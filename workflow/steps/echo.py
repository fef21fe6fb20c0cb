"""Recognises the repeated submission of an act that wrote an Event: a step, or a paper that was handed in."""

from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest

from workflow.history.models import Event
from workflow.records import tokens
from workflow.records.models import Record


def act_once(request: HttpRequest, record: Record, act: Callable[[], object], path: str) -> None:
    """Do `act` and store its token, bound to the event that it wrote, in one transaction. `path` is where it leads."""
    digest = tokens.digest_of(request)
    with transaction.atomic():
        act()
        tokens.store(request.user, tokens.token_of(Event.objects.last_by_people(record).pk, digest), path)


def earlier_page(request: HttpRequest, record: Record) -> str | None:
    """Return the page to which this same submission led, if the last event by a person came from it; else None."""
    last = Event.objects.last_by_people(record)
    return last and tokens.earlier_page(request.user, tokens.token_of(last.pk, tokens.digest_of(request)))
