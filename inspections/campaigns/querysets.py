"""Scope of campaigns: of the user's Board, and those that upper rooms make visible."""

from functools import reduce
from operator import or_
from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.utils import timezone

from accounts.people.models import User
from inspections.campaigns.states import CAMPAIGN_STEPS, CampaignState
from inspections.scope import Ways, built_once, prepared
from workflow.records.querysets import SearchableQuerySet, StatefulQuerySet
from workflow.steps.states import expected_states


def _campaign_rows():
    from inspections.campaigns.models import Campaign  # which names its queryset here

    return Campaign._default_manager


def _campaign_share_rows():
    from inspections.campaigns.models import CampaignShare  # which names its queryset here

    return CampaignShare._default_manager


def is_running(prefix: str = "") -> Q:
    """Return the condition for open campaigns of bodies that still exist, or that such a body took over; records of
    ended bodies are read-only until then (decisions/0020).
    """
    return has_acting_body(prefix) & Q(**{f"{prefix}state": CampaignState.OPEN})


def has_acting_body(prefix: str = "") -> Q:
    """Return the condition for campaigns that a body still runs, like `Campaign.acting_body` for today."""
    taken_over = Q(**{f"{prefix}taken_over_by__isnull": False}) & is_there(f"{prefix}taken_over_by")
    return is_there(f"{prefix}inspecting_organization") | taken_over


def is_there(body: str) -> Q:
    return Q(**{f"{body}__closed_on__isnull": True}) | Q(**{f"{body}__closed_on__gt": timezone.localdate()})


def shared_with(user: User, organizations: frozenset[int]) -> RawSQL | list:
    """Return the campaigns shared with one of these of the user's bodies, to stand behind `__in`."""
    shares = _campaign_share_rows()
    return prepared(
        user, ("shared", organizations), lambda: shares.filter(organization__in=organizations).values("campaign")
    )


class CampaignQuerySet(StatefulQuerySet, SearchableQuerySet):
    ways_inside = Ways()  # drafts too
    ways_outside = Ways()

    @built_once
    def inside(self, user: User) -> Self:
        """Return the campaigns of the bodies in whose name the user leads or works."""
        return self.filter(inspecting_organization__in=user.reach.board)

    @built_once
    def visible_to(self, user: User) -> Self:
        """Return the campaigns on whose inspecting side the user is; of others, without drafts, those shared with
        the user or with a visible inspection.
        """
        inside = self.ways_inside.of(user)
        if user.reach.board:
            inside.append(Q(inspecting_organization__in=user.reach.board))
        outside = self._ways_outside(user)
        seen = reduce(or_, inside)
        return self.filter(reduce(or_, outside) & ~Q(state=CampaignState.DRAFT) | seen if outside else seen)

    def _ways_outside(self, user) -> list[Q]:
        """Return the ways to see a campaign from outside; none for roles that the user doesn't have."""
        ways = self.ways_outside.of(user)
        if user.reach.board or user.reach.viewer:
            ways.append(Q(pk__in=shared_with(user, user.reach.board | user.reach.viewer)))
        return ways

    def running(self) -> Self:
        return self.filter(is_running())

    def waiting_for(self, user: User) -> Self:
        """Return the campaigns with an expected step that the user may take."""
        mine = Q(inspecting_organization__in=user.reach.leader, state__in=expected_states(CAMPAIGN_STEPS)["leader"])
        return self.filter(mine)


class OfCampaignQuerySet(models.QuerySet):
    """Rows visible on the inspecting side of the campaign: its shares, its delegations."""

    @built_once
    def visible_to(self, user: User) -> Self:
        return self.filter(campaign__in=_campaign_rows().inside(user))
