"""The panel on an inspection's page with the documents that can be made of it, for users inside."""

from django.http import HttpRequest
from django.utils import timezone

from inspections.inspections.models import Inspection
from reports.documents.compose.kinds import FactsMissing
from reports.documents.drafts import drafted_on, printable_kinds
from reports.documents.layout import RuleSetMissing, rule_set_for


def drafts_panel(request: HttpRequest, inspection: Inspection) -> tuple[str, dict] | None:
    """Return the panel of kinds with preview and PDF, or why none can be made; None for users outside."""
    if not inspection.is_inside(request.user, timezone.localdate()):
        return None
    refusal = _refusal(inspection)
    return "documents/_drafts.html", {"kinds": printable_kinds(), "inspection": inspection, "refusal": refusal}


def _refusal(inspection) -> str:
    try:
        rule_set_for(inspection.campaign.inspecting_organization.system, drafted_on(inspection))
    except (FactsMissing, RuleSetMissing) as refusal:
        return str(refusal)
    return ""
