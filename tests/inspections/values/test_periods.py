"""The time of a value, typed as one line and read into columns."""

import re
from datetime import date
from types import SimpleNamespace

import pytest

from inspections.values.periods import NO_TIME, NotATime, period_as_typed, period_in, period_in_words, year_of


def between(start, end, precision):
    return {
        **NO_TIME,
        "period_start": date.fromisoformat(start),
        "period_end": date.fromisoformat(end),
        "precision": precision,
    }


def as_of(day, precision):
    return {**NO_TIME, "as_of": date.fromisoformat(day), "precision": precision}


def said(words, start, end):
    """The period with its words, which pages and papers print instead of the days."""
    return {**between(start, end, "day"), "period_text": words}


READINGS = [
    ("", NO_TIME),
    ("2018", between("2018-01-01", "2018-12-31", "year")),
    ("năm 2018", between("2018-01-01", "2018-12-31", "year")),
    ("quý III/2019", between("2019-07-01", "2019-09-30", "quarter")),
    ("Quí 1 năm 2019", between("2019-01-01", "2019-03-31", "quarter")),
    ("tháng 9/2019", between("2019-09-01", "2019-09-30", "month")),
    ("9 tháng đầu năm 2019", said("9 tháng đầu năm 2019", "2019-01-01", "2019-09-30")),
    ("6 tháng cuối năm 2019", said("6 tháng cuối năm 2019", "2019-07-01", "2019-12-31")),
    ("giai đoạn 2021-2025", said("giai đoạn 2021-2025", "2021-01-01", "2025-12-31")),
    ("2021-2025", said("2021-2025", "2021-01-01", "2025-12-31")),
    ("Nhiệm kỳ 2020 – 2025", said("Nhiệm kỳ 2020 – 2025", "2020-01-01", "2025-12-31")),
    ("từ 01/2018 đến hết quý I/2019", said("từ 01/2018 đến hết quý I/2019", "2018-01-01", "2019-03-31")),
    ("01/01 - 30/09/2026", between("2026-01-01", "2026-09-30", "day")),
    ("T9/2026", between("2026-09-01", "2026-09-30", "month")),
    ("tháng 9 năm 2026", between("2026-09-01", "2026-09-30", "month")),
    ("đến ngày 15 tháng 10 năm 2026", as_of("2026-10-15", "day")),
    ("01/01/2018 - 31/3/2019", between("2018-01-01", "2019-03-31", "day")),
    ("từ 1/1/2018 đến 31/3/2019", between("2018-01-01", "2019-03-31", "day")),
    ("đến tháng 9/2019", as_of("2019-09-30", "month")),
    ("tính đến 2/2020", as_of("2020-02-29", "month")),
    ("đến quý III/2019", as_of("2019-09-30", "quarter")),
    ("đến hết năm 2019", as_of("2019-12-31", "year")),
    ("30/09/2019", as_of("2019-09-30", "day")),
    ("đến ngày 30-9-2019", as_of("2019-09-30", "day")),
    ("“thời gian  qua”", {**NO_TIME, "period_text": "thời gian qua"}),
    ("6 tháng cuối năm", {**NO_TIME, "period_text": "6 tháng cuối năm"}),
]


@pytest.mark.parametrize(("typed", "columns"), READINGS)
def test_a_line_is_read_into_columns(typed, columns):
    assert period_in(typed) == columns


@pytest.mark.parametrize(("typed", "columns"), READINGS)
def test_the_line_written_back_means_the_same(typed, columns):
    assert period_in(period_as_typed(SimpleNamespace(**columns))) == columns


@pytest.mark.parametrize(
    "typed", ["13/2019", "đến tháng 13/2019", "31/02/2019", "30/09/2019 - 01/01/2019", "20199", "9/19", "2025-2021"]
)
def test_what_looks_like_a_time_and_is_none_is_told(typed):
    with pytest.raises(NotATime):
        period_in(typed)


@pytest.mark.parametrize(
    ("typed", "words"),
    [("quý III/2019", "quý III/2019"), ("tháng 9/2019", "tháng 9/2019"), ("đến quý III/2019", "đến quý III/2019")],
)
def test_a_quarter_and_a_month_are_told_as_such(typed, words):
    assert period_in_words(SimpleNamespace(**period_in(typed))) == words


@pytest.mark.parametrize("typed", ["11/8", "đến 11/8", "ngày 11 tháng 8"])
def test_a_day_without_a_year_has_form_for_its_year(typed):
    words = f"“{typed}” không ghi năm. Ghi đủ ngày, tháng, năm, ví dụ 11/08/2025."
    with pytest.raises(NotATime, match=re.escape(words)):
        period_in(typed, 2025)


def test_words_that_say_more_than_days_are_printed_as_written_and_several_years_are_none():
    first, term, part = (SimpleNamespace(**period_in(text)) for text in ("9 tháng đầu năm 2021", "2021-2025", "2021"))
    assert [period_in_words(each) for each in (first, term, part)] == ["9 tháng đầu năm 2021", "2021-2025", "năm 2021"]
    assert [year_of(each) for each in (first, term, part)] == [2021, None, 2021]


def test_imported_words_that_say_other_days_give_way_to_the_days():
    value = SimpleNamespace(**{**between("2019-08-01", "2020-05-31", "day"), "period_text": "năm học 2019-2020"})
    assert (period_in_words(value), period_as_typed(value)) == ("năm học 2019-2020", "01/08/2019 - 31/05/2020")
