"""Rules for the spells of one place, whoever writes them; each check returns messages, [] if there are none.

The import has the same rules with file and line: localities/changes/plan.py.
"""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from ground.text import short_date
from localities.places.models import LocalitySpell
from localities.places.spans import Piece, holes, overlapping
from localities.places.states import Level, TierSystem


def pieces(spells: Iterable[LocalitySpell]) -> list[Piece]:
    return [Piece(spell.valid_from, spell.ends_on, spell.path) for spell in spells]


def overlap_faults(spells: list[LocalitySpell]) -> list[str]:
    """Return a message for each spell that begins before the previous one ends; `spells` of one place, in order of
    time.
    """
    reason = _("Thời kỳ từ %(day)s bắt đầu khi thời kỳ trước nó chưa hết.")
    return [reason % {"day": short_date(late.valid_from)} for _early, late in overlapping(spells)]


def parent_faults(spell: LocalitySpell, parent_spells: Iterable[LocalitySpell]) -> list[str]:
    """Return what is wrong with the spell's parent: it must be of the level above and exist as long as the spell
    does.
    """
    if (spell.level == Level.PROVINCE) != (spell.parent is None):
        return [_("Cấp tỉnh không có cấp trên; cấp huyện, cấp xã phải có.")]
    if spell.parent is None:
        return []
    if spell.level == Level.DISTRICT and spell.tier_system == TierSystem.TWO:
        return [_("Trong hệ thống hai cấp không có cấp huyện.")]
    if spell.parent.level != level_above(spell.level, spell.tier_system):
        return [_("%(parent)s không phải cấp ngay trên của %(name)s.") % _names(spell)]
    missing = holes(spell.valid_from, spell.ends_on, pieces(parent_spells))
    reason = _("%(parent)s không có vào ngày %(day)s, khi %(name)s có.")
    return [reason % {**_names(spell), "day": short_date(start)} for start, _end in missing[:1]]


def level_above(level: int, tier_system: str) -> int:
    return Level.PROVINCE if tier_system == TierSystem.TWO else level - 1


def code_faults(spell: LocalitySpell, other: LocalitySpell | None) -> list[str]:
    """Return a message if `other`, a spell of another place with the same code on some of the same days, is not
    None.
    """
    reason = _("Mã %(code)s đang là mã của %(other)s.")
    return [reason % {"code": spell.official_code, "other": other.name}] if other else []


def orphan_faults(spells: Iterable[LocalitySpell], child_spells: Iterable[LocalitySpell]) -> list[str]:
    """Return a fault for each child place that would have no parent on some day after this change."""
    faults = []
    for child in child_spells:
        for start, _end in holes(child.valid_from, child.ends_on, pieces(spells))[:1]:
            words = {"child": child.name, "day": short_date(start)}
            faults.append(_("%(child)s vẫn trực thuộc vào ngày %(day)s: chuyển đi trước đã.") % words)
    return faults


def _names(spell):
    return {"parent": spell.parent, "name": spell.name}
