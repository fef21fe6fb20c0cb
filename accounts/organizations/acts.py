"""Registering bodies, many at once; new names, ends and successors."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.organizations.models import Organization, OrganizationName, OrganizationSuccession
from ground.text import short_date
from workflow.history.acts import change, create
from workflow.history.states import CREATED
from workflow.models import Event
from workflow.records.refusals import StepRefused


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


@transaction.atomic
def rename(new: OrganizationName, actor: AbstractBaseUser) -> OrganizationName:
    """Store a new name of a body; the one in force on its first day ends there.

    Raises StepRefused where a name begins on that day or later already.
    """
    body = Organization.objects.select_for_update().get(pk=new.organization_id)
    later = body.names.filter(starts_on__gte=new.starts_on).order_by("starts_on").first()
    if later:
        words = {"day": short_date(later.starts_on), "name": later.full_name}
        raise StepRefused([_("Từ ngày %(day)s đã có tên “%(name)s”. Ghi ngày sau đó, hoặc sửa tên đã ghi.") % words])
    before = body.names.filter(ends_on__gt=new.starts_on).first()
    if before:
        before.ends_on = new.starts_on
        change(before, actor, before.revision)
    return create(new, actor)


@transaction.atomic
def end(
    body: Organization, revision: int, successor: Organization | None, extent: str, actor: AbstractBaseUser
) -> None:
    """Store the day from which the body is no more, in `closed_on`, and who went on from there, None for nobody."""
    change(body, actor, revision)
    if successor:
        row = OrganizationSuccession(old=body, new=successor, effective_on=body.closed_on, extent=extent)
        create(row, actor)
