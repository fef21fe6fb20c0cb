from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import Organization
from inspections.campaigns.forms import CampaignForm, ShareForm
from inspections.campaigns.models import CampaignShare
from inspections.campaigns.pages import page_of_plan, plan_of, planned
from inspections.criteria.forms import own_bodies
from inspections.criteria.pages import page_for, sent
from workflow.history.views import delete_page, record_page


@require_http_methods(["GET", "HEAD", "POST"])
def campaign_new(request: HttpRequest) -> HttpResponse:
    if not own_bodies(Organization.objects, request.user).exists():
        raise PermissionDenied
    form = CampaignForm(sent(request), user=request.user, initial={"year": timezone.localdate().year})
    lead = _("Muốn lấy lại chỉ tiêu, hạn và đơn vị của đợt trước: mở đợt đó, chọn “Lập đợt sau từ đợt này”.")
    page = page_for(_("Lập đợt kiểm tra"), reverse("campaign_list"), _("Đợt kiểm tra"), lead=lead, button=_("Lập đợt"))
    return record_page(request, form, page, plan_of)


@require_http_methods(["GET", "HEAD", "POST"])
def campaign_edit(request: HttpRequest, code: str) -> HttpResponse:
    campaign = planned(request, code)
    page = page_of_plan(_("Sửa đợt kiểm tra"), campaign)
    form = CampaignForm(sent(request), instance=campaign, user=request.user)
    return record_page(request, form, page, plan_of)


@require_http_methods(["GET", "HEAD", "POST"])
def share_new(request: HttpRequest, code: str) -> HttpResponse:
    campaign = planned(request, code)
    form = ShareForm(sent(request), instance=CampaignShare(campaign=campaign), user=request.user)
    form.fields["organization"].day = campaign.day
    lead = _("Cơ quan được xem đợt, không xem dự thảo và nhận xét nội bộ.")
    page = page_of_plan(_("Chia sẻ đợt kiểm tra"), campaign, lead=lead, button=_("Chia sẻ"))
    return record_page(request, form, page)


@require_http_methods(["GET", "HEAD", "POST"])
def share_delete(request: HttpRequest, pk: int) -> HttpResponse:
    rows = CampaignShare.objects.visible_to(request.user).select_related("campaign__inspecting_organization")
    share = get_object_or_404(rows, pk=pk)
    return delete_page(request, share, share.campaign, page_of_plan(_("Thôi chia sẻ đợt kiểm tra"), share.campaign))
