from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.organizations.models import Organization
from inspections.attachments.acts import attach_source, rest_on
from inspections.attachments.checks import keeper_of_sources
from inspections.attachments.forms import BasisForm, SourceForm
from inspections.attachments.listings import PAPERS, PAPERS_OF_BOARD
from inspections.attachments.models import InspectionAttachment, PaperLink
from inspections.campaigns.models import Campaign
from inspections.campaigns.pages import page_of_plan, plan_of, planned
from inspections.criteria.pages import page_for, sent, theirs_to_change
from inspections.findings.models import Finding
from inspections.inspections.models import Inspection
from inspections.papers.pickers import PaperPick
from inspections.papers.views import send_file, send_picture
from workflow.history.lists import LISTED, list_page
from workflow.history.views import delete_page, form_page
from workflow.records.models import Record
from workflow.records.pages import FormPage
from workflow.records.views import pick_page


@require_safe
def paper_pick(request: HttpRequest) -> HttpResponse:
    return pick_page(request, PaperPick())


@require_safe
def attachment_download(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Send a file that is attached to an answer, a value or a finding."""
    rows = InspectionAttachment.objects.visible_to(request.user).select_related("file", "answer")
    attachment = get_object_or_404(rows, pk=pk)
    if not attachment.may_be_opened_by(request.user):
        raise Http404
    return send_file(request, attachment, attachment.file)


@require_safe
def attachment_picture(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show a photo that is attached to an answer: the portal's own JPEG of it."""
    rows = InspectionAttachment.objects.visible_to(request.user).select_related("file")
    attachment = get_object_or_404(rows, pk=pk)
    return send_picture(request, attachment, attachment.file)


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


# --- Sources -------------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
def campaign_source(request: HttpRequest, code: str) -> HttpResponse:
    campaign = planned(request, code)
    return _source_page(request, PaperLink(campaign=campaign), plan_of(campaign), campaign.theme)


@require_http_methods(["GET", "HEAD", "POST"])
def inspection_source(request: HttpRequest, reference: str) -> HttpResponse:
    rows = Inspection.objects.visible_to(request.user).with_roles()
    inspection = theirs_to_change(request, rows, reference=reference)
    return _source_page(request, PaperLink(inspection=inspection), f"{inspection.get_absolute_url()}#papers", reference)


@require_http_methods(["GET", "HEAD", "POST"])
def finding_source(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Finding.objects.visible_to(request.user).filter(inspection__isnull=False)
    above = "inspection__campaign"
    rows = rows.select_related(f"{above}__inspecting_organization", f"{above}__taken_over_by", "inspection__delegation")
    finding = theirs_to_change(request, rows, pk=pk)
    return _source_page(request, PaperLink(finding=finding), _back_to(finding), finding.inspection.reference)


@require_http_methods(["GET", "HEAD", "POST"])
def organization_source(request: HttpRequest, short_code: str) -> HttpResponse:
    """Attach a source to a body of the province, for the Board that keeps it; nobody else sees it there."""
    rows = Organization.objects.visible_to(request.user).select_related("parent").prefetch_related("names")
    body, today = get_object_or_404(rows, short_code=short_code), timezone.localdate()
    board = keeper_of_sources(body, request.user, today)
    if board is None:
        raise PermissionDenied
    keeper = Organization.objects.get(pk=board)
    lead = _("Bài báo, trang mạng, văn bản nói về cơ quan này; chỉ cơ quan kiểm tra của bạn thấy ở đây.")
    page = _page_of_body(body, _("Gắn nguồn"), button=_("Gắn nguồn"), lead=lead)
    return _attach(request, PaperLink(organization=body), keeper, page)


def _page_of_body(body: Organization, title: str, **more: str) -> FormPage:
    back, name = f"{body.get_absolute_url()}#sources", body.full_name_at(body.closed_on or timezone.localdate())
    return replace(page_for(title, back, name, **more), section="organizations")


def _source_page(request: HttpRequest, link: PaperLink, back: str, back_words: str) -> HttpResponse:
    """Attach a source to what `link` names; whoever may change that has been found out."""
    above = link.owner if isinstance(link.owner, Campaign) else link.owner.campaign
    lead = _("Bài báo, trang mạng, văn bản mà nội dung lấy từ đó; không in vào phần căn cứ của văn bản.")
    page = page_for(_("Gắn nguồn"), back, back_words, button=_("Gắn nguồn"), lead=lead)
    return _attach(request, link, above.inspecting_organization, page)


def _attach(request: HttpRequest, link: PaperLink, keeper: Organization, page: FormPage) -> HttpResponse:
    link.role = PaperLink.Role.SOURCE
    form = SourceForm(sent(request), link=link, keeper=keeper, user=request.user)

    def save(form):
        link.paper = form.cleaned_data["known"] or form.instance
        attach_source(link, request.user)
        return page.back

    return form_page(request, form, save, page)


@require_http_methods(["GET", "HEAD", "POST"])
def source_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Unlink a source; the paper itself stays."""
    rows = PaperLink.objects.visible_to(request.user).filter(role=PaperLink.Role.SOURCE)
    above = ("campaign", "inspection", "finding__inspection", "organization")
    link = get_object_or_404(rows.select_related("paper", *above), pk=pk)
    if link.organization:  # the history of the body is read by more than the Board
        return delete_page(request, link, link.paper, _page_of_body(link.organization, _("Gỡ nguồn")))
    parent = link.campaign or link.inspection or link.finding.inspection or link.finding.campaign
    return delete_page(request, link, parent, page_for(_("Gỡ nguồn"), _back_to(link.owner), str(parent)))


def _back_to(owner: Record) -> str:
    if isinstance(owner, Campaign):
        return plan_of(owner)
    above = owner.inspection if isinstance(owner, Finding) else owner
    return above.get_absolute_url() if above is not None else owner.campaign.get_absolute_url()


@require_http_methods(LISTED)
def paper_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, PAPERS_OF_BOARD if request.user.reach.board else PAPERS)
