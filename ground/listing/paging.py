"""Pages by key: the rows after or before a row in an order, without counting from the start.

The order is one stored column with the row's id as the tie-breaker, both in one direction; rows without a value are
last either way, on both databases.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db.models import F, Field, Model, Q, QuerySet

from ground.text import key_in

Place = tuple[Any, int]  # the key and the number of a row
COUNTED = 1000  # of more than these the screen says "hơn 1.000"


@dataclass(frozen=True)
class Order:
    path: str
    field: Field
    is_nullable: bool
    is_descending: bool

    @classmethod
    def of(cls, model: type[Model], path: str, is_descending: bool, like: str = "") -> Self:
        """Return the order by a path of the model; if any part of the path may be NULL, rows may be without a value.
        `like`: the path of a column with the same values, where `path` is an annotation.
        """
        is_nullable, field = False, None
        for name in (like or path).split("__"):
            field = model._meta.pk if name == "pk" else model._meta.get_field(name)
            is_nullable, model = is_nullable or field.null, field.related_model
        return cls(path, field, is_nullable, is_descending)

    def sorted(self, rows: QuerySet, backwards: bool = False) -> QuerySet:
        """Return the rows in this order, `backwards` from the end; each row gets its key as `key_in_order`."""
        is_down = self.is_descending != backwards
        nulls = {"nulls_first" if backwards else "nulls_last": True} if self.is_nullable else {}
        key = F(self.path)
        by = [key.desc(**nulls) if is_down else key.asc(**nulls), "-pk" if is_down else "pk"]
        return rows.annotate(key_in_order=key).order_by(*by)

    def beyond(self, place: tuple[Any, ...], backwards: bool = False) -> Q:
        """Return the condition on rows after that key and id, or before it if `backwards`."""
        key, pk = place
        way = "lt" if self.is_descending != backwards else "gt"
        tie, is_null = Q(**{f"pk__{way}": pk}), Q(**{f"{self.path}__isnull": True})
        if key is None:
            return (is_null & tie) | ~is_null if backwards else is_null & tie
        # Written so that an index on the column can be used to find the first row.
        past = Q(**{f"{self.path}__{way}e": key}) & (Q(**{f"{self.path}__{way}": key}) | tie)
        return past | is_null if self.is_nullable and not backwards else past

    def place_of(self, row: Model) -> str:
        """Return a row's place as text for an address: "12.2019-10-30", or "12" without a value."""
        key = row.key_in_order
        return str(row.pk) if key is None else f"{row.pk}.{self.field.value_to_string(_Holder(self.field, key))}"

    def read_place(self, text: str) -> Place | None:
        """Return the (key, id) that `place_of` wrote; None for any other text."""
        number, dot, written = text.partition(".")
        pk = key_in(number)
        if pk is None or not written.isprintable():
            return None
        if not dot:
            return (None, pk) if self.is_nullable else None
        try:
            key = self.field.to_python(written)
            self.field.run_validators(key)
        except (ValidationError, OverflowError):
            return None
        return key, pk


@dataclass(frozen=True)
class ColumnsOrder:
    """Columns or annotations that are never empty, all in one direction; the last is unique and names a row's place."""

    columns: tuple[str, ...]
    is_descending: bool = False

    def sorted(self, rows: QuerySet, backwards: bool = False) -> QuerySet:
        """Sort by all columns; `backwards`: from the end."""
        is_down = self.is_descending != backwards
        return rows.order_by(*(f"-{name}" if is_down else name for name in self.columns))

    def beyond(self, place: tuple[Any, ...], backwards: bool = False) -> Q:
        """Return the condition (a, b) beyond (x, y): a beyond x, or a equal to x and b beyond y."""
        found, way = Q(), "lt" if self.is_descending != backwards else "gt"
        for n, (name, value) in enumerate(zip(self.columns, place, strict=True)):
            same = dict(zip(self.columns[:n], place[:n], strict=True))
            found |= Q(**same, **{f"{name}__{way}": value})
        return found

    def place_of(self, row: Any) -> str:
        """Return the text that names the row's place in an address."""
        return str(getattr(row, self.columns[-1]))

    def find_place(self, rows: QuerySet, text: str) -> tuple[Any, ...] | None:
        """Find the columns of the row that an address names; None where there is none such."""
        return rows.filter(**{self.columns[-1]: text}).values_list(*self.columns).first() if text else None


class _Holder:
    """An object from which a field's `value_to_string` can read the value."""

    def __init__(self, field: Field, value: Any) -> None:
        setattr(self, field.attname, value)


@dataclass(frozen=True)
class Page:
    rows: list[Any]
    previous: str = ""  # the place that the page before it ends before; "" on the first
    next: str = ""

    def __iter__(self) -> Iterator[Any]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def page_by_key(
    rows: QuerySet,
    order: Order | ColumnsOrder,
    size: int,
    after: tuple[Any, ...] | None = None,
    before: tuple[Any, ...] | None = None,
) -> Page:
    """Return the page after or before a place; `after`, `before`: what `read_place` or `find_place` returned.

    Where no rows are before the place, the first page.
    """
    backwards = before is not None
    place = before if backwards else after
    wanted = rows.filter(order.beyond(place, backwards)) if place else rows
    found = list(order.sorted(wanted, backwards)[: size + 1])
    has_more, found = len(found) > size, found[:size]
    if backwards and not has_more:
        return page_by_key(rows, order, size)
    if backwards:
        found.reverse()
    return Page(
        found,
        previous=order.place_of(found[0]) if place and found else "",
        next=order.place_of(found[-1]) if found and (backwards or has_more) else "",
    )


def count_of(rows: QuerySet) -> int:
    """Count the rows up to COUNTED; COUNTED + 1 means more."""
    return rows.order_by().values("pk")[: COUNTED + 1].count()
