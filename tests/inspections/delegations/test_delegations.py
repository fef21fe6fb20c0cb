"""A delegation is set up from the register of people: one head, nobody from the subject, no one in two places."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import Organization, Person
from inspections.inspections.bookings.clashes import Appointment, appointments, clash
from inspections.models import Delegation, DelegationMember, OfficialPaper, Session
from tests.composed_papers import composed, sections_of
from tests.made_work import make_body, make_campaign, make_inspection
from workflow.models import Event

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 4)


@pytest.fixture
def board(minh):
    return Organization.objects.get(short_code="btgdv-tu-tay-ninh")


@pytest.fixture
def subject():
    return make_body("xa-a")


@pytest.fixture
def delegation(board, case, subject):
    """It goes to one commune, in the morning of the day."""
    campaign = make_campaign(board, "DOT", case.campaign.criteria_set)
    made = Delegation.objects.create(campaign=campaign, number=1)
    assign(make_inspection(campaign, subject, "DOT-1", state="notified"), made, part="morning")
    return made


@pytest.fixture
def other(delegation):
    """The campaign's second delegation, elsewhere on the same morning."""
    made = Delegation.objects.create(campaign=delegation.campaign, number=2)
    assign(make_inspection(delegation.campaign, make_body("xa-b"), "DOT-2", state="notified"), made, part="morning")
    return made


def assign(inspection, delegation, part):
    inspection.delegation = delegation
    inspection.save()
    Session.objects.filter(inspection=inspection).update(part_of_day=part)


def person(name="Đỗ Thị Ý Nhi", **columns):
    return Person.objects.create(full_name=name, **columns)


def add(browser, delegation, **typed):
    return browser.post(reverse("member_new", args=[delegation.pk]), {"role": "member", **typed})


def member(delegation, who, role="member", **columns):
    return DelegationMember.objects.create(delegation=delegation, person=who, role=role, **columns)


def test_a_delegation_is_set_up_with_its_decision(minh, board, delegation, signed_in):
    paper = OfficialPaper.objects.create(
        kept_by=board, paper_type="QĐ", number="12-QĐ/BTGDVTU", issuer="Ban", title="Lập"
    )
    sent = {"number": "2", "decision_paper": "12-QĐ/BTGDVTU", "starts_on": "01/05/2026", "ends_on": "30/5/2026"}
    answer = signed_in(minh).post(reverse("delegation_new", args=["DOT"]), sent)
    made = Delegation.objects.get(campaign=delegation.campaign, number=2)
    assert answer.headers["Location"] == reverse("delegation_show", args=[made.pk])
    assert (made.decision_paper, made.ends_on) == (paper, date(2026, 5, 30))


def test_one_number_is_one_delegations(minh, delegation, signed_in):
    answer = signed_in(minh).post(reverse("delegation_new", args=["DOT"]), {"number": "1"})
    assert answer.context["form"].errors == {"number": ["Đợt đã có Đoàn số 1."]}


def test_a_member_is_taken_from_the_register_with_title_and_body(minh, board, delegation, signed_in):
    nhi = person(position="Phó Trưởng phòng", organization=board)
    assert add(signed_in(minh), delegation, person="do thi y nhi", role="head").status_code == 302
    made = delegation.members.get()
    assert (made.person, made.title_as_printed, made.organization, made.position) == (nhi, "Phó Trưởng phòng", board, 1)
    assert Event.objects.about(made).get().act == "created"


def test_who_is_not_in_the_register_is_added_to_it_and_a_namesake_has_form_for(minh, delegation, signed_in):
    person("Lê Văn Bảy")
    browser, sent = signed_in(minh), {"new_name": "LÊ VĂN  BẨY", "title_as_printed": "Chủ tịch Hội"}
    answer = add(browser, delegation, **sent)
    assert list(answer.context["form"].errors) == ["is_another"]
    assert add(browser, delegation, **sent, is_another="on").status_code == 302
    made = delegation.members.get()
    assert (made.person.position, Person.objects.filter(name_key="le van bay").count()) == ("Chủ tịch Hội", 2)


def test_a_delegation_has_one_head_and_each_person_once(minh, delegation, signed_in):
    head = person()
    member(delegation, head, role="head")
    answer = add(signed_in(minh), delegation, person=head.full_name, role="head")
    assert answer.context["form"].errors == {
        "person": ["Đỗ Thị Ý Nhi đã ở trong đoàn."],
        "role": ["Đoàn đã có Trưởng đoàn là Đỗ Thị Ý Nhi."],
    }


def test_nobody_inspects_their_own_body(minh, delegation, subject, signed_in):
    person(organization=subject)
    answer = add(signed_in(minh), delegation, person="do thi y nhi")
    assert answer.context["form"].non_field_errors() == [
        "Đỗ Thị Ý Nhi thuộc Cơ quan xa-a, đơn vị được kiểm tra của cuộc DOT-1."
    ]
    assert delegation.members.count() == 0


def test_who_is_elsewhere_that_morning_is_added_once_it_is_confirmed(minh, delegation, other, signed_in):
    member(other, person())
    browser = signed_in(minh)
    answer = add(browser, delegation, person="do thi y nhi")
    assert answer.context["form"].errors == {
        "is_confirmed": ["Đỗ Thị Ý Nhi: ngày 04/05/2026 còn buổi làm việc của cuộc DOT-2."]
    }
    words = answer.content.decode()
    assert 'name="is_confirmed"' in words
    shown = [words.count(each) for each in ('id="doubts"', 'class="doubt"', 'id="errors"', 'class="wrong"')]
    assert shown == [1, 1, 0, 0]
    warned = answer.context["form"]["warned"].value()
    assert f'name="warned" value="{warned}"' in answer.content.decode()
    sent = {"person": "do thi y nhi", "is_confirmed": "on"}
    unseen = add(browser, delegation, **sent, warned="0123456789abcdef")  # of other doubts than today's
    unticked = add(browser, delegation, person="do thi y nhi", warned=warned)
    assert [list(each.context["form"].errors) for each in (unseen, unticked)] == [["is_confirmed"]] * 2
    assert add(browser, delegation, **sent, warned=warned).status_code == 302


