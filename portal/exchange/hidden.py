"""Asks what becomes of rows and columns that the spreadsheet doesn't show."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from ground.inputs import excerpt
from ground.sheets.files import Table
from workflow.registers.questions import Option, Question, key_of

IN, OUT = "in", "out"
NAMED = 10  # rows or columns


def ask_about_hidden(table: Table, choices: Mapping[str, str]) -> tuple[list[Question], Table]:
    """Return the questions, and the table without what is to be left out; without a choice all of it is there."""
    rows, columns = list(_questions(table, choices))
    left_out = table.hidden_rows if rows.chosen == OUT else []
    shown = table.without(left_out, table.hidden_columns if columns.chosen == OUT else [])
    return [question for question in (rows, columns) if question.rows], shown


def _questions(table: Table, choices: Mapping[str, str]) -> Iterator[Question]:
    letters = [f"{get_column_letter(n + 1)} ({excerpt(table.head[n], 40)})" for n in table.hidden_columns]
    words = _("Bảng tính ẩn các dòng sau, ví dụ do lọc: %s.") % _listed([str(n) for n in table.hidden_rows])
    yield _question("rows", _("Dòng bị ẩn"), words, table.hidden_rows, choices)
    words = _("Bảng tính ẩn các cột sau: %s.") % _listed(letters)
    yield _question("columns", _("Cột bị ẩn"), words, table.hidden_columns, choices)


def _question(subject, title, words, numbers, choices) -> Question:
    key = key_of("hidden", subject)
    options = {IN: Option(IN, _("nhập cả phần bị ẩn")), OUT: Option(OUT, _("bỏ qua phần bị ẩn"))}
    chosen = choices.get(key, "")
    return Question(key, title, "", words, chosen if chosen in options else "", options, list(numbers), False)


def _listed(names: list[str]) -> str:
    more = _(" và %d nữa") % (len(names) - NAMED) if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more
