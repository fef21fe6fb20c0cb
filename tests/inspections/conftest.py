"""Values in memory for the pure functions, and short ways to more rows of the case."""

import pytest

from inspections.models import Finding, MeasuredValue, SetCriterion


@pytest.fixture
def value():
    """`value("91,40%", value_type="percent")` is a measured value that is in no database."""

    def make(printed, *, number_in_set="2.1", value_type="ratio", unit="", rule="", **columns):
        criterion = SetCriterion(number=number_in_set, value_type=value_type, unit=unit, denominator_rule=rule)
        return MeasuredValue(printed=printed, set_criterion=criterion, **{"side": "reported", **columns})

    return make


@pytest.fixture
def case_value(case):
    """The case's current value that is printed so."""
    return lambda printed: case.values.current().get(printed=printed)


@pytest.fixture
def remark(case):
    """`remark("…")` adds a finding to the case."""

    def make(text, kind="strength", **columns):
        return Finding.objects.create(campaign=case.campaign, inspection=case, kind=kind, text=text, **columns)

    return make
