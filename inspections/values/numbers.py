"""Read typed and printed Vietnamese figures; the only place where the portal does so.

A text is read whole or not at all: `parse` gives a `Reading` when everything numeric in the text is understood, an
`Ambiguous` when it can mean two things, an `Unclear` when it holds no single figure. Nothing is completed: what the
paper doesn't print is None. Pure functions over text and Decimal.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal, localcontext
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from math import prod
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from ground.inputs import excerpt
from inspections.values.periods import MONTH, NO_FIGURES, YEAR

LARGEST, MOST_PLACES = Decimal(10) ** 14, 4  # what the columns hold
MOST_PLACES_CALCULATED = 20  # a longer print is only shown
COUNTS = ("numerator", "denominator")
FIGURES = (*COUNTS, "number")
THOUSANDS, DECIMAL = "thousands", "decimal"  # what the mark in "1.234" can mean


class Qualifier(StrEnum):
    """Name what a word or sign beside a figure says of it; all but NONE make it an estimate or a bound."""

    NONE = ""
    ABOUT = "about"  # khoảng, gần, xấp xỉ, ước
    MORE = "more"  # trên, hơn, >
    LESS = "less"  # dưới, ngót, <
    AT_LEAST = "at_least"  # ≥, ít nhất, tối thiểu, từ … trở lên
    AT_MOST = "at_most"  # ≤, tối đa, không quá, … trở xuống


@dataclass(frozen=True)
class Reading:
    """Hold the figures of a text: "20/25" → numerator and denominator; "91,40%" → number 91.40, places 2, is_percent.

    `places` are the decimals as printed. A text without figures gives an empty reading.
    """

    numerator: Decimal | None = None
    denominator: Decimal | None = None
    number: Decimal | None = None
    places: int = 0
    is_percent: bool = False
    qualifier: Qualifier = Qualifier.NONE

    @property
    def is_estimate(self) -> bool:
        return self.qualifier is not Qualifier.NONE

    @property
    def is_empty(self) -> bool:
        return self.numerator is None and self.number is None


@dataclass(frozen=True)
class Ambiguous:
    """Hold both readings of a text: `number` has two meanings; `meanings`: THOUSANDS and DECIMAL → Reading."""

    number: str
    meanings: dict[str, Reading]


class Why(StrEnum):
    """Say why a text has no single figure."""

    SEVERAL = "several"  # "Năm 2026: 5 việc, 6 người"
    RANGE = "range"  # "5-7 ngày"
    CHANGE = "change"  # "giảm 10 điểm"
    UNREADABLE = "unreadable"  # "3 tỷ rưỡi", "8:16"


@dataclass(frozen=True)
class Unclear:
    """Stand for a text whose figures can't be read whole."""

    why: Why


Result = Reading | Ambiguous | Unclear

# --- Figures -------------------------------------------------------------------------------------------------------
_SPACE = "[ \u00a0\u202f\u2009]"
_NUMBER = rf"(?:\d{{1,3}}(?:{_SPACE}\d{{3}})+(?![\d])(?:[.,]\d+)?|\d+(?:[.,]\d+)*)"
_MAGNITUDES = {"trăm": 100, "nghìn": 10**3, "ngàn": 10**3, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9}
_MAGNITUDE = r"(?:trăm|nghìn|ngàn|triệu|t[ỷỉ](?!\s*(?:lệ|trọng)))\b"
_SCALED = rf"{_NUMBER}(?:\s*{_MAGNITUDE})+"
_FIGURE = re.compile(
    rf"""(?P<sign>(?<![\w%)])[-–]\s?(?=\d))?
    (?<![\d.,])(?:(?P<a>{_NUMBER})\s*/\s*(?P<b>{_NUMBER})(?!\s*/\s*\d|\s*%|{_SPACE}\d{{3}}(?!\d))
    |(?P<percent>{_NUMBER})\s*(?:%|phần\s+trăm\b)
    |(?P<scaled>{_SCALED}(?:\s*,?\s*{_SCALED})*)
    |(?P<plain>{_NUMBER}))(?![\d]|[.,]\d)""",
    re.VERBOSE,
)
_GROUPS = {  # a number's marks → how it is read
    "plain": re.compile(r"\d+"),
    "spaces": re.compile(rf"[1-9]\d{{0,2}}(?:{_SPACE}\d{{3}})+(?:[.,]\d+)?"),
    "dots": re.compile(r"[1-9]\d{0,2}(?:\.\d{3}){2,}(?:,\d+)?|[1-9]\d{0,2}\.\d{3},\d+"),
    "commas": re.compile(r"[1-9]\d{0,2}(?:,\d{3}){2,}(?:\.\d+)?|[1-9]\d{0,2},\d{3}\.\d+"),
    "two_meanings": re.compile(r"[1-9]\d{0,2}[.,]\d{3}"),
    "decimal": re.compile(r"\d+[.,]\d+"),
}

