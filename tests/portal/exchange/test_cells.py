"""Cells as people type them in a spreadsheet."""

from datetime import date
from decimal import Decimal

import pytest

from inspections.values.resources import Figure
from workflow.registers.columns import Choice, Day, Numbering, YesNo

CHOICES = [("strength", "ưu điểm"), ("shortcoming", "hạn chế")]


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("94,49", "94.49"),
        ("94.49", "94.49"),
        (94.49, "94.49"),
        ("1.234.567", "1234567"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1234", "1234"),
        ("0.125", "0.125"),
        ("−3,09", "-3.09"),
        (20, "20"),
    ],
)
def test_numbers_are_read_in_both_spellings(typed, number):
    assert Figure().clean(typed) == Decimal(number)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("1.234", "“1.234” có thể là hai số: ghi 1234 hoặc 1,2340."),
        ("gần 20", "“gần 20” không phải số. Ghi như 94,49 hoặc 1234."),
        ("1.2345678", "“1.2345678”: Số có quá 4 chữ số lẻ."),
    ],
)
def test_what_is_no_number_or_two_has_form(typed, message):
    with pytest.raises(ValueError, match="“") as wrong:
        Figure().clean(typed)
    assert str(wrong.value) == message


@pytest.mark.parametrize("typed", ["30/10/2019", "30-10-2019", "30.10.2019", "2019-10-30", date(2019, 10, 30)])
def test_dates_are_read_as_offices_write_them(typed):
    assert Day().clean(typed) == date(2019, 10, 30)


@pytest.mark.parametrize("typed", ["31/02/2019", "10/30/2019", "30/10/19", "tháng 10", 43768])
def test_no_date_is_guessed(typed):
    with pytest.raises(ValueError, match="không phải ngày"):
        Day().clean(typed)


def test_yes_and_no_with_and_without_accents():
    assert [YesNo().clean(typed) for typed in ("Có", "co", "x", True, "Không", 0)] == [True] * 4 + [False] * 2


def test_a_choice_is_known_by_its_words_and_its_code():
    choice = Choice(CHOICES)
    choice.prepare(set(), None)
    assert [choice.clean(typed) for typed in ("Hạn chế", "han che", "strength")] == [
        "shortcoming",
        "shortcoming",
        "strength",
    ]
    with pytest.raises(ValueError, match="ưu điểm; hạn chế"):
        choice.clean("khác")


def test_a_numbering_that_became_a_number_has_form_for():
    assert Numbering(10).clean("2.10") == "2.10"
    with pytest.raises(ValueError, match="Văn bản"):
        Numbering(10).clean(2.1)
