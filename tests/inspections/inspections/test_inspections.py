"""Editing an inspection and its sessions: by the right people, and only while it is open."""

from datetime import date, time

import pytest
from django.urls import reverse

from accounts.models import Organization, Person
from inspections.models import Delegation, DelegationMember, Inspection, Session
from localities.models import LocalitySpell
from tests.made_work import DAY, make_body, make_campaign, make_inspection
from tests.standing import standing
from workflow.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def inspection(minh, case):
    """Of our Board, with a delegation of Bình and Sơn, to meet on the day."""
    board = Organization.objects.get(short_code="btgdv-tu-tay-ninh")
    campaign = make_campaign(board, "DOT", case.campaign.criteria_set)
    return make_inspection(campaign, make_body("xa-a"), "DOT-1", state="notified")


@pytest.fixture
def delegation(inspection, binh, son):
    made = Delegation.objects.create(campaign=inspection.campaign, number=1)
    for who, role in ((binh, "head"), (son, "secretary")):
        DelegationMember.objects.create(delegation=made, person=who.person, role=role)
    return made


def send_to(inspection, delegation):
    inspection.delegation = delegation
    inspection.save()


def edit(browser, inspection, **typed):
    reporting = inspection.reporting_organization.full_name_at(DAY)
    sent = {"kind": "inspection", "reporting_organization": reporting, "revision": inspection.revision}
    return browser.post(reverse("inspection_edit", args=[inspection.reference]), {**sent, **typed})


def test_delegation_presenter_and_period_are_set(minh, inspection, delegation, signed_in):
    speaker = Person.objects.create(full_name="Đỗ Thị Ý Nhi")
    typed = {"delegation": delegation.pk, "presenting_organization": "xa-a", "presenting_person": "do thi y nhi"}
    answer = edit(signed_in(minh), inspection, **typed, period_start="01/01/2026", period_end="30/4/2026")
    assert answer.headers["Location"] == inspection.get_absolute_url()
    inspection.refresh_from_db()
    assert (inspection.delegation, inspection.presenting_person) == (delegation, speaker)
    assert inspection.period_end == date(2026, 4, 30)
    assert set(Event.objects.about(inspection).first().changes) == {
        "delegation", "presenting_organization", "presenting_person", "period_start", "period_end"
    }  # fmt: skip


def test_a_delegation_with_people_of_the_subject_is_refused(minh, inspection, delegation, signed_in, son):
    delegation.members.filter(person=son.person).update(organization=inspection.subject_organization)
    answer = edit(signed_in(minh), inspection, delegation=delegation.pk)
    assert answer.context["form"].non_field_errors() == [
        f"{son.person} thuộc Cơ quan xa-a, đơn vị được kiểm tra của cuộc DOT-1."
    ]


def test_a_delegation_that_is_elsewhere_that_day_has_form_about(minh, inspection, delegation, signed_in):
    send_to(make_inspection(inspection.campaign, make_body("xa-b"), "DOT-2", state="notified"), delegation)
    answer = edit(signed_in(minh), inspection, delegation=delegation.pk)
    assert [error.split(": ")[1] for error in answer.context["form"].errors["is_confirmed"]] == [
        "ngày 04/05/2026 còn buổi làm việc của cuộc DOT-2."
    ] * 2


def test_a_re_inspection_follows_an_earlier_one_of_the_same_body(minh, inspection, signed_in):
    earlier = make_inspection(inspection.campaign, inspection.subject_organization, "DOT-0")
    page = signed_in(minh).get(reverse("inspection_edit", args=["DOT-1"]))
    assert list(page.context["form"].fields["follow_up_of"].queryset) == [earlier]
    edit(signed_in(minh), inspection, kind="reinspection", follow_up_of=earlier.pk)
    inspection.refresh_from_db()
    assert (inspection.kind, inspection.follow_up_of) == ("reinspection", earlier)


def test_an_older_copy_is_not_saved_over_a_newer_one(minh, inspection, signed_in):
    Inspection.objects.filter(pk=inspection.pk).update(revision=7, kind="survey")
    answer = edit(signed_in(minh), inspection)
    assert (answer.status_code, [row.field.name for row in answer.context["conflict"]]) == (409, ["kind"])


@pytest.mark.parametrize(("state", "status"), [("for_decision", 200), ("concluded", 403), ("cancelled", 403)])
def test_nothing_is_changed_once_the_conclusion_is_out(minh, inspection, signed_in, state, status):
    standing(inspection, state)
    assert signed_in(minh).get(reverse("inspection_edit", args=["DOT-1"])).status_code == status
    assert signed_in(minh).get(reverse("session_new", args=["DOT-1"])).status_code == status


