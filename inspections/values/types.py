"""Say of each type of value how it is typed, read, printed and checked: one small class a type.

A new type is a class here, and a choice of `SetCriterion.ValueType`. Pure functions over texts and figures; a value is
any object with MeasuredValue's columns. Nothing is completed: what the paper doesn't print and no column holds is None.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ground.inputs import excerpt
from ground.text import decimal_text
from inspections.criteria.models import SetCriterion
from inspections.values import numbers
from inspections.values.numbers import Ambiguous, Reading, Result, Unclear

LARGEST, MOST_PLACES = Decimal(10) ** 14, 4  # what the columns hold
MOST_PLACES_CALCULATED = 20  # a longer print is shown, not calculated with
FIGURES = ("numerator", "denominator", "number")


class FigureRefused(ValueError):
    """A figure with two meanings or one that no column holds; the message says what to do."""


class ValueType:
    """A type whose print is typed letter by letter and holds no figures: `text`."""

    fields: tuple[str, ...] = ("printed",)  # in which a value is typed, in their order
    is_printed_required = True
    help_text = gettext_lazy("Chép đúng từng chữ như văn bản.")
    counts_position = ""  # where the form shows the two counts: "first", "last", "" without any
    has_number = False

    def read(self, printed: str, unit: str = "", meaning: str = "") -> Result:
        """Read the figures of a print; `meaning` as for `numbers.parse`."""
        return Reading()

    def stored(self, reading: Reading) -> Reading:
        """Give the figures that go into the columns."""
        return reading

    def complete(self, printed: str) -> str:
        """Add to what was typed as the print what everybody leaves out."""
        return printed

    def derive(self, typed: Mapping) -> str:
        """Give what is printed where only the other fields were filled in, "" where they say nothing."""
        return ""

    def doubts(self, criterion: SetCriterion, figures: Reading) -> Iterable[str]:
        """Tell what of the figures can't be right for this criterion."""
        return []

    def nature(self, value: Any) -> str:
        """Tell what a value is that has nothing to be compared."""
        return _("Định tính")


class NumberType(ValueType):
    """A type that asks for figures: `count`."""

    has_number = True
    expects_percent = False

    def read(self, printed: str, unit: str = "", meaning: str = "") -> Result:
        read = numbers.parse(printed, unit, is_percent=self.expects_percent, meaning=meaning)
        if isinstance(read, Ambiguous):
            return Ambiguous(read.number, {way: _sound(reading) for way, reading in read.meanings.items()})
        return _sound(read) if isinstance(read, Reading) else read

    def nature(self, value: Any) -> str:
        return _("Không có gì để đối chiếu")


class RatioType(NumberType):
    fields = ("numerator", "denominator", "printed")
    is_printed_required = False
    help_text = gettext_lazy("Để trống thì cổng ghi theo hai ô trên, ví dụ 17/17.")
    counts_position = "first"

    def stored(self, reading: Reading) -> Reading:
        """Leave out a percentage beside the counts: it follows from them and has no column of its own."""
        return replace(reading, number=None) if reading.numerator is not None else reading

    def derive(self, typed: Mapping) -> str:
        counts = [typed.get("numerator") or "", typed.get("denominator") or ""]
        return "/".join(counts) if all(counts) else ""


class PercentType(RatioType):
    fields = ("printed", "numerator", "denominator")
    help_text = gettext_lazy("Chép đúng từng chữ, ví dụ 91,40%. Chỉ gõ số thì cổng thêm dấu %.")
    counts_position = "last"
    expects_percent = True

    def stored(self, reading: Reading) -> Reading:
        return reading

    def read(self, printed: str, unit: str = "", meaning: str = "") -> Result:
        """ "94,49" alone is 94,49%."""
        return super().read(self.complete(printed), unit, meaning)

    def complete(self, printed: str) -> str:
        is_bare_number = printed.strip() and not isinstance(numbers.parse_number(printed), Unclear)
        return f"{printed.strip()}%" if is_bare_number else printed


class MoneyType(NumberType):
    help_text = gettext_lazy("Chép đúng từng chữ, ví dụ trên 3 tỷ đồng; cổng tự hiểu nghìn, triệu, tỷ.")


