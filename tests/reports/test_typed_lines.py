"""The lines that somebody typed stay lines: a paragraph each in a paper, kept by the page."""

import pytest

from inspections.models import Finding
from reports.documents.compose import kind_of
from reports.documents.layout import lay_out
from tests.composed_papers import draft_facts

pytestmark = pytest.mark.django_db
TYPED = "Kết quả như sau:\n- Một là, ban hành kế hoạch;\r\n\n- Hai là, đối thoại."
LINES = ["Kết quả như sau:", "- Một là, ban hành kế hoạch;", "- Hai là, đối thoại."]


def paragraphs(sheet):
    passages = [each for section in sheet["sections"] for each in (section, *section.get("parts", []))]
    return [text for passage in passages for text in passage["paragraphs"]]


@pytest.fixture
def finding(case):
    row = case.findings.filter(kind=Finding.Kind.STRENGTH, is_internal=False).first()
    row.text = TYPED
    row.save(update_fields=["text"])
    return row


@pytest.mark.parametrize("kind", ["conclusion-notice", "result-report"])
def test_each_typed_line_is_a_paragraph_of_the_paper(case, finding, kind):
    printed = paragraphs(lay_out(draft_facts(kind_of(kind), case)))
    begin = next(n for n, text in enumerate(printed) if text == f"(1) {LINES[0]}")
    assert printed[begin + 1] == LINES[1]
    assert printed[begin + 2].startswith(LINES[2].rstrip("."))


def test_the_page_keeps_the_lines(signed_in, minh, case, finding):
    page = signed_in(minh).get(f"/inspections/{case.reference}/").content.decode()
    assert '<p class="typed">Kết quả như sau:\n- Một là' in page.replace("\r", "")


def test_text_copied_from_word_is_stored_without_boxes(finding):
    finding.text = "\uf0b7 Một\x0bhai\u2028ba\x07"
    finding.save()
    finding.refresh_from_db()
    assert (finding.text, "hai" in finding.search_text.split()) == ("- Một\nhai\nba", True)
