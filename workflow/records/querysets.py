"""Queryset parts that every room uses, and the scope of saved filters, submission tokens and saved drafts.

`user` is accounts' User; workflow knows of it only `pk` and `is_administrator`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models

from ground.limits import SEARCH_WORDS
from ground.text import fold

if TYPE_CHECKING:
    from workflow.records.models import Stateful


@dataclass(frozen=True)
class Near:
    """What is near to whoever chooses: `provinces`, ids of their own; `places`, a query of the ids of places at which
    the work in hand is, None without one.
    """

    provinces: tuple[int, ...] = ()
    places: models.QuerySet | None = None


NOWHERE = Near()


def rank_near(near: Near, is_own: models.Q, *places: str) -> list[models.Case]:
    """Return how rows are ordered by what is near: own provinces, by `is_own`; then the places at work, which are in
    the columns `places`; then the rest. [] where nothing is near.
    """
    whens = [models.When(is_own, then=0)] if near.provinces else []
    if near.places is not None:
        at_work = models.Q(*((f"{place}__in", near.places) for place in places), _connector=models.Q.OR)
        whens.append(models.When(at_work, then=1))
    return [models.Case(*whens, default=2)] if whens else []


def holding(words: str, column: str = "search_text") -> models.Q:
    """Return the condition for rows whose folded `column` contains every word; the column may be a path to another row.

    Pages refuse a long line, or say which of its words they use (ground.limits); SQLite compares at most 1,000 words.
    """
    return models.Q(*((f"{column}__contains", word) for word in fold(words).split()[:SEARCH_WORDS]))


class SearchableQuerySet(models.QuerySet):
    """For models with a stored, folded `search_text`: one search for both databases, with or without accents."""

    def search(self, words: str) -> Self:
        """Return the rows that contain every word of `words`; all for an empty text."""
        return self.filter(holding(words))


class StatefulQuerySet(models.QuerySet):
    """For stateful models: refuses to write states in bulk too."""

    def bulk_create(self, records: Iterable[Stateful], *args, **options) -> list[Stateful]:
        """Insert rows, which must be in the first state; those with a past: `workflow.steps.acts.bring_in`."""
        first, records = self.model._meta.get_field("state").default, list(records)  # a generator is read once
        if any(record.state != first for record in records):
            raise TypeError("a state is written by workflow.steps.acts alone")
        return super().bulk_create(records, *args, **options)

    def create_with_past(self, records: Iterable[Stateful]) -> list[Stateful]:
        """Insert rows in the states to which their events led; only `workflow.steps.acts.bring_in` may call it."""
        return super().bulk_create(records)

    def update(self, **columns) -> int:
        if "state" in columns:
            raise TypeError("a state is written by workflow.steps.acts.take alone")
        return super().update(**columns)

    def bulk_update(self, records: Iterable[Stateful], fields: Iterable[str], batch_size: int | None = None) -> int:
        if "state" in fields:
            raise TypeError("a state is written by workflow.steps.acts.take alone")
        return super().bulk_update(records, fields, batch_size)


class SavedFilterQuerySet(models.QuerySet):
    def visible_to(self, user: AbstractBaseUser) -> Self:
        return self.filter(owner=user.pk)


class SubmissionTokenQuerySet(models.QuerySet):
    def visible_to(self, user: AbstractBaseUser) -> Self:
        return self.filter(sender=user.pk)


class SavedDraftQuerySet(models.QuerySet):
    def visible_to(self, user: AbstractBaseUser) -> Self:
        """Return the user's own drafts; nobody else sees them, not even on the same PC."""
        return self.filter(owner=user.pk)
