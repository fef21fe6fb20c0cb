"""Words that were folded before are folded anew by the migrations, on both databases."""

import importlib
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from accounts.models import Organization, Person
from inspections.models import Criterion, Inspection
from localities.models import LocalitySpell

pytestmark = pytest.mark.django_db


def migrate(app, name):
    module = importlib.import_module(f"{app}.migrations.{name}")
    for operation in module.Migration.operations:
        operation.code(apps, SimpleNamespace(connection=connection))  # all of a schema editor that it reads


def test_what_is_stored_is_found_after_the_update(case):
    body, spell = case.subject_organization, LocalitySpell.objects.filter(name__contains="'").first()
    others = [Person.objects.create(full_name="Y Bhiăh H’Đơk"), Criterion.objects.create(code="z", name="TP – Ủy")]
    rows = [body, case, spell, *others]
    before = [row.search_text for row in rows]
    for row in others:
        type(row).objects.filter(pk=row.pk).update(search_text=row.search_text.replace(" ", "  - "))
    Organization.objects.filter(pk=body.pk).update(search_text="ubnd huyen can duoc")
    Inspection.objects.filter(pk=case.pk).update(search_text="dvcq2019-806 ubnd huyen can duoc")
    LocalitySpell.objects.filter(pk=spell.pk).update(search_text=f"{spell.name} {spell.official_code}".lower())
    migrate("accounts", "0005_fold_words_anew")
    migrate("localities", "0005_fold_words_anew")
    migrate("inspections", "0013_fold_words_anew")
    for row in rows:
        row.refresh_from_db()
    assert [row.search_text for row in rows] == before