# --- Words around a figure -----------------------------------------------------------------------------------------
_BEFORE = [
    (Qualifier.AT_LEAST, r"≥|>=|ít nhất|tối thiểu|không dưới|không ít hơn"),
    (Qualifier.AT_MOST, r"≤|<=|tối đa|nhiều nhất|không quá|không trên|không vượt quá"),
    (Qualifier.MORE, r">|\b(?:trên|hơn)\b"),
    (Qualifier.LESS, r"<|\b(?:dưới|ngót)\b"),
    (Qualifier.ABOUT, r"~|≈|\b(?:khoảng|gần|xấp xỉ|ước|độ chừng|chừng)\b"),
]
_AFTER = [(Qualifier.AT_LEAST, r"\btrở lên\b"), (Qualifier.AT_MOST, r"\btrở xuống\b")]
_CHANGE = re.compile(r"\b(?:tăng|giảm|hạ|bớt|so với (?:cùng kỳ|năm))\b")
_RANGE = re.compile(
    rf"{_NUMBER}\s*%?\s*(?:-|–|đến|tới)\s*{_NUMBER}"
    rf"|từ\s+{_NUMBER}\s*\S*\s*(?:đến|tới|xuống|lên)\s*{_NUMBER}"
)
_WORDS = r"(?:[^\W\d_]|·)"
_UNREADABLE = re.compile(
    r"\b(?:rưỡi|rưởi|nửa|chục|vạn|tá|usd|eur|đô la)\b|\bâm\s+\d|[‰$€]"  # 3 tỷ rưỡi, 500 USD, âm 3 tỷ
    r"|\b(?:thứ|hạng|lần|đợt)\s+\d|\d\s*tr\b"  # hạng 5/63: an order, no amount; 2 tr
    r"|\d\s*%?\s*(?:[:=+*×^]|x\s*\d)"  # 8:16
    r"|[^\W\d_][-–]?\d|\d[^\W\d_]"  # COVID-19, 5tr
    rf"|(?<![\d.,]){MONTH}/{YEAR}(?!\d)"  # 9/2026: a month or a ratio
    rf"|(?:^|[^\d\s%])\s*[-–]\s+\d.*{_WORDS}|{_WORDS}(?:.*[^\d\s%])?\s*[-–]\s+\d"  # "- 5 việc": a dash or a minus
)


class Found(NamedTuple):
    """Hold one figure of a text and the numbers in it, with the marks they were written with."""

    match: re.Match[str]
    numbers: list[str]


@lru_cache(maxsize=4096)  # a page reads the same prints for every check
def parse(text: str, unit: str = "", *, is_percent: bool = False, meaning: str = "") -> Result:
    """Read a printed value. "trên 3 tỷ đồng" is 3000000000 in the unit "đồng", 3000 in "triệu đồng".

    `is_percent`: a percentage is expected, in which a comma is always the decimal sign. `meaning`: of doubtful marks.
    """
    plain = NO_FIGURES.sub(" · ", _plain(text))
    figures = [Found(match, _numbers_of(match)) for match in _FIGURE.finditer(plain)]
    why = _why_unclear(plain, figures)
    if why:
        return Unclear(why)
    doubtful = [number for found in figures for number in found.numbers if _has_two_meanings(number, is_percent, found)]
    resolved = meaning or _meaning_of_the_others(figures, doubtful)
    if doubtful and not resolved:
        return Ambiguous(doubtful[0], {way: _reading(plain, figures, unit, way) for way in (THOUSANDS, DECIMAL)})
    return _reading(plain, figures, unit, resolved or DECIMAL)


@lru_cache(maxsize=4096)
def parse_number(text: str, *, meaning: str = "") -> Result:
    """Read a field or a cell that holds one number and nothing else: no words, no ratio, no percent sign."""
    stripped = _plain(text).strip()
    if not stripped:
        return Reading()
    if not re.fullmatch(rf"[-−–]?\s?{_NUMBER}", stripped):
        return Unclear(Why.UNREADABLE)
    return parse(stripped, meaning=meaning)


def format_number(number: Decimal) -> str:
    """Write a number so that it is read back as the same: no grouping, a decimal comma, never three decimals."""
    whole, _dot, decimals = f"{number.normalize():f}".partition(".")
    return f"{whole},{decimals}{'0' if len(decimals) == 3 else ''}" if decimals else whole


# --- A field or a cell that holds one number -------------------------------------------------------------------------
class FigureRefused(ValueError):
    """A figure with two meanings or one that no column holds; the message says what to do."""


class TwoMeanings(FigureRefused):
    """A figure that must be chosen between the meanings of `ambiguous`."""

    def __init__(self, words: str, ambiguous: Ambiguous) -> None:
        super().__init__(words)
        self.ambiguous = ambiguous


