"""Parsing of printed values: what is read, and what is never invented."""

from datetime import date
from decimal import Decimal

import pytest

from ground.text import decimal_text
from inspections.values.checks import change_between, change_in_words
from inspections.values.numbers import Ambiguous, Qualifier, Reading, Unclear, Why, parse, parse_number, percent_of
from inspections.values.periods import period_in_words, year_of
from inspections.values.types import figures_of

PRINTED = {
    "97%": Reading(number=Decimal("97"), places=0, is_percent=True),
    "91,40%": Reading(number=Decimal("91.40"), places=2, is_percent=True),
    "94.49 %": Reading(number=Decimal("94.49"), places=2, is_percent=True),
    "17/17": Reading(numerator=Decimal(17), denominator=Decimal(17)),
    "8 / 16 xã": Reading(numerator=Decimal(8), denominator=Decimal(16)),
    "12 345/13 000 hồ sơ": Reading(numerator=Decimal(12345), denominator=Decimal(13000)),
    "388/400 (97,0%)": Reading(Decimal(388), Decimal(400), Decimal("97.0"), 1, True),
    "trên 3 tỷ đồng": Reading(number=Decimal(3_000_000_000), qualifier=Qualifier.MORE),
    "4 tỷ 537 triệu": Reading(number=Decimal(4_537_000_000)),
    "-1,2%": Reading(number=Decimal("-1.2"), places=1, is_percent=True),
    "Đến 30/9/2026 có 17/17 người": Reading(numerator=Decimal(17), denominator=Decimal(17)),
    "Quyết định số 1.234/QĐ-UBND ngày 15/01/2026": Reading(),
    "1.234.567 đồng": Reading(number=Decimal(1234567)),
    "1.234.567,5": Reading(number=Decimal("1234567.5"), places=1),
    "từng bước đi vào ổn định": Reading(),
    "": Reading(),
}


@pytest.mark.parametrize("printed", PRINTED)
def test_a_printed_value_gives_its_figures_and_no_more(printed):
    assert parse(printed) == PRINTED[printed]


@pytest.mark.parametrize(
    ("text", "number", "places"),
    [
        ("94,49", "94.49", 2),
        ("94.49", "94.49", 2),
        ("91,40", "91.40", 2),
        ("1.234.567", "1234567", 0),
        ("1.234,50", "1234.50", 2),
        ("25", "25", 0),
        ("0,5", "0.5", 1),
    ],
)
def test_comma_and_point_are_read_as_papers_mean_them(text, number, places):
    assert parse_number(text) == parse(text) == Reading(number=Decimal(number), places=places)


def test_columns_fill_in_only_what_the_print_does_not_hold(value):
    own = value("đạt 8/16 xã", numerator=Decimal(9), denominator=Decimal(17), number=Decimal(50))
    assert figures_of(own) == Reading(Decimal(8), Decimal(16), Decimal(50))
    assert figures_of(value("đa số hồ sơ", number=Decimal(97))) == Reading(number=Decimal(97))


def test_a_percent_is_reckoned_from_both_counts_or_not_at_all():
    assert percent_of(parse("20/25"), 0) == Decimal(80)
    assert percent_of(parse("2/3"), 2) == Decimal("66.67")
    assert percent_of(parse("1/8"), 2) == Decimal("12.50")
    assert percent_of(parse("1/8"), 1) == Decimal("12.5")
    assert percent_of(parse("1/40"), 0) == Decimal(3)  # 2.5 is rounded up
    assert percent_of(parse("97%"), 0) is None
    assert percent_of(parse("5/0"), 0) is None


def test_the_change_of_satisfaction_is_told_in_percentage_points(value):
    earlier, later = value("91,40%"), value("94,49%")
    assert change_between(earlier, later) == (Decimal("3.09"), 2, True)
    assert change_in_words(earlier, later) == "tăng 3,09 điểm phần trăm"
    assert change_in_words(later, earlier) == "giảm 3,09 điểm phần trăm"
    assert change_in_words(later, later) == "không thay đổi"


@pytest.mark.parametrize(
    ("earlier", "later", "words"),
    [
        ("91,40%", "94,4%", "tăng 3,00 điểm phần trăm"),
        ("91%", "94,5%", "tăng 3,5 điểm phần trăm"),
        ("1200", "1250", "tăng 50 hồ sơ"),
        ("1.200", "1.250", ""),  # without a column each has two meanings
        ("3,5", "3,25", "giảm 0,25 hồ sơ"),
        ("91%", "94", ""),
        ("8/16", "9/16", ""),
        ("tốt", "94%", ""),
    ],
)
def test_a_change_keeps_the_finer_decimals_and_compares_only_like_with_like(value, earlier, later, words):
    assert change_in_words(value(earlier, unit="hồ sơ"), value(later, unit="hồ sơ")) == words


