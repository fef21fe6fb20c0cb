"""Finds the report's rows in an uploaded workbook, and everything that keeps them from being read."""

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
from reports.submissions.contents.written import Contents, WrittenValue
from reports.submissions.models import Dossier
from reports.submissions.workbook.cells import label_in_cell
from reports.submissions.workbook.columns import (
    BOOK_MARK,
    BY_NAME,
    COLUMNS,
    LAYOUT,
    book_mark,
    label_of,
    questions_of,
)  # fmt: skip

ROWS_OF_TOP = 30  # in which the mark and the head are looked for
ROWS_NAMED = 12
NOT_XLSX = gettext_lazy("Tệp không phải bảng Excel (.xlsx), dù tên ghi thế nào. Chọn bảng đã tải từ trang báo cáo này.")
NEEDED = [column.name for column in COLUMNS if column.is_typed or column.name in ("number", "label", "mark")]


@dataclass(frozen=True)
class Fault:
    """What is wrong and what to do; `cell`: its address, "" for the whole sheet, `sheet` "" for the whole file."""

    sheet: str
    cell: str
    words: str


@dataclass(frozen=True)
class FilledRow:
    """A row of a criterion: its number in the sheet, and its cells by the names of their columns."""

    n: int
    question: WrittenValue
    cells: dict[str, Any]


@dataclass
class FilledSheet:
    """The sheet of figures as it was read; `columns`: name → position from 1; `unread`: the names of other sheets."""

    name: str = ""
    columns: dict[str, int] = field(default_factory=dict)
    rows: list[FilledRow] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    def address(self, name: str, n: int) -> str:
        return f"{get_column_letter(self.columns.get(name, 1))}{n}"

    def refuse(self, cell: str, words: str) -> None:
        self.faults.append(Fault(self.name, cell, words))


def find_rows(sheets: list[WholeSheet], dossier: Dossier, contents: Contents) -> FilledSheet:
    """Return the rows of the report's criteria; with faults of the whole file none, for they would only follow."""
    marked = [(sheet, at, mark) for sheet in sheets for at, mark in _marks_in(sheet)]
    if not marked:
        return FilledSheet(faults=[Fault("", "", _no_mark(sheets))])
    names = list(dict.fromkeys(sheet.name for sheet, _at, _mark in marked))
    if len(names) > 1:
        words = _("Tệp có nhiều trang tính mang mã bảng: %s. Để lại một trang rồi gửi.")
        return FilledSheet(faults=[Fault("", "", words % ", ".join(f"“{name}”" for name in names))])
    sheet, at, mark = marked[0]
    found = FilledSheet(sheet.name, unread=[each.name for each in sheets if each is not sheet and each.rows])
    wrong = _fault_of_mark(mark, dossier, contents)
    if wrong:
        found.refuse(at, wrong)
        return found
    head = _find_head(sheet, found)
    if head and _find_columns(sheet, head, found):
        _find_hidden_and_merged(sheet, head, found)
        _find_questions(sheet, head, contents, found)
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


def _fault_of_mark(mark: Mapping[str, str], dossier: Dossier, contents: Contents) -> str:
    """Return why a marked file isn't this report's of today; "" for the right one."""
    own, campaign = dossier.inspection.reference, dossier.inspection.campaign.code
    words = {"theirs": mark["reference"], "own": own, "campaign": campaign}
    if not mark["reference"].startswith(f"{campaign}-"):
        return _("Bảng của đợt khác (mã %(theirs)s), đợt này là %(campaign)s. Tải bảng mới, chép số sang.") % words
    if mark["reference"] != own or mark["dossier"] != str(dossier.pk):
        return _("Bảng của đơn vị khác (mã %(theirs)s), báo cáo này là %(own)s. Chọn đúng tệp của đơn vị.") % words
    if mark["layout"] != str(LAYOUT):
        return _("Bảng theo mẫu cũ của cổng. Tải bảng mới rồi chép số sang.")
    if book_mark(dossier, contents.values).rpartition("/")[2] != mark["questions"]:
        return _("Các chỉ tiêu đã đổi sau khi bảng này được tải. Tải bảng mới rồi chép số sang.")
    return ""


# --- Head and columns ------------------------------------------------------------------------------------------------
def _find_head(sheet: WholeSheet, found: FilledSheet) -> int:
    """Return the number of the row of titles; 0 where there is none."""
    known = BY_NAME["number"].heads, BY_NAME["label"].heads
    for n, cells in sheet.rows.items():
        titles = {fold(label_in_cell(cell)) for cell in cells}
        if n <= ROWS_OF_TOP and all(titles & heads for heads in known):
            return n
    found.refuse("", _("Không thấy dòng tên cột (“Số”, “Chỉ tiêu”…). Tải bảng mới rồi chép số sang."))
    return 0


