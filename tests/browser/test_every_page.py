"""Rules for every page: no browser warnings, nothing cut off, no finding of axe, usable by keyboard.

Every kind of page that links lead to is opened once, by the first of the readers who reaches it; so are a few that
stand for a state of their own. What is seen there is kept, and each test asks one thing of all of them.
"""

from dataclasses import dataclass, field

import pytest
from playwright.sync_api import expect

from inspections.models import Assignment
from tests.browser.conftest import PATIENCE_MS, complaint_of
from tests.browser.in_order import barriers, small_targets
from tests.languages.crawl import is_of_the_admin

pytestmark = pytest.mark.one_database("postgresql")

CASE = "/inspections/DVCQ2019-806/"
OFFICERS_PAGES = ["", "send/", "files/?for=text-survey", "questions/", "workbook/", "blank/"]
# Pages in a state that no link leads to, or that only some rows show: who opens them, where, with which status.
STATES = [
    (None, "/sign-in/", 200),
    (None, "/password/forgotten/", 200),
    ("minh", "/localities/?q=can+duoc&on=2019-10-30", 200),
    ("minh", "/inspections/DVCQ2026-25459/", 200),
    ("ngoc", "/inspections/DVCQ2026-28138/steps/send_back/", 200),
    ("ngoc", "/inspections/DVCQ2026-28138/steps/conclude/", 200),
    ("ngoc", "/campaigns/DVCQ2026/steps/close/", 200),
    ("minh", "/inspections/DVCQ2026-28138/self-report/check/", 200),
    ("minh", "/inspections/DVCQ2026-28144/self-report/steps/reopen/", 200),
    ("lan", "/inspections/DVCQ2026-28108/", 200),
    ("lan", "/inspections/DVCQ2026-28108/self-report/", 200),
    ("lan", "/inspections/DVCQ2026-28108/self-report/1/", 200),
    *(("hoa", f"/inspections/DVCQ2026-28114/self-report/{path}", 200) for path in OFFICERS_PAGES),
    ("minh", "/campaigns/DVCQ2026/?group=place&due=late", 200),
    ("minh", "/campaigns/DVCQ2026/bulk/?act=postpone&all=1", 200),
    ("minh", "/calendar/?by=month&on=2026-04-07", 200),
    ("hoa", CASE, 404),
]
# Of Django's own administration what every table there looks like; its forms with the library's pickers stay out.
IN_ADMIN = [
    ("thu", "/admin/", 200),
    ("thu", "/admin/accounts/person/", 200),
]
WIDE, TWICE, PHONE, NARROW, HALF = 1920, 683, 390, 320, 195  # TWICE, HALF: 1366 and 390 at 200 % zoom
HEIGHTS = {1366: 768, PHONE: 844}
NUMBER_ELEMENTS = "document.querySelectorAll('*').forEach((element, n) => { element.dataset.n = n })"


@dataclass
class Look:
    """One page, looked at."""

    reader: str | None
    address: str
    expected: int
    status: int = 0
    complaints: list = field(default_factory=list)
    barriers: dict = field(default_factory=dict)  # width → what axe found
    spilling: list = field(default_factory=list)  # widths at which it scrolls sideways
    small: list = field(default_factory=list)  # targets too small for a finger on a phone
    first_stop: list = field(default_factory=list)  # what Tab reaches first, and where Enter leads from there

    def __str__(self):
        return f"{self.reader} {self.address}"


# A draft from before the rules that the portal knows: its print is refused on a page of its own.
WITHOUT_RULES = """
from inspections.models import Inspection
from reports.models import Document
case = Inspection.objects.get(reference="DVCQ2019-806")
body = case.campaign.inspecting_organization
facts = {**Document.objects.latest("pk").facts, "effective_on": "2018-04-02", "issued_on": None}
columns = {"kind": "submission", "effective_on": "2018-04-02", "rule_set": "hd36", "facts": facts}
print(Document.objects.create(inspection=case, issuing_organization=body, **columns).pk)
"""


@pytest.fixture(scope="module")
def without_rules(on_site):
    """The address of a print that is refused, of a draft in the site's own database."""
    return f"/documents/{int(on_site(WITHOUT_RULES))}/preview/"


@pytest.fixture(scope="module")
def addresses(vietnamese_pages, django_db_blocker, without_rules):
    """(reader, address, status) of one page of every kind, then those of STATES and IN_ADMIN."""
    with django_db_blocker.unblock():
        answered = Assignment.objects.filter(owner_organization__short_code="ubnd-28108").first()
    answer = ("lan", f"{answered.get_absolute_url()}steps/answer/", 200)
    found = [(reader, address, 200) for reader, pages in vietnamese_pages.items() for address in pages]
    of_the_portal = [look for look in found if look[1] != "/no-such-page/" and not is_of_the_admin(look[1])]
    return [*of_the_portal, *STATES, answer, ("minh", without_rules, 409), *IN_ADMIN]


@pytest.fixture(scope="module")
def looks(site, browser, sign_in, addresses):
    """Every page of `addresses`, each looked at once at all widths; one visit a reader."""
    looks, judged = [Look(*each) for each in addresses], set()
    for reader in dict.fromkeys(look.reader for look in looks):
        context = browser.new_context(base_url=site, viewport={"width": 1366, "height": 768})
        context.set_default_timeout(PATIENCE_MS)
        page, heard = context.new_page(), []
        context.on("console", lambda message, heard=heard: heard.extend(complaint_of(message)))
        context.on("weberror", lambda error, heard=heard: heard.append(str(error.error)))
        if reader:
            sign_in(page, reader)
        for look in looks:
            if look.reader == reader:
                heard.clear()
                _look_at(page, look, judged)
                look.complaints = list(heard)
        context.close()
    return looks


