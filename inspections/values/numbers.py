"""Reading the figures of a printed value. Nothing is completed: what the paper doesn't print is None.

Pure functions over text and Decimal; a value is any object with MeasuredValue's columns.
"""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from math import prod

from django.utils.translation import gettext as _

from ground.text import decimal_text, short_date

_GROUPED = r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?"
LARGEST, MOST_PLACES = Decimal(10) ** 14, 20  # of a number that pages reckon with: the columns hold no larger one
_NUMBER = rf"{_GROUPED}|\d+(?:[.,]\d+)?"
_RATIO = re.compile(rf"(?P<a>{_NUMBER})\s*/\s*(?P<b>{_NUMBER})")
_PERCENT = re.compile(rf"(?P<p>{_NUMBER})\s*%")
_MAGNITUDES = {"trăm": 100, "nghìn": 10**3, "ngàn": 10**3, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9}
_MAGNITUDE = r"(?:trăm|nghìn|ngàn|triệu|t[ỷỉ](?!\s*lệ))\b"
_PLAIN = re.compile(rf"(?P<n>{_NUMBER})(?P<words>(?:\s*{_MAGNITUDE})*)", re.IGNORECASE)
_TWO_MEANINGS = re.compile(r"[1-9]\d{0,2}\.\d{3}")
_ESTIMATE = re.compile(r"\b(trên|hơn|gần|khoảng|ước|xấp xỉ|dưới|ngót)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Figures:
    """What a printed text gives: "20/25" → a, b; "91,40%" → number 91.40, places 2, is_percent."""

    numerator: Decimal | None = None
    denominator: Decimal | None = None
    number: Decimal | None = None
    places: int = 0
    is_percent: bool = False


def figures_in(printed: str, unit: str = "", dot_is_decimal: bool = False) -> Figures:
    """The figures of a printed text. "trên 3 tỷ đồng" is 3000000000 in the unit "đồng", 3000 in "triệu đồng".

    "1.234" can mean two things: 1234, or 1,234 where `dot_is_decimal`.
    """
    ratio, percent = _RATIO.search(printed), _PERCENT.search(printed)
    a, b = (decimal_in(ratio[name], dot_is_decimal) if ratio else None for name in "ab")
    if percent:
        number = percent["p"]
        return Figures(a, b, decimal_in(number, dot_is_decimal), places_in(number, dot_is_decimal), True)
    if ratio:
        return Figures(a, b)
    plain = _PLAIN.search(printed)
    if plain is None:
        return Figures()
    number = decimal_in(plain["n"], dot_is_decimal)
    if plain["words"]:
        number = (number * magnitude_of(plain["words"]) / magnitude_of(unit)).normalize()
        return Figures(number=number, places=max(-number.as_tuple().exponent, 0))
    return Figures(number=number, places=places_in(plain["n"], dot_is_decimal))


def magnitude_of(words: str) -> int:
    """ "nghìn tỷ" is 10¹², "triệu đồng" 10⁶, "đồng" 1."""
    return prod(_MAGNITUDES[word.lower()] for word in re.findall(_MAGNITUDE, words, re.IGNORECASE))


def decimal_in(text: str, dot_is_decimal: bool = False) -> Decimal:
    """ "94,49" and "94.49" alike; "1.234.567" is a whole number; a lone "1.234" is read as thousands, unless told."""
    if re.fullmatch(_GROUPED, text) and not (dot_is_decimal and has_two_meanings(text)):
        text = text.replace(".", "")
    return Decimal(text.replace(",", "."))


def has_two_meanings(number: str) -> bool:
    """ "1.234" is 1234 here and 1,234 in other people's sheets; "0.123", "12.34" and "1.234.567" are plain."""
    return re.fullmatch(_TWO_MEANINGS, number) is not None


def doubtful_numbers(text: str) -> list[str]:
    """The numbers of a text that can mean two things."""
    return [number for number in re.findall(_NUMBER, text) if has_two_meanings(number)]


def is_estimate(text: str) -> bool:
    """ "trên 3 tỷ", "gần 4,4 tỷ", "khoảng 200 lượt"."""
    return _ESTIMATE.search(text) is not None


def places_in(text: str, dot_is_decimal: bool = False) -> int:
    """Decimals as printed: "91,40" has 2."""
    if re.fullmatch(_GROUPED, text) and "," not in text and not (dot_is_decimal and has_two_meanings(text)):
        return 0
    return len(re.split("[.,]", text)[-1]) if re.search("[.,]", text) else 0


def figures_of(value) -> Figures:
    """The printed figures, completed from the row's own columns where the text itself holds none.

    Of two meanings of a print the one that the columns keep counts. A number of 300 digits stays what was printed, and
    is reckoned with nowhere.
    """
    unit = value.set_criterion.unit
    printed = figures_in(value.printed, unit)
    other = figures_in(value.printed, unit, dot_is_decimal=True)
    if other != printed and other.number is not None and other.number == value.number:
        printed = other
    return _reckonable(
        Figures(
            _told(printed.numerator, other.numerator, value.numerator),
            _told(printed.denominator, other.denominator, value.denominator),
            printed.number if printed.number is not None else value.number,
            printed.places,
            printed.is_percent,
        )
    )


def _reckonable(figures: Figures) -> Figures:
    """Without the counts, or the number, that are too long."""
    counts = (figures.numerator, figures.denominator)
    a, b = counts if all(map(_is_reckonable, counts)) else (None, None)
    if _is_reckonable(figures.number) and figures.places <= MOST_PLACES:
        return Figures(a, b, figures.number, figures.places, figures.is_percent)
    return Figures(a, b)


def _is_reckonable(number: Decimal | None) -> bool:
    return number is None or (abs(number) < LARGEST and number.as_tuple().exponent >= -MOST_PLACES)


def _told(printed: Decimal | None, other: Decimal | None, kept: Decimal | None) -> Decimal | None:
    return kept if printed is None or kept in (printed, other) else printed


def percent_of(figures: Figures, places: int) -> Decimal | None:
    """100·a/b rounded half up to `places`, or None without both counts."""
    if figures.numerator is None or not figures.denominator:
        return None
    with localcontext(prec=100):  # the largest count by the smallest is longer than the usual 28 digits
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
        if value.precision in ("month", "quarter"):
            return _as_of_in_words(end, value.precision)
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
