"""What the database itself holds of self-reports: one of each, known states, and rounds that stay as they were sent."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from inspections.models import OfficialPaper
from reports.models import Dossier, DraftValue, ReturnItem, Round, SectionText, SubmissionAttachment
from reports.submissions.states import DossierState
from tests.inspections.test_constraints import refused
from tests.standing import standing

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(dossier, lan):
    """`sent(2)` is a round of Lan's report, as it is stored."""

    def send(n=1, **columns):
        usual = {"facts": {"sections": []}, "sha256": "0" * 64, "submitted_at": timezone.now(), "submitted_by": lan}
        return Round.objects.create(dossier=dossier, n=n, due_on=dossier.due_on, **usual | columns)

    return send


@pytest.fixture
def criterion(dossier):
    return dossier.inspection.campaign.criteria_set.criteria.first()


def test_of_each_body_part_and_number_there_is_one(dossier, sent, lan, criterion):
    written_by = {"dossier": dossier, "changed_by": lan}
    first = sent()
    SectionText.objects.create(section="survey", **written_by)
    DraftValue.objects.create(set_criterion=criterion, part="a", **written_by)
    DraftValue.objects.create(set_criterion=criterion, part="b", **written_by)
    body = dossier.reporting_organization
    with refused("one_dossier_a_body"):
        Dossier.objects.create(inspection=dossier.inspection, reporting_organization=body, due_on=dossier.due_on)
    with refused("one_round_a_number"):
        sent(first.n)
    with refused("one_text_a_section"):
        SectionText.objects.create(section="survey", **written_by)
    with refused("one_draft_a_criterion"):
        DraftValue.objects.create(set_criterion=criterion, part="a", **written_by)


def test_a_state_is_one_of_the_known(dossier):
    for state in DossierState:
        standing(dossier, state)
    with refused("dossier_state_known"):
        standing(dossier, "unknown")


def test_what_is_returned_or_attached_is_one_thing(dossier, sent, lan, criterion, attached):
    returned = {"round": sent(), "reason_code": "wrong"}
    for one in ({"section": "survey"}, {"set_criterion": criterion}):
        ReturnItem.objects.create(**returned, **one)
    for wrong in ({}, {"section": "survey", "set_criterion": criterion}):
        with refused("return_item_points_at_one_thing"):
            ReturnItem.objects.create(**returned, **wrong)
    made = attached(b"%PDF-1.7")  # of the whole report
    rows = SubmissionAttachment.objects.filter(pk=made.pk)
    assert rows.update(section="survey") == rows.update(section="", set_criterion=criterion) == 1
    with refused("submission_file_belongs_to_one_thing"):
        rows.update(section="survey")


def test_a_round_is_opened_or_withdrawn_and_each_once(sent, minh, ngoc):
    now, later = timezone.now(), timezone.now() + timedelta(hours=1)
    opened, withdrawn = sent(1), sent(2)
    rows = {each: Round.objects.filter(pk=each.pk) for each in (opened, withdrawn)}
    for wrong in ({"opened_by": minh}, {"opened_at": now, "withdrawn_at": now}):
        with refused("round_opened_is_not_withdrawn"):
            rows[opened].update(**wrong)
    rows[opened].update(opened_at=now, opened_by=minh)
    rows[withdrawn].update(withdrawn_at=now)
    again = [({"opened_at": later}, opened), ({"opened_at": None, "opened_by": None}, opened)]
    again += [({"opened_by": ngoc}, opened), ({"withdrawn_at": later}, withdrawn), ({"withdrawn_at": None}, withdrawn)]
    for change, row in again:
        with pytest.raises(DatabaseError, match="a sent round is frozen"), transaction.atomic():
            rows[row].update(**change)


def test_a_round_is_one_incoming_paper_once_and_from_its_opening_on(sent, minh, dossier):
    body = dossier.inspection.campaign.inspecting_organization
    columns = {"kept_by": body, "paper_type": "BC", "issuer": "Đơn vị", "title": "báo cáo"}
    first, second = (OfficialPaper.objects.create(**columns) for _n in range(2))
    rows = Round.objects.filter(pk=sent(1).pk)
    opened = {"opened_at": timezone.now(), "opened_by": minh}
    with pytest.raises(DatabaseError, match="a sent round is frozen"), transaction.atomic():
        rows.update(paper=first)
    with pytest.raises(DatabaseError, match="a sent round is frozen"), transaction.atomic():
        sent(2, paper=first)
    rows.update(paper=first, **opened)
    for other in (second, None):
        with pytest.raises(DatabaseError, match="a sent round is frozen"), transaction.atomic():
            rows.update(paper=other)
    with refused("one_paper_a_round"):
        sent(2, paper=first, **opened)


def test_no_column_of_what_was_sent_is_altered_and_no_round_deleted(sent, ngoc, dossier):
    row, other = sent(), Dossier.objects.exclude(pk=dossier.pk).first()
    changes = {
        "dossier": other, "n": 7, "facts": {}, "sha256": "1" * 64, "submitted_at": timezone.now(),
        "submitted_by": ngoc, "due_on": timezone.localdate(),
    }  # fmt: skip
    written_later = {"opened_at", "opened_by", "withdrawn_at", "paper"}
    beside = {"id", "created_at", "changed_at", "revision"}
    names = {field.name for field in Round._meta.concrete_fields}
    assert names - written_later - beside == set(changes)
    for name, value in changes.items():
        with pytest.raises(DatabaseError, match="a sent round is frozen"), transaction.atomic():
            Round.objects.filter(pk=row.pk).update(**{name: value})
    frozen = pytest.raises(DatabaseError, match="a sent round is frozen")
    with frozen, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM reports_round WHERE id = %s", [row.pk])
