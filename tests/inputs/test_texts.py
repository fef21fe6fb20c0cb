"""Every text that somebody types has a length; what is longer is refused whole, and nothing is cut on the way."""

import pytest
from django import forms
from django.apps import apps
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import get_resolver

from accounts.models import Organization, OrganizationName, Person
from ground.inputs import SearchField, ShortJson
from ground.limits import LONG_TEXT
from inspections.criteria.forms import LinesField
from inspections.models import CriteriaSet, Finding, Inspection, SetCriterion
from portal.exchange.registers import REGISTERS
from workflow.fields import NfcTextField
from workflow.registers.columns import Several, Text

pytestmark = pytest.mark.django_db
ROOMS = {"accounts", "danvan", "inspections", "localities", "reports", "workflow"}
LIMITED = (SearchField, LinesField, forms.UUIDField)  # by more than a number of letters
PAGE = "/inspections/DVCQ2026-27712/findings/shortcoming/"


def all_forms(kind=forms.BaseForm):
    for each in kind.__subclasses__():
        yield each
        yield from all_forms(each)


def test_every_text_field_of_a_form_has_a_length():
    assert get_resolver().url_patterns  # every room's forms are there
    ours = [form for form in set(all_forms()) if form.__module__.partition(".")[0] in ROOMS]
    unlimited = {
        f"{form.__name__}.{name}"
        for form in ours
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field, forms.CharField) and not isinstance(field, LIMITED) and not field.max_length
    }
    passwords = {name for name in unlimited if "password" in name}  # their validators say how long
    assert unlimited - passwords == set()
    assert len(ours) > 20


def test_every_column_of_text_that_is_typed_has_a_length():
    columns = [field for model in apps.get_models() for field in model._meta.concrete_fields]
    ours = [field for field in columns if field.model._meta.app_label in ROOMS and field.editable]
    texts = [field for field in ours if isinstance(field, models.CharField | models.TextField)]
    own = {"SavedFilter", "Event", "BatchItem"}  # written by the portal alone
    unlimited = [
        str(field)
        for field in texts
        if not field.max_length and not isinstance(field, NfcTextField) and field.model.__name__ not in own
    ]
    assert unlimited == []


def test_every_column_of_a_sheet_is_as_long_as_its_column_in_the_database():
    longer = []
    for register in REGISTERS.values():
        parts = {part.name: part.model for part in register.parts}
        for column in register(None).columns.values():
            widget = column.widget.of if isinstance(column.widget, Several) else column.widget
            if not column.readonly and isinstance(widget, Text) and "__" not in column.name:
                field = parts[column.part]._meta.get_field(column.name) if column.part in parts else None
                if field is not None and field.max_length and widget.longest > field.max_length:
                    longer.append(f"{register.slug}: {column.attribute}")
    assert longer == []


def test_passwords_are_no_longer_than_sign_in_takes(minh):
    validate_password("một mật khẩu dài " * 11 + "!", minh)
    with pytest.raises(ValidationError) as refused:
        validate_password("một mật khẩu dài " * 12, minh)
    assert refused.value.messages == ["Mật khẩu dài không quá 200 ký tự."]


# --- A finding -----------------------------------------------------------------------------------------------------
@pytest.fixture
def write(signed_in, minh):
    browser = signed_in(minh)
    return lambda text: browser.post(PAGE, {"text": text, "severity": "limitation", "position": "1"})


def test_a_finding_of_twenty_thousand_letters_is_stored_whole(write):
    text = "Chưa kịp thời. " * 1500
    assert write(text).status_code == 302
    assert Finding.objects.get(inspection__reference="DVCQ2026-27712").text == text.strip()


def test_a_finding_beyond_the_limit_is_refused_and_comes_back_whole(write):
    text = "ữ" * (LONG_TEXT + 1)
    page = write(text)
    assert (page.status_code, list(page.context["form"].errors), page.content.decode().count(text)) == (
        422,
        ["text"],
        1,
    )
    assert Finding.objects.filter(inspection__reference="DVCQ2026-27712").count() == 0


def test_no_browser_cuts_what_is_pasted_into_a_text(signed_in, minh):
    page = signed_in(minh).get(PAGE).content.decode()
    assert page.count("<textarea") > 0
    assert page.count("maxlength") == 0
    field = Finding._meta.get_field("text").formfield()
    assert (field.max_length, field.widget_attrs(field.widget)) == (LONG_TEXT, {})


def test_the_limit_holds_whatever_writes_the_row():
    inspection = Inspection.objects.get(reference="DVCQ2026-27712")
    finding = Finding(campaign=inspection.campaign, inspection=inspection, kind="strength", text="x" * (LONG_TEXT + 1))
    with pytest.raises(ValidationError) as refused:
        finding.full_clean()
    assert list(refused.value.message_dict) == ["text"]


# --- Keys ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("letter", ["한", "ﷺ", "ế"])
def test_a_name_of_any_letters_is_stored_and_its_key_fits(letter):
    body = Organization.objects.create(short_code="dai", system="state", kind="department")
    OrganizationName.objects.create(
        organization=body, name="Dài", full_name=letter * 250, starts_on="2020-01-01", symbol="D"
    )
    body.save()
    person = Person.objects.create(full_name=letter * 120, organization=body)
    body.refresh_from_db()
    person.refresh_from_db()
    assert (len(body.sort_key) <= 800, len(person.sort_key) <= 400) == (True, True)


# --- Lists in one field --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("a\nb\na\n\n", None),
        ("\n".join(f"mức {n}" for n in range(31)), "Có 31 dòng; ô này nhận đến 30."),
        ("x" * 61, f"Dòng “{'x' * 40}… (còn 21 chữ)” dài 61 chữ; mỗi dòng nhận đến 60."),
    ],
)
def test_a_list_of_lines_has_so_many_and_so_long_ones(typed, message):
    field = LinesField(most=30, longest=60)
    if message is None:
        assert field.clean(typed) == ["a", "b"]
        return
    with pytest.raises(ValidationError) as refused:
        field.clean(typed)
    assert refused.value.messages == [message]


JSONS = ["[" * 5000, "9" * 5000, "[NaN]", '["\\ud800"]', '["\\u0000"]', '"' + "x" * 10_001 + '"', '["x"']


@pytest.mark.parametrize("typed", JSONS, ids=["deep", "digits", "NaN", "surrogate", "NUL", "long", "broken"])
def test_json_in_the_admin_is_refused_where_reading_or_storing_it_fails(typed):
    with pytest.raises(ValidationError):
        ShortJson(required=False).clean(typed)


def test_json_in_the_admin_is_read_by_that_field(signed_in, minh):
    own = SetCriterion.objects.filter(criteria_set__owner__in=minh.reach.board).first()
    CriteriaSet.objects.filter(pk=own.criteria_set_id).update(frozen_at=None)
    page = signed_in(minh).get(f"/admin/inspections/setcriterion/{own.pk}/change/")
    assert type(page.context["adminform"].form.fields["parts"]) is ShortJson
