"""Cells of a read table that are no plain text, number or day: what they hold, and what they show."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

LOST_ZEROS_SHOWN = re.compile(r"[1-9][0-9]*")


class BareNumber(str):
    """A number of a .csv that isn't in quotes: a text of which a spreadsheet may have dropped zeros."""

    __slots__ = ()


@dataclass(frozen=True)
class Meaning:
    """One of the things that a cell may mean; `cell` is what is read in its place.

    `name`: the same for all cells of a kind, which are chosen for together, and so is `label`.
    """

    name: str
    label: str
    cell: object


@dataclass(frozen=True)
class NumberCell:
    """A number that a format shows, such as "94,49%": then `number` is 94.49."""

    number: Decimal
    shown: str

    @property
    def is_percent(self) -> bool:
        return self.shown.endswith("%")

    def __str__(self) -> str:
        return self.shown


class DayCell(date):
    """A day, and the text that its cell shows; "" where the cell shows the month in words or first."""

    shown: str = ""

    @classmethod
    def of(cls, iso: str, shown: str) -> "DayCell":
        day = cls.fromisoformat(iso)
        day.shown = shown
        return day

    def __str__(self) -> str:
        return self.shown or super().__str__()


@dataclass(frozen=True)
class RefusedCell:
    """A cell whose content may be another than what its author means; `advice` says what to do.

    `kind`: formula, error, time, day_part, format or more (it holds more digits than it shows). `at`: its address.
    """

    kind: str
    at: str
    holds: str = ""
    shows: str = ""
    short: str = ""

    def advice(self) -> str:
        return _advice(self.kind) % vars(self)

    def meanings(self) -> list[Meaning]:
        """Return between what its author can choose; [] where the cell must be written anew."""
        if self.kind == "more":
            held, shown = (NumberCell(_number_in(text), text) for text in (self.holds, self.shows))
            return [Meaning("shown", _("như ô hiện"), shown), Meaning("held", _("như ô chứa"), held)]
        if self.kind != "day_part":
            return []
        day, month = self.short.split("/")
        year = self.holds[-4:]
        return [
            Meaning("day_first", _("tỷ số, ngày đứng trước"), self.short),
            Meaning("month_first", _("tỷ số, tháng đứng trước"), f"{month}/{day}"),
            Meaning("day", _("ngày"), DayCell.of(f"{year}-{int(month):02d}-{int(day):02d}", self.holds)),
        ]

    def __str__(self) -> str:
        return _("(công thức)") if self.kind == "formula" else self.shows or self.holds


def digits_without_zeros(cell: object) -> str:
    """Return the digits of a cell from which a spreadsheet may have dropped zeros: "82" of what was 00082; else ""."""
    is_number = isinstance(cell, int | float | NumberCell | BareNumber) and not isinstance(cell, bool)
    digits = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
    return digits if is_number and LOST_ZEROS_SHOWN.fullmatch(digits) else ""


def _number_in(shown: str) -> Decimal:
    """Return the number of a text as cells are shown: "1.234,5%" is 1234.5."""
    return Decimal(shown.rstrip("%").replace(".", "").replace(",", "."))


def _advice(kind: str) -> str:
    return {
        "formula": _("Ô %(at)s chứa công thức. Chép ô rồi dán lại dạng giá trị."),
        "error": _("Ô %(at)s báo lỗi %(holds)s. Ghi lại giá trị của ô."),
        "time": _("Ô %(at)s là giờ (%(holds)s). Nếu là tỷ số hay chữ: định dạng ô là Văn bản rồi ghi lại."),
        "day_part": _(
            "Ô %(at)s chứa ngày %(holds)s nhưng không hiện đủ ngày, tháng, năm. Là ngày thì ghi dd/mm/yyyy;"
            " là tỷ số (%(short)s hay ngược lại) thì định dạng ô là Văn bản rồi ghi lại."
        ),
        "format": _(
            "Ô %(at)s chứa %(holds)s, hiện theo kiểu “%(shows)s” mà cổng không đọc."
            " Định dạng ô là Văn bản rồi ghi lại đúng như văn bản."
        ),
        "more": _(
            "Ô %(at)s hiện %(shows)s nhưng chứa %(holds)s. Định dạng ô là Văn bản rồi ghi lại một trong hai số đó."
        ),
    }[kind]
