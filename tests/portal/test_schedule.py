"""Delegations, days, hours and places for many inspections in one act: shared out, previewed, written once."""

from datetime import date, time

import pytest

from inspections.inspections.bookings.clashes import Appointment, clash
from inspections.inspections.bookings.spread import FreeSlots, Hours, shared_out, slots
from inspections.models import Campaign, Session
from tests.made_work import make_body, make_campaign, make_inspection
from tests.portal.test_bulk import work_off
from tests.standing import standing
from workflow.models import BatchItem, Event

SCHEDULE = "/campaigns/DVCQ2026/schedule/"
MORNING, AFTERNOON = Hours("morning", time(8), time(11)), Hours("afternoon", time(14), time(16, 30))
MONDAY = date(2026, 6, 1)
FORM = {
    "starts_on": "01/06/2026", "a_day": "both", "morning_from": "8:00", "morning_to": "11:00",
    "afternoon_from": "14 giờ", "afternoon_to": "16h30", "weekdays": ["0", "1", "2", "3", "4"], "where": "seat",
}  # fmt: skip
WHEN = ("inspection__reference", "held_on", "part_of_day", "starts_at", "ends_at", "place")


@pytest.fixture
def campaign(db):
    """The demo's campaign of 2026: three inspections planned without delegation and day, the others concluded."""
    campaign = Campaign.objects.get(code="DVCQ2026")
    for inspection in campaign.inspections.order_by("reference"):
        standing(inspection, "planned" if inspection in first_three(campaign) else "concluded")
    Session.objects.filter(inspection__in=first_three(campaign)).delete()
    campaign.inspections.filter(pk__in=[each.pk for each in first_three(campaign)]).update(delegation=None)
    return campaign


def first_three(campaign):
    return list(campaign.inspections.order_by("reference")[:3])


@pytest.fixture
def send(signed_in, minh, django_capture_on_commit_callbacks):
    """`send(**typed)` previews the form over all rows and writes what was shown: the preview and the answer."""
    browser = signed_in(minh)

    def both(address=f"{SCHEDULE}?all=1", confirmed=False, **typed):
        preview = browser.post(address, FORM | typed | {"preview": "1"})
        answer = {"make": "1", "shown": preview.context["mark"]} | ({"is_confirmed": "on"} if confirmed else {})
        with django_capture_on_commit_callbacks(execute=True):
            return preview, browser.post(address, FORM | typed | answer)

    return both


def written(rows):
    return list(Session.objects.filter(inspection__in=rows).order_by("inspection__reference").values_list(*WHEN))


# --- Sharing out ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("n", "expected"), [(0, []), (3, ["A", "A", "B"]), (4, ["A", "A", "B", "B"]), (5, ["A", "A", "A", "B", "B"])]
)
def test_neighbours_go_to_one_delegation_and_none_gets_two_more(n, expected):
    assert [each for _row, each in shared_out(range(n), ["A", "B"])] == expected


