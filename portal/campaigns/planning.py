from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from inspections.campaigns.forms import CampaignCopyForm
from inspections.campaigns.pages import plan_of, planned
from inspections.campaigns.states import CAMPAIGN_OVER
from inspections.criteria.pages import page_for, sent
from inspections.inspections.subjects.carrying import SAME, Carried, carried_subjects, new_subjects
from inspections.models import Campaign, CampaignShare, Delegation, PaperLink
from inspections.values.checks import Message
from portal.campaigns import matrix, scheduling
from portal.campaigns.acts import copy_campaign
from portal.campaigns.forms import ScheduleForm
from portal.campaigns.readers import bodies_without_anybody
from portal.readiness import before_opening
from portal.recommendations.carrying import carry_count
from portal.step_forms import typed_or_saved
from workflow.history.views import form_page, show_form
from workflow.records.pages import FormPage

CHANGES_SHOWN = 200


@dataclass(frozen=True)
class PlanPage:
    """A campaign that is being set up; `points`: what is not ready; `shares`: each with the name of its body;
    `carries`: open recommendations of earlier campaigns; `without_reader`: in how many of its units nobody can sign in.
    """

    campaign: Campaign
    points: list[Message]
    delegations: list[Delegation]
    shares: list[tuple[CampaignShare, str]]
    subjects: int
    carries: int
    without_reader: int
    papers: list[PaperLink]
    sources: list[PaperLink]


@require_safe
def campaign_plan(request: HttpRequest, code: str) -> HttpResponse:
    """Show everything that belongs to planning a campaign, and what is missing before it can be opened."""
    campaign, today = planned(request, code), timezone.localdate()
    delegations = campaign.delegations.prefetch_related("members__person")
    shares = campaign.shares.select_related("organization").prefetch_related("organization__names")
    roles = [PaperLink.Role.BASIS, PaperLink.Role.SOURCE]
    links = list(campaign.paper_links.filter(role__in=roles).select_related("paper__file"))
    page = PlanPage(
        campaign=campaign,
        points=before_opening(campaign),
        delegations=list(delegations),
        shares=[(share, share.organization.full_name_at(campaign.day)) for share in shares],
        subjects=campaign.inspections.count(),
        carries=carry_count(campaign, request.user, today),
        without_reader=len(bodies_without_anybody(campaign.inspections.all(), today)),
        papers=[link for link in links if link.role == PaperLink.Role.BASIS],
        sources=[link for link in links if link.role == PaperLink.Role.SOURCE],
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
        copies = {
            "copies_set": form.cleaned_data["set_choice"] == CampaignCopyForm.COPY,
            "copies_delegations": form.cleaned_data["with_delegations"],
        }
        return plan_of(copy_campaign(form.instance, taken, request.user, **copies))

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


ROWS_SHOWN = 300
OF_THE_PREVIEW = {"csrfmiddlewaretoken", "make", "back", "preview", "shown", "is_confirmed"}


@require_http_methods(["GET", "HEAD", "POST"])
def campaign_schedule(request: HttpRequest, code: str) -> HttpResponse:
    """Choose delegations, days and places for the rows of the address, preview them, write them in the background."""
    rows = Campaign.objects.visible_to(request.user).select_related("inspecting_organization")
    campaign, today = get_object_or_404(rows, code=code), timezone.localdate()
    if not campaign.roles_of(request.user, today) & {"staff"} or campaign.state in CAMPAIGN_OVER:
        raise PermissionDenied
    inspections = matrix.chosen(request.user, campaign, request.GET, today)
    chosen = inspections.count()
    form = ScheduleForm(typed_or_saved(request)[0], campaign=campaign, today=today)
    page = _schedule_page(campaign, chosen)
    if request.method != "POST":
        return form_page(request, form, None, page)
    if "back" in request.POST or not form.is_valid() or not 0 < chosen <= scheduling.MOST:
        return show_form(request, form, page, status=422 if form.errors else 200)
    arrangement = form.arrangement()
    arranged = scheduling.arrange(arrangement, inspections, campaign, request.user)
    preview = _schedule_preview(request, page, arranged, scheduling.digest_of(arranged, arrangement.participants))
    if "make" not in request.POST or not preview.is_answered:
        return show_form(request, form, preview, status=409 if "make" in request.POST else 200)

    def make(form):
        batch = scheduling.start(arranged, arrangement, campaign, request.user)
        return reverse("batch_show", args=[batch.pk])

    return form_page(request, form, make, preview)


@dataclass(frozen=True, kw_only=True)
class SchedulePage(FormPage):
    """The form over the chosen inspections: how many there are, and how many one act takes at most."""

    chosen: int
    most: int


def _schedule_page(campaign: Campaign, chosen: int) -> SchedulePage:
    lead = ngettext("%d đơn vị đã chọn", "%d đơn vị đã chọn", chosen) % chosen
    page = page_for(
        _("Phân đoàn, xếp lịch"), campaign.get_absolute_url(), campaign.theme, button=_("Xem trước"), lead=lead
    )
    shown = vars(page) | {"template": "portal/campaigns/schedule.html"}
    return SchedulePage(**shown, chosen=chosen, most=scheduling.MOST)


@dataclass(frozen=True, kw_only=True)
class SchedulePreview(SchedulePage):
    """What would become of the first rows, those with doubts and refusals first.

    `n_changed`, `n_doubted`: how many rows; `typed`: what was typed, sent again with the answer; `mark`: of what is
    shown; `is_stale`: something else was shown before; `must_confirm`: the doubts were not ticked.
    """

    rows: list[scheduling.ScheduleRow]
    not_shown: int
    n_changed: int
    n_refused: int
    n_doubted: int
    typed: list[tuple[str, str]]
    mark: str
    is_stale: bool
    must_confirm: bool

    @property
    def is_answered(self) -> bool:
        return bool(self.n_changed) and not self.is_stale and not self.must_confirm


def _schedule_preview(request, page: SchedulePage, rows: list[scheduling.ScheduleRow], mark: str) -> SchedulePreview:
    changed, doubted = [row for row in rows if row.is_changed], [row for row in rows if row.doubts]
    rows = sorted(rows, key=lambda row: (not row.doubts, not row.is_changed))
    return SchedulePreview(
        **vars(page) | {"template": "portal/campaigns/schedule_preview.html"},
        rows=rows[:ROWS_SHOWN],
        not_shown=len(rows[ROWS_SHOWN:]),
        n_changed=len(changed),
        n_refused=len(rows) - len(changed),
        n_doubted=len(doubted),
        typed=[(name, each) for name, all_ in request.POST.lists() if name not in OF_THE_PREVIEW for each in all_],
        mark=mark,
        is_stale="make" in request.POST and request.POST.get("shown") != mark,
        must_confirm="make" in request.POST and bool(doubted) and "is_confirmed" not in request.POST,
    )