def _look_at(page, look, judged):
    page.set_viewport_size({"width": 1366, "height": 768})
    look.status = page.goto(look.address).status
    for width in (1366, WIDE, TWICE, PHONE, NARROW, *([] if is_of_the_admin(look.address) else [HALF])):
        page.set_viewport_size({"width": width, "height": HEIGHTS.get(width, 768)})
        if width in HEIGHTS:
            # The colours of a narrow screen are pairs that tests/look/test_colours.py holds.
            look.barriers[width] = barriers(page, judged, are_colours_looked_at=width != PHONE)
        if width == PHONE:
            look.small = small_targets(page)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            look.spilling.append(width)
    if page.locator("a.skip").count():
        page.keyboard.press("Tab")
        look.first_stop = [page.locator(":focus").inner_text()]
        page.keyboard.press("Enter")
        expect(page.locator("#main")).to_be_focused()


def test_every_kind_of_page_is_looked_at_and_answers_as_it_should(looks):
    assert len(looks) > 40
    assert {str(look): look.status for look in looks if look.status != look.expected} == {}


def test_axe_would_find_a_barrier(page):
    page.goto("/sign-in/")
    page.evaluate("document.querySelector('label').remove()")
    assert barriers(page) == {"label": [page.locator("[name=username]").evaluate("field => field.outerHTML")]}


def test_axe_would_find_a_colour_that_was_not_judged_before(page):
    judged = set()
    page.goto("/sign-in/")
    assert (barriers(page, judged), len(judged) > 5) == ({}, True)
    page.locator("h1").evaluate("heading => { heading.style.color = '#ccc' }")
    assert [*barriers(page, judged)] == ["color-contrast"]
    page.locator("h1").evaluate("heading => { heading.style.color = '' }")
    page.locator("#main form").evaluate("form => { form.style.backgroundColor = '#555' }")
    assert [*barriers(page, judged)] == ["color-contrast"]


def test_axe_finds_no_barrier_at_the_office_nor_on_a_phone(looks):
    found = {f"{look} {width}": rules for look in looks for width, rules in look.barriers.items()}
    assert {place: rules for place, rules in found.items() if rules} == {}


def test_no_page_scrolls_sideways_on_any_screen_nor_at_twice_the_size(looks):
    assert {str(look): look.spilling for look in looks if look.spilling} == {}


def test_a_link_would_be_found_too_small(phone_page):
    phone_page.goto("/sign-in/")
    assert small_targets(phone_page) == []
    button = phone_page.locator("main .btn.main")
    button.evaluate("button => { button.style.minHeight = button.style.height = '43px' }")
    assert [words.split()[0] for words in small_targets(phone_page)] == ["<button"]


def test_every_target_can_be_hit_by_a_finger(looks):
    in_admin = [address for _reader, address, _status in IN_ADMIN]
    assert {str(look): look.small for look in looks if look.small and look.address not in in_admin} == {}


def test_the_browser_would_complain_of_what_the_policy_forbids(page, complaints):
    page.goto("/sign-in/")
    page.evaluate("document.body.setAttribute('style', 'color: red')")
    assert [words.count("style-src") > 0 for words in complaints] == [True]


def test_the_browser_has_nothing_to_complain_of(looks):
    """But for the status of a page that is a refusal."""
    complaints = {str(look): [words.partition(" (")[0] for words in look.complaints] for look in looks}
    refused = {
        str(look): [f"Failed to load resource: the server responded with a status of {look.expected}"]
        for look in looks
        if look.expected >= 400
    }
    assert {place: words for place, words in complaints.items() if words} == refused


def test_the_first_stop_of_the_keyboard_leads_past_the_masthead(looks):
    stops = {str(look): look.first_stop for look in looks if look.address not in [of for _, of, _ in IN_ADMIN]}
    papers = {place for place in stops if "/documents/" in place}
    wrong = {place: stop for place, stop in stops.items() if stop != ["Bỏ qua, tới nội dung chính"]}
    assert set(wrong) - papers == set()


def test_tab_stops_at_everything_that_can_be_pressed_and_shows_where_it_is(page, sign_in):
    sign_in(page, "minh")
    page.goto("/campaigns/DVCQ2026/")
    page.evaluate(NUMBER_ELEMENTS)
    stops = page.locator("a[href], button, input:not([type=hidden]), select, textarea, summary").filter(visible=True)
    wanted = stops.evaluate_all("found => found.map(element => element.dataset.n)")
    reached = []
    for _ in wanted:
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.dataset.n"))
        assert page.locator(":focus").evaluate("element => getComputedStyle(element).outlineStyle") == "solid"
    assert reached == wanted


def test_the_portal_works_without_script(open_page, sign_in):
    page = open_page(1366, 768, java_script_enabled=False)
    sign_in(page, "minh")
    page.goto("/campaigns/DVCQ2026/")
    search = page.get_by_role("searchbox", name="Tên đơn vị hoặc mã cuộc kiểm tra")
    heights = page.locator(".filters label").evaluate_all("all => all.map(one => one.offsetHeight)")
    assert (search.bounding_box()["width"] > 240, len(set(heights))) == (True, 1)  # room for its example and its label
    search.fill("rach kien")
    page.get_by_role("button", name="Lọc", exact=True).click()
    expect(page.locator(".matrix tbody th a")).to_have_text(["UBND xã Rạch Kiến"])
