"""Recomputes the paths below a place that gets a new parent."""

from django.db import transaction

from localities.places.checks import pieces
from localities.places.models import Locality
from localities.places.spans import Piece, cut


@transaction.atomic
def rehang(locality: Locality) -> None:
    """Rewrite spells where a path has changed, after a change of `locality`'s spells: its own, and those of all places
    under it.

    The caller has checked that every parent exists as long as its children do.
    """
    for spell in _in_time(locality.spells.select_related("parent")):
        _cut_to_path(spell)
    children = {spell.locality for spell in locality.child_spells.select_related("locality")}
    for child in sorted(children, key=lambda child: child.pk):
        rehang(child)


def _cut_to_path(spell):
    first, *rest = cut(spell.valid_from, spell.ends_on, _paths_above(spell))
    if [first.end, f"{first.value}{spell.locality_id}/"] != [spell.ends_on, spell.path]:
        _set_span(spell, first)
    for piece in rest:
        spell.pk, spell.revision, spell._state.adding = None, 1, True
        _set_span(spell, piece)


def _paths_above(spell):
    if spell.parent is None:
        return [Piece(spell.valid_from, spell.ends_on, "/")]
    return pieces(_in_time(spell.parent.spells))


def _in_time(spells):
    return list(spells.order_by("valid_from", "pk"))


def _set_span(spell, piece):
    spell.valid_from, spell.ends_on = piece.start, piece.end
    spell.path = f"{piece.value}{spell.locality_id}/"
    spell.save()
