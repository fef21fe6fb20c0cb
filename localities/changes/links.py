"""A place's links in words: which places it was made of, which it became."""

from dataclasses import dataclass
from datetime import timedelta

from localities.changes.models import ChangeLink
from localities.places.models import Locality, LocalitySpell
from localities.places.register import Names


@dataclass(frozen=True)
class NamedLink:
    """A link with the spell of its source on the last day and of its target on the first; None outside the register."""

    link: ChangeLink
    old: LocalitySpell | None
    new: LocalitySpell | None


Successors = list[tuple[LocalitySpell, list[NamedLink]]]  # a new unit and the links to it


@dataclass(frozen=True)
class LinksOfPlace:
    """The links of a place by what they tell; `stayed`: of itself to itself; `successors`: of its units."""

    made_of: list[NamedLink]
    became: list[NamedLink]
    stayed: list[NamedLink]
    successors: Successors


def links_of_place(locality: Locality, links: list[ChangeLink], names: Names) -> LinksOfPlace:
    """Group the links by what they say about the place."""
    by_sort: dict[str, list[NamedLink]] = {"made_of": [], "became": [], "stayed": [], "successors": []}
    for link in links:
        by_sort[_sort_of(link, locality.pk)].append(_named(link, names))
    return LinksOfPlace(**by_sort | {"successors": by_successor(by_sort["successors"])})


def _named(link: ChangeLink, names: Names) -> NamedLink:
    first = link.change.effective_on
    last = first - timedelta(days=1)
    return NamedLink(link, old=names.near(link.source_id, last), new=names.near(link.target_id, first))


def _sort_of(link: ChangeLink, pk: int) -> str:
    if pk not in (link.source_id, link.target_id):
        return "successors"
    if link.source_id == link.target_id:
        return "stayed"
    return "made_of" if link.target_id == pk else "became"


def by_successor(links: list[NamedLink]) -> Successors:
    """Return (new unit, links to it) in order of the new units' names, the links in order of the old units' names."""
    sources: dict[LocalitySpell, list[NamedLink]] = {}
    for row in sorted((row for row in links if row.new), key=lambda row: row.old.sort_key):
        sources.setdefault(row.new, []).append(row)
    return sorted(sources.items(), key=lambda pair: pair[0].sort_key)
