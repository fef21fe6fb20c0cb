"""List pages: what they show, and which query parameters they accept."""

import csv
import io
import re
from html import unescape
from urllib.parse import unquote

import pytest

from accounts.models import Organization, OrganizationName, Person
from ground.text import sort_key
from inspections.models import Assignment
from workflow.models import SavedFilter

pytestmark = pytest.mark.django_db


def names(response):
    """The first column, without the small words after it."""
    firsts = [re.match(r"<th[^>]*>(.*?)(?: <span.*)?</th>", line)[1] for line in response.context["lines"]]
    return [unescape(re.sub(r"<[^>]*>", "", first)) for first in firsts]


def notices_on(response):
    return [words for words in response.context["query"].ignored]


def link(response, words):
    """Where the link with these words leads."""
    found = re.search(rf'<a [^>]*href="([^"]*)"[^>]*>(?:<[^>]*>|\s)*{words}', response.content.decode())
    return unescape(found[1])


WORK = ["campaigns", "inspections", "calendar", "recommendations", "papers", "findings"]


@pytest.fixture
def minhs(signed_in, minh):
    return signed_in(minh)


# --- Words, filters, order ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("path", "words", "found"),
    [
        ("/inspections/", "can duoc", ["UBND xã Cần Đước", "UBND huyện Cần Đước"]),
        ("/campaigns/", "NAM dan van 2019", ["“Năm dân vận chính quyền” 2019"]),
        ("/localities/list/", "xa can duoc", ["Xã Cần Đước"]),
        ("/people/", "quang minh", ["Trần Quang Minh"]),
        ("/organizations/", "can duoc 28108", ["UBND xã Cần Đước"]),
    ],
)
def test_a_list_is_searched_without_accents(minhs, path, words, found):
    assert names(minhs.get(path, {"q": words})) == found


def test_a_filter_stays_in_the_address_and_a_chip_takes_it_off(minhs):
    page = minhs.get("/inspections/", {"q": "can duoc", "campaign": "DVCQ2019", "state": "drafting"})
    assert names(page) == ["UBND huyện Cần Đước"]
    assert [chip.text for chip in page.context["chips"]] == [
        "Chữ: can duoc",
        "Đợt: “Năm dân vận chính quyền” 2019",
        "Trạng thái: Đang soạn kết luận",
    ]
    assert page.context["chips"][1].link == "?q=can+duoc&state=drafting"
    assert names(minhs.get("/inspections/" + page.context["chips"][1].link)) == ["UBND huyện Cần Đước"]


def test_what_the_address_gets_wrong_is_told_and_passed_over(minhs):
    wrong = {
        "campaign": "<b>", "state": "flying", "sort": "-colour", "col": "no", "after": "x.y", "export": "exe",
        "q": "\0can\0 duoc",
    }  # fmt: skip
    page = minhs.get("/inspections/", wrong)
    assert (page.status_code, names(page)) == (200, ["UBND xã Cần Đước", "UBND huyện Cần Đước"])
    assert notices_on(page) == [
        "Đợt: không có “<b>”, đã bỏ qua.",
        "Trạng thái: không có “flying”, đã bỏ qua.",
        "Cột: không có “no”, đã bỏ qua.",
        "Xếp theo: không có “-colour”, đã bỏ qua.",
        "Trang: không có “x.y”, đã bỏ qua.",
    ]
    assert "“&lt;b&gt;”" in page.content.decode()


def test_people_stand_by_given_name_and_a_head_turns_the_order(minhs):
    Person.objects.all().update(search_text="")
    for name in ("Nguyễn Văn Đức", "Lê Thị Dung", "Trần An", "Phạm Ân"):
        Person.objects.create(full_name=name, position="Khách mời xếp tên")
    page = minhs.get("/people/", {"q": "xep ten"})
    assert names(page) == ["Trần An", "Phạm Ân", "Lê Thị Dung", "Nguyễn Văn Đức"]
    turned = minhs.get("/people/" + link(page, "Họ và tên"))
    assert names(turned) == ["Nguyễn Văn Đức", "Lê Thị Dung", "Phạm Ân", "Trần An"]


def test_a_body_stands_by_its_last_name():
    body = Organization.objects.create(short_code="moi", system="party", kind="party_board")
    assert body.sort_key == sort_key("moi")
    for name, starts_on in (("Ban Tuyên giáo và Dân vận", "2025-02-01"), ("Ban Dân vận", "2010-01-01")):
        OrganizationName.objects.create(organization=body, name=name, full_name=name, starts_on=starts_on)
    body.refresh_from_db()
    assert body.sort_key == sort_key("Ban Tuyên giáo và Dân vận")


def test_places_are_those_of_the_day_asked_for(minhs):
    page = minhs.get("/localities/list/", {"q": "can duoc", "date": "30/10/2019"})
    assert names(page) == ["Huyện Cần Đước", "Thị trấn Cần Đước"]
    assert notices_on(minhs.get("/localities/list/", {"date": "31/02/2019"})) == [
        "Tại ngày: không có “31/02/2019”, đã bỏ qua."
    ]


def test_findings_are_told_by_the_values_they_name(minhs):
    page = minhs.get("/findings/", {"campaign": "DVCQ2019", "kind": "strength"})
    assert [text for text in names(page) if "8/16" in text] == [
        "Công tác dân vận chính quyền góp phần vận động Nhân dân phát triển kinh tế - xã hội, bảo đảm quốc phòng, "
        "an ninh; đến tháng 9/2019 có 20/25 chỉ tiêu kinh tế - xã hội đạt, vượt tiến độ; 8/16 xã đạt chuẩn nông thôn "
        "mới."
    ]


