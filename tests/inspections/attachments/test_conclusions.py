"""Attaching and publishing the signed conclusion: who may, when, what is stored, who sees it."""

from datetime import timedelta

import pytest

from inspections.attachments.acts import publish_conclusion
from inspections.models import (
    Assignment,
    PaperLink,
    Recommendation,
)
from tests.inspections.attachments.typed_papers import NOTICE, filled, judged, kept, printed, step_page
from tests.inspections.papers.made_files import docx, scanned_pdf
from workflow.models import Event
from workflow.records.refusals import NotYours

AGAIN = "Trang không giữ tệp đã chọn: chọn lại tệp."


def notices_seen_by(client, inspection):
    response = client.get(inspection.get_absolute_url())
    return [row.paper.number for row in response.context["papers"] if row.link.role == PaperLink.Role.RESULT]


def as_notice(today, content=NOTICE, **changed):
    return filled(
        content, today, name="TB.pdf", **{"number": "15-TB/BTGDVTU", "title": "Kết luận", "understood": "on", **changed}
    )


def test_the_leader_attaches_and_publishes_at_once_and_the_subject_sees_it(signed_in, ngoc, khoa, for_decision, today):
    assert notices_seen_by(signed_in(khoa), for_decision) == []
    response = signed_in(ngoc).post(step_page(for_decision, "conclude"), as_notice(today))
    assert (response.status_code, response["Location"]) == (302, f"/inspections/{for_decision.reference}/")
    for_decision.refresh_from_db()
    assert for_decision.state == "concluded"
    assert notices_seen_by(signed_in(khoa), for_decision) == ["15-TB/BTGDVTU"]
    paper = for_decision.paper_links.get(role="result").paper
    assert b"".join(signed_in(khoa).get(f"/papers/{paper.pk}/file")) == NOTICE


def test_a_notice_that_staff_attached_is_not_seen_outside_before_the_leader_publishes_it(
    signed_in, minh, cast, for_decision, today
):
    assert signed_in(minh).post(step_page(for_decision, "attach"), as_notice(today)).status_code == 302
    paper = for_decision.paper_links.get(role="result").paper
    before = {name: signed_in(user).get(f"/papers/{paper.pk}/file").status_code for name, user in cast.items()}
    inside = dict.fromkeys(["minh", "ngoc", "binh", "son", "van"], 200)
    outside = dict.fromkeys(["lan", "khoa", "hoa", "tuyet", "thu"], 404)
    assert before == inside | outside
    assert notices_seen_by(signed_in(cast["khoa"]), for_decision) == []
    signed_in(cast["ngoc"]).post(step_page(for_decision, "conclude"), {"seen": paper.pk, "understood": "on"})
    after = {name: signed_in(user).get(f"/papers/{paper.pk}/file").status_code for name, user in cast.items()}
    assert after == {**before, "lan": 200, "khoa": 200, "tuyet": 200}
    event = Event.objects.about(for_decision).first()
    assert (event.act, event.actor) == ("conclude", cast["ngoc"])


def test_the_attaching_is_told_inside_only(signed_in, minh, lan, for_decision, today):
    signed_in(minh).post(step_page(for_decision, "attach"), as_notice(today))

    def history_shown_to(user):
        history = signed_in(user).get(for_decision.get_absolute_url()).context["history"].lines
        return [(line.who, line.what) for line in history if line.what == "Đính kèm thông báo đã ký"]

    assert (history_shown_to(minh), history_shown_to(lan)) == ([("Trần Quang Minh", "Đính kèm thông báo đã ký")], [])


def test_a_notice_attached_anew_takes_the_place_of_the_first_which_never_goes_out(
    signed_in, minh, ngoc, khoa, for_decision, today
):
    client = signed_in(minh)
    client.post(step_page(for_decision, "attach"), as_notice(today, number="14-TB/BTGDVTU"))
    wrong = for_decision.paper_links.get(role="result").paper
    client.post(step_page(for_decision, "attach"), as_notice(today, scanned_pdf()))
    right = for_decision.paper_links.notices().get().paper
    signed_in(ngoc).post(step_page(for_decision, "conclude"), {"seen": right.pk, "understood": "on"})
    assert notices_seen_by(signed_in(khoa), for_decision) == ["15-TB/BTGDVTU"]
    assert signed_in(khoa).get(f"/papers/{wrong.pk}/file").status_code == 404


def test_the_leader_publishes_only_what_the_page_showed(signed_in, minh, ngoc, for_decision, today):
    client = signed_in(minh)
    client.post(step_page(for_decision, "attach"), as_notice(today))
    seen = signed_in(ngoc).get(step_page(for_decision, "conclude")).context["form"]["seen"].value()
    client.post(step_page(for_decision, "attach"), as_notice(today, scanned_pdf()))
    page = signed_in(ngoc).post(step_page(for_decision, "conclude"), {"seen": seen, "understood": "on"})
    message = ["Thông báo đính kèm vừa được thay. Xem lại rồi mới công bố."]
    for_decision.refresh_from_db()
    assert (page.status_code, page.context["refusal"], for_decision.state) == (409, message, "for_decision")