class ScoreType(NumberType):
    def doubts(self, criterion: SetCriterion, figures: Reading) -> Iterable[str]:
        """Points are given in quarters, up to the maximum; an index of another body's is no such points."""
        if criterion.unit not in ("", "điểm") or figures.number is None:
            return []
        if figures.number * 4 % 1:
            return [_("Điểm chấm theo phần tư điểm: 1,25; 1,5; 1,75.")]
        if criterion.max_quarter_points and figures.number * 4 > criterion.max_quarter_points:
            most = decimal_text(criterion.max_quarter_points / Decimal(4), 2)
            return [_("Quá điểm tối đa của chỉ tiêu (%s).") % most]
        return []


class YesNoType(ValueType):
    fields = ("yes_no", "frequency_text", "printed")
    is_printed_required = False
    help_text = gettext_lazy("Để trống thì cổng ghi theo ô trên.")

    def derive(self, typed: Mapping) -> str:
        """ "Có, “hàng tháng”": a paper's words, in its language."""
        words = "Có" if typed.get("yes_no") in (True, "True") else "Không"
        frequency = (typed.get("frequency_text") or "").strip("“”\"' ")
        return f"{words}, “{frequency}”" if frequency else words

    def nature(self, value: Any) -> str:
        return _("Có; tần suất giữ nguyên chữ") if value.frequency_text else _("Có hoặc không")


class ChoiceType(ValueType):
    fields = ("choice", "printed")
    is_printed_required = False
    help_text = gettext_lazy("Để trống thì cổng ghi đúng mức đã chọn.")

    def derive(self, typed: Mapping) -> str:
        return typed.get("choice") or ""


TYPES: dict[str, ValueType] = {
    "ratio": RatioType(),
    "percent": PercentType(),
    "count": NumberType(),
    "money": MoneyType(),
    "score": ScoreType(),
    "yes_no": YesNoType(),
    "choice": ChoiceType(),
    "text": ValueType(),
}


def type_of(criterion: SetCriterion) -> ValueType:
    """Give the type of a criterion of a set."""
    return TYPES[criterion.value_type]


def _sound(reading: Reading) -> Reading:
    """Nothing is a part of zero."""
    return replace(reading, denominator=None) if reading.denominator == 0 else reading


# --- From a print into the columns ---------------------------------------------------------------------------------
def figure_columns(criterion: SetCriterion, printed: str, typed: Mapping, meaning: str = "") -> dict:
    """Give numerator, denominator, number and is_estimate of a value that is printed so. Raises FigureRefused.

    `typed`: figures that were typed in fields of their own, None or missing where there are none. They come before the
    print's, and tell which of two meanings a print has; `meaning` tells it too. An estimate stays one.
    """
    value_type = type_of(criterion)
    is_estimate = bool(typed.get("is_estimate"))
    typed = {name: typed.get(name) for name in FIGURES}
    read = value_type.read(printed, criterion.unit, meaning)
    if isinstance(read, Ambiguous):
        read = _settled(read, typed)
    reading = value_type.stored(read) if isinstance(read, Reading) else Reading()
    found = {name: getattr(reading, name) if typed[name] is None else typed[name] for name in FIGURES}
    return {**{name: held(number) for name, number in found.items()}, "is_estimate": reading.is_estimate or is_estimate}


def _settled(ambiguous: Ambiguous, typed: Mapping) -> Reading:
    """The reading with which the typed figures agree; each of those that have two meanings must be typed."""
    one, other = ambiguous.meanings.values()
    for name in FIGURES:
        both = (getattr(one, name), getattr(other, name))
        if both[0] != both[1] and typed[name] not in both:
            raise FigureRefused(print_with_two_meanings(ambiguous))
    return replace(one, **{name: typed[name] for name in FIGURES if typed[name] is not None})


def number_typed(text: str, meaning: str = "") -> Decimal | None:
    """Read a field or a cell that holds one number, None when it is empty. Raises FigureRefused."""
    read = numbers.parse_number(text, meaning=meaning)
    if isinstance(read, Ambiguous):
        raise FigureRefused(two_meanings(read))
    if isinstance(read, Unclear):
        raise FigureRefused(_("“%s” không phải số. Ghi như 94,49 hoặc 1234.") % excerpt(text))
    return held(read.number)


def two_meanings(ambiguous: Ambiguous) -> str:
    """Say between which two numbers whoever types one must choose, and how each is written."""
    _name, whole, part = both_meanings(ambiguous)
    words = {"value": excerpt(ambiguous.number), "whole": whole, "part": part}
    return _("“%(value)s” có thể là hai số: ghi %(whole)s hoặc %(part)s.") % words


