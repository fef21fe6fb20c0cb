"""Scopes of recommendations, assignments and answers, and which assignments wait for a user."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import OuterRef, Q
from django.db.models.functions import Coalesce

from accounts.people.models import User
from inspections.campaigns.querysets import is_running, is_there
from inspections.campaigns.states import CampaignState
from inspections.inspections.models import Inspection
from inspections.inspections.querysets import (
    has_role,
    inside_whole_campaign,
    is_published,
    seen_inside,
    seen_outside,
)
from inspections.inspections.states import MINUTES_AGREED
from inspections.recommendations.states import ASSIGNMENT_STEPS, OPEN_ASSIGNMENTS, UPWARD
from inspections.scope import ScopedQuerySet
from workflow.records.querysets import SearchableQuerySet, StatefulQuerySet
from workflow.steps.states import expected_states


def _assignment_rows():
    from inspections.recommendations.models import Assignment  # which names its queryset here

    return Assignment._default_manager


def recommendation_ways(user: User, to: str = "") -> list[Q]:
    agreed = seen_outside(user, f"{to}inspection__", MINUTES_AGREED)
    return [seen_inside(user, f"{to}inspection__"), inside_whole_campaign(user, to), agreed]


def is_live(to: str = "") -> Q:
    """Return the condition for recommendations that bind: their conclusion is published, or they are a whole
    campaign's, as those carried over are; `to`: the path to them with "__".
    """
    return is_published(f"{to}inspection__") | Q(**{f"{to}inspection__isnull": True})


class RecommendationQuerySet(ScopedQuerySet, SearchableQuerySet):
    def ways(self, user: User) -> list[Q]:
        return recommendation_ways(user)


class AssignmentQuerySet(ScopedQuerySet, StatefulQuerySet):
    def ways(self, user: User) -> list[Q]:
        """Return the ways to see an assignment: seeing its recommendation, or owning it once it binds."""
        own = Q(owner_organization__in=user.reach.unit) & is_live("recommendation__")
        own &= ~Q(recommendation__campaign__state=CampaignState.DRAFT)
        return [*recommendation_ways(user, "recommendation__"), own]

    def binding(self) -> Self:
        """Return what has to be carried out, now or not any more; what a draft conclusion asks isn't said yet."""
        return self.filter(is_live("recommendation__"))

    def late(self, today: date) -> Self:
        """Return what was due before today and is still to be done; the due day itself is in time."""
        return self.filter(state__in=OPEN_ASSIGNMENTS, due_on__lt=today)

    def with_roles(self) -> Self:
        """Loads what `roles_of` reads, so that a list asks no more for each row."""
        above = "recommendation__inspection"
        return self.select_related(
            "owner_organization",
            f"{above}__campaign__inspecting_organization",
            f"{above}__campaign__taken_over_by",
            f"{above}__delegation",
            "recommendation__campaign__inspecting_organization",
            "recommendation__campaign__taken_over_by",
        ).prefetch_related("answers", f"{above}__delegation__members")

    def waiting_for(self, user: User) -> Self:
        """Return the assignments with an expected step that the user may take, as owner or on the inspecting side."""
        inspections = Inspection._default_manager.filter(is_running("campaign__"))
        sides = self._sides(user, inspections)
        mine = Q(pk__in=[])
        for role, states in expected_states(ASSIGNMENT_STEPS).items():
            mine |= sides[role] & Q(state__in=states)
        live = Q(recommendation__inspection__in=inspections.filter(is_published()))
        live |= Q(recommendation__inspection=None) & is_running("recommendation__campaign__")
        return self.visible_to(user).filter(mine & live)

    def _sides(self, user: User, inspections: models.QuerySet) -> dict[str, Q]:
        """Return the condition for assignments in which the user has the role, by role."""
        upward = Q(recommendation__direction__in=UPWARD)
        owns = Q(owner_organization__in=user.reach.unit) & is_there("owner_organization")
        sides = {
            role: Q(recommendation__inspection__in=inspections.filter(has_role(user, role)))
            for role in ("leader", "staff", "head")
        }
        for role in ("leader", "staff"):  # of a whole campaign
            board = Q(recommendation__campaign__inspecting_organization__in=getattr(user.reach, role))
            sides[role] |= Q(recommendation__inspection=None) & board
        return {
            **sides,
            "owner": owns & ~upward,
            "recipient": (owns | sides["leader"] | sides["staff"]) & upward,
        }

    def without_answers_of(self, user: User) -> Self:
        """Return the assignments that the user hasn't answered for their owner."""
        answers = self.model._meta.get_field("answers").related_model.objects.by_owners(user).with_root()
        earlier = Q(recommendation__origin__in=answers.values("root"))
        return self.exclude(Q(pk__in=answers.values("assignment")) | earlier)


class AnswerQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        return self.filter(assignment__in=_assignment_rows().visible_to(user))

    def by_owners(self, user: User) -> Self:
        """Return the user's answers on behalf of owners; a user with such an answer can't verify the assignment."""
        return self.filter(actor=user.pk, kind__in=self.model.OWNERS_KINDS)

    def with_root(self) -> Self:
        """Adds `root`: the recommendation as it was made first."""
        above = "assignment__recommendation"
        return self.annotate(root=Coalesce(f"{above}__origin", above))

    def of_outer(self, assignment: str = "pk", origin: str = "recommendation__origin") -> Self:
        """Narrow to an outer query's assignment, and to those before it in earlier campaigns."""
        return self.with_root().filter(Q(assignment=OuterRef(assignment)) | Q(root=OuterRef(origin)))
