"""Constraints of the database: each refuses a wrong row and accepts a right one."""

from contextlib import contextmanager
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from inspections.models import (
    Assignment,
    Campaign,
    Delegation,
    DelegationMember,
    Finding,
    Inspection,
    InspectionAttachment,
    MeasuredValue,
    PaperLink,
    Recommendation,
    SetCriterion,
)
from tests.standing import standing


@contextmanager
def refused(constraint):
    """The database names a broken CHECK; of a broken UNIQUE SQLite names the columns only."""
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        yield
    if connection.vendor == "postgresql":
        assert refusal.value.__cause__.diag.constraint_name == constraint
    else:
        kind, _, rest = str(refusal.value).partition(" constraint failed: ")
        assert (kind, rest) == ("CHECK", constraint) or kind == "UNIQUE"


@pytest.fixture
def new_value(case, case_value):
    """A further value of the case, like the 97%, with columns changed."""
    model = case_value("97%")

    def make(**columns):
        usual = {
            "inspection": case,
            "set_criterion": model.set_criterion,
            "about_organization": model.about_organization,
            "side": "verified",
            "printed": "98%",
        }
        return MeasuredValue.objects.create(**usual | columns)

    return make


# --- Values ------------------------------------------------------------------------------------------------------
def test_a_denominator_is_never_zero(new_value):
    new_value(printed="0/5", numerator=0, denominator=5, part="a")
    with refused("denominator_not_zero"):
        new_value(printed="5/0", numerator=5, denominator=0, part="b")


def test_one_current_value_for_a_criterion_side_period_and_part(new_value, case_value):
    first = new_value()
    new_value(part="số người")
    new_value(side="reported")
    new_value(period_start=date(2018, 1, 1), period_end=date(2018, 12, 31))
    new_value(set_criterion=case_value("8/16").set_criterion)
    with refused("one_current_value"):
        new_value(printed="99%")
    first.superseded_by = new_value(part="nháp")
    first.save(update_fields=["superseded_by"])
    assert new_value(printed="99%").pk is not None


def test_a_value_is_of_a_period_or_as_of_a_day(new_value):
    new_value(as_of=date(2019, 9, 30), precision="month")
    with refused("value_period_or_as_of"):
        new_value(as_of=date(2019, 9, 30), period_start=date(2019, 1, 1), period_end=date(2019, 12, 31))
    with refused("value_period_or_as_of"):
        new_value(as_of=date(2019, 9, 30), period_end=date(2019, 12, 31))


def test_periods_run_forward(case, new_value):
    one_day, day_before = date(2019, 1, 1), date(2018, 12, 31)
    new_value(period_start=one_day, period_end=one_day)
    with refused("value_period_runs_forward"):
        new_value(period_start=one_day, period_end=day_before)
    with refused("inspection_period_runs_forward"):
        Inspection.objects.filter(pk=case.pk).update(period_start=one_day, period_end=day_before)
    with refused("campaign_period_runs_forward"):
        Campaign.objects.filter(pk=case.campaign_id).update(period_start=one_day, period_end=day_before)


def test_the_period_key_follows_the_period_even_when_single_columns_are_saved(new_value):
    value = new_value(period_start=date(2018, 1, 1), period_end=date(2018, 12, 31))
    value.period_start = value.period_end = None
    value.as_of, value.precision = date(2019, 9, 30), "month"
    value.save(update_fields=["period_start", "period_end", "as_of", "precision"])
    value.refresh_from_db()
    assert value.period_key == "to 2019-09-30 month"


# --- Findings, recommendations -----------------------------------------------------------------------------------
def test_a_finding_and_a_recommendation_say_something(case, remark):
    remark(" ")
    with refused("finding_says_something"):
        remark("")
    with refused("recommendation_says_something"):
        Recommendation.objects.filter(inspection=case).update(text="")


def test_only_shortcomings_have_a_severity(remark):
    remark("Chậm.", kind="shortcoming", severity="fault")
    with refused("only_shortcomings_have_severity"):
        remark("Nhanh.", kind="strength", severity="fault")


