"""Inspections of many subjects in one act: named, looked at, done; a second time nothing is made twice."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Organization
from inspections.inspections.subjects.acts import Planned, make_inspections
from inspections.inspections.subjects.chosen import below, judge, listed
from inspections.models import Campaign, Delegation, DelegationMember
from localities.models import LocalitySpell
from tests.made_work import make_body, make_campaign
from workflow.models import Batch, Event

pytestmark = pytest.mark.django_db
IN_2026 = date(2026, 5, 4)


@pytest.fixture
def board(minh):
    return Organization.objects.get(short_code="btgdv-tu-tay-ninh")


@pytest.fixture
def campaign(board, case):
    return make_campaign(board, "DOT", case.campaign.criteria_set, state="draft")


def choose(browser, **typed):
    return browser.post(reverse("subjects_choose", args=["DOT"]), {"kind": "inspection", **typed})


def results_of(answer):
    batch = Batch.objects.get(pk=answer.headers["Location"].strip("/").split("/")[-1])
    return [(item.label, item.state, item.message) for item in batch.items.order_by("pk")]


def communes_of(board):
    return LocalitySpell.objects.under(board.locality, IN_2026)


def committees_of(board):
    places = communes_of(board).values("locality")
    return Organization.objects.there_at(IN_2026).filter(kind="peoples_committee", locality__in=places)


def test_all_communes_of_a_province_are_looked_at_and_then_made(minh, board, campaign, signed_in):
    """With the People's Committees that the register lacks, by the names of their places."""
    province = LocalitySpell.objects.as_at(IN_2026).get(locality=board.locality).name
    browser, sent = signed_in(minh), {"level": "commune", "place": province}
    preview = choose(browser, **sent)
    n, there = communes_of(board).count(), committees_of(board).count()
    assert preview.context["counts"] == {"new": there, "missing": n - there, "made": n}
    assert (campaign.inspections.count(), Batch.objects.filter(kind="inspections.made").count()) == (0, 0)
    left, missing = committees_of(board).first(), next(row for row in preview.context["rows"] if row.missing)
    Organization.objects.create(short_code=missing.key, system="state", kind="other")  # of the map before
    spell = communes_of(board).get(locality=missing.missing.organization.locality)
    answer = choose(browser, **sent, make="1", skip=left.pk)
    assert (campaign.inspections.count(), committees_of(board).count()) == (n - 1, n)
    assert {state for _label, state, _message in results_of(answer)} == {"done"}
    made = campaign.inspections.get(subject_organization__locality=spell.locality)
    body = made.subject_organization
    assert (body.short_code, body.full_name_at(IN_2026)) == (f"{missing.key}-2", missing.label)
    assert [[event.act for event in Event.objects.about(each)] for each in (made, body)] == [["created"]] * 2
    assert (list(campaign.inspections.search(made.reference)), body in Organization.objects.search(spell.name)) == (
        [made],
        True,
    )


def test_bodies_outside_the_boards_place_are_registered_by_others(minh, campaign, signed_in):
    elsewhere = LocalitySpell.objects.as_at(IN_2026).get(name="Tỉnh Sơn La")
    preview = choose(signed_in(minh), level="commune_party", place=elsewhere.name)
    counts = preview.context["counts"]
    assert (counts["made"], set(counts) & {"new", "missing"}) == (0, set())
    assert {row.why for row in preview.context["rows"]} == {
        "Danh mục chưa có cơ quan này, mà địa bàn ngoài phạm vi của bạn. Nhờ quản trị hệ thống thêm."
    }


def test_run_twice_nothing_is_made_twice(minh, campaign, signed_in):
    for code in ("xa-a", "xa-b"):
        make_body(code)
    browser = signed_in(minh)
    choose(browser, pasted="xa-a", make="1")
    answer = choose(browser, pasted="xa-a\nxa-b\nxa-a\nkhông có", make="1")
    assert results_of(answer) == [
        ("Cơ quan xa-a", "done", "Đã có: DOT-xa-a."),
        ("Cơ quan xa-b", "done", "Đã lập: DOT-xa-b."),
        ("không có", "refused", "Không tìm thấy mã hoặc tên này."),
    ]
    assert campaign.inspections.count() == 2


