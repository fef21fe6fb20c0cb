"""Import and export of places: a row is a spell, the name and parent of a place for a period."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from ground.sheets.typed import digits_without_zeros
from ground.text import match_key, short_date, with_same_tones
from localities.places import checks
from localities.places.models import Locality, LocalitySpell
from localities.places.spans import cut
from localities.places.states import BEFORE_RECORDS, FOREVER, RECORDS_BEGIN, Level, TierSystem
from workflow.registers.columns import (
    Choice,
    Column,
    Day,
    LastDay,
    Plain,
    Text,
    is_readable,
    key_text,
    lost_zeros,
    quoted,
)
from workflow.registers.imports import BATCH
from workflow.registers.resources import Register
from workflow.registers.roles import ADMINISTRATOR, BOARD
from workflow.registers.rows import ROW, Part, Row, comparable

DIGITS = {Level.PROVINCE: 2, Level.DISTRICT: 3, Level.COMMUNE: 5}  # of the codes; Decision 124/2004/QĐ-TTg
CODES = ("spell__official_code", "spell__parent", "earlier__official_code")
FEW_ROWS = 2000  # up to so many only the spells that they concern are read: a statement takes 32,766 values on SQLite


class Place(Plain):
    """A place by its code or its name, as at the row's day. An exported one has its code in `code_then`."""

    def __init__(self) -> None:
        self.spells, self.places = {}, {}
        self.shown = {}

    def prepare(self, cells: Iterable, user: AbstractBaseUser) -> None:
        keys = {match_key(key_text(cell)) for cell in cells}
        keys |= {code for cell in cells for code in _codes_with_zeros(cell)}
        if not keys:
            return
        rows = LocalitySpell.objects.visible_to(user).order_by()
        if all(key.isdecimal() for key in keys):  # no name is only figures
            rows = rows.filter(official_code__in=keys)
        columns = ("locality_id", "official_code", "name", "valid_from", "ends_on")
        by_word = defaultdict(list)
        for spell in rows.values_list(*columns, named=True):
            for word in (spell.official_code, match_key(spell.name)):
                if word in keys:
                    by_word[word].append(spell)
        self.spells = by_word
        self.places = Locality.objects.in_bulk({spell.locality_id for found in by_word.values() for spell in found})

    def clean(self, value: object, row: Row | None = None, day: date | None = None, **kwargs) -> Locality:
        day = max(day, RECORDS_BEGIN)
        alike = self._spells_on(match_key(key_text(value)), day)
        spells = with_same_tones(alike, lambda spell: spell.name, key_text(value))
        self._refuse_lost_zeros(value, day)
        params = {"value": quoted(value), "day": short_date(day)}
        if not spells:
            raise ValueError(_("Không có địa bàn “%(value)s” vào ngày %(day)s.") % params)
        if len({spell.locality_id for spell in spells}) > 1:
            named = sorted(spells, key=lambda spell: spell.official_code)[:5]
            codes = "; ".join(f"{spell.official_code} ({self.preview(self._place(spell), day)})" for spell in named)
            raise ValueError(
                _("Có nhiều địa bàn “%(value)s” vào ngày %(day)s. Ghi mã: %(codes)s.") % {**params, "codes": codes}
            )
        return self._place(spells[0])

    def _place(self, spell) -> Locality:
        return self.places[spell.locality_id]

    def _refuse_lost_zeros(self, value, day) -> None:
        """Ask about a number that may have been a code with zeros before it: 82 is a province, 00082 a commune."""
        longer = [spell for code in _codes_with_zeros(value) for spell in self._spells_on(code, day)]
        if longer:
            spells = [*self._spells_on(key_text(value), day), *longer]
            names = {spell.official_code: spell.name for spell in spells}
            raise lost_zeros(key_text(value), list(names), names)

    def _spells_on(self, word, day) -> list:
        return [spell for spell in self.spells.get(word, []) if spell.valid_from <= day < spell.ends_on]

    def render(self, value: Locality, **kwargs) -> str | None:
        return value.code_then

    def describe(self, value: Locality | None) -> str:
        return "" if value is None else str(value)

    def preview(self, value: Locality | None, day: date) -> str:
        """Return the name with those of the places above, looked up for all places of the file at once."""
        if value is None or value.pk is None:
            return self.describe(value)
        if (value.pk, day) not in self.shown:
            names = LocalitySpell.objects.names_upwards({value.pk, *self.places}, day)
            self.shown |= {(pk, day): ", ".join(upwards) for pk, upwards in names.items()}
        return self.shown.get((value.pk, day)) or self.describe(value)


def _code_faults(spell) -> Iterable[tuple[str, str]]:
    """Yield a fault for a code that no place of this level can have."""
    digits = DIGITS[spell.level]
    if not re.fullmatch(rf"[0-9]{{{digits}}}", spell.official_code):
        words = _("Mã cấp này gồm %(digits)d chữ số; “%(code)s” không phải. Định dạng ô là Văn bản để giữ số 0 ở đầu.")
        yield "spell__official_code", words % {"digits": digits, "code": spell.official_code}


