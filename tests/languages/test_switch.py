"""Vietnamese for everybody until somebody chooses English; papers stay Vietnamese for all."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.views.defaults import server_error

from reports.models import Document
from tests.languages.crawl import Page

CASE = reverse("inspection_show", args=["DVCQ2019-806"])
NOTICE = ["DVCQ2019-806", "conclusion-notice"]


def heading(response):
    return " ".join(re.search(r"<h1>(.*?)</h1>", response.content.decode(), re.DOTALL)[1].split())


@pytest.fixture
def minhs_browser(minh, signed_in):
    return signed_in(minh)


def choose(client, language):
    return client.post(reverse("set_language"), {"language": language, "next": CASE})


def test_the_portal_speaks_vietnamese_at_first(minhs_browser):
    response = minhs_browser.get(CASE)
    assert (heading(response), response.headers["Content-Language"]) == ("Kiểm tra UBND huyện Cần Đước", "vi")


def test_what_the_browser_prefers_changes_nothing(minhs_browser):
    plain = Page(minhs_browser.get(CASE).content.decode())
    english = Page(minhs_browser.get(CASE, headers={"accept-language": "en-US,en;q=0.9"}).content.decode())
    assert (english.lang, english.texts) == ("vi", plain.texts)


def test_choosing_english_leads_back_and_holds_for_later_pages(minhs_browser):
    response = choose(minhs_browser, "en")
    assert (response.status_code, response.url) == (302, CASE)
    assert minhs_browser.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"
    page = minhs_browser.get(CASE)
    assert (heading(page), page.headers["Content-Language"]) == ("Inspection of UBND huyện Cần Đước", "en")
    assert Page(page.content.decode()).lang == "en"


def test_choosing_vietnamese_again_leads_back(minhs_browser):
    choose(minhs_browser, "en")
    choose(minhs_browser, "vi")
    assert heading(minhs_browser.get(CASE)) == "Kiểm tra UBND huyện Cần Đước"


@pytest.mark.parametrize("language", ["fr", "none", ""])
def test_a_language_the_portal_has_not_leaves_it_vietnamese(minhs_browser, language):
    choose(minhs_browser, language)
    assert heading(minhs_browser.get(CASE)) == "Kiểm tra UBND huyện Cần Đước"


def test_looking_at_the_address_of_the_switch_chooses_nothing(minhs_browser):
    minhs_browser.get(reverse("set_language"), {"language": "en"})
    assert settings.LANGUAGE_COOKIE_NAME not in minhs_browser.cookies


def test_a_stranger_chooses_before_signing_in(db):
    browser = Client()
    assert heading(browser.get(reverse("sign_in"))) == "Đăng nhập"
    browser.post(reverse("set_language"), {"language": "en", "next": reverse("sign_in")})
    assert heading(browser.get(reverse("sign_in"))) == "Sign in"


def test_the_switch_sends_nobody_to_another_site(minhs_browser):
    response = minhs_browser.post(reverse("set_language"), {"language": "en", "next": "https://elsewhere.example/"})
    assert response.url == "/"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_days_are_written_day_first(reading, minh, language):
    texts = Page(reading(minh, language).get(CASE).content.decode()).texts
    words = {"vi": "buổi làm việc 30/10/2019", "en": "session on 30/10/2019"}[language]
    assert [text for text in texts if text.endswith(words)] == [f"· {words}"]


def test_one_and_many_are_told_apart_in_english(reading, minh, lan):
    own, all_of_them = (
        Page(reading(reader, "en").get(reverse("campaign_show", args=["DVCQ2026"])).content.decode()).texts
        for reader in (lan, minh)
    )
    assert [set(re.findall(r"\d+ bod(?:y|ies)", " ".join(texts))) for texts in (own, all_of_them)] == [
        {"1 body"},
        {"12 bodies"},
    ]


def test_the_admin_names_one_record_and_a_list_of_them(reading, thu):
    browser = reading(thu, "en")
    assert "Organizations" in Page(browser.get(reverse("admin:index")).content.decode()).texts
    assert heading(browser.get(reverse("admin:accounts_organization_changelist"))) == "Select organization to change"


@pytest.fixture
def draft(minh):
    """Of the demo: Minh reads it inside."""
    return Document.objects.filter(state="draft", inspection__isnull=False).earliest("pk")


def test_the_paper_is_the_same_whoever_reads_it(reading, minh, draft):
    address = reverse("document_print", args=[draft.pk])
    pages = {language: reading(minh, language).get(address).content.decode() for language in ("vi", "en")}
    paragraphs = {language: re.findall(r"<p[ >].*?</p>", page, re.DOTALL) for language, page in pages.items()}
    assert paragraphs["vi"] == paragraphs["en"] != []


def test_the_pdf_is_the_same_whoever_reads_it(reading, minh, draft):
    address = reverse("document_download", args=[draft.pk])
    assert reading(minh, "vi").get(address).content == reading(minh, "en").get(address).content


def test_why_no_paper_can_be_made_is_said_in_the_readers_language(reading, minh, draft):
    Document.objects.filter(pk=draft.pk).update(facts={**draft.facts, "effective_on": "2018-04-02"})
    address = reverse("document_print", args=[draft.pk])
    reasons = {language: _reason(reading(minh, language).get(address)) for language in ("vi", "en")}
    assert reasons["vi"].startswith("Cổng chưa có quy tắc")
    assert reasons["en"] not in ("", reasons["vi"])


def _reason(response):
    return re.search(r'class="title">.*?</p>\s*<p>(.*?)</p>', response.content.decode(), re.DOTALL)[1]


@pytest.mark.parametrize("address", ["/", CASE, "/admin/", "/khong-co-trang-nay/"])
def test_every_page_offers_both_languages(minhs_browser, address):
    assert _offered(minhs_browser.get(address)) == ["vi", "en"]


def test_the_page_of_a_failure_offers_both_languages_too(rf):
    assert _offered(server_error(rf.get("/"))) == ["vi", "en"]


def _offered(response):
    return re.findall(r'name="language" value="(\w+)"', response.content.decode())


def test_a_page_that_does_not_exist_is_where_the_switch_leads_back_to(minhs_browser):
    """It is the same for every address, so its form can't name one; and it holds no token."""
    strict = Client(enforce_csrf_checks=True)
    response = strict.post(reverse("set_language"), {"language": "en"}, headers={"referer": "http://testserver/no/"})
    assert (response.status_code, response.url) == (302, "http://testserver/no/")
