from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.people.models import Membership

if TYPE_CHECKING:
    from accounts.people.models import User


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
