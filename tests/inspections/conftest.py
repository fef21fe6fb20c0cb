"""Values in memory for the pure functions, and short ways to more rows of the case."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Organization
from inspections.inspections.acts import reference_for
from inspections.models import Campaign, Finding, Inspection, MeasuredValue, Session, SetCriterion
from workflow.steps.acts import take


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


# --- An inspection that papers come in to -------------------------------------------------------------------------
@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def notified(db, minh):
    """An inspection of Lan's and Khoa's commune in the state notified, so that its self-report is expected."""
    campaign = Campaign.objects.get(code="DVCQ2026")
    unit = Organization.objects.get(short_code="ubnd-28108")
    inspection = Inspection.objects.create(
        campaign=campaign,
        delegation=campaign.delegations.get(number=1),
        subject_organization=unit,
        reporting_organization=unit,
        reference=reference_for(campaign, unit),
    )
    take(inspection, "notify", minh)
    return inspection


@pytest.fixture
def session(notified, today):
    return Session.objects.create(inspection=notified, held_on=today - timedelta(days=10))


@pytest.fixture
def for_decision(notified, session, binh):
    """The same inspection, its conclusion waiting for the leader's decision."""
    for name in ("start", "record", "draft"):
        take(notified, name, binh)
    Finding.objects.create(
        campaign=notified.campaign, inspection=notified, kind="strength", text="Hồ sơ giải quyết đúng hạn."
    )
    take(notified, "submit", binh)
    return notified
