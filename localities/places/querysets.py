"""Querysets of the register as at a day. They are public: every signed-in user sees all."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Self

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models import Case, Count, Min, OuterRef, Prefetch, Q, QuerySet, Subquery, When

from ground.text import phrases, spoken_pattern
from localities.places.states import UNIT_WORDS
from workflow.records.querysets import NOWHERE, Near, SearchableQuerySet, rank_near

if TYPE_CHECKING:
    from localities.places.models import Locality, LocalitySpell


def _locality_spell_rows():
    from localities.places.models import LocalitySpell  # which names its queryset here

    return LocalitySpell._default_manager


class CatalogueQuerySet(models.QuerySet):
    def visible_to(self, user: AbstractBaseUser) -> Self:
        return self.all() if user.is_authenticated else self.none()


class LocalityQuerySet(CatalogueQuerySet):
    def with_spell_at(self, day: date) -> Self:
        """Adds `spell_then`, the spell in force on `day` or None, in one further query for all rows."""
        spells = _locality_spell_rows()
        return self.prefetch_related(Prefetch("spells", spells.as_at(day), to_attr="spells_then"))

    def with_last_name(self) -> Self:
        """Adds `last_name`, so that a list of places of all times is printed without a query a row."""
        spells = _locality_spell_rows()
        newest = spells.filter(locality=OuterRef("pk")).order_by("-valid_from")
        return self.annotate(last_name=Subquery(newest.values("name")[:1]))

    def search(self, words: str) -> Self:
        """Return places with a spell, of any time, that contains every word."""
        if not words.split():
            return self.all()
        spells = _locality_spell_rows()
        return self.filter(pk__in=spells.search(words).order_by().values("locality"))


class LevelManager(models.Manager.from_queryset(LocalityQuerySet)):
    """The places of one level, for the proxies."""

    def __init__(self, level: int) -> None:
        super().__init__()
        self.level = level

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().filter(level=self.level)


def inside(provinces: Iterable[int]) -> Q:
    """Return the condition for spells of these provinces and of places in them; of none for no province."""
    ways = (Q(path__startswith=f"/{pk}/") for pk in provinces)
    return reduce(or_, ways, Q(pk__in=[]))


class LocalitySpellQuerySet(CatalogueQuerySet, SearchableQuerySet):
    def as_at(self, day: date) -> Self:
        """Return the spells in force on `day`; `ends_on` is the first day after a spell."""
        return self.filter(valid_from__lte=day, ends_on__gt=day)

    def under(self, locality: Locality, day: date) -> Self:
        """Return the spells in force on `day` of all places under `locality`, at any depth, without its own."""
        return self.as_at(day).ever_under(locality)

    def ever_under(self, locality: Locality) -> Self:
        """Return the spells of all places under `locality`, each of the time when it is, without its own."""
        return self.filter(path__contains=f"/{locality.pk}/").exclude(locality=locality.pk)

    def best_first(self, words: str, near: Near = NOWHERE) -> Self:
        """Order rows found by `words`: first those with just this name, its tone marks too; of these and of the
        others first those in the own provinces, then those at work; then those that contain the words as a phrase.
        """
        exact = Q(name__iregex=f"^(({'|'.join(UNIT_WORDS)}) )?{spoken_pattern(words)}$")
        phrase = Q(*((("search_text__contains", f" {each} ")) for each in phrases(words)), _connector=Q.OR)
        closeness = Case(When(phrase, then=0), default=1)
        nearness = rank_near(near, inside(near.provinces), "locality", "parent")
        return self.order_by(
            Case(When(exact, then=0), default=1), *nearness, closeness, "level", "sort_key", "valid_from", "pk"
        )

    def provinces_of(self, localities: QuerySet) -> tuple[int, ...]:
        """Return the ids of the provinces in which the places lie, or ever lay."""
        paths = self.filter(locality__in=localities).order_by().values_list("path", flat=True)
        return tuple(sorted({int(path.split("/")[1]) for path in paths}))

    def names_upwards(self, localities: Iterable[int], day: date) -> dict[int, list[str]]:
        """Return by place its name on `day` and those of the places above, from the lowest up; in two queries. Places
        that weren't there are left out.
        """
        spells = self.as_at(day).order_by()
        paths = dict(spells.filter(locality__in=set(localities)).values_list("locality", "path"))
        chains = {place: [int(pk) for pk in path.strip("/").split("/")][::-1] for place, path in paths.items()}
        ids = {pk for chain in chains.values() for pk in chain}
        names = dict(spells.filter(locality__in=ids).values_list("locality", "name"))
        return {place: [names[pk] for pk in chain if pk in names] for place, chain in chains.items()}

    def sharing_code(self, spell: LocalitySpell) -> Self:
        """Return the spells with the same code, tier system and level on some of the same days; includes `spell`
        itself once stored.
        """
        same = self.filter(tier_system=spell.tier_system, level=spell.level, official_code=spell.official_code)
        return same.filter(valid_from__lt=spell.ends_on, ends_on__gt=spell.valid_from)

    def count_by_unit_type(self) -> dict[str, int]:
        """Count by unit type: {"xã": 16, "thị trấn": 1}; from the upper level down, the commonest first."""
        rows = self.order_by().values("unit_type").annotate(n=Count("pk"), top=Min("level"))
        return {row["unit_type"]: row["n"] for row in rows.order_by("top", "-n", "unit_type")}

    def count_by_level(self) -> dict[int, int]:
        """Count by level: {1: 63, 2: 705, 3: 10599}."""
        return dict(self.order_by().values_list("level").annotate(n=Count("pk")).order_by("level"))

    def count_by_parent(self, localities: Iterable[int], day: date) -> dict[int, int]:
        """Count the units directly under each of `localities` on `day`, by the parent's id; places without any are
        left out.
        """
        rows = self.as_at(day).filter(parent__in=localities)
        return dict(rows.order_by().values_list("parent").annotate(n=Count("pk")))
