"""What a draft's page and PDF are as they print, what is refused and how."""

import io
import re
import sys
from urllib.parse import unquote

import docx
import pytest
from django.urls import reverse

from inspections.papers.uploads.judge import TYPES
from reports.documents.issue.drafts import start_draft
from reports.documents.issue.printing import page_of, pdf_of, word_of
from reports.documents.issue.steps import submit
from reports.documents.layout import RULE_SETS, css_of
from reports.documents.press import render
from reports.models import Document
from tests.reports.issued import DAY, NOW, TODAY, issued_by
from workflow.models import AccessLog

ALL = ["document_print", "document_download", "document_word"]


@pytest.fixture
def minhs(signed_in, minh):
    return signed_in(minh)


@pytest.fixture
def draft(inspection, minh):
    return start_draft("conclusion-notice", inspection, minh, DAY, today=TODAY)


def address(name, draft):
    return reverse(name, args=[draft.pk])


def test_the_pdf_is_sent_as_what_it_is(minhs, draft):
    response = minhs.get(address("document_download", draft))
    kind = (response.status_code, response["Content-Type"], response["X-Content-Type-Options"])
    assert kind == (200, "application/pdf", "nosniff")
    assert response["Content-Disposition"] == (
        f'inline; filename="conclusion-notice-{draft.pk}.pdf"; '
        "filename*=UTF-8''Th%C3%B4ng%20b%C3%A1o%20k%E1%BA%BFt%20lu%E1%BA%ADn"
        "%20%28d%E1%BB%B1%20th%E1%BA%A3o%29.pdf"
    )
    assert response.content == pdf_of(draft, render.pdf_of)


def test_the_word_file_is_a_draft_until_the_paper_is_issued_and_then_names_the_pdf(minhs, minh, draft, ngoc):
    response = minhs.get(address("document_word", draft))
    assert (response["Content-Type"], response["X-Content-Type-Options"]) == (TYPES["docx"], "nosniff")
    assert f'attachment; filename="conclusion-notice-{draft.pk}.docx"' in response["Content-Disposition"]
    assert unquote(response["Content-Disposition"]).endswith("Thông báo kết luận (dự thảo).docx")
    assert (response.content, properties_of(response)) == (word_of(draft), (2, "Dự thảo lần 1, chưa có giá trị."))
    submit(draft, minh, now=NOW)
    issued_by(ngoc, draft)
    issued = minhs.get(address("document_word", draft))
    assert unquote(issued["Content-Disposition"]).endswith("(bản Word, không thay bản PDF).docx")
    assert properties_of(issued) == (0, "Văn bản có giá trị là bản PDF đã ban hành.")


def properties_of(response):
    """How many drafts' marks are in the file, and the first sentence of its note."""
    opened = docx.Document(io.BytesIO(response.content))
    marks = [each for each in opened.part.package.iter_parts() if each.partname == "/docProps/custom.xml"]
    marked = sum(name in each.blob.decode() for each in marks for name in ("danvan:van-ban", "danvan:o:about"))
    return marked, opened.core_properties.comments.split(". ")[0] + "."


def test_the_preview_is_the_page_that_the_pdf_is_made_of_with_a_bar_above_it(minhs, draft):
    response = minhs.get(address("document_print", draft))
    page = response.content.decode()
    assert [words in page for words in re.findall(r"<p[^>]*>[^<]+</p>", page_of(draft))].count(False) == 0
    assert (draft.get_absolute_url() in page, address("document_download", draft) in page) == (True, True)
    assert response["Content-Security-Policy"].count("unsafe") == 0


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "head"])
def test_a_draft_is_only_read_there(minhs, draft, name, method):
    assert getattr(minhs, method)(address(name, draft)).status_code == 405


@pytest.mark.parametrize("name", ALL)
def test_a_missing_rule_set_is_explained(minhs, draft, name):
    """Of a draft from before the rules that the portal knows."""
    Document.objects.filter(pk=draft.pk).update(facts={**draft.facts, "effective_on": "2018-04-02"})
    response = minhs.get(address(name, draft))
    message = "quy tắc trình bày văn bản của Đảng cho ngày 02/04/2018"
    assert (response.status_code, message in response.content.decode()) == (409, True)
    assert draft.get_absolute_url() in response.content.decode()


def test_a_browser_may_keep_the_style_sheet_of_a_rule_set(minhs, draft):
    page = minhs.get(address("document_print", draft)).content.decode()
    sheet = re.search(r'href="(/documents/styles/[^"]+)"', page)[1]
    response = minhs.get(sheet)
    kind = (response["Content-Type"], response["Cache-Control"])
    assert kind == ("text/css; charset=utf-8", "private, max-age=31536000, immutable")
    assert response.content.decode() == css_of(RULE_SETS["hd36"])
    assert minhs.get("/documents/styles/hd99.css").status_code == 404


def test_a_server_without_the_engine_says_what_it_lacks(minhs, draft, monkeypatch):
    """The import fails here as it does where the libraries are not installed; the page can be read all the same."""
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    response = minhs.get(address("document_download", draft))
    assert (response.status_code, "fonts-liberation2" in response.content.decode()) == (503, True)
    assert minhs.get(address("document_print", draft)).status_code == 200


def test_each_download_leaves_one_line_in_the_log_and_a_refusal_none(minhs, minh, draft):
    for name in ALL:
        minhs.get(address(name, draft))
    Document.objects.filter(pk=draft.pk).update(facts={**draft.facts, "effective_on": "2018-04-02"})
    for name in ALL:
        minhs.get(address(name, draft))
    rows = AccessLog.objects.filter(actor=minh, kind=AccessLog.Kind.DOWNLOADED)
    labels = ["Thông báo kết luận", "Thông báo kết luận (Word)"]
    assert ({row.subject for row in rows}, sorted(row.label for row in rows)) == ({draft}, labels)
