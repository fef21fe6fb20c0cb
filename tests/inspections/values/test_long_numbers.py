"""Numbers that no column holds: refused where they are typed, and where a paper prints one, no page falls over it."""

from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError

from inspections.criteria.forms import PointsField
from inspections.models import Campaign, MeasuredValue
from inspections.values.numbers import Reading, percent_of
from inspections.values.types import figures_of

NINES = "9" * 290


def printed(text, **columns):
    unit = SimpleNamespace(unit="", value_type="ratio")
    return SimpleNamespace(
        **{"numerator": None, "denominator": None, "number": None, **columns}, printed=text, set_criterion=unit
    )


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        (f"{NINES}%", Reading()),
        (f"0,{'0' * 280}1%", Reading()),
        (f"{NINES}/{NINES}", Reading()),
        (f"1/0,{'0' * 280}1", Reading()),
        (f"8/16 ({NINES}%)", Reading(Decimal(8), Decimal(16))),
        (f"3 {'tỷ ' * 90}", Reading()),
        ("99999999999999,9999%", Reading(number=Decimal("99999999999999.9999"), places=4, is_percent=True)),
    ],
)
def test_a_number_that_no_column_holds_is_reckoned_with_nowhere(text, figures):
    assert figures_of(printed(text)) == figures


def test_the_largest_counts_have_their_percent():
    figures = Reading(Decimal("99999999999999"), Decimal("0.0001"))
    assert percent_of(figures, 4) == Decimal("99999999999999000000.0000")


@pytest.mark.parametrize(
    "text", [f"{NINES}%", f"{NINES[:140]}/{NINES[:140]}", f"8/16 ({NINES}%)", f"0,{'0' * 280}1%", "100000000%"]
)
def test_the_page_of_an_inspection_whose_paper_prints_it_is_shown_and_stays_small(case, minh, signed_in, text):
    percents = [value for value in case.values.current() if value.printed.endswith("%")]
    browser = signed_in(minh)
    before = len(browser.get(case.get_absolute_url()).content)
    MeasuredValue.objects.filter(pk__in=[value.pk for value in percents]).update(printed=text, number=None)
    page = browser.get(case.get_absolute_url())
    assert (page.status_code, len(page.content) < before + 40 * len(text) * len(percents)) == (200, True)


@pytest.mark.parametrize(
    "typed",
    ["1e30", "-1", NINES, "NaN", "-NaN", "sNaN", "Infinity", "9e999999", "1e-999999", "0," + "1" * 10_000, "1e9"],
)
def test_points_that_no_criterion_has_are_refused(typed):
    with pytest.raises(ValidationError) as refused:
        PointsField(required=False).clean(typed)
    is_long = len(typed) > 20
    assert ["quá" in refused.value.messages[0] or "tối đa" in refused.value.messages[0]] == [is_long]


TOO_MUCH = ["1e30", NINES, "-" + NINES, "NaN", "Infinity", "-Infinity", "1e999999", "0." + "1" * 10_000]
NUMBERS = [
    field
    for model in apps.get_models()
    if model._meta.app_label in {"accounts", "inspections", "localities", "reports", "workflow"}
    for field in model._meta.concrete_fields
    if field.editable and field.get_internal_type() in {"DecimalField", "PositiveSmallIntegerField", "IntegerField"}
]


@pytest.mark.parametrize("field", NUMBERS, ids=str)
@pytest.mark.django_db
def test_every_column_of_a_number_refuses_what_one_of_the_databases_cannot_hold(field):
    form_field = field.formfield() if field.choices is None else None
    wholes = ["1000000000000", "99999"] if field.get_internal_type() != "DecimalField" else []
    for typed in [*TOO_MUCH, *wholes]:
        with pytest.raises(ValidationError):
            field.clean(form_field.clean(typed) if form_field else typed, None)


def test_a_campaign_of_a_million_notice_days_is_refused(case):
    campaign = Campaign.objects.get(code="DVCQ2026")
    campaign.notice_days = 1_000_000
    with pytest.raises(ValidationError) as refused:
        campaign.full_clean()
    assert list(refused.value.message_dict) == ["notice_days"]