def test_a_double_click_publishes_once(signed_in, ngoc, for_decision, today):
    """Also where the portal follows by itself at once: its own step stands last in the history then."""
    unit = for_decision.subject_organization
    recommendation = Recommendation.objects.create(
        campaign=for_decision.campaign,
        inspection=for_decision,
        author_organization=for_decision.campaign.inspecting_organization,
        text="Niêm yết đủ thủ tục.",
    )
    Assignment.objects.create(recommendation=recommendation, owner_organization=unit, owner_as_printed="UBND xã")
    client = signed_in(ngoc)
    answers = [client.post(step_page(for_decision, "conclude"), as_notice(today)).status_code for _ in range(2)]
    for_decision.refresh_from_db()
    assert (answers, for_decision.state) == ([302, 302], "followed_up")
    assert Event.objects.about(for_decision).filter(act="conclude").count() == 1
    assert for_decision.paper_links.filter(role="result").count() == 1


def test_another_notice_from_another_tab_is_told_as_not_published(signed_in, ngoc, for_decision, today):
    client = signed_in(ngoc)
    client.post(step_page(for_decision, "conclude"), as_notice(today))
    other = as_notice(today, scanned_pdf(), number="16-TB/BTGDVTU")
    page = client.post(step_page(for_decision, "conclude"), other)
    typed = {each.label: each.value for each in page.context["typed"]}
    assert (page.status_code, "16-TB/BTGDVTU" in typed.values()) == (409, True)
    assert "16-TB/BTGDVTU" in page.content.decode()
    assert [link.paper.number for link in for_decision.paper_links.filter(role="result")] == ["15-TB/BTGDVTU"]


def test_a_double_click_attaches_one_notice(signed_in, minh, for_decision, today):
    client = signed_in(minh)
    answers = [client.post(step_page(for_decision, "attach"), as_notice(today)).status_code for _ in range(2)]
    assert (answers, for_decision.paper_links.filter(role="result").count()) == ([302, 302], 1)


@pytest.mark.parametrize(
    ("name", "mine"), [("attach", ["minh", "ngoc"]), ("conclude", ["ngoc"])], ids=["attach", "conclude"]
)
def test_who_opens_the_pages_of_the_conclusion(signed_in, cast, for_decision, name, mine):
    answers = {who: signed_in(user).get(step_page(for_decision, name)).status_code for who, user in cast.items()}
    seen = dict.fromkeys(["minh", "ngoc", "binh", "son", "van", "lan", "khoa"], 403)
    assert answers == {**seen, "hoa": 404, "tuyet": 404, "thu": 404, **dict.fromkeys(mine, 200)}


@pytest.mark.parametrize("name", ["attach", "conclude"])
def test_before_and_after_its_time_nothing_is_attached(signed_in, ngoc, notified, today, name):
    page = signed_in(ngoc).post(step_page(notified, name), as_notice(today))
    message = ["Việc này không còn làm được: trạng thái của bản ghi đã đổi."]
    assert (page.status_code, page.context["refusal"]) == (409, message)
    assert notified.paper_links.count() == 0


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({"number": ""}, {"number": ["Ghi số, ký hiệu như in trên văn bản."]}),
        (
            {"understood": None},
            {"understood": ["Xem lại rồi đánh dấu: việc này không hoàn tác được."]},
        ),
        ({"dated_on": ""}, {"dated_on": ["Ghi ngày in trên văn bản."]}),
        ({"dated_on": "31/02/2026"}, {"dated_on": ["Không có ngày này. Ghi theo dd/mm/yyyy, ví dụ 30/10/2019."]}),
        ({"content": docx()}, {"file": ["Chỉ nhận bản PDF đã ký. Mở tệp, in ra PDF.", AGAIN]}),
    ],
)
def test_the_conclusion_needs_its_number_its_date_and_its_pdf(signed_in, ngoc, for_decision, today, changed, wrong):
    errors = (
        signed_in(ngoc).post(step_page(for_decision, "conclude"), as_notice(today, **changed)).context["form"].errors
    )
    assert errors == wrong


def test_a_conclusion_is_not_older_than_the_last_session(signed_in, ngoc, for_decision, session, today):
    sent = as_notice(today, dated_on=f"{session.held_on - timedelta(days=1):%d/%m/%Y}")
    errors = signed_in(ngoc).post(step_page(for_decision, "conclude"), sent).context["form"].errors
    assert errors["dated_on"] == [f"Ngày văn bản trước buổi làm việc cuối cùng ({session.held_on:%d/%m/%Y})."]


def test_a_conclusion_that_may_not_be_published_leaves_no_file(minh, for_decision, today):
    before = kept()
    with pytest.raises(NotYours):
        publish_conclusion(for_decision, minh, judged(NOTICE), **printed(today))
    for_decision.refresh_from_db()
    assert (kept(), for_decision.state, for_decision.paper_links.count()) == (before, "for_decision", 0)
