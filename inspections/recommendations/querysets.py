"""Scopes of recommendations, assignments and answers, and which assignments wait for a user."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.expressions import RawSQL

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
from inspections.scope import ScopedQuerySet, built_once
from workflow.records.querysets import SearchableQuerySet, StatefulQuerySet
from workflow.steps.states import expected_states

# The assignments that a user answered for their owner, and those into which they were carried over since.
ANSWERED = """
WITH RECURSIVE answered(id) AS (
    SELECT assignment_id FROM {answer} WHERE actor_id = %s AND kind IN ({kinds})
    UNION
    SELECT later.id FROM {assignment} later JOIN answered ON later.carried_from_id = answered.id
)
SELECT id FROM answered
"""


def _assignment_rows():
    from inspections.recommendations.models import Assignment  # which names its queryset here

    return Assignment._default_manager


def answered_by(user: User, to: str = "") -> Q:
    """Return the condition for assignments that the user answered for their owner, in this campaign or in an earlier
    one from which they were carried over: the user can't verify them. `to`: the path to them with "__".
    """
    assignment = _assignment_rows().model
    answer = assignment._meta.get_field("answers").related_model
    kinds = [str(kind) for kind in answer.OWNERS_KINDS]
    tables = {"answer": answer._meta.db_table, "assignment": assignment._meta.db_table}
    query = ANSWERED.format(**tables, kinds=", ".join(["%s"] * len(kinds)))
    return Q(**{f"{to}pk__in": RawSQL(query, [user.pk, *kinds])})  # noqa: S611  names of tables, no words of a user


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
        ).prefetch_related(f"{above}__delegation__members")

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
        """Return the assignments that the user hasn't answered for their owner: those that the user could verify."""
        return self.filter(~answered_by(user))


class AnswerQuerySet(models.QuerySet):
    @built_once
    def visible_to(self, user: User) -> Self:
        return self.filter(assignment__in=_assignment_rows().visible_to(user))
