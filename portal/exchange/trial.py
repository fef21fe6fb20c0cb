"""What an import would change, or has changed, row by row."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from import_export.results import RowResult

from ground.inputs import excerpt
from ground.sheets.cells import unguarded
from ground.sheets.files import Table
from ground.sheets.writing import csv_text
from workflow.registers.resources import Register

CHANGES_SHOWN = 200
NEW_ROWS_SHOWN = 50


@dataclass
class Outcome:
    new: int = 0
    changed: int = 0
    same: int = 0
    faults: list = field(default_factory=list)  # (row, column or "", what is wrong and what to do)
    changes: list = field(default_factory=list)  # (row, column, before, after) of records that are there already
    unused_heads: list = field(default_factory=list)
    unknown_columns: list = field(default_factory=list)  # those of them that hold anything
    doubts: list = field(default_factory=list)  # what has to be confirmed before the rows are written
    new_titles: list = field(default_factory=list)  # the columns of `new_rows`
    new_rows: list = field(default_factory=list)  # (row, [value, …]) of the first rows that are new

    @property
    def to_write(self) -> int:
        return self.new + self.changed

    @property
    def wrong_rows(self) -> int:
        return len({row for row, _column, _fault in self.faults})


def run(register: Register, table: Table, is_dry: bool, *, may_leave_out: bool = False, confirmed: int = 0) -> Outcome:
    """Import all rows or none; none in a dry run, or when one of them is wrong, or when columns would be left out
    though the user hasn't said that they may, or while there are other doubts than the `confirmed` number of them.
    """
    register.confirmed = None if is_dry else confirmed
    register.may_leave_out = is_dry or may_leave_out
    result = register.import_data(
        table.dataset(), dry_run=is_dry, numbers=table.numbers, rollback_on_validation_errors=True
    )
    totals = result.totals
    titles, new_rows = _new_rows(register) if is_dry else ([], [])
    return Outcome(
        new=totals[RowResult.IMPORT_TYPE_NEW],
        changed=totals[RowResult.IMPORT_TYPE_UPDATE],
        same=totals[RowResult.IMPORT_TYPE_SKIP],
        faults=[*_base_faults(result, table.sheet), *_row_faults(result, register)],
        changes=_changes(register),
        unused_heads=[excerpt(head, 60) for head in register.unused_heads],
        unknown_columns=register.unknown_columns,
        doubts=register.doubts,
        new_titles=titles,
        new_rows=new_rows,
    )


def _base_faults(result, sheet):
    """Yield the faults of the whole file; `sheet`: the one that was read, "" where there is no other."""
    if result.base_errors and sheet:
        yield None, "", _("Đã đọc trang tính “%s”.") % sheet
    for wrong in result.base_errors:
        messages = wrong.error.messages if isinstance(wrong.error, ValidationError) else [str(wrong.error)]
        yield from ((None, "", message) for message in messages)


def _row_faults(result, register):
    """Yield faults by the spreadsheet's row number; the library counts only rows that were sent."""
    for wrong in result.invalid_rows:
        number = register.rows[wrong.number - 1].number
        for column, messages in wrong.error_dict.items():
            yield from ((number, column, message) for message in messages)


def _new_rows(register) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Return the columns, and the values of the first new rows as they were read."""
    columns = register.used_columns()
    rows = [row for row in register.rows if not row.faults and any(draft.is_new for draft in row.drafts.values())]
    rows = rows[:NEW_ROWS_SHOWN]
    values = [[row.get(column.attribute) for column in columns] for row in rows]
    register.sight.look_at(value for line in values for value in line if isinstance(value, models.Model) and value.pk)
    shown = []
    for row, line in zip(rows, values, strict=True):
        day, pairs = register.day_of(row), zip(columns, line, strict=True)
        cells = [excerpt(str(_shown(register, column, value, day))) for column, value in pairs]
        shown.append((row.number, cells))
    return [str(column.column_name) for column in columns], shown


def _changes(register) -> list:
    """Return the first changes: enough to recognise that the right file was chosen."""
    changes, seen = [], set()
    for row in register.rows:
        for draft in row.drafts.values():
            if draft.is_new or id(draft) in seen or len(changes) >= CHANGES_SHOWN:
                continue
            seen.add(id(draft))
            changes += [(row.number, *_change(register, row, draft, name)) for name in draft.changes]
    return changes


def _change(register, row, draft, name):
    column = register.columns.get(f"{draft.part.name}__{name}")
    title = str(column.column_name) if column else str(draft.part.model._meta.get_field(name).verbose_name)
    day = register.day_of(row)
    return title, *(excerpt(_shown(register, column, value, day)) for value in draft.changes[name])


def _shown(register, column, value, day) -> str:
    if isinstance(value, models.Model) and not register.sight.sees(value):
        return _("(ngoài phạm vi được xem)")
    if value is None or (column and value == column.empty):
        return _("(trống)")
    if column is None:
        return str(value)
    return (
        column.widget.preview(value, day)
        if isinstance(value, models.Model)
        else unguarded(csv_text(column.widget.render(value)))
    )
