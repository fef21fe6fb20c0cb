"""Judges an uploaded workbook whole: every fault by its cell, and what it would change where there is none."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from ground.inputs import excerpt
from ground.sheets.files import WholeSheet
from reports.submissions.contents.reading import TIME, ReadValue, fields_of, read_all
from reports.submissions.contents.saving import TypedPart
from reports.submissions.contents.written import Contents, WrittenValue
from reports.submissions.models import Dossier, DraftValue
from reports.submissions.workbook.cells import CellRefused, typed_in_cell
from reports.submissions.workbook.columns import (
    ANSWER,
    ANSWER_FIELDS,
    BY_NAME,
    REASON,
    ROW_MARK,
    TYPED,
    columns_for,
    label_of,
    typed_digest,
    typed_of,
)  # fmt: skip
from reports.submissions.workbook.reading import Fault, FilledRow, FilledSheet, find_rows


@dataclass(frozen=True)
class Change:
    """A value that the workbook would change: (column's title, old, new) of each field that differs.

    `doubts`: what has to be confirmed with a reason before the report is sent.
    """

    question: WrittenValue
    fields: list[tuple[str, str, str]]
    doubts: list[str]

    @property
    def label(self) -> str:
        return label_of(self.question)


@dataclass
class Verdict:
    """What a workbook says: its faults, and without any the changes; `parts` are what `saving.save` takes."""

    faults: list[Fault] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    parts: list[TypedPart] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

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
    found = find_rows(sheets, dossier, contents)
    typed = [_typed_row(row, found) for row in found.rows]
    touched = [each for each in typed if each.is_touched]
    read = _read(dossier, contents, typed)
    for each in touched:
        _refuse_unreadable(each, read[each.row.question.criterion.pk, each.row.question.part], found)
    _refuse_older(touched, dossier, found)
    verdict = Verdict(sorted(found.faults, key=_order), unread=found.unread)
    if not verdict.faults:
        changed = [each for each in touched if each.typed != typed_of(each.row.question)]
        verdict.parts = [TypedPart(each.row.question, each.typed, each.revision or 0) for each in changed]
        titles = {name: str(column.title) for name, column in BY_NAME.items()}
        verdict.changes = [_change(each, read, titles) for each in changed]
    return verdict


def _order(fault: Fault) -> tuple[str, int, int]:
    """Sort by row and column; what is about no cell comes first."""
    if not fault.cell:
        return fault.sheet, 0, 0
    column, row = coordinate_from_string(fault.cell)
    return fault.sheet, row, column_index_from_string(column)


# --- Rows ------------------------------------------------------------------------------------------------------------
def _typed_row(row: FilledRow, found: FilledSheet) -> _Typed:
    fields, typed, is_readable = columns_for(row.question), {}, True
    for name in TYPED:
        cell = row.cells[name]
        try:
            text = typed_in_cell(cell, fields.get(name, REASON), row.question.criterion)
            if name in fields and text:
                typed[fields[name]] = text
            elif text:
                _refuse_unused(row, name, found)
        except CellRefused as fault:
            is_readable = False
            found.refuse(found.address(name, row.n), str(fault))
    mark = ROW_MARK.fullmatch(str(row.cells["mark"] or "").strip())
    if mark is None:
        found.refuse(found.address("mark", row.n), _("Dấu của cổng ở cuối dòng đã bị sửa. Tải bảng mới, chép số sang."))
        return _Typed(row, typed, None, True, is_readable)
    is_touched = not is_readable or typed_digest(typed) != mark["digest"]
    return _Typed(row, typed, int(mark["revision"]), is_touched, is_readable)


def _refuse_unused(row: FilledRow, name: str, found: FilledSheet) -> None:
    used = ", ".join(f"“{BY_NAME[each].title}”" for each in columns_for(row.question) if each not in (TIME, REASON))
    params = {"number": row.question.criterion.number, "column": BY_NAME[name].title, "used": used}
    words = _("Chỉ tiêu %(number)s không dùng cột “%(column)s”. Chuyển sang cột đúng (%(used)s) rồi xóa ô này.")
    found.refuse(found.address(name, row.n), words % params)


def _read(dossier: Dossier, contents: Contents, rows: list[_Typed]) -> dict[tuple[int, str], ReadValue]:
    """Read all values as they would be: touched rows as they are in the file, the others as they are stored."""
    new = {each.row.question.key: each.typed for each in rows if each.is_touched and each.is_readable}
    earlier = [each.earlier for each in contents.values if each.earlier is not None]
    return read_all(
        dossier.inspection,
        [
            (each.criterion, each.part, _without_reason(new.get(each.key, each.typed)))
            for each in contents.values
        ],
        earlier,
    )  # fmt: skip


def _without_reason(typed: dict[str, str]) -> dict[str, str]:
    return {name: text for name, text in typed.items() if name != REASON}


def _refuse_unreadable(each: _Typed, read: ReadValue, found: FilledSheet) -> None:
    if not each.is_readable:
        return
    known = fields_of(each.row.question.criterion)
    for name, words in read.faults.items():
        column = ANSWER if name in ANSWER_FIELDS else name
        column = column if name in known else "number"
        found.refuse(found.address(column, each.row.n), words)


def _refuse_older(touched: list[_Typed], dossier: Dossier, found: FilledSheet) -> None:
    """Refuse what was filled from an older copy than the one that is stored, as the page does."""
    older = [each for each in touched if each.revision is not None and _is_older(each)]
    if not older:
        return
    rows = DraftValue.objects.filter(dossier=dossier).select_related("changed_by")
    by_question = {(row.set_criterion_id, row.part): row for row in rows}
    words = _(
        "%(who)s đã sửa mục này trên cổng sau khi bảng được tải: cổng đang giữ “%(theirs)s”, bảng ghi “%(yours)s”."
        " Sửa ngay trên trang, hoặc tải bảng mới rồi ghi lại."
    )
    for each in older:
        question = each.row.question
        row = by_question.get((question.criterion.pk, question.part))
        params = {
            "who": row.changed_by.get_full_name() if row is not None else _("Người khác"),
            "theirs": excerpt(in_words(typed_of(question)), 80),
            "yours": excerpt(in_words(each.typed), 80),
        }
        found.refuse(found.address("number", each.row.n), words % params)


def _is_older(each: _Typed) -> bool:
    question = each.row.question
    return question.revision != each.revision and each.typed != typed_of(question)


def in_words(typed: dict[str, str]) -> str:
    return "; ".join(_shown(name, text) for name, text in typed.items()) or _("để trống")


# --- Changes ---------------------------------------------------------------------------------------------------------
def _change(each: _Typed, read: dict[tuple[int, str], ReadValue], titles: dict[str, str]) -> Change:
    question = each.row.question
    value = read[question.criterion.pk, question.part]
    doubts = [] if each.typed.get(REASON) else value.doubts
    return Change(question, list(_changed_fields(question, each.typed, titles)), doubts)


def _changed_fields(
    question: WrittenValue, new: dict[str, str], titles: dict[str, str]
) -> Iterator[tuple[str, str, str]]:
    old = typed_of(question)
    for column, name in columns_for(question).items():
        before, after = old.get(name, ""), new.get(name, "")
        if before != after:
            yield titles[column], _shown(name, before), _shown(name, after)


def _shown(name: str, text: str) -> str:
    if name != "yes_no":
        return text
    return {"True": _("Có"), "False": _("Không")}.get(text, text)
