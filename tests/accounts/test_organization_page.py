"""The page of a body: its names and its succession, and the panels of the upper rooms, each limited to its reader's
scope.
"""

import re

import pytest

from accounts.models import Organization, User
from tests.made_work import make_assignment, make_body, make_campaign, make_inspection, make_paper, make_user
from tests.panels_shown import counts_in, next_of, panels_in

pytestmark = pytest.mark.django_db
UNIT, BOARD = "/organizations/ubnd-28108/", "/organizations/btgdv-tu-tay-ninh/"
LANS = {
    "inspections": ["UBND xã Cần Đước DVCQ2026-28108"],
    "recommendations": [
        "Phân công lãnh đạo trực tiếp theo dõi việc giải quyết phản ánh, kiến nghị của Nhân dân.",
        "UBND xã Cần Đước trả lời hết các ý kiến còn lại sau đối thoại và công khai kết quả.",
    ],
    "papers": [
        "Thông báo: về kết luận kiểm tra công tác dân vận chính quyền năm 2026 tại xã Cần Đước",
        "Báo cáo: Kết quả thực hiện công tác dân vận chính quyền năm 2026",
        "Công văn: về việc thông báo lịch kiểm tra công tác dân vận chính quyền năm 2026",
    ],
}
OF_THE_DELEGATION = [
    "Báo cáo: kết quả kiểm tra công tác dân vận chính quyền năm 2026 tại xã Cần Đước",
    "Biên bản: làm việc giữa Đoàn Kiểm tra số 1 Ban Tuyên giáo và Dân vận Tỉnh ủy và UBND xã Cần Đước",
]
BOARDS_PAPERS = [LANS["papers"][0], *OF_THE_DELEGATION, *LANS["papers"][1:]]
UNIT_PAGE, BOARD_PAGE = 15, 16


def page(signed_in, username, address):
    return signed_in(User.objects.get(username=username)).get(address)


# --- Who sees what -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("username", ["lan", "khoa"])
def test_a_unit_is_shown_with_its_inspections_recommendations_and_papers(signed_in, username):
    assert panels_in(page(signed_in, username, UNIT)) == LANS


@pytest.mark.parametrize("username", ["minh", "ngoc"])
def test_the_board_sees_the_delegations_papers_too(signed_in, username):
    shown = panels_in(page(signed_in, username, UNIT))
    assert shown.pop("papers") == BOARDS_PAPERS
    assert shown == {name: rows for name, rows in LANS.items() if name != "papers"}


def test_thu_keeps_the_body_and_reads_none_of_its_work(signed_in):
    answer = page(signed_in, "thu", UNIT)
    assert (answer.status_code, panels_in(answer)) == (200, {})


@pytest.mark.parametrize("username", ["hoa", "binh", "son", "van", "tuyet"])
def test_an_outsider_finds_no_such_page(signed_in, username):
    answers = [page(signed_in, username, address) for address in (UNIT, "/organizations/khong-co/")]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content


def test_hoa_finds_her_own_and_nothing_of_lans(signed_in):
    assert panels_in(page(signed_in, "hoa", "/organizations/ubnd-28114/")) == {
        "inspections": ["UBND xã Rạch Kiến DVCQ2026-28114"],
    }


@pytest.mark.parametrize(("username", "papers", "inspections"), [("minh", 19, 12), ("binh", 15, 11), ("tuyet", 10, 11)])
def test_the_board_is_shown_with_its_campaigns_as_far_as_each_sees_them(signed_in, username, papers, inspections):
    """Counts are over all units of the campaign, without the cancelled one for those who don't see it."""
    answer = page(signed_in, username, BOARD)
    shown = panels_in(answer)
    assert list(shown) == ["campaigns", "papers"]
    assert shown["campaigns"] == ["Kiểm tra công tác dân vận chính quyền năm 2026 DVCQ2026"]
    assert len(shown["papers"]) == papers
    assert re.findall(r"Số đơn vị\">([^<]*)<", answer.content.decode()) == [str(inspections)]


