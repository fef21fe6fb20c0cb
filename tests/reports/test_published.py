"""What those outside read of papers that were issued, and from when on."""

import pytest

from inspections.models import Inspection, OfficialPaper
from reports.documents.issue.drafts import start_draft
from reports.documents.issue.issuing import issue
from reports.documents.issue.steps import publish, submit
from tests.reports.issued import DAY, NOW, TODAY, those_who_see
from workflow.models import Notice

pytestmark = pytest.mark.django_db


def test_those_inspected_read_plan_and_decision_once_published(inspection, minh, ngoc, binh, lan, hoa, signed_in):
    """Hoa's inspection belongs to another delegation of the same campaign: its decision isn't hers to read."""
    other = inspection.campaign.delegations.exclude(pk=inspection.delegation_id).first()
    Inspection.objects.filter(subject_organization=hoa.memberships.get().organization).update(delegation=other)
    line = lambda sheet: b"%PDF " + sheet["title"].encode()  # noqa: E731  printing is tested by itself
    for kind, about, readers in (
        ("plan", inspection.campaign, ["minh", "binh", "lan", "hoa"]),
        ("delegation-decision", inspection.delegation, ["minh", "binh", "lan"]),
    ):
        document = start_draft(kind, about, minh, DAY, today=TODAY)
        submit(document, minh, now=NOW)
        issue(document, ngoc, DAY, now=NOW, press=line)
        paper = OfficialPaper.objects.get(file=document.pdf)
        assert those_who_see(paper, minh, binh, lan, hoa) == ["minh", "binh"]
        publish(document, minh, now=NOW)
        for record in (document, paper, document.pdf):
            assert those_who_see(record, minh, binh, lan, hoa) == readers
        noticed = Notice.objects.filter(path=document.get_absolute_url(), text__contains="đã được công bố")
        assert {user.username for user in (lan, hoa)} & set(noticed.values_list("recipient__username", flat=True)) == {
            name for name in readers if name in ("lan", "hoa")
        }
        page = signed_in(lan).get(inspection.get_absolute_url()).content.decode()
        assert (paper.number in page, paper.download_url in page) == (True, True)


def test_minh_sees_who_was_informed_and_who_has_loaded_it(inspection, minh, ngoc, lan, khoa, signed_in):
    document = start_draft("schedule-letter", inspection, minh, DAY, today=TODAY)
    submit(document, minh, now=NOW)
    issue(document, ngoc, DAY, now=NOW, press=lambda sheet: b"%PDF ")
    page = lambda reader: signed_in(reader).get(document.get_absolute_url())  # noqa: E731
    assert page(minh).context["receipts"] == []
    publish(document, minh, now=NOW)
    assert receipts(page(minh)) == {"Nguyễn Đăng Khoa": False, "Lê Thị Lan": False}
    paper = OfficialPaper.objects.get(file=document.pdf)
    signed_in(minh).get(paper.download_url)  # of his own side, which isn't asked about
    signed_in(lan).get(paper.download_url)  # beside the inspection
    assert receipts(page(minh)) == {"Nguyễn Đăng Khoa": False, "Lê Thị Lan": True}
    signed_in(khoa).get(f"/documents/{document.pk}.pdf")  # on the paper's own page
    answer = page(minh)
    assert (receipts(answer), answer.context["opened"]) == ({"Nguyễn Đăng Khoa": True, "Lê Thị Lan": True}, 2)
    assert "2/2 người đã tải về" in answer.content.decode()
    assert "người đã tải về" not in page(lan).content.decode()  # nor is it theirs


def receipts(page):
    return {each.name: each.opened_at is not None for each in page.context["receipts"]}
