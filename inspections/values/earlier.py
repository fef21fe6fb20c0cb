"""What a value begins with, and what it is compared with."""

from inspections.criteria.models import SetCriterion
from inspections.inspections.models import Inspection
from inspections.values.models import MeasuredValue
from inspections.values.numbers import year_of
from inspections.values.told import SIDES, Told


def as_typed_before(inspection: Inspection, asked: SetCriterion) -> dict:
    """Columns of a new value: of the subject, of the campaign's period, side and source as in the one typed last."""
    last = inspection.values.order_by("-pk").values("side", "source_paper").first()
    start = inspection.period_start or inspection.campaign.period_start
    end = inspection.period_end or inspection.campaign.period_end
    return {
        "about_organization": inspection.subject_organization,
        "side": last["side"] if last else MeasuredValue.Side.VERIFIED,
        "source_paper_id": last["source_paper"] if last else None,
        "period_start": start if end else None,
        "period_end": end if start else None,
        "precision": MeasuredValue.Precision.DAY if start and end else "",
        "part": _first_part_missing(inspection, asked),
    }


def _first_part_missing(inspection: Inspection, asked: SetCriterion) -> str:
    if not asked.parts:
        return ""
    told = set(inspection.values.current().filter(set_criterion=asked).values_list("part", flat=True))
    return next((part for part in asked.parts if part not in told), asked.parts[0])


def earlier_values(value: MeasuredValue, user):
    """A function from a value to what the same body had for the criterion the year before, in whatever campaign."""
    known = (
        MeasuredValue.objects.visible_to(user)
        .current()
        .filter(set_criterion__criterion=value.set_criterion.criterion_id)
        .filter(about_organization=value.about_organization_id)
        .exclude(pk=value.pk)
        .select_related("set_criterion")
    )
    rows = []

    def earlier_of(value):
        if not rows:
            rows.append(list(known))
        year = year_of(value)
        found = [row for row in rows[0] if year and row.part == value.part and year_of(row) == year - 1]
        return min(found, key=lambda row: (row.side != value.side, SIDES.index(row.side)), default=None)

    return earlier_of


def told_of(inspection: Inspection, user) -> Told:
    """The values that the inspection's findings can tell."""
    rows = MeasuredValue.objects.visible_to(user).current().filter(inspection=inspection)
    return Told(rows.filter(about_organization=inspection.subject_organization_id).select_related("set_criterion"))
