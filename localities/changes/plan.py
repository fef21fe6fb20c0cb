"""Computes in memory from the lists which spells are one place, its parents, and which place became which.

Identity is (tier system, level, code), cut where the succession list says "merged" under another name, and carried over
by links that change only name or type at the same level: so most places of before 01/07/2025 end there.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from django.utils.translation import gettext as _

from ground.text import short_date
from localities.changes.rows import SUCCESSION, THREE_TIERS, TWO_TIERS, Fault, LinkRow, UnitRow, read_links, read_units
from localities.changes.states import KEEPS_IDENTITY, ChangeKind
from localities.places.spans import Piece, cut, gapped, holes, overlapping
from localities.places.states import BEFORE_RECORDS, FOREVER, Level, TierSystem


@dataclass(slots=True, eq=False)
class Place:
    """An identity; `pk` is set when it is matched or stored."""

    level: int
    pk: int | None = None


@dataclass(slots=True, eq=False)
class Spell:
    """A row of the lists, or a part of it with one path: `path` from the province down to its own place."""

    row: UnitRow
    valid_from: date
    ends_on: date
    path: tuple[Place, ...]

    @property
    def place(self) -> Place:
        return self.path[-1]

    @property
    def parent(self) -> Place | None:
        return self.path[-2] if len(self.path) > 1 else None

    @property
    def key(self) -> tuple:
        return (*self.row.key, self.valid_from)


@dataclass(slots=True, eq=False)
class Link:
    row: LinkRow
    source: Place | None
    target: Place | None


@dataclass
class Plan:
    places: list[Place] = field(default_factory=list)
    spells: list[Spell] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)


def plan_from(folder: Path) -> Plan:
    """Read the whole country from the three files; a plan with faults must not be used for anything but its faults."""
    three = read_units(folder, THREE_TIERS, TierSystem.THREE)
    two = read_units(folder, TWO_TIERS, TierSystem.TWO)
    succession = read_links(folder)
    sheets = [three, two, succession]
    plan = Plan(faults=[fault for sheet in sheets for fault in sheet.faults])
    if all(sheet.is_readable for sheet in sheets):
        Planner(three.rows + two.rows, succession.rows, three.doubtful | two.doubtful).fill(plan)
    order = [THREE_TIERS, TWO_TIERS, SUCCESSION]
    plan.faults.sort(key=lambda fault: (order.index(fault.file), fault.line))
    return plan


class Planner:
    def __init__(self, rows: list[UnitRow], links: list[LinkRow], doubtful: set) -> None:
        self.rows, self.links, self.doubtful = rows, links, doubtful
        self.by_key: dict[tuple, list[UnitRow]] = defaultdict(list)
        for row in rows:
            self.by_key[row.key].append(row)
        for group in self.by_key.values():
            group.sort(key=lambda row: row.valid_from)
        self.place_of: dict[UnitRow, Place] = {}

    def fill(self, plan: Plan) -> None:
        self.plan = plan
        for group in self.by_key.values():
            self._check_dates(group)
        self._warn_of_like_named_siblings()
        self._name_places()
        self._resolve_links()
        self._carry_over()
        self._hang()
        plan.places = list(dict.fromkeys(self.place_of.values()))

    def _fault(self, row, column, reason, **words):
        self.plan.faults.append(Fault(row.file, row.line, column, reason % words))

    def _warn(self, row, column, reason, **words):
        self.plan.warnings.append(Fault(row.file, row.line, column, reason % words))

    def _check_dates(self, group):
        for early, late in overlapping(group):
            if early.valid_from == late.valid_from:
                self._fault(late, "code", _("mã %(code)s lặp lại dòng %(line)d"), code=late.code, line=early.line)
            else:
                reason = _("mã %(code)s chồng thời gian với dòng %(line)d")
                self._fault(late, "valid_from", reason, code=late.code, line=early.line)
        for early, late in gapped(group):
            reason = _("mã %(code)s không có trong danh mục %(days)s")
            self._warn(late, "valid_from", reason, code=late.code, days=days(early.ends_on, late.valid_from))

    def _warn_of_like_named_siblings(self):
        siblings = defaultdict(list)
        for row in self.rows:
            siblings[row.tier, row.level, row.parent_code, row.name].append(row)
        for group in siblings.values():
            group.sort(key=lambda row: (row.valid_from, row.code))
            for early, late in overlapping(group):
                if early.code != late.code:
                    self._warn_of_pair(early, late)

    def _warn_of_pair(self, early, late):
        reason = _("mã %(code)s trùng tên “%(name)s” với mã %(other)s (dòng %(line)d) cùng cấp trên, %(days)s")
        shared = days(late.valid_from, min(early.ends_on, late.ends_on))
        self._warn(late, "name", reason, code=late.code, name=late.name, other=early.code, line=early.line, days=shared)

    def _name_places(self):
        ends = {(link.target, link.effective_on) for link in self.links if self._makes_a_new_place(link)}
        for key, group in self.by_key.items():
            place = None
            for row in group:
                if place is None or (key, row.valid_from) in ends:
                    place = Place(row.level)
                self.place_of[row] = place

    def _makes_a_new_place(self, link: LinkRow) -> bool:
        """Tell whether a merger creates another place under the same code, as 28072 Tân Lập and 28069 Long Thành
        became 28072 Tân Long.
        """
        if link.kind != ChangeKind.MERGED or link.source != link.target:
            return False
        before, after = self._row_before(link), self._row_from(link)
        return bool(before and after and before.name != after.name)

    def _row_before(self, link):
        return self._row_at(link.source, link.effective_on - timedelta(days=1))

    def _row_from(self, link):
        return self._row_at(link.target, link.effective_on)

    def _row_at(self, key, day):
        return next((r for r in self.by_key.get(key, ()) if r.valid_from <= day < r.ends_on), None)

    def _resolve_links(self):
        seen = {}
        for link in self.links:
            again = seen.setdefault((link.source, link.target, link.effective_on), link)
            if again is not link:
                self._fault(link, "new_code", _("lặp lại dòng %(line)d"), line=again.line)
            before = self._known(link, "old_code", link.source, self._row_before)
            after = self._known(link, "new_code", link.target, self._row_from)
            self.plan.links.append(Link(link, before, after))

    def _known(self, link, column, key, find):
        """Return the row that a link's code refers to on its day; None for an empty side."""
        row = find(link) if key else None
        if key and row is None and key[2] not in self.doubtful:
            day = short_date(link.effective_on)
            self._fault(link, column, _("danh mục không có mã %(code)s khi có hiệu lực %(day)s"), code=key[2], day=day)
        return row

    def _carry_over(self):
        """Keep the identity of a place that is renamed or converted at the same level, whatever its tier system and
        code.
        """
        for link in self.plan.links:
            before, after = link.source, link.target
            if before and after and link.row.kind in KEEPS_IDENTITY and before.level == after.level:
                self._join(self.place_of[before], after)
        for link in self.plan.links:
            link.source = self.place_of.get(link.source)
            link.target = self.place_of.get(link.target)
        self._check_places()

    def _join(self, place, row):
        later = self.place_of[row]
        for each in self.by_key[row.key]:
            if self.place_of[each] is later:
                self.place_of[each] = place

    def _check_places(self):
        """Check places that had several codes; `_check_dates` has checked spells under one code."""
        rows_of = defaultdict(list)
        for row in sorted(self.rows, key=lambda row: row.valid_from):
            rows_of[self.place_of[row]].append(row)
        for early, late in (pair for group in rows_of.values() for pair in overlapping(group)):
            if early.key != late.key:
                reason = _("chồng thời gian với dòng %(line)d của %(file)s, cùng một địa bàn theo %(links)s")
                self._fault(late, "valid_from", reason, line=early.line, file=early.file, links=SUCCESSION)

    def _hang(self):
        """Compute paths from the provinces down: a row is cut wherever the path of its parent changes."""
        paths: dict[tuple, list[Piece]] = defaultdict(list)
        for row in sorted(self.rows, key=lambda row: (row.level, row.tier, row.code, row.valid_from)):
            for piece in self._pieces(row, paths):
                path = (*piece.value, self.place_of[row])
                self.plan.spells.append(Spell(row, piece.start, piece.end, path))
                paths[row.key].append(Piece(piece.start, piece.end, path))

    def _pieces(self, row, paths):
        if row.level == Level.PROVINCE:
            return [Piece(row.valid_from, row.ends_on, ())]
        above = self._key_above(row)
        missing = holes(row.valid_from, row.ends_on, paths.get(above, []))
        if missing:
            self._fault_above(row, above, missing[0])
        return cut(row.valid_from, row.ends_on, paths.get(above, []))

    def _key_above(self, row):
        two_steps = row.tier == TierSystem.TWO and row.level == Level.COMMUNE
        return row.tier, Level.PROVINCE if two_steps else row.level - 1, row.parent_code

    def _fault_above(self, row, above, missing):
        """Report the fault once, for the uppermost row; rows under one without a place are doubtful, not wrong."""
        blameless = row.parent_code in self.doubtful
        self.doubtful.add(row.code)
        if blameless:
            return
        if above in self.by_key:
            reason = _("đơn vị cấp trên mã %(code)s không có %(days)s")
            self._fault(row, "parent_code", reason, code=row.parent_code, days=days(*missing))
        else:
            reason = _("không có đơn vị cấp trên mã %(code)s")
            self._fault(row, "parent_code", reason, code=row.parent_code)


def days(start: date, end: date) -> str:
    """Return a half open period in words."""
    first, last = short_date(start), short_date(end - timedelta(days=1))
    if start == BEFORE_RECORDS:
        return _("đến %(last)s") % {"last": last}
    if end == FOREVER:
        return _("từ %(first)s") % {"first": first}
    return _("từ %(first)s đến %(last)s") % {"first": first, "last": last}
