"""Another body is to report: it takes the report over as it is, whatever was written and sent."""

import pytest
from django.utils import timezone

from accounts.models import Organization
from ground.sheets.files import Table
from inspections.models import Inspection
from portal.exchange import trial
from portal.exchange.registers import REGISTERS
from reports.models import Dossier, Question, Round
from workflow.history.acts import change, tell_saved
from workflow.models import Event, Notice
from workflow.steps.acts import take

pytestmark = pytest.mark.django_db
TEXT = "Xã có 11 ấp."


@pytest.fixture
def to_hoa(dossier, minh, hoa):
    """Minh names Hoa's body as the one that reports."""
    body = Organization.objects.get(pk=next(iter(hoa.reach.unit)))

    def change_body(target=body):
        inspection = Inspection.objects.get(pk=dossier.inspection_id)
        inspection.reporting_organization = target
        change(inspection, minh, inspection.revision)
        dossier.refresh_from_db()

    return change_body


def answers(clients, at, path=""):
    return [client.get(at(path)).status_code for client in clients]


@pytest.fixture
def clients(signed_in, lan, hoa):
    return signed_in(lan), signed_in(hoa)


def test_what_nobody_has_begun_goes_to_the_new_body_which_is_informed(dossier, to_hoa, clients, at, hoa):
    assert answers(clients, at) == [200, 404]
    before = dossier.revision
    to_hoa()
    assert dossier.revision == before + 1  # a page that was open before is an older copy
    assert (dossier.reporting_organization_id in hoa.reach.unit, Dossier.objects.count()) == (
        True,
        Dossier.objects.values("inspection").distinct().count(),
    )
    assert answers(clients, at) == [200, 200]  # Lan's body is the inspected one: she goes on reading
    assert clients[1].post(at(), {"text-survey": TEXT, "survey-revision": "0"}).status_code == 302
    [notice] = Notice.objects.filter(kind="submissions.handed_over")
    assert (notice.recipient, notice.path) == (hoa, dossier.get_absolute_url())


def test_what_is_written_and_asked_goes_with_it_and_the_leaders_word_counts_no_more(
    dossier, to_hoa, clients, at, campaign, signed_in, khoa, hoa, minh
):
    campaign.is_confirmation_asked = True
    campaign.save()
    clients[0].post(at(), {"text-survey": TEXT, "survey-revision": "0"})
    clients[0].post(at("questions/"), {"text": "Hạn nào?"})
    signed_in(khoa).post(at("steps/confirm/"))
    dossier.refresh_from_db()
    assert dossier.confirmed_at is not None
    to_hoa()
    assert (dossier.state, dossier.confirmed_at) == ("writing", None)
    page = clients[1].get(at()).content.decode()
    assert (TEXT in page, "Hạn nào?" in page) == (True, True)
    assert Question.objects.filter(dossier=dossier).count() == 1
    assert clients[0].post(at(), {"text-survey": "Lan vẫn viết", "survey-revision": "1"}).status_code == 403
    [event] = Event.objects.about(dossier).filter(act="hand_over")
    names = ["UBND xã Cần Đước", "UBND xã Rạch Kiến"]
    assert (event.actor, event.changes["reporting_organization"]) == (minh, names)
    assert Notice.objects.get(kind="submissions.handed_over").recipient == hoa


def test_a_sent_round_keeps_the_name_of_the_body_that_sent_it_and_is_accepted_as_usual(
    dossier, to_hoa, clients, at, minh
):
    clients[0].post(at(), {"text-survey": TEXT, "survey-revision": "0"})
    clients[0].post(at("send/"), {"is_not_secret": "on"})
    before = Round.objects.get(dossier=dossier).facts
    to_hoa()
    assert (Round.objects.get(dossier=dossier).facts, dossier.state) == (before, "sent")
    assert not Notice.objects.filter(kind="submissions.handed_over").exists()  # nothing is to be sent
    take(dossier, "read", minh)
    assert clients[1].get(at("1/")).status_code == 200


def test_back_again_and_through_the_administration_it_follows_too(dossier, to_hoa, clients, at, minh):
    first = dossier.reporting_organization
    to_hoa()
    row, inspection = (Inspection.objects.get(pk=dossier.inspection_id) for _n in range(2))
    inspection.reporting_organization = first
    inspection.save()
    tell_saved(inspection, row, minh)
    assert answers(clients, at) == [200, 404]
    assert Event.objects.about(dossier).filter(act="hand_over").count() == 2


def test_other_columns_no_report_and_a_body_that_has_one_move_nothing(dossier, minh, hoa, to_hoa):
    inspection = Inspection.objects.get(pk=dossier.inspection_id)
    inspection.presenter_title = "Chủ tịch"
    change(inspection, minh, inspection.revision)
    unasked = Inspection.objects.exclude(dossiers__isnull=False).first()
    unasked.reporting_organization = dossier.reporting_organization
    change(unasked, minh, unasked.revision)
    has_one = Organization.objects.get(pk=next(iter(hoa.reach.unit)))
    Dossier.objects.create(inspection=dossier.inspection, reporting_organization=has_one, due_on=dossier.due_on)
    to_hoa()
    assert not Event.objects.filter(act="hand_over", at__date=timezone.localdate()).exists()


def test_a_file_that_names_another_reporting_body_moves_the_report_too(dossier, minh, hoa):
    inspection = dossier.inspection
    head = ["Mã đợt", "Mã cuộc kiểm tra", "Đơn vị được kiểm tra (mã)", "Đơn vị báo cáo (mã)"]
    row = [inspection.campaign.code, inspection.reference, inspection.subject_organization.short_code, "ubnd-28114"]
    outcome = trial.run(REGISTERS["inspections"](minh), Table(head, [row], [2]), False, trial.Ask())
    assert (outcome.changed, [str(fault) for fault in outcome.faults]) == (1, [])
    dossier.refresh_from_db()
    assert dossier.reporting_organization_id in hoa.reach.unit
    assert Event.objects.about(dossier).filter(act="hand_over", actor=minh).count() == 1
