"""What a step binds, as the page that confirms it lists it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser

from workflow.records.models import Stateful


@dataclass(frozen=True)
class BoundRow:
    """One thing that is bound: its words, its page or "", and what else is said of it."""

    words: str
    url: str = ""
    note: str = ""


@dataclass(frozen=True)
class BoundPart:
    """What is bound of one sort: the first `rows` of `n`; `ways`: lists of them all, each with its count.

    `empty`: what is said where there is none.
    """

    title: str
    n: int
    rows: list[BoundRow]
    empty: str = ""
    ways: tuple[BoundRow, ...] = ()


Maker = Callable[[Any, AbstractBaseUser, date], list[BoundPart]]  # (record, user, today) → parts that the user may see
BOUND: dict[tuple[type[Stateful], str], tuple[Maker, ...]] = {}  # by model and step; filled by upper rooms


def bound_by(record: Stateful, step: str, user: AbstractBaseUser, today: date) -> tuple[BoundPart, ...]:
    """Return what the step binds, as far as the user sees it; () for a step that binds nothing."""
    makers = BOUND.get((type(record), step), ())
    return tuple(part for make in makers for part in make(record, user, today))
