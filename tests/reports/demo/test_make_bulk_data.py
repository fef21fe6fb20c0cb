"""The country's size in small: what every commune gets, that it is made once, and never beside real work."""

import io
from collections import Counter

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Count
from django.test import override_settings

from accounts.models import Person, User
from inspections.models import Assignment, Campaign, Finding, Inspection, MeasuredValue, Session
from reports.demo.bulk import CODES
from reports.models import Dossier
from workflow.models import Event

COMMUNES = 3


def make(communes=COMMUNES):
    output = io.StringIO()
    with override_settings(DEBUG=True):
        call_command("make_bulk_data", communes=communes, stdout=output)
    return output.getvalue().splitlines()


@pytest.fixture(scope="module")
def made_once(django_db_setup, django_db_blocker):
    """For all tests here; nothing of it stays."""
    with django_db_blocker.unblock(), transaction.atomic():
        make()
        with django_db_blocker.block():
            yield
        transaction.set_rollback(True)


@pytest.fixture
def made(made_once, db):
    return Inspection.objects.filter(campaign__code__in=CODES.values())


def test_each_commune_is_inspected_every_year_with_values_and_findings(made):
    assert Counter(made.values_list("campaign__year", flat=True)) == dict.fromkeys(range(2022, 2027), COMMUNES)
    assert set(made.annotate(n=Count("values")).values_list("n", flat=True)) == {20}
    assert set(made.annotate(n=Count("findings")).values_list("n", flat=True)) == {5}


def test_every_state_has_the_history_that_led_to_it(made):
    assignments = Assignment.objects.filter(recommendation__inspection__in=made)
    dossiers = Dossier.objects.filter(inspection__in=made)
    for record in [*Campaign.objects.filter(code__in=CODES.values()), *made, *assignments, *dossiers]:
        states = [record._meta.get_field("state").default]
        for event in Event.objects.about(record).order_by("pk"):
            assert event.from_state == states[-1]
            states.append(event.to_state)
        assert states[-1] == record.state


def test_who_has_the_notice_has_a_self_report_to_write_and_who_met_the_delegation_has_sent_it(made):
    without = made.filter(dossiers__isnull=True)
    assert set(without.values_list("state", flat=True)) <= {"planned", "cancelled"}
    for dossier in Dossier.objects.filter(inspection__in=made).select_related("inspection"):
        is_sent = dossier.inspection.state not in ("notified", "postponed")
        assert (dossier.state, dossier.rounds.count()) == (("accepted", 1) if is_sent else ("requested", 0))
        assert dossier.last_round is None or dossier.last_round.opened_at


def test_what_is_found_by_its_words_is_found_in_it_too(made):
    found = [made.search(words).count() for words in ("ubnd phuong", "uy ban nhan dan phuong")]
    assert found == [made.count(), made.count()] == [5 * COMMUNES, 5 * COMMUNES]


def test_minh_and_lan_see_of_it_what_is_theirs(made, minh, lan):
    assert Inspection.objects.visible_to(minh).filter(pk__in=made).count() == 5 * COMMUNES
    assert Inspection.objects.visible_to(lan).filter(pk__in=made).count() == 0


def test_run_again_it_makes_nothing(made):
    def counted():
        return [model.objects.count() for model in (Inspection, MeasuredValue, Finding, Session, Person, Event)]

    before = counted()
    assert make() == ["Dữ liệu lớn đã đủ."]
    assert counted() == before


def test_of_another_size_it_is_refused(made):
    with pytest.raises(CommandError, match="làm lại trên cơ sở dữ liệu trống"):
        make(communes=COMMUNES + 1)


def test_beside_real_work_it_is_refused(minh, case):
    Campaign.objects.create(
        code="THAT2026", theme="Thật", year=2026, criteria_set=case.campaign.criteria_set,
        inspecting_organization=case.campaign.inspecting_organization,
    )  # fmt: skip
    with pytest.raises(CommandError, match="dữ liệu thật"):
        make()


def test_beside_a_real_account_it_is_refused(minh):
    User.objects.create(username="that", person=minh.person)
    with pytest.raises(CommandError, match="dữ liệu thật"):
        make()


def test_on_a_server_it_is_refused(db):
    with pytest.raises(CommandError, match="dữ liệu thật"):
        call_command("make_bulk_data")
