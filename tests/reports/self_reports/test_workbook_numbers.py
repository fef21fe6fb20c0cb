"""Numbers, ratios and periods of the workbook: whatever format their cells have, they are read as they were written."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from ground.sheets.formats import shown_cell
from ground.sheets.typed import NumberCell
from inspections.criteria.models import SetCriterion
from inspections.values.numbers import number_typed
from inspections.values.periods import DAYS, period_as_typed, period_in
from inspections.values.types import RatioType, type_of
from reports.submissions.contents.reading import value_of
from reports.submissions.workbook.cells import typed_in_cell

pytestmark = pytest.mark.django_db
PLACES = st.integers(0, 4)
WHOLE = st.integers(0, 10**9)
QUICK = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def cell_of(number, number_format):
    shown = shown_cell(number, number_format, "F7")
    return NumberCell(Decimal(shown["number"]), shown["shown"]) if isinstance(shown, dict) else shown


@QUICK
@given(whole=WHOLE, places=PLACES, data=st.data())
def test_a_number_is_the_same_as_text_with_either_mark_and_as_a_cell_of_any_format(whole, places, data):
    number = Decimal(whole).scaleb(-places)
    criterion = SetCriterion(number="2.3", value_type="ratio", label="x")
    text = f"{number:f}"
    formats = st.sampled_from(
        ["General", f"0.{'0' * places}" if places else "0", f"#,##0.{'0' * places}" if places else "#,##0"]
    )
    in_cell = cell_of(float(number) if places else whole, data.draw(formats))
    taken = typed_in_cell(in_cell, "numerator", criterion)
    assert number_typed(taken) == number
    for typed in (text, text.replace(".", ",")):
        assume(places != 3 or whole < 1000 or whole >= 10**6)  # "1.234" has two meanings, and is refused
        assert number_typed(typed_in_cell(typed, "numerator", criterion)) == number


@QUICK
@given(a=st.integers(0, 10**6), b=st.integers(1, 10**6), as_numbers=st.booleans())
def test_two_counts_are_a_ratio_printed_as_they_stand(dossier, a, b, as_numbers):
    criterion = SetCriterion(number="2.3", value_type="ratio", label="x", unit="hồ sơ")
    assert isinstance(type_of(criterion), RatioType)
    cells = (a, b) if as_numbers else (str(a), str(b))
    typed = {
        name: typed_in_cell(cell, name, criterion)
        for name, cell in zip(("numerator", "denominator"), cells, strict=True)
    }
    value = value_of(dossier.inspection, criterion, "", typed)
    assert (value.numerator, value.denominator, value.printed) == (a, b, f"{a}/{b}")
    with pytest.raises(ValueError, match="Tử số"):
        typed_in_cell(f"{a}/{b}", "numerator", criterion)


@QUICK
@given(start=st.dates(date(2000, 1, 1), date(2034, 12, 31)), days=st.integers(0, 800), kind=st.integers(0, 3))
def test_a_period_typed_in_the_sheet_is_read_back_into_the_same_days(dossier, start, days, kind):
    criterion = SetCriterion(number="2.3", value_type="text", label="x")
    end = start + timedelta(days=days)
    texts = [
        f"{start:%d/%m/%Y} - {end:%d/%m/%Y}",
        f"{start.year}",
        f"quý {(start.month - 1) // 3 + 1}/{start.year}",
        f"đến {start:%m/%Y}",
    ]
    typed = typed_in_cell(texts[kind], "time", criterion)
    value = value_of(dossier.inspection, criterion, "", {"printed": "x", "time": typed})
    again = period_in(period_as_typed(value))
    assert [again[name] for name in DAYS] == [getattr(value, name) for name in DAYS]
    assert typed_in_cell(period_as_typed(value), "time", criterion) == period_as_typed(value)