def print_with_two_meanings(ambiguous: Ambiguous) -> str:
    """Say the same of a print, which must stay as it is: the field of the number tells what it means."""
    name, _whole, _part = both_meanings(ambiguous)
    title = {"numerator": _("Tử số"), "denominator": _("Mẫu số"), "number": _("Giá trị số")}[name]
    words = {"choice": two_meanings(ambiguous), "field": title}
    return _("%(choice)s Ghi số ấy vào ô “%(field)s”.") % words


def both_meanings(ambiguous: Ambiguous) -> tuple[str, str, str]:
    """Give the first figure in which the two readings differ, and how it is written either way."""
    one, other = ambiguous.meanings.values()
    name = next(name for name in FIGURES if getattr(one, name) != getattr(other, name))
    return name, numbers.format_number(getattr(one, name)), numbers.format_number(getattr(other, name))


def held(number: Decimal | None) -> Decimal | None:
    """Give the number as the columns hold it, unrounded. Raises FigureRefused."""
    if number is None:
        return None
    if abs(number) >= LARGEST:
        raise FigureRefused(_("Số quá lớn: nhận đến 14 chữ số."))
    if number != round(number, MOST_PLACES):
        raise FigureRefused(_("Số có quá %d chữ số lẻ.") % MOST_PLACES)
    return number


# --- From a value to what is worked out ------------------------------------------------------------------------------
def figures_of(value: Any) -> Reading:
    """Read the printed figures, completed from the row's own columns where the text itself holds none.

    Of two meanings of a print the one in the columns counts; without columns it has no figures. A number of 300 digits
    stays what was printed, and is reckoned with nowhere.
    """
    printed = reading_of(value)
    if isinstance(printed, Ambiguous):
        return _reckonable(_of_columns(printed, value))
    if isinstance(printed, Unclear):
        printed = Reading()
    completed = {name: _first(getattr(printed, name), getattr(value, name)) for name in FIGURES}
    return _reckonable(replace(printed, **completed))


def reading_of(value: Any) -> Reading | Ambiguous | Unclear:
    """Read the print alone, as the type of its criterion reads it."""
    criterion = value.set_criterion
    return type_of(criterion).read(value.printed, criterion.unit)


def unsettled_print(value: Any) -> str:
    """Say between which two numbers a print leaves the choice that no column has settled; "" where there is none."""
    read = reading_of(value)
    if not isinstance(read, Ambiguous):
        return ""
    one, other = read.meanings.values()
    doubtful = [name for name in FIGURES if getattr(one, name) != getattr(other, name)]
    return print_with_two_meanings(read) if any(getattr(value, name) is None for name in doubtful) else ""


def _of_columns(ambiguous: Ambiguous, value) -> Reading:
    """Of each figure the meaning that its column holds; an empty column leaves a figure with two meanings out."""
    one, other = ambiguous.meanings.values()
    figures = {}
    for name in FIGURES:
        first, second, column = (getattr(each, name) for each in (one, other, value))
        figures[name] = column if column in (first, second) else first
        if first != second and column is None:
            figures[name] = None
    is_other = figures["number"] == other.number
    return replace(other if is_other else one, **figures)


def _first(printed: Decimal | None, column: Decimal | None) -> Decimal | None:
    return column if printed is None else printed


def _reckonable(figures: Reading) -> Reading:
    """Without the counts, or the number, that are too long."""
    counts = (figures.numerator, figures.denominator)
    a, b = counts if all(map(_is_reckonable, counts)) else (None, None)
    if _is_reckonable(figures.number) and figures.places <= MOST_PLACES_CALCULATED:
        return replace(figures, numerator=a, denominator=b)
    return Reading(a, b, qualifier=figures.qualifier)


def _is_reckonable(number: Decimal | None) -> bool:
    return number is None or (abs(number) < LARGEST and number.as_tuple().exponent >= -MOST_PLACES_CALCULATED)


def percent_of(figures: Reading, places: int) -> Decimal | None:
    """100·a/b rounded half up to `places`, or None without both counts."""
    if figures.numerator is None or not figures.denominator:
        return None
    with localcontext(prec=100):  # the largest count by the smallest is longer than the usual 28 digits
        exact = figures.numerator * 100 / figures.denominator
        return exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def change_between(earlier: Any, later: Any) -> tuple[Decimal, int, bool] | None:
    """(difference, decimals, is in percentage points), or None where either has no number of its own."""
    a, b = figures_of(earlier), figures_of(later)
    if a.number is None or b.number is None or a.is_percent != b.is_percent:
        return None
    return b.number - a.number, max(a.places, b.places), a.is_percent


def change_in_words(earlier: Any, later: Any) -> str:
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
