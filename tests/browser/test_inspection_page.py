"""The inspection's page: what comes next is within the first screen, and nothing is hidden beside it."""

import re
from datetime import date

import pytest
from playwright.sync_api import TimeoutError, expect

from tests.browser.conftest import EACH_SCREEN
from tests.browser.in_order import JUDGED, barriers
from tests.browser.printing import A4, printed

WORKING = "/inspections/DVCQ2026-27712/"
SIZES = {"office": (1366, 768), "phone": (390, 844)}


@pytest.mark.parametrize("screen", EACH_SCREEN)
def test_binh_finds_the_next_step_within_the_first_screen(open_page, sign_in, screen):
    width, height = SIZES[screen]
    page = open_page(width, height)
    sign_in(page, "binh")
    page.goto("/inspections/DVCQ2026-28144/")
    box = page.locator("#next-step .btn").first.bounding_box()
    assert box["y"] + box["height"] <= height
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    tabs = page.locator("#jumps a")
    assert all(tab.bounding_box()["x"] + tab.bounding_box()["width"] <= width for tab in tabs.all())
    assert barriers(page, JUDGED) == {}


def is_in_sight(page, locator):
    """Tell whether all of it comes onto the screen, with nothing else on top of its middle, once the page has opened
    its part and gone there.
    """
    try:
        page.wait_for_function(
            """node => { const box = node.getBoundingClientRect();
            const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
            return box.top >= 0 && box.bottom <= innerHeight && (node.contains(top) || top.contains(node)); }""",
            arg=locator.element_handle(),
            timeout=5_000,
        )
    except TimeoutError:
        return False
    return True


def open_parts(page):
    return page.locator("details.fold.part[open] h2").all_inner_texts()


@pytest.mark.parametrize("screen", EACH_SCREEN)
def test_minh_finds_the_page_folded_and_what_he_did_in_sight_beside_its_message(open_page, sign_in, screen):
    page = open_page(*SIZES[screen])
    sign_in(page, "minh")
    page.goto(WORKING)
    unfolded = ["Chỉ tiêu", "Ưu điểm, hạn chế, nguyên nhân", "Đề nghị với đơn vị", "Kiến nghị của đơn vị với cấp trên"]
    assert open_parts(page) == unfolded
    assert page.locator("#values details[open]").count() == 0  # nothing entered yet: 56 empty criteria
    assert page.evaluate("document.documentElement.scrollHeight") < {"office": 2600, "phone": 3700}[screen]

    page.locator("#jumps").get_by_role("link", name="Buổi làm việc").click()
    assert open_parts(page)[-1] == "Buổi làm việc"
    page.get_by_role("link", name="Thêm buổi làm việc").click()
    page.locator("[name=held_on]").fill("30/11/2026")
    page.locator("[name=place]").fill("Nhà văn hóa khu phố 3")
    page.locator("main form [type=submit]").first.click()
    row = page.locator("#sessions tr", has_text="Nhà văn hóa khu phố 3")
    assert is_in_sight(page, row.get_by_role("rowheader"))

    row.get_by_role("link", name="Xóa").click()
    page.get_by_role("button", name="Xóa", exact=True).click()
    expect(page.locator("#sessions")).not_to_contain_text("Nhà văn hóa khu phố 3")
    assert is_in_sight(page, page.locator(".messages .notice"))
    assert is_in_sight(page, page.locator("#head-sessions h2"))
    assert barriers(page, JUDGED) == {}

    folds_open_for_paper_and_for_an_address(page, [*unfolded, "Buổi làm việc"])


def folds_open_for_paper_and_for_an_address(page, unfolded):
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("main details:not([open])").count() == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert open_parts(page) == unfolded

    # An address that leads into a fold, as in browsers that don't open it by themselves.
    page.evaluate("history.replaceState(null, '', '#facts'); dispatchEvent(new HashChangeEvent('hashchange'))")
    assert open_parts(page) == [*unfolded, "Thông tin"]


@pytest.mark.one_database("sqlite")
def test_minh_prints_lists_and_the_matrix_on_a4_with_title_filters_date_and_all_columns(page, sign_in, tmp_path):
    sign_in(page, "minh")
    today = f"in ngày {date.today():%d/%m/%Y}"
    page.goto("/inspections/?q=DVCQ2026-25459&state=planned")  # the only one, whatever others plan beside it
    (sheet,) = printed(page, tmp_path)
    assert "Cuộc kiểm tra" in sheet.lines
    assert [line for line in sheet.lines if re.fullmatch(f"1 cuộc kiểm tra theo .*Trạng thái: Dự kiến · {today}", line)]
    assert "Đơn vị được kiểm tra Mã cuộc kiểm tra Đợt Ngày làm việc Trạng thái" in sheet.lines
    assert (sheet.size in A4, sheet.reaches < sheet.size[0]) == (True, True)

    page.goto("/campaigns/DVCQ2026/?q=DVCQ2026-25459&state=planned")
    sheet = printed(page, tmp_path)[0]
    assert [line for line in sheet.lines if re.fullmatch(rf"1/\d+ đơn vị · .*Trạng thái: Dự kiến.* · {today}", line)]
    assert "Kế hoạch Thông báo Báo cáo Làm việc Kết luận Theo dõi" in sheet.lines
    assert "Đơn vị (mã) Bước tiếp theo, hạn" in sheet.lines
    assert (sheet.size in A4, sheet.reaches < sheet.size[0]) == (True, True)


@pytest.mark.one_database("sqlite")
def test_no_head_of_a_table_stands_alone_at_the_foot_of_a_printed_inspection(page, sign_in, tmp_path):
    sign_in(page, "minh")
    page.goto("/inspections/DVCQ2026-28138/")
    page.evaluate(
        """() => { const above = document.createElement("p");
        above.id = "above";
        document.getElementById("recommendations").closest("details").before(above); }"""
    )
    for height in range(40, 91, 10):  # the table of recommendations near the foot of a sheet, higher and lower
        page.evaluate("mm => document.getElementById('above').style.height = `${mm}mm`", height)
        sheets = printed(page, tmp_path)
        assert {sheet.size for sheet in sheets} <= A4
        last = [sheet.lines[-2] for sheet in sheets[:-1]]  # above the page's number
        alone = ("Chỉ tiêu Theo văn bản", "Nội dung Đơn vị thực hiện", "– Đề nghị với đơn vị")
        assert [line for line in last if line.startswith(alone)] == [], height
        assert not any("Bước tiếp theo" in line or "Ghi, sửa" in line for sheet in sheets for line in sheet.lines)
