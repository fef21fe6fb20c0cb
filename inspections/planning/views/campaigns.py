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
from workflow.acts import change, create
from workflow.views import delete_page, form_page

FORM = "inspections/planning/form.html"
CHANGES_SHOWN = 200


def planned(request, code) -> Campaign:
    """The campaign, for those who may set it up; 404 for who doesn't see it, 403 for who only sees it."""
    rows = Campaign.objects.visible_to(request.user).select_related("inspecting_organization", "criteria_set")
    campaign = get_object_or_404(rows, code=code)
    if not campaign.may_be_changed_by(request.user, timezone.localdate()):
        raise PermissionDenied
    return campaign


def sent(request):
    return request.POST if request.method == "POST" else None


def page_for(title, campaign=None, back=None, **more) -> dict:
    """What every form of the planning says around its fields."""
    if campaign:
        back, more["back_words"] = back or reverse("campaign_plan", args=[campaign.code]), campaign.theme
    return {"section": "campaigns", "title": title, "back": back, "button": _("Lưu"), "template": FORM, **more}


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
    back = {"back": reverse("campaign_list"), "back_words": _("Đợt kiểm tra"), "button": _("Lập đợt")}
    page = page_for(_("Lập đợt kiểm tra"), **back)
    return form_page(request, form, lambda form: _plan_of(create(form.instance, request.user)), page)


@require_http_methods(["GET", "HEAD", "POST"])
def campaign_edit(request, code):
    campaign = planned(request, code)
    form = CampaignForm(sent(request), instance=campaign, user=request.user)

    def save(form):
        change(form.instance, request.user, form.cleaned_data["revision"])
        return _plan_of(form.instance)

    return form_page(request, form, save, page_for(_("Sửa đợt kiểm tra"), Campaign.objects.get(pk=campaign.pk)))


@require_http_methods(["GET", "HEAD", "POST"])
def campaign_copy(request, code):
    """Next year's campaign from this one, which may be over; what became of its subjects is told beside the form."""
    source = get_object_or_404(Campaign.objects.visible_to(request.user).select_related("criteria_set"), code=code)
    if source.inspecting_organization_id not in request.user.reach.board:
        raise PermissionDenied
    form = CampaignCopyForm(sent(request), user=request.user, source=source)
    if form.is_bound:
        form.is_valid()
    carried = carried_subjects(source, form.day)

    def save(form):
        subjects = new_subjects(carried) if form.cleaned_data["takes_subjects"] else []
        copies = form.cleaned_data["takes_set"] == CampaignCopyForm.COPY
        return _plan_of(copy_campaign(form.instance, subjects, copies, request.user))

    page = page_for(_("Lập đợt mới từ đợt trước"), source, back=source.get_absolute_url(), button=_("Lập đợt"))
    page |= {"template": "inspections/planning/campaign_copy.html", "day": form.day, **_told(carried)}
    return form_page(request, form, save, page)


def _told(carried) -> dict:
    """The subjects that changed, the others by their number."""
    changed = [row for row in carried if row.what != SAME]
    counts = {"kept": len(carried) - len(changed), "made": len(new_subjects(carried))}
    return {"changed": changed[:CHANGES_SHOWN], "not_shown": len(changed[CHANGES_SHOWN:]), **counts}


def _plan_of(campaign: Campaign) -> str:
    return reverse("campaign_plan", args=[campaign.code])


@require_http_methods(["GET", "HEAD", "POST"])
def share_new(request, code):
    campaign = planned(request, code)
    form = ShareForm(sent(request), instance=CampaignShare(campaign=campaign), user=request.user)
    form.fields["organization"].day = campaign.day
    lead = _("Cơ quan được xem đợt, không xem dự thảo và nhận xét nội bộ.")
    page = page_for(_("Chia sẻ đợt kiểm tra"), campaign, lead=lead, button=_("Chia sẻ"))
    return form_page(request, form, lambda form: create(form.instance, request.user) and _plan_of(campaign), page)


@require_http_methods(["GET", "HEAD", "POST"])
def share_delete(request, pk):
    rows = CampaignShare.objects.visible_to(request.user).select_related("campaign__inspecting_organization")
    share = get_object_or_404(rows, pk=pk)
    return delete_page(request, share, share.campaign, page_for(_("Thôi chia sẻ đợt kiểm tra"), share.campaign))
