"""A place's page shows its inspections through the years, to each reader those that are theirs to see."""

import pytest

from accounts.models import Organization, User
from tests.made_work import make_body, make_campaign, make_inspection, make_user
from tests.panels_shown import counts_in, next_of, panels_in

pytestmark = pytest.mark.django_db
PLACE_PAGE = 13


def place_of(code):
    return Organization.objects.get(short_code=code).locality


def address(place):
    return f"/localities/{place.pk}/"


@pytest.fixture
def shown(signed_in):
    """`shown("lan", place)`: the inspections that this reader finds on the place's page."""

    def read(username, place):
        answer = signed_in(User.objects.get(username=username)).get(address(place))
        assert answer.status_code == 200
        return panels_in(answer).get("inspections", [])

    return read


DISTRICTS, COMMUNES = ["UBND huyện Cần Đước DVCQ2019-806"], ["UBND xã Cần Đước DVCQ2026-28108"]


@pytest.mark.parametrize(
    ("username", "of_the_district", "of_the_commune"),
    [
        *[(name, DISTRICTS, COMMUNES) for name in ("minh", "ngoc", "lan", "khoa")],
        *[(name, [], COMMUNES) for name in ("binh", "son", "van", "tuyet")],
        *[(name, [], []) for name in ("hoa", "thu")],
    ],
)
def test_the_district_has_its_case_of_2019_and_the_commune_its_inspection_of_2026(
    shown, username, of_the_district, of_the_commune
):
    places = [place_of("ubnd-huyen-can-duoc"), place_of("ubnd-28108")]
    assert [shown(username, place) for place in places] == [of_the_district, of_the_commune]


def test_what_is_only_planned_is_not_shown_outside(shown, signed_in, minh):
    place = place_of("ubnd-25459")
    officer = make_user("canh", Organization.objects.get(short_code="ubnd-25459"), "officer")
    assert shown("minh", place) == ["UBND phường Tân Ninh DVCQ2026-25459"]
    assert shown(officer.username, place) == []


def test_a_place_that_nobody_inspected_has_no_such_panel(signed_in, minh):
    province = place_of("ubnd-28108").spell_at("2026-01-01").parent
    assert "inspections" not in panels_in(signed_in(minh).get(address(province)))


def test_the_bodies_of_the_place_are_shown_to_those_who_see_the_bodies(signed_in):
    place = place_of("ubnd-huyen-can-duoc")
    found = {
        username: panels_in(signed_in(User.objects.get(username=username)).get(address(place))).get("bodies", [])
        for username in ("minh", "lan", "khoa", "hoa")
    }
    assert found == {
        "minh": ["Ban Dân vận Huyện ủy Cần Đước", "Huyện ủy Cần Đước", "UBND huyện Cần Đước"],
        "lan": ["Ban Dân vận Huyện ủy Cần Đước"],
        "khoa": ["UBND huyện Cần Đước"],
        "hoa": [],
    }


# --- Pages and cost ------------------------------------------------------------------------------------------------
@pytest.fixture
def board(db):
    return make_body("ban-moi", kind="party_board", system="party")


@pytest.fixture
def reader(board, signed_in):
    return signed_in(make_user("moi", board, "staff", "leader"))


@pytest.fixture
def place(db):
    """A commune that nobody of the demo has worked in."""
    return place_of("ubnd-28114").spell_at("2026-01-01").parent


@pytest.fixture
def inspected(board, place, case):
    """`inspected(n)` makes n more years in which one more body of the place was inspected."""

    def make(n):
        have = board.campaigns.count()
        for i in range(have, have + n):
            campaign = make_campaign(board, f"K{i:02}", case.campaign.criteria_set)
            campaign.year = 2000 + i
            campaign.save()
            make_inspection(campaign, make_body(f"so-{i:02}", locality=place), f"K{i:02}-1")

    return make


def test_the_latest_year_stands_first_and_the_rest_is_turned_to(reader, place, inspected):
    inspected(21)
    first = reader.get(address(place))
    assert panels_in(first)["inspections"] == [f"Cơ quan so-{i:02} K{i:02}-1" for i in range(20, 0, -1)]
    assert counts_in(first)["inspections"] == ["Dòng 1–20, còn nữa"]
    second = reader.get(address(place), {"inspections": "2"})
    assert panels_in(second)["inspections"] == ["Cơ quan so-00 K00-1"]


def test_turning_the_panel_keeps_what_the_address_says_besides(reader, place, inspected):
    inspected(21)
    page = reader.get(address(place), {"at": "2026-01-01", "page": "1", "bodies": "1"})
    kept = next_of(page)
    assert kept["inspections"] == "?at=2026-01-01&page=1&bodies=1&inspections=2"
    assert kept["bodies"] == "?at=2026-01-01&page=1&bodies=2"


def test_a_places_page_costs_as_much_with_one_row_as_with_thirty(reader, place, inspected, django_assert_num_queries):
    for made, rows in [(1, 1), (29, 20)]:
        inspected(made)
        with django_assert_num_queries(PLACE_PAGE):
            page = reader.get(address(place))
        assert len(panels_in(page)["inspections"]) == rows


@pytest.mark.parametrize("number", ["2", "999", "-1", "nghìn", "²", "9" * 30])
def test_a_page_that_isnt_there_shows_the_first(reader, place, inspected, number):
    inspected(1)
    assert panels_in(reader.get(address(place), {"inspections": number}))["inspections"] == ["Cơ quan so-00 K00-1"]
