"""Cells of a read table that are no plain text, number or day: what they hold, and what they show."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _


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

    def __str__(self) -> str:
        return _("(công thức)") if self.kind == "formula" else self.shows or self.holds


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
