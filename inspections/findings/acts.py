"""The initial values of a finding."""

from inspections.findings.models import Finding
from inspections.inspections.models import Inspection


def next_finding(inspection: Inspection, kind: str) -> Finding:
    """Return an unsaved finding placed after the last of its kind, with that one's source."""
    last = inspection.findings.filter(kind=kind).order_by("position", "pk").last()
    return Finding(
        campaign=inspection.campaign,
        inspection=inspection,
        kind=kind,
        position=last.position + 1 if last else 1,
        source=last.source if last else "",
        severity=Finding.Severity.LIMITATION if kind == Finding.Kind.SHORTCOMING else "",
    )
