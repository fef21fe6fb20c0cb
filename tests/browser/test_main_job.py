"""The main job in a real Chromium: staff and an officer sign in, find the case, and get the paper that is theirs."""

import hashlib
import re

import pytest
from playwright.sync_api import expect

from reports.models import Document
from tests.browser.conftest import EACH_SCREEN

CASE = "/inspections/DVCQ2019-806/"
SCREENS = {"office": (1366, 768), "phone": (390, 844)}


@pytest.fixture(params=EACH_SCREEN)
def screen(request, open_page):
    """A visitor's page on the offices' screen, then on a phone."""
    return open_page(*SCREENS[request.param], has_touch=request.param == "phone", is_mobile=request.param == "phone")


@pytest.fixture
def draft(db):
    """The address of a draft about an inspection; the site has the rows of this database, with their ids."""
    row = Document.objects.filter(state="draft", inspection__isnull=False).earliest("pk")
    return f"/documents/{row.pk}"


def fetched(page, address):
    """Status, type and bytes of what the visitor's own session gets from an address."""
    response = page.context.request.get(address)
    return response.status, response.headers["content-type"], response.body()


def row_of(page, number):
    return page.locator("#values tbody tr", has=page.get_by_text(number, exact=True))


def test_minh_finds_the_case_reads_it_and_opens_a_draft_as_pdf(screen, sign_in, complaints, draft):
    sign_in(screen, "minh")
    assert screen.title() == "Việc cần làm – Cổng Dân vận"
    screen.get_by_role("navigation", name="Danh mục chính").get_by_role("link", name="Đợt kiểm tra").click()
    screen.get_by_role("link", name="“Năm dân vận chính quyền” 2019").click()
    screen.get_by_role("link", name="UBND huyện Cần Đước", exact=True).click()
    expect(screen.get_by_role("heading", level=1)).to_have_text("Kiểm tra UBND huyện Cần Đước")
    assert row_of(screen, "5.1").locator(".as-written").all_inner_texts() == ["91,40%", "94,49%"]
    assert screen.locator("#line-text").text_content().count("94,49%") == 1

    screen.goto(f"{draft}/preview/")
    assert screen.locator(".sheet .draft").first.inner_text() == "Dự thảo lần 1"
    status, kind, content = fetched(screen, f"{draft}.pdf")
    assert (status, kind, content[:5]) == (200, "application/pdf", b"%PDF-")
    assert complaints == []


def test_lan_reads_the_case_without_drafts_and_takes_home_her_communes_conclusion(screen, sign_in, complaints, draft):
    sign_in(screen, "lan")
    screen.goto("/campaigns/")
    screen.get_by_role("link", name="“Năm dân vận chính quyền” 2019").click()
    screen.get_by_role("link", name="UBND huyện Cần Đước", exact=True).click()
    expect(row_of(screen, "5.1").locator(".as-written")).to_have_text(["91,40%", "94,49%"])
    assert screen.get_by_text("Dự thảo").count() == 0
    assert [fetched(screen, f"{draft}{ending}")[0] for ending in ("/", ".pdf")] == [404, 404]

    screen.goto("/")
    screen.get_by_role("link", name="Trả lời: 2 đề nghị", exact=True).click()
    screen.get_by_role("link", name=re.compile("^Phân công lãnh đạo")).click()
    screen.get_by_role("link", name="DVCQ2026-28108").click()
    screen.locator("#head-papers").click()
    conclusion = screen.locator("#papers").get_by_role("link", name=re.compile("Thông báo"))
    with screen.expect_download() as download:
        conclusion.click()
    assert download.value.suggested_filename == "Thông báo kết luận 05-TB-BTGDVTU.pdf"
    status, kind, content = fetched(screen, conclusion.get_attribute("href"))
    assert (status, kind, content[:5]) == (200, "application/pdf", b"%PDF-")
    assert hashlib.sha256(download.value.path().read_bytes()).digest() == hashlib.sha256(content).digest()
    assert complaints == []


def test_minhs_browser_shows_the_pdf_itself(page, sign_in, draft):
    sign_in(page, "minh")
    page.goto(CASE)
    with page.context.expect_event("response", lambda response: response.url.endswith(".pdf")) as opened:
        page.evaluate(f"location.assign('{draft}.pdf')")
    assert (opened.value.status, opened.value.headers["content-type"]) == (200, "application/pdf")


def test_hoa_gets_the_page_of_what_does_not_exist(screen, sign_in):
    sign_in(screen, "hoa")
    for address in (CASE, "/inspections/DVCQ2026-28108/", "/inspections/DVCQ2019-000/"):
        assert screen.goto(address).status == 404
        assert screen.get_by_role("heading", level=1).inner_text() == "Không có trang này"
    screen.get_by_role("link", name="Về trang Việc cần làm").click()
    expect(screen).to_have_title("Việc cần làm – Cổng Dân vận")


def test_after_signing_out_the_case_asks_who_is_there(screen, sign_in, complaints, draft):
    sign_in(screen, "minh")
    screen.goto(CASE)
    screen.locator(".usermenu summary").click()
    screen.get_by_role("button", name="Đăng xuất").click()
    screen.wait_for_url("**/sign-in/")
    screen.goto(CASE)
    assert screen.url.endswith(f"/sign-in/?next={CASE}")
    assert fetched(screen, f"{draft}.pdf")[1].startswith("text/html")
    assert complaints == []


def test_a_wrong_password_is_told_and_the_name_stays(screen):
    screen.goto("/sign-in/")
    screen.locator("[name=username]").fill("minh")
    screen.locator("[name=password]").fill("sai mật khẩu")
    screen.get_by_role("button", name="Đăng nhập").click()
    expect(screen.get_by_role("alert")).to_have_count(1)
    assert screen.locator("[name=username]").input_value() == "minh"
    assert screen.locator("[name=password]").input_value() == ""


def test_sign_in_leads_to_the_page_that_was_asked_for(page):
    page.goto(CASE)
    page.locator("[name=username]").fill("Minh")
    page.locator("[name=password]").fill("ca-dao-ba-mien-2026")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url.endswith(CASE) and "sign-in" not in url)
    assert page.get_by_role("heading", level=1).inner_text() == "Kiểm tra UBND huyện Cần Đước"


def test_english_and_back(screen, sign_in):
    sign_in(screen, "minh")
    screen.goto(CASE)
    screen.get_by_role("button", name="English").click()
    expect(screen.locator("html")).to_have_attribute("lang", "en")
    assert screen.url.endswith(CASE)
    assert screen.locator("#h-values").inner_text() != "Chỉ tiêu"
    assert row_of(screen, "5.1").locator(".as-written").all_inner_texts() == ["91,40%", "94,49%"]
    screen.get_by_role("button", name="Tiếng Việt").click()
    expect(screen.locator("html")).to_have_attribute("lang", "vi")
    assert screen.locator("#h-values").inner_text() == "Chỉ tiêu"
