"""Help in the portal: each reader's own page first, the way people work, pictures of the demo in both languages."""

import re
import struct
from gzip import compress

import pytest
from django.conf import settings
from django.urls import reverse

from portal.help.pages import PAGES
from portal.help.topics import WIDTH
from tests.browser.pictures import LANGUAGES, SHOTS

FOLDER = settings.BASE_DIR / "static" / "help"
PICTURES = {picture.name: picture.height for page in PAGES.values() for picture in page.pictures}
FILES = [f"{language}/{name}.png" for language in LANGUAGES for name in PICTURES]
FIRST_PAGES = {
    **dict.fromkeys(["minh", "ngoc", "binh", "son", "van"], "staff"),
    **dict.fromkeys(["lan", "khoa", "hoa", "tuyet"], "officers"),
    "thu": "administrators",
}


@pytest.mark.parametrize("username", FIRST_PAGES)
def test_each_is_led_to_their_own_page(request, signed_in, username):
    answer = signed_in(request.getfixturevalue(username)).get(reverse("help_home"))
    assert (answer.status_code, answer.url) == (302, reverse("help_show", args=[FIRST_PAGES[username]]))


def test_another_readers_name_is_no_address(minh, signed_in):
    assert signed_in(minh).get("/help/nobody/").status_code == 404


def test_lan_finds_help_in_the_menu_of_every_page(lan, signed_in):
    page = signed_in(lan).get(reverse("home")).content.decode()
    menu = page.partition('<details class="usermenu">')[2].partition("</details>")[0]
    assert re.findall(rf'href="{reverse("help_home")}">([^<]+)', menu) == ["Trợ giúp"]


def test_thu_finds_help_on_the_pages_of_the_administration_too(thu, signed_in):
    page = signed_in(thu).get(reverse("admin:index")).content.decode()
    assert re.findall(rf'href="{reverse("help_home")}">([^<]+)', page) == ["Trợ giúp"]


@pytest.fixture(params=PAGES)
def page(request, thu, signed_in):
    """One page of help as it is sent."""
    return PAGES[request.param], signed_in(thu).get(reverse("help_show", args=[request.param])).content.decode()


def test_a_page_leads_to_the_others_and_to_each_of_its_topics(page):
    shown, html = page
    assert re.findall(r'href="/help/(\w+)/"', html) == list(PAGES)
    jumps = re.findall(r'<li><a href="#([\w-]+)"', html)
    assert jumps == [topic.slug for topic in shown.topics]
    assert re.findall(r'<section class="section topic" id="([\w-]+)"', html) == jumps


def test_the_pictures_of_a_page_stand_beside_their_topics_with_their_sizes(page):
    shown, html = page
    known = [(f"vi/{picture.name}.png", str(WIDTH), str(picture.height)) for picture in shown.pictures]
    found = re.findall(
        r'src="/static/help/([^"]+)" alt="Màn hình: [^"]+" width="(\d+)" height="(\d+)" loading="lazy"', html
    )
    assert found == known
    assert len(known) > 4


def test_a_page_is_light(page):
    assert len(compress(page[1].encode())) < 12_000


def test_the_pictures_speak_the_language_of_the_reader(lan, signed_in):
    client = signed_in(lan)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    html = client.get(reverse("help_show", args=["officers"])).content.decode()
    assert set(re.findall(r"/static/help/(\w+)/", html)) == {"en"}


@pytest.mark.parametrize("name", FILES)
def test_a_picture_is_there_small_and_of_the_size_the_page_says(name):
    content = (FOLDER / name).read_bytes()
    assert struct.unpack(">II", content[16:24]) == (WIDTH, PICTURES[name[3:-4]])  # the head of a PNG
    assert len(content) < 60_000


def test_all_pictures_together_are_under_a_megabyte():
    assert sum(path.stat().st_size for path in FOLDER.rglob("*.png")) < 1_000_000


def test_every_picture_that_is_taken_is_shown_and_no_other_lies_about():
    assert sorted(shot.name for shot in SHOTS) == sorted(PICTURES)
    assert sorted(str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.png")) == sorted(FILES)


def test_the_buttons_that_help_names_in_quotation_marks_are_words_of_the_portal():
    """A button that gets another name takes help with it."""
    written = "\n".join(path.read_text() for path in _sources())
    named = {
        words for page in PAGES.values() for topic in page.topics for step in topic.steps for words in _quoted(step)
    }
    assert {words for words in named if words not in written} == set()


def _quoted(step):
    return re.findall("“([^”]+)”", str(step))


def _sources():
    """Where screens get their words from; what stands in the help itself proves nothing."""
    for room in ("templates", "inspections", "accounts", "workflow", "ground", "portal", "reports", "locale/vi"):
        for path in (settings.BASE_DIR / room).rglob("*.*"):
            if path.suffix in (".html", ".py", ".po") and path.parent.name != "help":
                yield path
