"""Minh drafts a notice in a browser: the toolbar writes the marks, the preview follows, nothing typed is lost."""

import pytest
from playwright.sync_api import expect

from tests.browser.in_order import barriers

pytestmark = pytest.mark.one_database("sqlite")
INSPECTION = "/inspections/DVCQ2026-28138/"


@pytest.fixture
def draft(page, sign_in):
    """The address of a new draft, opened."""
    sign_in(page, "minh")
    page.goto(f"{INSPECTION}documents/")
    page.get_by_label("Thông báo kết luận").check()
    page.locator("[name=effective_on]").fill("20/05/2026")
    page.get_by_role("button", name="Lập dự thảo").click()
    page.wait_for_url("**/documents/*/")
    address = page.url
    yield address
    page.goto(address)
    page.get_by_role("link", name="Bỏ dự thảo").click()
    page.locator("[name=reason]").fill("Thử xong")
    page.get_by_role("button", name="Bỏ dự thảo").click()
    page.wait_for_url(f"**{INSPECTION}*")


def test_minh_writes_with_the_toolbar_and_sees_how_it_prints(page, draft, complaints):
    page.goto(f"{draft}texts/opening/")
    area, bar = page.locator("textarea"), page.get_by_role("toolbar")
    area.fill("Một hai\nba\nbốn")
    area.press("Control+Home")
    bar.get_by_role("button", name="Đậm").click()
    assert area.input_value() == "**Một** hai\nba\nbốn"
    bar.get_by_role("button", name="Đậm").click()
    assert area.input_value() == "Một hai\nba\nbốn"
    area.press("Control+a")
    bar.get_by_role("button", name="Đánh số").click()
    assert area.input_value() == "1. Một hai\n2. ba\n3. bốn"
    area.press("Control+End")
    area.press("Control+i")
    assert area.input_value().endswith("3. *bốn*")
    expect(page.locator(".slot-text li em")).to_have_text("bốn")
    assert barriers(page) == {}
    page.get_by_role("button", name="Lưu").click()
    page.wait_for_url(f"{draft}*")
    expect(page.locator("#slot-opening li")).to_have_count(3)
    assert (barriers(page), complaints) == ({}, [])


def test_a_paper_is_looked_at_with_a_way_back_that_doesnt_print(page, draft):
    page.goto(f"{draft}preview/")
    bar = page.locator("nav.bar")
    expect(bar).to_be_visible()
    page.emulate_media(media="print")
    expect(bar).to_be_hidden()
    page.emulate_media(media="screen")
    bar.get_by_role("link").first.click()
    page.wait_for_url(draft)


def test_on_a_phone_the_lines_of_the_subject_flow_on_with_a_space_between_them(page, draft):
    page.goto(f"{draft}preview/")
    about = page.locator(".about")
    lines = about.inner_text().split("\n")
    page.set_viewport_size({"width": 390, "height": 844})
    assert len(lines) > 1
    assert about.inner_text() == " ".join(lines)
