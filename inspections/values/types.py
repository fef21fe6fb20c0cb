"""Say of each type of value how it is typed, read, printed, checked and laid into a sheet: one small class a type.

A new type is a class here, and a choice of `SetCriterion.ValueType`. Pure functions over texts and figures; a value is
any object with MeasuredValue's columns. Nothing is completed: what the paper doesn't print and no column holds is None.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from random import Random
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ground.text import decimal_text
from inspections.criteria.models import SetCriterion
from inspections.values import numbers
from inspections.values.numbers import (
    COUNTS,
    FIGURES,
    Ambiguous,
    Reading,
    Result,
    TwoMeanings,
    Unclear,
    both_meanings,
    calculable,
    format_number,
    held,
    parse_number,
    percent_of,
    two_meanings,
)  # fmt: skip


class ValueType:
    """A type whose print is typed letter by letter and holds no figures: `text`."""

    fields: tuple[str, ...] = ("printed",)  # in which a value is typed, in their order
    is_printed_required = True
    help_text = gettext_lazy("Chép đúng từng chữ như văn bản.")
    counts_position = ""  # where the form shows the two counts: "first", "last", "" without any
    has_number = False

    # --- Read
    def read(self, printed: str, unit: str = "", meaning: str = "") -> Result:
        """Read the figures of a print; `meaning` as for `numbers.parse`."""
        return Reading()

    def stored(self, reading: Reading) -> Reading:
        """Give the figures that go into the columns."""
        return reading

    # --- Typed: texts by field
    def print_of(self, typed: Mapping[str, Any]) -> str:
        """Give what is printed: as typed, else as it follows from the other fields; "" where they say nothing."""
        return self.complete((typed.get("printed") or "").strip()) or self.derive(typed)

    def complete(self, printed: str) -> str:
        """Add to what was typed as the print what everybody leaves out."""
        return printed

    def derive(self, typed: Mapping[str, Any]) -> str:
        """Give what is printed where only the other fields were filled in, "" where they say nothing."""
        return ""

    def missing(self, typed: Mapping[str, Any]) -> tuple[str, str]:
        """Say in which field, and in what words, that nothing was typed."""
        return self.fields[0], _("Chưa ghi giá trị.")

    def typed(self, value: Any) -> dict[str, Any]:
        """Give what the fields hold of a value that is there; nothing for a print that follows from the others."""
        typed = {**self.typed_beside_print(value), "printed": value.printed}
        return {**typed, "printed": ""} if self.derive(typed) == value.printed else typed

    def typed_beside_print(self, value: Any) -> dict[str, Any]:
        """Give the same of the other fields."""
        return {name: getattr(value, name) for name in self.fields if name != "printed"}

    # --- In a sheet
    def columns_of_row(self, criterion: SetCriterion, cells: Mapping[str, Any], meaning: str = "") -> dict[str, Any]:
        """Give the columns that follow from a sheet's row, {} where its print is words; `meaning` as for `read`.
        Raises FigureRefused.
        """
        columns = figure_columns(criterion, cells["printed"], cells, meaning)
        return columns if any(columns[name] is not None for name in FIGURES) else {}

    # --- Checked
    def doubts(self, criterion: SetCriterion, figures: Reading) -> Iterable[str]:
        """Tell what of the figures can't be right for this criterion."""
        return []

    def nature(self, value: Any) -> str:
        """Tell what a value is that has nothing to be compared."""
        return _("Định tính")

    def faults_of(self, criterion: SetCriterion) -> Iterator[tuple[str, str]]:
        """Yield (field, what is wrong) of how a criterion of this type is declared."""
        if criterion.denominator_rule and "denominator" not in self.fields:
            yield "denominator_rule", _("Chỉ đối chiếu được mẫu số của tỷ số, tỷ lệ.")

    # --- Made up
    def sample(self, criterion: SetCriterion, chance: Random) -> dict[str, Any]:
        """Make up what a paper may print and what is typed beside it, for data that shows a country's size."""
        return {"printed": f"{chance.randint(1, 400)} {criterion.unit}".strip()}


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

    def derive(self, typed: Mapping[str, Any]) -> str:
        counts = [(typed.get(name) or "").replace(" ", "") for name in COUNTS]
        return "/".join(counts) if all(counts) else ""

    def missing(self, typed: Mapping[str, Any]) -> tuple[str, str]:
        empty = [name for name in COUNTS if not typed.get(name)]
        if len(empty) == 1 and self.counts_position == "first":
            return empty[0], _("Ghi nốt số này, hoặc chép cả giá trị vào ô “Theo văn bản”.")
        return super().missing(typed)

    def typed_beside_print(self, value: Any) -> dict[str, Any]:
        """Give the counts in the print's own digits where nothing else is printed, else as the columns have them."""
        parts = value.printed.split("/")
        printed = dict(zip(COUNTS, parts, strict=True)) if len(parts) == 2 else {}
        counts = {name: getattr(value, name) for name in COUNTS if getattr(value, name) is not None}
        return {name: _in_digits(printed.get(name, ""), number) for name, number in counts.items()}

    def sample(self, criterion: SetCriterion, chance: Random) -> dict[str, Any]:
        part = chance.randint(1, 400)
        return {"printed": f"{part}/{part + chance.randint(0, 40)} {criterion.unit}".strip()}


