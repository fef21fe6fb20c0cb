"""A file once chosen isn't lost by an error in another field: it waits for its sender, is judged again, and goes."""

import json
from datetime import timedelta
from hashlib import sha256
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from ground.limits import WAITING_UPLOADS
from inspections.papers.uploads import pending
from portal.exchange.forms import SheetForm
from reports.documents.forms import FromWordForm
from reports.documents.models import Document
from reports.documents.signed_forms import CertificateForm, SignedCopyForm
from tests.inspections.attachments.typed_papers import NOTICE, REPORT, filled, step_page
from workflow.records import drafts

SHOWN = "Đang giữ tệp “Báo cáo.pdf”"


def waiting(user):
    folder = f"{pending.FOLDER}/{user.pk}"
    return sorted(default_storage.listdir(folder)[1]) if default_storage.exists(folder) else []


@pytest.fixture(autouse=True)
def nothing_waits(db):
    drafts.sweep(timezone.now() + timedelta(hours=25))


def attach_page(inspection):
    return step_page(inspection, "attach")


def notices_of(inspection):
    return [link.paper for link in inspection.paper_links.notices()]


@pytest.fixture
def refused(signed_in, minh, for_decision, today):
    """Minh's form, sent with a wrong date: its browser, and what is typed without the file."""
    browser = signed_in(minh)
    page = browser.post(attach_page(for_decision), filled(REPORT, today, dated_on="31/02/2026"))
    assert list(page.context["form"].errors) == ["dated_on"]
    assert SHOWN in page.content.decode()
    token = page.context["form"]["waiting_file"].value()
    assert waiting(minh) == [token]
    return browser, {**filled(REPORT, today, file=None), "waiting_file": token}


def test_the_file_is_shown_by_name_and_taken_with_the_corrected_form(refused, minh, for_decision):
    browser, typed = refused
    assert browser.post(attach_page(for_decision), {**typed, "number": "x" * 61}).context["form"].errors.keys() == {
        "number"
    }
    assert (waiting(minh), notices_of(for_decision)) == ([typed["waiting_file"]], [])
    assert browser.post(attach_page(for_decision), typed).status_code == 302
    (paper,) = notices_of(for_decision)
    assert (paper.file.original_name, paper.file.sha256) == ("Báo cáo.pdf", sha256(REPORT).hexdigest())
    assert waiting(minh) == []


def test_it_can_be_dropped_or_replaced(refused, minh, for_decision, today):
    browser, typed = refused
    page = browser.post(attach_page(for_decision), {**typed, "drop_file": "on"})
    assert (page.context["form"].errors, waiting(minh)) == ({"file": ["Chọn tệp."]}, [])
    page = browser.post(attach_page(for_decision), filled(REPORT, today, number="x" * 61))
    typed["waiting_file"] = page.context["form"]["waiting_file"].value()
    other = SimpleUploadedFile("khac.pdf", NOTICE)
    assert browser.post(attach_page(for_decision), {**typed, "file": other}).status_code == 302
    assert ([paper.file.original_name for paper in notices_of(for_decision)], waiting(minh)) == (["khac.pdf"], [])


def test_nobody_else_finds_it_and_no_path_is_a_token(refused, signed_in, minh, ngoc, for_decision):
    _browser, typed = refused
    page = signed_in(ngoc).post(attach_page(for_decision), typed)
    assert page.context["form"].errors == {"file": ["Chọn tệp."]}
    for token in ("../1/x", str(uuid4()), ""):
        page = signed_in(minh).post(attach_page(for_decision), {**typed, "waiting_file": token})
        assert page.context["form"].errors == {"file": ["Chọn tệp."]}
    assert waiting(minh) == [typed["waiting_file"]]


@pytest.mark.parametrize(
    "changed",
    [{"is_not_secret": None}, {"file": SimpleUploadedFile("anh.pdf", b"\xff\xd8\xff"), "number": "x" * 61}],
    ids=["not said to be open", "refused itself"],
)
def test_a_file_that_may_be_secret_or_is_refused_is_not_stored(signed_in, minh, for_decision, today, changed):
    page = signed_in(minh).post(attach_page(for_decision), filled(REPORT, today, **changed))
    assert "Trang không giữ tệp đã chọn: chọn lại tệp." in page.context["form"].errors["file"]
    assert waiting(minh) == []


def test_the_latest_stay_until_tomorrow(minh, hoa):
    tokens = [pending.keep(minh.pk, f"{n}.pdf", b"x") for n in range(WAITING_UPLOADS + 1)]
    assert (len(waiting(minh)), pending.find(minh.pk, tokens[-1]).name) == (WAITING_UPLOADS, f"{WAITING_UPLOADS}.pdf")
    pending.keep(hoa.pk, "a.pdf", b"x")
    drafts.sweep(timezone.now())
    assert (len(waiting(minh)), len(waiting(hoa))) == (WAITING_UPLOADS, 1)
    drafts.sweep(timezone.now() + timedelta(hours=25))
    assert (waiting(minh), waiting(hoa)) == ([], [])


def test_every_form_names_the_largest_size_for_the_script(signed_in, minh, for_decision, settings):
    form = signed_in(minh).get(attach_page(for_decision)).context["form"]
    signed_copy = SignedCopyForm(document=Document(), account=1, asks_reason=False)
    for each in (form, SheetForm(account=1, rating=None), signed_copy, FromWordForm(account=1), CertificateForm()):
        widget = each.fields["file"].widget
        assert widget.attrs["data-max-bytes"] == str(settings.UPLOAD_MAX_BYTES)
        assert "{name}" in json.loads(widget.attrs["data-words"])["large"]