def number_typed(text: str, meaning: str = "") -> Decimal | None:
    """Read a field or a cell that holds one number, None when it is empty. Raises FigureRefused."""
    read = parse_number(text, meaning=meaning)
    if isinstance(read, Ambiguous):
        raise TwoMeanings(two_meanings(read), read)
    if isinstance(read, Unclear):
        raise FigureRefused(_("“%s” không phải số. Ghi như 94,49 hoặc 1234.") % excerpt(text))
    return held(read.number)


def number_in_cell(cell: Any) -> Decimal | None:
    """Read a cell of a sheet: a number, or a text as in a field. Raises FigureRefused."""
    is_number = isinstance(cell, int | float | Decimal) and not isinstance(cell, bool)
    return held(Decimal(str(cell))) if is_number else number_typed(str(cell))


def number_for_cell(number: Decimal) -> Decimal:
    """Leave out zeros at the end; three decimals get a fourth, for in a text file "1.234" has two meanings."""
    shortest = number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()
    return number.quantize(Decimal("0.0001")) if shortest.as_tuple().exponent == -3 else shortest


def two_meanings(ambiguous: Ambiguous) -> str:
    """Say between which two numbers whoever types one must choose, and how each is written."""
    _name, whole, part = both_meanings(ambiguous)
    words = {"value": excerpt(ambiguous.number), "whole": whole, "part": part}
    return _("“%(value)s” có thể là hai số: ghi %(whole)s hoặc %(part)s.") % words


def both_meanings(ambiguous: Ambiguous) -> tuple[str, str, str]:
    """Give the first figure in which the two readings differ, and how it is written either way."""
    one, other = ambiguous.meanings.values()
    name = next(name for name in FIGURES if getattr(one, name) != getattr(other, name))
    return name, format_number(getattr(one, name)), format_number(getattr(other, name))


def held(number: Decimal | None) -> Decimal | None:
    """Give the number as the columns hold it, unrounded. Raises FigureRefused."""
    if number is None:
        return None
    if abs(number) >= LARGEST:
        raise FigureRefused(_("Số quá lớn: nhận đến 14 chữ số."))
    if number != round(number, MOST_PLACES):
        raise FigureRefused(_("Số có quá %d chữ số lẻ.") % MOST_PLACES)
    return number


# --- What can be calculated ------------------------------------------------------------------------------------------
def calculable(figures: Reading) -> Reading:
    """Leave out the counts, or the number, that are too long."""
    counts = (figures.numerator, figures.denominator)
    a, b = counts if all(map(_is_calculable, counts)) else (None, None)
    if _is_calculable(figures.number) and figures.places <= MOST_PLACES_CALCULATED:
        return figures if (a, b) == counts else replace(figures, numerator=a, denominator=b)
    return Reading(a, b, qualifier=figures.qualifier)


def _is_calculable(number: Decimal | None) -> bool:
    return number is None or (abs(number) < LARGEST and _places(number) <= MOST_PLACES_CALCULATED)


def percent_of(figures: Reading, places: int) -> Decimal | None:
    """Give 100·a/b rounded half up to `places`, or None without both counts."""
    if figures.numerator is None or not figures.denominator:
        return None
    with localcontext(prec=100):  # the largest count by the smallest is longer than the usual 28 digits
        exact = figures.numerator * 100 / figures.denominator
        return exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def magnitude_of(words: str) -> int:
    """Multiply the words of magnitude: "nghìn tỷ" is 10¹², "triệu đồng" 10⁶, "đồng" 1."""
    return prod(_MAGNITUDES[word] for word in re.findall(_MAGNITUDE, words.lower()))


# --- How ------------------------------------------------------------------------------------------------------------
def _plain(text: str) -> str:
    return re.sub("m[²³]", "m2", text.lower()).replace("quí", "quý").replace("\u2212", "-")


def _has_other_digits(plain: str) -> bool:
    """Tell whether the text has digits of other scripts or forms: "²", "½", "٣"."""
    return any(letter.isnumeric() and letter not in "0123456789" for letter in plain)


def _numbers_of(match: re.Match[str]) -> list[str]:
    parts = [match[name] for name in ("a", "b", "percent", "plain") if match[name]]
    return parts or re.findall(_NUMBER, match["scaled"])


def _why_unclear(plain: str, figures: list[Found]) -> Why | None:
    marks = [_marks_of(number) for found in figures for number in found.numbers]
    has_more_digits = re.search(r"\d", _FIGURE.sub(" ", plain)) is not None
    grouping, decimal = _roles(figures)
    is_odd = len(grouping) > 1 or grouping & decimal or None in marks or has_more_digits
    if is_odd or _UNREADABLE.search(plain) or _has_other_digits(plain):
        return Why.UNREADABLE
    if len(figures) > 1 and _RANGE.search(plain):
        return Why.CHANGE if _CHANGE.search(plain) else Why.RANGE
    if figures and _CHANGE.search(plain):
        return Why.CHANGE
    return None if _is_one_figure(figures) and all(map(_is_one_sum, figures)) else Why.SEVERAL


