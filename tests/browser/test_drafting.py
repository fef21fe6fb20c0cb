"""Minh drafts a notice in a browser: the toolbar writes the marks, the preview follows, nothing typed is lost. Whoever
holds a published one checks it without signing in.
"""

import pytest
from playwright.sync_api import expect

from reports.models import Document
from tests.browser.in_order import barriers

pytestmark = pytest.mark.one_database("postgresql")
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


# --- The check page --------------------------------------------------------------------------------------------------
OVER_HTTP = "http://danvan.example"  # no address of this machine: browsers compute no hash for such pages
DROP = """async (body, bytes) => {
    const carried = new DataTransfer();
    carried.items.add(new File([new Uint8Array(bytes)], "TB.pdf", {type: "application/pdf"}));
    document.dispatchEvent(new DragEvent("drop", {dataTransfer: carried, bubbles: true, cancelable: true}));
}"""


@pytest.fixture
def published(open_page, sign_in):
    """The code of a published paper, its PDF as the portal gives it, and the same with one byte changed."""
    document = Document.objects.public().exclude(check_code="").exclude(kind="campaign-figures").earliest("pk")
    minhs = open_page(1366, 768)
    sign_in(minhs, "minh")
    content = minhs.request.get(f"/documents/{document.pk}.pdf").body()
    return document.check_code, content, content[:-9] + bytes([content[-9] ^ 1]) + content[-8:]


def as_file(content):
    return {"name": "TB.pdf", "mimeType": "application/pdf", "buffer": content}


def test_who_holds_a_paper_compares_it_without_its_leaving_the_machine(open_page, published):
    code, content, changed = published
    page, sent = open_page(390, 844), []
    page.on("request", lambda request: sent.append(request.method))
    page.goto("/check/")
    page.get_by_label("Mã tra cứu").fill(code.lower().replace("-", " "))
    page.get_by_role("button", name="Kiểm tra").click()
    page.wait_for_url(f"**/check/{code}/")
    expect(page.get_by_text("Có hiệu lực")).to_be_visible()
    expect(page.get_by_role("button", name="Gửi tệp để so")).to_be_hidden()
    verdict = page.get_by_role("status")
    page.get_by_label("Tệp PDF đang có").set_input_files(as_file(content))
    expect(verdict).to_contain_text("Đúng bản đã ban hành")
    page.locator("body").evaluate(DROP, list(changed))
    expect(verdict).to_contain_text("không phải bản đã ban hành")
    page.locator("body").evaluate(DROP, list(content))
    expect(verdict).to_contain_text("Đúng bản đã ban hành")
    assert "POST" not in sent


def test_over_http_the_page_says_that_it_cannot_and_takes_the_file(open_page, published, site):
    code, content, changed = published
    page = open_page(1366, 768)
    page.route(
        f"{OVER_HTTP}/**",
        lambda route: route.fulfill(response=route.fetch(url=route.request.url.replace(OVER_HTTP, site))),
    )
    page.goto(f"{OVER_HTTP}/check/{code}/")
    assert page.evaluate("[window.isSecureContext, typeof crypto.subtle]") == [False, "undefined"]
    expect(page.get_by_text("Trang này mở bằng http")).to_be_visible()
    for sent, words in ((content, "Đúng bản đã ban hành"), (changed, "không phải bản đã ban hành")):
        page.get_by_label("Tệp PDF đang có").set_input_files(as_file(sent))
        page.get_by_role("button", name="Gửi tệp để so").click()
        expect(page.get_by_role("status")).to_contain_text(words)
