"""Delegations, days and hours for the communes of a whole province in one act, without a file."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import EACH_SCREEN

MOST_CLICKS = 12
COMMUNES = 96  # of the province since 01/07/2025
SIZES = {
    "office": {"width": 1366, "height": 768},
    "phone": {"width": 390, "height": 844, "has_touch": True, "is_mobile": True},
}


class Clicks:
    """A page on which every click, and every field that is typed into, counts."""

    def __init__(self, page):
        self.page, self.n = page, 0

    def on(self, name):
        self.page.get_by_role("button", name=name).first.click()
        self.n += 1

    def type(self, name, text):
        self.page.locator(f"[name={name}]").fill(text)
        self.n += 1


def copy_last_campaign(page, code):
    """Next year's campaign with the delegations of 2026 and every commune of the province."""
    page.goto("/campaigns/DVCQ2026/copy/")
    page.locator("[name=code]").fill(code)
    page.locator("[name=with_subjects]").uncheck()
    page.get_by_role("button", name="Lập đợt", exact=True).click()
    page.goto(f"/campaigns/{code}/subjects/")
    page.locator("[name=level]").select_option("commune")
    page.get_by_role("button", name="Xem trước").click()
    page.get_by_role("button", name=re.compile(r"Lập \d+ cuộc kiểm tra")).click()
    page.get_by_text(re.compile("^Đã lập: ")).first.wait_for()


def take(page, address, step, reason="", is_final=False):
    page.goto(f"{address}steps/{step}/")
    if reason:
        page.locator("[name=reason]").fill(reason)
    if is_final:
        page.get_by_label("không hoàn tác được").check()
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(lambda url: "/steps/" not in url)


def close_unfinished(page, code):
    """Open the campaign, cancel one of its inspections, and close it with all the others unfinished."""
    take(page, f"/campaigns/{code}/", "open", is_final=True)
    page.goto(f"/campaigns/{code}/")
    one = page.locator("table.matrix tbody th a").first.get_attribute("href")
    take(page, one, "cancel", "Trùng đoàn khác", is_final=True)
    page.goto(f"/campaigns/{code}/steps/close/")
    expect(page.locator("main")).to_contain_text(f"Còn {COMMUNES - 1} cuộc kiểm tra chưa xong.")
    way = page.get_by_role("link", name=f"Dự kiến: {COMMUNES - 1}")
    assert way.get_attribute("href").endswith("?state=planned")
    page.get_by_text("Xem 50 dòng").click()
    expect(page.locator(".bullets a").first).to_be_visible()
    take(page, f"/campaigns/{code}/", "close", "Hết năm, việc còn lại chuyển sang năm sau")
    expect(page.locator("main")).to_contain_text("Đã kết thúc")


@pytest.mark.parametrize("screen", EACH_SCREEN)
def test_minh_plans_every_commune_in_a_few_clicks(open_page, sign_in, complaints, screen):
    page = open_page(**SIZES[screen])
    sign_in(page, "minh")
    copy_last_campaign(page, f"HANGLOAT-{screen}")
    page.goto(f"/campaigns/HANGLOAT-{screen}/")
    clicks = Clicks(page)
    clicks.on(f"Với cả {COMMUNES} đơn vị đang lọc")
    clicks.type("starts_on", "01/06/2027")
    clicks.on("Xem trước")
    expect(page.locator("tbody tr")).to_have_count(COMMUNES)
    first = page.locator("tbody tr").first
    expect(first).to_contain_text("Đoàn số 1")
    expect(first).to_contain_text("01/06/2027")
    expect(first).to_contain_text("08:00–11:00")
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[screen]["width"]
    clicks.on(f"Ghi cho {COMMUNES} đơn vị")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Phân đoàn, xếp lịch")
    assert 0 < clicks.n <= MOST_CLICKS
    ngoc = open_page(**SIZES[screen])
    sign_in(ngoc, "ngoc")
    close_unfinished(ngoc, f"HANGLOAT-{screen}")
    assert ngoc.evaluate("document.documentElement.scrollWidth") <= SIZES[screen]["width"]
    assert complaints == []
