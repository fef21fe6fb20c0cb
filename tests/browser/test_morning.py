"""A leader's morning on the offices' screen and on a phone: where the year stands, what is late and with whom."""

import pytest

from tests.browser.conftest import EACH_SCREEN
from tests.browser.in_order import JUDGED, barriers

SIZES = {"office": (1366, 768), "phone": (390, 844)}


@pytest.mark.parametrize("screen", EACH_SCREEN)
def test_ngocs_morning(open_page, sign_in, complaints, screen):
    width, height = SIZES[screen]
    page = open_page(width, height)
    sign_in(page, "ngoc")
    assert page.locator(".figures h3").all_inner_texts() == [
        "Đã lên lịch", "Đã làm việc", "Đã kết luận", "Đã thực hiện xong",
    ]  # fmt: skip
    late = page.locator("#h-held")
    assert late.bounding_box()["y"] < height  # within the first screen, below where the year stands
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert barriers(page, JUDGED) == {}
    link = page.locator(".holder a", has_text="Đoàn số 1: 1")
    link.first.click()
    page.wait_for_url("**/campaigns/DVCQ2026/**")
    assert page.locator(".matrix tbody tr").count() == 1
    assert complaints == []
