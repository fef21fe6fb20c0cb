"""A recommendation from the delegation's page to verified, with a return, on the offices' screen and on a phone."""

import os

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import EACH_SCREEN
from tests.inspections.attachments.typed_papers import NOTICE

INSPECTION = "/inspections/DVCQ2026-28108/"  # of Lan's commune, followed up
SCREENS = {"office": (1366, 768), "phone": (390, 844)}


@pytest.fixture(params=EACH_SCREEN)
def people(request, open_page, sign_in):
    """`people(name)` is a page on which that person is signed in."""
    width, height = SCREENS[request.param]
    is_phone = request.param == "phone"

    def people(name):
        page = open_page(width, height, has_touch=is_phone, is_mobile=is_phone)
        sign_in(page, name)
        return page

    return people


def assign(page, due):
    """Give the first recommendation another due date for the same body, and return the address of its page."""
    page.goto(INSPECTION)
    page.locator("#recommendations").get_by_role("link", name="Thêm đơn vị").first.click()
    form = page.locator("form[data-entry]")
    form.locator("[name=owner_organization]").fill("UBND xã Cần Đước")
    form.locator("[name=due_as_printed]").fill(due)
    form.get_by_role("button", name="Lưu").click()
    row = page.locator("#recommendations tr", has_text=due).filter(has_text="Chưa nhận")
    expect(row).to_have_count(1)
    return row.get_by_role("link", name="Xem").get_attribute("href")


WATCH_THE_BUTTON = """() => {
    const button = document.querySelector(".next-step .btn.main");
    window.tops = [];
    const look = () => {
        const top = Math.round(button.getBoundingClientRect().top + scrollY);
        if (top !== tops.at(-1)) tops.push(top);
        requestAnimationFrame(look);
    };
    look();
}"""


def answer(page, words, name="cong-van.pdf"):
    """The button is pressed while the file is still on its way."""
    page.locator(".next-step [name=reason]").fill(words)
    choose(page, name)
    page.locator(".next-step .btn.main").click()
    expect(page.locator(".page-head .state")).to_have_text("Đã trả lời")


def choose(page, name):
    file = {"name": name, "mimeType": "application/pdf", "buffer": NOTICE}
    page.locator(".next-step [name=files]").set_input_files([file])
    page.locator(".next-step [name=is_not_secret]").check()


def lose_words_and_session(page, an_hour_passes):
    """A chosen file goes up by itself, and survives an error in another field and the sign-in page."""
    page.locator(".next-step [name=reason]").fill("")
    page.evaluate(WATCH_THE_BUTTON)
    choose(page, "van-ban.pdf")
    expect(page.locator(".next-step .files li")).to_contain_text("đã lên cổng")
    tops = page.evaluate("window.tops")
    assert (tops, len(tops) > 1) == (sorted(tops), True)  # it never slips upwards from under a finger
    page.locator(".next-step .btn.main").click()
    expect(page.locator(".next-step")).to_contain_text("Đang giữ tệp “van-ban.pdf”: không phải chọn lại.")
    page.locator(".next-step [name=reason]").fill("Đã trả lời 7/11 ý kiến.")
    an_hour_passes(page)
    page.locator(".next-step .btn.main").click()
    page.locator("[name=username]").fill("lan")
    page.locator("[name=password]").fill(os.environ["DEMO_PASSWORD"])
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.locator(".next-step")).to_contain_text("Đang giữ tệp “van-ban.pdf”: không phải chọn lại.")
    expect(page.locator(".next-step [role=status]")).to_contain_text("1 tệp đã lên cổng từ lần trước")


def test_lan_answers_is_returned_to_and_minh_verifies(people, complaints, an_hour_passes):
    minh, lan = people("minh"), people("lan")
    address = assign(minh, "trước 31/8 (gấp)")
    lan.goto(address)
    lan.locator(".next-step").get_by_role("button", name="Nhận thực hiện").click()
    lose_words_and_session(lan, an_hour_passes)
    answer(lan, "Đã trả lời 7/11 ý kiến.")

    minh.goto(address)
    expect(minh.locator(".btn.main")).to_have_text("Xác nhận đã thực hiện")
    minh.get_by_text("Trả lại để bổ sung…").click()
    returned = minh.locator("form[action$='/steps/return/']")
    returned.locator("[name=reason]").fill("Còn 4 ý kiến.")
    returned.get_by_role("button").click()
    expect(minh.locator(".page-head .state")).to_have_text("Trả lại để bổ sung")

    lan.goto(address)
    expect(lan.locator(".history li").first).to_contain_text("Còn 4 ý kiến.")
    expect(lan.locator(".next-step [name=reason]")).to_have_value("Đã trả lời 7/11 ý kiến.")
    answer(lan, "Đã trả lời 11/11 ý kiến.")

    minh.goto(address)
    expect(minh.locator("#h-answer")).to_have_text("Trả lời lần 2")
    expect(minh.locator(".files a")).to_have_text(["cong-van.pdf", "van-ban.pdf", "cong-van.pdf"])
    assert minh.evaluate("document.documentElement.scrollWidth <= innerWidth")
    minh.locator(".btn.main").click()
    expect(minh.locator(".page-head .state")).to_have_text("Đã xác nhận")
    assert [each for each in complaints if "403" not in each] == []  # the browser's own word on the session's end