def test_what_is_internal_is_shown_only_inside(signed_in, ngoc, lan):
    """A paper of the inspection turned internal: the unit sees it no more."""
    link = lan.person.organization.inspections.get().paper_links.get(paper__title=LANS["papers"][-1].split(": ", 1)[1])
    link.paper.is_internal = True
    link.paper.save()
    assert link.paper.kept_by == ngoc.person.organization
    assert panels_in(signed_in(ngoc).get(UNIT))["papers"] == BOARDS_PAPERS
    assert panels_in(signed_in(lan).get(UNIT))["papers"] == LANS["papers"][:-1]


# --- Pages and cost ------------------------------------------------------------------------------------------------
@pytest.fixture
def board(db):
    return make_body("ban-moi", kind="party_board", system="party")


@pytest.fixture
def reader(board, signed_in):
    return signed_in(make_user("moi", board, "staff", "leader"))


@pytest.fixture
def unit(db):
    return make_body("xa-moi")


@pytest.fixture
def work(board, unit, case):
    """`work(n)` makes n more inspections of the unit, each with a recommendation and a paper."""
    campaign = make_campaign(board, "K", case.campaign.criteria_set)

    def make(n):
        have = campaign.inspections.count()
        for i in range(have, have + n):
            inspection = make_inspection(campaign, unit, f"K-{i:02}")
            make_assignment(inspection, "accepted")
            make_paper(inspection, f"{i:02}-BC")

    return make


def test_each_panel_has_pages_of_its_own(reader, unit, work):
    work(21)
    first = reader.get(unit.get_absolute_url())
    assert counts_in(first) == {name: ["Dòng 1–20, còn nữa"] for name in ("inspections", "recommendations", "papers")}
    assert next_of(first) == {name: f"?{name}=2" for name in ("inspections", "recommendations", "papers")}
    second = reader.get(unit.get_absolute_url(), {"inspections": "2"})
    assert panels_in(second)["inspections"] == ["Cơ quan xa-moi K-20"]
    assert counts_in(second) == {
        "inspections": ["Dòng 21–21 trong 21"],
        "recommendations": ["Dòng 1–20, còn nữa"],
        "papers": ["Dòng 1–20, còn nữa"],
    }


def test_turning_one_panel_keeps_the_pages_of_the_others(reader, unit, work):
    work(41)
    page = reader.get(unit.get_absolute_url(), {"inspections": "2", "papers": "2"})
    assert next_of(page) == {
        "inspections": "?inspections=3&papers=2",
        "recommendations": "?inspections=2&papers=2&recommendations=2",
        "papers": "?inspections=2&papers=3",
    }


def test_a_units_page_costs_as_much_with_one_row_as_with_thirty(reader, unit, work, django_assert_num_queries):
    for made, shown in [(1, 1), (29, 20)]:
        work(made)
        with django_assert_num_queries(UNIT_PAGE):
            page = reader.get(unit.get_absolute_url())
        assert {name: len(rows) for name, rows in panels_in(page).items()} == {
            "inspections": shown, "recommendations": shown, "papers": shown,
        }  # fmt: skip


def test_a_boards_page_too(reader, board, case, django_assert_num_queries):
    for numbers, shown in [(range(1), 1), (range(1, 30), 20)]:
        for n in numbers:
            campaign = make_campaign(board, f"K{n}", case.campaign.criteria_set)
            make_paper(make_inspection(campaign, make_body(f"xa-{n}"), f"K{n}-1"), f"{n}-BC")
        with django_assert_num_queries(BOARD_PAGE):
            page = reader.get(board.get_absolute_url())
        assert {name: len(rows) for name, rows in panels_in(page).items()} == {"campaigns": shown, "papers": shown}


def test_a_body_without_names_of_today_still_has_its_page(minh, signed_in):
    """Made bare in the admin; names come later."""
    bare = Organization.objects.create(short_code="chua-co-ten", system="state", kind="department")
    assert signed_in(minh).get(bare.get_absolute_url()).status_code == 200
