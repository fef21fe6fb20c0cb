"""The head of every page: the user's own body as papers name it today, and the user."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.people.models import Membership

if TYPE_CHECKING:
    from accounts.people.models import User


def masthead(request: HttpRequest) -> dict:
    """Context processor; it asks only where a head is drawn: each panel of a page is a template without one."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"masthead": None}
    return {"masthead": SimpleLazyObject(partial(head_for, user))}


def head_for(user: User) -> dict:
    superior, name = user.reach.head
    return {
        "superior": superior,
        "name": name,
        "person": user.get_full_name(),
        "role": ", ".join(str(Membership.Role(role).label) for role in sorted(user.reach.roles)),
        "may_admin": user.is_staff,
        "sees_log": user.is_administrator,
        "sees_people": user.is_staff,
        "sees_work": user.reach.roles
        != {Membership.Role.ADMINISTRATOR},  # administrators without another role don't read contents
    }
