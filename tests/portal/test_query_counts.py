"""What a page costs the database: a fixed number of queries, with one row or with thirty."""

from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inspections.models import Campaign, Session
from tests.made_work import (
    DAY,
    fill,
    make_assignment,
    make_body,
    make_campaign,
    make_inspection,
    make_user,
)

HOME, UNITS_HOME, CAMPAIGN, INSPECTION = 14, 12, 14, 14
LISTS = {  # path → queries, queries with every column, lines of one, lines of thirty
    "/campaigns/": (6, 7, 1, 30),
    "/inspections/": (8, 8, 1, 30),
    "/findings/": (9, 9, 1, 30),
    "/recommendations/": (8, 8, 1, 30),
    "/papers/": (8, 10, 1, 30),
    "/organizations/": (7, 8, 25, 50),
    "/people/": (6, 6, 13, 13),
    "/localities/list/": (6, 6, 50, 50),
}


@pytest.fixture
def board(db):
    return make_body("ban-moi", kind="party_board", system="party")


@pytest.fixture
def reader(board, signed_in):
    """Staff and leader in one of a Board that has nothing yet: whoever may most is shown most."""
    return signed_in(make_user("moi", board, "staff", "leader"))


@pytest.fixture
def campaigns(board, case):
    """`campaigns(n)` makes n more campaigns of the Board, open ones unless told otherwise."""

    def make(n, state="open"):
        have = Campaign.objects.filter(inspecting_organization=board).count()
        criteria_set = case.campaign.criteria_set
        return [make_campaign(board, f"K{i}", criteria_set, state) for i in range(have, have + n)]

    return make


@pytest.fixture
def inspections():
    """`inspections(campaign, n)` creates n more inspections with all their dependants, each of a body of its own."""

    def make(campaign, n, state="followed_up"):
        have = campaign.inspections.count()
        codes = [f"{campaign.code.lower()}-{i}" for i in range(have, have + n)]
        made = [make_inspection(campaign, make_body(code), f"{campaign.code}-{code}", state) for code in codes]
        for inspection in made:
            fill(inspection, 0)
        return made

    return make


@pytest.fixture
def queries_of(reader, django_assert_num_queries):
    """Opens a page within so many queries and gives what it was filled with."""

    def open_page(path, queries):
        with django_assert_num_queries(queries):
            response = reader.get(path)
        assert response.status_code == 200
        return response.context

    return open_page


def lines_of(shown):
    return [*shown["held"], *(task for group in shown["groups"] for task in group.tasks)]


def test_home(queries_of, campaigns, inspections):
    """The leader's campaign to open, the staff's conclusion to draft and answer to verify: one of each, then thirty."""
    first = campaigns(1)[0]

    def more(n):
        campaigns(n, "draft")
        inspections(first, n, "recorded")
        inspections(first, n)

    more(1)
    assert len(lines_of(queries_of("/", HOME))) == 3
    more(29)
    for campaign in campaigns(4):
        inspections(campaign, 1)
    shown = queries_of("/", HOME)
    assert (len(lines_of(shown)), len(shown["mornings"])) == (30 + 1 + 5 + 1, 5)


def test_home_of_a_unit(campaigns, signed_in, django_assert_num_queries):
    """Its reports to hand in and its recommendations to accept."""
    campaign, unit = campaigns(1)[0], make_body("xa-moi")
    officer = signed_in(make_user("lan-moi", unit, "officer"))

    def more(*numbers):
        for n in numbers:
            make_inspection(campaign, unit, f"K0-bao-cao-{n}", "notified")
            make_assignment(make_inspection(campaign, unit, f"K0-de-nghi-{n}"), "open")

    more(0)
    with django_assert_num_queries(UNITS_HOME + 1):  # why the only report came back
        assert len(lines_of(officer.get("/").context)) == 2
    more(*range(1, 30))
    with django_assert_num_queries(UNITS_HOME):
        assert [number_of(task) for task in lines_of(officer.get("/").context)] == [30, 30]


def number_of(task):
    return int(task.title.split(": ")[1].split()[0])


def test_lists(reader, campaigns, inspections):
    """One row of all that is the Board's, then thirty; the registers of places, bodies and people hold the demo."""
    inspections(campaigns(1)[0], 1)
    assert {path: queries_and_lines(reader, path) for path in LISTS} == {
        path: (queries, with_all, one) for path, (queries, with_all, one, _thirty) in LISTS.items()
    }
    for campaign in campaigns(29):
        inspections(campaign, 1)
    assert {path: queries_and_lines(reader, path) for path in LISTS} == {
        path: (queries, with_all, thirty) for path, (queries, with_all, _one, thirty) in LISTS.items()
    }


def queries_and_lines(reader, path):
    with CaptureQueriesContext(connection) as captured:
        response = reader.get(path)
    columns = [column.name for column in response.context["listing"].columns]
    with CaptureQueriesContext(connection) as of_all:
        reader.get(path, {"col": columns})
    return len(captured), len(of_all), len(response.context["lines"])


def test_campaign(queries_of, campaigns, inspections):
    campaign = campaigns(1)[0]
    inspections(campaign, 1)
    assert len(queries_of("/campaigns/K0/", CAMPAIGN)["page"].rows) == 1
    inspections(campaign, 29)
    assert len(queries_of("/campaigns/K0/", CAMPAIGN)["page"].rows) == 30
    further = {"q": "k0", "state": "followed_up", "group": "place", "after": "K0-k0-10"}
    assert len(queries_of(f"/campaigns/K0/?{urlencode(further)}", CAMPAIGN + 1)["page"].rows) == 27


def test_inspection(queries_of, campaigns, inspections):
    inspection = inspections(campaigns(1)[0], 1)[0]
    path = inspection.get_absolute_url()
    assert counted(queries_of(path, INSPECTION)) == dict.fromkeys(COUNTED, 1)
    for n in range(1, 30):
        fill(inspection, n)
        Session.objects.create(inspection=inspection, held_on=DAY)
    assert counted(queries_of(path, INSPECTION)) == dict.fromkeys(COUNTED, 30)


COUNTED = ["values", "shortcomings", "causes", "recommendations", "papers", "sessions"]


def counted(shown):
    findings = {name: len(getattr(shown["findings"], name)) for name in ("shortcomings", "causes")}
    rows = {name: len(shown[name]) for name in ("papers", "sessions")}
    rows["recommendations"] = len(shown["recommendations"].to_the_unit)
    return {
        "values": sum(len(row.values) for group in shown["values"].groups for row in group.rows),
        **findings,
        **rows,
    }
