"""Finds the rows of the report's two sheets in an uploaded workbook, and everything that keeps them from being read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl.utils import get_column_letter, range_boundaries

from ground.fonts.old_encodings import find_old_text
from ground.inputs import excerpt
from ground.sheets.files import WholeSheet
from ground.text import fold
from reports.submissions.contents.written import Contents
from reports.submissions.models import Dossier
from reports.submissions.workbook.cells import label_in_cell
from reports.submissions.workbook.columns import (
    BOOK_MARK,
    LAYOUT,
    LAYOUTS,
    SheetLayout,
    Written,
    book_mark,
    label_of,
    number_of,
)  # fmt: skip

ROWS_OF_TOP = 30  # in which the mark and the head are looked for
ROWS_NAMED = 12
NOT_XLSX = gettext_lazy("Tệp không phải bảng Excel (.xlsx), dù tên ghi thế nào. Chọn bảng đã tải từ trang báo cáo này.")


@dataclass(frozen=True)
class Fault:
    """What is wrong and what to do; `cell`: its address, "" for the whole sheet, `sheet` "" for the whole file."""

    sheet: str
    cell: str
    words: str


@dataclass(frozen=True)
class FilledRow:
    """A row of a criterion or section: its number in the sheet, and its cells by the names of their columns."""

    n: int
    written: Written
    cells: dict[str, Any]


@dataclass
class FilledSheet:
    """A sheet of the report as it was read; `columns`: name → position from 1."""

    layout: SheetLayout
    name: str = ""
    columns: dict[str, int] = field(default_factory=dict)
    rows: list[FilledRow] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def address(self, name: str, n: int) -> str:
        return f"{get_column_letter(self.columns.get(name, 1))}{n}"

    def refuse(self, cell: str, words: str) -> None:
        self.faults.append(Fault(self.name, cell, words))


Marked = tuple[WholeSheet, str, Mapping[str, str]]  # a sheet, where its mark stands, and what that says


def find_sheets(sheets: list[WholeSheet], dossier: Dossier, contents: Contents) -> list[FilledSheet]:
    """Return the sheets of figures and of texts with their rows; with faults of the whole file none, for they would
    only follow.
    """
    marked = [(sheet, at, mark) for sheet in sheets for at, mark in _marks_in(sheet)]
    if not marked:
        return [FilledSheet(LAYOUTS[0], faults=[Fault("", "", _no_mark(sheets))])]
    found = []
    for layout in LAYOUTS:
        own = [each for each in marked if (each[2]["suffix"] or "") == layout.suffix]
        found.append(_find_sheet(own, layout, dossier, contents))
    return [each for each in found if each.faults and not each.columns][:1] or found


def _find_sheet(marked: list[Marked], layout: SheetLayout, dossier: Dossier, contents: Contents) -> FilledSheet:
    names = list(dict.fromkeys(sheet.name for sheet, _at, _mark in marked))
    if not names:
        words = _("Thiếu trang tính “%s” của bảng, hoặc ô mã ở trang ấy đã bị xóa. Tải bảng mới rồi chép số, chữ sang.")
        return FilledSheet(layout, faults=[Fault("", "", words % layout.title)])
    if len(names) > 1:
        words = _("Tệp có nhiều trang tính mang mã bảng: %s. Để lại một trang rồi gửi.")
        return FilledSheet(layout, faults=[Fault("", "", words % ", ".join(f"“{name}”" for name in names))])
    sheet, at, mark = marked[0]
    found = FilledSheet(layout, sheet.name)
    wrong = _fault_of_mark(mark, layout, dossier, contents)
    if wrong:
        found.refuse(at, wrong)
        return found
    head = _find_head(sheet, found)
    if head and _find_columns(sheet, head, found):
        _find_hidden_and_merged(sheet, head, found)
        _find_rows(sheet, head, contents, found)
    return found


# --- The mark --------------------------------------------------------------------------------------------------------
def _marks_in(sheet: WholeSheet) -> Iterator[tuple[str, Mapping[str, str]]]:
    for n, cells in sheet.rows.items():
        if n > ROWS_OF_TOP:
            return
        for column, cell in enumerate(cells, start=1):
            mark = BOOK_MARK.fullmatch(cell.strip()) if isinstance(cell, str) else None
            if mark:
                yield f"{get_column_letter(column)}{n}", mark.groupdict()


def _no_mark(sheets: list[WholeSheet]) -> str:
    if not sheets:
        return str(NOT_XLSX)
    return _("Không thấy mã bảng: tệp không phải bảng tải từ trang này, hoặc ô mã đã bị xóa. Tải bảng, chép số sang.")


def _fault_of_mark(mark: Mapping[str, str], layout: SheetLayout, dossier: Dossier, contents: Contents) -> str:
    """Return why a marked sheet isn't this report's of today; "" for the right one."""
    own, campaign = dossier.inspection.reference, dossier.inspection.campaign.code
    words = {"theirs": mark["reference"], "own": own, "campaign": campaign}
    if not mark["reference"].startswith(f"{campaign}-"):
        return _("Bảng của đợt khác (mã %(theirs)s), đợt này là %(campaign)s. Tải bảng mới, chép số sang.") % words
    if mark["reference"] != own or mark["dossier"] != str(dossier.pk):
        return _("Bảng của đơn vị khác (mã %(theirs)s), báo cáo này là %(own)s. Chọn đúng tệp của đơn vị.") % words
    if mark["layout"] != str(LAYOUT):
        return _("Bảng theo mẫu cũ của cổng. Tải bảng mới rồi chép số sang.")
    if BOOK_MARK.fullmatch(book_mark(dossier, layout, contents))["words"] != mark["words"]:
        return _("Các %s đã đổi sau khi bảng này được tải. Tải bảng mới rồi chép số sang.") % layout.what
    return ""


# --- Head and columns ------------------------------------------------------------------------------------------------
def _find_head(sheet: WholeSheet, found: FilledSheet) -> int:
    """Return the number of the row of titles; 0 where there is none."""
    known = [found.layout.by_name[name].heads for name in ("number", "label")]
    for n, cells in sheet.rows.items():
        titles = {fold(label_in_cell(cell)) for cell in cells}
        if n <= ROWS_OF_TOP and all(titles & heads for heads in known):
            return n
    titles = ", ".join(f"“{column.title}”" for column in found.layout.columns[:2])
    found.refuse("", _("Không thấy dòng tên cột (%s…). Tải bảng mới rồi chép số sang.") % titles)
    return 0


def _find_columns(sheet: WholeSheet, head: int, found: FilledSheet) -> bool:
    """Note where each column stands, and what is wrong with the columns; False where some are missing or there twice,
    so that rows can't be read.
    """
    names = {title: column.name for column in found.layout.columns for title in column.heads}
    is_whole = True
    width = max(len(cells) for n, cells in sheet.rows.items() if n >= head)
    titles = [label_in_cell(cell) for cell in sheet.rows[head]]
    for position in range(1, width + 1):
        title = titles[position - 1] if position <= len(titles) else ""
        name = names.get(fold(title), "")
        if name and name in found.columns:
            found.refuse(f"{get_column_letter(position)}{head}", _("Có hai cột “%s”. Để lại một cột.") % title)
            is_whole = False
        elif name:
            found.columns[name] = position
        elif any(position <= len(cells) and cells[position - 1] not in (None, "") for cells in _below(sheet, head)):
            _refuse_column(found, position, head, title)
    missing = [str(found.layout.by_name[name].title) for name in found.layout.needed if name not in found.columns]
    if missing:
        words = _("Thiếu cột: %s. Tải bảng mới rồi chép số sang.")
        found.refuse(f"A{head}", words % ", ".join(f"“{title}”" for title in missing))
    return is_whole and not missing


def _below(sheet: WholeSheet, head: int) -> list[list]:
    return [cells for n, cells in sheet.rows.items() if n > head]


def _refuse_column(found: FilledSheet, position: int, head: int, title: str) -> None:
    letter = get_column_letter(position)
    params = {"column": letter, "title": excerpt(title, 60)}
    words = (
        _("Cột %(column)s “%(title)s” không phải cột của bảng. Chuyển nội dung vào cột của bảng, rồi xóa cột này.")
        if title
        else _("Cột %(column)s không có tên mà có chữ. Chuyển nội dung vào cột của bảng, rồi xóa cột này.")
    )
    found.refuse(f"{letter}{head}", words % params)


def _find_hidden_and_merged(sheet: WholeSheet, head: int, found: FilledSheet) -> None:
    rows = [str(n) for n in sheet.hidden_rows if n >= head]
    if rows:
        words = _("Có dòng bị ẩn hoặc bị lọc: %s. Bỏ lọc, bỏ ẩn, xem lại các dòng ấy rồi gửi.")
        more = "…" if len(rows) > ROWS_NAMED else ""
        found.refuse(f"A{rows[0]}", words % f"{', '.join(rows[:ROWS_NAMED])}{more}")
    needed = {found.columns[name]: name for name in found.layout.needed}
    for position in sorted(needed.keys() & set(sheet.hidden_columns)):
        words = _("Cột “%s” bị ẩn. Bỏ ẩn, xem lại cột ấy rồi gửi.") % found.layout.by_name[needed[position]].title
        found.refuse(f"{get_column_letter(position)}{head}", words)
    for ref in sheet.merged:
        left, top, right, bottom = range_boundaries(ref)
        if bottom >= head and any(left <= position <= right for position in needed):
            words = _("Các ô %s bị gộp nên chỉ ô đầu có chữ. Bỏ gộp ô rồi ghi từng ô.") % ref
            found.refuse(f"{get_column_letter(left)}{top}", words)


# --- Rows ------------------------------------------------------------------------------------------------------------
def _find_rows(sheet: WholeSheet, head: int, contents: Contents, found: FilledSheet) -> None:
    known = found.layout.rows_of(contents)
    numbers = {number for number, _label in known}
    groups = {fold(name) for name, _values in contents.groups}
    seen: dict[str, int] = {}  # the keys of what was found
    strange: set[str] = set()  # numbers and words of rows that are wrong: they aren't called missing as well
    for n in [n for n in sheet.rows if n > head]:
        cells = sheet.rows[n]
        by_name = {name: cells[at - 1] if at <= len(cells) else None for name, at in found.columns.items()}
        number, label = label_in_cell(by_name["number"]), label_in_cell(by_name["label"])
        written = _same_row((number, label), known)
        if written is not None and written.key in seen:
            what = str(found.layout.what).capitalize()
            words = {"what": what, "number": number, "first": seen[written.key], "n": n}
            refusal = _("%(what)s %(number)s có hai dòng, %(first)d và %(n)d. Để lại một dòng.")
            found.refuse(found.address("number", n), refusal % words)
        elif written is not None:
            seen[written.key] = n
            found.rows.append(FilledRow(n, written, by_name))
        elif number or fold(label) not in groups or _is_typed(by_name, found.layout):
            strange |= {number, label}
            _refuse_row(found, n, by_name, numbers)
    _refuse_missing(found, known, seen, strange)


def _refuse_missing(
    found: FilledSheet, known: Mapping[tuple[str, str], Written], seen: Mapping[str, int], strange: set[str]
) -> None:
    missing = {written.key: written for key, written in known.items() if not strange & set(key)}
    for written in missing.values():
        if written.key not in seen:
            name = f"{number_of(written)} “{excerpt(label_of(written), 60)}”"
            words = {"what": found.layout.what, "name": name}
            found.refuse("", _("Thiếu dòng của %(what)s %(name)s. Tải bảng mới rồi chép số sang.") % words)


def _same_row(key: tuple[str, str], known: Mapping[tuple[str, str], Written]) -> Written | None:
    """Return what has this number and these words, or words that are alike; None where there is nothing."""
    if key in known:
        return known[key]
    folded = fold(key[1])
    return next((each for (number, label), each in known.items() if number == key[0] and fold(label) == folded), None)


def _is_typed(cells: Mapping[str, Any], layout: SheetLayout) -> bool:
    return any(layout.by_name[name].is_typed and cell not in (None, "") for name, cell in cells.items())


def _refuse_row(found: FilledSheet, n: int, cells: Mapping[str, Any], numbers: set[str]) -> None:
    """Say what is wrong with a row that is none of the report's."""
    number, label = label_in_cell(cells["number"]), label_in_cell(cells["label"])
    at, at_label = found.address("number", n), found.address("label", n)
    params = {"what": found.layout.what, "number": excerpt(number, 40), "label": excerpt(label, 60), "n": n}
    if not number:
        found.refuse(at, _("Dòng %(n)d có chữ mà không có số %(what)s. Chuyển vào đúng dòng, rồi xóa.") % params)
    elif not isinstance(cells["number"], str):
        words = _(
            "Số %(what)s bị đổi kiểu, thành %(number)s (2.10 có thể thành 2.1). Định dạng ô là Văn bản rồi ghi lại."
        )
        found.refuse(at, words % params)
    elif number not in numbers:
        found.refuse(at, _("Báo cáo này không có %(what)s %(number)s. Xóa dòng.") % params)
    elif find_old_text(label):
        words = _("Tên %(what)s %(number)s gõ theo bảng mã cũ (TCVN3, VNI). Tải bảng mới, chép số sang.")
        found.refuse(at_label, words % params)
    else:
        words = _("“%(label)s” không phải tên của %(what)s %(number)s. Để nguyên hai cột đầu, chép số vào đúng dòng.")
        found.refuse(at_label, words % params)
