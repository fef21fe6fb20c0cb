"""Whose rows are whose, for organizations, people and accounts; and the one account of what a user can reach."""

from dataclasses import dataclass, field
from datetime import date

from django.contrib.auth.models import BaseUserManager
from django.db import models
from django.db.models import Q

from workflow.querysets import SearchableQuerySet

FOREVER = date(9999, 12, 31)


def in_force(day: date, prefix: str = "", start: str = "starts_on", end: str = "ends_on") -> Q:
    """Rows whose spell covers `day`: starts on it or before, ends (exclusive) after it."""
    return Q(**{f"{prefix}{start}__lte": day, f"{prefix}{end}__gt": day})


@dataclass(frozen=True)
class Reach:
    """The organizations in whose name a user may look, by hat, as at one day; predecessors included."""

    board: frozenset = frozenset()  # as leader or staff of an inspecting body
    unit: frozenset = frozenset()  # as officer or leader of an inspected body
    viewer: frozenset = frozenset()  # published only
    roles: frozenset = frozenset()
    own: tuple = field(default=())  # organizations of today's memberships, without predecessors

    @property
    def everything(self) -> frozenset:
        return self.board | self.unit | self.viewer | frozenset(self.own)


class OrganizationQuerySet(SearchableQuerySet):
    def visible_to(self, user):
        """Boards and administrators work with the whole catalogue; others see their own bodies."""
        if user.is_administrator or user.reach.board:
            return self.all()
        return self.filter(pk__in=user.reach.everything)


class OfOrganizationQuerySet(models.QuerySet):
    """Rows that hang on `organization`: their scope is the organization's."""

    path = "organization"

    def visible_to(self, user):
        from accounts.models import Organization

        return self.filter(**{f"{self.path}__in": Organization.objects.visible_to(user)})


class OfNewOrganizationQuerySet(OfOrganizationQuerySet):
    path = "new"


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

    def visible_to(self, user):
        return self.all() if user.is_administrator else self.filter(user=user.pk)
