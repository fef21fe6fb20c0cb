"""The administrator makes an account for a commune's officer, who comes in, on the offices' screen and on a phone."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import EACH_SCREEN
from tests.browser.in_order import is_in_order

SCREENS = {"office": (1366, 768), "phone": (390, 844)}


@pytest.fixture(params=EACH_SCREEN)
def fresh_page(request, open_page):
    """`fresh_page()` is a visitor's page on that screen."""
    width, height = SCREENS[request.param]
    is_phone = request.param == "phone"
    return lambda: open_page(width, height, has_touch=is_phone, is_mobile=is_phone)


def type_words(page, words):
    """Into the field for a body, once the scripts of the page are there."""
    page.wait_for_load_state()
    page.locator("[name=organization]").press_sequentially(words)


def open_account(page, username):
    """From the menu to the page with the one-time password; returns it."""
    page.get_by_text("Quản trị", exact=True).first.click()
    page.get_by_role("link", name="Tài khoản", exact=True).click()
    is_in_order(page)
    page.get_by_role("link", name="Lập tài khoản").click()
    page.locator("[name=new_name]").fill("Trần Thị Mơ")
    page.locator("[name=position]").fill("Công chức Văn phòng")
    type_words(page, "xa can duoc")
    page.locator(".pick-list [data-pk]", has_text="UBND xã Cần Đước").first.click()
    page.locator("[name=role]").select_option(label="cán bộ đơn vị được kiểm tra")
    page.locator("[name=username]").fill(username)
    is_in_order(page)
    page.get_by_role("button", name="Lập tài khoản").click()
    page.get_by_role("button", name="Cấp và hiện mật khẩu").click()
    is_in_order(page)
    password = page.locator("#password").inner_text()
    page.get_by_role("link", name="Đã trao, trở lại").click()
    expect(page.locator(".page-head .state")).to_have_text("chưa đăng nhập")
    is_in_order(page)
    return password


def test_thu_makes_an_account_and_its_owner_comes_in(fresh_page, sign_in, complaints):
    thu, mo = fresh_page(), fresh_page()
    sign_in(thu, "thu")
    password = open_account(thu, "mo.canduoc")
    sign_in(mo, "mo.canduoc", password)
    expect(mo).to_have_url(re.compile("/password/"))
    mo.locator("[name=new_password1]").fill(f"{password}-mo.canduoc")
    expect(mo.locator(".while-typing .wrong").first).to_contain_text("tên đăng nhập")
    mo.get_by_label("Hiện mật khẩu").check()
    expect(mo.locator("[name=new_password1]")).to_have_attribute("type", "text")
    is_in_order(mo)
    for name in ("new_password1", "new_password2"):
        mo.locator(f"[name={name}]").fill("con-tra-beo-ngam-la-mia")
    mo.locator("form:has([name=new_password1]) [type=submit]").click()
    expect(mo.locator(".house strong")).to_have_text("Ủy ban nhân dân xã Cần Đước")
    assert complaints == []


def test_what_a_field_does_not_find_is_added_from_there(fresh_page, sign_in, complaints):
    """Minh looks for a health station that the portal doesn't know yet."""
    minh = fresh_page()
    sign_in(minh, "minh")
    minh.goto("/people/new/")
    type_words(minh, "Trạm Y tế Mười Cây")
    with minh.context.expect_page() as opened:
        minh.locator(".pick-list [data-add]").click()
    form = opened.value
    expect(form.locator("[name=full_name]")).to_have_value("Trạm Y tế Mười Cây")
    form.locator("[name=kind]").select_option("service_unit")
    form.locator("[name=system]").select_option("state")
    form.locator("[name=parent]").fill("UBND xã Cần Đước")
    is_in_order(form)
    form.get_by_role("button", name="Thêm cơ quan").click()
    expect(form.locator("h1")).to_have_text("Trạm Y tế Mười Cây")
    assert complaints == []
