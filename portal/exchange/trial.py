"""What an import would change, or has changed, row by row."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from import_export.results import RowResult

from ground.inputs import excerpt
from ground.sheets.files import Table
from ground.sheets.writing import csv_text
from workflow.registers.resources import Register

CHANGES_SHOWN = 200


@dataclass
class Outcome:
    new: int = 0
    changed: int = 0
    same: int = 0
    faults: list = field(default_factory=list)  # (row, column or "", what is wrong and what to do)
    changes: list = field(default_factory=list)  # (row, column, before, after) of records that are there already
    unused_heads: list = field(default_factory=list)

    @property
    def to_write(self) -> int:
        return self.new + self.changed

    @property
    def wrong_rows(self) -> int:
        return len({row for row, _column, _fault in self.faults})


def run(register: Register, table: Table, is_dry: bool) -> Outcome:
    """Import all rows or none; none in a dry run, or when one of them is wrong."""
    result = register.import_data(
        table.dataset(), dry_run=is_dry, numbers=table.numbers, rollback_on_validation_errors=True
    )
    totals = result.totals
    return Outcome(
        new=totals[RowResult.IMPORT_TYPE_NEW],
        changed=totals[RowResult.IMPORT_TYPE_UPDATE],
        same=totals[RowResult.IMPORT_TYPE_SKIP],
        faults=[*_base_faults(result), *_row_faults(result, register)],
        changes=_changes(register),
        unused_heads=[excerpt(head, 60) for head in register.unused_heads],
    )


def _base_faults(result):
    """Return the faults of the whole file."""
    for wrong in result.base_errors:
        messages = wrong.error.messages if isinstance(wrong.error, ValidationError) else [str(wrong.error)]
        yield from ((None, "", message) for message in messages)


def _row_faults(result, register):
    """Yield faults by the spreadsheet's row number; the library counts only rows that were sent."""
    for wrong in result.invalid_rows:
        number = register.rows[wrong.number - 1].number
        for column, messages in wrong.error_dict.items():
            yield from ((number, column, message) for message in messages)


def _changes(register) -> list:
    """Return the first changes: enough to recognise that the right file was chosen."""
    changes, seen = [], set()
    for row in register.rows:
        for draft in row.drafts.values():
            if draft.is_new or id(draft) in seen or len(changes) >= CHANGES_SHOWN:
                continue
            seen.add(id(draft))
            changes += [(row.number, *_change(register, draft, name, pair)) for name, pair in draft.changes.items()]
    return changes


def _change(register, draft, name, pair):
    column = register.columns.get(f"{draft.part.name}__{name}")
    title = str(column.column_name) if column else str(draft.part.model._meta.get_field(name).verbose_name)
    return title, *(excerpt(_shown(register, column, value)) for value in pair)


def _shown(register, column, value) -> str:
    if isinstance(value, models.Model) and not register.sight.sees(value):
        return _("(ngoài phạm vi được xem)")
    if value is None or (column and value == column.empty):
        return _("(trống)")
    if column is None:
        return str(value)
    return column.widget.describe(value) if isinstance(value, models.Model) else csv_text(column.widget.render(value))
