"""The figures of a whole campaign are printed and issued in the background, part by part, under a number reserved
before all else; a job that is killed goes on.
"""

import io
import zipfile
from datetime import date

import pdfplumber
import pytest
from django.urls import reverse
from django.utils import timezone
from django_q.models import OrmQ, Task
from django_q.signing import SignedPackage

from inspections.models import Campaign
from inspections.papers.uploads.judge import TYPES
from reports.documents.issue.background import work_on
from reports.documents.issue.drafts import start_draft
from reports.documents.issue.from_word import compare
from reports.documents.issue.issuing import issued_bytes
from reports.documents.issue.printing import sheet_of
from reports.documents.issue.steps import send_back, submit
from reports.documents.layout import parts
from reports.documents.press import printed, render
from reports.documents.word.reading import read
from reports.models import Document, TakenNumber
from workflow.jobs import batches
from workflow.models import Batch, BatchItem, Event

DAY = date(2026, 5, 20)
LOADED = "document_download"
NOBODY = "Chưa có tiến trình xử lý nào chạy"


@pytest.fixture
def annex(db, minh, monkeypatch):
    """Submitted for issue; two parts of few pages."""
    monkeypatch.setattr(parts, "BOXES_A_PART", 700)
    document = start_draft("campaign-figures", Campaign.objects.get(code="DVCQ2026"), minh, DAY, today=DAY)
    submit(document, minh)
    assert len(sheet_of(document)["parts"]) == 2
    return document


@pytest.fixture
def sent(signed_in, django_capture_on_commit_callbacks):
    """(user, address, what is typed) → the answer to a POST, after its transaction."""

    def post(user, address, **typed):
        with django_capture_on_commit_callbacks(execute=True):
            return signed_in(user).post(address, typed)

    return post


def issue_page(document):
    return reverse("document_step", args=[document.pk, "issue"])


def confirmed(**typed):
    return {"issued_on": "20/5/2026", "warned_day": "20/5/2026", "is_confirmed": "on", **typed}


def work_off(most=20):
    """Run the queued jobs as the worker does, one after the other."""
    for _job in range(most):
        task = OrmQ.objects.order_by("pk").first()
        if task is None:
            return
        batches.run(*SignedPackage.loads(task.payload)["args"])
        task.delete()


def standing_of(batch):
    return list(batch.items.order_by("pk").values_list("key", "state"))


def test_its_number_is_reserved_its_parts_are_printed_and_then_it_is_issued(annex, ngoc, sent, signed_in):
    begun = sent(ngoc, issue_page(annex), **confirmed(n="9"))
    batch = Batch.objects.get(kind="reports.issue")
    annex.refresh_from_db()
    assert (begun.status_code, begun["Location"]) == (302, reverse("batch_show", args=[batch.pk]))
    assert (annex.is_being_issued, annex.taken_number.n, annex.pdf) == (True, 9, None)
    page = signed_in(ngoc).get(issue_page(annex)).content.decode()
    assert (f"/batches/{batch.pk}/" in page, "dừng giữa chừng" in page, NOBODY in page) == (True, False, True)
    again = sent(ngoc, issue_page(annex), **confirmed())
    assert (again["Location"], Batch.objects.count()) == (begun["Location"], 1)

    work_off(1)
    first = BatchItem.objects.filter(batch=batch, key="1")
    assert standing_of(batch) == [("1", "done"), ("2", "waiting"), ("issue", "waiting")]
    first.update(state="waiting")  # as if the job had been killed before it could write so
    work_off()
    assert standing_of(batch) == [("1", "done"), ("2", "done"), ("issue", "done")]
    annex.refresh_from_db()
    assert (annex.state, annex.taken_number.n, annex.taken_number.use) == ("issued", 9, "used")
    assert issued_bytes(annex) == render.pdf_apart(sheet_of(annex))
    last = BatchItem.objects.filter(batch=batch, key="issue")
    last.update(state="waiting")  # killed after the document was issued
    batches.run(batch.pk, [last.get().pk])
    assert (last.get().state, Event.objects.about(annex).filter(act="issue").count()) == ("done", 1)


def test_sent_back_while_it_is_printed_it_is_not_issued_and_keeps_its_number(annex, ngoc, sent):
    sent(ngoc, issue_page(annex), **confirmed(n="9"))
    work_off(1)
    send_back(Document.objects.get(pk=annex.pk), ngoc, "Còn thiếu một xã")
    work_off()
    batch = Batch.objects.get(kind="reports.issue")
    assert standing_of(batch) == [("1", "done"), ("2", "refused"), ("issue", "refused")]
    assert batch.items.get(key="2").message == "Văn bản đã được trả lại, hoặc đã ban hành."
    annex.refresh_from_db()
    assert (annex.state, annex.pdf, TakenNumber.objects.get(document=annex).use) == ("draft", None, "reserved")


