"""A place's links in words: which places it was made of, which it became."""

from collections.abc import Iterable
from datetime import timedelta

from localities.changes.models import ChangeLink
from localities.places.models import Locality, LocalitySpell
from localities.places.register import Names


def name_links(locality: Locality, links: Iterable[ChangeLink], names: Names) -> dict[str, list]:
    """Group a place's links as `made_of`, `became`, `stayed` (the place itself) and `successors` (of its units).

    Sets on each link `old`, the spell of its source on the last day, and `new`, that of its target on the first.
    """
    told = {"made_of": [], "became": [], "stayed": [], "successors": []}
    for link in links:
        first = link.change.effective_on
        link.old, link.new = names.near(link.source_id, first - timedelta(days=1)), names.near(link.target_id, first)
        told[_told_as(link, locality.pk)].append(link)
    return told | {"successors": by_successor(told["successors"])}


def _told_as(link, pk: int) -> str:
    if pk not in (link.source_id, link.target_id):
        return "successors"
    if link.source_id == link.target_id:
        return "stayed"
    return "made_of" if link.target_id == pk else "became"


def by_successor(links: Iterable[ChangeLink]) -> list[tuple[LocalitySpell, list]]:
    """Return (new unit, links to it) in order of the new units' names; the links are ordered by the old units'
    names.
    """
    sources: dict[LocalitySpell, list] = {}
    for link in sorted((link for link in links if link.new), key=lambda link: link.old.sort_key):
        sources.setdefault(link.new, []).append(link)
    return sorted(sources.items(), key=lambda pair: pair[0].sort_key)
