from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils import timezone

from accounts.people.models import Membership
from accounts.second_factor.states import FactorState

if TYPE_CHECKING:
    from accounts.people.models import User
    from accounts.people.querysets import UserQuerySet


class SecondFactorQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        return self.all() if user.is_administrator else self.filter(user=user.pk)


class RecoveryCodeQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        return self.filter(factor__user=user.pk)


class FactorResetQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Return all for administrators; for leaders those of accounts of their body and those that such requested."""
        if user.is_administrator:
            return self.all()
        return self.filter(self._of_led_bodies(user, timezone.localdate())) if user.reach.leader else self.none()

    def _of_led_bodies(self, user: User, today: date) -> Q:
        held = Membership.objects.at(today).filter(organization__in=user.reach.leader).order_by()
        return Q(account__in=held.values("user")) | Q(requested_by__in=held.values("user"))


def with_factor_state(accounts: UserQuerySet, state: FactorState, today: date) -> UserQuerySet:
    """Return the accounts of which checks.factor_state says `state`."""
    found = Case(
        When(second_factor__enrolled_at__isnull=False, then=Value(FactorState.ENROLLED)),
        When(_is_required(today) & _is_overdue(today), then=Value(FactorState.OVERDUE)),
        When(_is_required(today), then=Value(FactorState.GRACE)),
        default=Value(FactorState.NONE),
    )
    return accounts.alias(factor_state=found).filter(factor_state=state)


def _is_required(today: date) -> Q:
    held = Membership.objects.at(today).filter(role__in=settings.SECOND_FACTOR_ROLES).order_by()
    return Q(is_active=True, pk__in=held.values("user"))


def _is_overdue(today: date) -> Q:
    """Of accounts that need a second factor and have none: whether their days of grace are over."""
    first_day = today - timedelta(days=settings.SECOND_FACTOR_GRACE_DAYS)
    is_over = Q(second_factor__required_on__lte=first_day) | Q(second_factor__reset_at__isnull=False)
    return is_over if settings.SECOND_FACTOR_GRACE_DAYS else Q(pk__isnull=False)  # without such days all are
