from urllib.parse import quote

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from danvan.panels import panels_for
from danvan.web import page_of
from inspections.lists import add_bars, home_page, told, with_progress
from inspections.models import Assignment, Campaign, Inspection, OfficialPaper
from inspections.reading import inspection_page
from inspections.stepping import steps_beside
from workflow.models import AccessLog
from workflow.views import step_page


@require_safe
def home(request):
    return render(request, "home.html", {"section": "home", **home_page(request.user, timezone.localdate())})


@require_safe
def campaign_list(request):
    words = request.GET.get("q", "").strip()
    campaigns = Campaign.objects.visible_to(request.user).search(words).select_related("inspecting_organization")
    page = page_of(campaigns.prefetch_related("inspecting_organization__names"), request.GET.get("page"))
    add_bars(page.object_list, request.user)
    return render(request, "inspections/campaigns.html", {"section": "campaigns", "page": page, "q": words})


@require_safe
def campaign_show(request, code):
    campaign = get_object_or_404(
        Campaign.objects.visible_to(request.user).select_related("inspecting_organization"), code=code
    )
    add_bars([campaign], request.user)
    words = request.GET.get("q", "").strip()
    seen = Inspection.objects.visible_to(request.user).filter(campaign=campaign).search(words)
    page = page_of(with_progress(seen).order_by("reference"), request.GET.get("page"))
    today = timezone.localdate()
    rows = [told(inspection, today) for inspection in page]
    context = {"section": "campaigns", "campaign": campaign, "page": page, "rows": rows, "q": words, "today": today}
    context |= steps_beside(campaign, request.user, today)
    return render(request, "inspections/campaign.html", context)


@require_safe
def inspection_show(request, reference):
    rows = with_progress(Inspection.objects.visible_to(request.user)).select_related(
        "campaign__inspecting_organization",
        "subject_organization__locality",
        "reporting_organization",
        "presenting_organization",
        "presenting_person",
    )
    names = ("campaign__inspecting_organization", "reporting_organization", "presenting_organization")
    rows = rows.prefetch_related(*(f"{body}__names" for body in names))
    inspection = told(get_object_or_404(rows, reference=reference), timezone.localdate())
    context = {"section": "campaigns", **inspection_page(inspection, request.user)}
    context |= steps_beside(inspection, request.user, timezone.localdate())
    context["panels"] = panels_for("inspection", request, inspection)
    return render(request, "inspections/inspection.html", context)


@require_safe
def paper_download(request, pk):
    """The file of a paper, as an attachment, to those who may see the paper; each download leaves a line."""
    paper = get_object_or_404(OfficialPaper.objects.visible_to(request.user).select_related("file"), pk=pk)
    if paper.file is None or paper.file.scan_state == paper.file.Scan.INFECTED:
        raise Http404
    AccessLog.objects.create(
        actor=request.user, kind=AccessLog.Kind.DOWNLOADED, subject=paper, label=paper.file.original_name
    )
    response = FileResponse(default_storage.open(paper.file.key), content_type=paper.file.content_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(paper.file.original_name)}"
    response["Content-Length"] = paper.file.size
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def campaign_step(request, code, step):
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user), code=code)
    return step_page(request, campaign, step, _beside(campaign, campaign.theme))


@require_http_methods(["GET", "HEAD", "POST"])
def inspection_step(request, reference, step):
    inspection = get_object_or_404(Inspection.objects.visible_to(request.user), reference=reference)
    return step_page(request, inspection, step, _beside(inspection, inspection.reference))


@require_http_methods(["GET", "HEAD", "POST"])
def assignment_step(request, pk, step):
    assignment = get_object_or_404(Assignment.objects.visible_to(request.user), pk=pk)
    return step_page(request, assignment, step, _beside(assignment, assignment.recommendation.text))


def _beside(record, title):
    return {"section": "campaigns", "title": title, "back": record.get_absolute_url(), "today": timezone.localdate()}
