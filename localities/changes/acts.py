"""Writes the official lists to the register."""

from collections import defaultdict

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from ground.text import fold_for_search
from localities.changes.models import ChangeLink, LocalityChange
from localities.changes.plan import Plan
from localities.changes.states import ChangeKind, ChangeState
from localities.places.models import Locality, LocalitySpell

SPELL_FIELDS = ["locality_id", "ends_on", "name", "unit_type", "parent_id", "path", "legal_basis"]


class Refused(Exception):
    """Raised where the lists contradict the register; the argument says how."""


@transaction.atomic
def load_register(plan: Plan) -> tuple[int, int]:
    """Store what the register lacks of a faultless plan and correct what differs; nothing is ever deleted.

    Returns how many spells and links were written: (0, 0) when the register says the same already.
    """
    stored = _stored_spells()
    _match_places(plan, stored)
    new_places = [place for place in plan.places if place.pk is None]
    for place, row in zip(new_places, _create(Locality, [Locality(level=p.level) for p in new_places]), strict=True):
        place.pk = row.pk
    return _write_spells(plan.spells, stored), _write_links(plan.links)


def _stored_spells():
    """Return {(tier system, level, code, first day): (pk, the other columns by SPELL_FIELDS)}."""
    key = ["tier_system", "level", "official_code", "valid_from"]
    rows = LocalitySpell.objects.order_by().values_list(*key, "pk", *SPELL_FIELDS)
    return {row[:4]: (row[4], row[5:]) for row in rows}


def _match_places(plan, stored):
    """Match places of the lists with stored ones by their spells."""
    taken = {}
    for spell in plan.spells:
        if spell.key not in stored:
            continue
        pk = stored[spell.key][1][0]
        if taken.setdefault(pk, spell.place) is not spell.place or spell.place.pk not in (None, pk):
            words = {"code": spell.row.code, "name": spell.row.name}
            raise Refused(_("Mã %(code)s (%(name)s) trong danh mục đang có thuộc về địa bàn khác.") % words)
        spell.place.pk = pk


def _create(model, rows):
    return model.objects.bulk_create(rows, batch_size=2000) if rows else []


def _write_spells(spells, stored) -> int:
    """Update existing spells first, so that an old spell is closed before the next one opens."""
    new, mended = [], 0
    for spell in spells:
        pk, before = stored.get(spell.key, (None, None))
        after = _values_of(spell)
        if pk is None:
            new.append(_spell(spell, after))
        elif before != after:
            _mend(pk, dict(zip(SPELL_FIELDS, after, strict=True)))
            mended += 1
    _create(LocalitySpell, new)
    return mended + len(new)


def _values_of(spell):
    row = spell.row
    path = "/" + "".join(f"{place.pk}/" for place in spell.path)
    parent = spell.parent.pk if spell.parent else None
    return spell.place.pk, spell.ends_on, row.name, row.unit_type, parent, path, row.legal_basis


def _derived(name, unit_type, code):
    return {"search_text": fold_for_search(f"{name} {code}"), "sort_key": LocalitySpell.order_of(name, unit_type)}


def _spell(spell, values):
    tier, level, code, valid_from = spell.key
    fields = dict(zip(SPELL_FIELDS, values, strict=True))
    return LocalitySpell(
        tier_system=tier,
        level=level,
        official_code=code,
        valid_from=valid_from,
        **fields,
        **_derived(fields["name"], fields["unit_type"], code),
    )


def _mend(pk, fields):
    row = LocalitySpell.objects.filter(pk=pk)
    code = row.values_list("official_code", flat=True).get()
    derived = _derived(fields["name"], fields["unit_type"], code)
    row.update(**fields, **derived, revision=F("revision") + 1, changed_at=timezone.now())


def _write_links(links) -> int:
    stored = set(
        ChangeLink.objects.order_by().values_list(
            "source_id", "target_id", "change__kind", "change__effective_on", "change__legal_basis"
        )
    )
    changes = defaultdict(list)
    for link in links:
        if _link_key(link) not in stored:
            changes[_change_key(link)].append(link)
    rows = _create(LocalityChange, [_change(group[0].row) for group in changes.values()])
    new = [_link(link, row) for row, group in zip(rows, changes.values(), strict=True) for link in group]
    return len(_create(ChangeLink, new))


def _link_key(link):
    row = link.row
    return _pk(link.source), _pk(link.target), row.kind, row.effective_on, row.legal_basis


def _change_key(link):
    """Return the key that groups links into one change: of a split its source, of anything else its target."""
    row = link.row
    whose = link.source if row.kind == ChangeKind.SPLIT else link.target
    return row.kind, row.effective_on, row.legal_basis, _pk(whose)


def _change(row):
    return LocalityChange(
        kind=row.kind, effective_on=row.effective_on, legal_basis=row.legal_basis, state=ChangeState.RECORDED
    )


def _link(link, change):
    return ChangeLink(
        change=change,
        source_id=_pk(link.source),
        target_id=_pk(link.target),
        extent=link.row.extent,
        note=link.row.note,
    )


def _pk(place):
    return place.pk if place else None
