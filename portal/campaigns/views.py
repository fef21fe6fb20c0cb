from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ground.panels import panels_for
from ground.sheets.writing import KINDS, file_response
from inspections.models import Campaign
from portal.campaigns import bulk, matrix
from portal.campaigns.forms import BulkForm
from portal.campaigns.page import campaign_page
from portal.campaigns.sheet import matrix_sheet
from portal.step_forms import steps_page_of, typed_or_saved
from workflow.history import access
from workflow.history.views import form_page
from workflow.records.pages import FormPage
from workflow.steps.views import step_page


@require_safe
def campaign_show(request: HttpRequest, code: str) -> HttpResponseBase:
    """Show the campaign, or with ?export= send its matrix as a sheet, filtered as the page."""
    campaign = _campaign_seen(request, code)
    if request.GET.get("export") in KINDS:
        return _send_matrix(request, campaign, request.GET["export"])
    page = campaign_page(campaign, request.user, request.GET, timezone.localdate())
    context = {"section": "campaigns", **vars(page), **vars(page.beside)}
    context["panels"] = panels_for(request, page.campaign)
    return render(request, "portal/campaigns/campaign.html", context)


def _send_matrix(request, campaign, kind: str) -> HttpResponseBase:
    today = timezone.localdate()
    sheet = matrix_sheet(campaign, request.user, request.GET, today)
    about = access.about_export(request, sheet.title, sheet.filters)
    name = " ".join([_("Tiến độ"), campaign.code, f"{today:%d-%m-%Y}"])
    return access.export_rows(
        request, sheet.title, sheet.filters, lambda: file_response(kind, name, sheet.head, sheet.rows(), about)
    )


@require_http_methods(["GET", "HEAD", "POST"])
def campaign_bulk(request: HttpRequest, code: str) -> HttpResponse:
    """Take a step for ticked or filtered rows: check it, ask for confirmation, start a background batch."""
    campaign, today = _campaign_seen(request, code), timezone.localdate()
    if "staff" not in campaign.roles_of(request.user, today):
        raise PermissionDenied
    act = bulk.ACTS.get(request.GET.get("act"), bulk.ACTS["notify"])
    if act.address:
        return redirect(f"{reverse(act.address, args=[code])}?{request.GET.urlencode()}")
    judged = bulk.judge(act, matrix.chosen(request.user, campaign, request.GET, today), campaign, request.user, today)
    form = BulkForm(*typed_or_saved(request)[:1], act=act, judged=judged)
    back = campaign.get_absolute_url()

    def do(form):
        batch = bulk.start(act, judged, campaign, request.user, form.cleaned_data, back)
        return reverse("batch_show", args=[batch.pk])

    page = BulkPage(
        section="campaigns",
        title=act.button,
        lead=act.does,
        back=back,
        back_words=campaign.theme,
        button=bulk.button_words(act, judged),
        template="portal/campaigns/bulk.html",
        judged=judged,
        lacks=bulk.lacks(act, judged, campaign, today),
        mend=bulk.way_to_mend(judged, campaign),
        **vars(bulk.named(judged, campaign.day)),
    )
    return form_page(request, form, do, page)


@dataclass(frozen=True, kw_only=True)
class BulkPage(FormPage):
    """The page on which an act on many inspections is confirmed; `can`, `cannot`: the first of those judged; `mend`:
    where those without a delegation get one, "" for none.
    """

    judged: bulk.JudgedInspections
    lacks: list[bulk.Lack]
    mend: str
    can: list[bulk.JudgedRow]
    cannot: list[bulk.JudgedRow]


def _campaign_seen(request, code):
    rows = Campaign.objects.visible_to(request.user).select_related("inspecting_organization")
    return get_object_or_404(rows, code=code)


@require_http_methods(["GET", "HEAD", "POST"])
def campaign_step(request: HttpRequest, code: str, step: str) -> HttpResponse:
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user), code=code)
    return step_page(request, campaign, step, steps_page_of(campaign, campaign.theme))
