"""How a campaign's self-reports stand, and the page on which an act on many of them is confirmed."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ground.sheets.writing import KINDS, file_response
from inspections.models import Campaign
from reports.submissions.following import bulk
from reports.submissions.following.forms import ManyReportsForm
from reports.submissions.following.overview import overview_of
from reports.submissions.listings import DOSSIERS
from reports.submissions.models import SubmissionAttachment
from workflow.history import access
from workflow.history.views import form_page
from workflow.records import drafts
from workflow.records.pages import FormPage

LEFT_OUT = ("row", "all", "act")


@dataclass(frozen=True, kw_only=True)
class ManyReportsPage(FormPage):
    """What is to be confirmed: for which reports it can be done, and why not for the others."""

    judged: bulk.JudgedReports


@require_http_methods(["GET", "HEAD", "POST"])
def dossier_bulk(request: HttpRequest) -> HttpResponse:
    """Remind many units, or give their reports another due day: judge, ask for confirmation, start a batch."""
    if not request.user.reach.staff:
        raise PermissionDenied
    act = bulk.ACTS.get(request.GET.get("act"), bulk.ACTS["remind"])
    judged = bulk.judge(act, bulk.chosen(request.user, request.GET), request.user, timezone.localdate())
    form = ManyReportsForm(drafts.typed(request), act=act, judged=judged)
    back = _list_address(request)

    def do(form):
        batch = bulk.start(act, judged, request.user, form.cleaned_data, back)
        return reverse("batch_show", args=[batch.pk])

    page = ManyReportsPage(
        section="inspections", title=act.button, lead=act.does, back=back, back_words=DOSSIERS.title,
        button=bulk.button_words(act, judged), template="reports/submissions/bulk.html", judged=judged,
    )  # fmt: skip
    return form_page(request, form, do, page)


def _list_address(request: HttpRequest) -> str:
    """Return the list as it was filtered."""
    filters = [(name, value) for name, value in request.GET.items() if name not in LEFT_OUT]
    at = reverse("dossier_list")
    return f"{at}?{urlencode(filters)}" if filters else at


@require_safe
def report_overview(request: HttpRequest, code: str) -> HttpResponseBase:
    """Show how many reports of the campaign stand where, by delegation; with ?export= send the table as a sheet."""
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user), code=code)
    if campaign.inspecting_organization_id not in request.user.reach.board:
        raise PermissionDenied
    if request.GET.get("export") in KINDS:
        return _send_overview(request, campaign, request.GET["export"])
    overview = overview_of(campaign, request.user, timezone.localdate())
    files = SubmissionAttachment.objects.visible_to(request.user).of_campaign(campaign)
    context = {"section": "campaigns", "overview": overview, "has_files": files.exists()}
    return render(request, "reports/submissions/overview.html", context)


def _send_overview(request: HttpRequest, campaign: Campaign, kind: str) -> HttpResponseBase:
    title, code, today = _("Tổng hợp báo cáo tự kiểm tra"), campaign.code, timezone.localdate()
    about = access.about_export(request, title, code)

    def make() -> StreamingHttpResponse:
        overview = overview_of(campaign, request.user, today)
        lines = [[row.label, *(cell.n for cell in row.cells)] for row in overview.rows]
        return file_response(kind, f"{title} {code} {today:%d-%m-%Y}", [_("Đoàn"), *overview.heads], lines, about)

    return access.export_rows(request, title, code, make)
