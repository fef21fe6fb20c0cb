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
