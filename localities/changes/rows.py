"""Reads the official lists: each line becomes a row, or a fault with file, line, column and reason."""

import csv
import io
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from ground.text import nfc
from localities.changes.states import ChangeKind, Extent
from localities.places.states import BEFORE_RECORDS, FOREVER, TWO_TIERS_FROM, Level, TierSystem, tier_system_at

THREE_TIERS, TWO_TIERS, SUCCESSION = "units_2019_2025.csv", "units_2025.csv", "succession.csv"

# The two-tier lists number their levels 1 and 2: their 2 is a commune.
LEVELS = {
    TierSystem.THREE: {"1": Level.PROVINCE, "2": Level.DISTRICT, "3": Level.COMMUNE},
    TierSystem.TWO: {"1": Level.PROVINCE, "2": Level.COMMUNE},
}
CODE_LENGTHS = {Level.PROVINCE: 2, Level.DISTRICT: 3, Level.COMMUNE: 5}
UNIT_TYPES = {
    (TierSystem.THREE, Level.PROVINCE): {"tỉnh", "thành phố trực thuộc trung ương"},
    (TierSystem.THREE, Level.DISTRICT): {"huyện", "quận", "thị xã", "thành phố"},
    (TierSystem.THREE, Level.COMMUNE): {"xã", "phường", "thị trấn"},
    (TierSystem.TWO, Level.PROVINCE): {"tỉnh", "thành phố trực thuộc trung ương"},
    (TierSystem.TWO, Level.COMMUNE): {"xã", "phường", "đặc khu"},
}
UNIT_COLUMNS = ["level", "code", "name", "unit_type", "parent_code", "valid_from", "valid_to"]
LINK_COLUMNS = [
    *["old_level", "old_code", "new_level", "new_code"],
    *["kind", "extent", "effective_date", "legal_basis", "note"],
]


@dataclass(frozen=True, slots=True)
class Fault:
    """An error (or warning) with its place; `line` 0 and `column` '' mean the whole file, the whole line."""

    file: str
    line: int
    column: str
    reason: str

    def __str__(self) -> str:
        line = _("dòng %(line)d") % {"line": self.line} if self.line else ""
        column = _("cột %(column)s") % {"column": self.column} if self.column else ""
        return f"{', '.join(filter(None, [self.file, line, column]))}: {self.reason}"


@dataclass(slots=True, eq=False)
class UnitRow:
    """One official spell of one unit."""

    file: str
    line: int
    tier: str
    level: int
    code: str
    name: str
    unit_type: str
    parent_code: str
    valid_from: date
    ends_on: date
    legal_basis: str

    @property
    def key(self) -> tuple[str, int, str]:
        return self.tier, self.level, self.code


@dataclass(slots=True, eq=False)
class LinkRow:
    """Which unit became which on one day; a side is (tier system, level, code) or None."""

    file: str
    line: int
    source: tuple | None
    target: tuple | None
    kind: str
    extent: str
    effective_on: date
    legal_basis: str
    note: str


