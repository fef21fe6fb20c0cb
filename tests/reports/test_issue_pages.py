"""The pages on which a paper is numbered, issued, signed, published, corrected: who gets them, and what they do."""

import sys
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from reports.documents.issue import issuing
from reports.documents.issue.drafts import start_draft
from reports.documents.issue.steps import publish, submit
from reports.documents.registers.acts import reserve
from reports.models import Document, TakenNumber, Term
from tests.inspections.papers.made_files import pdf
from tests.reports.issued import DAY, SERIES, TODAY, issued_by

CAST = ["minh", "ngoc", "binh", "son", "lan", "hoa"]
# Page and the paper's state: which status each of the cast gets. The paper is the notice, which the leader issues.
PAGES = """
document_number          draft      200 200 403 403 404 404
document_step/submit     draft      200 403 200 200 404 404
document_number          submitted  200 200 403 403 404 404
document_step/send_back  submitted  403 200 403 403 404 404
document_step/issue      submitted  403 200 403 403 404 404
document_step/sign       issued     200 200 403 403 404 404
document_step/publish    issued     200 200 403 403 404 404
document_replace         issued     200 200 200 200 404 404
document_number          issued     403 403 403 403 404 404
document_replace         published  200 200 200 200 404 404
document_step/publish    published  409 409 403 403 404 404
document_show            draft      200 200 200 200 404 404
document_show            issued     200 200 200 200 404 404
document_show            published  200 200 200 200 200 404
document_print           published  200 200 200 200 404 404
document_download        published  200 200 200 200 200 404
"""


@pytest.fixture
def people(request):
    return {name: request.getfixturevalue(name) for name in CAST}


def paper_in(state, inspection, people):
    document = start_draft("conclusion-notice", inspection, people["minh"], DAY, today=TODAY)
    if state != "draft":
        submit(document, people["minh"])
    if state in ("issued", "published"):
        issuing.issue(document, people["ngoc"], DAY, press=lambda sheet: pdf())
    if state == "published":
        publish(document, people["minh"])
    return document


@pytest.mark.parametrize("state", ["draft", "submitted", "issued", "published"])
def test_each_gets_the_pages_that_are_theirs(inspection, people, signed_in, state):
    document = paper_in(state, inspection, people)
    lines = [line.split() for line in PAGES.strip().splitlines()]
    for page, of_state, *statuses in lines:
        if of_state == state:
            name, _slash, step = page.partition("/")
            address = reverse(name, args=[document.pk, *([step] if step else [])])
            answers = [str(signed_in(people[who]).get(address).status_code) for who in CAST]
            assert (page, answers) == (page, statuses)


UNDERSTOOD = "Xem lại rồi đánh dấu: việc này không hoàn tác được."


def confirmed(**typed):
    return {"issued_on": "20/5/2026", "warned_day": "20/5/2026", "is_confirmed": "on", **typed}


def test_the_first_paper_of_a_term_opens_its_register_on_the_same_page(inspection, people, signed_in):
    Term.objects.filter(organization=inspection.campaign.inspecting_organization).delete()
    document = paper_in("submitted", inspection, people)
    address, browser = reverse("document_step", args=[document.pk, "issue"]), signed_in(people["ngoc"])
    page = browser.get(address).content.decode()
    assert ("2025–2030" in page, "disabled" in page) == (True, False)
    late = browser.post(address, confirmed(term_name="2025–2030", term_starts_on="1/6/2026"))
    assert (late.status_code, "Nhiệm kỳ bắt đầu sau ngày ban hành." in late.content.decode()) == (422, True)
    assert browser.post(address, confirmed(term_name="Khóa XII", term_starts_on="2/10/2025")).status_code == 302
    document.refresh_from_db()
    assert (document.state, document.taken_number.printed) == ("issued", "01-TB/BTGDVTU")
    assert document.taken_number.register.series == Term.objects.get(starts_on=date(2025, 10, 2)).name == "Khóa XII"


def test_who_doesnt_work_for_the_body_reads_where_the_term_is_recorded(inspection, people, signed_in):
    Term.objects.filter(organization=inspection.campaign.inspecting_organization).delete()
    inspection.write_step("drafting", {})
    document = start_draft("result-report", inspection, people["minh"], DAY, today=TODAY)
    submit(document, people["minh"])
    page = signed_in(people["binh"]).get(reverse("document_step", args=[document.pk, "issue"])).content.decode()
    assert ("trang “Trình bày và ký văn bản”" in page, "term_starts_on" in page) == (True, False)


def test_minh_reserves_a_number_of_the_paper_book_and_ngoc_issues_under_it(inspection, people, signed_in):
    document = paper_in("draft", inspection, people)
    minhs, address = signed_in(people["minh"]), reverse("document_number", args=[document.pk])
    assert address in minhs.get(document.get_absolute_url()).content.decode()
    assert minhs.post(address, {"n": "15"}).status_code == 302
    taken = TakenNumber.objects.get(document=document)
    assert (taken.use, taken.printed, taken.register.series) == ("reserved", "15-TB/BTGDVTU", SERIES)
    assert address not in minhs.get(document.get_absolute_url()).content.decode()
    submit(document, people["minh"])
    page = signed_in(people["ngoc"]).get(reverse("document_step", args=[document.pk, "issue"])).content.decode()
    assert "15-TB/BTGDVTU" in page
    assert issued_by(people["ngoc"], document).taken_number.n == 15


