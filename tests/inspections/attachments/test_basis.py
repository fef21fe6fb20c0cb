"""The papers a campaign is based on: registered ones, and new ones entered for it."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import Organization
from inspections.models import OfficialPaper
from tests.made_work import make_campaign

pytestmark = pytest.mark.django_db
NEW = "/campaigns/DOT/papers/new/"


@pytest.fixture
def campaign(minh, case):
    board = Organization.objects.get(short_code="btgdv-tu-tay-ninh")
    return make_campaign(board, "DOT", case.campaign.criteria_set, state="draft")


def test_a_new_paper_is_kept_and_linked_and_is_the_inspecting_bodys_unless_told(minh, campaign, signed_in):
    sent = {"paper_type": "KH", "number": "64-KH/BTGDVTU", "dated_on": "05/01/2026", "title": "Kế hoạch kiểm tra"}
    assert signed_in(minh).post(NEW, sent).status_code == 302
    paper = campaign.paper_links.get(role="basis").paper
    assert (paper.number, paper.dated_on, paper.kept_by) == (
        "64-KH/BTGDVTU", date(2026, 1, 5), campaign.inspecting_organization
    )  # fmt: skip
    assert paper.issuer == campaign.inspecting_organization.full_name_at(date(2026, 1, 5))


def test_a_paper_that_is_kept_is_linked_once_and_may_be_taken_off(minh, campaign, signed_in):
    paper = OfficialPaper.objects.create(
        kept_by=campaign.inspecting_organization, paper_type="KH", number="65-KH/X", issuer="Ban", title="Kế hoạch"
    )
    browser = signed_in(minh)
    assert browser.post(NEW, {"known": "65-KH/X"}).status_code == 302
    again = browser.post(NEW, {"known": "65-KH/X"})
    assert again.context["form"].errors == {"known": ["Văn bản này đã gắn vào đợt."]}
    link = campaign.paper_links.get(role="basis")
    browser.post(reverse("basis_delete", args=[link.pk]), {"revision": link.revision})
    assert (campaign.paper_links.count(), OfficialPaper.objects.filter(pk=paper.pk).count()) == (0, 1)


def test_what_a_new_paper_lacks_is_told_beside_its_field(minh, campaign, signed_in):
    answer = signed_in(minh).post(NEW, {"number": "1-KH/X"})
    assert sorted(answer.context["form"].errors) == ["dated_on", "paper_type", "title"]
