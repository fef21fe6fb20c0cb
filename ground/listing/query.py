"""Reads a list's query string: words, filters, order, columns, place. Invalid parameters are ignored and reported to
the user.
"""

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Model, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from ground.inputs import excerpt, search_words
from ground.listing.declared import Column, Listing
from ground.listing.paging import Order, Place
from ground.sheets.writing import KINDS

QUOTED_LETTERS = 40  # letters of a wrong value that are shown again
MOST_IGNORED = 10  # wrong values that are named, each in a sentence
LONGEST_VALUE = 100  # of a filter


class ListQuery:
    """The parsed query string of a list. `ignored`: sentences about parameters that are not valid."""

    def __init__(self, listing: Listing, address: QueryDict, user: AbstractBaseUser) -> None:
        self.listing = listing
        self.ignored: list[str] = []
        self.user = user
        looked_for = search_words(address.get("q", ""))
        self.words = looked_for.words
        self.ignored += [looked_for.note] if looked_for.note else []
        self.options = {each.name: each.options(user) for each in listing.filters}
        self.chosen = self._chosen(address)  # name of a filter → its value and the words for it
        self.typed = {name: address.get(name, "")[:LONGEST_VALUE] for name in self.options}
        self.columns = self._columns(address.getlist("col"))
        self.sort = self._sort(address.get("sort", ""))
        self.export = address.get("export", "") if address.get("export") in KINDS else ""
        self.after, self.before = address.get("after", ""), address.get("before", "")

    # --- Reading -------------------------------------------------------------------------------------------------
    def _chosen(self, address: QueryDict) -> dict[str, tuple[Any, str]]:
        chosen: dict[str, tuple[Any, str]] = {}
        for each in self.listing.filters:
            text = address.get(each.name, "").strip()
            is_short = len(text) <= LONGEST_VALUE
            read = each.read(text, self.options[each.name]) if text and is_short else None
            if read:
                chosen[each.name] = read
            elif text:
                self._ignore(each.label, text)
        return chosen

    def _columns(self, names: list[str]) -> list[Column]:
        """Return the chosen columns in the list's order; the first, which links to the record, is always included."""
        first, *rest = self.listing.columns
        known = {column.name for column in self.listing.columns}
        for name in dict.fromkeys(names):
            if name not in known:
                self._ignore(_("Cột"), name)
        chosen = known & set(names)
        return [first, *[column for column in rest if (column.name in chosen if chosen else column.is_shown)]]

    def _sort(self, text: str) -> str:
        column = self.listing.column(text.removeprefix("-"))
        if column and column.sort:
            return text
        if text:
            self._ignore(_("Xếp theo"), text)
        return self.listing.default_sort

    def _ignore(self, label: str, text: str) -> None:
        words = {"label": label, "text": excerpt(search_words(text).words, QUOTED_LETTERS)}
        if len(self.ignored) < MOST_IGNORED:
            self.ignored.append(_("%(label)s: không có “%(text)s”, đã bỏ qua.") % words)
        elif len(self.ignored) == MOST_IGNORED:
            self.ignored.append(_("Địa chỉ còn những chỗ khác cổng không hiểu, đã bỏ qua."))

    # --- Rows ----------------------------------------------------------------------------------------------------
    def narrowed(self, rows: QuerySet) -> QuerySet:
        if self.words:
            rows = self.listing.search(rows, self.words)
        for each in self.listing.filters:
            if each.name in self.chosen:
                rows = each.narrowed(rows, self.chosen[each.name][0], self.user)
            elif each.unasked:
                rows = each.unasked(rows)
        return rows

    def order(self, model: type[Model]) -> Order:
        """Return the order of `sort`, whose column the list has: `_sort` has looked."""
        name = self.sort.removeprefix("-")
        column = next(column for column in self.listing.columns if column.name == name)
        return Order.of(model, column.sort, self.sort.startswith("-"), column.sort_like)

    def place(self, order: Order, written: str) -> Place | None:
        """Return the place in the list to go on from; invalid ones are ignored and reported to the user."""
        place = order.read_place(written) if written else None
        if written and place is None:
            self._ignore(_("Trang"), written)
        return place

    @property
    def has_ticks(self) -> bool:
        """Tell whether the reader may tick rows for an act on many of them."""
        return self.listing.tick is not None and self.listing.may_tick(self.user)

    # --- Addresses -----------------------------------------------------------------------------------------------
    @property
    def is_narrowed(self) -> bool:
        return bool(self.words or self.chosen)

    def parameters(self) -> dict[str, Any]:
        """Return all parameters but the place in the list, normalised; defaults are "" or []."""
        values = {"q": self.words, **{name: self.typed[name].strip() for name in self.chosen}}
        usual = [column for column in self.listing.columns if column.is_shown]
        values["sort"] = self.sort if self.sort != self.listing.default_sort else ""
        values["col"] = [column.name for column in self.columns] if self.columns != usual else []
        return values

    def querystring(self, **changes: Any) -> str:
        pairs = {name: value for name, value in (self.parameters() | changes).items() if value}
        return urlencode(pairs, doseq=True)

    def link(self, **changes: Any) -> str:
        return f"?{self.querystring(**changes)}"

    @property
    def excel_link(self) -> str:
        return self.link(export="xlsx")

    @property
    def csv_link(self) -> str:
        return self.link(export="csv")

    @property
    def usual_columns_link(self) -> str:
        return self.link(col=[])

    @property
    def hidden_fields(self) -> list[tuple[str, str]]:
        """Return the hidden fields of the filters' form, which carry over order and columns."""
        return self._pairs({name: self.parameters()[name] for name in ("sort", "col")})

    @property
    def filter_fields(self) -> list[tuple[str, str]]:
        """Return the hidden fields of a form about the filtered rows."""
        return self._pairs({name: value for name, value in self.parameters().items() if name not in ("sort", "col")})

    @property
    def hidden_fields_but_columns(self) -> list[tuple[str, str]]:
        return self._pairs(self.parameters() | {"col": []})

    @staticmethod
    def _pairs(parameters: dict[str, Any]) -> list[tuple[str, str]]:
        several = [(name, value if isinstance(value, list) else [value]) for name, value in parameters.items() if value]
        return [(name, each) for name, values in several for each in values]
