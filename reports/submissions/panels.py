"""How a campaign's self-reports stand, on its page: each number leads to exactly its rows."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from inspections.campaigns.states import CampaignState
from inspections.models import Campaign
from reports.submissions.listings import late_condition
from reports.submissions.models import Dossier
from reports.submissions.states import SHAPES, DossierState


@dataclass(frozen=True)
class StateCount:
    """So many reports of the campaign stand so; `url`: the list of them."""

    label: str
    shape: str
    n: int
    url: str


def campaign_reports(request: HttpRequest, campaign: Campaign) -> tuple[str, dict] | None:
    """Return the panel for those who inspect; None for others, and where no report was requested. One query."""
    is_inside = campaign.inspecting_organization_id in request.user.reach.board
    if not is_inside or campaign.state == CampaignState.DRAFT:
        return None
    rows = Dossier.objects.filter(inspection__campaign=campaign)
    of_state = {state: Count("pk", filter=Q(state=state)) for state in DossierState.values}
    counts = rows.aggregate(**of_state, late=Count("pk", filter=late_condition(timezone.localdate())))
    if not any(counts.values()):
        return None
    shown = [_count(campaign, str(state.label), SHAPES[state], counts[state], state=state) for state in DossierState]
    late = _count(campaign, _("Quá hạn"), "late", counts["late"], due="late")
    return "reports/submissions/_campaign.html", {
        "counts": [each for each in [*shown, late] if each.n],
        "campaign": campaign,
    }


def _count(campaign: Campaign, label: str, shape: str, n: int, **filters: str) -> StateCount:
    query = urlencode({"campaign": campaign.code, **filters})
    return StateCount(label, shape, n, f"{reverse('dossier_list')}?{query}")