def _codes_with_zeros(cell) -> list[str]:
    """Return the codes from which a number cell may have lost its zeros; [] for a text."""
    digits = digits_without_zeros(cell)
    return [digits.zfill(n) for n in DIGITS.values() if digits and len(digits) < n]


class Earlier(Place):
    """The place that a new spell continues, by its code on the day before."""

    def render(self, value: str | None, **kwargs) -> str | None:
        return value

    def clean(self, value: object, row: Row | None = None, day: date | None = None, **kwargs) -> Locality:
        before = row.get("spell__valid_from")
        return super().clean(value, day=_day_before(before) if before else day)


def _day_before(day):
    return day.fromordinal(max(1, day.toordinal() - 1))


def code_at(place: Locality, day: date) -> str | None:
    """Return the place's code on that day, else its last code; None without one. `spells` must be prefetched."""
    spells = sorted(place.spells.all(), key=lambda spell: spell.valid_from)
    then = [spell for spell in spells if spell.valid_from <= day < spell.ends_on]
    nearest = then or spells
    return nearest[-1].official_code if nearest else None


@dataclass(frozen=True)
class SpellLine:
    """A spell of a place with the one before it, None for the first."""

    spell: LocalitySpell
    earlier: LocalitySpell | None


class Places(Register):
    slug, title = "localities", _("Địa bàn")
    model = LocalitySpell
    related, prefetch = ("locality", "parent"), ("locality__spells", "parent__spells")
    viewers, changers = frozenset({ADMINISTRATOR, BOARD}), frozenset({ADMINISTRATOR})
    parts = (
        Part(
            "spell",
            LocalitySpell,
            ("tier_system", "level", "official_code", "valid_from"),
            "official_code",
            is_one_row=True,
            related=("locality", "parent"),
        ),
    )

    valid_from = Column(
        "spell__valid_from", _("Từ ngày"), Day(), empty=BEFORE_RECORDS,
        note=_("Bỏ trống: từ trước 01/01/2019."), sample="01/07/2025",
    )  # fmt: skip
    ends_on = Column(
        "spell__ends_on", _("Đến hết ngày"), LastDay(), empty=FOREVER,
        note=_("Bỏ trống: còn hiệu lực."),
    )  # fmt: skip
    tier_system = Column(
        "spell__tier_system",
        _("Hệ thống cấp"),
        Choice(TierSystem.choices),
        is_required=True,
        sample=_("hai cấp"),
    )
    level = Column("spell__level", _("Cấp"), Choice(Level.choices), is_required=True, sample=_("cấp xã"))
    official_code = Column(
        "spell__official_code", _("Mã"), Text(5), is_required=True,
        note=_("Mã của cơ quan thống kê; định dạng ô là Văn bản để giữ số 0 ở đầu."), sample="00000",
    )  # fmt: skip
    name = Column("spell__name", _("Tên"), Text(120), is_required=True, sample=_("Xã Ví Dụ"))
    unit_type = Column("spell__unit_type", _("Loại đơn vị"), Text(40), is_required=True, sample=_("xã"))
    parent = Column(
        "spell__parent", _("Thuộc (mã)"), Place(),
        note=_("Mã hoặc tên cấp trên vào ngày bắt đầu; cấp tỉnh bỏ trống. Nhập cấp trên trước."), sample="80",
    )  # fmt: skip
    earlier = Column(
        "earlier__official_code", _("Nối tiếp địa bàn (mã)"), Earlier(),
        note=_("Mã của chính địa bàn này trong thời kỳ ngay trước; bỏ trống: địa bàn mới."),
    )  # fmt: skip
    legal_basis = Column("spell__legal_basis", _("Căn cứ"), Text(200))

    # --- Out ---------------------------------------------------------------------------------------------------
    def get_queryset(self) -> QuerySet:
        return super().get_queryset().order_by("level", "sort_key", "valid_from", "pk")

    def rows_of(self, spell: LocalitySpell) -> list[SpellLine]:
        if spell.parent is not None:
            spell.parent.code_then = code_at(spell.parent, max(spell.valid_from, RECORDS_BEGIN))
        before = [s for s in spell.locality.spells.all() if s.ends_on == spell.valid_from]
        return [SpellLine(spell, earlier=before[0] if before else None)]

    # --- In ----------------------------------------------------------------------------------------------------
    def day_of(self, row: Row) -> date:
        return row.get("spell__valid_from") or RECORDS_BEGIN

    def prepare(self, lines: list[dict]) -> None:
        """Load everything with which a spell must agree: for many rows the whole register, read once."""
        self.new_places, self.paths = [], {}
        self.of_place, self.under_place, self.with_code = (defaultdict(list) for _each in range(3))
        spells = LocalitySpell.objects.order_by("valid_from", "pk")
        spells = list(spells.filter(self._concerned(lines)) if len(lines) <= FEW_ROWS else spells)
        ids = {spell.locality_id for spell in spells} | {spell.parent_id for spell in spells}
        places = Locality.objects.in_bulk(ids if len(lines) <= FEW_ROWS else None)
        for spell in spells:
            spell.locality, spell.parent = places[spell.locality_id], places.get(spell.parent_id)
            self._index(spell, spell.locality_id, (spell.tier_system, spell.level, spell.official_code))
            self.under_place[spell.parent_id].append(spell)

    def _concerned(self, lines) -> Q:
        """Return which spells the rows concern: all of the places that they name, of those above and of those below."""
        code, *references = (self.columns[name] for name in CODES)
        cells = [line[code] for line in lines if is_readable(line[code])]
        codes = {code for cell in cells for code in (key_text(cell), *_codes_with_zeros(cell))}
        own = LocalitySpell.objects.filter(official_code__in=codes).values_list("locality_id", "parent_id")
        below = {place for place, _parent in own}
        named = {place for column in references for place in column.widget.places}
        return Q(locality_id__in={*named, *(pk for pair in own for pk in pair if pk)}) | Q(parent_id__in=below)

    def _index(self, spell, place, code):
        self.of_place[place].append(spell)
        self.with_code[code].append(spell)

    def stored(self, part: Part, rows: list[Row]) -> Iterable[Model]:
        """Return the spells of the shared index, the same instances for all rows, so that each row's checks see the
        changes of the others.
        """
        codes = {tuple(row.get(f"spell__{name}") for name in part.keys[:3]) for row in rows}
        return [spell for code in sorted(codes) for spell in self.with_code.get(code, [])]

    def begin(self, part: Part, row: Row) -> LocalitySpell:
        place = row.get("earlier__official_code")
        if place is None:
            place = Locality(level=row.get("spell__level"))
            self.new_places.append(place)
        spell = LocalitySpell(locality=place)
        self._index(spell, comparable(place), tuple(row.get(f"spell__{name}") for name in part.keys[:3]))
        return spell

    def faults_of(self, row: Row) -> Iterable[tuple[str, str]]:
        draft = row.drafts.get("spell")
        if draft is None or row.faults or not (draft.is_new or draft.changes):
            return
        spell = draft.record
        if spell.valid_from >= spell.ends_on:
            yield "spell__ends_on", _("Thời kỳ phải kết thúc sau khi bắt đầu.")
            return
        if spell.level != spell.locality.level:
            yield "spell__level", _("Địa bàn nối tiếp thuộc cấp khác.")
        yield from _code_faults(spell)
        above = self.of_place[spell.parent_id] if spell.parent_id else []
        faults = [("spell__parent", fault) for fault in checks.parent_faults(spell, above)]
        yield from faults or self._path_faults(spell, above)
        own = sorted(self.of_place[comparable(spell.locality)], key=lambda each: each.valid_from)
        yield from ((ROW, fault) for fault in checks.overlap_faults(own))
        yield from (("spell__official_code", fault) for fault in checks.code_faults(spell, self._namesake(spell)))
        yield from self._child_faults(draft, own)

    def _path_faults(self, spell, above):
        """Yield a fault where the parent changes within the spell, because a spell stores one path."""
        paths = cut(spell.valid_from, spell.ends_on, checks.pieces(above))
        if len(paths) > 1:
            params = {"parent": spell.parent, "day": short_date(paths[1].start)}
            yield "spell__parent", _("%(parent)s đổi cấp trên vào ngày %(day)s: tách thành hai thời kỳ.") % params
        self.paths[id(spell)] = paths[0].value if paths else "/"

    def _namesake(self, spell):
        """Return a spell of another place with its code on some of the same days, or None."""
        others = self.with_code[spell.tier_system, spell.level, spell.official_code]
        others = [s for s in others if comparable(s.locality) != comparable(spell.locality)]
        return next((s for s in others if s.valid_from < spell.ends_on and s.ends_on > spell.valid_from), None)

    def _child_faults(self, draft, own):
        children = self.under_place[draft.record.locality_id] if not draft.is_new else []
        if children and "parent" in draft.changes:
            yield "spell__parent", _("Địa bàn đang có đơn vị trực thuộc: đổi cấp trên ở Dữ liệu gốc.")
        if "ends_on" in draft.changes:
            yield from (("spell__ends_on", fault) for fault in checks.orphan_faults(own, children))

    def derive(self, spell: LocalitySpell) -> dict:
        order = LocalitySpell.order_of(spell.name, spell.unit_type)
        path = f"{self.paths[id(spell)]}{spell.locality.pk}/"
        return {**super().derive(spell), "sort_key": order, "path": path}

    def write(self) -> None:
        Locality.objects.bulk_create(self.new_places, batch_size=BATCH)
        super().write()