def test_son_keeps_the_sessions_of_his_delegation(son, inspection, delegation, signed_in):
    send_to(inspection, delegation)
    browser, address = signed_in(son), reverse("session_new", args=["DOT-1"])
    typed = {"kind": "visit", "held_on": "04/01/2026", "part_of_day": "morning", "place": "UBND xã"}
    answer = browser.post(address, {**typed, "locality": "28108"})
    assert answer.headers["Location"] == f"{inspection.get_absolute_url()}#sessions"
    made = inspection.sessions.get(kind="visit")
    assert made.locality == LocalitySpell.objects.as_at(DAY).get(official_code="28108", level=3).locality
    edited = reverse("session_edit", args=[made.pk])
    browser.post(edited, {**typed, "oral_conclusion": "Nhất trí.", "revision": made.revision})
    made.refresh_from_db()
    assert (made.oral_conclusion, made.locality) == ("Nhất trí.", None)
    browser.post(reverse("session_delete", args=[made.pk]), {"revision": made.revision})
    assert inspection.sessions.filter(kind="visit").count() == 0
    assert browser.get(reverse("inspection_edit", args=["DOT-1"])).status_code == 403


def test_son_records_hours_and_participants_as_the_minutes_have_them(son, inspection, delegation, signed_in):
    send_to(inspection, delegation)
    browser, address = signed_in(son), reverse("session_new", args=["DOT-1"])
    typed = {"kind": "session", "held_on": "4/1/2026", "starts_at": "13 giờ 30", "participants": "Ông A\r\nBà B"}
    answer = browser.post(address, {**typed, "ends_at": "13:30"})
    assert answer.context["form"].errors == {"ends_at": ["Giờ kết thúc phải sau giờ bắt đầu."]}
    assert "25:00" in browser.post(address, {**typed, "ends_at": "25:00"}).content.decode()
    assert browser.post(address, {**typed, "ends_at": "16h05"}).status_code == 302
    made = inspection.sessions.get(held_on="2026-01-04")
    assert (made.starts_at, made.ends_at, made.participants.splitlines()) == (
        time(13, 30),
        time(16, 5),
        ["Ông A", "Bà B"],
    )
    page = browser.get(inspection.get_absolute_url()).content.decode()
    assert ("13 giờ 30 – 16 giờ 05" in page, "Ông A<br>Bà B" in page) == (True, True)
    edited = browser.get(reverse("session_edit", args=[made.pk])).content.decode()
    assert 'value="13:30"' in edited


def test_a_session_on_which_members_are_elsewhere_has_form_about(minh, inspection, delegation, signed_in, binh, son):
    send_to(inspection, delegation)
    send_to(make_inspection(inspection.campaign, make_body("xa-b"), "DOT-2", state="notified"), delegation)
    Session.objects.filter(inspection=inspection).delete()
    browser, address = signed_in(minh), reverse("session_new", args=["DOT-1"])
    answer = browser.post(address, {"kind": "session", "held_on": "4/5/2026", "place": "Hội trường"})
    assert sorted(answer.context["form"].errors["is_confirmed"]) == sorted(
        f"{who.person}: ngày 04/05/2026 còn buổi làm việc của cuộc DOT-2." for who in (binh, son)
    )
    assert "Hội trường" in answer.content.decode()
    warned = answer.context["form"]["warned"].value()
    sent = {"kind": "session", "held_on": "4/5/2026", "is_confirmed": "on", "warned": warned}
    assert browser.post(address, sent).status_code == 302


def test_an_inspection_made_by_mistake_is_deleted_into_the_history_of_its_campaign(minh, case, signed_in, inspection):
    made = make_inspection(inspection.campaign, make_body("xa-c"), "DOT-3", state="planned")
    Session.objects.filter(inspection=made).delete()
    signed_in(minh).post(reverse("inspection_delete", args=["DOT-3"]), {"revision": made.revision})
    assert Event.objects.about(inspection.campaign).first().changes["label"] == "DOT-3"


def test_the_page_offers_what_may_be_done_to_those_who_may(minh, binh, inspection, delegation, signed_in):
    send_to(inspection, delegation)
    edit, add = reverse("inspection_edit", args=["DOT-1"]), reverse("session_new", args=["DOT-1"])
    pages = [signed_in(who).get(inspection.get_absolute_url()).content.decode() for who in (minh, binh)]
    assert [(edit in page, add in page) for page in pages] == [(True, True), (False, True)]