def test_a_reserved_number_is_cancelled_with_a_reason_and_never_given_again(inspection, people, signed_in):
    document = paper_in("draft", inspection, people)
    taken = reserve(document, people["minh"], today=TODAY)
    address = reverse("number_cancel", args=[taken.pk])
    others = [signed_in(people[who]).get(address).status_code for who in ("ngoc", "binh", "lan", "hoa")]
    assert others == [200, 404, 404, 404]
    minhs = signed_in(people["minh"])
    assert minhs.post(address, {"reason": ""}).status_code == 422
    assert minhs.post(address, {"reason": "Ghi nhầm"}).status_code == 302
    assert reserve(document, people["minh"], today=TODAY).n == taken.n + 1


def test_an_issue_that_was_interrupted_goes_on_under_its_number(inspection, people, signed_in, monkeypatch):
    document = paper_in("submitted", inspection, people)
    address, ngocs = reverse("document_step", args=[document.pk, "issue"]), signed_in(people["ngoc"])
    with monkeypatch.context() as patched:
        patched.setitem(sys.modules, "weasyprint", None)  # as where the libraries are not installed
        failed = ngocs.post(address, confirmed())
    assert (failed.status_code, "fonts-liberation2" in failed.content.decode()) == (503, True)
    document.refresh_from_db()
    assert (document.is_being_issued, document.taken_number.printed) == (True, "01-TB/BTGDVTU")
    page = ngocs.get(address)
    assert [part.title for part in page.context["bound"]] == ["Ưu điểm", "Hạn chế", "Đề nghị, kiến nghị", "Văn bản"]
    page = page.content.decode()
    assert ("Lần ban hành trước dừng giữa chừng" in page, "01-TB/BTGDVTU" in page) == (True, True)
    assert ngocs.post(address, confirmed(n="9")).status_code == 302
    document.refresh_from_db()
    assert (document.state, document.taken_number.printed) == ("issued", "01-TB/BTGDVTU")
    assert ngocs.post(address, confirmed()).status_code == 302  # pressed twice it is one issue
    assert TakenNumber.objects.filter(register__series=SERIES).count() == 1


def test_the_signed_file_is_attached_and_the_paper_published(inspection, people, signed_in):
    document = paper_in("issued", inspection, people)
    minhs = signed_in(people["minh"])
    sign, out = (reverse("document_step", args=[document.pk, step]) for step in ("sign", "publish"))
    assert minhs.post(sign, {"is_not_secret": "on"}).status_code == 422
    signed = SimpleUploadedFile("TB ký.pdf", pdf(), "application/pdf")
    seen = minhs.post(sign, {"file": signed, "is_not_secret": "on", "kind": "scan"})  # the same words, and another file
    again = {name: seen.context["form"][name].value() for name in ("waiting_file", "seen")}
    typed = {"is_not_secret": "on", "kind": "scan", "is_confirmed": "on", **again}
    assert (seen.status_code, minhs.post(sign, typed).status_code) == (422, 302)
    document.refresh_from_db()
    assert (document.state, document.signed_file.original_name) == ("signed", "TB ký.pdf")
    assert document.signed_file_id != document.pdf_id
    assert signed_in(people["lan"]).get(document.get_absolute_url()).status_code == 404
    assert minhs.post(out, {}).context["form"].errors == {"understood": [UNDERSTOOD]}
    assert minhs.post(out, {"understood": "on"}).status_code == 302
    document.refresh_from_db()
    assert document.state == "published"
    page = signed_in(people["lan"]).get(document.get_absolute_url())
    assert (page.status_code, document.taken_number.printed in page.content.decode()) == (200, True)


@pytest.mark.parametrize(("how", "afterwards"), [("correction", "published"), ("replacement", "replaced")])
def test_a_paper_is_corrected_or_replaced_from_its_page(inspection, people, signed_in, how, afterwards):
    document = paper_in("published", inspection, people)
    minhs = signed_in(people["minh"])
    address = reverse("document_replace", args=[document.pk])
    assert address in minhs.get(document.get_absolute_url()).content.decode()
    begun = minhs.post(address, {"how": how})
    newer = Document.objects.get(replaces=document)
    assert (begun.status_code, begun["Location"]) == (302, newer.get_absolute_url())
    submit(newer, people["minh"])
    issuing.issue(newer, people["ngoc"], timezone.localdate(), press=lambda sheet: b"%PDF-1.7 moi")
    document.refresh_from_db()
    inspection.refresh_from_db()
    assert (document.state, inspection.is_withheld, newer.taken_number.n) == (afterwards, False, 2)
    again = minhs.get(address)
    assert again.status_code == (409 if how == "replacement" else 200)
