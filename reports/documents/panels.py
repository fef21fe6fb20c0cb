"""The panel of papers on an inspection's and a campaign's page, for users inside."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from accounts.people.models import User
from ground.panels import ListPage
from inspections.models import Campaign, Inspection
from reports.documents.kinds_offered import kinds_about, may_draft
from reports.documents.listings import kind_name, number_of
from reports.documents.models import Document


@dataclass(frozen=True)
class PanelRow:
    """A document with its number, "" without one; `about`: which session or delegation it is about, "" for none."""

    document: Document
    kind: str
    number: str
    day: date
    about: str


def inspection_panel(request: HttpRequest, inspection: Inspection) -> tuple[str, dict] | None:
    """Return the panel of the inspection's papers; None for users outside, who find published ones among the papers."""
    if not inspection.is_inside(request.user, timezone.localdate()):
        return None
    new_url = reverse("document_of_inspection", args=[inspection.reference])
    rows = Document.objects.filter(inspection=inspection).select_related("session")
    return _panel(inspection, rows, new_url, request.user)


def campaign_panel(request: HttpRequest, campaign: Campaign) -> tuple[str, dict] | None:
    """Return the panel of the papers about the whole campaign and its delegations."""
    if campaign.inspecting_organization_id not in request.user.reach.board:
        return None
    new_url = reverse("document_of_campaign", args=[campaign.code])
    rows = Document.objects.filter(campaign=campaign).select_related("delegation")
    template, shown = _panel(campaign, rows, new_url, request.user)
    return template, {**shown, "many_url": reverse("document_many", args=[campaign.code])}


def _panel(about: Inspection | Campaign, rows, new_url: str, user: User) -> tuple[str, dict]:
    found = [_row(document) for document in rows.select_related("taken_number")]
    kinds = kinds_about(about) if may_draft(about, user, timezone.localdate()) else []
    only = kinds[0].name if len(kinds) == 1 else ""
    shown = {"rows": found, "new_url": new_url if kinds else "", "only_kind": only}
    is_folded = isinstance(about, Inspection)  # among the many parts of its page
    return f"documents/screens/_panel{'_folded' if is_folded else ''}.html", shown


def _row(document: Document) -> PanelRow:
    about = document.session if document.inspection_id else document.delegation
    day = document.issued_on or document.effective_on
    return PanelRow(document, kind_name(document.kind), number_of(document), day, str(about or ""))


def outgoing_link(request: HttpRequest, page: ListPage) -> tuple[str, dict]:
    """Return the link from the list of incoming papers to that of outgoing ones."""
    return "documents/screens/_outgoing_link.html", {}


def certificates_link(request: HttpRequest, page: ListPage) -> tuple[str, dict]:
    """Return the link from the administrators' list of accounts to the certificates that signatures are trusted by."""
    return "documents/screens/_certificates_link.html", {}
