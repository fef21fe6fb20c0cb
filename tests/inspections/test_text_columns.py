"""Every text column of the portal holds composed Unicode, and both forms find it."""

import unicodedata

import pytest
from django.apps import apps
from django.db import models

from inspections.models import Campaign, Finding, Inspection
from workflow.fields import NfcCharField, NfcTextField

OWN_APPS = ["workflow", "localities", "accounts", "inspections", "reports"]
# Names that only the portal's own code gives, digests, addresses; and of what people type the sign-in name and e-mail.
PLAIN = [
    "Batch.kind",
    "Batch.path",
    "BatchItem.key",
    "Document.check_code",
    "Document.sha256",
    "DocumentText.fact_sha256",
    "Event.act",
    "Event.from_state",
    "Event.to_state",
    "Notice.path",
    "OfficialPaper.web_address",
    "Round.sha256",
    "SavedDraft.path",
    "SavedDraft.query",
    "SavedFilter.list_name",
    "SavedFilter.query",
    "SignedCopy.sha256",
    "SubmissionToken.path",
    "TrustedCertificate.fingerprint",
    "User.email",
    "User.external_id",
    "User.password",
    "User.username",
]


def nfd(text):
    return unicodedata.normalize("NFD", text)


def text_columns():
    return [
        field
        for app in OWN_APPS
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField) and not model._meta.proxy
    ]


def is_free_text(field):
    return field.editable and not field.choices and not isinstance(field, models.SlugField)


def name_of(field):
    return f"{field.model.__name__}.{field.name}"


PROSE = [field for field in text_columns() if isinstance(field, NfcCharField | NfcTextField)]


@pytest.mark.parametrize("field", PROSE, ids=name_of)
def test_a_text_column_composes_what_it_is_given(field):
    typed = nfd("Cần Đước, Huỳnh Thị Hoa\u200b")
    instance = field.model(**{field.name: typed})
    wanted = "Cần Đước, Huỳnh Thị Hoa"
    assert field.pre_save(instance, add=True) == wanted
    assert field.to_python(typed) == wanted
    assert field.get_prep_value(typed) == wanted


def test_every_other_column_that_takes_text_is_named_here():
    plain = [field for field in text_columns() if field not in PROSE and is_free_text(field)]
    assert sorted(map(name_of, plain)) == PLAIN


def test_a_finding_typed_decomposed_is_stored_composed_and_found_by_both(remark):
    text = "Cán bộ ở Cần Đước còn lúng túng."
    made = remark(nfd(text))
    assert nfd(text) != text
    made.refresh_from_db()
    assert made.text == text
    assert [Finding.objects.filter(text=form).get() for form in (text, nfd(text))] == [made, made]


def test_updates_past_the_model_compose_too(case):
    Inspection.objects.filter(pk=case.pk).update(presenter_title=nfd("Trưởng ban Dân vận Huyện ủy"))
    case.refresh_from_db()
    assert case.presenter_title == "Trưởng ban Dân vận Huyện ủy"


@pytest.mark.parametrize("words", ["Cần Đước", nfd("Cần Đước"), "can duoc", "CAN DUOC", "cần đước", "806 cần"])
def test_search_finds_the_case_however_it_is_typed(case, words):
    assert list(Inspection.objects.filter(campaign=case.campaign).search(words)) == [case]


@pytest.mark.parametrize("words", ["năm dân vận 2019", nfd("NĂM DÂN VẬN 2019"), "nam dan van 2019", "dvcq2019"])
def test_search_finds_the_campaign_however_it_is_typed(case, words):
    assert list(Campaign.objects.search(words)) == [case.campaign]
