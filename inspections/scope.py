"""Building blocks of all scopes.

Every scope is built from two conditions about an inspection (inspections/inspections/querysets.py): who is on the
inspecting side, and who sees it from outside. A room returns the conditions by which its rows are visible; conditions
of upper rooms are registered in InspectionsConfig.ready.
"""

from collections.abc import Callable
from functools import reduce
from operator import or_
from typing import Any, Self

from django.db import models
from django.db.models import Q

from accounts.people.models import User


class Ways:
    """Conditions by which rows are visible that only upper rooms know: functions (user) → [Q], registered by these.

    Their argument is usually the user; the queryset says where it is something else.
    """

    def __init__(self) -> None:
        self._functions: list[Callable] = []

    def add(self, function: Callable) -> None:
        self._functions.append(function)

    def of(self, reader: Any) -> list[Q]:
        return [way for function in self._functions for way in function(reader)]


def sees_few(user: User) -> bool:
    return not user.reach.board and not user.reach.viewer


class ScopedQuerySet(models.QuerySet):
    """`ways(user)`: conditions, each of which is a way to see a row."""

    def visible_to(self, user: User) -> Self:
        ways = self.ways(user)
        if not sees_few(user):
            return self.filter(reduce(or_, ways))
        # One query for each way, because each can use an index; joined by OR they could not.
        first, *others = (self.model._default_manager.filter(way).order_by().values("pk") for way in ways)
        return self.filter(pk__in=first.union(*others))

    def ways(self, user: User) -> list[Q]:
        raise NotImplementedError
