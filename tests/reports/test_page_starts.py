"""The preview marks where the pages begin, where the PDF really breaks."""

import re

import pytest

from reports.documents.layout import lay_out
from reports.documents.press.page_starts import marked, numbered, starts_in
from reports.documents.press.render import html_of, preview_of

MARKED = re.compile(r'<(\w+) data-page="(\d+)"|data-page-within="(\d+)"')


def test_blocks_are_numbered_but_for_the_heads_of_tables_that_repeat():
    html = "<p>a</p><table><thead><tr><th>b</th></tr></thead><tr class='c'><td>d</td></tr></table><pre>e</pre>"
    assert numbered(html) == html.replace("<p>", '<p data-block="1">').replace("<tr class", '<tr data-block="2" class')


def test_a_block_that_goes_on_is_told_from_one_that_begins():
    assert starts_in([[1, 2], [2, 3], [4], []]) == [(2, 2, True), (3, 4, False)]
    assert starts_in([]) == []


def test_marks_stand_on_their_blocks_and_numbers_go():
    page = numbered("<p>a</p><p>b</p><p>c</p>")
    assert marked(page, [(2, 2, True), (3, 3, False)]) == (
        '<p>a</p><p data-page-within="2">b</p><p data-page="3">c</p>'
    )


@pytest.mark.django_db
def test_the_preview_marks_every_page_of_the_pdf(two_pages, page_texts):
    sheet = lay_out(two_pages)
    page = preview_of(sheet)
    found = MARKED.findall(page)
    assert [int(begins or within) for _tag, begins, within in found] == list(range(2, len(page_texts(two_pages)) + 1))
    assert re.sub(r' data-page(-within)?="\d+"', "", page) == html_of(sheet)
