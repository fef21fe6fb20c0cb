"""The time of a value, typed as one line and read into columns."""

from datetime import date
from types import SimpleNamespace

import pytest

from inspections.values.periods import NO_TIME, NotATime, period_as_typed, period_in, period_in_words


def between(start, end, precision):
    return {
        **NO_TIME,
        "period_start": date.fromisoformat(start),
        "period_end": date.fromisoformat(end),
        "precision": precision,
    }


def as_of(day, precision):
    return {**NO_TIME, "as_of": date.fromisoformat(day), "precision": precision}


READINGS = [
    ("", NO_TIME),
    ("2018", between("2018-01-01", "2018-12-31", "year")),
    ("năm 2018", between("2018-01-01", "2018-12-31", "year")),
    ("quý III/2019", between("2019-07-01", "2019-09-30", "quarter")),
    ("Quí 1 năm 2019", between("2019-01-01", "2019-03-31", "quarter")),
    ("tháng 9/2019", between("2019-09-01", "2019-09-30", "month")),
    ("9 tháng đầu năm 2019", between("2019-01-01", "2019-09-30", "day")),
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
    "typed", ["13/2019", "đến tháng 13/2019", "31/02/2019", "30/09/2019 - 01/01/2019", "20199", "9/19"]
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
