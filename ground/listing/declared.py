"""The declaration of a list: its columns and filters."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ground.text import short_date

DATES = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"]


@dataclass(frozen=True)
class Column:
    """A column of a list. `value(row)` is a str, int, Decimal, bool, date or None, as written to a sheet; the other
    attributes are for the screen.
    """

    name: str
    label: str
    value: Callable[[Any], Any]
    sort: str = ""  # the stored column that its head sorts by, "subject_organization__sort_key"
    sort_like: str = ""  # where `sort` is an annotation of the rows: the stored column whose values it has
    url: Callable[[Any], str] | None = None
    note: Callable[[Any], str] | None = None  # small words after the value
    shape: Callable[[Any], str] | None = None  # the value is a state, with this shape
    is_shown: bool = True  # unless the reader chooses columns
    is_as_written: bool = False  # the words of a paper
    load: Callable[[list, Any], Any] | None = None  # prefetches what it alone needs, when shown


@dataclass(frozen=True)
class Filter:
    """A filter with a few options. Without a choice all rows are shown, or those of `unasked`."""

    name: str
    label: str
    choices: Callable[[Any], list[tuple[str, str]]]  # user → pairs of a value and its words; [] hides the filter
    narrow: Callable[[Any, Any], Any]  # (rows, value) → rows
    unasked: Callable[[Any], Any] | None = None

    def options(self, user: AbstractBaseUser) -> dict[str, str]:
        return {str(value): str(words) for value, words in self.choices(user)}

    def read(self, text: str, options: dict) -> tuple[Any, str] | None:
        """Return (value, label) of the option with this text; None if there is none."""
        return (text, options[text]) if text in options else None

    def narrowed(self, rows: QuerySet, value: Any, user: AbstractBaseUser) -> QuerySet:
        return self.narrow(rows, value)


@dataclass(frozen=True)
class LinkFilter(Filter):
    """A filter by links between rows, of which the user may not see all: `narrow` gets the user too."""

    def narrowed(self, rows: QuerySet, value: Any, user: AbstractBaseUser) -> QuerySet:
        return self.narrow(rows, value, user)


@dataclass(frozen=True)
class DateFilter(Filter):
    """A filter by a typed date."""

    choices: Callable[[Any], list[tuple[str, str]]] = field(default=lambda user: [])
    narrow: Callable[[Any, Any], Any] = field(default=lambda rows, day: rows)

    is_typed = True

    def read(self, text: str, options: dict[str, str]) -> tuple[date, str] | None:
        for form in DATES:
            try:
                day = datetime.strptime(text.strip(), form).date()
            except ValueError:
                continue
            return day, short_date(day)
        return None


@dataclass(frozen=True)
class Listing:
    name: str  # of its URL pattern; also used by saved filters and for file names
    title: str
    noun: Callable[[int], str]  # count → what its rows are: "đề nghị"
    section: str  # the part of the navigation that it stands in
    rows: Callable[[Any], Any]  # user → the rows of `visible_to`, with what the columns read
    columns: tuple[Column, ...]
    default_sort: str  # the name of a column, "-" before it for descending
    search_label: str
    search_example: str
    empty: tuple[str, str]  # what is missing, and what to do next
    filters: tuple[Filter, ...] = ()
    search: Callable[[Any, str], Any] = field(default=lambda rows, words: rows.search(words))
    # (rows, user) → what the columns read, one for each row of a page or of a part of a sheet
    prepare: Callable[[list, Any], list] = field(default=lambda rows, user: rows)
    template: str = "lists/page.html"
    # Where rows are ticked for acts on many of them: (row) → its key in the address, and (user) → who may
    tick: Callable[[Any], str] | None = None
    may_tick: Callable[[Any], bool] = field(default=lambda user: False)

    def prepared(self, rows: list, columns: list[Column], user: AbstractBaseUser) -> list:
        """Return what `columns` read, one for each row, in the order of `rows`."""
        for column in columns:
            if column.load:
                column.load(rows, user)
        return self.prepare(rows, user)

    def column(self, name: str) -> Column | None:
        return next((column for column in self.columns if column.name == name), None)


def choices_of(path: str, choices: list[tuple[str, str]]) -> dict:
    """Return the arguments of a Filter over a column of choices: `Filter("state", _("Trạng thái"),
    **choices_of("state", S.choices))`.
    """
    return {"choices": lambda user: choices, "narrow": lambda rows, value: rows.filter(**{path: value})}


def words_of(path: str, choices: list[tuple[str, str]]) -> Callable[[Any], str]:
    """Return a function from a row to the label of its choice, for a Column: "state", "inspection.state".

    A model's own `get_…_display` would build a table of choices for every row.
    """
    words, value_of = dict(choices), attrgetter(path)

    def word(row: Any) -> str:
        value = value_of(row)
        return str(words.get(value, value))

    return word


def yes_or_no(value: bool) -> str:
    return _("có") if value else ""


def is_day(value: object) -> bool:
    return isinstance(value, date)
