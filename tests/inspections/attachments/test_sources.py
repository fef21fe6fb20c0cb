"""Sources, such as an article on the web, of a campaign, an inspection and a finding; they are no bases.

A body has sources of its own, which only the Board that keeps them sees.
"""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import Organization
from inspections.models import Campaign, Inspection, OfficialPaper, PaperLink
from localities.models import LocalitySpell
from tests.made_work import make_body, make_user

pytestmark = pytest.mark.django_db
UNIT = "ubnd-28108"
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


@pytest.fixture
def far_board(minh):
    """Staff of a Board in another province, whose paper our Board doesn't keep."""
    ours = set(LocalitySpell.objects.provinces_of(Organization.objects.filter(short_code=UNIT).values("locality")))
    province = LocalitySpell.objects.as_at(date(2026, 1, 1)).filter(level=1).exclude(locality__in=ours).first()
    return make_user("xa", make_body("ban-xa", "party_board", "party", locality=province.locality), "staff")


def test_an_article_about_a_body_is_attached_on_its_page_and_seen_by_the_board_that_keeps_it(
    signed_in, minh, ngoc, lan, hoa, thu, tuyet, far_board
):
    path, page = reverse("organization_source", args=[UNIT]), f"/organizations/{UNIT}/"
    browser = signed_in(minh)
    answer = browser.post(path, ARTICLE | {"web_address": ADDRESS, "dated_on": "05/01/2026"})
    assert (answer.status_code, answer["Location"]) == (302, f"{page}#sources")
    link = PaperLink.objects.get(organization__short_code=UNIT)
    assert (link.role, link.paper.kept_by, len(link.paper.web_address)) == ("source", minh.person.organization, 2000)
    delete = reverse("source_delete", args=[link.pk])
    readers = (minh, ngoc, lan, hoa, thu, tuyet, far_board)
    found = {user.username: _about(signed_in(user), page, path, delete) for user in readers}
    assert found == {
        "minh": (200, True, 200, 200), "ngoc": (200, True, 200, 200), "lan": (200, False, 403, 404),
        "hoa": (404, False, 404, 404), "thu": (200, False, 403, 404), "tuyet": (404, False, 404, 404),
        "xa": (200, False, 403, 404),
    }  # fmt: skip
    events = [f"/history/paper/{link.paper_id}/", page]
    assert [ARTICLE["title"] in signed_in(thu).get(each).content.decode() for each in events] == [False, False]
    again = browser.post(path, {"known": ARTICLE["title"]}).context["form"].errors
    assert again == {"known": ["Văn bản này đã gắn làm nguồn ở đây."]}
    assert browser.post(delete, {"revision": link.revision})["Location"] == f"{page}#sources"
    assert not PaperLink.objects.filter(organization__isnull=False).exists()


def _about(client, page, path, delete):
    """Return how the pages of the body, of a new source and of taking it off answer; whether the first names it."""
    shown = client.get(page)
    return (
        shown.status_code,
        ADDRESS in shown.content.decode(),
        *(client.get(each).status_code for each in (path, delete)),
    )


def test_no_paper_of_another_board_is_linked_to_a_body_by_its_id(signed_in, minh, far_board):
    theirs = OfficialPaper.objects.create(
        kept_by=far_board.memberships.get().organization, paper_type="press", issuer="Báo", title="Của Ban khác"
    )
    typed = {"known": theirs.title, "known_pk": theirs.pk, "known_pk_words": theirs.title}
    path = reverse("organization_source", args=[UNIT])
    assert "known" in signed_in(minh).post(path, typed).context["form"].errors
    minhs = OfficialPaper.objects.filter(kept_by=minh.person.organization).first()
    PaperLink.objects.create(paper=theirs, role="source", inspection=Inspection.objects.get(reference="DVCQ2026-28138"))
    shared = signed_in(minh).post(path, typed).context["form"].errors
    assert shared == {"known": ["Văn bản này do cơ quan khác lưu. Ghi nguồn mới ở dưới."]}
    assert signed_in(minh).post(path, typed | {"known_pk": minhs.pk}).status_code in (302, 422)
    assert not PaperLink.objects.filter(paper=theirs, organization__isnull=False).exists()


def test_only_sources_are_linked_to_bodies(minh):
    paper = OfficialPaper.objects.filter(kept_by=minh.person.organization).first()
    body = Organization.objects.get(short_code=UNIT)
    with pytest.raises(IntegrityError), transaction.atomic():
        PaperLink.objects.create(paper=paper, role="basis", organization=body)
    with pytest.raises(IntegrityError), transaction.atomic():
        PaperLink.objects.create(paper=paper, role="source", organization=body, campaign=Campaign.objects.first())


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