def _find_columns(sheet: WholeSheet, head: int, found: FilledSheet) -> bool:
    """Note where each column stands, and what is wrong with the columns; False where some are missing or there twice,
    so that rows can't be read.
    """
    names = {title: column.name for column in COLUMNS for title in column.heads}
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
    missing = [str(BY_NAME[name].title) for name in NEEDED if name not in found.columns]
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
    needed = {found.columns[name]: name for name in NEEDED}
    for position in sorted(needed.keys() & set(sheet.hidden_columns)):
        words = _("Cột “%s” bị ẩn. Bỏ ẩn, xem lại cột ấy rồi gửi.") % BY_NAME[needed[position]].title
        found.refuse(f"{get_column_letter(position)}{head}", words)
    for ref in sheet.merged:
        left, top, right, bottom = range_boundaries(ref)
        if bottom >= head and any(left <= position <= right for position in needed):
            words = _("Các ô %s bị gộp nên chỉ ô đầu có chữ. Bỏ gộp ô rồi ghi từng ô.") % ref
            found.refuse(f"{get_column_letter(left)}{top}", words)


# --- Rows ------------------------------------------------------------------------------------------------------------
def _find_questions(sheet: WholeSheet, head: int, contents: Contents, found: FilledSheet) -> None:
    questions = questions_of(contents)
    numbers = {number for number, _label in questions}
    groups = {fold(name) for name, _values in contents.groups}
    seen: dict[tuple[str, str], int] = {}
    strange: set[str] = set()  # numbers and words of rows that are wrong: they aren't called missing as well
    for n in [n for n in sheet.rows if n > head]:
        cells = sheet.rows[n]
        by_name = {name: cells[at - 1] if at <= len(cells) else None for name, at in found.columns.items()}
        number, label = label_in_cell(by_name["number"]), label_in_cell(by_name["label"])
        key = _same_question((number, label), questions)
        if key in seen:
            words = _("Chỉ tiêu %(number)s có hai dòng, %(first)d và %(n)d. Để lại một dòng.")
            found.refuse(found.address("number", n), words % {"number": number, "first": seen[key], "n": n})
        elif key in questions:
            seen[key] = n
            found.rows.append(FilledRow(n, questions[key], by_name))
        elif number or fold(label) not in groups or _is_typed(by_name):
            strange |= {number, label}
            _refuse_row(found, n, by_name, numbers)
    for key, question in questions.items():
        if key not in seen and not strange & set(key):
            words = _("Thiếu dòng của chỉ tiêu %s. Tải bảng mới rồi chép số sang.")
            found.refuse("", words % f"{question.criterion.number} “{excerpt(label_of(question), 60)}”")


def _same_question(key: tuple[str, str], questions: Mapping[tuple[str, str], WrittenValue]) -> tuple[str, str]:
    """Return the question of this number whose words are alike; the key itself where there is none."""
    if key in questions:
        return key
    folded = fold(key[1])
    return next((each for each in questions if each[0] == key[0] and fold(each[1]) == folded), key)


def _is_typed(cells: Mapping[str, Any]) -> bool:
    return any(BY_NAME[name].is_typed and cell not in (None, "") for name, cell in cells.items())


def _refuse_row(found: FilledSheet, n: int, cells: Mapping[str, Any], numbers: set[str]) -> None:
    """Say what is wrong with a row that is no criterion's."""
    number, label = label_in_cell(cells["number"]), label_in_cell(cells["label"])
    at, at_label = found.address("number", n), found.address("label", n)
    if not number:
        found.refuse(at, _("Dòng %d có chữ mà không có số chỉ tiêu. Chuyển vào đúng dòng, rồi xóa.") % n)
    elif not isinstance(cells["number"], str):
        words = _("Số chỉ tiêu bị đổi kiểu, thành %s (2.10 có thể thành 2.1). Định dạng ô là Văn bản rồi ghi lại.")
        found.refuse(at, words % excerpt(number, 40))
    elif number not in numbers:
        found.refuse(at, _("Báo cáo này không có chỉ tiêu %s. Xóa dòng.") % excerpt(number, 40))
    elif find_old_text(label):
        words = _("Tên chỉ tiêu %s gõ theo bảng mã cũ (TCVN3, VNI). Tải bảng mới, chép số sang.")
        found.refuse(at_label, words % number)
    else:
        words = _("“%(label)s” không phải tên của chỉ tiêu %(number)s. Để nguyên hai cột đầu, chép số vào đúng dòng.")
        found.refuse(at_label, words % {"label": excerpt(label, 60), "number": number})
