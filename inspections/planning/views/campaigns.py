from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Organization
from inspections.models import Campaign, CampaignShare
from inspections.planning.acts import copy_campaign
from inspections.planning.carrying import SAME, carried_subjects, new_subjects
from inspections.planning.forms.campaigns import CampaignCopyForm, CampaignForm, ShareForm, own_bodies
from inspections.planning.readiness import before_opening
from inspections.planning.views.pages import page_for, page_of_plan, plan_of, planned, sent
from workflow.acts import change, create
from workflow.views import delete_page, form_page

CHANGES_SHOWN = 200


@require_safe
def campaign_plan(request, code):
    """All that belongs to setting a campaign up, and what is not ready yet."""
    campaign = planned(request, code)
    delegations = campaign.delegations.prefetch_related("members__person")
    shares = campaign.shares.select_related("organization").prefetch_related("organization__names")
    context = {
        "section": "campaigns",
        "campaign": campaign,
        "points": before_opening(campaign),
        "delegations": delegations,
        "shares": [(share, share.organization.full_name_at(campaign.day)) for share in shares],
        "subjects": campaign.inspections.count(),
        "papers": campaign.paper_links.filter(role="basis").select_related("paper"),
    }
    return render(request, "inspections/planning/campaign.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def campaign_new(request):
    if not own_bodies(Organization.objects, request.user).exists():
        raise PermissionDenied
    form = CampaignForm(sent(request), user=request.user, initial={"year": timezone.localdate().year})
    lead = _("Muốn lấy lại chỉ tiêu, hạn và đơn vị của đợt trước: mở đợt đó, chọn “Lập đợt sau từ đợt này”.")
    page = page_for(_("Lập đợt kiểm tra"), reverse("campaign_list"), _("Đợt kiểm tra"), lead=lead, button=_("Lập đợt"))
    return form_page(request, form, lambda form: plan_of(create(form.instance, request.user)), page)


@require_http_methods(["GET", "HEAD", "POST"])
def campaign_edit(request, code):
    campaign = planned(request, code)
    page = page_of_plan(_("Sửa đợt kiểm tra"), campaign)
    form = CampaignForm(sent(request), instance=campaign, user=request.user)

    def save(form):
        change(form.instance, request.user, form.cleaned_data["revision"])
        return plan_of(form.instance)

    return form_page(request, form, save, page)


@require_http_methods(["GET", "HEAD", "POST"])
def campaign_copy(request, code):
    """Next year's campaign from this one, which may be over; what became of its subjects is told beside the form."""
    source = get_object_or_404(Campaign.objects.visible_to(request.user).select_related("criteria_set"), code=code)
    if source.inspecting_organization_id not in request.user.reach.board:
        raise PermissionDenied
    form = CampaignCopyForm(sent(request), user=request.user, source=source)
    is_wrong = form.is_bound and not form.is_valid()
    carried = carried_subjects(source, form.day)
    page = page_for(_("Lập đợt mới từ đợt trước"), source.get_absolute_url(), source.theme, button=_("Lập đợt"))
    page |= {"template": "inspections/planning/campaign_copy.html", "day": form.day, **_told(carried)}
    if "preview" in request.POST:
        return render(request, page["template"], {"form": form, **page}, status=422 if is_wrong else 200)

    def save(form):
        taken = carried if form.cleaned_data["takes_subjects"] else []
        copies = form.cleaned_data["takes_set"] == CampaignCopyForm.COPY
        return plan_of(copy_campaign(form.instance, taken, copies, request.user))

    return form_page(request, form, save, page)


def _told(carried) -> dict:
    """The subjects that changed, the others by their number."""
    changed = [row for row in carried if row.what != SAME]
    counts = {"unchanged": len(carried) - len(changed), "made": len(new_subjects(carried))}
    return {"changed": changed[:CHANGES_SHOWN], "not_shown": len(changed[CHANGES_SHOWN:]), **counts}


@require_http_methods(["GET", "HEAD", "POST"])
def share_new(request, code):
    campaign = planned(request, code)
    form = ShareForm(sent(request), instance=CampaignShare(campaign=campaign), user=request.user)
    form.fields["organization"].day = campaign.day
    lead = _("Cơ quan được xem đợt, không xem dự thảo và nhận xét nội bộ.")
    page = page_of_plan(_("Chia sẻ đợt kiểm tra"), campaign, lead=lead, button=_("Chia sẻ"))
    return form_page(request, form, lambda form: create(form.instance, request.user) and plan_of(campaign), page)


@require_http_methods(["GET", "HEAD", "POST"])
def share_delete(request, pk):
    rows = CampaignShare.objects.visible_to(request.user).select_related("campaign__inspecting_organization")
    share = get_object_or_404(rows, pk=pk)
    return delete_page(request, share, share.campaign, page_of_plan(_("Thôi chia sẻ đợt kiểm tra"), share.campaign))
