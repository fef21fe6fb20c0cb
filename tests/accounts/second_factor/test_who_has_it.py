"""Thu sees in the list of accounts, and in its sheet, who has a second factor, who must still set one up and who is
late.
"""

import csv
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership, SecondFactor, User
from tests.made_work import make_body, make_user

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
LIST = 7
WORDS = {"none": "chưa bật", "enrolled": "đã bật", "grace": "phải bật, còn hạn", "overdue": "phải bật, quá hạn"}


def sheet_of(client, **query):
    """The names of accounts in the sheet, each with what it says of the second factor."""
    lines = client.get("/accounts/", {"export": "csv", **query}).getvalue().decode("utf-8-sig").splitlines()
    rows = csv.DictReader(lines, delimiter=";")
    return {row["Tên đăng nhập"]: row["Xác nhận hai bước"] for row in rows}


def state_of(client, account):
    """What the list says of the account, which only the filter by that finds, and its page does not contradict."""
    found = {state: sheet_of(client, factor=state, q=account.username).get(account.username) for state in WORDS}
    said = [(state, words) for state, words in found.items() if words]
    page = client.get(reverse("account_show", args=[account.pk])).content.decode()
    assert said == [(said[0][0], WORDS[said[0][0]])]
    assert said[0][0] == "enrolled" or f"<dd>{said[0][1]}</dd>" in page
    return said[0][0]


def write(user, **fields):
    SecondFactor.objects.update_or_create(user=user, defaults=fields)


def end_roles(user):
    Membership.objects.filter(user=user).update(ends_on=TODAY)


def lock(user):
    User.objects.filter(pk=user.pk).update(is_active=False)


def since(days):
    return partial(write, required_on=TODAY - timedelta(days=days))


CASES = {
    "it is not required": ("lan", lambda user: None, "none"),
    "an officer who had one reset": ("lan", partial(write, reset_at=timezone.now()), "none"),
    "a role that ended with yesterday": ("ngoc", end_roles, "none"),
    "a locked leader": ("ngoc", lock, "none"),
    "never signed in": ("ngoc", lambda user: SecondFactor.objects.filter(user=user).delete(), "grace"),
    "the last day of grace": ("ngoc", since(13), "grace"),
    "the day after": ("ngoc", since(14), "overdue"),
    "long over": ("ngoc", since(99), "overdue"),
    "reset by two": ("ngoc", partial(write, reset_at=timezone.now()), "overdue"),
}


@pytest.mark.parametrize(("name", "happen", "expected"), CASES.values(), ids=CASES)
def test_the_list_says_who_must_set_one_up_and_by_when(of_thu, name, happen, expected):
    user = User.objects.get(username=name)
    happen(user)
    assert state_of(of_thu, user) == expected


@pytest.mark.parametrize("name", ["lan", "ngoc"])
def test_it_says_who_has_one(of_thu, enrolled, name):
    user = User.objects.get(username=name)
    enrolled(user)
    assert state_of(of_thu, user) == "enrolled"


def test_where_there_are_no_days_of_grace_who_has_none_is_late(of_thu, ngoc, lan, enrolled, thu, settings):
    enrolled(lan)
    settings.SECOND_FACTOR_GRACE_DAYS, settings.SECOND_FACTOR_ROLES = 0, ["leader", "officer"]
    found = sheet_of(of_thu, factor="overdue")
    assert (found["ngoc"], "lan" in found, "thu" in found) == ("phải bật, quá hạn", False, False)


def test_every_account_is_found_by_one_choice(of_thu):
    found = [name for state in WORDS for name in sheet_of(of_thu, factor=state)]
    assert (len(found), sorted(found)) == (User.objects.count(), sorted(sheet_of(of_thu)))


def test_the_page_shows_the_state_by_a_shape_and_a_word(of_thu, ngoc, required_since):
    required_since(ngoc, 20)
    (line,) = of_thu.get("/accounts/", {"factor": "overdue"}).context["lines"]
    assert ("#shape-late" in line, "phải bật, quá hạn" in line) == (True, True)


def test_one_row_costs_as_many_queries_as_thirty(of_thu, enrolled):
    body, costs = make_body("xa-dong"), []
    for numbers in (range(1), range(1, 30)):
        for n in numbers:
            user = make_user(f"cuadong{n}", body, "leader")
            if n % 2:
                enrolled(user)
        with CaptureQueriesContext(connection) as captured:
            of_thu.get("/accounts/?q=cuadong&factor=grace")
        costs.append(len(captured))
    assert costs == [LIST, LIST]
