from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from inspections.campaigns.forms import CampaignCopyForm
from inspections.campaigns.pages import plan_of, planned
from inspections.criteria.pages import page_for, sent
from inspections.inspections.subjects.carrying import SAME, Carried, carried_subjects, new_subjects
from inspections.models import Campaign, CampaignShare, Delegation, PaperLink
from inspections.values.checks import Message
from portal.campaigns.acts import copy_campaign
from portal.readiness import before_opening
from workflow.history.views import form_page, show_form
from workflow.records.pages import FormPage

CHANGES_SHOWN = 200


@dataclass(frozen=True)
class PlanPage:
    """A campaign that is being set up; `points`: what is not ready; `shares`: each with the name of its body."""

    campaign: Campaign
    points: list[Message]
    delegations: list[Delegation]
    shares: list[tuple[CampaignShare, str]]
    subjects: int
    papers: list[PaperLink]


@require_safe
def campaign_plan(request: HttpRequest, code: str) -> HttpResponse:
    """Show everything that belongs to planning a campaign, and what is missing before it can be opened."""
    campaign = planned(request, code)
    delegations = campaign.delegations.prefetch_related("members__person")
    shares = campaign.shares.select_related("organization").prefetch_related("organization__names")
    page = PlanPage(
        campaign=campaign,
        points=before_opening(campaign),
        delegations=list(delegations),
        shares=[(share, share.organization.full_name_at(campaign.day)) for share in shares],
        subjects=campaign.inspections.count(),
        papers=list(campaign.paper_links.filter(role="basis").select_related("paper")),
    )
    return render(request, "portal/campaigns/plan.html", {"section": "campaigns", **vars(page)})


@require_http_methods(["GET", "HEAD", "POST"])
def campaign_copy(request: HttpRequest, code: str) -> HttpResponse:
    """Create next year's campaign from this one, which may be over; the page shows what became of its subjects."""
    source = get_object_or_404(Campaign.objects.visible_to(request.user).select_related("criteria_set"), code=code)
    if source.inspecting_organization_id not in request.user.reach.board:
        raise PermissionDenied
    form = CampaignCopyForm(sent(request), user=request.user, source=source)
    is_wrong = form.is_bound and not form.is_valid()
    carried = carried_subjects(source, form.day)
    page = page_for(_("Lập đợt mới từ đợt trước"), source.get_absolute_url(), source.theme, button=_("Lập đợt"))
    page = _copy_page(page, form.day, carried)
    if "preview" in request.POST:
        return show_form(request, form, page, status=422 if is_wrong else 200)

    def save(form):
        taken = carried if form.cleaned_data["with_subjects"] else []
        copies = form.cleaned_data["set_choice"] == CampaignCopyForm.COPY
        return plan_of(copy_campaign(form.instance, taken, copies, request.user))

    return form_page(request, form, save, page)


@dataclass(frozen=True, kw_only=True)
class CopyPage(FormPage):
    """The subjects that changed until `day`, the first of them; the others by their number; `made`: new inspections."""

    day: date
    changed: list[Carried]
    not_shown: int
    unchanged: int
    made: int


def _copy_page(page: FormPage, day: date, carried: list[Carried]) -> CopyPage:
    changed = [row for row in carried if row.what != SAME]
    return CopyPage(
        **vars(page) | {"template": "portal/campaigns/copy.html"},
        day=day,
        changed=changed[:CHANGES_SHOWN],
        not_shown=len(changed[CHANGES_SHOWN:]),
        unchanged=len(carried) - len(changed),
        made=len(new_subjects(carried)),
    )