@pytest.mark.parametrize(
    ("who", "part", "reference", "is_clash"),
    [
        (1, "morning", "B", True),
        (1, "whole_day", "B", True),
        (1, "", "B", True),
        (1, "afternoon", "B", False),
        (1, "morning", "A", False),
        (2, "morning", "B", False),
    ],
)
def test_a_clash_is_another_inspection_in_the_same_part_of_the_day(who, part, reference, is_clash):
    assert clash(Appointment(1, "Nhi", DAY, "morning", "A"), Appointment(who, "Nhi", DAY, part, reference)) is is_clash


def test_appointments_are_those_of_the_days_one_is_a_member(minh, delegation, other):
    nhi = person()
    member(delegation, nhi)
    member(other, nhi, ends_on=date(2026, 5, 1))
    found = appointments(minh, [nhi], [DAY])
    assert found == [Appointment(nhi.pk, "Đỗ Thị Ý Nhi", DAY, "morning", "DOT-1")]


def test_members_are_put_in_order_by_number_and_removed(minh, delegation, signed_in):
    rows = [member(delegation, person(f"Người {n}"), position=n) for n in (1, 2)]
    browser = signed_in(minh)
    browser.post(reverse("member_order", args=[delegation.pk]), {f"place-{rows[1].pk}": "1"})
    assert list(delegation.members.values_list("person__full_name", flat=True)) == ["Người 2", "Người 1"]
    gone = reverse("member_delete", args=[rows[0].pk])
    assert browser.post(gone, {"revision": rows[0].revision}).status_code == 302
    assert delegation.members.get().pk == rows[1].pk


def test_binh_reads_his_delegation_and_changes_nothing_in_it(binh, signed_in):
    delegation = Delegation.objects.filter(members__person=binh.person).first()
    browser = signed_in(binh)
    page = browser.get(reverse("delegation_show", args=[delegation.pk]))
    assert (page.status_code, reverse("member_new", args=[delegation.pk]) in page.content.decode()) == (200, False)
    assert browser.get(reverse("member_new", args=[delegation.pk])).status_code == 403


def test_a_member_from_another_body_does_not_read_an_internal_decision(delegation, minh, van, signed_in):
    paper = OfficialPaper.objects.create(
        kept_by=delegation.campaign.inspecting_organization, paper_type="QĐ", number="7-QĐ", title="thành lập đoàn kín",
        issuer="Ban", is_internal=True,
    )  # fmt: skip
    Delegation.objects.filter(pk=delegation.pk).update(decision_paper=paper)
    member(delegation, van.person)
    path = reverse("delegation_show", args=[delegation.pk])

    def is_named():
        return ["đoàn kín" in signed_in(user).get(path).content.decode() for user in (minh, van)]

    assert is_named() == [True, False]
    OfficialPaper.objects.filter(pk=paper.pk).update(is_internal=False)
    assert is_named() == [True, True]


def test_a_body_that_sends_whom_it_will_is_a_member_without_a_person(minh, delegation, other, subject, signed_in):
    make_body("so-noi-vu")
    browser = signed_in(minh)
    assert add(browser, delegation, organization="so-noi-vu").status_code == 302
    made = delegation.members.get()
    assert (made.person, made.name, str(made)) == (
        None, "Đại diện Cơ quan so-noi-vu", "Đại diện Cơ quan so-noi-vu, Thành viên",
    )  # fmt: skip
    assert (
        "Đại diện Cơ quan so-noi-vu" in browser.get(reverse("delegation_show", args=[delegation.pk])).content.decode()
    )
    refused = {
        "head": add(browser, delegation, organization="so-noi-vu", role="head"),
        "own": add(browser, delegation, organization=subject.short_code),
    }
    assert {name: list(answer.context["form"].errors.values()) for name, answer in refused.items()} == {
        "head": [["Chỉ thành viên do cơ quan cử sau; nhiệm vụ khác cần tên người."]],
        "own": [["Đại diện Cơ quan xa-a thuộc Cơ quan xa-a, đơn vị được kiểm tra của cuộc DOT-1."]],
    }
    add(browser, other, organization="so-noi-vu")  # in both delegations that morning, perhaps by two people
    assert browser.get("/calendar/?on=2026-05-04").context["clashes"].lines == []
    with pytest.raises(IntegrityError), transaction.atomic():
        member(delegation, None, role="secretary", organization=subject, title_as_printed="Đại diện")


def test_papers_name_the_body_that_sends_a_member(case):
    """In the decision's table and the minutes' list, without "đồng chí"."""
    case.delegation.members.filter(role="member").delete()
    member(case.delegation, None, organization=make_body("so"), title_as_printed="Đại diện lãnh đạo Sở Nội vụ")
    rows = next(each["grid"] for each in sections_of(composed("delegation-decision", case, DAY)) if each.get("grid"))
    assert rows["groups"][0]["rows"][-1][1:] == ["Đại diện lãnh đạo Sở Nội vụ", "", "Thành viên"]
    lines = [line for each in sections_of(composed("minutes", case, DAY)) for line in each["paragraphs"]]
    assert "- Đại diện lãnh đạo Sở Nội vụ: Thành viên." in lines
