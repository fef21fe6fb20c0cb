"""The check page: what anybody learns of a paper by its code, and the mark on its last page that leads there."""

import hashlib
import io
import re

import pdfplumber
import pikepdf
import pytest
import segno
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from inspections.models import StoredFile
from inspections.papers.acts import store_file
from reports.documents.issue.drafts import replace, start_draft
from reports.documents.issue.steps import publish, submit
from reports.documents.layout import lay_out
from reports.documents.press.render import pdf_of
from reports.documents.verification.codes import CODE_LETTERS, new_code, read_code
from reports.models import Document, PaperSettings
from tests.reports.issued import DAY, NOW, TODAY, issued_by
from tests.reports.sample_facts import sample
from tests.triggers import without_triggers

CODE = "7K3F-9QMD-2XBA-T4HW"
ADDRESS = f"https://danvan.example.gov.vn/check/{CODE}/"
MARK = {"check_code": CODE, "check_address": ADDRESS}
MADE = re.compile(r"M(\d+) (\d+)h(\d+)v1h-\d+z")


@pytest.fixture
def notice(inspection, minh, ngoc):
    """An issued notice of a Board that prints no code."""
    draft = start_draft("conclusion-notice", inspection, minh, DAY, today=TODAY)
    submit(draft, minh, now=NOW)
    return issued_by(ngoc, draft)


def look_up(code, **sent):
    address = reverse("document_check", args=[code])
    return Client().post(address, sent) if sent else Client().get(address)


# --- Codes -----------------------------------------------------------------------------------------------------------
def test_codes_are_long_readable_and_read_however_they_are_typed():
    codes = {new_code() for _each in range(50)}
    letters = "".join(codes).replace("-", "")
    assert (len(codes), len(letters), set(letters) - set(CODE_LETTERS)) == (50, 50 * 16, set())
    assert len(CODE_LETTERS) ** 16 >= 2**64
    assert set("01IO") & set(CODE_LETTERS) == set()
    for typed in (CODE, CODE.lower(), " 7k3f 9qmd2xba–t4hw "):
        assert read_code(typed) == CODE
    assert (read_code("aaaabbbbcccc"), read_code("a" * 9000)) == ("AAAA-BBBB-CCCC", "-".join(["AAAA"] * 10))


# --- The mark on the last page ----------------------------------------------------------------------------------------
def dark_modules(path):
    return {(int(x) + step, int(y)) for x, y, length in MADE.findall(path) for step in range(int(length))}


@pytest.mark.parametrize(
    ("kind", "rules"), [("conclusion-notice", "nd30"), ("figures-annex", "hd05"), ("plan", "hd36")]
)
def test_the_mark_stands_on_the_last_page_and_moves_nothing(kind, rules):
    facts = sample(kind, rules)
    bare, marked = lay_out(facts), lay_out({**facts, **MARK})
    matrix = segno.make(ADDRESS, error="m", micro=False, boost_error=False).matrix
    expected = {(x + 1, y + 1) for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark}
    assert (bare["check"], dark_modules(marked["check"]["path"])) == (None, expected)
    content = pdf_of(marked)
    *pages, last = lines_of(content)
    last.remove(f"Kiểm tra văn bản: danvan.example.gov.vn/check/{CODE}")
    assert [*pages, last] == lines_of(pdf_of(bare))
    assert height_over_the_edge(content) < 20  # mm: in the margin, below the text area
    structure_holds(content)


def lines_of(content):
    return [page.extract_text().splitlines() for page in PdfReader(io.BytesIO(content)).pages]


def height_over_the_edge(content):
    """Return how high the mark's line begins over the edge of its page, in mm."""
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        (word,) = [word for word in pdf.pages[-1].extract_words() if CODE in word["text"]]
        return (pdf.pages[-1].height - word["top"]) / 72 * 25.4


def structure_holds(content):
    """What PDF/A-2a asks for that can be looked up: its name, an intent of colours, tags, language, no picture for the
    mark, which has an alternative text. It is produced as PDF/A; nothing here validates it.
    """
    with pikepdf.open(io.BytesIO(content)) as pdf:
        root = pdf.Root
        xmp = root.Metadata.read_bytes().decode()
        assert ("pdfaid:part" in xmp, "Encrypt" in pdf.trailer) == (True, False)
        assert (bool(root.MarkInfo.Marked), str(root.Lang), len(root.OutputIntents)) == (True, "vi", 1)
        assert [name for name in ("/AA", "/OpenAction", "/AcroForm") if name in root] == []
        figures = [
            thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/Figure"
        ]
        assert [CODE in str(figure.Alt) for figure in figures][-1:] == [True]
        assert [each for page in pdf.pages for each in page.get_images()] == []
        assert pdf.check_pdf_syntax() == []


@pytest.mark.django_db
def test_who_prints_the_mark_is_the_bodys_choice_and_the_address_the_settings(inspection, minh, ngoc, settings):
    settings.SITE_URL = "https://danvan.example.gov.vn"
    body = inspection.campaign.inspecting_organization
    own = PaperSettings(organization=body)
    assert [own.prints_code_in(layout) for layout in ("party", "state")] == [False, True]
    assert own.prints_code_here is (body.system == "state")
    PaperSettings.objects.update_or_create(organization=body, defaults={"prints_code": True})
    draft = start_draft("conclusion-notice", inspection, minh, DAY, today=TODAY)
    submit(draft, minh, now=NOW)
    done = issued_by(ngoc, draft)
    assert (done.facts["check_code"], done.facts["check_address"]) == (
        done.check_code,
        f"https://danvan.example.gov.vn/check/{done.check_code}/",
    )
    assert f"danvan.example.gov.vn/check/{done.check_code}</p>" in done.html


