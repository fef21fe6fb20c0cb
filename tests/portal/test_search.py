"""One box over everything the reader may see, without accents, kind by kind."""

import re
from html import unescape

import pytest

from accounts.models import User
from inspections.models import Finding, Recommendation
from tests.made_work import fill, make_body, make_campaign, make_inspection, make_paper, make_user

pytestmark = pytest.mark.django_db
QUERIES = 12


def shown(response):
    """{title of the group: titles of its rows}, in the page's order."""
    groups = re.findall(r'<h2 id="h-found-\d+">(.*?)</h2>(.*?)</section>', response.content.decode(), re.DOTALL)
    return {
        title: [_words(row) for row in re.findall(r"<li>(.*?)(?:<p|</li>)", rows, re.DOTALL)] for title, rows in groups
    }


def _words(html):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


@pytest.fixture
def search(signed_in):
    def search(username, words):
        response = signed_in(User.objects.get(username=username)).get("/search/", {"q": words})
        assert response.status_code == 200
        return response

    return search


# --- What is found -------------------------------------------------------------------------------------------------
def test_can_duoc_is_found_without_accents_in_the_order_of_the_kinds(search):
    assert list(shown(search("minh", "can duoc"))) == [
        "Cuộc kiểm tra", "Ưu điểm, hạn chế", "Đề nghị, kiến nghị", "Cơ quan, đơn vị", "Danh bạ cán bộ", "Địa bàn",
        "Văn bản",
    ]  # fmt: skip


@pytest.mark.parametrize("words", ["Cần Đước", "CẦN ĐƯỚC", "can duoc", "  duoc   can "])
def test_however_it_is_typed_the_same_is_found(search, words):
    assert shown(search("minh", words)) == shown(search("minh", "cần đước"))


def test_an_inspection_is_found_by_its_reference(search):
    assert shown(search("minh", "dvcq2019-806")) == {"Cuộc kiểm tra": ["UBND huyện Cần Đước"]}


def test_a_person_is_found_and_leads_to_the_persons_page(search, lan):
    response = search("minh", lan.get_full_name())
    assert shown(response) == {"Danh bạ cán bộ": [lan.get_full_name()]}
    assert f'href="/people/{lan.person.pk}/"' in response.content.decode()


def test_what_is_written_now_is_found_at_once(search, case, minh):
    of = {"campaign": case.campaign, "inspection": case}
    Finding.objects.create(kind="strength", text="Quầy sách lưu động", **of)
    board = case.campaign.inspecting_organization
    recommendation = Recommendation.objects.create(author_organization=board, text="Mở thêm quầy sách", **of)
    found = {"Ưu điểm, hạn chế": ["Quầy sách lưu động"], "Đề nghị, kiến nghị": ["Mở thêm quầy sách"]}
    assert shown(search("minh", "quay sach")) == found
    recommendation.text = "Mở thêm tủ truyện"
    recommendation.save(update_fields=["text"])
    assert list(shown(search("minh", "quay sach"))) == ["Ưu điểm, hạn chế"]


@pytest.mark.parametrize("words", ["", "   ", "\x00", "không có đâu xyz", "%", "_____", "a" * 3000, "' OR 1=1 --"])
def test_words_that_stand_nowhere_find_nothing_and_do_no_harm(search, words):
    assert shown(search("minh", words)) == {}


def test_five_are_shown_and_the_list_has_the_rest(search):
    response = search("minh", "xa")
    assert {len(rows) for rows in shown(response).values()} <= {1, 2, 3, 4, 5}
    assert 'href="/organizations/?q=xa"' in response.content.decode()


# --- Whose -----------------------------------------------------------------------------------------------------------
def test_hoa_finds_nothing_of_lans(search):
    """The places are everybody's."""
    assert list(shown(search("hoa", "can duoc"))) == ["Địa bàn"]


def test_thu_finds_the_catalogues_and_no_contents(search):
    assert list(shown(search("thu", "can duoc"))) == ["Cơ quan, đơn vị", "Danh bạ cán bộ", "Địa bàn"]


def test_an_internal_remark_is_found_inside_only(search, case):
    of = {"campaign": case.campaign, "inspection": case}
    Finding.objects.create(kind="shortcoming", text="Nghi vấn nội bộ riêng", is_internal=True, **of)
    found = {name: list(shown(search(name, "nghi van noi bo rieng"))) for name in ("minh", "lan", "khoa", "hoa", "thu")}
    assert found == {"minh": ["Ưu điểm, hạn chế"], "lan": [], "khoa": [], "hoa": [], "thu": []}


# --- The box and the cost --------------------------------------------------------------------------------------------
def test_every_page_has_the_box_and_the_page_of_the_found_keeps_the_words(search, signed_in, lan):
    assert 'name="q"' in signed_in(lan).get("/password/").content.decode()
    assert 'value="can &quot;duoc"' in search("lan", 'can "duoc').content.decode()


@pytest.mark.parametrize("rows", [1, 30])
def test_it_costs_the_same_with_one_row_of_each_kind_and_with_thirty(signed_in, case, rows, django_assert_num_queries):
    board = make_body("ban-moi", kind="party_board", system="party")
    browser = signed_in(make_user("moi", board, "staff"))
    for n in range(rows):
        campaign = make_campaign(board, f"K{n}", case.campaign.criteria_set)
        inspection = make_inspection(campaign, make_body(f"xa-{n}"), f"K{n}-1")
        fill(inspection, n)
        make_paper(inspection, f"{n}-BC")
    with django_assert_num_queries(QUERIES):
        browser.get("/search/", {"q": "a"})
