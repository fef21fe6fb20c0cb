"""Reading the register: names of many places at their own days without a query each, counts for denominators."""

from datetime import date, timedelta

from localities.models import Locality, LocalitySpell


def register_counts(locality: Locality, day: date) -> dict[str, int]:
    """The units of all levels under a place on a day by unit type: {"xã": 16, "thị trấn": 1}; {} when none."""
    return LocalitySpell.objects.under(locality, day).count_by_unit_type()


def spell_near(spells: list[LocalitySpell], day: date) -> LocalitySpell | None:
    """The spell of `day`; where there is none that day, the last before it, else the first."""
    begun = [spell for spell in spells if spell.valid_from <= day]
    return (begun[-1] if begun else spells[0]) if spells else None


def day_near(spell: LocalitySpell, day: date) -> date:
    """`day`, or the nearest day on which the spell was in force."""
    return max(spell.valid_from, min(day, spell.last_day))


class Names:
    """The spells of some places, fetched once."""

    def __init__(self, ids):
        self.spells: dict[int, list[LocalitySpell]] = {}
        rows = LocalitySpell.objects.filter(locality__in=set(ids)).order_by("valid_from") if ids else []
        for spell in rows:
            self.spells.setdefault(spell.locality_id, []).append(spell)

    def near(self, locality_id: int | None, day: date) -> LocalitySpell | None:
        return spell_near(self.spells.get(locality_id, []), day)

    def above(self, spell: LocalitySpell, day: date) -> list[LocalitySpell]:
        """What the spell lies under, from the province down, as it was called nearest to `day`."""
        then = day_near(spell, day)
        return [self.near(pk, then) for pk in spell.ancestor_ids]


def names_for(spells: list[LocalitySpell], links) -> Names:
    """Of all that lies over the spells and at either end of the links."""
    above = {pk for spell in spells for pk in spell.ancestor_ids}
    return Names(above | {pk for link in links for pk in (link.source_id, link.target_id) if pk})


def hang_names(spells: list[LocalitySpell], day: date) -> list[LocalitySpell]:
    """Gives each spell `above`, the chain over it nearest to `day`; one query for all."""
    names = names_for(spells, [])
    for spell in spells:
        spell.above = names.above(spell, day)
    return spells


def name_links(locality: Locality, links, names: Names) -> dict[str, list]:
    """The links of a place by what they tell: what it was `made_of`, what it `became`, what it `stayed` through.

    Each gets `other`, the spell of the place at its other end: an old one on its last day, a new one on its first.
    """
    told = {"made_of": [], "became": [], "stayed": []}
    for link in links:
        day = link.change.effective_on
        if link.source_id == link.target_id:
            link.other = names.near(link.target_id, day)
            told["stayed"].append(link)
        elif link.target_id == locality.pk:
            link.other = names.near(link.source_id, day - timedelta(days=1))
            told["made_of"].append(link)
        else:
            link.other = names.near(link.target_id, day)
            told["became"].append(link)
    return told


def name_successors(links, names: Names) -> list[tuple[LocalitySpell, list[tuple[LocalitySpell, str]]]]:
    """The new units that a district's units became, in order of name: each with its sources and their extents."""
    sources: dict[int, list] = {}
    for link in links:
        old = names.near(link.source_id, link.change.effective_on - timedelta(days=1))
        sources.setdefault(link.target_id, []).append((old, link.get_extent_display()))
    day = links[0].change.effective_on if links else date.max
    told = [(names.near(target, day), olds) for target, olds in sources.items() if target]
    for _new, olds in told:
        olds.sort(key=lambda pair: pair[0].sort_key)
    return sorted(told, key=lambda pair: pair[0].sort_key)
