"""Registers: sheets exported and imported by django-import-export.

A row of a sheet consists of one or several records, its parts: a recommendation and one of its assignments. All cells
are read and all references looked up before the first row is checked, and all records are written together: the number
of queries depends on the batches in which they are written, not on the rows.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from types import SimpleNamespace

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from import_export import resources
from import_export.instance_loaders import BaseInstanceLoader
from import_export.results import Result, RowResult
from tablib import Dataset

from ground.sheets.files import ALL_COLUMNS
from ground.sheets.writing import csv_text, plain
from ground.text import fold
from workflow.records.models import Record, Searchable
from workflow.registers import imports
from workflow.registers.column_rules import faults_in, stored_form
from workflow.registers.columns import NOT_SET, Column, is_filled, is_readable
from workflow.registers.heads import bare_head, name_with_likely_title
from workflow.registers.questions import Questions
from workflow.registers.rows import ROW, Draft, Matching, Part, Row, comparable, raw
from workflow.registers.sight import CHUNK, Sight


class Register(resources.Resource):
    """One sheet: its columns are declared as fields, in their order."""

    slug = ""
    title = ""
    model = None  # of the exported rows
    related = prefetch = ()  # what those rows read
    viewers = changers = frozenset()  # roles that may export, roles that may import
    parts: tuple[Part, ...] = ()

    class Meta:
        use_bulk = True  # no savepoint a row: all rows are written together, or none
        instance_loader_class = BaseInstanceLoader  # unused: rows are matched all at once

    def __init__(self, user: AbstractBaseUser | None = None, **kwargs) -> None:
        super().__init__(**kwargs)
        self.user = user
        self.sight = Sight(user)
        self.rows: list[Row] = []
        self.unused_heads: list[str] = []
        self.unknown_columns: list[str] = []  # those of the unused ones that hold anything
        self.questions = Questions()
        self.may_leave_out = False  # whether these may be left out, as in a dry run or when the user has agreed
        self.doubts: list[str] = []  # what the user has to confirm before anything is written
        self.confirmed: int | None = 0  # how many doubts the user has seen and confirmed; None in a dry run
        self.columns = {column.attribute: column for column in self.fields.values()}
        self._examples = None
        self._said = set()  # the attributes that the file has

    # --- Out ---------------------------------------------------------------------------------------------------
    def get_queryset(self) -> QuerySet:
        return self.model._default_manager.visible_to(self.user)

    def lines(self, queryset: QuerySet | None = None) -> Iterator[list]:
        """Yields the cells of every row in the order of the columns, as the library's `export`, but row by row."""
        for row in self.iter_queryset(self.get_queryset() if queryset is None else queryset):
            yield [column.export(row) for column in self.columns.values()]

    def iter_queryset(self, queryset: QuerySet) -> Iterator:
        """Yields the rows that go out; a link to what the user doesn't see is empty in them."""
        records = queryset.select_related(*self.related).prefetch_related(*self.prefetch).iterator(chunk_size=CHUNK)
        rows = (row for record in records for row in self.rows_of(record))
        while chunk := list(islice(rows, CHUNK)):
            self._leave_out_hidden(chunk)
            yield from chunk

    def _leave_out_hidden(self, rows) -> None:
        linked = [(part, name, target) for row in rows for part, name, target in self._links_of(row)]
        self.sight.look_at(target for _part, _name, target in linked)
        for part, name, target in linked:
            if not self.sight.sees(target):
                setattr(part, name, None)

    def _links_of(self, row):
        """Yield (record, name, the related record) of every cell that refers to another record."""
        for column in self.columns.values():
            part = getattr(row, column.part, None)
            target = getattr(part, column.name, None)
            if isinstance(target, Model):
                yield part, column.name, target

    def rows_of(self, record: Record) -> list:
        """Return the sheet's rows for one record, each with its parts as attributes."""
        return [SimpleNamespace(**{self.parts[-1].name: record})]

    def sample(self) -> list:
        """Return the template's sample line, which an import skips."""
        return [str(column.sample) for column in self.columns.values() if not column.readonly]

    # --- In: the whole file is read and matched before the first row is judged --------------------------------------
    def before_import(self, dataset: Dataset, numbers: Sequence[int] | None = None, **kwargs) -> None:
        columns = self._columns_of(dataset.headers)
        self._ask_about_unknown_columns(dataset)
        numbers = numbers or range(2, len(dataset) + 2)
        lines = [
            (n, cells)
            for n, cells in zip(numbers, dataset, strict=True)
            if self._says_anything(cells, columns) and not self._is_sample(cells, columns)
        ]
        for position, column in columns.items():
            column.widget.prepare({cells[position] for _n, cells in lines if is_readable(cells[position])}, self.user)
        self._said = {column.attribute for column in columns.values()}
        self.prepare([dict(zip(columns.values(), (cells[p] for p in columns), strict=True)) for _n, cells in lines])
        self.rows = [self._read(Row(number), cells, columns) for number, cells in lines]
        while len(dataset) > len(lines):  # neither the sample nor a row that only looks filled is a row
            dataset.pop()
        self.complete_all()
        matching = Matching(self, self.rows)
        for part in self.parts:
            self._link(part)
            matching.match(part)
        for part in self.parts:
            self._keep_hidden(part)
        for row in self.rows:
            for part in self.parts:
                self._take(part, row)
        self._ask_about_doubts()

    def _ask_about_doubts(self) -> None:
        self.doubts = self.find_doubts()
        if self.doubts and self.confirmed not in (None, len(self.doubts)):
            raise ValidationError(_("Xem những dòng còn ngờ, đánh dấu là vẫn nhập, hoặc sửa tệp rồi gửi lại."))

    def find_doubts(self) -> list[str]:
        """Return what is doubtful in rows that could be written."""
        return []

    def _keep_hidden(self, part):
        """Keep a reference that the user doesn't see: it was exported as an empty cell, which therefore changes
        nothing.
        """
        links = [name for name in self._names_said_of(part) if part.model._meta.get_field(name).is_relation]
        for name in links:
            emptied = [row for row in self.rows if self._empties(row, part, name)]
            target = part.model._meta.get_field(name).related_model
            stored = {id(row): raw(row.drafts[part.name].record, name) for row in emptied}
            self.sight.look(target, stored.values())
            for row in emptied:
                if not self.sight.sees_key(target, stored[id(row)]):
                    row.cells[f"{part.name}__{name}"] = NOT_SET

    def _empties(self, row, part, name) -> bool:
        draft = row.drafts.get(part.name)
        says_none = row.cells.get(f"{part.name}__{name}", NOT_SET) is None
        return says_none and draft is not None and not draft.is_new and raw(draft.record, name) is not None

    def prepare(self, lines: list[dict]) -> None:
        """Prepare look-ups, for registers whose rows refer to one another; `lines` are the raw cells by column."""

    def fill(self, row: Row, attribute: str, value: object) -> None:
        """Set a value as if the file had contained it."""
        row.cells[attribute] = value
        self._said.add(attribute)

    def complete_all(self) -> None:
        """Complete values that depend on several rows, once all are read."""

    def _columns_of(self, heads) -> dict[int, Column]:
        """Return {position: column} in the order of the register, whatever that of the file: how a cell is read depends
        on those before it. Raises ValidationError for a column that is missing or there twice.
        """
        known = self._columns_by_head(heads)
        self.unused_heads = [head for head, column in zip(heads, known, strict=True) if head and column is None]
        found = {n: column for n, column in enumerate(known) if column is not None and not column.readonly}
        self._refuse_heads(list(found.values()))
        order = list(self.columns.values())
        return dict(sorted(found.items(), key=lambda item: order.index(item[1])))

    def _columns_by_head(self, heads) -> list[Column | None]:
        """Return the column of each head, None for an unknown one."""
        known = {head: column for column in self.columns.values() for head in column.heads()}
        return [known.get(fold(str(head or ""))) or known.get(fold(bare_head(str(head or "")))) for head in heads]

    def rate_head(self, head: list[str]) -> int:
        """Return how many columns of a sheet's head are known, and ALL_COLUMNS more where none is missing."""
        found = [column for column in self._columns_by_head(head) if column is not None]
        is_whole = all(column in found for column in self.columns.values() if self.is_needed(column))
        return len(found) + (ALL_COLUMNS if found and is_whole else 0)

    def _ask_about_unknown_columns(self, dataset) -> None:
        """Find unknown columns that hold anything. Raises ValidationError if they would be left out without a word."""
        unknown = [n for n, column in enumerate(self._columns_by_head(dataset.headers)) if column is None]
        filled = [n for n in unknown if any(is_filled(cells[n]) for cells in dataset)]
        titles = [str(column.column_name) for column in self.columns.values()]
        self.unknown_columns = [name_with_likely_title(dataset.headers[n], titles) for n in filled]
        if self.unknown_columns and not self.may_leave_out:
            raise ValidationError(_("Đánh dấu là bỏ qua các cột này, hoặc sửa tên cột rồi gửi lại tệp."))

    def _refuse_heads(self, found) -> None:
        missing = [column for column in self.columns.values() if self.is_needed(column) and column not in found]
        twice = [column for column, n in Counter(found).items() if n > 1]
        faults = [_("Thiếu cột “%s”.") % column.column_name for column in missing]
        faults += [_("Có hai cột “%s”.") % column.column_name for column in twice]
        if faults:
            raise ValidationError([*faults, _("Dùng tệp mẫu và giữ nguyên dòng tên cột.")])

    def is_needed(self, column: Column) -> bool:
        return column.is_required or (column.empty is not NOT_SET and self._meant_by_empty(column) is NOT_SET)

    def _says_anything(self, cells, columns) -> bool:
        """Tell whether a used column is filled: serial numbers are often filled down beyond the data."""
        return any(is_filled(cells[position]) for position in columns)

    def _is_sample(self, cells, columns) -> bool:
        said = [csv_text(cells[position]) for position in columns]
        return any(said == sample for sample in self._samples(tuple(columns.values())))

    def _samples(self, columns) -> list:
        """Return the sample in every language, as a file would contain it."""
        if self._examples is None:
            self._examples = []
            for language, _name in settings.LANGUAGES:
                with translation.override(language):
                    self._examples.append([csv_text(str(column.sample)) for column in columns])
        return self._examples

    def _read(self, row, cells, columns) -> Row:
        for position, column in columns.items():
            try:
                value = self.questions.read(column, cells[position], row, self.day_of(row))
                value = self._meant_by_empty(column) if value is NOT_SET else value
                row.cells[column.attribute] = stored_form(self._part_of(column), column.name, value)
            except ValueError as wrong:
                row.refuse(column.column_name, str(wrong))
        self.complete(row)
        return row

    def complete(self, row: Row) -> None:
        """Complete values that depend on other cells of the row: defaults of empty cells, computed keys."""

    def day_of(self, row: Row) -> date:
        """Return the date as at which names are looked up, from the columns of the row that are read so far."""
        return timezone.localdate()

    def _meant_by_empty(self, column):
        part = self._part_of(column)
        return part.default_of(column.name) if part else None

    def _part_of(self, column) -> Part | None:
        return next((part for part in self.parts if part.name == column.part), None)

    def _link(self, part):
        """Set the foreign keys to earlier parts of the row."""
        for name, above in part.links.items():
            for row in self.rows:
                if above in row.drafts:
                    row.cells[f"{part.name}__{name}"] = row.drafts[above]

    def has_part(self, part: Part, row: Row) -> bool:
        """Tell whether the row contains this part, with keys that could be read."""
        own = [attribute for attribute in self._said if self.columns[attribute].part == part.name]
        if part.is_optional and all(row.get(attribute) in (None, "", []) for attribute in own):
            return False
        if any(row.cells.get(f"{part.name}__{name}") is None for name in part.links):
            return False
        keys = [f"{part.name}__{name}" for name in part.keys]
        return not any(self._title(key) in row.faults for key in keys if key in own) if row.faults else True

    def seen(self, part: Part, rows: list[Row]) -> list:
        """Return the stored records that match the rows and that the user may see; the import doesn't mention any
        others.
        """
        stored = list(self.stored(part, rows))
        self.sight.look_at(stored)
        return [record for record in stored if self.sight.sees(record)]

    def stored(self, part: Part, rows: list[Row]) -> Iterable[Model]:
        """Return the stored records that could match the rows, locked while they are written."""
        values = {comparable(row.get(f"{part.name}__{part.narrow}")) for row in rows} - {None}
        values = {value for value in values if not isinstance(value, tuple)}  # a new record has none of its own yet
        return self.locked(part, Q(**{f"{part.narrow}__in": values})) if values else []

    def locked(self, part: Part, which: Q) -> QuerySet:
        rows = part.model._base_manager.filter(which).select_related(*part.related).prefetch_related(*part.prefetch)
        return rows.select_for_update(of=("self",)).order_by("pk")

    def key_word(self, part: Part, name: str, value: object) -> object:
        """Return a key in the form in which keys are compared."""
        return value

    def begin(self, part: Part, row: Row) -> Model:
        return part.model()

    # --- In: row by row ----------------------------------------------------------------------------------------
    def import_row(self, row: list, instance_loader: object, row_number: int | None = None, **kwargs) -> RowResult:
        """Return the row's result: new, changed, unchanged, or invalid with its faults."""
        result = self.get_row_result_class()()
        if not self.rows:  # the head was refused
            return result
        line = self.rows[row_number - 1]
        for column, message in self.faults_of(line):
            line.refuse(self._title(column), message)
        if line.faults:
            result.import_type = RowResult.IMPORT_TYPE_INVALID
            result.validation_error = ValidationError(line.faults)
        else:
            result.import_type = self._kind_of(line)
        return result

    def _take(self, part, row):
        draft = row.drafts.get(part.name)
        for name in self._names_said(part, row) if draft else []:
            value = row.cells[f"{part.name}__{name}"]
            value = value.record if name in part.links else value
            for message in faults_in(draft, name, value):
                row.refuse(self._title(f"{part.name}__{name}"), message)
            if not draft.take(row, name, value):
                words = {"n": draft.first, "column": self._title(f"{part.name}__{name}") or name}
                row.refuse(ROW, _("Ghi khác dòng %(n)d về cùng một bản ghi, ở cột “%(column)s”.") % words)
        refusal = self.refusal(draft, row) if draft and (draft.is_new or draft.changes) else ""
        if refusal:
            row.refuse(ROW, refusal)

    def _names_said(self, part, row):
        own = self._names_said_of(part)
        said = [name for name in own if row.cells.get(f"{part.name}__{name}", NOT_SET) is not NOT_SET]
        return [*part.links, *said]

    def _names_said_of(self, part):
        return [column.name for a, column in self.columns.items() if a in self._said and column.part == part.name]

    def _kind_of(self, row):
        drafts = row.drafts.values()
        if any(draft.is_new and draft.first == row.number for draft in drafts):
            return RowResult.IMPORT_TYPE_NEW
        return RowResult.IMPORT_TYPE_UPDATE if any(d.changes for d in drafts) else RowResult.IMPORT_TYPE_SKIP

    def used_columns(self) -> list[Column]:
        """Return the columns that the file has, or that were filled in from its other ones."""
        return [column for attribute, column in self.columns.items() if attribute in self._said]

    def _title(self, column) -> str:
        return str(self.columns[column].column_name) if column in self.columns else ROW

    def faults_of(self, row: Row) -> Iterable[tuple[str, str]]:
        """Yield (column or ROW, message) for faults between the cells of a row."""
        return []

    def reading_of(self, row: Row) -> str:
        """Return in words how the figures of a row were read; "" where it has none."""
        return ""

    def refusal(self, draft: Draft, row: Row) -> str:
        """Return why this user may not write the record of the row; "" when it may be written."""
        return ""

    # --- In: all or nothing ------------------------------------------------------------------------------------
    def drafts_of(self, part: Part) -> list:
        return list({id(draft): draft for row in self.rows if (draft := row.drafts.get(part.name))}.values())

    def after_import(self, dataset: Dataset, result: Result, **kwargs) -> None:
        """Write the records, in a dry run too, which is rolled back, so that refusals by the database are reported
        before.
        """
        if result.has_validation_errors() or result.base_errors:
            return
        self.write()

    def write(self) -> None:
        for part in self.parts:
            imports.write(self.drafts_of(part), self)

    def derive(self, record: Record) -> dict:
        """Return the columns that the record's own `save` would compute."""
        return {"search_text": record.folded_words()} if isinstance(record, Searchable) else {}

    def describe(self, draft: Draft, name: str, value: object) -> object:
        """Return a value as events store it."""
        if value is None:
            return ""
        column = self.columns.get(f"{draft.part.name}__{name}")
        if isinstance(value, Model):
            return column.widget.describe(value) if column else str(value.pk)
        return value if isinstance(value, bool | list) else plain(value)

    def handle_import_error(self, result: Result, error: Exception, raise_errors: bool = False) -> None:
        """Report an error that users can correct, and raise any other."""
        error = imports.correctable(error, self.slug)
        if not isinstance(error, ValidationError):
            raise error
        super().handle_import_error(result, error, raise_errors)
