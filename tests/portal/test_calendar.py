"""The calendar: each sees their sessions, by week and month, and is warned of who is needed in two places."""

from datetime import date

import pytest

from inspections.inspections.bookings.clashes import Booking, DoubleBooking, double_bookings
from inspections.models import Delegation, DelegationMember, Inspection, Session
from portal.calendar.weeks import weeks_of
from tests.made_work import make_body, make_campaign, make_inspection, make_user

DAY = date(2026, 10, 7)
ONE, OTHER, THIRD = 1, 2, 3


def member(person, delegation, **columns):
    return DelegationMember(person_id=person, delegation_id=delegation, **columns)


# --- Clashes -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("first", "second", "half"),
    [
        ("morning", "morning", "morning"),
        ("morning", "afternoon", None),
        ("whole_day", "afternoon", "whole_day"),
        ("", "morning", "whole_day"),
        ("", "", ""),
    ],
)
def test_two_delegations_at_once_clash_for_who_is_in_both(first, second, half):
    found = double_bookings([Booking(DAY, first, ONE), Booking(DAY, second, OTHER)], [member(7, ONE), member(7, OTHER)])
    assert found == ([DoubleBooking(7, DAY, half, (ONE, OTHER))] if half is not None else [])


def test_one_delegation_at_two_places_is_no_clash():
    bookings = [Booking(DAY, "morning", ONE), Booking(DAY, "morning", ONE)]
    assert double_bookings(bookings, [member(7, ONE), member(8, OTHER)]) == []


def test_who_has_left_a_delegation_by_then_is_not_needed_there():
    members = [member(7, ONE), member(7, OTHER, ends_on=DAY), member(7, THIRD, starts_on=date(2026, 10, 8))]
    bookings = [Booking(DAY, "morning", delegation) for delegation in (ONE, OTHER, THIRD)]
    assert double_bookings(bookings, members) == []


# --- The page ----------------------------------------------------------------------------------------------------
def test_a_month_is_shown_in_whole_weeks_from_monday():
    weeks = weeks_of(DAY, "month")
    assert (weeks[0][0], weeks[-1][-1], len(weeks)) == (date(2026, 9, 28), date(2026, 11, 1), 5)
    assert weeks_of(DAY, "week")[0][0] == date(2026, 10, 5)


def shown(response):
    return [
        (row.session.held_on, row.session.part_of_day, row.subject_name)
        for week in response.context["weeks"]
        for day in week
        for row in day.sessions
    ]


APRIL = [
    (date(2026, 4, 7), "morning", "UBND xã Cần Đước"),
    (date(2026, 4, 7), "afternoon", "UBND xã Cần Đước"),
    (date(2026, 4, 14), "morning", "UBND xã Long Cang"),
    (date(2026, 4, 14), "afternoon", "UBND xã Long Cang"),
]


@pytest.mark.parametrize(("name", "sessions"), [("minh", APRIL), ("lan", APRIL[:2]), ("hoa", []), ("thu", [])])
def test_each_sees_the_sessions_of_their_inspections(signed_in, request, name, sessions):
    user = request.getfixturevalue(name)
    assert shown(signed_in(user).get("/calendar/?on=2026-04-07&by=month")) == sessions


@pytest.mark.parametrize(
    ("query", "sessions"),
    [
        ("who=binh", APRIL),
        ("who=thi+thu+van", APRIL),
        ("who=nguoi+la", []),
        ("campaign=1", []),
        ("on=2026-04-14&by=week", APRIL[2:]),
        ("on=9999-12-31&by=nothing&campaign=x&delegation=1", []),
    ],
)
def test_the_calendar_is_narrowed_by_what_the_address_says(signed_in, minh, query, sessions):
    query = f"on=2026-04-07&by=month&{query}" if "on=" not in query else query
    assert shown(signed_in(minh).get(f"/calendar/?{query}")) == sessions


@pytest.fixture
def work(db, case, signed_in):
    """`work(n)` makes n sessions of each of two delegations on the same morning; one person is in both."""
    board = make_body("ban-moi", "party_board", "party")
    campaign = make_campaign(board, "K0", case.campaign.criteria_set)
    delegations = [Delegation.objects.create(campaign=campaign, number=n) for n in (1, 2)]
    staff = make_user("can-bo", board, "staff")
    for delegation in delegations:
        DelegationMember.objects.create(delegation=delegation, person=staff.person, role="member")

    def make(n):
        for i in range(n * 2):
            code = f"xa-{Inspection.objects.count()}"
            inspection = make_inspection(campaign, make_body(code), f"K0-{code}", "notified")
            Inspection.objects.filter(pk=inspection.pk).update(delegation=delegations[i % 2])
            Session.objects.filter(inspection=inspection).update(held_on=DAY, part_of_day="morning")
        return signed_in(staff)

    return make


def test_a_clash_is_told_with_name_day_and_delegations(work):
    page = work(1).get("/calendar/?on=2026-10-05").content.decode()
    text = " ".join(page.split())
    assert "<strong>Nguyễn Văn can-bo</strong>: sáng 07/10/2026, Đoàn số 1 (K0) – Đoàn số 2 (K0)" in text


def test_the_calendar_costs_as_much_for_thirty_sessions_a_day_as_for_two(work, django_assert_num_queries):
    for more, days in ((1, (2, 0)), (15, (30, 2))):
        page = work(more)
        with django_assert_num_queries(8):
            day = page.get("/calendar/?on=2026-10-05").context["weeks"][0][2]
        assert (len(day.sessions), day.more) == days
