"""The head of every page: the user's own body as papers name it today, and the user."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.people.models import Membership
from ground.text import fold

if TYPE_CHECKING:
    from accounts.people.models import User

_BODY = re.compile(r"^(?:(?:(?:tinh|thanh|huyen|dang) uy|ubnd|uy ban nhan dan|tinh|thanh pho|tp) )+")


def masthead(request: HttpRequest) -> dict:
    """Return the context of the head of pages, lazily: it makes queries only where a head is rendered, which panels
    don't have.
    """
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"masthead": None}
    return {"masthead": SimpleLazyObject(partial(head_for, user))}


@dataclass(frozen=True)
class Masthead:
    """The reader's body and its superior, "" without one; the reader's name and roles; which parts are to be used."""

    superior: str
    name: str
    person: str
    role: str
    may_admin: bool
    sees_log: bool
    sees_people: bool
    sees_work: bool
    hands_over: bool

    @property
    def place(self) -> str:
        """Return the place of the reader's body, or of the one above it, as people type it: "tay ninh"."""
        return _BODY.sub("", fold(self.superior or self.name)) or "ten xa"


def head_for(user: User) -> Masthead:
    """Return the head of this reader's pages."""
    superior, name = user.reach.head
    return Masthead(
        superior=superior,
        name=name,
        person=user.get_full_name(),
        role=", ".join(str(Membership.Role(role).label) for role in sorted(user.reach.roles)),
        may_admin=user.is_staff,
        sees_log=user.is_administrator,
        sees_people=user.is_staff,
        sees_work=user.reach.roles != {Membership.Role.ADMINISTRATOR},  # who keeps accounts alone reads no contents
        hands_over=Membership.Role.OFFICER in user.reach.roles,
    )
