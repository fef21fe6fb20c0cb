"""Renders a list on the screen and in a sheet: heads, rows of cells, chips."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from itertools import islice
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from ground.listing.declared import Column, Filter, is_day, yes_or_no
from ground.listing.query import ListQuery
from ground.text import short_date

ROWS_AT_ONCE = 500  # of a sheet: its names and texts are fetched for so many together


@dataclass(frozen=True)
class Head:
    """The head of a column: the link to the other order, "" where it can't sort; "ascending", "descending" or ""."""

    label: str
    link: str = ""
    order: str = ""


@dataclass(frozen=True)
class Table:
    """What components/lists/_table.html draws: the heads, and lines of HTML, each the cells of its row."""

    heads: list[Head]
    lines: list[str]


def table_of(query: ListQuery, rows: list) -> Table:
    """Return `heads` and `lines`, each line the cells of its row, for components/lists/_table.html."""
    drawn = Drawn(query.columns, query.listing.tick if query.has_ticks else None)
    return Table([_head(query, column) for column in query.columns], [drawn.line(row) for row in rows])


def _head(query: ListQuery, column: Column) -> Head:
    if not column.sort:
        return Head(column.label)
    is_sorted, is_down = query.sort.removeprefix("-") == column.name, query.sort.startswith("-")
    turned = f"-{column.name}" if is_sorted and not is_down else column.name
    link = query.link(sort=turned if turned != query.listing.default_sort else "")
    order = "descending" if is_down else "ascending"
    return Head(column.label, link, order if is_sorted else "")


class Drawn:
    """Renders lines as HTML in Python, which is faster than a template for hundreds of cells.

    A state is rendered by its component, once for each of the few that a page shows.
    """

    def __init__(self, columns: list[Column], tick: Callable[[Any], str] | None = None) -> None:
        self.columns, self.states = [(column, escape(str(column.label))) for column in columns], {}
        self.tick = tick

    def line(self, row: Any) -> str:
        (first, _label), *rest = self.columns
        cells = [f'<th scope="row" role="rowheader">{self.ticked(first, row)}</th>']
        cells += [f'<td role="cell" data-label="{label}">{self.cell(column, row)}</td>' for column, label in rest]
        return mark_safe("".join(cells))  # noqa: S308  `cell` has escaped what is told

    def ticked(self, column: Column, row: Any) -> str:
        """Return the first cell, behind a box to tick where rows are ticked."""
        cell = self.cell(column, row)
        if self.tick is None:
            return cell
        key, label = escape(self.tick(row)), escape(_("Đánh dấu %s") % on_screen(column.value(row)))
        box = f'<input type="checkbox" name="row" value="{key}" aria-label="{label}">'
        return f'<div class="ticked">{box}<div>{cell}</div></div>'

    def cell(self, column: Column, row: Any) -> str:
        words = escape(on_screen(column.value(row)))
        url = column.url(row) if column.url else ""
        if column.shape:
            words = self.state(column.shape(row), words)
        elif url:
            words = f'<a href="{escape(url)}">{words}</a>'
        elif column.is_as_written and words:
            words = f'<span class="as-written">{words}</span>'
        note = column.note(row) if column.note else ""
        return f'{words} <span class="soft small note">{escape(note)}</span>' if note else words

    def state(self, shape: str, escaped: str) -> str:
        if (shape, escaped) not in self.states:
            context = {"shape": shape, "word": mark_safe(escaped)}  # noqa: S308
            self.states[shape, escaped] = render_to_string("components/_state.html", context).strip()
        return self.states[shape, escaped]


def on_screen(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return yes_or_no(value)
    return short_date(value) if is_day(value) else str(value)


@dataclass(frozen=True)
class Chip:
    """Something that is filtered, with the address of the list without it."""

    text: str
    link: str


def chips_of(query: ListQuery) -> list[Chip]:
    """Return a chip for each thing that is filtered."""
    chips = [Chip(_("Chữ: %s") % query.words, query.link(q=""))] if query.words else []
    for each in query.listing.filters:
        if each.name in query.chosen:
            chips.append(Chip(f"{each.label}: {query.chosen[each.name][1]}", query.link(**{each.name: ""})))
    return chips


@dataclass(frozen=True)
class Control:
    """A filter as a field of a form: typed, or one of the options, pairs of a value and its words."""

    filter: Filter
    is_typed: bool
    options: list[tuple[str, str]]
    value: str


def controls_of(query: ListQuery) -> list[Control]:
    """Return the filters as fields; one without a choice is left out."""
    controls = []
    for each in query.listing.filters:
        is_typed, options = getattr(each, "is_typed", False), query.options[each.name]
        if is_typed or options:
            controls.append(Control(each, is_typed, list(options.items()), query.typed[each.name].strip()))
    return controls


def sheet_rows(query: ListQuery, rows: QuerySet, user: AbstractBaseUser) -> Iterator[list]:
    """Yield the cells of every row, read in parts, in the language of the request although the response is streamed
    after it.
    """
    return _lines_of_sheet(query, rows, user, translation.get_language())


def _lines_of_sheet(query, rows, user, language):
    rows = rows.iterator(chunk_size=ROWS_AT_ONCE)
    while part := list(islice(rows, ROWS_AT_ONCE)):
        with translation.override(language):
            prepared = query.listing.prepared(part, query.columns, user)
            lines = [[_in_sheet(column.value(row)) for column in query.columns] for row in prepared]
        yield from lines


def _in_sheet(value):
    """Return the value for a sheet, with lazy translations evaluated while the language is active."""
    return value if value is None or isinstance(value, bool | int | Decimal) or is_day(value) else str(value)
