"""The inspection's page: what comes next is within the first screen, and nothing is hidden beside it."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import EACH_SCREEN
from tests.browser.test_every_page import OPTIONS

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
    assert Axe().run(page, options=OPTIONS).response["violations"] == []
