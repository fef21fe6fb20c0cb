"""What an import would change, or has changed, row by row."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from import_export.results import RowResult

from ground.inputs import excerpt
from ground.sheets.files import Table
from portal.exchange.hidden import ask_about_hidden
from portal.exchange.shown import RowsPage, changed_rows, new_rows
from workflow.registers.questions import Question, Questions
from workflow.registers.resources import Register


@dataclass
class Outcome:
    new: int = 0
    changed: int = 0
    same: int = 0
    faults: list = field(default_factory=list)  # (row, column or "", what is wrong and what to do)
    changes: list = field(default_factory=list)  # (row, column, before, after) of records that are there: a page
    changed_page: RowsPage = field(default_factory=lambda: RowsPage([]))
    unused_heads: list = field(default_factory=list)
    unknown_columns: list = field(default_factory=list)  # those of them that hold anything
    doubts: list = field(default_factory=list)  # what has to be confirmed before the rows are written
    new_titles: list = field(default_factory=list)  # the columns of `new_rows`
    new_rows: list = field(default_factory=list)  # (row, [value, …]) of the rows that are new: a page
    new_page: RowsPage = field(default_factory=lambda: RowsPage([]))
    questions: list[Question] = field(default_factory=list)  # about cells that may mean several things

    @property
    def open_questions(self) -> list[Question]:
        """Return those without a choice, for which nothing is written."""
        return [question for question in self.questions if not question.chosen]

    @property
    def to_write(self) -> int:
        return self.new + self.changed

    @property
    def wrong_rows(self) -> int:
        return len({row for row, _column, _fault in self.faults})


@dataclass(frozen=True)
class Ask:
    """What the user has said about the file: whether unknown columns `may_leave_out` be left out, how many doubts are
    `confirmed`, `choices` by key of a question; and which rows to show: those after.
    """

    may_leave_out: bool = False
    confirmed: int = 0
    choices: Mapping[str, str] = field(default_factory=dict)
    new_after: int = 0
    changed_after: int = 0


def run(register: Register, table: Table, is_dry: bool, ask: Ask | None = None) -> Outcome:
    """Import all rows or none; none in a dry run, or when one of them is wrong, a question is open, columns would be
    left out though the user hasn't said that they may, or while there are other doubts than the confirmed number.
    """
    ask = ask or Ask()
    about_hidden, table = ask_about_hidden(table, ask.choices)
    is_dry = is_dry or not all(question.chosen for question in about_hidden)
    register.confirmed = None if is_dry else ask.confirmed
    register.may_leave_out = is_dry or ask.may_leave_out
    register.questions = Questions(ask.choices)
    result = register.import_data(
        table.dataset(), dry_run=is_dry, numbers=table.numbers, rollback_on_validation_errors=True
    )
    totals = result.totals
    outcome = Outcome(
        new=totals[RowResult.IMPORT_TYPE_NEW],
        changed=totals[RowResult.IMPORT_TYPE_UPDATE],
        same=totals[RowResult.IMPORT_TYPE_SKIP],
        faults=[*_base_faults(result, table.sheet), *_row_faults(result, register)],
        unused_heads=[excerpt(head, 60) for head in register.unused_heads],
        unknown_columns=register.unknown_columns,
        doubts=register.doubts,
        questions=[*about_hidden, *register.questions.by_key.values()],
    )
    _show_rows(outcome, register, ask, is_dry)
    return outcome


def _show_rows(outcome, register, ask, is_dry) -> None:
    outcome.changed_page = changed_rows(register, ask.changed_after)
    outcome.changes = outcome.changed_page.rows
    if is_dry:
        outcome.new_titles, outcome.new_page = new_rows(register, ask.new_after)
        outcome.new_rows = outcome.new_page.rows


def _base_faults(result, sheet):
    """Yield the faults of the whole file; `sheet`: the one that was read, "" where there is no other."""
    if result.base_errors and sheet:
        yield None, "", _("Đã đọc trang tính “%s”.") % sheet
    for wrong in result.base_errors:
        messages = wrong.error.messages if isinstance(wrong.error, ValidationError) else [str(wrong.error)]
        yield from ((None, "", message) for message in messages)


def _row_faults(result, register):
    """Yield faults that no choice mends, by the spreadsheet's row number; the library counts sent rows alone."""
    for wrong in result.invalid_rows:
        row = register.rows[wrong.number - 1]
        for column, messages in wrong.error_dict.items():
            answerable = row.open_questions
            yield from ((row.number, column, text) for text in messages if (column, text) not in answerable)
