"""The pages of the register: the tree as at a day, the search, one place."""

import re
import unicodedata
from datetime import date
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

TREE = reverse("localities:tree")
DISTRICT_DAY = date(2019, 10, 30)


@pytest.fixture
def read(minh, signed_in):
    """`read(address, **parameters)` opens a page as Minh."""
    client = signed_in(minh)
    return lambda address, **parameters: client.get(address, parameters)


def page_of(locality):
    return reverse("localities:show", args=[locality.pk])


def words(html):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def rows(response, section=""):
    """The first cell of each row of the (section's) tables."""
    html = re.sub(r"<template.*?</template>", "", response.content.decode(), flags=re.DOTALL)  # parts for scripts
    part = html[html.index(f'id="{section}"') :].split("</section>")[0] if section else html
    return [words(cell) for cell in re.findall(r'<th scope="row"[^>]*>(.*?)</th>', part, re.DOTALL)]


def head(response):
    return words(re.search(r'<div class="page-head">(.*?)</div>', response.content.decode(), re.DOTALL)[1])


def of_the_room(queries):
    return len([query for query in queries if '"localities_' in query["sql"]])


@pytest.mark.parametrize("written", ["30/10/2019", "2019-10-30"])
def test_the_tree_shows_the_provinces_of_a_day_and_the_totals(read, written):
    response = read(TREE, date=written)
    assert head(response) == ("Danh mục địa bàn Tại ngày 30/10/2019: 63 cấp tỉnh, 713 cấp huyện, 11.160 cấp xã")
    names = rows(response)
    assert [len(names), names[0], names[-1]] == [63, "Tỉnh An Giang", "Tỉnh Yên Bái"]


def test_the_tree_of_today_has_thirty_four_provinces(read):
    assert len(rows(read(TREE))) == 34


def test_an_opened_province_shows_its_districts_in_vietnamese_order(read, place):
    response = read(TREE, under=place("80", DISTRICT_DAY).pk, date="30/10/2019")
    assert rows(response) == [
        *["Huyện Bến Lức", "Huyện Cần Đước", "Huyện Cần Giuộc", "Huyện Châu Thành", "Huyện Đức Hòa"],
        *["Huyện Đức Huệ", "Thị xã Kiến Tường", "Huyện Mộc Hóa", "Thành phố Tân An", "Huyện Tân Hưng"],
        *["Huyện Tân Thạnh", "Huyện Tân Trụ", "Huyện Thạnh Hóa", "Huyện Thủ Thừa", "Huyện Vĩnh Hưng"],
    ]


def test_a_place_opened_on_a_day_when_it_was_not_there_says_so(read, place):
    response = read(TREE, under=place("806", DISTRICT_DAY).pk, date="01/07/2025")
    said = words(response.content.decode())
    assert [rows(response), said.count("Địa bàn này không có vào ngày đã chọn.")] == [[], 1]


def test_an_opened_commune_is_there_and_has_no_units_under_it(read, place):
    response = read(TREE, under=place("28108", date(2025, 7, 1)).pk, date="01/07/2025")
    said = words(response.content.decode())
    messages = ("Không có đơn vị nào trực thuộc.", "Địa bàn này không có vào ngày đã chọn.")
    assert (rows(response), [said.count(message) for message in messages]) == ([], [1, 0])


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("31/11/2019", "Không có ngày này. Ghi theo dd/mm/yyyy, ví dụ 30/10/2019."),
        ("hôm qua", "Không có ngày này. Ghi theo dd/mm/yyyy, ví dụ 30/10/2019."),
        ("31/12/2018", "Danh mục chỉ ghi từ ngày 01/01/2019."),
    ],
)
def test_a_wrong_date_is_told_beside_its_field_and_today_shown(read, written, message):
    response = read(TREE, date=written)
    wrong = re.search(r'<p class="wrong">(.*?)</p>', response.content.decode(), re.DOTALL)[1]
    assert [words(wrong), len(rows(response))] == [message, 34]


@pytest.mark.parametrize("under", ["x", "-1", "0", "²", "9" * 18, "9" * 30])
def test_an_opened_place_that_does_not_exist_is_not_found(read, under):
    assert read(TREE, under=under).status_code == 404


CAN_DUOC = ["Huyện Cần Đước", "Thị trấn Cần Đước", "Xã Cần Đước"]


@pytest.mark.parametrize(
    "written", ["can duoc", "Cần Đước", "CAN DUOC", unicodedata.normalize("NFD", "cần đước"), "  cần   đước "]
)
def test_can_duoc_is_found_however_it_is_written(read, written):
    assert rows(read(TREE, q=written)) == CAN_DUOC


def test_a_search_with_a_date_finds_what_was_there_that_day(read):
    assert rows(read(TREE, q="can duoc", date="30/10/2019")) == CAN_DUOC[:2]
    assert rows(read(TREE, q="can duoc", date="01/07/2025")) == CAN_DUOC[2:]


def test_a_code_is_found_too(read):
    assert rows(read(TREE, q="28072")) == ["Xã Tân Lập", "Xã Tân Long", "Xã Tân Long"]


def test_what_is_found_stands_with_type_code_chain_and_validity(read):
    html = read(TREE, q="thi tran can duoc").content.decode()
    cells = re.findall(r'<td role="cell"[^>]*>(.*?)</td>', html, re.DOTALL)
    assert [words(cell).replace(" ,", ",") for cell in cells] == [
        *["28108", "thị trấn", "Huyện Cần Đước, Tỉnh Long An", "trước 01/01/2019 – 30/06/2025"]
    ]


