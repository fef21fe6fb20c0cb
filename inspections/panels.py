"""What the work shows on the pages of places and bodies: each panel scoped and paged by itself."""

from django.db.models import F, Q
from django.utils import timezone

from danvan.web import panel_page
from inspections.lists import add_bars, told, with_progress
from inspections.models import Assignment, Campaign, Inspection, OfficialPaper


def place_inspections(request, locality):
    """The inspections of a place's bodies, through the years."""
    return _inspections(request, Q(subject_organization__locality=locality))


def body_inspections(request, organization):
    """Those whose work was inspected or that reported."""
    return _inspections(request, Q(subject_organization=organization) | Q(reporting_organization=organization))


def _inspections(request, which):
    rows = with_progress(Inspection.objects.visible_to(request.user).filter(which))
    page = panel_page(request, rows.order_by("-campaign__year", "reference"), "inspections")
    if not page.object_list:
        return None
    today = timezone.localdate()
    page.object_list = [told(row, today) for row in page.object_list]
    return "inspections/_inspections_panel.html", {"page": page}


def body_campaigns(request, organization):
    rows = Campaign.objects.visible_to(request.user).filter(inspecting_organization=organization)
    rows = rows.select_related("inspecting_organization").prefetch_related("inspecting_organization__names")
    page = panel_page(request, rows, "campaigns")
    if not page.object_list:
        return None
    page.object_list = add_bars(list(page.object_list), request.user)
    return "inspections/_campaigns_panel.html", {"page": page}


def body_papers(request, organization):
    """Papers the body keeps, or that inspections of its work rest on."""
    about = Q(kept_by=organization) | Q(links__inspection__subject_organization=organization)
    mine = OfficialPaper.objects.filter(about).values("pk")
    rows = OfficialPaper.objects.visible_to(request.user).filter(pk__in=mine).select_related("file")
    page = panel_page(request, rows.order_by(F("dated_on").desc(nulls_last=True), "pk"), "papers")
    return ("inspections/_papers_panel.html", {"page": page}) if page.object_list else None


def body_assignments(request, organization):
    """What the body was asked to carry out."""
    rows = (
        Assignment.objects.visible_to(request.user)
        .filter(Q(owner_organization=organization) | Q(recommendation__inspection__subject_organization=organization))
        .select_related("recommendation__inspection", "recommendation__campaign")
    )
    page = panel_page(request, rows.order_by(F("due_on").asc(nulls_last=True), "pk"), "recommendations")
    return ("inspections/_assignments_panel.html", {"page": page}) if page.object_list else None