def test_an_assignment_names_an_owner(case):
    with refused("assignment_names_an_owner"):
        Assignment.objects.filter(recommendation__inspection=case).update(owner_as_printed="")


# --- States ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("model", "constraint"),
    [
        (Campaign, "campaign_state_known"),
        (Inspection, "inspection_state_known"),
        (Assignment, "assignment_state_known"),
    ],
)
def test_a_state_is_one_of_the_known(db, model, constraint):
    row = model.objects.first()
    for state in model._meta.get_field("state").choices:
        standing(row, state[0])
    with refused(constraint):
        standing(row, "unknown")


# --- Delegations -------------------------------------------------------------------------------------------------
@pytest.fixture
def head(case):
    return case.delegation.members.get(role="head")


def test_a_delegation_has_one_head_at_a_time(case, head, minh):
    member = DelegationMember.objects.create(delegation=case.delegation, person=minh.person, role="member")
    with refused("one_head"):
        DelegationMember.objects.filter(pk=member.pk).update(role="head")
    DelegationMember.objects.filter(pk=head.pk).update(ends_on=date(2019, 11, 1))
    assert DelegationMember.objects.filter(pk=member.pk).update(role="head") == 1


def test_nobody_is_in_a_delegation_twice_at_a_time(case, head):
    with refused("member_once"):
        DelegationMember.objects.create(delegation=case.delegation, person=head.person, role="member")


def test_delegations_of_a_campaign_are_told_apart_by_number(case):
    Delegation.objects.create(campaign=case.campaign, number=1)
    with refused("one_delegation_a_number"):
        Delegation.objects.create(campaign=case.campaign, number=1)
    with refused("one_delegation_without_number"):
        Delegation.objects.create(campaign=case.campaign)  # the case's own has none


# --- Papers and files --------------------------------------------------------------------------------------------
@pytest.fixture
def article(case):
    return case.paper_links.get().paper


@pytest.mark.parametrize("owners", [[], ["campaign", "inspection"], ["inspection", "finding"], ["campaign", "finding"]])
def test_a_link_of_a_paper_has_exactly_one_owner(case, article, owners):
    every = {"campaign": case.campaign, "inspection": case, "finding": case.findings.first()}
    for name, owner in every.items():
        PaperLink.objects.create(paper=article, role="basis", **{name: owner})
    with refused("paper_link_has_one_owner"):
        PaperLink.objects.create(paper=article, role="result", **{name: every[name] for name in owners})


def test_a_paper_is_linked_once_to_each_in_one_role(case, article):
    with refused("paper_linked_once_to_inspection"):
        PaperLink.objects.create(paper=article, role="source", inspection=case)
    for name, owner in {"campaign": case.campaign, "finding": case.findings.first()}.items():
        PaperLink.objects.create(paper=article, role="source", **{name: owner})
        with refused(f"paper_linked_once_to_{name}"):
            PaperLink.objects.create(paper=article, role="source", **{name: owner})


@pytest.mark.parametrize("owners", [[], ["value", "finding"]])
def test_an_attachment_has_exactly_one_owner(case, owners):
    from inspections.papers.acts import store_file

    every = {"value": case.values.first(), "finding": case.findings.first()}
    file = store_file(b"x", "x.txt", "text/plain")
    InspectionAttachment.objects.create(file=file, value=every["value"])
    with refused("attachment_has_one_owner"):
        InspectionAttachment.objects.create(file=file, **{name: every[name] for name in owners})


# --- Criteria ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("alike", "constraint"), [("number", "one_number_a_set"), ("criterion", "one_criterion_a_set")]
)
def test_a_set_asks_for_a_number_and_for_a_criterion_once(case, alike, constraint):
    first, second = case.campaign.criteria_set.criteria.all()[:2]
    with refused(constraint):
        SetCriterion.objects.filter(pk=second.pk).update(**{alike: getattr(first, alike)})


def test_what_others_hang_on_cannot_be_deleted(case):
    from django.db.models import ProtectedError

    for row in (case, case.campaign, case.subject_organization, case.values.first().set_criterion, case.delegation):
        with pytest.raises(ProtectedError):
            row.delete()
    assert Finding.objects.filter(inspection=case).count() == 11