# --- The page --------------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_only_a_published_paper_is_found_and_nothing_else_is_said(notice, minh, ngoc, inspection):
    page = look_up(notice.check_code)
    unknown = look_up("AAAA-AAAA-AAAA-AAAA")
    assert (page.status_code, unknown.status_code) == (404, 404)  # issued, and not published
    bare = [
        each.content.decode().replace(code, "")
        for each, code in ((page, notice.check_code), (unknown, "AAAA-AAAA-AAAA-AAAA"))
    ]
    assert bare[0] == bare[1]
    assert "mã này" in bare[0]
    publish(notice, minh, now=NOW)
    page = look_up(notice.check_code.lower().replace("-", ""))
    words = page.content.decode()
    assert (page.status_code, page["X-Robots-Tag"], page["Cache-Control"]) == (200, "noindex, nofollow", "no-store")
    assert "Set-Cookie" not in page
    shown = re.findall(r"<dd[^>]*>(.*?)</dd>", words, re.S)
    body = notice.issuing_organization.full_name_at(DAY)
    assert [re.sub(r"<[^>]+>", "", each) for each in shown] == [
        "Thông báo kết luận", notice.taken_number.printed, "20/05/2026", body, notice.check_code, notice.sha256,
    ]  # fmt: skip
    assert [secret for secret in (notice.about, inspection.reference, "Nguyễn") if secret in words] == []
    assert ("Có hiệu lực" in words, "đính chính" in words) == (True, False)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("how", "was_published", "status", "state"),
    [
        ("correction", True, 200, "Có hiệu lực, đã được đính chính"),
        ("replacement", True, 200, "Đã được thay thế"),
        ("replacement", False, 404, ""),
    ],
)
def test_a_corrected_and_a_replaced_paper_say_so(notice, minh, ngoc, how, was_published, status, state):
    if was_published:
        publish(notice, minh, now=NOW)
    newer = replace(notice, how, minh, DAY, today=TODAY)
    submit(newer, minh, now=NOW)
    issued_by(ngoc, newer)
    page = look_up(notice.check_code)
    assert (page.status_code, state in page.content.decode()) == (status, True)
    assert look_up(newer.check_code).status_code == 404


@pytest.mark.django_db
def test_an_internal_paper_and_one_without_a_code_are_never_found(notice, minh):
    publish(notice, minh, now=NOW)
    with without_triggers(Document):
        Document.objects.filter(pk=notice.pk).update(is_internal=True)
        assert look_up(notice.check_code).status_code == 404
        Document.objects.filter(pk=notice.pk).update(is_internal=False, check_code="")
    assert look_up("-").status_code == 404


@pytest.mark.django_db
def test_a_file_is_compared_by_its_hash_and_stored_nowhere(notice, minh, settings, django_assert_num_queries):
    publish(notice, minh, now=NOW)
    with default_storage.open(notice.pdf.key) as opened:
        content = opened.read()
    signed = store_file(b"%PDF-1.7 da ky", "ky.pdf", "application/pdf", StoredFile.Scan.CLEAN)
    with without_triggers(Document):
        Document.objects.filter(pk=notice.pk).update(signed_file=signed)
    before = StoredFile.objects.count()
    other = content[:-1] + bytes([content[-1] ^ 1])
    for sent, match in (
        (content, "issued"),
        (b"%PDF-1.7 da ky", "signed"),
        (other, "other"),
        (b"x" * 3_000_000, "other"),
    ):
        page = look_up(notice.check_code, file=SimpleUploadedFile("x.pdf", sent))
        assert (page.status_code, page.context["match"]) == (200, match)
        assert page.wsgi_request.FILES["file"].sha256 == hashlib.sha256(sent).hexdigest()
        assert not hasattr(page.wsgi_request.FILES["file"], "read")
    assert look_up(notice.check_code, file="").status_code == 422
    settings.UPLOAD_MAX_BYTES = 10
    assert "tối đa" in look_up(notice.check_code, file=SimpleUploadedFile("x.pdf", content)).context["fault"]
    assert StoredFile.objects.count() == before
    with django_assert_num_queries(1):
        assert look_up("AAAA", file=SimpleUploadedFile("x.pdf", content)).status_code == 404


@pytest.mark.django_db
def test_an_address_looks_up_so_many_codes_a_minute(settings):
    settings.CHECKS_PER_MINUTE = 2
    tries = [Client(REMOTE_ADDR=address).get(reverse("document_check", args=["AAAA"])) for address in
             ("10.9.8.7", "10.9.8.7", "10.9.8.7", "2001:db8::1", "2001:db8::2", "2001:db8::3", "10.9.8.6")]  # fmt: skip
    assert [each.status_code for each in tries] == [404, 404, 429, 404, 404, 429, 404]
    assert int(tries[2]["Retry-After"]) > 0


@pytest.mark.django_db
def test_the_form_leads_to_the_codes_own_address():
    address = reverse("document_check_form")
    assert Client().get(address).status_code == 200
    led = Client().get(address, {"code": " 7k3f9qmd 2xba t4hw"})
    assert (led.status_code, led["Location"]) == (302, reverse("document_check", args=[CODE]))
    assert Client().get(address, {"code": "-"}).status_code == 200
