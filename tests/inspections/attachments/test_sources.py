"""Sources, such as an article on the web, of a campaign, an inspection and a finding; they are no bases."""

from datetime import date

import pytest
from django.urls import reverse

from inspections.models import Inspection, PaperLink

pytestmark = pytest.mark.django_db
ARTICLE = {"paper_type": "press", "title": "Phóng sự ngược dòng Vàm Cỏ", "issuer": "Báo Tây Ninh"}
ADDRESS = "https://baotayninh.vn/" + "a" * (2000 - len("https://baotayninh.vn/"))


@pytest.fixture
def inspection(db):
    return Inspection.objects.get(reference="DVCQ2026-28138")


def places(inspection):
    """Where a source is attached → what it is attached to."""
    finding = inspection.findings.first()
    return {
        reverse("campaign_source", args=[inspection.campaign.code]): inspection.campaign,
        reverse("inspection_source", args=[inspection.reference]): inspection,
        reverse("finding_source", args=[finding.pk]): finding,
    }


def test_an_article_of_two_thousand_letters_is_attached_from_each_page_and_taken_off(signed_in, minh, inspection):
    browser = signed_in(minh)
    for n, (path, owner) in enumerate(places(inspection).items()):
        answer = browser.post(path, ARTICLE | {"web_address": ADDRESS[:-1] + str(n), "dated_on": "05/01/2026"})
        assert answer.status_code == 302, answer.context["form"].errors
        link = owner.paper_links.get(role="source")
        paper = link.paper
        assert (len(paper.web_address), paper.number, paper.dated_on) == (2000, "", date(2026, 1, 5))
        shown = browser.get(answer["Location"].split("#")[0]).content.decode()
        assert f'href="{paper.web_address}"' in shown
        delete = reverse("source_delete", args=[link.pk])
        assert delete in shown
        assert browser.post(delete, {"revision": link.revision}).status_code == 302
        assert not owner.paper_links.filter(role="source").exists()


def test_one_that_is_known_is_attached_once(signed_in, minh, inspection):
    browser, path = signed_in(minh), reverse("inspection_source", args=[inspection.reference])
    browser.post(path, ARTICLE)
    again = browser.post(path, {"known": ARTICLE["title"]})
    assert again.context["form"].errors == {"known": ["Văn bản này đã gắn làm nguồn ở đây."]}


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"title": "", "issuer": ""}, ["issuer", "title"]),
        ({"web_address": ADDRESS + "b"}, ["web_address"]),
        ({"web_address": "javascript:alert(1)"}, ["web_address"]),
        ({"web_address": "ftp://baotayninh.vn/x"}, ["web_address"]),
    ],
)
def test_what_is_wrong_is_told_beside_its_field(signed_in, minh, inspection, typed, wrong):
    answer = signed_in(minh).post(reverse("inspection_source", args=[inspection.reference]), ARTICLE | typed)
    assert sorted(answer.context["form"].errors) == wrong
    assert not inspection.paper_links.filter(role="source", paper__issuer="Báo Tây Ninh").exists()


def test_a_source_stands_under_sources_and_not_under_bases(signed_in, minh, inspection):
    browser, campaign = signed_in(minh), inspection.campaign
    bases = list(campaign.paper_links.filter(role="basis"))
    browser.post(reverse("campaign_source", args=[campaign.code]), ARTICLE)
    page = browser.get(reverse("campaign_plan", args=[campaign.code])).context
    assert (page["papers"], [link.role for link in page["sources"]]) == (bases, ["source"])


def test_once_concluded_nothing_is_attached_any_more(signed_in, minh, inspection):
    inspection.write_step("concluded", {})
    paths = list(places(inspection))[1:]
    assert [signed_in(minh).post(path, ARTICLE).status_code for path in paths] == [403, 403]
    assert not PaperLink.objects.filter(paper__title=ARTICLE["title"]).exists()
