"""Judges an uploaded workbook whole: every fault by its cell, and what it would change where there is none."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from ground.inputs import excerpt
from ground.sheets.files import WholeSheet
from ground.text import fold
from reports.submissions.contents.reading import TIME, ReadValue, fields_of, read_all
from reports.submissions.contents.saving import TypedPart, rows_of
from reports.submissions.contents.written import Contents, WrittenSection, WrittenValue
from reports.submissions.models import Dossier
from reports.submissions.pages.checking import Piece, compare_words
from reports.submissions.workbook.cells import CellRefused, refuse_text, text_in_cell, typed_in_cell
from reports.submissions.workbook.columns import (
    ANSWER,
    ANSWER_FIELDS,
    BY_NAME,
    IN_THE_PORTAL,
    LAYOUTS,
    REASON,
    ROW_MARK,
    TEXT,
    TYPED,
    Written,
    columns_for,
    in_all_languages,
    label_of,
    number_of,
    typed_digest,
    typed_of,
)  # fmt: skip
from reports.submissions.workbook.reading import Fault, FilledRow, FilledSheet, find_sheets


@dataclass(frozen=True)
class Change:
    """A value or text that the workbook would change. `fields`: (column's title, old, new) of each that differs in a
    value; `pieces`: of a text, what is taken out and put in; `doubts`: what has to be confirmed with a reason before
    the report is sent.
    """

    written: Written
    fields: list[tuple[str, str, str]] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)

    @property
    def number(self) -> str:
        return number_of(self.written)

    @property
    def label(self) -> str:
        return label_of(self.written)


@dataclass
class Verdict:
    """What a workbook says: its faults, and without any the changes; `parts` are what `saving.save` takes; `unread`:
    the names of sheets that aren't the portal's.
    """

    faults: list[Fault] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    parts: list[TypedPart] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    @property
    def values(self) -> list[Change]:
        return [change for change in self.changes if change.fields]

    @property
    def texts(self) -> list[Change]:
        return [change for change in self.changes if not change.fields]

    @property
    def has_doubts(self) -> bool:
        return any(change.doubts for change in self.changes)


@dataclass(frozen=True)
class _Typed:
    """A row with what is typed in it; `revision`: from which it was filled, None where its mark is spoilt.

    `is_touched`: somebody has changed it since it was downloaded.
    """

    row: FilledRow
    typed: dict[str, str]
    revision: int | None
    is_touched: bool
    is_readable: bool


def judge(sheets: list[WholeSheet], dossier: Dossier, contents: Contents) -> Verdict:
    """Return all faults at once. A row that nobody has touched since it was downloaded changes nothing, whatever the
    portal holds by now.
    """
    found = find_sheets(sheets, dossier, contents)
    typed = [(_typed_row(row, sheet), sheet) for sheet in found for row in sheet.rows]
    touched = [(each, sheet) for each, sheet in typed if each.is_touched]
    read = _read(dossier, contents, [each for each, _sheet in touched])
    for each, sheet in touched:
        _refuse_unreadable(each, read.get(each.row.written.key), sheet)
    _refuse_older(touched, dossier)
    verdict = Verdict([fault for sheet in found for fault in sorted(sheet.faults, key=_order)])
    if len(found) == len(LAYOUTS):
        names = {sheet.name for sheet in found}
        verdict.unread = [each.name for each in sheets if each.name not in names and each.rows]
    if not verdict.faults:
        changed = [each for each, _sheet in touched if each.typed != typed_of(each.row.written)]
        verdict.parts = [TypedPart(each.row.written, each.typed, each.revision or 0) for each in changed]
        verdict.changes = [_change(each, read.get(each.row.written.key)) for each in changed]
    return verdict


def _order(fault: Fault) -> tuple[str, int, int]:
    """Sort by row and column; what is about no cell comes first."""
    if not fault.cell:
        return fault.sheet, 0, 0
    column, row = coordinate_from_string(fault.cell)
    return fault.sheet, row, column_index_from_string(column)


# --- Rows ------------------------------------------------------------------------------------------------------------
def _typed_row(row: FilledRow, found: FilledSheet) -> _Typed:
    mark = ROW_MARK.fullmatch(str(row.cells["mark"] or "").strip())
    if mark is None:
        found.refuse(found.address("mark", row.n), _("Dấu của cổng ở cuối dòng đã bị sửa. Tải bảng mới, chép số sang."))
    if isinstance(row.written, WrittenSection):
        typed, is_readable = _typed_text(row, found, mark)
    else:
        typed, is_readable = _typed_value(row, row.written, found)
    if mark is None:
        return _Typed(row, typed, None, True, is_readable)
    is_touched = not is_readable or typed_digest(typed) != mark["digest"]
    return _Typed(row, typed, int(mark["revision"]), is_touched, is_readable)


def _typed_value(row: FilledRow, question: WrittenValue, found: FilledSheet) -> tuple[dict[str, str], bool]:
    """Return what is typed of a value, and whether all of it could be taken."""
    fields, typed, is_readable = columns_for(question), {}, True
    for name in TYPED:
        cell = row.cells[name]
        try:
            text = typed_in_cell(cell, fields.get(name, REASON), question.criterion)
            if name in fields and text:
                typed[fields[name]] = text
            elif text:
                _refuse_unused(row, question, name, found)
        except CellRefused as fault:
            is_readable = False
            found.refuse(found.address(name, row.n), str(fault))
    return typed, is_readable


def _typed_text(row: FilledRow, found: FilledSheet, mark: re.Match[str] | None) -> tuple[dict[str, str], bool]:
    """Return the text of a section, and whether it could be taken. One that nobody has touched isn't judged anew; of
    one that was too long for a cell, which holds only words that say so, it is what is stored.
    """
    typed = {TEXT: ""}
    try:
        typed = {TEXT: text_in_cell(row.cells[TEXT])}
        if mark is not None and mark["long"]:
            if typed[TEXT] and fold(typed[TEXT]) not in {fold(words) for words in in_all_languages(IN_THE_PORTAL)}:
                raise CellRefused(_("Mục này quá dài, chỉ sửa được trên trang báo cáo. Dán chữ vào trang, xóa ô này."))
            return typed_of(row.written), True
        if mark is None or typed_digest(typed) != mark["digest"]:
            refuse_text(typed[TEXT])
    except CellRefused as fault:
        found.refuse(found.address(TEXT, row.n), str(fault))
        return typed, False
    return typed, True


def _refuse_unused(row: FilledRow, question: WrittenValue, name: str, found: FilledSheet) -> None:
    used = ", ".join(f"“{BY_NAME[each].title}”" for each in columns_for(question) if each not in (TIME, REASON))
    params = {"number": question.criterion.number, "column": BY_NAME[name].title, "used": used}
    words = _("Chỉ tiêu %(number)s không dùng cột “%(column)s”. Chuyển sang cột đúng (%(used)s) rồi xóa ô này.")
    found.refuse(found.address(name, row.n), words % params)


def _read(dossier: Dossier, contents: Contents, touched: list[_Typed]) -> dict[str, ReadValue]:
    """Read all values as they would be, by key: touched rows as they are in the file, the others as stored."""
    new = {each.row.written.key: each.typed for each in touched if each.is_readable}
    earlier = [each.earlier for each in contents.values if each.earlier is not None]
    read = read_all(
        dossier.inspection,
        [
            (each.criterion, each.part, _without_reason(new.get(each.key, each.typed)))
            for each in contents.values
        ],
        earlier,
    )  # fmt: skip
    return {each.key: read[each.criterion.pk, each.part] for each in contents.values}


def _without_reason(typed: dict[str, str]) -> dict[str, str]:
    return {name: text for name, text in typed.items() if name != REASON}


def _refuse_unreadable(each: _Typed, read: ReadValue | None, found: FilledSheet) -> None:
    question = each.row.written
    if not each.is_readable or read is None or isinstance(question, WrittenSection):
        return
    known = fields_of(question.criterion)
    for name, words in read.faults.items():
        column = ANSWER if name in ANSWER_FIELDS else name
        column = column if name in known else "number"
        found.refuse(found.address(column, each.row.n), words)


def _refuse_older(touched: list[tuple[_Typed, FilledSheet]], dossier: Dossier) -> None:
    """Refuse what was filled from an older copy than the one that is stored, as the page does."""
    older = [(each, found) for each, found in touched if each.revision is not None and _is_older(each)]
    if not older:
        return
    rows = rows_of(dossier, [TypedPart(each.row.written, each.typed, 0) for each, _found in older])
    words = _(
        "%(who)s đã sửa mục này trên cổng sau khi bảng được tải: cổng đang giữ “%(theirs)s”, bảng ghi “%(yours)s”."
        " Sửa ngay trên trang, hoặc tải bảng mới rồi ghi lại."
    )
    for each, found in older:
        row = rows.get(each.row.written.key)
        params = {
            "who": row.changed_by.get_full_name() if row is not None else _("Người khác"),
            "theirs": excerpt(in_words(typed_of(each.row.written)), 80),
            "yours": excerpt(in_words(each.typed), 80),
        }
        found.refuse(found.address("number", each.row.n), words % params)


def _is_older(each: _Typed) -> bool:
    return each.row.written.revision != each.revision and each.typed != typed_of(each.row.written)


def in_words(typed: dict[str, str]) -> str:
    return "; ".join(_shown(name, text) for name, text in typed.items() if text) or _("để trống")


# --- Changes ---------------------------------------------------------------------------------------------------------
def _change(each: _Typed, read: ReadValue | None) -> Change:
    written = each.row.written
    if isinstance(written, WrittenSection):
        return Change(written, pieces=compare_words(typed_of(written)[TEXT], each.typed[TEXT]))
    doubts = [] if each.typed.get(REASON) or read is None else read.doubts
    return Change(written, list(_changed_fields(written, each.typed)), doubts=doubts)


def _changed_fields(question: WrittenValue, new: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    old = typed_of(question)
    for column, name in columns_for(question).items():
        before, after = old.get(name, ""), new.get(name, "")
        if before != after:
            yield str(BY_NAME[column].title), _shown(name, before), _shown(name, after)


def _shown(name: str, text: str) -> str:
    if name != "yes_no":
        return text
    return {"True": _("Có"), "False": _("Không")}.get(text, text)
