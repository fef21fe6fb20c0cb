"""The steps of a document: as the specification writes them, and as `take` applies them to each of the cast."""

import pytest
from django.db import transaction
from django.utils import timezone

from inspections.models import Inspection, StoredFile
from inspections.papers.acts import store_file
from reports.documents.issue.drafts import start_draft
from reports.documents.states import DOCUMENT_STEPS
from reports.models import Document, SignedCopy
from tests.workflow.test_step_tables import CAST, ROLES, expected, written
from workflow.records.refusals import NotYours, StepRefused, TakenAlready
from workflow.steps.acts import take

pytestmark = pytest.mark.django_db

DOCUMENT = """
submit: draft → submitted, staff head secretary
send_back: submitted → draft, issuer !
issue: submitted → issued, issuer
sign: issued → signed, staff issuer
publish: issued signed → published, staff issuer
replace: issued signed published → replaced, portal
"""


def test_the_table_is_the_models():
    assert written(DOCUMENT_STEPS) == DOCUMENT
    assert [step.name for step in DOCUMENT_STEPS.values() if step.is_expected] == ["submit", "issue", "publish"]


@pytest.fixture
def file():
    return store_file(b"%PDF-1.7", "TB.pdf", "application/pdf", StoredFile.Scan.CLEAN)


@pytest.fixture
def document_of(file, minh):
    """`document_of("leader")`: one that this role issues, of an inspection of Delegation 1."""

    def make(issuer):
        inspection = Inspection.objects.get(reference="DVCQ2026-28138")
        document = start_draft("schedule-letter", inspection, minh)
        Document.objects.filter(pk=document.pk).update(issuer_role=issuer, pdf=file, sha256=file.sha256)
        return document

    return make


def outcomes(document, people, file):
    """(name, state, step) → what comes of that try; everything is as before afterwards."""
    got = {}
    own = {name: type(user).objects.get(pk=user.pk) for name, user in people.items()}
    for state, _label in Document._meta.get_field("state").choices:
        with transaction.atomic():
            document.write_step(state, {})
            SignedCopy.objects.create(
                document=document, file=file, kind="scan", sha256=file.sha256, added_by=people["minh"]
            )
            for step in DOCUMENT_STEPS.values():
                got |= {(name, state, step.name): outcome(document, step, user, file) for name, user in own.items()}
            transaction.set_rollback(True)
        document.refresh_from_db()
    return got


def outcome(document, step, user, file):
    """What comes of one try; the document is as before afterwards."""
    values = {"issued_on": timezone.localdate(), "sha256": file.sha256, "check_code": "A", "pdf": file}
    values["signed_file"] = file
    with transaction.atomic():
        try:
            changes = {name: values[name] for name in step.asks}
            take(document, step.name, user, reason="có lý do", **changes)
            result = "taken"
        except (NotYours, TakenAlready) as refusal:
            result = type(refusal).__name__
        except StepRefused as refusal:
            result = str(refusal)
        transaction.set_rollback(True)
    if result == "taken":
        document.refresh_from_db()
    return result


@pytest.mark.parametrize("issuer", ["leader", "head"])
def test_each_of_the_cast_may_take_what_the_table_gives_from_the_states_it_gives(issuer, document_of, file, request):
    document = document_of(issuer)
    states = [state for state, _label in Document._meta.get_field("state").choices]
    tries = [(name, state, step) for name in CAST for state in states for step in DOCUMENT_STEPS.values()]
    people = {name: request.getfixturevalue(name) for name in CAST}
    roles = {name: ROLES.get(name, set()) - {"owner"} for name in CAST}
    roles = {name: {*own, "issuer"} if issuer in own else own for name, own in roles.items()}
    assert outcomes(document, people, file) == {
        (name, state, step.name): expected(state, step, roles[name]) for name, state, step in tries
    }
