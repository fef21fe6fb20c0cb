"""Reads a cell of the workbook as what is typed in a field: as the cell shows it, or refused with what to do."""

import re
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ground.inputs import excerpt
from ground.sheets.typed import NumberCell, RefusedCell
from ground.sheets.writing import LETTERS_A_CELL
from ground.text import fold
from inspections.criteria.models import SetCriterion
from inspections.values.numbers import COUNTS
from inspections.values.types import type_of
from reports.submissions.contents.saving import FIELD_LENGTH, REASON_LENGTH, TEXT_LENGTH
from reports.submissions.workbook.columns import REASON, is_too_long, text_as_in_cell
from workflow.registers.columns import Text, text_of
from workflow.text_rules import TEXT_RULES

_RATIO = re.compile(r"(\d[\d.]*)\s*[/:]\s*(\d[\d.]*)")
_THREE_DECIMALS = re.compile(r"-?[1-9]\d{0,2},\d{3}")
YES, NO = {"co", "yes", "x"}, {"khong", "no"}
COUNTED = ("ratio", "percent")  # types of values with a numerator and a denominator


class CellRefused(ValueError):
    """A cell can't be taken as what its column asks for; the message says what to do."""


def typed_in_cell(cell: object, field: str, criterion: SetCriterion) -> str:
    """Return what a cell says for a field of the criterion's value, "" for an empty one. Raises CellRefused."""
    try:
        text = _shown(cell, field, criterion)
        if field == REASON:  # the others are words of a value, whose columns have these rules
            for rule in TEXT_RULES:
                rule(text)
    except ValidationError as fault:
        raise CellRefused(" ".join(fault.messages)) from fault
    except ValueError as fault:
        raise CellRefused(str(fault)) from fault
    if not text:
        return ""
    if field == "yes_no":
        return _yes_no(text)
    if field == "choice":
        return _choice(text, criterion)
    if field in COUNTS:
        _refuse_ratio(text)
    return text


def text_in_cell(cell: object) -> str:
    """Return the text of a section as the cell shows it, "" for an empty one. Raises CellRefused."""
    if isinstance(cell, RefusedCell):
        raise CellRefused(cell.advice())
    if cell is None:
        return ""
    try:
        return text_as_in_cell(Text(TEXT_LENGTH).clean(cell))
    except ValueError as fault:
        raise CellRefused(str(fault)) from fault


def refuse_text(text: str) -> None:
    """Raise CellRefused for what no text of a report may contain, and for one that a program may have cut."""
    if is_too_long(text):
        words = _(
            "Ô này đầy (%d chữ là hết một ô Excel), đoạn sau có thể đã mất. Dán cả mục vào trang báo cáo, xóa ô này."
        )
        raise CellRefused(words % LETTERS_A_CELL)
    try:
        for rule in TEXT_RULES:
            rule(text)
    except ValidationError as fault:
        raise CellRefused(" ".join(fault.messages)) from fault


def label_in_cell(cell: object) -> str:
    """Return the text of a label's cell, whatever it has become."""
    return str(cell if cell is not None else "") if isinstance(cell, RefusedCell) else text_of(cell or "").strip()


def _shown(cell: object, field: str, criterion: SetCriterion) -> str:
    if isinstance(cell, RefusedCell):
        raise CellRefused(cell.advice())
    if cell is None:
        return ""
    is_figure = field in COUNTS or (field == "printed" and type_of(criterion).has_number)
    if is_figure and isinstance(cell, date):
        raise CellRefused(_day_for_a_figure(cell, criterion))
    if is_figure and isinstance(cell, NumberCell | float):
        Text().clean(cell)  # which refuses what a cell shows shorter than it holds
        return _figure(cell)
    return Text(REASON_LENGTH if field == REASON else FIELD_LENGTH).clean(cell)


def _figure(cell: NumberCell | float) -> str:
    """Return a number's digits as the cell shows them, so that they can't be read as another one: without marks between
    thousands, and with four decimals where there are three.
    """
    shown = (cell.shown if isinstance(cell, NumberCell) else text_of(cell)).replace(".", "")
    number, percent = shown.rstrip("%"), "%" if shown.endswith("%") else ""
    return f"{number}0{percent}" if _THREE_DECIMALS.fullmatch(number) else shown


def _day_for_a_figure(day: date, criterion: SetCriterion) -> str:
    words = {"day": f"{day:%d/%m/%Y}", "ratio": f"{day.day}/{day.month}"}
    if criterion.value_type in COUNTED:
        return (
            _("Ô chứa ngày %(day)s, có lẽ do Excel đổi tỷ số %(ratio)s. Ghi lại từng số vào ô Tử số và ô Mẫu số.")
            % words
        )
    return _("Ô chứa ngày %(day)s, ở đây cần số. Định dạng ô là Văn bản rồi ghi lại số.") % words


def _refuse_ratio(text: str) -> None:
    found = _RATIO.fullmatch(text)
    if found:
        words = {"text": excerpt(text), "a": found[1], "b": found[2]}
        raise CellRefused(
            _("Ô này nhận một số, không nhận “%(text)s”. Ghi %(a)s vào ô Tử số, %(b)s vào ô Mẫu số.") % words
        )


def _yes_no(text: str) -> str:
    said = fold(text)
    if said not in YES | NO:
        raise CellRefused(_("“%s” không có trong danh sách. Chọn Có hoặc Không.") % excerpt(text))
    return str(said in YES)


def _choice(text: str, criterion: SetCriterion) -> str:
    known = {fold(choice): choice for choice in criterion.choices}
    if fold(text) not in known:
        words = {"text": excerpt(text), "choices": "; ".join(criterion.choices)}
        raise CellRefused(_("“%(text)s” không có trong danh sách. Chọn một trong: %(choices)s.") % words)
    return known[fold(text)]
