"""What became of last year's subjects by the day of the new campaign: the same, succeeded, or gone."""

from dataclasses import dataclass, field, replace
from datetime import date

from django.db.models import F

from accounts.models import Organization, OrganizationSuccession
from inspections.campaigns.models import Campaign
from inspections.inspections.states import InspectionState

SAME, RENAMED, SUCCEEDED, GONE = "same", "renamed", "succeeded", "gone"


@dataclass(frozen=True)
class Carried:
    """One subject of the old campaign and the bodies that replace it in the new one."""

    old: Organization
    old_name: str
    what: str
    bodies: list[Organization] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    reporting: Organization | None = None  # the reporting body if it isn't the subject itself


def carried_subjects(source: Campaign, day: date) -> list[Carried]:
    """Return each subject of `source` that wasn't cancelled, by its name then, with what became of it; five queries
    and two a generation of heirs.
    """
    kept = source.inspections.exclude(state=InspectionState.CANCELLED).order_by().values("subject_organization")
    bodies = list(Organization.objects.filter(pk__in=kept).prefetch_related("names"))
    heirs = OrganizationSuccession.objects.living_heirs_of([body for body in bodies if body.is_closed_at(day)], day)
    reporting = _reporting_of(source, day)
    carried = [
        replace(_carried(body, heirs.get(body.pk, []), source.day, day), reporting=reporting.get(body.pk))
        for body in bodies
    ]
    return sorted(carried, key=lambda row: (row.what == SAME, row.old_name))


def _reporting_of(source: Campaign, day: date) -> dict[int, Organization]:
    """Map each subject to the other body that reported for it and still exists."""
    others = source.inspections.exclude(reporting_organization=F("subject_organization"))
    rows = others.order_by().select_related("reporting_organization")
    return {
        row.subject_organization_id: row.reporting_organization
        for row in rows
        if not row.reporting_organization.is_closed_at(day)
    }


def new_subjects(carried: list[Carried]) -> list[Organization]:
    """Return each body once, since two that merged have the same heir."""
    return list({body.pk: body for row in carried for body in row.bodies}.values())


def _carried(body, heirs, then: date, day: date) -> Carried:
    old_name = body.full_name_at(then)
    if body.is_closed_at(day):
        names = [heir.full_name_at(day) for heir in heirs]
        return Carried(body, old_name, SUCCEEDED if heirs else GONE, heirs, names)
    name = body.full_name_at(day)
    return Carried(body, old_name, SAME if name == old_name else RENAMED, [body], [name])