def test_a_double_click_is_one_act(minh, campaign, signed_in):
    make_body("xa-a")
    browser = signed_in(minh)
    receipt = browser.get(reverse("subjects_choose", args=["DOT"])).context["form"]["receipt"].value()
    first, second = (choose(browser, pasted="xa-a", make="1", receipt=receipt) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert Batch.objects.filter(kind="inspections.made").count() == 1


def test_a_pasted_line_may_be_a_code_of_the_place_or_a_name_without_accents(minh, campaign, board):
    committee = Organization.objects.get(short_code="ubnd-28108")
    spell = LocalitySpell.objects.as_at(campaign.day).get(locality=committee.locality)
    rows = listed(["28108", spell.name.upper(), "ubnd-28108"], campaign, minh)
    assert [row.body for row in rows] == [committee] * 3


def test_a_name_that_several_bear_is_refused_with_their_codes(minh, campaign, board):
    for code in ("so-1", "so-2"):
        make_body(code, kind="department", parent=board.parent, locality=board.locality).names.update(
            full_name="Sở Mới", name="Sở Mới"
        )
    row = listed(["so moi"], campaign, minh)[0]
    alike = "Sở Mới, Tỉnh Tây Ninh (so-1); Sở Mới, Tỉnh Tây Ninh (so-2)"
    assert (row.verdict, row.why) == ("refused", f"Trùng nhiều cơ quan: {alike}. Ghi mã ngắn.")
    rows = judge(listed(["so-2", "ubnd-28108"], campaign, minh), campaign, "direct", None)
    assert [(row.label, row.place) for row in rows] == [
        ("Sở Mới", "Tỉnh Tây Ninh"),
        ("UBND xã Cần Đước", "Tỉnh Tây Ninh"),
    ]


def test_districts_are_those_of_the_campaigns_date(minh, case, campaign):
    province = LocalitySpell.objects.as_at(date(2019, 10, 30)).get(name="Tỉnh Long An").locality
    of_2019 = case.campaign
    assert (len(below(province, "district", of_2019, minh)), below(province, "district", campaign, minh)) == (15, [])


def test_who_inspects_and_whose_people_are_in_the_delegation_are_refused(minh, board, campaign):
    delegation, own = Delegation.objects.create(campaign=campaign, number=1), make_body("xa-a")
    DelegationMember.objects.create(delegation=delegation, person=minh.person, organization=own, role="head")
    rows = judge(listed(["xa-a", board.short_code], campaign, minh), campaign, "inspection", delegation)
    assert [(row.verdict, row.why) for row in rows] == [
        ("refused", f"Đoàn có người của đơn vị này: {minh.person}."),
        ("refused", "Đây chính là cơ quan kiểm tra."),
    ]


def test_two_bodies_of_one_place_get_two_references(minh, campaign, board):
    bodies = [make_body(f"so-{n}", kind="department", locality=board.locality) for n in (1, 2)]
    made = make_inspections(campaign, [Planned(body, body) for body in bodies], minh)
    assert made[1].reference == f"{made[0].reference}-2"


def test_two_hundred_cost_as_many_queries_as_two(minh, campaign, board):
    bodies = [make_body(f"xa-{n}") for n in range(30)]
    other = make_campaign(board, "KHAC", campaign.criteria_set, state="draft")
    costs = []
    for target, some in ((campaign, bodies[:2]), (other, bodies)):
        loaded = list(Organization.objects.filter(pk__in=[b.pk for b in some]).prefetch_related("names"))
        with CaptureQueriesContext(
            connection,
        ) as captured:
            make_inspections(Campaign.objects.get(pk=target.pk), [Planned(body, body) for body in loaded], minh)
        costs.append(len(captured))
    assert costs[0] == costs[1] <= 10


def test_nothing_chosen_is_told_and_nothing_is_lost(minh, campaign, signed_in):
    answer = choose(signed_in(minh), kind="survey")
    assert answer.context["form"].non_field_errors() == ["Chưa chọn đơn vị nào."]
    assert answer.context["form"]["kind"].value() == "survey"
