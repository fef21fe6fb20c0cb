"""Panels of the work on pages of places, bodies and people: each limited by scope and paged by itself."""

from django.db.models import F, Q, QuerySet, prefetch_related_objects
from django.http import HttpRequest
from django.utils import timezone

from accounts.organizations.models import Organization
from accounts.people.models import Person
from ground.web import panel_page
from inspections.attachments.checks import keeper_of_sources
from inspections.findings.listings import list_findings
from inspections.models import (
    Assignment,
    Campaign,
    DelegationMember,
    Finding,
    Inspection,
    OfficialPaper,
    PaperLink,
    Recommendation,
)
from inspections.recommendations.states import UPWARD
from localities.places.models import Locality
from portal.inspections.papers import paper_rows
from portal.inspections.returning import earlier_weaknesses
from portal.recommendations.status import due_of, status_of
from portal.rows import campaign_rows, row_of, with_progress


def place_inspections(request: HttpRequest, locality: Locality) -> tuple[str, dict] | None:
    """Return the panel of inspections of a place's bodies, through the years."""
    return _inspections(request, Q(subject_organization__locality=locality))


def body_inspections(request: HttpRequest, organization: Organization) -> tuple[str, dict] | None:
    """Return the panel of inspections in which the body was inspected or reported."""
    which = Q(subject_organization=organization) | Q(reporting_organization=organization)
    return _inspections(request, which, organization)


def _inspections(request, which, loaded=None):
    rows = with_progress(Inspection.objects.visible_to(request.user).filter(which), request.user)
    rows = rows.prefetch_related(None).order_by("-campaign__year", "reference")
    page = panel_page(request, rows, "inspections")
    if not page.object_list:
        return None
    for inspection in page:
        if loaded and inspection.subject_organization_id == loaded.pk:
            inspection.subject_organization = loaded  # whose names are loaded
    prefetch_related_objects(page.object_list, "subject_organization__names")
    today = timezone.localdate()
    rows = [row_of(inspection, today) for inspection in page]
    return "portal/panels/_inspections_panel.html", {"page": page, "rows": rows}


def body_campaigns(request: HttpRequest, organization: Organization) -> tuple[str, dict] | None:
    rows = Campaign.objects.visible_to(request.user).filter(inspecting_organization=organization)
    page = panel_page(request, rows, "campaigns")
    if not page.object_list:
        return None
    for campaign in page:
        campaign.inspecting_organization = organization  # whose names are loaded
    rows = campaign_rows(page.object_list, request.user)
    return "portal/panels/_campaigns_panel.html", {"page": page, "rows": rows}


def body_papers(request: HttpRequest, organization: Organization) -> tuple[str, dict] | None:
    """Return the panel of papers that the body registered, or that are linked to inspections of its work; None
    without any.
    """
    links = PaperLink.objects.visible_to(request.user)
    linked = links.filter(inspection__subject_organization=organization).values("paper")
    about = Q(kept_by=organization) | Q(pk__in=linked)
    rows = OfficialPaper.objects.visible_to(request.user).filter(about).select_related("file")
    page = panel_page(request, rows.order_by(F("dated_on").desc(nulls_last=True), "pk"), "papers")
    return ("portal/panels/_papers_panel.html", {"page": page}) if page.object_list else None


def body_sources(request: HttpRequest, organization: Organization) -> tuple[str, dict] | None:
    """Return the panel of articles and other sources about the body, for the Board that keeps them; None for others."""
    if not request.user.reach.board:
        return None
    rows = PaperLink.objects.visible_to(request.user).filter(organization=organization).select_related("paper__file")
    page = panel_page(request, rows.order_by(F("paper__dated_on").desc(nulls_last=True), "pk"), "sources")
    may_add = keeper_of_sources(organization, request.user, timezone.localdate()) is not None
    shown = {"page": page, "rows": paper_rows(page.object_list), "code": organization.short_code, "may_add": may_add}
    return ("portal/panels/_sources_panel.html", shown) if may_add or page.object_list else None


def body_assignments(request: HttpRequest, organization: Organization) -> tuple[str, dict] | None:
    """Return the panel of what the body is asked to do, and of what its inspections ask of others; None without any."""
    about = Q(owner_organization=organization) | Q(recommendation__in=_recommended_to(organization))
    return _assignments(request, about & ~Q(recommendation__direction__in=UPWARD), "recommendations")


def body_petitions(request: HttpRequest, organization: Organization) -> tuple[str, dict] | None:
    """Return the panel of what the body asks of the level above it, or is asked; None without any."""
    about = Q(owner_organization=organization) | Q(recommendation__author_organization=organization)
    about |= Q(recommendation__in=_recommended_to(organization))
    return _assignments(request, about & Q(recommendation__direction__in=UPWARD), "petitions")


def body_returning(request: HttpRequest, organization: Organization) -> tuple[str, dict] | None:
    """Return the panel of the body's shortcomings that repeat earlier ones; None without any."""
    rows = Finding.objects.visible_to(request.user).filter(inspection__subject_organization=organization)
    of_inspection = ("inspection__campaign", "inspection__subject_organization")
    rows = rows.filter(repeats__isnull=False).select_related(*of_inspection, "campaign", "criterion")
    page = panel_page(request, rows.order_by("-campaign__year", "position", "pk"), "returning")
    if not page.object_list:
        return None
    earlier = earlier_weaknesses({each.repeats_id for each in page}, request.user, timezone.localdate())
    texts = {each.finding.pk: each.text for each in list_findings(page.object_list, request.user)}
    shown = [(each, texts[each.pk], earlier.get(each.repeats_id)) for each in page]
    return "portal/panels/_returning_panel.html", {"page": page, "rows": shown}


def _recommended_to(organization: Organization) -> QuerySet:
    return Recommendation.objects.filter(inspection__subject_organization=organization).values("pk")


def _assignments(request, about: Q, name: str) -> tuple[str, dict] | None:
    rows = Assignment.objects.visible_to(request.user).filter(about)
    rows = rows.select_related("recommendation__inspection", "recommendation__campaign")
    page = panel_page(request, rows.order_by(F("due_on").asc(nulls_last=True), "pk"), name)
    if not page.object_list:
        return None
    today = timezone.localdate()
    shown = [(each, status_of(each, today), due_of(each)) for each in page]
    return "portal/panels/_assignments_panel.html", {"page": page, "rows": shown, "is_upward": name == "petitions"}


def person_delegations(request: HttpRequest, person: Person) -> tuple[str, dict] | None:
    """Return the panel of delegations in which the person was or is, in the user's scope; None without any."""
    rows = (
        DelegationMember.objects.visible_to(request.user).filter(person=person).select_related("delegation__campaign")
    )
    rows = rows.order_by("-delegation__campaign__year", "delegation__campaign__code", "pk")
    page = panel_page(request, rows, "delegations")
    return ("portal/panels/_delegations_panel.html", {"page": page}) if page.object_list else None
