"""Registering many bodies at once."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from accounts.organizations.models import Organization, OrganizationName
from workflow.history.states import CREATED
from workflow.models import Event


@transaction.atomic
def register_bodies(names: list[OrganizationName], actor: AbstractBaseUser) -> list[Organization]:
    """Store unsaved names with their unsaved bodies, each with its Event, in a number of queries that doesn't grow.

    A short code that is taken, by a body of an earlier map, gets "-2", "-3" …
    """
    bodies = [name.organization for name in names]
    taken = set(Organization.objects.values_list("short_code", flat=True)) if bodies else set()
    for name, body in zip(names, bodies, strict=True):
        body.short_code = _not_taken(body.short_code, taken)
        for column, value in body.found_by([name]).items():
            setattr(body, column, value)
    made = Organization.objects.bulk_create(bodies, batch_size=500)
    for name, body in zip(names, made, strict=True):
        name.organization = body
    OrganizationName.objects.bulk_create(names, batch_size=500)
    now = timezone.now()
    Event.objects.bulk_create(
        [
            Event(at=now, actor=actor, act=CREATED, subject=name.organization, changes={"name": ["", name.full_name]})
            for name in names
        ],
        batch_size=500,
    )
    return made


def _not_taken(stem: str, taken: set[str]) -> str:
    code, n = stem, 1
    while code in taken:
        n += 1
        code = f"{stem}-{n}"
    taken.add(code)
    return code
