"""What no text may contain is refused by every text column and field: {2.1} where nothing replaces it, and characters
that the print font lacks and that have no known equal.
"""

from importlib import import_module
from pkgutil import walk_packages

import pytest
from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError

from ground.fonts.print_font import find_lacking_letter, lacking_letters
from ground.text import nfc
from inspections.findings.forms import CauseForm, FindingForm
from inspections.inspections.forms import SessionForm
from inspections.models import Cause, Finding, Recommendation, Session
from inspections.recommendations.forms import RecommendationForm
from portal.exchange import trial
from portal.exchange.registers import REGISTERS
from tests.trials import table
from workflow.fields import NfcCharField, NfcTextField, PlainText, TextListField

ROOMS = ["workflow", "localities", "accounts", "inspections", "reports", "portal"]
WITH_PLACEHOLDERS = ["Finding.text", "DocumentText.text"]  # every page and paper that shows them replaces {2.1}
REFUSED = "Ô này không thay “{2.1}” bằng số của chỉ tiêu. Ghi số như đã in."
HINT = "Ghi số như đã in: ô này không thay {2.1} bằng số của chỉ tiêu."
UNPRINTABLE = "Phông in không có ký tự “👍” (U+1F44D), ở dòng 2 sau “Đạt”. Thay hoặc xóa."
# Fields of forms that hold no text: words to look for, accounts, hidden marks, figures.
NO_TEXT = {"q", "who", "username", "account", "warned", "after", "before", "shown", "seen", "waiting_files"}


def columns():
    kinds = (NfcCharField, NfcTextField, TextListField)
    found = [
        field
        for app in ROOMS[:-1]
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.local_fields
    ]
    return [field for field in found if isinstance(field, kinds)]


def name_of(field):
    return f"{field.model.__name__}.{field.name}"


def refusals_of(field, text):
    try:
        field.run_validators([text] if isinstance(field, TextListField) else text)
    except ValidationError as refused:
        return refused.messages
    return []


def test_every_text_column_but_those_named_refuses_a_placeholder():
    assert [name_of(field) for field in columns() if refusals_of(field, "{2.1}") != [REFUSED]] == WITH_PLACEHOLDERS
    assert refusals_of(Finding._meta.get_field("source"), "{a} {} 2.1") == []


def test_every_text_column_names_the_character_that_the_font_lacks_and_its_place():
    assert [name_of(field) for field in columns() if UNPRINTABLE not in refusals_of(field, "Một\nĐạt 👍 rồi")] == []


def fields_of_plain_forms():
    for room in ROOMS:
        for module in walk_packages(import_module(room).__path__, f"{room}."):
            if module.name.endswith("forms"):
                found = vars(import_module(module.name)).values()
                yield from (each for each in found if isinstance(each, type) and issubclass(each, forms.BaseForm))


def test_every_field_of_a_form_without_a_column_is_a_text_with_the_same_rules_or_named_here():
    plain = {
        name
        for form in fields_of_plain_forms()
        for name, field in form.base_fields.items()
        if type(field) is forms.CharField and name not in (getattr(getattr(form, "_meta", None), "fields", None) or ())
    }
    assert {name for name in plain - NO_TEXT if "password" not in name} == set()
    with pytest.raises(ValidationError, match="không thay"):
        PlainText().clean("{2.1}")


@pytest.mark.parametrize(
    ("form", "model", "name", "hint"),
    [
        (FindingForm, Finding, "text", "Dẫn số liệu: ghi số chỉ tiêu trong dấu { }, ví dụ {2.1}."),
        (CauseForm, Cause, "text", HINT),
        (RecommendationForm, Recommendation, "text", HINT),
        (RecommendationForm, Recommendation, "aim", HINT),
        (SessionForm, Session, "oral_conclusion", HINT),
    ],
)
def test_form_and_admin_say_at_the_field_whether_it_replaces(form, model, name, hint):
    of_admin = model._meta.get_field(name).formfield()
    assert (form.base_fields[name].help_text, of_admin.help_text) == (hint, hint)


def test_known_equals_are_stored_and_the_font_has_them():
    typed = "⇒ ①② ％２０ ℃ ㎡ Ⅳ ⩾ ☐ ➢ 《a》"
    assert nfc(typed) == "→ (1)(2) %20 °C m² IV ≥ □ - “a”"
    assert (lacking_letters(nfc(typed)), lacking_letters(typed) > {"①", "％"}) == (set(), True)
    assert nfc(nfc("e\u200b\u0301")) == nfc("e\u200b\u0301") == "é"
    assert (find_lacking_letter("Đạt 97% → “tốt”…\tthôi\r\n"), find_lacking_letter("✓").before) == (None, "")


@pytest.mark.django_db
def test_an_import_refuses_both_at_their_columns(minh):
    texts = {"Nội dung": "Sửa theo {2.1}", "Mục tiêu": "Một\nĐạt 👍"}
    row = {"Mã cuộc kiểm tra": "DVCQ2026-27712", "Thứ tự": "90", **texts}
    faults = trial.run(REGISTERS["recommendations"](minh), table([row]), is_dry=True).faults
    assert faults == [(2, "Nội dung", REFUSED), (2, "Mục tiêu", UNPRINTABLE)]
