"""Scope of findings: all for the inspecting side, those of agreed minutes for others."""

from typing import Self

from django.db.models import Q

from accounts.models import Organization
from accounts.people.models import User
from inspections.inspections.models import Inspection
from inspections.inspections.querysets import inside_whole_campaign, seen_inside, seen_outside
from inspections.inspections.states import MINUTES_AGREED
from inspections.scope import ScopedQuerySet
from workflow.records.querysets import SearchableQuerySet


def finding_ways(user: User, to: str = "") -> list[Q]:
    return [seen_inside(user, f"{to}inspection__"), *beside_inside(user, to)]


def beside_inside(user: User, to: str = "") -> list[Q]:
    """Return the conditions for remarks about a whole campaign, and for findings that may be seen from outside."""
    open_ones = seen_outside(user, f"{to}inspection__", MINUTES_AGREED) & Q(**{f"{to}is_internal": False})
    return [inside_whole_campaign(user, to), open_ones]


class FindingQuerySet(ScopedQuerySet, SearchableQuerySet):
    def ways(self, user: User) -> list[Q]:
        return finding_ways(user)

    def shortcomings_before(self, inspection: Inspection) -> Self:
        """Return the shortcomings of the body, and of bodies that it goes on with, in campaigns of earlier years."""
        campaign, body = inspection.campaign, inspection.subject_organization
        bodies = {body.pk, *Organization.objects.forerunners_of(body, campaign.day)}
        rows = self.filter(kind="shortcoming", campaign__year__lt=campaign.year)
        return rows.filter(inspection__subject_organization__in=bodies)


class CauseQuerySet(ScopedQuerySet):
    def ways(self, user: User) -> list[Q]:
        return finding_ways(user, "finding__")
