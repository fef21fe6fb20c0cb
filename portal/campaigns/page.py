"""The page of a campaign as one reader may see it: how many inspections are at each stage, the matrix, the steps."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict

from accounts.people.models import User
from ground.listing import Page
from inspections.campaigns.states import CAMPAIGN_OVER, CampaignState
from inspections.inspections.progress import next_labels
from inspections.models import Campaign
from portal.campaigns import bulk, matrix
from portal.campaigns.forms import MatrixFilter
from portal.recommendations.carrying import carry_count
from portal.rows import Bar, live_totals
from portal.steps_beside import StepsBeside, steps_beside


@dataclass(frozen=True)
class CampaignPage:
    """What the page of a campaign shows to one reader; `waiting`: for readers inside, else []; `carries`: how many open
    recommendations of earlier campaigns could be carried over into it, counted where nothing is filtered.
    """

    campaign: Campaign
    board_name: str
    form: MatrixFilter
    total: int
    cancelled: int
    unpublished: int
    seen: int
    bars: list[Bar]
    found: int
    chips: list[matrix.Chip]
    waiting: list[matrix.WaitingLine]
    page: Page
    may_bulk: bool
    acts: Collection[bulk.BulkAct]
    carries: int
    today: date
    beside: StepsBeside


def campaign_page(campaign: Campaign, user: User, address: QueryDict, today: date) -> CampaignPage:
    """Put the page together, its matrix narrowed as the address says."""
    seen = matrix.seen_by(user, campaign, today)
    counts = matrix.tally(seen)
    form = MatrixFilter(address, delegations=matrix.delegations_in(counts))
    rows = matrix.narrowed_for(user, campaign, form.filters, today, seen)
    beside = steps_beside(campaign, user, today)
    acts = [act for act in bulk.ACTS.values() if act.plans or campaign.state == CampaignState.OPEN]
    return CampaignPage(
        campaign=campaign,
        board_name=campaign.inspecting_organization.full_name_at(campaign.day),
        form=form,
        **vars(matrix.totals(counts, rows if form.narrows else None, live_totals(user, [campaign]).get(campaign.pk))),
        chips=matrix.chips(counts, form.filters),
        waiting=matrix.waiting(counts, next_labels()) if beside.is_inside else [],
        page=matrix.page_of_rows(rows, campaign, form.filters, today),
        may_bulk="staff" in campaign.roles_of(user, today) and campaign.state not in CAMPAIGN_OVER,
        acts=acts,
        carries=0 if form.narrows else carry_count(campaign, user, today),
        today=today,
        beside=beside,
    )