class Sheet:
    """One file: its rows, its faults, and `doubtful`, the codes on lines that couldn't be read.

    Rows that depend on a doubtful code aren't reported, because one error would cause a hundred messages.
    """

    def __init__(self, folder: Path, file: str, columns: list[str]) -> None:
        self.path, self.file, self.columns = folder / file, file, columns
        self.rows, self.faults, self.doubtful = [], [], set()
        self.is_readable = True

    def fault(self, line: int, column: str, reason: str) -> None:
        self.faults.append(Fault(self.file, line, column, reason))

    def unreadable(self, line: int, column: str, reason: str) -> None:
        self.is_readable = False
        self.fault(line, column, reason)

    def lines(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Yield (line number, cells by column) of every line that has all its cells."""
        reader = csv.DictReader(io.StringIO(self._text(), newline=""), strict=True)
        missing = [column for column in self.columns if column not in (reader.fieldnames or [])]
        for column in missing if self.is_readable else []:
            self.unreadable(1, column, _("thiếu cột này"))
        try:
            yield from self._whole_lines(reader) if self.is_readable else ()
        except csv.Error as error:
            self.unreadable(reader.line_num, "", _("không đọc được theo dạng CSV (%(error)s)") % {"error": error})

    def _text(self) -> str:
        try:
            raw = self.path.read_bytes()
            return raw.decode("utf-8-sig")
        except FileNotFoundError:
            self.unreadable(0, "", _("không có tệp này trong thư mục"))
        except UnicodeDecodeError as error:
            self.unreadable(raw[: error.start].count(b"\n") + 1, "", _("tệp không phải UTF-8"))
        return ""

    def _whole_lines(self, reader):
        for cells in reader:
            if None in cells or None in cells.values():
                self.doubtful.add(nfc(cells.get("code") or "").strip())
                self.fault(reader.line_num, "", _("số ô khác với dòng tiêu đề"))
            else:
                yield reader.line_num, {column: nfc(cell).strip() for column, cell in cells.items()}


class Line:
    """Converts the cells of one line; every fault in it is recorded, not only the first."""

    def __init__(self, sheet: Sheet, number: int, cells: dict[str, str]) -> None:
        self.sheet, self.number, self.cells, self.is_sound = sheet, number, cells, True

    def fault(self, column: str, reason: str, **words) -> None:
        self.is_sound = False
        self.sheet.fault(self.number, column, reason % {"cell": self.cells.get(column, ""), **words})

    def text(self, column: str) -> str:
        if not self.cells[column]:
            self.fault(column, _("để trống"))
        return self.cells[column]

    def day(self, column: str, blank: date | None = None) -> date | None:
        """Return the date in the cell; `blank` for an empty one. Records a fault and returns None where the cell is
        no date.
        """
        if not self.cells[column] and blank is not None:
            return blank
        try:
            return date.fromisoformat(self.cells[column])
        except ValueError:
            self.fault(column, _("“%(cell)s” không phải ngày theo dạng yyyy-mm-dd"))
        return None

    def one_of(self, column: str, values: Mapping | Collection) -> Any:
        """Return the cell's value in `values`, a mapping or a collection of allowed words; records a fault and
        returns None for others.
        """
        if self.cells[column] not in values:
            self.fault(column, _("không có giá trị “%(cell)s”"))
            return None
        return values[self.cells[column]] if isinstance(values, dict) else self.cells[column]

    def code(self, column: str, level: Level | None) -> str:
        cell = self.cells[column]
        if level and not (cell.isascii() and cell.isdecimal() and len(cell) == CODE_LENGTHS[level]):
            self.fault(column, _("mã “%(cell)s” phải có %(length)d chữ số"), length=CODE_LENGTHS[level])
        return cell


def read_units(folder: Path, file: str, tier: str) -> Sheet:
    sheet = Sheet(folder, file, UNIT_COLUMNS)
    for number, cells in sheet.lines():
        line = Line(sheet, number, cells)
        row = _unit(line, tier)
        if line.is_sound:
            sheet.rows.append(row)
        else:
            sheet.doubtful.add(row.code)
    return sheet


def _unit(line: Line, tier: str) -> UnitRow:
    level = line.one_of("level", LEVELS[tier])
    code, parent_code = line.code("code", level), line.cells["parent_code"]
    if level and bool(parent_code) == (level == Level.PROVINCE):
        line.fault("parent_code", _("cấp tỉnh để trống") if parent_code else _("để trống"))
    start, last = line.day("valid_from", BEFORE_RECORDS), line.day("valid_to", FOREVER)
    if start and last and last < start:
        line.fault("valid_to", _("ngày cuối trước ngày đầu"))
    ends_on = last + timedelta(days=1) if last and last < FOREVER else FOREVER
    name, unit_type = line.text("name"), line.text("unit_type")
    if level and unit_type and unit_type not in UNIT_TYPES[tier, level]:
        line.fault("unit_type", _("không có giá trị “%(cell)s” ở cấp này"))
    basis = line.cells.get("legal_basis", "")
    return UnitRow(line.sheet.file, line.number, tier, level, code, name, unit_type, parent_code, start, ends_on, basis)


def read_links(folder: Path) -> Sheet:
    sheet = Sheet(folder, SUCCESSION, LINK_COLUMNS)
    for number, cells in sheet.lines():
        line = Line(sheet, number, cells)
        row = _link(line)
        if line.is_sound:
            sheet.rows.append(row)
    return sheet


def _link(line: Line) -> LinkRow:
    """Return the link; old levels count in the tiers of the day before, new ones in those of the day itself."""
    day = line.day("effective_date") or TWO_TIERS_FROM
    source = _side(line, "old", tier_system_at(day - timedelta(days=1)))
    target = _side(line, "new", tier_system_at(day))
    if source is None and target is None:
        line.fault("new_code", _("không có cả mã cũ lẫn mã mới"))
    kind, extent = line.one_of("kind", ChangeKind.values), line.one_of("extent", Extent.values)
    basis, note = line.cells["legal_basis"], line.cells["note"]
    return LinkRow(line.sheet.file, line.number, source, target, kind, extent, day, basis, note)


def _side(line: Line, side: str, tier: str) -> tuple | None:
    if not line.cells[f"{side}_code"] and not line.cells[f"{side}_level"]:
        return None
    level = line.one_of(f"{side}_level", LEVELS[tier])
    return tier, level, line.code(f"{side}_code", level)