def _is_one_figure(figures: list[Found]) -> bool:
    """Tell whether the figures are a ratio and its percentage, which are one figure in two forms."""
    kinds = sorted("ratio" if found.match["a"] else "percent" if found.match["percent"] else "n" for found in figures)
    return len(kinds) < 2 or kinds == ["percent", "ratio"]


def _is_one_sum(found: Found) -> bool:
    """Tell whether each part of "4 tỷ 537 triệu" is less than the one before it counts by; "4 tỷ 5 tỷ" are two."""
    parts = [(_decimal(n, DECIMAL), magnitude_of(words)) for n, words in _parts(found.match["scaled"] or "")]
    return all(n * by < before for (_n, before), (n, by) in pairwise(parts))


def _marks_of(number: str) -> str | None:
    return next((kind for kind, pattern in _GROUPS.items() if pattern.fullmatch(number)), None)


def _has_two_meanings(number: str, is_percent: bool, found: Found) -> bool:
    if _marks_of(number) != "two_meanings":
        return False
    is_percentage = bool(found.match["percent"] or (is_percent and found.match["plain"]))
    return "." in number or not is_percentage


def _roles(figures: list[Found]) -> tuple[set[str], set[str]]:
    """Return the marks that separate thousands, and those that are decimal, as far as the numbers leave no doubt."""
    grouping, decimal = set(), set()
    for number in {number for found in figures for number in found.numbers}:
        marks = _marks_of(number)
        group = {"dots": ".", "commas": ",", "spaces": " "}.get(marks or "", "")
        grouping |= {group} - {""}
        decimal |= set(number) & {".", ","} - {group} if marks != "two_meanings" else set()
    return grouping, decimal


def _meaning_of_the_others(figures: list[Found], doubtful: list[str]) -> str:
    """Return the meaning that numbers of one reading leave to doubtful ones; "" where they leave both."""
    grouping = _roles(figures)[0] - {" "}
    marks = {"," if "," in number else "." for number in doubtful}
    if not grouping or len(marks) != 1:
        return ""
    return THOUSANDS if marks == grouping else DECIMAL


def _reading(plain: str, figures: list[Found], unit: str, meaning: str) -> Reading:
    reading = Reading(qualifier=_qualifier(plain, figures))
    for match, numbers in figures:
        sign = -1 if match["sign"] else 1
        if match["a"]:
            a, b = (_decimal(number, meaning) for number in numbers)
            reading = replace(reading, numerator=sign * a, denominator=b)
        elif match["scaled"]:
            number = sign * _scaled(match["scaled"], meaning) / magnitude_of(unit)
            reading = replace(reading, number=_shortest(number), places=_places(_shortest(number)))
        else:
            number = _decimal(numbers[0], _meaning_in(match, numbers[0], meaning))
            is_percent = bool(match["percent"])
            reading = replace(reading, number=sign * number, places=_places(number), is_percent=is_percent)
    return reading


def _meaning_in(match: re.Match[str], number: str, meaning: str) -> str:
    return DECIMAL if match["percent"] and "," in number else meaning


def _decimal(number: str, meaning: str) -> Decimal:
    marks, plain = _marks_of(number), re.sub(_SPACE, "", number)
    if marks == "dots":
        plain = plain.replace(".", "")
    elif marks == "commas":
        plain = plain.replace(",", "")
    elif marks == "two_meanings" and meaning == THOUSANDS:
        plain = re.sub("[.,]", "", plain)
    return Decimal(plain.replace(",", "."))


def _scaled(text: str, meaning: str) -> Decimal:
    """Add up "4 tỷ 537 triệu"."""
    return sum((_decimal(number, meaning) * magnitude_of(words) for number, words in _parts(text)), Decimal(0))


def _parts(text: str) -> Iterator[tuple[str, str]]:
    for match in re.finditer(rf"(?P<n>{_NUMBER})(?P<words>(?:\s*{_MAGNITUDE})+)", text):
        yield match["n"], match["words"]


def _shortest(number: Decimal) -> Decimal:
    return Decimal(f"{number.normalize():f}")


def _places(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def _qualifier(plain: str, figures: list[Found]) -> Qualifier:
    if not figures:
        return Qualifier.NONE
    before, after = plain[: figures[0].match.start()], plain[figures[0].match.end() :]
    found = [word for word, pattern in _AFTER if re.search(pattern, after)]
    found += [word for word, pattern in _BEFORE if re.search(pattern, before)]
    return found[0] if found else Qualifier.NONE
