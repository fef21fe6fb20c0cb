"""Scopes of paper links and attached files."""

from functools import reduce
from operator import or_
from typing import Self

from django.db import models
from django.db.models import Q

from accounts.people.models import User
from inspections.delegations.querysets import delegations_of
from inspections.findings.models import Finding
from inspections.findings.querysets import beside_inside
from inspections.inspections.models import Inspection
from inspections.inspections.querysets import is_published, seen_inside, seen_outside
from inspections.recommendations.models import Answer
from inspections.scope import ScopedQuerySet, built_once, sees_few
from inspections.values.models import MeasuredValue


class PaperLinkQuerySet(ScopedQuerySet):
    def ways(self, user: User) -> list[Q]:
        """Return the ways to see a link: on the inspecting side all; from outside those of visible inspections and
        the bases of their campaigns, without internal papers and drafts; of a body only the Board that keeps the paper.
        """
        published = Q(paper__is_internal=False) & self._published()
        whole_campaign, open_ones = beside_inside(user, "finding__")
        inside = [seen_inside(user, "inspection__"), seen_inside(user, "finding__inspection__")]
        if user.reach.board:
            inside.append(Q(campaign__inspecting_organization__in=user.reach.board))
            inside.append(Q(organization__isnull=False, paper__kept_by__in=user.reach.board))
        inside.append(Q(role="basis", campaign__in=delegations_of(user).values("campaign")))
        bases = Q(role="basis", campaign__in=Inspection._default_manager.outside(user).order_by().values("campaign"))
        outside = [seen_outside(user, "inspection__"), bases, whole_campaign, open_ones]
        if not sees_few(user):  # the tables are joined anyway, so each condition is applied once
            outside = [reduce(or_, outside)]
        return [*inside, *(way & published for way in outside)]

    def _published(self) -> Q:
        """Return the condition for links that may be seen from outside: a result only after the conclusion is
        published.
        """
        return ~Q(role="result") | is_published("inspection__") | is_published("finding__inspection__")

    def notices(self) -> Self:
        """Return the conclusion notices that can be published: with number and date, not internal; the newest first."""
        conditions = {"paper__paper_type": "TB", "paper__dated_on__isnull": False, "paper__is_internal": False}
        return self.filter(role="result", **conditions).exclude(paper__number="").order_by("-pk")

    def reports(self) -> Self:
        """Return the submitted self-reports; the newest, which is the current one, first."""
        return self.filter(role="submitted", paper__paper_type="BC").order_by("-pk")


class OfAttachmentQuerySet(models.QuerySet):
    @built_once
    def visible_to(self, user: User) -> Self:
        return self.filter(
            Q(value__in=MeasuredValue._default_manager.visible_to(user))
            | Q(finding__in=Finding._default_manager.visible_to(user))
            | Q(answer__in=Answer._default_manager.visible_to(user))
        )
