from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from inspections.campaigns.states import CampaignState
from inspections.inspections.progress import next_labels
from inspections.models import Campaign
from portal.campaigns import bulk, matrix
from portal.campaigns.forms import BulkForm, MatrixFilter
from portal.step_pages import sent_or_kept, steps_page_of
from portal.stepping import steps_beside
from workflow.history.views import form_page
from workflow.steps.views import step_page


@require_safe
def campaign_show(request: HttpRequest, code: str) -> HttpResponse:
    campaign, today = _campaign_seen(request, code), timezone.localdate()
    seen = matrix.seen_by(request.user, campaign, today)
    counts = matrix.tally(seen)
    form = MatrixFilter(request.GET, delegations=matrix.delegations_in(counts))
    rows = matrix.narrowed(seen, form.asked)
    campaign.board_name = campaign.inspecting_organization.full_name_at(campaign.day)
    context = {
        "section": "campaigns",
        "campaign": campaign,
        "form": form,
        "page": matrix.page_of_rows(rows, campaign, form.asked, today),
        "today": today,
        "chips": matrix.chips(counts, form.asked),
        "may_bulk": "staff" in campaign.hats_of(request.user, today) and campaign.state == CampaignState.OPEN,
        "acts": bulk.ACTS.values(),
        **matrix.totals(counts, rows if form.narrows else None),
        **vars(steps_beside(campaign, request.user, today)),
    }
    context["waiting"] = matrix.waiting(counts, next_labels()) if context["is_inside"] else []
    return render(request, "portal/campaigns/campaign.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def campaign_bulk(request: HttpRequest, code: str) -> HttpResponse:
    """A step for the rows that are ticked, or for all that are filtered: judged, confirmed, sent to work."""
    campaign, today = _campaign_seen(request, code), timezone.localdate()
    if "staff" not in campaign.hats_of(request.user, today):
        raise PermissionDenied
    act = bulk.ACTS.get(request.GET.get("act"), bulk.ACTS["notify"])
    judged = bulk.judge(act, matrix.chosen(request.user, campaign, request.GET, today), campaign, request.user, today)
    shown = {"shown": len(judged.can)}
    form = BulkForm(*sent_or_kept(request)[:1], act=act, judged=judged, initial=shown)
    back = campaign.get_absolute_url()

    def do(form):
        batch = bulk.start(act, judged, campaign, request.user, form.cleaned_data.get("reason", ""), back)
        return reverse("batch_show", args=[batch.pk])

    page = {"template": "portal/campaigns/bulk.html", "section": "campaigns", "title": act.button, "lead": act.does}
    page |= {"back": back, "back_words": campaign.theme, "button": bulk.button_words(act, judged), "judged": judged}
    page |= bulk.named(judged, campaign.day)
    return form_page(request, form, do, page)


def _campaign_seen(request, code):
    rows = Campaign.objects.visible_to(request.user).select_related("inspecting_organization")
    return get_object_or_404(rows, code=code)


@require_http_methods(["GET", "HEAD", "POST"])
def campaign_step(request: HttpRequest, code: str, step: str) -> HttpResponse:
    campaign = get_object_or_404(Campaign.objects.visible_to(request.user), code=code)
    return step_page(request, campaign, step, steps_page_of(campaign, campaign.theme))
