"""Who is a member of a delegation today, and who sees delegations."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.people.models import User
from inspections.campaigns.models import Campaign
from inspections.campaigns.querysets import is_running
from inspections.scope import built_once, prepared


def _delegation_rows():
    from inspections.delegations.models import Delegation  # which names its queryset here

    return Delegation._default_manager


def _delegation_member_rows():
    from inspections.delegations.models import DelegationMember  # which names its queryset here

    return DelegationMember._default_manager


def now_member(user: User, prefix: str, **role) -> Q:
    """Return the condition that the user's person is a member of the delegation today; `prefix` is the path to the
    delegation.
    """
    name = ("now_member", *((key, str(value)) for key, value in role.items()))
    return Q(**{f"{prefix}__in": prepared(user, name, lambda: _delegations_today(user, role))})


def _delegations_today(user, role):
    today = timezone.localdate()
    rows = _delegation_member_rows().filter(person=user.person_id, ends_on__gt=today, **role)
    return rows.filter(Q(starts_on__isnull=True) | Q(starts_on__lte=today)).values("delegation")


def led_by_none_of(*roles: str) -> models.QuerySet:
    """Return the delegations without a member in any of the roles today."""
    today = timezone.localdate()
    there = Q(starts_on__isnull=True) | Q(starts_on__lte=today)
    members = _delegation_member_rows().filter(there, role__in=roles, ends_on__gt=today, person__isnull=False)
    return _delegation_rows().exclude(pk__in=members.values("delegation")).order_by().values("pk")


def delegations_of(user: User, **role) -> models.QuerySet:
    """Return the delegations that the user is a member of today, in one of the roles where some are named."""
    return _delegation_rows().filter(now_member(user, "pk", **role)).order_by()


def is_delegated(user: User) -> bool:
    """Tell whether the user works in a delegation of a running campaign today."""
    return _delegation_rows().filter(now_member(user, "pk"), is_running("campaign__")).exists()


class DelegationQuerySet(models.QuerySet):
    @built_once
    def visible_to(self, user: User) -> Self:
        """Return the delegations visible to the user: on the inspecting side of the campaign, or as a member."""
        own = Q(campaign__in=Campaign.objects.inside(user))
        return self.filter(own | now_member(user, "pk"))


class OfDelegationQuerySet(models.QuerySet):
    @built_once
    def visible_to(self, user: User) -> Self:
        return self.filter(delegation__in=_delegation_rows().visible_to(user))
