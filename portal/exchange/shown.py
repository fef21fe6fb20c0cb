"""What the page of a trial shows of the rows that would be written: pages of all new and all changed ones."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext as _

from ground.inputs import excerpt
from ground.sheets.cells import unguarded
from ground.sheets.writing import csv_text
from workflow.registers.columns import Column
from workflow.registers.resources import Register
from workflow.registers.rows import Draft, Row

ROWS_SHOWN = 50


@dataclass(frozen=True)
class RowsPage:
    """Some of the rows, in the order of the sheet. A page is found by the row before it, as those of the lists.

    `first`, `last`: which of `total` these are; `previous`, `next`: after which row the neighbouring pages begin, None
    without one.
    """

    rows: list
    first: int = 0
    last: int = 0
    total: int = 0
    previous: int | None = None
    next: int | None = None


def page_after(rows: list, after: int) -> RowsPage:
    """Return the page of rows (number, …) after the row of that number."""
    numbers = [row[0] for row in rows]
    start = bisect_right(numbers, after)
    end = min(start + ROWS_SHOWN, len(rows))
    before = start - ROWS_SHOWN
    previous = None if start == 0 else numbers[before - 1] if before > 0 else 0
    following = numbers[end - 1] if end < len(rows) else None
    return RowsPage(rows[start:end], start + 1, end, len(rows), previous, following)


def new_rows(register: Register, after: int) -> tuple[list[str], RowsPage]:
    """Return the titles of the columns, and the page of new rows as (number, their values as they were read)."""
    columns = register.used_columns()
    sound = [row for row in register.rows if not row.faults and any(draft.is_new for draft in row.drafts.values())]
    page = page_after([(row.number, row) for row in sound], after)
    rows = [row for _number, row in page.rows]
    values = [[row.get(column.attribute) for column in columns] for row in rows]
    register.sight.look_at(value for line in values for value in line if isinstance(value, models.Model) and value.pk)
    readings = [register.reading_of(row) for row in rows]
    shown = []
    for row, line, reading in zip(rows, values, readings, strict=True):
        day, pairs = register.day_of(row), zip(columns, line, strict=True)
        cells = [excerpt(shown_value(register, column, value, day)) for column, value in pairs]
        shown.append((row.number, [*cells, reading] if any(readings) else cells))
    titles = [str(column.column_name) for column in columns]
    return [*titles, _("Cổng đọc là")] if any(readings) else titles, RowsPage(shown, *_place(page))


def changed_rows(register: Register, after: int) -> RowsPage:
    """Return the page of changes as (row, column, before, after) of stored records; a page has whole rows."""
    found, seen = [], set()
    for row in register.rows:
        changed = [draft for draft in row.drafts.values() if draft.changes and not draft.is_new]
        drafts = [draft for draft in changed if id(draft) not in seen]
        seen |= {id(draft) for draft in drafts}
        if drafts and not row.faults:
            found.append((row.number, row, drafts))
    page = page_after(found, after)
    return RowsPage([line for _n, row, drafts in page.rows for line in _changes(register, row, drafts)], *_place(page))


def _place(page: RowsPage) -> tuple:
    return page.first, page.last, page.total, page.previous, page.next


def _changes(register: Register, row: Row, drafts: list[Draft]) -> list[tuple]:
    lines = [(row.number, *_change(register, row, draft, name)) for draft in drafts for name in draft.changes]
    reading = register.reading_of(row)
    return [*lines, (row.number, _("Cổng đọc là"), "", reading)] if reading else lines


def _change(register, row, draft, name):
    column = register.columns.get(f"{draft.part.name}__{name}")
    title = str(column.column_name) if column else str(draft.part.model._meta.get_field(name).verbose_name)
    day = register.day_of(row)
    return title, *(excerpt(shown_value(register, column, value, day)) for value in draft.changes[name])


def shown_value(register: Register, column: Column | None, value: object, day: date) -> str:
    """Return a value as its column would write it; of a record that the user doesn't see only that it is there."""
    if isinstance(value, models.Model) and not register.sight.sees(value):
        return _("(ngoài phạm vi được xem)")
    if value is None or (column and value == column.empty):
        return _("(trống)")
    if column is None:
        return str(value)
    if isinstance(value, models.Model):
        return str(column.widget.preview(value, day))
    rendered = column.widget.render(value)
    if isinstance(rendered, Decimal):
        return f"{rendered:f}".replace(".", ",")
    return unguarded(csv_text(rendered))
