"""One function writes a value, and one rule says which value of the year before it is compared with."""

from datetime import date
from decimal import Decimal

import pytest

from inspections.models import Campaign, Inspection, MeasuredValue
from inspections.values.acts import record, record_many
from inspections.values.numbers import FigureRefused
from inspections.values.resources import Values
from inspections.values.series import earlier, values_of
from tests.standing import standing
from workflow.models import Event
from workflow.records.refusals import StepRefused
from workflow.registers.rows import Draft


@pytest.fixture
def working(db):
    """An inspection in session that has no values yet."""
    return Inspection.objects.select_related("campaign").get(reference="DVCQ2026-27712")


@pytest.fixture
def last_year(working):
    """The inspection of the same body in the campaign of the year before."""
    campaign = Campaign.objects.create(
        code="DVCQ2025", theme="Năm ngoái", year=2025, criteria_set=working.campaign.criteria_set,
        inspecting_organization=working.campaign.inspecting_organization,
    )  # fmt: skip
    body = working.subject_organization
    return Inspection.objects.create(
        campaign=campaign, reference="DVCQ2025-27712", subject_organization=body, reporting_organization=body
    )


@pytest.fixture
def of_year():
    """`of_year(inspection, 2025, "91%")` is a percentage in no table yet."""

    def make(inspection, year, printed, of_criterion="2.1", **columns):
        criterion = inspection.campaign.criteria_set.criteria.get(number=of_criterion)
        year_columns = {"period_start": date(year, 1, 1), "period_end": date(year, 12, 31), "precision": "year"}
        return MeasuredValue(
            inspection=inspection, set_criterion=criterion, about_organization=inspection.subject_organization,
            printed=printed, **{"side": "verified", **year_columns, **columns},
        )  # fmt: skip

    return make


def test_last_years_value_is_the_same_on_form_page_and_paper(working, last_year, of_year, minh):
    before = record(of_year(last_year, 2025, "91%", side="reported"), None)
    record(of_year(last_year, 2024, "80%"), None)
    value = record(of_year(working, 2026, "97%"), minh)
    (shown,), (printed,) = values_of(working, minh), values_of(working)
    assert [earlier(value, minh), shown.earlier, printed.earlier] == [before] * 3


def test_the_same_sides_value_goes_before_anothers(working, last_year, of_year, minh):
    record(of_year(last_year, 2025, "91%", side="reported"), None)
    same_side = record(of_year(last_year, 2025, "92%"), None)
    value = record(of_year(working, 2026, "97%"), minh)
    (shown,) = values_of(working, minh)
    assert [earlier(value, minh), shown.earlier] == [same_side] * 2


def test_recording_reads_the_print_and_leaves_an_event(working, of_year, minh):
    value = record(of_year(working, 2026, "-1,2%"), minh)
    assert (value.number, list(Event.objects.about(value).values_list("act", flat=True))) == (
        Decimal("-1.2"),
        ["created"],
    )


def test_a_print_with_two_meanings_is_not_recorded(working, of_year, minh):
    with pytest.raises(FigureRefused, match=r"ghi 1234 hoặc 1,2340"):
        record(of_year(working, 2026, "1.234 hồ sơ", "2.2"), minh)
    assert not working.values.exists()


def test_a_column_tells_which_of_two_meanings_a_print_has(working, of_year, minh):
    value = record(of_year(working, 2026, "1.234 hồ sơ", "2.2", number=Decimal("1.234")), minh)
    assert value.number == Decimal("1.234")


def test_a_second_value_takes_the_firsts_place_only_knowingly(working, of_year, minh):
    first = record(of_year(working, 2026, "96%"), minh)
    with pytest.raises(StepRefused, match="96%"):
        record(of_year(working, 2026, "97%"), minh)
    second = record(of_year(working, 2026, "97%"), minh, replaces=first, reason="số sau xác minh")
    assert list(working.values.current()) == [second]
    assert list(working.values.exclude(superseded_by=None)) == [first]


# --- Many at once, from a file ---------------------------------------------------------------------------------------
@pytest.fixture
def bring(minh):
    """`bring(value, …)` writes values that no table has yet as Minh's import does."""

    def write(*values):
        register = Values(minh)
        record_many([Draft(register.parts[0], value, True, n) for n, value in enumerate(values, 2)], register)

    return write


def test_a_file_leaves_the_columns_that_one_value_gets(working, of_year, bring, minh):
    one = record(of_year(working, 2025, "trên 3 tỷ đồng", "6.3"), minh)
    bring(of_year(working, 2026, "trên 3 tỷ đồng", "6.3"))
    many = working.values.get(period_start__year=2026)
    names = ["numerator", "denominator", "number", "is_estimate", "printed", "revision"]
    assert [getattr(many, name) for name in names] == [getattr(one, name) for name in names]
    assert list(Event.objects.about(many).values_list("act", flat=True)) == ["imported"]


def test_a_file_writes_nothing_where_one_of_its_values_has_two_meanings(working, of_year, bring):
    with pytest.raises(FigureRefused, match=r"ghi 1234 hoặc 1,2340"):
        bring(of_year(working, 2025, "97%"), of_year(working, 2026, "1.234 hồ sơ", "2.2"))
    assert not working.values.exists()


def test_a_file_writes_nothing_in_an_inspection_that_was_concluded_meanwhile(working, of_year, bring):
    value = of_year(working, 2026, "97%")
    standing(working, "concluded")
    with pytest.raises(StepRefused, match="không sửa được nữa"):
        bring(value)
    assert not working.values.exists()


def test_a_file_takes_no_values_place_that_was_written_meanwhile(working, of_year, bring, minh):
    record(of_year(working, 2026, "96%"), minh)
    with pytest.raises(StepRefused, match="96%"):
        bring(of_year(working, 2025, "90%"), of_year(working, 2026, "97%"))
    assert [value.printed for value in working.values.all()] == ["96%"]
