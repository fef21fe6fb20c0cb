"""The rows of an imported sheet: parsed, matched with stored records, and turned into drafts."""

from __future__ import annotations

from collections import defaultdict
from copy import copy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext as _

from ground.sheets.writing import plain
from workflow.records.models import Record
from workflow.registers.columns import NOT_SET

if TYPE_CHECKING:
    from workflow.registers.resources import Register


ROW = ""  # where a fault concerns no single column


@dataclass(frozen=True)
class Part:
    """One of the records of which a row consists.

    `keys`: the columns of its natural key; where several records have the same, `matched_by` distinguishes them.
    `narrow`: the key by which stored records are looked up. `links`: foreign key → the earlier part it refers to.
    """

    name: str
    model: type
    keys: tuple[str, ...]
    narrow: str
    matched_by: tuple[str, ...] = ()
    links: dict = field(default_factory=dict)
    is_optional: bool = False  # absent where all its cells are empty
    is_one_row: bool = False  # a second row of the same key is a mistake
    related: tuple[str, ...] = ()  # what the register's checks read
    prefetch: tuple[str, ...] = ()

    def default_of(self, name: str) -> object:
        """Return the value that an empty cell stands for; NOT_SET if the column must be filled."""
        column = self.model._meta.get_field(name)
        if column.null:
            return None
        if column.has_default():
            return column.get_default()
        return "" if column.blank and column.empty_strings_allowed else NOT_SET


@dataclass
class Row:
    """One line: values by "part__column", faults by the title of their column."""

    number: int
    cells: dict = field(default_factory=dict)
    faults: dict = field(default_factory=dict)
    drafts: dict = field(default_factory=dict)  # part → Draft, where the row has that part
    open_questions: set = field(default_factory=set)  # those of the faults (column, words) that a choice mends

    def get(self, attribute: str) -> Any:
        """Return the value of a cell; None where it was wrong, empty or not in the file."""
        value = self.cells.get(attribute)
        return None if value is NOT_SET else value

    def refuse(self, column: str, message: str) -> None:
        said = self.faults.setdefault(str(column), [])
        if str(message) not in said:
            said.append(str(message))


@dataclass
class Draft:
    """A record as the file defines it; several rows may contain the same one."""

    part: Part
    record: models.Model
    is_new: bool
    first: int  # the first row with it
    said: dict = field(default_factory=dict)  # column → the first row with a value for it
    changes: dict = field(default_factory=dict)  # column → (old, new)

    def take(self, row: Row, name: str, value: object) -> bool:
        """Apply a row's value to the column; return False if an earlier row gave the same record another value."""
        is_first = name not in self.said
        is_same = not (self.is_new and is_first) and self._has(name, value)
        if is_first:
            self.said[name] = row.number
            if not is_same:
                self.changes[name] = (None if self.is_new else getattr(self.record, name), value)
                setattr(self.record, name, value)
        return is_same or is_first

    def as_stored(self) -> models.Model | None:
        """Return the record as it was before the file; None for a new one."""
        if self.is_new:
            return None
        row = copy(self.record)
        for name, (old, _new) in self.changes.items():
            setattr(row, name, old)
        return row

    def _has(self, name, value) -> bool:
        """Tell whether the record has the value; foreign keys are compared by id, without a query."""
        if isinstance(value, models.Model) and value.pk is None:
            return getattr(self.record, name) is value
        return comparable(raw(self.record, name)) == comparable(value)


def comparable(value: object) -> object:
    """Return a value for comparison: the id of a stored record, a mark for a new one, texts as a sheet returns them."""
    if isinstance(value, Draft):
        value = value.record
    if isinstance(value, models.Model):
        return value.pk if value.pk is not None else ("new", id(value))
    return plain(value).strip() if isinstance(value, str) else value


class Matching:
    """Finds for every row the draft of each part: of a stored record, or of a new one.

    The register looks up stored records and creates new ones.
    """

    def __init__(self, register: Register, rows: list[Row]) -> None:
        self.register, self.rows = register, rows

    def match(self, part: Part) -> None:
        rows = [row for row in self.rows if self.register.has_part(part, row)]
        stored = self._stored(part, rows)
        groups = defaultdict(list)
        for row in rows:
            groups[self._key(part, lambda name, row=row: row.get(f"{part.name}__{name}"))].append(row)
        for key, group in groups.items():
            self._pair(part, group, stored.get(key, []))

    def _stored(self, part, rows) -> dict:
        stored = defaultdict(list)
        for record in self.register.seen(part, rows) if rows else []:
            stored[self._key(part, lambda name, record=record: raw(record, name))].append(record)
        return stored

    def _key(self, part, get) -> tuple:
        return tuple(self.register.key_word(part, name, comparable(get(name))) for name in part.keys)

    def _pair(self, part, rows, records):
        """Pair rows of one key with its stored records: equal ones first; a single one left on each side is the same
        record.
        """
        groups = defaultdict(list)
        for row in rows:
            groups[tuple(comparable(row.get(f"{part.name}__{name}")) for name in part.matched_by)].append(row)
        left = []
        for values, same_rows in groups.items():
            found = [r for r in records if tuple(comparable(raw(r, name)) for name in part.matched_by) == values]
            if found:
                records.remove(found[0])
                self._give(part, same_rows, found[0])
            else:
                left.append(same_rows)
        is_sure = len(left) == 1 and len(records) == 1
        for same_rows in left:
            self._give(part, same_rows, records[0] if is_sure else self.register.begin(part, same_rows[0]))

    def _give(self, part, rows, record):
        draft = Draft(part, record, record._state.adding, rows[0].number)
        for row in rows:
            row.drafts[part.name] = draft
        for row in rows[1:] if part.is_one_row else []:
            row.refuse(ROW, _("Trùng với dòng %d.") % draft.first)


def raw(record: Record, name: str) -> Any:
    """Return the stored value of a column; of a foreign key the id."""
    return getattr(record, record._meta.get_field(name).attname)