def test_the_words_side_by_side_come_before_the_words_apart(read):
    names = rows(read(TREE, q="tan an", date="30/10/2019"))
    assert [names[0], names[1], names.index("Xã Tân An") < names.index("Huyện Bắc Tân Uyên")] == [
        *["Thành phố Tân An", "Phường Tân An", True]
    ]


def test_a_long_result_is_paged_by_fifty(read):
    first, second = read(TREE, q="tan", date="30/10/2019"), read(TREE, q="tan", date="30/10/2019", page=2)
    assert [len(rows(first)), len(rows(second)), set(rows(first)) == set(rows(second))] == [50, 50, False]


def test_nothing_found_says_what_to_do(read):
    response = read(TREE, q="không có đâu")
    said = words(response.content.decode())
    assert [rows(response), said.count("Không tìm thấy địa bàn nào.")] == [[], 1]


def test_the_page_of_can_duoc_shows_its_seventeen_units_and_the_six_they_became(read, place):
    response = read(page_of(place("806", DISTRICT_DAY)), date="30/10/2019")
    assert head(response) == "Huyện Cần Đước huyện · mã 806 · trước 01/01/2019 – 30/06/2025"
    assert len(rows(response, "units")) == 17
    assert rows(response, "successors") == [
        *["Xã Cần Đước 28108", "Xã Long Cang 28126", "Xã Long Hựu 28144"],
        *["Xã Mỹ Lệ 28132", "Xã Rạch Kiến 28114", "Xã Tân Lân 28138"],
    ]
    html = response.content.decode()
    sources = html[html.index('id="successors"') :].split("</section>")[0].count("<li>")
    assert sources == 17


def test_the_page_of_a_new_commune_shows_what_it_was_made_of(read, place):
    response = read(page_of(place("28108", date(2025, 7, 1))))
    made_of = ["Thị trấn Cần Đước 28108", "Xã Phước Tuy 28141", "Xã Tân Ân 28147", "Xã Tân Chánh 28156"]
    assert sorted(rows(response, "made-of")) == sorted(made_of)
    html = response.content.decode()
    cells = re.findall(r'<td role="cell"[^>]*>(.*?)</td>', html[html.index('id="made-of"') :], re.DOTALL)
    assert [words(cell) for cell in cells[:4]] == ["toàn bộ", "nhập", "01/07/2025", "1682/NQ-UBTVQH15"]


def test_the_pages_of_28072_are_two_and_lead_to_each_other(read, place):
    old, new = place("28072", date(2019, 12, 31)), place("28072", date(2020, 1, 1))
    assert rows(read(page_of(old)), "became") == ["Xã Tân Long 28072"]
    assert sorted(rows(read(page_of(new)), "made-of")) == ["Xã Long Thành 28069", "Xã Tân Lập 28072"]


def test_the_page_of_a_place_that_is_no_more_shows_its_last_day(read, place):
    said = words(read(page_of(place("806", DISTRICT_DAY)), date="01/07/2025").content.decode())
    notice = "Địa bàn này không có vào ngày 01/07/2025; dưới đây ghi tại ngày 30/06/2025."
    assert said.count(notice) == 1


def test_a_draft_of_a_change_is_not_told(read, place):
    commune = place("28108", date(2025, 7, 1))
    link = commune.made_of.first()
    link.change.state = "draft"
    link.change.save()
    assert read(page_of(commune)).content.decode().count('id="made-of"') == 0


@pytest.mark.parametrize("pk", [0, 99_999_999, 10**18, 10**30])
def test_a_place_that_does_not_exist_is_not_found(read, pk):
    assert read(f"{TREE}{pk}/").status_code == 404


def test_who_has_not_signed_in_is_sent_to_sign_in(client, place):
    answers = [client.get(TREE), client.get(page_of(place("806", DISTRICT_DAY)))]
    assert [answer.status_code for answer in answers] == [302, 302]


@pytest.mark.parametrize(
    ("code", "day", "queries"),
    [
        ("19742", date(2025, 7, 1), 4),  # a special zone that was an island district
        ("28108", date(2025, 7, 1), 4),
        ("806", DISTRICT_DAY, 7),
        ("318", DISTRICT_DAY, 6),  # no commune under it, so no page of units to fetch
        ("80", DISTRICT_DAY, 8),
        ("79", date(2025, 7, 1), 7),  # 168 communes
    ],
)
def test_the_page_of_a_place_costs_as_many_queries_whatever_its_size(read, place, code, day, queries):
    address = page_of(place(code, day))
    with CaptureQueriesContext(connection) as captured:
        read(address, date=day.isoformat())
    assert of_the_room(captured) == queries


@pytest.mark.parametrize(
    ("parameters", "queries"),
    [
        ({"date": "2019-10-30"}, 4),
        ({"date": "2025-07-01"}, 4),
        ({"q": "can duoc"}, 3),
        ({"q": "xa"}, 3),
        ({"q": "không có đâu"}, 1),
    ],
)
def test_the_tree_and_the_search_cost_as_many_queries_whatever_they_show(read, parameters, queries):
    with CaptureQueriesContext(connection) as captured:
        read(TREE, **parameters)
    assert of_the_room(captured) == queries


@pytest.mark.parametrize(
    ("code", "day", "queries"),
    [("80", "2019-10-30", 5), ("806", "2019-10-30", 5), ("79", "2025-07-01", 4), ("318", "2019-10-30", 4)],
)
def test_an_opened_place_costs_as_many_queries_whatever_is_in_it(read, place, code, day, queries):
    """One more for a province of three tiers (how many are under each district), one for what lies above it."""
    opened = place(code, date.fromisoformat(day))
    with CaptureQueriesContext(connection) as captured:
        read(TREE, under=opened.pk, date=day)
    assert of_the_room(captured) == queries
