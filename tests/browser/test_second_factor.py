"""Lan sets up her second factor and comes in with its code, on the offices' screen and on a phone."""

import os
import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from accounts.second_factor import codes
from tests.browser.conftest import EACH_SCREEN
from tests.browser.in_order import is_in_order

SCREENS = {"office": (1366, 768), "phone": (390, 844)}
# The journeys of one run share the portal: each undoes what it has set up.
UNDO = """
from accounts.models import User
from accounts.second_factor.acts import reset_by
from django.utils import timezone
reset_by(User.objects.get(username="{name}"), None, "hết bài thử", timezone.now())
"""
# Whether each press was prevented by the page; nothing is sent.
PRESS_TWICE = """() => {
  const form = document.querySelector("form[data-once]"), prevented = [];
  form.addEventListener("submit", (event) => { prevented.push(event.defaultPrevented); event.preventDefault(); });
  form.requestSubmit();
  form.requestSubmit();
  return prevented;
}"""


@pytest.fixture(params=EACH_SCREEN)
def visitor(request, open_page):
    width, height = SCREENS[request.param]
    is_phone = request.param == "phone"
    return lambda: open_page(width, height, has_touch=is_phone, is_mobile=is_phone)


def test_lan_sets_up_a_second_factor_and_comes_in_with_a_recovery_code(visitor, sign_in, on_site, complaints):
    page, elsewhere = visitor(), visitor()
    sign_in(page, "lan")
    page.goto("/account/")
    page.locator("main").get_by_role("link", name="Bật", exact=True).click()
    is_in_order(page)
    page.get_by_role("link", name="Bật xác nhận hai bước").click()
    expect(page.locator("svg.qr")).to_be_visible()
    is_in_order(page)
    assert page.evaluate(PRESS_TWICE) == [False, True]
    page.reload()
    key = page.locator("#key").inner_text().replace(" ", "")
    page.locator("[name=one_time_password]").fill(codes.code_at(key, datetime.now(UTC)))
    page.get_by_role("button", name="Bật", exact=True).click()
    is_in_order(page)
    spare = page.locator(".spare-codes code").first.inner_text()
    page.get_by_role("link", name="Đã cất, tiếp tục").click()
    expect(page.locator(".page-head .state")).to_have_text("đã bật")
    is_in_order(page)
    sign_in_to_the_code(elsewhere, "lan")
    is_in_order(elsewhere)
    elsewhere.locator("[name=one_time_password]").fill(spare)
    elsewhere.get_by_role("button", name="Xác nhận").click()
    expect(elsewhere).to_have_url(re.compile(r"/$"))
    on_site(UNDO.format(name="lan"))
    assert complaints == []


def sign_in_to_the_code(page, username):
    page.goto("/sign-in/")
    page.locator("[name=username]").fill(username)
    page.locator("[name=password]").fill(os.environ["DEMO_PASSWORD"])
    page.locator("form:has([name=password]) [type=submit]").click()
    expect(page).to_have_url(re.compile("/sign-in/code/"))
