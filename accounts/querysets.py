"""Whose rows are whose, for organizations, people and accounts; and the one account of what a user can reach."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.contrib.auth.models import BaseUserManager
from django.db import models
from django.db.models import Q

from accounts.states import SIDES
from workflow.querysets import SearchableQuerySet

FOREVER = date(9999, 12, 31)


def in_force(day: date, prefix: str = "", start: str = "starts_on", end: str = "ends_on") -> Q:
    """Rows whose spell covers `day`: starts on it or before, ends (exclusive) after it."""
    return Q(**{f"{prefix}{start}__lte": day, f"{prefix}{end}__gt": day})


@dataclass(frozen=True)
class Reach:
    """The organizations in whose name a user may look, by hat, as at one day; predecessors included."""

    leader: frozenset = frozenset()  # of an inspecting body
    staff: frozenset = frozenset()
    unit: frozenset = frozenset()  # as officer or leader of an inspected body
    viewer: frozenset = frozenset()  # published only
    roles: frozenset = frozenset()
    own: tuple = field(default=())  # organizations of today's memberships, without predecessors
    hats: frozenset = frozenset()  # of today's memberships, "role organization" each: what a session is begun with

    @property
    def board(self) -> frozenset:
        """Inspecting bodies in whose name the user leads or works."""
        return self.leader | self.staff

    @property
    def everything(self) -> frozenset:
        return self.board | self.unit | self.viewer | frozenset(self.own)


class OrganizationQuerySet(SearchableQuerySet):
    def below(self, organizations: set[int]) -> set[int]:
        """All bodies whose chain of parents leads to one of `organizations`; one query a generation."""
        known, generation = set(), set(organizations)
        while generation:
            generation = set(self.filter(parent__in=generation).values_list("pk", flat=True)) - known
            known |= generation
        return known

    def visible_to(self, user):
        """Boards and administrators work with the whole catalogue; others see their own bodies."""
        if user.is_administrator or user.reach.board:
            return self.all()
        return self.filter(pk__in=user.reach.everything)


class OfOrganizationQuerySet(models.QuerySet):
    """Rows that hang on an organization: their scope is the organization's."""

    path = "organization"

    def visible_to(self, user):
        organizations = self.model._meta.get_field(self.path).related_model._default_manager
        return self.filter(**{f"{self.path}__in": organizations.visible_to(user)})


class SuccessionQuerySet(OfOrganizationQuerySet):
    path = "new"

    def with_predecessors(self, organizations: set[int], today: date) -> frozenset[int]:
        """The organizations and all that they succeeded wholly, however far back; one query a generation."""
        known, generation = set(organizations), set(organizations)
        while generation:
            rows = self.filter(new__in=generation, extent="whole", effective_on__lte=today)
            generation = set(rows.values_list("old", flat=True)) - known
            known |= generation
        return frozenset(known)


class PersonQuerySet(SearchableQuerySet):
    def visible_to(self, user):
        """The register of people is for those who set up delegations and accounts; others see themselves."""
        if user.is_administrator or user.reach.board:
            return self.all()
        return self.filter(pk=user.person_id)


class UserQuerySet(SearchableQuerySet):
    def visible_to(self, user):
        return self.all() if user.is_administrator else self.filter(pk=user.pk)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def get_by_natural_key(self, username):
        return self.get(username__iexact=username)


class MembershipQuerySet(models.QuerySet):
    def at(self, day: date):
        return self.filter(in_force(day))

    def reach_of(self, user, today: date) -> Reach:
        """Memberships as at `today`, widened by whole succession; a viewer's also by the bodies below its own."""
        if not user.is_active:
            return Reach()
        organizations = self.model._meta.get_field("organization").related_model._default_manager
        successions = organizations.model._meta.get_field("predecessions").related_model._default_manager
        rows = list(self.filter(user=user).at(today).values_list("role", "organization_id"))
        sides = defaultdict(set)
        for role, organization in rows:
            if role in SIDES:
                sides[SIDES[role]].add(organization)
        sides["viewer"] |= organizations.below(sides["viewer"])
        return Reach(
            **{side: successions.with_predecessors(own, today) for side, own in sides.items()},
            roles=frozenset(role for role, _ in rows),
            own=tuple(dict.fromkeys(organization for _, organization in rows)),
            hats=frozenset(f"{role} {organization}" for role, organization in rows),
        )

    def visible_to(self, user):
        return self.all() if user.is_administrator else self.filter(user=user.pk)
