"""Each type of value by itself: what is typed, printed, stored, laid into a sheet, doubted; one row of tables each."""

from decimal import Decimal
from random import Random

import pytest

from inspections.models import MeasuredValue, SetCriterion
from inspections.values.numbers import FigureRefused
from inspections.values.types import TYPES, faults_of, figure_columns

UNITS = {"count": "hồ sơ", "money": "đồng", "score": "điểm"}
TYPED = [  # type, texts by field → what is printed, (numerator, denominator, number) in the columns
    ("ratio", {"numerator": "17", "denominator": "17"}, "17/17", (17, 17, None)),
    ("ratio", {"numerator": "1 200", "denominator": "1 300"}, "1200/1300", (1200, 1300, None)),
    ("ratio", {"printed": "17/17 xã (100%)"}, "17/17 xã (100%)", (17, 17, None)),
    ("percent", {"printed": "94,49"}, "94,49%", (None, None, Decimal("94.49"))),
    ("percent", {"printed": " 388/400 (97%) "}, "388/400 (97%)", (388, 400, 97)),
    ("percent", {"numerator": "388", "denominator": "400"}, "388/400", (388, 400, None)),
    ("count", {"printed": "12 hồ sơ"}, "12 hồ sơ", (None, None, 12)),
    ("money", {"printed": "trên 3 tỷ đồng"}, "trên 3 tỷ đồng", (None, None, 3_000_000_000)),
    ("score", {"printed": "1,75"}, "1,75", (None, None, Decimal("1.75"))),
    ("yes_no", {"yes_no": "True", "frequency_text": "hàng tháng"}, "Có, “hàng tháng”", (None, None, None)),
    ("yes_no", {"yes_no": "False"}, "Không", (None, None, None)),
    ("choice", {"choice": "ổn định"}, "ổn định", (None, None, None)),
    ("text", {"printed": "5 việc được quan tâm"}, "5 việc được quan tâm", (None, None, None)),
]
MISSING = {
    "ratio": "numerator", "percent": "printed", "count": "printed", "money": "printed", "score": "printed",
    "yes_no": "yes_no", "choice": "choice", "text": "printed",
}  # fmt: skip


def criterion(name, **columns):
    return SetCriterion(value_type=name, unit=UNITS.get(name, ""), choices=["ổn định", "chưa ổn định"], **columns)


def figures(columns):
    return columns["numerator"], columns["denominator"], columns["number"]


def test_each_type_that_a_criterion_may_have_is_a_class_and_stands_in_these_tables():
    assert set(TYPES) == set(SetCriterion.ValueType.values) == set(MISSING) == {name for name, *_others in TYPED}


@pytest.mark.parametrize(("name", "texts", "printed", "stored"), TYPED)
def test_what_is_typed_becomes_a_print_and_columns(name, texts, printed, stored):
    assert TYPES[name].print_of(texts) == printed
    assert figures(figure_columns(criterion(name), printed, {})) == stored


@pytest.mark.parametrize(("name", "texts", "printed", "stored"), TYPED)
def test_a_row_of_a_sheet_with_this_print_gives_the_same_columns(name, texts, printed, stored):
    columns = TYPES[name].columns_of_row(criterion(name), {"printed": printed})
    assert (figures(columns) if columns else (None, None, None)) == stored


@pytest.mark.parametrize(("name", "texts", "printed", "stored"), TYPED)
def test_what_is_typed_again_unchanged_is_printed_the_same(name, texts, printed, stored):
    numbers = [None if number is None else Decimal(number) for number in stored]
    columns = dict(zip(["numerator", "denominator", "number"], numbers, strict=True))
    judged = {"yes_no": texts.get("yes_no") == "True", "choice": texts.get("choice", "")}
    columns |= {**judged, "frequency_text": texts.get("frequency_text", "")}
    value = MeasuredValue(set_criterion=criterion(name), printed=printed, **columns)
    assert TYPES[name].print_of(TYPES[name].typed(value)) == printed


@pytest.mark.parametrize("name", TYPES)
def test_where_nothing_is_typed_the_first_field_says_so(name):
    assert TYPES[name].missing({})[0] == MISSING[name]


def test_of_two_counts_the_empty_one_says_so():
    assert TYPES["ratio"].missing({"numerator": "17"})[0] == "denominator"
    assert TYPES["percent"].missing({"numerator": "17"})[0] == "printed"


def test_a_print_with_counts_in_groups_stays_as_it_is():
    value = MeasuredValue(set_criterion=criterion("ratio"), printed="12 345/13 000", numerator=12345, denominator=13000)
    assert TYPES["ratio"].typed(value)["printed"] == "12 345/13 000"


def test_words_leave_the_cells_of_a_sheet_as_they_are():
    assert TYPES["count"].columns_of_row(criterion("count"), {"printed": "vài hồ sơ"}) == {}
    with pytest.raises(FigureRefused, match="1234 hoặc 1,2340"):
        TYPES["count"].columns_of_row(criterion("count"), {"printed": "1.234 hồ sơ"})


def test_an_estimate_in_its_cell_stays_one():
    columns = TYPES["count"].columns_of_row(criterion("count"), {"printed": "12 hồ sơ", "is_estimate": True})
    assert columns["is_estimate"] is True


@pytest.mark.parametrize("name", TYPES)
def test_what_is_made_up_is_read_whole(name):
    chance = Random(8)
    for _n in range(50):
        typed = TYPES[name].sample(criterion(name), chance)
        found = figures(figure_columns(criterion(name), typed["printed"], {}))
        assert TYPES[name].has_number == (set(found) != {None})


# --- How a criterion is declared -------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", TYPES)
def test_a_rule_for_the_denominator_needs_one(name):
    faults = dict(faults_of(criterion(name, denominator_rule="communes")))
    assert faults.keys() == (set() if name in ("ratio", "percent") else {"denominator_rule"})


def test_a_choice_is_between_two_at_least():
    alone = criterion("choice")
    alone.choices = ["ổn định"]
    assert list(dict(faults_of(alone))) == ["choices"]
    assert not list(faults_of(criterion("choice")))