class PercentType(RatioType):
    fields = ("printed", "numerator", "denominator")
    help_text = gettext_lazy("Chép đúng từng chữ, ví dụ 91,40%. Chỉ gõ số thì cổng thêm dấu %.")
    counts_position = "last"
    expects_percent = True

    def stored(self, reading: Reading) -> Reading:
        return reading

    def read(self, printed: str, unit: str = "", meaning: str = "") -> Result:
        """Read "94,49" alone as 94,49%."""
        return super().read(self.complete(printed), unit, meaning)

    def complete(self, printed: str) -> str:
        is_bare_number = printed.strip() and not isinstance(parse_number(printed), Unclear)
        return f"{printed.strip()}%" if is_bare_number else printed

    def sample(self, criterion: SetCriterion, chance: Random) -> dict[str, Any]:
        return {"printed": f"{decimal_text(60 + Decimal(chance.randint(1, 400)) / 10, 2)}%"}


class MoneyType(NumberType):
    help_text = gettext_lazy("Chép đúng từng chữ, ví dụ trên 3 tỷ đồng; cổng tự hiểu nghìn, triệu, tỷ.")

    def sample(self, criterion: SetCriterion, chance: Random) -> dict[str, Any]:
        return {"printed": f"trên {chance.randint(1, 400)} triệu đồng"}


class ScoreType(NumberType):
    def doubts(self, criterion: SetCriterion, figures: Reading) -> Iterable[str]:
        """Return doubts about points: quarters up to the maximum; indexes of other bodies are no points."""
        if criterion.unit not in ("", "điểm") or figures.number is None:
            return []
        if figures.number * 4 % 1:
            return [_("Điểm chấm theo phần tư điểm: 1,25; 1,5; 1,75.")]
        if criterion.max_quarter_points and figures.number * 4 > criterion.max_quarter_points:
            most = decimal_text(criterion.max_quarter_points / Decimal(4), 2)
            return [_("Quá điểm tối đa của chỉ tiêu (%s).") % most]
        return []

    def sample(self, criterion: SetCriterion, chance: Random) -> dict[str, Any]:
        return {"printed": decimal_text(50 + Decimal(11 * chance.randint(1, 400)) / 100, 2)}


class YesNoType(ValueType):
    fields = ("yes_no", "frequency_text", "printed")
    is_printed_required = False
    help_text = gettext_lazy("Để trống thì cổng ghi theo ô trên.")

    def derive(self, typed: Mapping[str, Any]) -> str:
        """Return "Có, “hàng tháng”", in Vietnamese because it is a paper's text."""
        words = "Có" if typed.get("yes_no") in (True, "True") else "Không"
        frequency = (typed.get("frequency_text") or "").strip("“”\"' ")
        return f"{words}, “{frequency}”" if frequency else words

    def nature(self, value: Any) -> str:
        return _("Có; tần suất giữ nguyên chữ") if value.frequency_text else _("Có hoặc không")

    def sample(self, criterion: SetCriterion, chance: Random) -> dict[str, Any]:
        is_so = chance.randint(1, 400) > 40
        return {"printed": "có" if is_so else "không", "yes_no": is_so}


class ChoiceType(ValueType):
    fields = ("choice", "printed")
    is_printed_required = False
    help_text = gettext_lazy("Để trống thì cổng ghi đúng mức đã chọn.")

    def derive(self, typed: Mapping[str, Any]) -> str:
        return typed.get("choice") or ""

    def faults_of(self, criterion: SetCriterion) -> Iterator[tuple[str, str]]:
        if len(criterion.choices) < 2:
            yield "choices", _("Ghi ít nhất hai mức.")
        yield from super().faults_of(criterion)

    def sample(self, criterion: SetCriterion, chance: Random) -> dict[str, Any]:
        chance.randint(1, 400)  # as of every type, so that the numbers after it stay
        choice = chance.choice(criterion.choices)
        return {"printed": choice, "choice": choice}


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
TYPED = {name for value_type in TYPES.values() for name in value_type.fields}  # the fields of all types


def type_of(criterion: SetCriterion) -> ValueType:
    """Give the type of a criterion of a set."""
    return TYPES[criterion.value_type]