def test_trailing_zeros_are_figures_too():
    assert decimal_text(Decimal("91.4"), 2) == "91,40"
    assert decimal_text(Decimal(3), 2) == "3,00"


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"period_start": date(2018, 1, 1), "period_end": date(2018, 12, 31)}, "năm 2018"),
        (
            {"period_start": date(2018, 1, 1), "period_end": date(2019, 3, 31)},
            "từ 01/01/2018 đến 31/03/2019",
        ),
        (
            {"period_start": date(2018, 1, 1), "period_end": date(2019, 12, 31)},
            "từ 01/01/2018 đến 31/12/2019",
        ),
        ({"as_of": date(2019, 9, 30), "precision": "month"}, "đến tháng 9/2019"),
        ({"as_of": date(2019, 9, 30), "precision": "quarter"}, "đến quý III/2019"),
        ({"as_of": date(2019, 12, 31), "precision": "year"}, "đến năm 2019"),
        ({"as_of": date(2019, 2, 5), "precision": "day"}, "đến 05/02/2019"),
        ({"period_text": "thời gian qua"}, "“thời gian qua”"),
        ({}, "không nêu thời gian"),
    ],
)
def test_the_time_of_a_value_is_told_as_precisely_as_it_was_given(value, columns, words):
    assert period_in_words(value("97%", **columns)) == words


@pytest.mark.parametrize(
    ("columns", "year"),
    [
        ({"as_of": date(2019, 9, 30)}, 2019),
        ({"period_start": date(2018, 1, 1), "period_end": date(2018, 12, 31)}, 2018),
        ({"period_end": date(2017, 6, 30)}, 2017),
        ({"period_text": "thời gian qua"}, None),
    ],
)
def test_the_year_of_a_value_is_that_of_its_time(value, columns, year):
    assert year_of(value("97%", **columns)) == year


# --- Typed by people ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("printed", "unit", "number"),
    [
        ("trên 3 tỷ đồng", "đồng", "3000000000"),
        ("trên 3 tỷ đồng", "triệu đồng", "3000"),
        ("gần 4,4 tỉ", "tỷ đồng", "4.4"),
        ("2 nghìn tỷ", "đồng", "2000000000000"),
        ("khoảng 5 ngàn lượt", "lượt", "5000"),
        ("3 000 triệu đồng", "đồng", "3000000000"),
        ("5 tỷ lệ", "", "5"),
    ],
)
def test_words_of_magnitude_count_in_the_units_of_the_criterion(printed, unit, number):
    assert parse(printed, unit).number == Decimal(number)


def test_a_lone_group_of_three_can_mean_two_things():
    doubtful = ["1.234", "1,234", "94,49", "94.49", "0.123", "1.234.567", "1.234,5", "17/17", "12.345 lượt", "1,234%"]
    found = [text for text in doubtful if isinstance(parse(text), Ambiguous)]
    assert found == ["1.234", "1,234", "12.345 lượt"]
    assert [parse("1.234", meaning=meaning).number for meaning in ("thousands", "decimal")] == [1234, Decimal("1.234")]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Năm 2026: 5 việc, 6 người", Why.SEVERAL),
        ("1.200 hồ sơ, đạt 98%", Why.SEVERAL),
        ("5-7 ngày", Why.RANGE),
        ("từ 5 đến 7", Why.RANGE),
        ("hạ 10 điểm từ 87 xuống 78", Why.CHANGE),
        ("giảm 3%", Why.CHANGE),
        ("so với cùng kỳ 94%", Why.CHANGE),
        ("3 tỷ rưỡi", Why.UNREADABLE),
        ("âm 3 tỷ", Why.UNREADABLE),
        ("2 tr đồng", Why.UNREADABLE),
        ("500 USD", Why.UNREADABLE),
        ("5‰", Why.UNREADABLE),
        ("95%+", Why.UNREADABLE),
        ("xếp thứ 5/63", Why.UNREADABLE),
        ("lần 2", Why.UNREADABLE),
        ("1.23.456", Why.UNREADABLE),
        ("9/2026", Why.UNREADABLE),
        ("1e30", Why.UNREADABLE),
        ("xong.234 việc", Why.UNREADABLE),
    ],
)
def test_of_what_is_not_one_figure_no_part_is_taken(text, why):
    assert parse(text) == Unclear(why)


def test_of_two_meanings_the_one_kept_counts(value):
    assert figures_of(value("1.234 điểm", number=Decimal("1.234"))).number == Decimal("1.234")
    assert figures_of(value("1.234/2.000", numerator=Decimal(1234), denominator=Decimal(2000))).denominator == 2000


@pytest.mark.parametrize("text", ["trên 3 tỷ", "Gần 4,4 tỷ", "khoảng 200 lượt", "hơn 90%"])
def test_estimates_are_known_by_their_words(text):
    assert (parse(text).is_estimate, parse("94,49%").is_estimate) == (True, False)
