"""Steps that bind: a campaign is closed knowingly, and each confirming page lists what can't be changed afterwards."""

import re
from html import unescape

import pytest

from inspections.models import Assignment, Campaign, Inspection, OfficialPaper
from inspections.recommendations.states import OPEN_ASSIGNMENTS
from inspections.values.placeholders import placeholders_for
from workflow.models import Event

pytestmark = pytest.mark.django_db
FOR_DECISION = "DVCQ2026-28138"


@pytest.fixture
def campaign():
    return Campaign.objects.get(code="DVCQ2026")


def words(response):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def parts(response):
    return {part.title: part for part in response.context["bound"]}


def close(campaign):
    return f"{campaign.get_absolute_url()}steps/close/"


def finish_recommendations(campaign):
    for assignment in Assignment.objects.binding().filter(recommendation__campaign=campaign):
        assignment.write_step("carried_over", {})


def test_open_recommendations_refuse_and_are_led_to(signed_in, ngoc, campaign):
    browser = signed_in(ngoc)
    page = browser.get(close(campaign))
    part = parts(page)["Đề nghị chưa xong"]
    assert (part.n, len(part.rows)) == (2, 2)
    assert [browser.get(row.url).status_code for row in part.rows[:2]] == [200, 200]
    listed = browser.get(part.ways[0].url).context["page"].rows
    assert {row.get_absolute_url() for row in listed} == {row.url for row in part.rows}
    assert browser.post(close(campaign), {"reason": "Hết năm"}).status_code == 409


def test_unfinished_inspections_ask_for_a_reason_with_their_number_and_list(signed_in, ngoc, campaign):
    finish_recommendations(campaign)
    browser, unfinished = signed_in(ngoc), Inspection.objects.filter(campaign=campaign).unfinished()
    assert Assignment.objects.filter(recommendation__inspection__in=unfinished, state__in=OPEN_ASSIGNMENTS).exists()
    n = unfinished.count()
    page = browser.get(close(campaign))
    part = parts(page)["Cuộc kiểm tra chưa xong"]
    assert (part.n, {row.url for row in part.rows}) == (n, {row.get_absolute_url() for row in unfinished})
    assert f"Còn {n} cuộc kiểm tra chưa xong." in words(page)
    for way in part.ways:
        rows = browser.get(way.url).context["page"].rows
        assert way.words.endswith(f": {len(rows)}")
    refused = browser.post(close(campaign), {"reason": " "})
    assert "Nhập lý do." in words(refused)
    assert Campaign.objects.get(pk=campaign.pk).state == "open"
    assert browser.post(close(campaign), {"reason": "Hết năm"}).status_code == 302
    event = Event.objects.about(campaign).first()
    assert (event.act, event.reason, event.to_state) == ("close", "Hết năm", "closed")


def test_with_everything_finished_nothing_has_form(signed_in, ngoc, campaign):
    finish_recommendations(campaign)
    for inspection in Inspection.objects.filter(campaign=campaign).unfinished():
        inspection.write_step("cancelled", {})
    assert signed_in(ngoc).post(close(campaign)).status_code == 302


def test_a_conclusion_that_is_issued_and_not_published_asks_too(signed_in, ngoc, campaign):
    finish_recommendations(campaign)
    inspection = Inspection.objects.filter(campaign=campaign, state="followed_up").first()
    Inspection.objects.filter(pk=inspection.pk).update(is_withheld=True)
    page = signed_in(ngoc).get(close(campaign))
    assert [row.url for row in parts(page)["Kết luận chưa công bố"].rows] == [inspection.get_absolute_url()]
    assert "Còn 1 kết luận đã ban hành, chưa công bố." in words(page)


@pytest.mark.parametrize("step", ["conclude", "cancel"])
def test_the_leader_reads_what_is_concluded_or_cancelled_and_says_that_it_is_final(signed_in, ngoc, step):
    inspection = Inspection.objects.get(reference=FOR_DECISION)
    paper = OfficialPaper.objects.create(
        kept_by=inspection.campaign.inspecting_organization, paper_type="BB", issuer="Ban", title="làm việc tại xã"
    )
    inspection.paper_links.create(paper=paper, role="issued")
    recommendation = inspection.recommendations.first()
    address, browser = f"{inspection.get_absolute_url()}steps/{step}/", signed_in(ngoc)
    page = browser.get(address)
    values = placeholders_for(inspection, ngoc)
    for finding in inspection.findings.all():
        assert values.text(finding.text) in words(page)
    assert [part.n for part in page.context["bound"]] == [
        inspection.findings.filter(kind="strength").count(),
        inspection.findings.filter(kind="shortcoming").count(),
        inspection.recommendations.count(),
        inspection.paper_links.count(),
    ]
    assert all(text in words(page) for text in (recommendation.text[:100], "làm việc tại xã", "Không hoàn tác được"))
    refused = browser.post(address, {"reason": "Trùng đoàn"})
    assert refused.context["form"].errors["understood"] == ["Xem lại rồi đánh dấu: việc này không hoàn tác được."]
    assert Inspection.objects.get(pk=inspection.pk).state == "for_decision"


@pytest.mark.parametrize(
    ("who", "reference", "step", "titles"),
    [
        ("minh", "DVCQ2026-25459", "notify", ["Đoàn kiểm tra", "Buổi làm việc"]),
        ("minh", "DVCQ2026-28108", "close", ["Ưu điểm", "Hạn chế", "Đề nghị, kiến nghị", "Văn bản"]),
        ("minh", "DVCQ2026-25459", "postpone", []),
        ("ngoc", "DVCQ2026", "cancel", ["Cuộc kiểm tra chưa xong", "Đề nghị chưa xong"]),
    ],
)
def test_each_step_that_binds_lists_what_it_binds(signed_in, request, who, reference, step, titles):
    place = "inspections" if "-" in reference else "campaigns"
    page = signed_in(request.getfixturevalue(who)).get(f"/{place}/{reference}/steps/{step}/")
    assert [part.title for part in page.context["bound"]] == titles