def faults_of(criterion: SetCriterion) -> Iterator[tuple[str, str]]:
    """Yield (field, what is wrong) of how a criterion of a set is declared."""
    return type_of(criterion).faults_of(criterion)


def _sound(reading: Reading) -> Reading:
    """Return the counts, without a denominator of zero."""
    return replace(reading, denominator=None) if reading.denominator == 0 else reading


def _in_digits(printed: str, number: Decimal) -> str:
    """Give a count as it is printed, where that is nothing but the count."""
    read = parse_number(printed)
    is_the_number = isinstance(read, Ambiguous) or (isinstance(read, Reading) and read.number == number)
    return printed.strip() if is_the_number else format_number(number)


# --- From a print into the columns ---------------------------------------------------------------------------------
def figure_columns(
    criterion: SetCriterion, printed: str, typed: Mapping[str, Any], meaning: str = ""
) -> dict[str, Any]:
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


def figures_against_print(
    criterion: SetCriterion, printed: str, typed: Mapping[str, Any], meaning: str = ""
) -> dict[str, Decimal]:
    """Give what the print says of figures that were typed otherwise beside it; `meaning` as for `figure_columns`."""
    read = type_of(criterion).read(printed, criterion.unit, meaning)
    if not isinstance(read, Reading):
        return {}
    said = {name: getattr(read, name) for name in FIGURES}
    number = typed.get("number")
    if said["number"] is None and number is not None and isinstance(type_of(criterion), RatioType):
        said["number"] = percent_of(read, max(0, -int(number.normalize().as_tuple().exponent)))
    return {name: figure for name, figure in said.items() if None not in (figure, typed.get(name))
            and figure != typed[name]}  # fmt: skip


def _settled(ambiguous: Ambiguous, typed: Mapping[str, Any]) -> Reading:
    """Return the reading that agrees with the typed figures; each figure with two readings must be typed."""
    one, other = ambiguous.meanings.values()
    for name in FIGURES:
        both = (getattr(one, name), getattr(other, name))
        if both[0] != both[1] and typed[name] not in both:
            raise TwoMeanings(print_with_two_meanings(ambiguous), ambiguous)
    return replace(one, **{name: typed[name] for name in FIGURES if typed[name] is not None})


def ambiguity_of(criterion: SetCriterion, name: str, text: str) -> Ambiguous | None:
    """Find what has two meanings in the text of a field: of the print, or of a count."""
    read = type_of(criterion).read(text, criterion.unit) if name == "printed" else parse_number(text)
    return read if isinstance(read, Ambiguous) else None


def meaning_of_columns(ambiguous: Ambiguous, name: str, value: Any) -> str:
    """Give the meaning of a field's text with which the columns agree, "" where they hold nothing yet."""
    columns = {each: each for each in FIGURES} if name == "printed" else {"number": name}
    for meaning, reading in ambiguous.meanings.items():
        figures = {column: getattr(reading, figure) for figure, column in columns.items()}
        if all(figure in (None, getattr(value, column)) for column, figure in figures.items()):
            return meaning
    return ""


def print_with_two_meanings(ambiguous: Ambiguous) -> str:
    """Say the same of a print, which must stay as it is: the field of the number tells what it means."""
    name, _whole, _part = both_meanings(ambiguous)
    title = {"numerator": _("Tử số"), "denominator": _("Mẫu số"), "number": _("Giá trị số")}[name]
    words = {"choice": two_meanings(ambiguous), "field": title}
    return _("%(choice)s Ghi số ấy vào ô “%(field)s”.") % words


# --- From a value to what is worked out ------------------------------------------------------------------------------
def figures_of(value: Any) -> Reading:
    """Read the printed figures, completed from the row's own columns where the text itself holds none.

    Of two meanings of a print the one in the columns counts; without columns it has no figures. A number of 300 digits
    stays what was printed, and is reckoned with nowhere.
    """
    printed = reading_of(value)
    if isinstance(printed, Ambiguous):
        return calculable(_of_columns(printed, value))
    if isinstance(printed, Unclear):
        printed = Reading()
    columns = {name: getattr(value, name) for name in FIGURES if getattr(printed, name) is None}
    held_there = {name: column for name, column in columns.items() if column is not None}
    return calculable(replace(printed, **held_there) if held_there else printed)


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


def _of_columns(ambiguous: Ambiguous, value: Any) -> Reading:
    """Return each figure in the meaning that its column stores; with two readings and an empty column none."""
    one, other = ambiguous.meanings.values()
    figures = {}
    for name in FIGURES:
        first, second, column = (getattr(each, name) for each in (one, other, value))
        figures[name] = column if column in (first, second) else first
        if first != second and column is None:
            figures[name] = None
    is_other = figures["number"] == other.number
    return replace(other if is_other else one, **figures)
