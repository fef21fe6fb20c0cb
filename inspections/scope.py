"""Building blocks of all scopes.

Every scope is built from two conditions about an inspection (inspections/inspections/querysets.py): who is on the
inspecting side, and who sees it from outside. A room returns the conditions by which its rows are visible; conditions
of upper rooms are registered in InspectionsConfig.ready.
"""

from collections.abc import Callable, Hashable
from functools import reduce, wraps
from operator import or_
from typing import Any, Self, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import models
from django.db.models import Q
from django.db.models.expressions import RawSQL

from accounts.people.models import User

Rows = TypeVar("Rows", bound=models.QuerySet)


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


def prepared(user: User, name: Hashable, rows: Callable[[], models.QuerySet]) -> RawSQL | list:
    """Return the rows to stand behind `__in`, put into SQL once for an account; [] where there can be none.

    A page uses the same subqueries ten times and more, and Django would put them together each time. `name` tells the
    rows from all others that are kept for the user, from whom alone and from the day they must follow.
    """
    scopes = user.scopes
    if name not in scopes:
        scopes[name] = _as_sql(rows().order_by())
    return scopes[name]


def _as_sql(rows):
    try:
        return RawSQL(*rows.query.sql_with_params())  # noqa: S611  a queryset's own, with its parameters
    except EmptyResultSet:
        return []


def built_once(scope: Callable[[Rows, User], Rows]) -> Callable[[Rows, User], Rows]:
    """Decorates a queryset's method (user) → the rows in a scope: for a whole table, of which most scopes are asked,
    they are put together once for an account. They must follow from the user and the day alone, not from other rows.
    """

    @wraps(scope)
    def rows_in_scope(rows: Rows, user: User) -> Rows:
        if not _is_whole_table(rows):
            return scope(rows, user)
        scopes, name = user.scopes, (scope, type(rows), rows.model)
        if name not in scopes:
            scopes[name] = scope(rows, user)
        return scopes[name].all()

    return rows_in_scope


def _is_whole_table(rows):
    """Tell whether these are all rows of the table, as its manager returns them."""
    whole = type(rows)(rows.model)
    return vars(rows.query) == vars(whole.query) and {**vars(rows), "_query": 0} == {**vars(whole), "_query": 0}


def sees_few(user: User) -> bool:
    return not user.reach.board and not user.reach.viewer


class ScopedQuerySet(models.QuerySet):
    """`ways(user)`: conditions, each of which is a way to see a row."""

    @built_once
    def visible_to(self, user: User) -> Self:
        if not sees_few(user):
            return self.filter(reduce(or_, self.ways(user)))
        return self.filter(pk__in=prepared(user, self.model, lambda: self._seen(user)))

    def _seen(self, user: User) -> models.QuerySet:
        """Return one query for each way, because each can use an index; joined by OR they could not."""
        rows = self.model._default_manager.order_by()
        first, *others = (rows.filter(way).values("pk") for way in self.ways(user))
        return first.union(*others)

    def ways(self, user: User) -> list[Q]:
        raise NotImplementedError
