from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from inspections.attachments.acts import rest_on
from inspections.attachments.forms import BasisForm
from inspections.attachments.listings import PAPERS
from inspections.attachments.models import InspectionAttachment, PaperLink
from inspections.campaigns.pages import page_of_plan, plan_of, planned
from inspections.criteria.pages import sent
from inspections.papers.pickers import PaperPick
from inspections.papers.views import send_file
from workflow.history.lists import LISTED, list_page
from workflow.history.views import delete_page, form_page
from workflow.records.views import pick_page


@require_safe
def paper_pick(request: HttpRequest) -> HttpResponse:
    return pick_page(request, PaperPick())


@require_safe
def attachment_download(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Send a file that is attached to an answer, a value or a finding."""
    rows = InspectionAttachment.objects.visible_to(request.user).select_related("file")
    attachment = get_object_or_404(rows, pk=pk)
    if not attachment.file.may_be_opened:
        raise Http404
    return send_file(request, attachment, attachment.file)


@require_http_methods(["GET", "HEAD", "POST"])
def basis_new(request: HttpRequest, code: str) -> HttpResponse:
    campaign = planned(request, code)
    form = BasisForm(sent(request), campaign=campaign, user=request.user)
    page = page_of_plan(_("Gắn văn bản căn cứ"), campaign, button=_("Gắn văn bản"))

    def save(form):
        rest_on(campaign, form.cleaned_data["known"] or form.instance, request.user)
        return plan_of(campaign)

    return form_page(request, form, save, page)


@require_http_methods(["GET", "HEAD", "POST"])
def basis_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Unlink a paper from its campaign's bases; the paper itself stays."""
    rows = PaperLink.objects.visible_to(request.user).filter(campaign__isnull=False, role="basis")
    link = get_object_or_404(rows.select_related("paper", "campaign__inspecting_organization"), pk=pk)
    return delete_page(request, link, link.campaign, page_of_plan(_("Gỡ văn bản căn cứ"), link.campaign))


@require_http_methods(LISTED)
def paper_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, PAPERS)
