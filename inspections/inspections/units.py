"""The units of the inspected place."""

from inspections.inspections.models import Inspection
from localities.models import Locality, LocalitySpell


def units_of(inspection: Inspection) -> dict[str, int]:
    """Commune-level units under the subject's place on the day, {} for a commune itself: {"xã": 16, "thị trấn": 1}."""
    locality = inspection.subject_organization.locality
    if locality is None or locality.level == Locality.Level.COMMUNE:
        return {}
    under = LocalitySpell.objects.under(locality, inspection.day)
    return under.filter(level=Locality.Level.COMMUNE).count_by_unit_type()
