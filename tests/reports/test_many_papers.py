"""One kind of paper for all bodies of a campaign: drafted and printed in the background, loaded as one file."""

import io
import zipfile
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_q.models import OrmQ
from django_q.signing import SignedPackage
from pypdf import PdfReader

from inspections.models import Campaign, Inspection
from reports.documents.issue.drafts import set_paper
from reports.documents.issue.issuing import issued_bytes
from reports.documents.press import printed
from reports.models import Document
from tests.standing import standing
from workflow.jobs import batches
from workflow.models import AccessLog, Batch

pytestmark = pytest.mark.django_db
KIND, NOTICE = "schedule-letter", "conclusion-notice"


@pytest.fixture
def campaign(db):
    """Of three inspections, without papers that were sent out."""
    rows = Inspection.objects.filter(campaign__code="DVCQ2026").order_by("reference")
    Document.objects.filter(inspection__in=rows, kind__in=[KIND, NOTICE], pdf=None).delete()
    printed.store().clear()
    for row in rows:
        standing(row, "cancelled")
    for row in rows[:3]:
        standing(row, "drafting")
    return Campaign.objects.get(code="DVCQ2026")


@pytest.fixture
def staff(signed_in, minh):
    return signed_in(minh)


@pytest.fixture
def begin(staff, campaign, django_capture_on_commit_callbacks):
    """`begin(kind)` presses the button."""

    def press(kind=KIND):
        with django_capture_on_commit_callbacks(execute=True):
            return staff.post(reverse("document_many", args=[campaign.code]), {"kind": kind})

    return press


def work_off():
    """Run the queued jobs as workers do: the last that was queued first, because any order will do."""
    for task in OrmQ.objects.order_by("-pk"):
        batches.run(*SignedPackage.loads(task.payload)["args"])
        task.delete()


def address(name, campaign, kind=KIND, more=""):
    return f"{reverse(name, args=[campaign.code])}?kind={kind}{more}"


def counts(staff, campaign, kind=KIND):
    page = staff.get(address("document_many", campaign, kind)).context
    return len(page["ready"]), len(page["can"]), len(page["cannot"])


def files_of(answer):
    with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_minh_drafts_letters_for_all_and_loads_them_as_one_file(campaign, staff, begin):
    assert counts(staff, campaign) == (0, 3, 0)
    answers = [begin(), begin()]  # a double click
    batch = Batch.objects.get(kind="reports.draft_many")
    assert [each.url for each in answers] == [reverse("batch_show", args=[batch.pk])] * 2
    assert OrmQ.objects.count() == 3  # each a job of its own, for as many workers as there are
    work_off()
    batch.refresh_from_db()
    assert (batch.finished_at is not None, set(batch.items.values_list("message", flat=True))) == (
        True,
        {"Đã lập dự thảo và in."},
    )
    assert counts(staff, campaign) == (3, 0, 0)

    found = files_of(staff.get(address("document_many_zip", campaign)))
    pdfs = {name: content for name, content in found.items() if name.endswith(".pdf")}
    first = Inspection.objects.filter(campaign=campaign, state="drafting").order_by("reference")[0]
    name = first.subject_organization.full_name_at(campaign.day)
    assert (len(pdfs), f"001 {name} ({first.reference}).pdf" in pdfs) == (3, True)
    [listed] = [content.decode("utf-8-sig").splitlines() for name, content in found.items() if name not in pdfs]
    assert (len(listed), first.reference in listed[1]) == (4, True)

    pages = [len(PdfReader(io.BytesIO(pdf)).pages) for pdf in pdfs.values()]
    whole, two_sided = (
        len(PdfReader(io.BytesIO(staff.get(address("document_many_pdf", campaign, more=more)).content)).pages)
        for more in ("", "&two-sided=1")
    )
    assert (whole, two_sided) == (sum(pages), sum(n + n % 2 for n in pages))
    assert AccessLog.objects.filter(kind="exported", label__contains=campaign.code).count() == 3


def test_a_draft_that_changed_is_left_out_until_it_is_printed_again(campaign, staff, begin, minh):
    begin()
    work_off()
    changed = Document.objects.filter(kind=KIND, inspection__state="drafting").order_by("pk").first()
    set_paper(changed, minh, changed.revision, date(2026, 12, 24), None)
    assert counts(staff, campaign) == (2, 1, 0)
    found = files_of(staff.get(address("document_many_zip", campaign)))
    listed = next(content for name, content in found.items() if name.endswith(".csv")).decode()
    assert (len(found), listed.count("đã đổi sau khi in")) == (3, 1)
    begin()
    work_off()
    assert counts(staff, campaign) == (3, 0, 0)
    assert Document.objects.filter(kind=KIND, inspection__state="drafting").count() == 3  # none was drafted twice
    assert "Không còn văn bản nào phải lập hay in." in staff.get(begin().url).content.decode()


def test_one_that_can_not_be_drafted_any_more_says_why_and_the_others_are(campaign, staff, begin):
    begin(NOTICE)
    late = Inspection.objects.filter(campaign=campaign, state="drafting").order_by("reference")[1]
    standing(late, "closed")
    work_off()
    batch = Batch.objects.get(kind="reports.draft_many")
    assert sorted(batch.items.values_list("state", flat=True)) == ["done", "done", "refused"]
    assert "không lập văn bản này nữa" in batch.items.get(key=str(late.pk)).message
    assert counts(staff, campaign, NOTICE) == (2, 0, 1)


def test_what_is_issued_goes_in_as_it_was_issued(staff, db):
    rows = Document.objects.filter(inspection__isnull=False, session=None, pdf__isnull=False)
    issued = rows.exclude(state="replaced").exclude(kind="minutes").first()
    found = files_of(staff.get(address("document_many_zip", issued.inspection.campaign, issued.kind)))
    [pdf] = [content for name, content in found.items() if issued.inspection.reference in name]
    assert pdf == issued_bytes(issued)


def test_the_page_costs_the_same_for_few_and_many(campaign, staff):
    def cost():
        with CaptureQueriesContext(connection) as captured:
            staff.get(address("document_many", campaign, "reminder-letter"))
        return len(captured)

    others = list(Inspection.objects.filter(campaign=campaign, state="cancelled"))
    standing(others[0], "followed_up")
    few = cost()
    for row in others[1:]:
        standing(row, "followed_up")
    assert (few, cost()) == (9, 9)
