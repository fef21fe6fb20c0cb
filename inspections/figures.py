"""Reading the figures of a printed value. Nothing is completed: what the paper doesn't print is None.

Pure functions over text and Decimal; a value is any object with MeasuredValue's columns.
"""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from danvan.text import decimal_text, short_date

_NUMBER = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?"
_RATIO = re.compile(rf"(?P<a>{_NUMBER})\s*/\s*(?P<b>{_NUMBER})")
_PERCENT = re.compile(rf"(?P<p>{_NUMBER})\s*%")
_PLAIN = re.compile(rf"(?P<n>{_NUMBER})")


@dataclass(frozen=True)
class Figures:
    """What a printed text gives: "20/25" → a, b; "91,40%" → number 91.40, places 2, is_percent."""

    numerator: Decimal | None = None
    denominator: Decimal | None = None
    number: Decimal | None = None
    places: int = 0
    is_percent: bool = False


def figures_in(printed: str) -> Figures:
    ratio, percent = _RATIO.search(printed), _PERCENT.search(printed)
    a, b = (decimal_in(ratio["a"]), decimal_in(ratio["b"])) if ratio else (None, None)
    if percent:
        number = percent["p"]
        return Figures(a, b, decimal_in(number), places_in(number), True)
    if ratio:
        return Figures(a, b)
    plain = _PLAIN.search(printed)
    return Figures(number=decimal_in(plain["n"]), places=places_in(plain["n"])) if plain else Figures()


def decimal_in(text: str) -> Decimal:
    """ "94,49" and "94.49" alike; "1.234.567" is a whole number; a lone "1.234" is read as thousands."""
    if re.fullmatch(r"\d{1,3}(\.\d{3})+(,\d+)?", text):
        text = text.replace(".", "")
    return Decimal(text.replace(",", "."))


def places_in(text: str) -> int:
    """Decimals as printed: "91,40" has 2."""
    if re.fullmatch(r"\d{1,3}(\.\d{3})+", text):
        return 0
    return len(re.split("[.,]", text)[-1]) if re.search("[.,]", text) else 0


def figures_of(value) -> Figures:
    """The printed figures, completed from the row's own columns where the text itself holds none."""
    printed = figures_in(value.printed)
    return Figures(
        printed.numerator if printed.numerator is not None else value.numerator,
        printed.denominator if printed.denominator is not None else value.denominator,
        printed.number if printed.number is not None else value.number,
        printed.places,
        printed.is_percent,
    )


def percent_of(figures: Figures, places: int) -> Decimal | None:
    """100·a/b rounded half up to `places`, or None without both counts."""
    if figures.numerator is None or not figures.denominator:
        return None
    exact = figures.numerator * 100 / figures.denominator
    return exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def change_between(earlier, later) -> tuple[Decimal, int, bool] | None:
    """(difference, decimals, is in percentage points), or None where either has no number of its own."""
    a, b = figures_of(earlier), figures_of(later)
    if a.number is None or b.number is None or a.is_percent != b.is_percent:
        return None
    return b.number - a.number, max(a.places, b.places), a.is_percent


def change_in_words(earlier, later) -> str:
    """ "tăng 3,09 điểm phần trăm"; empty where nothing can be compared."""
    change = change_between(earlier, later)
    if change is None:
        return ""
    difference, places, in_points = change
    if difference == 0:
        return _("không thay đổi")
    amount = decimal_text(abs(difference), places)
    words = _("%s điểm phần trăm") % amount if in_points else f"{amount} {later.set_criterion.unit}".strip()
    return (_("tăng %s") if difference > 0 else _("giảm %s")) % words


def period_in_words(value) -> str:
    """ "năm 2018", "đến tháng 9/2019", "từ 01/01/2018 đến 31/03/2019", the paper's own words, or that it gives none."""
    if value.as_of:
        return _("đến %s") % _as_of_in_words(value.as_of, value.precision)
    if value.period_text:
        return f"“{value.period_text}”"
    start, end = value.period_start, value.period_end
    if start and end:
        if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31) and start.year == end.year:
            return _("năm %d") % start.year
        return _("từ %(start)s đến %(end)s") % {"start": short_date(start), "end": short_date(end)}
    return _("không nêu thời gian")


def _as_of_in_words(day, precision: str) -> str:
    if precision == "month":
        return _("tháng %(month)d/%(year)d") % {"month": day.month, "year": day.year}
    if precision == "quarter":
        return _("quý %(quarter)s/%(year)d") % {
            "quarter": ["I", "II", "III", "IV"][(day.month - 1) // 3],
            "year": day.year,
        }
    if precision == "year":
        return _("năm %d") % day.year
    return short_date(day)


def year_of(value) -> int | None:
    """The year a value speaks of, or None."""
    day = value.as_of or value.period_start or value.period_end
    return day.year if day else None
