"""The slots of a paper: the places in which staff may put words of their own. Pure.

A slot's key is "about", "opening"… or the `key` of a section. Texts of staff replace what was composed; the hash of the
composed content, stored beside them, shows when the facts have changed since.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.documents.compose.sections import SHOWN

Facts = dict[str, Any]
Replace = Callable[[str, Facts], Facts]

FIXED = {
    "about": gettext_lazy("Trích yếu"),
    "addressees": gettext_lazy("Nơi gửi đến"),
    "grounds": gettext_lazy("Căn cứ"),
    "opening": gettext_lazy("Lời mở đầu"),
    "closing": gettext_lazy("Lời kết"),
    "recipients": gettext_lazy("Nơi nhận"),
}


@dataclass(frozen=True)
class Slot:
    """`paragraphs`: what may be rewritten; `content`: all that the facts say there, a table or chart too."""

    key: str
    label: str
    paragraphs: list[str]
    content: Any


def slots_of(facts: Facts) -> list[Slot]:
    """Return the slots in the order in which they are printed."""
    fixed = {key: Slot(key, str(label), _lines_of(facts[key]), facts[key]) for key, label in FIXED.items()}
    before = [fixed[key] for key in ("about", "addressees", "grounds", "opening")]
    texts = [_slot(section, label) for section, label in _sections(facts["sections"])]
    after = [fixed[key] for key in ("closing", "recipients")]
    annexes = [
        _slot(section, f"{annex['title']} › {label}")
        for annex in facts["annexes"]
        for section, label in _sections(annex["sections"])
    ]
    return [*before, *texts, *after, *annexes]


def _sections(sections: list[Facts], above: str = "") -> Iterator[tuple[Facts, str]]:
    """Yield every section and part with its label: "Nhận xét › Ưu điểm"."""
    for n, section in enumerate(sections, start=1):
        label = " › ".join(filter(None, [above, section["heading"] or _name(section, n)]))
        yield section, label
        yield from _sections(section["parts"], label)


def _name(section: Facts, n: int) -> str:
    return _("Điều %d") % n if section["numbering"] == "articles" else _("Phần %d") % n


def _slot(section: Facts, label: str) -> Slot:
    content = {name: section[name] for name in ("heading", "paragraphs", *SHOWN) if name in section}
    return Slot(section["key"], label, _lines_of(section["paragraphs"]), content)


def _lines_of(content: Any) -> list[str]:
    if isinstance(content, dict):  # staff's own
        return []
    return content if isinstance(content, list) else [content] if content else []


# --- Words of staff ------------------------------------------------------------------------------------------------
def with_texts(facts: Facts, texts: Mapping[str, str]) -> Facts:
    """Return the facts with the cleaned HTML of staff, by slot, as {"html": …} where the paragraphs were. A text whose
    slot is no longer there is left out. Placeholders that the composing filled must be filled in the HTML already.
    """
    changed = _replaced(facts, lambda key, section: _with_html(section, texts.get(key)))
    for key in FIXED:
        if key in texts:
            changed[key] = {"html": texts[key]}
    changed["missing"] = [row for row in facts.get("missing", []) if row["slot"] not in texts]
    return changed


def _with_html(section: Facts, html: str | None) -> Facts:
    return section if html is None else {**section, "paragraphs": {"html": html}}


def _replaced(facts: Facts, replace: Replace) -> Facts:
    """Return a copy of the facts, `replace(key, section)` in place of every section and part."""

    def below(sections: list[Facts]) -> list[Facts]:
        return [replace(each["key"], {**each, "parts": below(each["parts"])}) for each in sections]

    annexes = [{**annex, "sections": below(annex["sections"])} for annex in facts["annexes"]]
    return {**facts, "sections": below(facts["sections"]), "annexes": annexes}


# --- Slots that are behind -----------------------------------------------------------------------------------------
def fact_hash(slot: Slot) -> str:
    """Return the SHA-256 of what was composed for the slot."""
    plain = json.dumps(slot.content, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()


def hashes_of(facts: Facts) -> dict[str, str]:
    return {slot.key: fact_hash(slot) for slot in slots_of(facts)}


def order_of(facts: Facts) -> list[str]:
    """Return the keys of the sections in the order in which they are printed."""
    return [section["key"] for section in facts["sections"]]


def slots_behind(stored: Facts, present: Facts) -> list[Slot]:
    """Return the slots in which the stored facts differ from the present ones, as they are now; then those that are no
    longer there, as they were.
    """
    before, now = hashes_of(stored), hashes_of(present)
    changed = [slot for slot in slots_of(present) if before.get(slot.key) != now[slot.key]]
    return [*changed, *(slot for slot in slots_of(stored) if slot.key not in now)]


def taken_over(stored: Facts, present: Facts, key: str) -> Facts:
    """Return the stored facts with one slot as it is at present, its title, table and chart too.

    A section that is new comes in with the one that it belongs to, one that is no longer there goes out; where it
    is a new section between old ones, it stands as at present.
    """
    if key in FIXED:
        changed = {**stored, key: present[key]}
    else:
        annexes = _annexes_with(stored, present, key)
        changed = {**stored, "sections": _merged(stored["sections"], present["sections"], key), "annexes": annexes}
    others = [row for row in stored["missing"] if row["slot"] != key]
    return {**changed, "missing": [*others, *(row for row in present["missing"] if row["slot"] == key)]}


def _annexes_with(stored: Facts, present: Facts, key: str) -> list[Facts]:
    now = {annex["key"]: annex for annex in present["annexes"]}
    had = {annex["key"]: annex for annex in stored["annexes"]}
    order = [*now, *(name for name in had if name not in now)]
    found = []
    for name in order:
        base = had.get(name) or now[name]
        before = had[name]["sections"] if name in had else []
        after = now[name]["sections"] if name in now else []
        sections = _merged(before, after, key)
        if sections:
            found.append({**base, "sections": sections})
    return found


def _merged(stored: list[Facts], present: list[Facts], key: str) -> list[Facts]:
    """Return the sections of both in the present order, each as stored but the one at `key` as at present."""
    had, now = ({each["key"]: each for each in rows} for rows in (stored, present))
    rows = []
    for name in _order(list(had), list(now)):
        before, after = had.get(name), now.get(name)
        parts = _merged(before["parts"] if before else [], after["parts"] if after else [], key)
        base = after if name == key else before
        if base is None and after is not None and parts:
            base = {**after, "paragraphs": []}
        if base is not None:
            rows.append({**base, "parts": parts})
    return rows


def _order(stored: list[str], present: list[str]) -> list[str]:
    """Return all keys: the present ones in their order, each that is gone behind the one it stood behind."""
    order = list(present)
    for n, name in enumerate(stored):
        if name not in order:
            before = next((order.index(each) + 1 for each in reversed(stored[:n]) if each in order), 0)
            order.insert(before, name)
    return order
