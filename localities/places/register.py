"""Reads the register: names of many places, each as at its own day, without a query for each; counts
of the units under a place.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from localities.places.models import Locality, LocalitySpell


def register_counts(locality: Locality, day: date) -> dict[str, int]:
    """Count the units of all levels under a place on a day by unit type: {"xã": 16, "thị trấn": 1}; {} when there
    are none.
    """
    return LocalitySpell.objects.under(locality, day).count_by_unit_type()


def spell_near(spells: list[LocalitySpell], day: date) -> LocalitySpell | None:
    """Return the spell in force on `day`, else the last one before it, else the first; None for an empty list."""
    begun = [spell for spell in spells if spell.valid_from <= day]
    return (begun[-1] if begun else spells[0]) if spells else None


def day_near(spell: LocalitySpell, day: date) -> date:
    """Return `day`, or the nearest day on which the spell was in force."""
    return max(spell.valid_from, min(day, spell.last_day))


class Names:
    """The spells of some places, loaded once."""

    def __init__(self, ids: Collection[int]) -> None:
        self.spells: dict[int, list[LocalitySpell]] = {}
        rows = LocalitySpell.objects.filter(locality__in=set(ids)).order_by("valid_from") if ids else []
        for spell in rows:
            self.spells.setdefault(spell.locality_id, []).append(spell)

    def near(self, locality_id: int | None, day: date) -> LocalitySpell | None:
        return spell_near(self.spells.get(locality_id, []), day)

    def above(self, spell: LocalitySpell, day: date) -> list[LocalitySpell | None]:
        """Return the spells of the places above, from the province down, named as near to `day` as possible."""
        then = day_near(spell, day)
        return [self.near(pk, then) for pk in spell.ancestor_ids]


def names_for(spells: list[LocalitySpell], links: Iterable) -> Names:
    """Return the Names of all places above the spells and at either end of the links."""
    above = {pk for spell in spells for pk in spell.ancestor_ids}
    return Names(above | {pk for link in links for pk in (link.source_id, link.target_id) if pk})


@dataclass(frozen=True)
class PlacedSpell:
    """A spell with the places it lies under, from the province down; None for one that the register lacks."""

    spell: LocalitySpell
    above: list[LocalitySpell | None]


def place_spells(spells: list[LocalitySpell], day: date) -> list[PlacedSpell]:
    """Return each spell with the places over it as they were called nearest to `day`; one query for all."""
    names = names_for(spells, [])
    return [PlacedSpell(spell, names.above(spell, day)) for spell in spells]