def test_an_issue_that_could_not_print_goes_on_from_its_page_with_the_parts_it_has(annex, ngoc, sent, settings):
    printed.store().clear()  # of parts that other tests have printed
    sent(ngoc, issue_page(annex), **confirmed(n="9"))
    work_off(1)
    usual, settings.PDF_SECONDS = settings.PDF_SECONDS, 0.01
    work_off()
    settings.PDF_SECONDS = usual
    stopped = Batch.objects.get()
    assert standing_of(stopped) == [("1", "done"), ("2", "refused"), ("issue", "refused")]
    before = printed.parts_so_far(sheet_of(Document.objects.get(pk=annex.pk)))
    sent(ngoc, issue_page(annex), **confirmed())
    assert (len(before), Batch.objects.count()) == (1, 2)
    work_off()
    annex.refresh_from_db()
    assert (annex.state, annex.taken_number.n) == ("issued", 9)


def test_a_draft_is_previewed_by_parts_and_its_pdf_is_made_in_the_background(annex, minh, ngoc, sent, signed_in):
    reader, download = signed_in(minh), reverse("document_download", args=[annex.pk])
    previews = [reader.get(reverse("document_print", args=[annex.pk]), {"part": n}) for n in ("x", "7")]
    pages = [answer.content.decode() for answer in previews]
    assert [f"Đây là phần {n}:" in page for n, page in enumerate(pages, start=1)] == [True, True]
    titles = [f"phần {n}/2</title>" in page for n, page in enumerate(pages, start=1)]
    assert (titles, ['data-page="2"' in page for page in pages]) == ([True, True], [True, True])
    assert ("2 phần" in reader.get(download).content.decode(), Batch.objects.count()) == (True, 0)

    begun = sent(minh, reverse("document_print_parts", args=[annex.pk]))
    batch = Batch.objects.get()
    assert (begun["Location"], work_on(annex)) == (reverse("batch_show", args=[batch.pk]), batch)
    seen = [signed_in(who).get(download).content.decode() for who in (minh, ngoc)]
    assert [f"/batches/{batch.pk}/" in page for page in seen] == [True, False]
    assert [NOBODY in page for page in seen] == [True, True]
    now = timezone.now()
    Task.objects.create(id="1", name="n", func="f", started=now, stopped=now, success=True)
    assert NOBODY not in reader.get(download).content.decode()
    work_off()
    answer = reader.get(download)
    assert (answer["Content-Type"], standing_of(batch)) == ("application/zip", [("1", "done"), ("2", "done")])
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        files = [archive.read(name) for name in archive.namelist()]
    drafts = [pdfplumber.open(io.BytesIO(file)).pages[0].extract_text() for file in files]
    assert ["Phần 1/2" in drafts[0], "Phần 2/2" in drafts[1]] == [True, True]


def test_its_word_file_is_one_and_comes_back_as_it_went(annex, minh, ngoc, signed_in):
    """Found by the draft's page, its bar above the preview and the page of its parts."""
    printed.store().clear()  # of parts that other tests have printed
    address = reverse("document_word", args=[annex.pk])
    pages = [annex.get_absolute_url(), *(reverse(name, args=[annex.pk]) for name in ("document_print", LOADED))]
    minhs = signed_in(minh)
    assert [f'href="{address}"' in minhs.get(page).content.decode() for page in pages] == [True] * 3
    send_back(annex, ngoc, "Còn thiếu một xã")
    answer = minhs.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, TYPES["docx"])
    returned = compare(annex, read(answer.content))
    assert (returned.slots, returned.before) == ([], returned.outside)


def test_where_the_engine_is_missing_the_part_says_what_the_server_lacks(annex, ngoc, sent, tmp_path, monkeypatch):
    """As where the libraries are not installed: the job's printing process finds an engine that can't be loaded."""
    printed.store().clear()
    (tmp_path / "weasyprint.py").write_text("raise ImportError")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    sent(ngoc, issue_page(annex), **confirmed(n="9"))
    work_off()
    first = BatchItem.objects.get(key="1")
    assert (first.state, "fonts-liberation2" in first.message) == ("refused", True)


def test_a_paper_of_one_file_has_no_parts_to_print(inspection, minh, sent):
    document = start_draft("conclusion-notice", inspection, minh, DAY, today=timezone.localdate())
    assert sent(minh, reverse("document_print_parts", args=[document.pk])).status_code == 409
