"""Loading the demo: twice is once, never on a server, and a campaign of 2026 with work in every state."""

import io
from collections import defaultdict
from datetime import date

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.management import CommandError, call_command
from django.db.models import Max

from accounts.models import Membership, User
from inspections.inspections.states import InspectionState
from inspections.models import Campaign, Finding, Inspection, MeasuredValue, OfficialPaper
from localities.models import Locality, LocalitySpell
from workflow.models import Record

CAST = ["binh", "hoa", "khoa", "lan", "minh", "ngoc", "son", "thu", "tuyet", "van"]


def load(*options):
    said = io.StringIO()
    call_command("load_demo", *options, stdout=said, stderr=said)
    return said.getvalue()


def every_table():
    """Of each table of ours: how many rows, and when the last of them was saved."""
    tables = [model for model in apps.get_models() if issubclass(model, Record) and not model._meta.proxy]
    return {
        model._meta.label: (model.objects.aggregate(last=Max("changed_at"))["last"], model.objects.count())
        for model in tables
    }


def test_the_demo_loaded_twice_changes_nothing(db, settings):
    settings.DEBUG = True
    before = every_table()
    said = load()
    assert every_table() == before
    assert before["inspections.Inspection"][1] == 13
    assert "Tài khoản dùng thử" in said


def test_a_province_own_portal_prints_no_demo_accounts(thu, settings):
    """One of set_up, tried out with DEBUG on: its administrator may well be called thu."""
    settings.DEBUG = True
    User.objects.update(password=make_password("mot-mat-khau-rieng-2026"))
    assert load("--accounts") == ""


def test_a_demo_account_that_is_switched_off_is_not_printed(minh, settings):
    settings.DEBUG = True
    User.objects.exclude(pk=minh.pk).update(is_active=False)
    assert load("--accounts").splitlines()[1:] == ["  minh   Trần Quang Minh      chuyên viên Ban"]


def test_what_was_changed_by_hand_is_left_alone(case, settings):
    settings.DEBUG = True
    case.values.filter(printed="97%").update(printed="96,5%")
    User.objects.get(username="minh").memberships.update(role="leader")
    load()
    assert case.values.get(set_criterion__number="2.1").printed == "96,5%"
    assert Membership.objects.get(user__username="minh").role == "leader"


@pytest.mark.parametrize("options", [[], ["--accounts"]])
def test_with_debug_off_it_is_refused_and_nothing_is_loaded(case, settings, options):
    settings.DEBUG = False
    Campaign.objects.filter(pk=case.campaign_id).update(code="GONE")  # else it would find itself loaded and stop
    before = every_table()
    with pytest.raises(CommandError) as refusal:
        load(*options)
    assert "chỉ nạp khi DEBUG bật" in str(refusal.value)
    assert every_table() == before


def test_the_accounts_are_printed_with_their_common_password(db, settings):
    settings.DEBUG = True
    lines = load("--accounts").splitlines()
    assert lines[0] == f"Tài khoản dùng thử, mật khẩu chung: {settings.DEMO_PASSWORD}"
    assert sorted(line.split()[0] for line in lines[1:]) == CAST
    assert list(User.objects.order_by("username").values_list("username", flat=True)) == CAST


@pytest.mark.parametrize("username", CAST)
def test_each_of_the_cast_signs_in_with_the_printed_password(client, db, username):
    response = client.post("/sign-in/", {"username": username, "password": settings.DEMO_PASSWORD})
    assert (response.status_code, response["Location"]) == (302, "/")
    home = client.get("/")
    assert (home.status_code, home.context["user"].username) == (200, username)


def test_2026_has_an_inspection_in_every_state(db):
    states = Inspection.objects.filter(campaign__code="DVCQ2026").values_list("state", flat=True)
    assert set(states) == set(InspectionState.values)


def test_2026_goes_from_the_province_to_communes_of_two_tiers(db):
    campaign = Campaign.objects.get(code="DVCQ2026")
    board = campaign.inspecting_organization.full_name_at(date(2026, 5, 1))
    assert board == "Ban Tuyên giáo và Dân vận Tỉnh ủy Tây Ninh"
    places = campaign.inspections.values("subject_organization__locality")
    spells = LocalitySpell.objects.as_at(date(2026, 5, 1)).filter(locality__in=places)
    assert set(spells.values_list("level", flat=True)) == {Locality.Level.COMMUNE}
    assert spells.count() == campaign.inspections.count() == 12


def test_2026s_values_and_findings_stand_only_where_the_work_is_so_far(db):
    early = ["planned", "notified", "in_session", "postponed", "cancelled"]
    for inspection in Inspection.objects.filter(campaign__code="DVCQ2026"):
        has_any = inspection.values.exists() and inspection.findings.exists()
        assert (inspection.state, has_any) == (inspection.state, inspection.state not in early)


def test_a_published_conclusion_stands_where_the_state_says_that_there_is_one(db):
    results = OfficialPaper.objects.filter(paper_type="TB", links__role="result")
    concluded = Inspection.objects.filter(state__in=["concluded", "followed_up", "closed"])
    assert set(results.values_list("links__inspection", flat=True)) == set(concluded.values_list("pk", flat=True))
    assert results.filter(file=None).count() == 0


def test_no_index_that_fell_stands_among_the_strengths(db):
    """Each commune's satisfaction of 2026 beside that of 2025, where a finding says both."""
    said = Finding.objects.filter(text__contains="{8.1@2025..2026}")
    kinds = {row.inspection_id: row.kind for row in said}
    found = MeasuredValue.objects.filter(inspection__in=kinds, set_criterion__number="8.1").order_by("period_start")
    figures = defaultdict(list)
    for value in found:
        figures[value.inspection_id].append(value.number)
    fell = {pk for pk, (before, after) in figures.items() if after < before}
    assert (len(kinds), {pk for pk, kind in kinds.items() if kind == "shortcoming"}, len(fell)) == (7, fell, 1)
