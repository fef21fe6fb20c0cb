"""Which events about a table's rows a user may see; lists, histories and the admin use this one rule.

A room registers its tables (`register`, in AppConfig.ready). Of a table that isn't registered, all events are visible
to every user who sees the row.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models import Q, QuerySet


@dataclass(frozen=True)
class EventScope:
    """The rule of one table. `inside`: (user) → rows of which the user sees all events. `outside`: () → condition on
    the events that other users who see a row may see.
    """

    inside: Callable[..., QuerySet]
    outside: Callable[[], Q]


_scopes: dict[type, EventScope] = {}


def register(model: type, scope: EventScope) -> None:
    _scopes[model] = scope


def scope_of(model: type) -> EventScope | None:
    return _scopes.get(model._meta.concrete_model)


def visible_outside(model: type) -> Q:
    """Return the condition for events about rows of `model` that users outside may see, if they see the row."""
    scope = scope_of(model)
    return scope.outside() if scope else Q()


def inside_of(model: type, user: AbstractBaseUser) -> Q:
    """Return the condition for events about rows of `model` of which the user sees all events."""
    scope = scope_of(model)
    rows = scope.inside(user) if scope else model._default_manager.visible_to(user)
    return Q(object_id__in=rows.order_by().values("pk"))


def is_inner_link(field: models.Field) -> bool:
    """Tell whether the column refers to rows with a scope of their own, which readers of this row may not all see."""
    return field.is_relation and scope_of(field.related_model) is not None
