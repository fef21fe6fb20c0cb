"""The list of outgoing papers: who finds which, narrowed and exported."""

import re
from datetime import date

import pytest
from django.urls import reverse

from inspections.models import Inspection
from reports.models import Document, NumberRegister, TakenNumber

pytestmark = pytest.mark.django_db
REFERENCE = "DVCQ2026-28108"


@pytest.fixture
def papers():
    """Two drafts of Lan's inspection, the notice with a number; and a letter about the whole campaign."""
    inspection = Inspection.objects.get(reference=REFERENCE)
    campaign, board = inspection.campaign, inspection.campaign.inspecting_organization
    columns = {"issuing_organization": board, "effective_on": date(2026, 5, 20), "rule_set": "hd36"}
    notice, report = (
        Document.objects.create(kind=kind, inspection=inspection, **columns)
        for kind in ("conclusion-notice", "result-report")
    )
    register = NumberRegister.objects.create(organization=board, kind="tb", series="Khóa thử")
    TakenNumber.objects.create(register=register, n=7, printed="9907-TB/BTGDVTU", document=notice)
    return [notice, report, Document.objects.create(kind="plan", campaign=campaign, **columns)]


def listed(browser, papers, query=""):
    """Which of `papers` the list has; the demo's stand beside them."""
    page = browser.get(reverse("document_list") + query)
    assert page.status_code == 200
    return set(re.findall(r'href="/documents/(\d+)/"', page.content.decode())) & keys(*papers)


def keys(*papers):
    return {str(paper.pk) for paper in papers}


def test_minh_narrows_by_kind_state_number_and_words(minh, papers, signed_in):
    browser, (notice, report, plan) = signed_in(minh), papers
    assert listed(browser, papers) >= keys(*papers)
    assert listed(browser, papers, "?kind=result-report") == keys(report)
    assert listed(browser, papers, "?numbered=yes") == keys(notice)
    assert listed(browser, papers, "?state=issued") == set()
    assert listed(browser, papers, "?q=9907-TB") == keys(notice)
    assert listed(browser, papers, f"?q={REFERENCE}") == keys(notice, report)
    assert listed(browser, papers, f"?campaign={plan.campaign.code}") >= keys(*papers)


def test_what_is_filtered_is_exported(minh, papers, signed_in):
    answer = signed_in(minh).get(reverse("document_list") + "?export=csv&q=9907-TB")
    rows = b"".join(answer.streaming_content).decode("utf-8-sig").strip().splitlines()
    assert (len(rows), "20/05/2026" in rows[1]) == (2, True)


def test_binh_finds_those_of_his_inspections_and_lan_none(binh, lan, hoa, papers, signed_in):
    notice, report, _plan = papers
    assert listed(signed_in(binh), papers) == keys(notice, report)
    assert [listed(signed_in(user), papers) for user in (lan, hoa)] == [set(), set()]


def test_the_list_of_papers_that_came_in_leads_to_those_that_go_out(minh, signed_in):
    link = f'<a class="btn small" href="{reverse("document_list")}">Văn bản đi</a>'
    shown = [
        signed_in(minh).get(reverse(name)).content.decode().count(link)
        for name in ("paper_list", "arrival_list", "inspection_list")
    ]
    assert shown == [1, 1, 0]
