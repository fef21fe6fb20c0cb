"""No page speaks two languages: what is not of the database is Vietnamese, or English once that is chosen."""

import json
import re
from collections import defaultdict

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models, transaction

from accounts.models import User
from inspections.findings.listings import list_findings
from inspections.models import Finding
from localities.models import LocalitySpell
from tests.conftest import browser_of
from tests.languages.crawl import ALL, pages_of

pytestmark = pytest.mark.one_database("postgresql")

ENGLISH_READERS = ["minh", "lan", "thu"]
VIETNAMESE = re.compile("[À-ÃÈ-ÊÌÍÒ-ÕÙÚÝà-ãè-êìíò-õùúýĂăĐđĨĩŨũƠơƯưẠ-ỹ]")
VIETNAMESE_PART = re.compile(rf"\S*{VIETNAMESE.pattern}(.*{VIETNAMESE.pattern})?\S*")
MARKS = " .,;:…“”\"'()[]›"
ENGLISH = re.compile(
    r"\b(Select|Save|Delete|History|Filter|Search|No|Change|Add|View|Home|Show|Hide|Choose|Remove|Please|Error|Success"
    r"|Today|Now|Yes|All|Any|Unknown|Password|User|Log|Back|Close|Page|Date|Time|Action|Actions|Currently|Required"
    r"|the|and|of|with|this|is|are|you|your|not|by|from|selected|results|result|total|here)\b"
)


@pytest.fixture(scope="module")
def english_pages(django_db_setup, django_db_blocker):
    """(reader, address) → Page: what readers of English see of the portal that none before has read."""
    kinds, found = set(), {}
    with django_db_blocker.unblock(), transaction.atomic():
        for name in ENGLISH_READERS:
            client = browser_of(User.objects.get(username=name))
            client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
            pages = pages_of(client, *ALL, kinds=kinds)
            found |= {(name, address): page for address, page in pages.items()}
        transaction.set_rollback(True)
    return without_papers(found)


def without_papers(pages):
    return {place: page for place, page in pages.items() if "/documents/" not in place[1]}


@pytest.fixture
def pages_in_vietnamese(vietnamese_pages):
    found = {(name, address): page for name, pages in vietnamese_pages.items() for address, page in pages.items()}
    return without_papers(found)


@pytest.fixture
def is_data(db, minh):
    """Whether Vietnamese words on a page are the database's own: names, texts, what papers say."""
    texts = [*_texts_of_the_database(), *(row.text for row in list_findings(list(Finding.objects.all()), minh))]
    written = {_plain(text) for text in texts if VIETNAMESE.search(text)}
    whole = "\n".join(written)
    parts = defaultdict(list)  # by first word, the longest first
    for text in sorted((text for text in written if not text.isalpha()), key=len, reverse=True):
        parts[text.split()[0].strip(MARKS)].append(text)
    units = "|".join(map(re.escape, LocalitySpell.objects.values_list("unit_type", flat=True).distinct()))

    def explains(text):
        pieces = re.split("[:;] ", text)  # of several names in a sentence each may be cut
        return known(text) or all(known(piece) for piece in pieces if VIETNAMESE.search(piece))

    def known(text):
        text = _plain(text)
        vietnamese = VIETNAMESE_PART.search(text)[0].strip(MARKS)
        if {text, vietnamese} & written or (" " in vietnamese and vietnamese in whole):
            return True
        heads = {word.strip(MARKS) for word in text.split()}
        for named in sorted((part for head in heads for part in parts.get(head, ())), key=len, reverse=True):
            text = text.replace(named, " ")
        return not VIETNAMESE.search(re.sub(rf"\b({units})\b", "", text))

    return explains


def _plain(text):
    return " ".join(text.split()).casefold()


def _texts_of_the_database():
    for model in apps.get_models():
        names = [f.attname for f in model._meta.fields if isinstance(f, models.CharField | models.TextField)]
        for row in model._default_manager.values_list(*names).iterator() if names else ():
            yield from (line for text in row if text for line in text.splitlines())
        for name in (f.attname for f in model._meta.fields if isinstance(f, models.JSONField)):
            for value in model._default_manager.values_list(name, flat=True).iterator():
                yield json.dumps(value, ensure_ascii=False)
                yield from _strings_in(value)


def _strings_in(value):
    if isinstance(value, str):
        yield from value.splitlines()
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _strings_in(part)


def left_over(pages, is_foreign):
    """Text → the first reader and page that say it."""
    said = {}
    for place, page in pages.items():
        for text in page.texts:
            said.setdefault(text, place)
    return {text: place for text, place in said.items() if is_foreign(text)}


def test_a_vietnamese_page_has_no_english_left(pages_in_vietnamese):
    assert left_over(pages_in_vietnamese, ENGLISH.search) == {}


def test_an_english_page_has_no_vietnamese_but_what_was_written_in_it(english_pages, is_data):
    assert left_over(english_pages, lambda text: VIETNAMESE.search(text) and not is_data(text)) == {}


def test_every_page_says_which_language_it_speaks(pages_in_vietnamese, english_pages):
    assert {page.lang for page in pages_in_vietnamese.values()} == {"vi"}
    assert {page.lang for page in english_pages.values()} == {"en"}