# --- Pages -------------------------------------------------------------------------------------------------------
def test_a_long_list_is_turned_forth_and_back_and_counted_to_a_thousand(minhs):
    first = minhs.get("/localities/list/", {"level": "3", "sort": "-name"})
    assert "Hơn 1.000 địa bàn" in first.content.decode()
    second = minhs.get("/localities/list/" + link(first, "Sau"))
    assert (len(names(first)), len(names(second)), set(names(first)) & set(names(second))) == (50, 50, set())
    back = minhs.get("/localities/list/" + link(second, "Trước"))
    assert (names(back), notices_on(back)) == (names(first), [])


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ({"q": "khong co gi nhu the"}, "Không tìm thấy dòng nào."),
        ({}, "Chưa có đợt kiểm tra nào."),
    ],
)
def test_an_empty_list_says_what_to_do_next(signed_in, thu, path, words):
    assert words in signed_in(thu).get("/campaigns/", path).content.decode()


# --- Columns, names for filters ----------------------------------------------------------------------------------
def test_the_reader_chooses_columns_and_the_first_stays(minhs):
    page = minhs.get("/inspections/", {"col": ["delegation", "state"], "q": "can duoc"})
    assert [str(head.label) for head in page.context["heads"]] == ["Đơn vị được kiểm tra", "Đoàn", "Trạng thái"]
    assert link(page, "Xuất CSV") == "?q=can+duoc&col=subject&col=delegation&col=state&export=csv"


def test_a_way_of_looking_is_kept_under_a_name_by_its_owner_alone(minhs, signed_in, ngoc, minh):
    kept = minhs.post("/recommendations/?due=late&sort=-due&after=1.2020-01-01", {"name": "  Quá hạn  "}, follow=True)
    assert link(kept, "Quá hạn") == "?due=late&sort=-due"
    minhs.post("/recommendations/?due=soon", {"name": "Quá hạn"})
    assert [(saved.owner, saved.query) for saved in SavedFilter.objects.all()] == [(minh, "due=soon")]

    other = signed_in(ngoc)
    other.post("/recommendations/", {"drop": "Quá hạn"})
    assert list(other.get("/recommendations/").context["saved_filters"]) == []
    minhs.post("/inspections/", {"drop": "Quá hạn"})
    assert SavedFilter.objects.count() == 1
    minhs.post("/recommendations/", {"drop": "Quá hạn"})
    assert SavedFilter.objects.count() == 0


def test_a_name_has_form_for(minhs):
    page = minhs.post("/recommendations/?due=late", {"name": " \0 "}, follow=True)
    assert (page.redirect_chain, "Ghi tên cho bộ lọc rồi lưu lại." in page.content.decode()) == (
        [("/recommendations/?due=late", 302)],
        True,
    )


# --- Sheets ------------------------------------------------------------------------------------------------------
def sheet(response):
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def test_a_sheet_holds_all_that_is_filtered_and_the_chosen_columns(minhs):
    query = {"level": "3", "q": "tan", "date": "2019-10-30", "col": ["code", "from"]}
    response = minhs.get("/localities/list/", {**query, "export": "csv"})
    head, *lines = sheet(response)
    assert head == ["Tên", "Mã", "Từ ngày"]
    assert len(lines) > 500
    assert len(lines) == len({code for _, code, _ in lines})
    name = unquote(response.headers["Content-Disposition"])
    assert re.fullmatch(r"attachment; filename\*=utf-8''\D+ \d\d-\d\d-\d{4}\.csv", name), name


def test_a_sheet_is_told_in_the_readers_language_though_it_is_made_after_the_page(minhs):
    minhs.cookies["django_language"] = "en"
    response = minhs.get("/inspections/", {"export": "csv", "q": "huyen can duoc", "col": "state"})
    assert sheet(response) == [["Inspected body", "State"], ["UBND huyện Cần Đước", "Conclusion being drafted"]]


def test_a_sheet_holds_no_more_than_the_reader_sees(signed_in, lan, hoa):
    """Lan's commune has the recommendations of its inspection; Hoa's has none."""
    own = Assignment.objects.visible_to(lan).count()
    assert own > 0
    rows = [sheet(signed_in(user).get("/recommendations/", {"export": "csv"})) for user in (lan, hoa)]
    assert [len(lines) - 1 for lines in rows] == [own, 0]


# --- People and the way to lists ---------------------------------------------------------------------------------
def test_a_person_has_a_page_with_body_and_delegations(minhs, binh):
    page = minhs.get(f"/people/{binh.person_id}/").content.decode()
    assert re.findall(r"<h1>(.*?)</h1>", page) == [binh.person.full_name]
    assert "Trưởng đoàn" in page


@pytest.mark.parametrize(
    ("username", "lists"),
    [
        ("minh", [*WORK, "organizations", "people", "localities"]),
        ("lan", [*WORK, "organizations", "localities"]),
        ("thu", ["organizations", "people", "localities", "accounts", "access-log", "admin"]),
    ],
)
def test_the_navigation_leads_to_what_the_role_can_use(request, signed_in, username, lists):
    page = signed_in(request.getfixturevalue(username)).get("/").content.decode()
    nav = re.search(r'<nav class="topnav".*?</nav>', page, re.DOTALL)[0]
    assert re.findall(r'href="/([\w-]+)/"', nav) == lists