def test_slots_keep_to_the_days_of_the_week_and_pass_over_what_is_taken():
    friday = date(2026, 6, 5)
    free = FreeSlots(slots(friday, {0, 4}, [MORNING, AFTERNOON]), {(friday, "afternoon"), (date(2026, 6, 8), "")})
    found = [free.next() for _ in range(3)]
    assert [(slot.day, slot.hours.part) for slot in found] == [
        (friday, "morning"), (date(2026, 6, 12), "morning"), (date(2026, 6, 12), "afternoon"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("other", "is_clash"),
    [
        ((time(8), time(9), "Hội trường A"), True),
        ((time(10), time(11), "Hội trường A"), False),
        ((time(8), None, "Hội trường B"), True),
        ((time(8), time(10), "Hội trường B"), False),
    ],
    ids=["hours overlap", "one after the other", "end unknown elsewhere", "heard together"],
)
def test_hours_tell_a_clash_and_one_hour_in_one_place_is_one_session(other, is_clash):
    wanted = Appointment(1, "Nhi", MONDAY, "morning", "A", time(8), time(10), "Hội trường B")
    if other == (time(8), None, "Hội trường B"):
        other = (time(9), None, "Hội trường B")
    assert clash(wanted, Appointment(1, "Nhi", MONDAY, "morning", "B", *other)) is is_clash


# --- The act -------------------------------------------------------------------------------------------------------
def test_delegations_days_and_places_are_written_for_all_in_one_act(send, campaign):
    one = campaign.delegations.get(number=1)
    preview, answer = send(delegations=[one.pk])
    assert (preview.context["n_changed"], preview.context["n_refused"]) == (3, campaign.inspections.count() - 3)
    assert answer.status_code == 302
    assert written(first_three(campaign)) == []
    work_off()
    rows = first_three(campaign)
    seats = [f"Trụ sở {row.subject_organization.full_name_at(campaign.day)}" for row in rows]
    assert [row.delegation for row in rows] == [one] * 3
    assert written(rows) == [
        (rows[0].reference, MONDAY, "morning", time(8), time(11), seats[0]),
        (rows[1].reference, MONDAY, "afternoon", time(14), time(16, 30), seats[1]),
        (rows[2].reference, date(2026, 6, 2), "morning", time(8), time(11), seats[2]),
    ]
    assert {"delegation": ["", str(one)]} in list(Event.objects.about(rows[0]).values_list("changes", flat=True))


def test_what_is_arranged_already_stays_unless_it_is_arranged_anew(send, campaign):
    one, two = campaign.delegations.filter(number__in=[1, 2])
    first, second, third = first_three(campaign)
    first.delegation = two
    first.save()
    Session.objects.create(inspection=first, held_on=date(2026, 6, 3), participants="Bí thư")
    preview, _answer = send(delegations=[one.pk])
    assert [row.why for row in preview.context["rows"] if row.inspection == first] == ["Đã có đoàn và ngày làm việc."]
    work_off()
    assert [row.delegation for row in first_three(campaign)] == [two, one, one]
    _preview, answer = send(delegations=[two.pk], replaces="on", a_day="afternoon", confirmed=True)
    assert answer.status_code == 302
    work_off()
    assert [row.delegation for row in first_three(campaign)] == [two] * 3
    assert [row[1:3] for row in written([first, second, third])] == [
        (date(2026, 6, day), "afternoon") for day in (1, 2, 3)
    ]
    assert first.sessions.get().participants == "Bí thư"


def test_one_session_hears_them_all_in_one_place(send, campaign):
    one = campaign.delegations.get(number=1)
    joint = {"delegations": [one.pk], "is_joint": "on", "where": "one", "place": "Hội trường Tỉnh ủy"}
    preview, _answer = send(**joint)
    assert [row.doubts for row in preview.context["rows"] if row.is_changed] == [[]] * 3
    work_off()
    assert {row[1:] for row in written(first_three(campaign))} == {
        (MONDAY, "morning", time(8), time(11), "Hội trường Tỉnh ủy")
    }


def test_who_is_needed_twice_is_shown_and_must_be_confirmed(send, campaign):
    one, two = campaign.delegations.filter(number__in=[1, 2])
    person = one.members.first().person
    two.members.filter(person=person).delete()
    two.members.create(person=person, role="member", position=90)
    preview, answer = send(delegations=[one.pk, two.pk], a_day="morning")
    doubts = [doubt for row in preview.context["rows"] for doubt in row.doubts]
    assert any(doubt.startswith(f"{person}: ngày 01/06/2026 còn buổi làm việc của cuộc") for doubt in doubts)
    assert (answer.status_code, answer.context["must_confirm"]) == (409, True)
    assert send(delegations=[one.pk, two.pk], a_day="morning", confirmed=True)[1].status_code == 302


def test_a_member_of_the_inspected_body_keeps_it_back(send, campaign):
    one, first = campaign.delegations.get(number=1), first_three(campaign)[0]
    one.members.filter(role="member").update(organization=first.subject_organization)
    preview, _answer = send(delegations=[one.pk])
    whys = {row.inspection: row.why for row in preview.context["rows"]}
    assert "đơn vị được kiểm tra của cuộc" in whys[first]
    assert whys[first_three(campaign)[1]] == ""


def test_what_changed_since_it_was_shown_is_shown_again_or_refused(send, campaign, signed_in, minh):
    one, first = campaign.delegations.get(number=1), first_three(campaign)[0]
    browser = signed_in(minh)
    stale = browser.post(f"{SCHEDULE}?all=1", FORM | {"delegations": [one.pk], "make": "1", "shown": "0" * 64})
    assert (stale.status_code, stale.context["is_stale"]) == (409, True)
    send(delegations=[one.pk])
    Session.objects.create(inspection=first, held_on=date(2026, 7, 1))
    work_off()
    assert [row[1] for row in written([first])] == [date(2026, 7, 1)]
    assert BatchItem.objects.get(key=str(first.pk)).message == "Người khác vừa thêm một buổi làm việc. Chưa ghi gì."


def test_who_is_no_longer_staff_by_then_writes_nothing(send, campaign, minh):
    send(delegations=[campaign.delegations.get(number=1).pk])
    minh.memberships.update(ends_on=date(2020, 1, 1), starts_on=date(2019, 1, 1))
    work_off()
    assert written(first_three(campaign)) == []
    assert set(BatchItem.objects.values_list("message", flat=True)) == {"Việc này không thuộc vai trò của bạn."}


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"starts_on": "", "delegations": []}, "__all__"),
        ({"weekdays": []}, "weekdays"),
        ({"morning_to": "7:00"}, "morning_to"),
        ({"where": "one"}, "place"),
        ({"is_joint": "on"}, "where"),
        ({"starts_on": "31/06/2026"}, "starts_on"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(signed_in, minh, campaign, typed, field):
    answer = signed_in(minh).post(f"{SCHEDULE}?all=1", FORM | typed | {"preview": "1"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])


def test_planning_begins_while_the_campaign_is_prepared_and_ends_with_it(signed_in, minh, campaign):
    browser, answers = signed_in(minh), {}
    for state in ("draft", "open", "closed"):
        standing(campaign, state)
        page = browser.get("/campaigns/DVCQ2026/").context
        answers[state] = (
            [act.name for act in page["acts"]] if page["may_bulk"] else [], browser.get(SCHEDULE).status_code
        )  # fmt: skip
    assert answers == {
        "draft": (["schedule"], 200),
        "open": (["schedule", "notify", "start", "draft", "remind", "postpone"], 200),
        "closed": ([], 403),
    }
    assert browser.get("/campaigns/DVCQ2026/bulk/?act=schedule&all=1").url == f"{SCHEDULE}?act=schedule&all=1"


def test_arranging_costs_as_many_queries_for_one_as_for_thirty(case, signed_in, django_assert_num_queries, minh):
    board = minh.person.organization
    campaign = make_campaign(board, "K0", case.campaign.criteria_set)
    delegation = campaign.delegations.create(number=1)
    person = (
        case.campaign.delegations.first().members.first().person if case.campaign.delegations.exists() else minh.person
    )
    delegation.members.create(person=person, role="head", position=1)
    browser = signed_in(minh)
    for n in (1, 30):
        for each in range(campaign.inspections.count(), n):
            inspection = make_inspection(campaign, make_body(f"xa-{each}"), f"K0-{each}", "planned")
            inspection.sessions.all().delete()
        with django_assert_num_queries(QUERIES):
            answer = browser.post(
                "/campaigns/K0/schedule/?all=1", FORM | {"delegations": [delegation.pk], "preview": "1"}
            )
        assert answer.context["n_changed"] == n


QUERIES = 18
