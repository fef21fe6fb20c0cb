"""What holds on every page: nothing complained of, nothing cut off, no barrier that axe finds, the keyboard first."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

CASE = "/inspections/DVCQ2019-806/"
PAGES = {  # name → who opens it, where
    "sign-in": (None, "/sign-in/"),
    "home": ("minh", "/"),
    "campaign list": ("minh", "/campaigns/"),
    "campaign": ("minh", "/campaigns/DVCQ2026/"),
    "case": ("minh", CASE),
    "planned inspection": ("minh", "/inspections/DVCQ2026-25459/"),
    "preview": ("minh", f"{CASE}documents/conclusion-notice/"),
    "refused paper": ("minh", "/inspections/DVCQ2026-25552/documents/conclusion-notice/"),
    "place tree": ("minh", "/localities/"),
    "place": ("minh", "/localities/?q=can+duoc&on=2019-10-30"),
    "step with a reason": ("ngoc", "/inspections/DVCQ2026-28138/steps/send_back/"),
    "step with what is missing": ("ngoc", "/campaigns/DVCQ2026/steps/close/"),
    "conclusion to publish": ("ngoc", "/inspections/DVCQ2026-28138/steps/conclude/"),
    "body": ("minh", "/organizations/btgdv-tu-tay-ninh/"),
    "password": ("minh", "/password/"),
    "forgotten password": (None, "/password/forgotten/"),
    "report to hand in": ("hoa", "/inspections/DVCQ2026-28114/report/"),
    "home of an officer": ("lan", "/"),
    "inspection of an officer": ("lan", "/inspections/DVCQ2026-28108/"),
    "404": ("hoa", CASE),
}
STATUS = {"refused paper": 409, "404": 404}
WIDTHS = [320, 390, 1366]
NUMBER_ELEMENTS = "document.querySelectorAll('*').forEach((element, n) => { element.dataset.n = n })"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture
def opened(open_page, sign_in):
    """`opened(name, width)` is the page of that name on a screen of that width."""

    def open_(name, width, height=768):
        reader, address = PAGES[name]
        page = open_page(width, height)
        if reader:
            sign_in(page, reader)
        assert page.goto(address).status == STATUS.get(name, 200)
        if name == "place":
            page.get_by_role("link", name="Huyện Cần Đước").first.click()
            expect(page.get_by_role("heading", level=1)).to_have_text("Huyện Cần Đước")
        return page

    return open_


def barriers(page):
    """Rule → the first elements that break it."""
    found = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]}).response["violations"]
    return {rule["id"]: [node["html"] for node in rule["nodes"]][:3] for rule in found}


def test_axe_would_find_a_barrier(page):
    page.goto("/sign-in/")
    page.evaluate("document.querySelector('label').remove()")
    assert barriers(page) == {"label": [page.locator("[name=username]").evaluate("field => field.outerHTML")]}


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_no_barrier_at_the_office_nor_on_a_phone(opened, name):
    page = opened(name, 1366)
    at_the_office = barriers(page)
    page.set_viewport_size({"width": 390, "height": 844})
    assert (at_the_office, barriers(page)) == ({}, {})


@pytest.mark.parametrize("name", PAGES)
def test_no_page_scrolls_sideways(opened, name):
    page = opened(name, WIDTHS[0])
    spilling = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 768})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            spilling.append(width)
    assert spilling == []


def test_the_browser_would_complain_of_what_the_policy_forbids(page, complaints):
    page.goto("/sign-in/")
    page.evaluate("document.body.setAttribute('style', 'color: red')")
    assert [words.count("style-src") > 0 for words in complaints] == [True]


@pytest.mark.parametrize("name", PAGES)
def test_the_browser_has_nothing_to_complain_of(opened, complaints, name):
    page = opened(name, 1366)
    page.wait_for_load_state("networkidle")
    expected = (
        [f"Failed to load resource: the server responded with a status of {STATUS[name]}"] if name in STATUS else []
    )
    assert [words.partition(" (")[0] for words in complaints] == expected


@pytest.mark.parametrize("name", [name for name in PAGES if name != "preview"])
def test_the_first_stop_of_the_keyboard_leads_past_the_masthead(opened, name):
    page = opened(name, 1366)
    page.keyboard.press("Tab")
    first = page.locator(":focus")
    assert first.inner_text() == "Bỏ qua, tới nội dung chính"
    assert first.bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    expect(page.locator(":focus")).to_have_id("main")


def test_tab_stops_at_everything_that_can_be_pressed_and_shows_where_it_is(opened):
    page = opened("campaign", 1366)
    page.evaluate(NUMBER_ELEMENTS)
    stops = page.locator("a[href], button, input:not([type=hidden]), summary").filter(visible=True)
    wanted = stops.evaluate_all("found => found.map(element => element.dataset.n)")
    reached = []
    for _ in wanted:
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.dataset.n"))
        assert page.locator(":focus").evaluate("element => getComputedStyle(element).outlineStyle") == "solid"
    assert reached == wanted


def test_at_twice_the_size_nothing_is_cut_off(open_page, sign_in):
    page = open_page(683, 384, device_scale_factor=2)
    sign_in(page, "minh")
    for address in ("/", "/campaigns/DVCQ2026/", CASE):
        page.goto(address)
        assert (address, page.evaluate("document.documentElement.scrollWidth")) == (address, 683)


def test_the_portal_works_without_script(open_page, sign_in):
    page = open_page(1366, 768, java_script_enabled=False)
    sign_in(page, "minh")
    page.goto("/campaigns/DVCQ2026/")
    page.get_by_role("searchbox").fill("rach kien")
    page.get_by_role("button", name="Lọc").click()
    expect(page.locator("tbody th a")).to_have_text(["UBND xã Rạch Kiến"])
