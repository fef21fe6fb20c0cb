"""The page of a step: what it shows, who may open it, what submitting does; and the history beside it."""

import re
from datetime import date
from html import unescape

import pytest
from django.urls import reverse

from accounts.models import Membership, Person, User
from inspections.models import Assignment, Campaign, Inspection, OfficialPaper
from tests.standing import standing
from workflow.models import Event
from workflow.steps.acts import take

pytestmark = pytest.mark.django_db
FOR_DECISION, PLANNED, FOLLOWED_UP = "DVCQ2026-28138", "DVCQ2026-25459", "DVCQ2026-28108"
DAY = "Ngày thực hiện"
NO_NOTICE = "Chưa có thông báo kết luận ghi số và ngày."
NOT_DONE = "Còn 2 đề nghị chưa xong, chưa chuyển đợt sau."  # of finished inspections; eight more never bound anybody


@pytest.fixture
def campaign():
    return Campaign.objects.get(code="DVCQ2026")


@pytest.fixture
def for_decision(db):
    """Of xã Tân Lân by Delegation 1; its conclusion has no number and date yet."""
    return Inspection.objects.get(reference=FOR_DECISION)


@pytest.fixture
def planned(db):
    return Inspection.objects.get(reference=PLANNED)


@pytest.fixture
def assignment(db):
    """Lan's to answer."""
    return Assignment.objects.filter(recommendation__inspection__reference=FOLLOWED_UP).first()


@pytest.fixture
def second_leader(ngoc):
    """Another leader of Ngọc's Board, who is faster."""
    board = ngoc.person.organization
    user = User.objects.create(username="hien", person=Person.objects.create(full_name="Hồ Hiền", organization=board))
    Membership.objects.create(user=user, organization=board, role="leader", starts_on=date(2026, 1, 1))
    return user


def page_of(record, step):
    if isinstance(record, Assignment):
        return reverse("assignment_step", args=[record.pk, step])
    return f"{record.get_absolute_url()}steps/{step}/"


def publish_notice(inspection):
    """The signed conclusion with its number and date, without which none is made public."""
    paper = OfficialPaper.objects.create(
        kept_by=inspection.campaign.inspecting_organization,
        paper_type="TB",
        number="09-TB/BTGDVTU",
        dated_on=date(2026, 5, 20),
        issuer="Ban",
        title="về kết luận",
    )
    inspection.paper_links.create(paper=paper, role="result")
    return paper


def texts(response, pattern):
    """What stands between the tags in each match, as people read it."""
    found = re.findall(pattern, response.content.decode(), re.DOTALL)
    return [" ".join(unescape(re.sub(r"<[^>]+>", " ", each)).split()) for each in found]


def labels_on(response):
    return texts(response, r'<div class="field">\s*<label[^>]*>(.*?)</label>')


def missing(response):
    return texts(response, r"làm được</h2>\s*<ul>(.*?)</ul>")


def refusal(response):
    return texts(response, r'role="alert">.*?<div>(.*?)</div>')


def acts(record):
    return list(Event.objects.about(record).values_list("act", flat=True))


# --- What the page says --------------------------------------------------------------------------------------------
def test_it_says_what_the_step_does_and_asks_for_nothing_more_where_nothing_is_needed(signed_in, minh, planned):
    page = signed_in(minh).get(page_of(planned, "notify"))
    assert page.status_code == 200
    assert texts(page, r"<h1>(.*?)</h1>") == ["Gửi thông báo"]
    assert texts(page, rf'">([^<]*{PLANNED})</a>') == [f"UBND phường Tân Ninh, {PLANNED}"]
    assert texts(page, r'<p class="sub">(.*?)</p>') == ["Đơn vị được kiểm tra thấy cuộc kiểm tra và gửi được báo cáo."]
    assert (labels_on(page), missing(page)) == ([DAY], [])
    assert texts(page, r'<button type="submit" class="btn main">(.*?)</button>') == ["Gửi thông báo"]


BUTTON = r'<button type="submit" class="btn main"[^>]*>(.*?)</button>'


def test_where_something_is_missing_it_shows_what_and_the_way_there_and_no_form(signed_in, ngoc, minh, campaign):
    page = signed_in(ngoc).get(page_of(campaign, "close"))
    assert (page.status_code, missing(page)) == (200, [f"{NOT_DONE} Xem các đề nghị ấy"])
    assert (labels_on(page), texts(page, BUTTON), "vẫn làm thì ghi lý do" in page.content.decode()) == ([], [], False)
    typed = signed_in(ngoc).post(page_of(campaign, "close"), {"reason": "Hết năm", "happened_on": "31/02/2026"})
    assert (typed.status_code, texts(typed, r"<textarea[^>]*>(.*?)</textarea>")) == (200, ["Hết năm"])  # stays


def test_so_does_the_page_of_a_recommendation(signed_in, minh, assignment):
    page = signed_in(minh).get(page_of(assignment, "transfer"))
    assert missing(page) == ["Danh mục chưa ghi cơ quan kế thừa của đơn vị thực hiện."]
    assert (labels_on(page), "không hoàn tác được" in page.content.decode().lower()) == ([], False)


def test_it_asks_for_the_reason_under_the_name_it_has_there(signed_in, ngoc, lan, minh, for_decision, assignment):
    pages = [(ngoc, for_decision, "send_back"), (lan, assignment, "answer"), (minh, assignment, "extend")]
    labels = [labels_on(signed_in(user).get(page_of(record, step))) for user, record, step in pages]
    assert labels == [
        ["Lý do", DAY],
        ["Kết quả thực hiện", "Tệp kèm theo (không bắt buộc)", DAY],
        ["Hạn", "Lý do", DAY],
    ]


def offers_on(page):
    return [*page.context["next_steps"].main, *page.context["next_steps"].others]


def test_the_page_of_the_record_leads_to_it_and_tells_the_same(signed_in, ngoc, for_decision):
    page = signed_in(ngoc).get(for_decision.get_absolute_url())
    offers = {offer.step.name: (offer.may, offer.missing, offer.url) for offer in offers_on(page)}
    assert offers == {
        "send_back": (True, [], page_of(for_decision, "send_back")),
        "attach": (True, [], page_of(for_decision, "attach")),
        "conclude": (True, [NO_NOTICE], page_of(for_decision, "conclude")),
        "cancel": (True, [], page_of(for_decision, "cancel")),
    }
    acts_shown = texts(page, r'<div class="act">(.*?)</div>')
    assert acts_shown[0] == (
        "Công bố kết luận Đơn vị thấy kết luận từ lúc này; nhận xét, số liệu không sửa được nữa. "
        f"Người thực hiện: lãnh đạo cơ quan kiểm tra (bạn có quyền). {NO_NOTICE} Đính kèm thông báo"
    )


def test_other_peoples_steps_are_shown_as_theirs(signed_in, minh, for_decision):
    page = signed_in(minh).get(for_decision.get_absolute_url())
    assert texts(page, r'<div class="act">(.*?)</div>')[2] == (
        "Trả lại để soạn tiếp Dự thảo trở lại Đoàn kiểm tra kèm lý do. Người thực hiện: lãnh đạo cơ quan kiểm tra."
    )
    own = rf'<a class="btn[^"]*" href="{for_decision.get_absolute_url()}steps/([a-z_]+)/'
    assert re.findall(own, page.content.decode()) == ["attach"]


@pytest.mark.parametrize(
    ("username", "state", "main", "folded"),
    [
        ("ngoc", "for_decision", ["conclude"], ["send_back", "attach", "cancel"]),
        ("minh", "for_decision", ["attach", "conclude"], ["send_back", "cancel"]),
        ("minh", "planned", ["notify"], ["postpone", "cancel"]),
        ("ngoc", "planned", ["notify"], ["postpone", "cancel"]),
        ("minh", "followed_up", ["close"], ["cancel"]),
        ("ngoc", "followed_up", ["close"], ["cancel"]),
        ("minh", "cancelled", [], []),
    ],
)
def test_what_is_waited_for_stands_out_and_what_is_merely_possible_is_folded(
    signed_in, username, state, main, folded, for_decision
):
    record = standing(for_decision, state)
    page = signed_in(User.objects.get(username=username)).get(record.get_absolute_url())
    box = page.content.decode().split('id="next-step"')[1].split("</aside>")[0]
    parts = box.partition("<details")
    assert [re.findall(r'id="who-([a-z_]+)"', part) for part in (parts[0], parts[2])] == [main, folded]
    assert ("Không còn bước nào." in box) == (not main)
    assert [", ".join(str(Inspection.STEPS[name].label) for name in folded) + "…"] * bool(folded) == texts(
        page, r'<details class="fold plain">\s*<summary>(.*?)</summary>'
    )


# --- Who is let ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("username", "reference", "step"),
    [
        ("minh", FOR_DECISION, "conclude"),
        ("ngoc", PLANNED, "notify"),
        ("binh", FOR_DECISION, "send_back"),
        ("van", FOR_DECISION, "submit"),
        ("lan", FOLLOWED_UP, "close"),
        ("khoa", FOLLOWED_UP, "cancel"),
        ("tuyet", FOLLOWED_UP, "cancel"),
    ],
)
def test_who_sees_the_record_but_may_not_take_the_step_is_refused(signed_in, username, reference, step):
    record, browser = Inspection.objects.get(reference=reference), signed_in(User.objects.get(username=username))
    before = (record.state, acts(record))
    statuses = [browser.get(page_of(record, step)).status_code, browser.post(page_of(record, step)).status_code]
    assert (browser.get(record.get_absolute_url()).status_code, statuses) == (200, [403, 403])
    assert (Inspection.objects.get(pk=record.pk).state, acts(record)) == before


@pytest.mark.parametrize("username", ["hoa", "thu"])
def test_for_an_outsider_there_is_no_such_page(signed_in, username, for_decision, assignment):
    browser = signed_in(User.objects.get(username=username))
    nothing = browser.get("/inspections/NONE-1/steps/conclude/").content
    for record, step in [(for_decision, "conclude"), (for_decision.campaign, "close"), (assignment, "answer")]:
        if record == for_decision.campaign and username == "hoa":
            continue  # her own commune is in it too
        answers = [browser.get(page_of(record, step)), browser.post(page_of(record, step), {"reason": "Xong"})]
        assert [(answer.status_code, answer.content) for answer in answers] == [(404, nothing)] * 2
    assert acts(assignment) == ["accept"]


@pytest.mark.parametrize("step", ["conclude-now", "follow", "open"])
def test_a_step_that_is_nobodys_or_unknown_has_no_page(signed_in, ngoc, step, for_decision):
    record = standing(for_decision, "concluded")
    answers = [signed_in(ngoc).get(page_of(record, step)), signed_in(ngoc).post(page_of(record, step))]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert Inspection.objects.get(pk=record.pk).state == "concluded"


# --- What comes of pressing ----------------------------------------------------------------------------------------
def test_pressing_takes_the_step_and_leads_back_with_a_word(signed_in, ngoc, for_decision):
    before = acts(for_decision)
    answer = signed_in(ngoc).post(page_of(for_decision, "send_back"), {"reason": " Bổ sung căn cứ. "}, follow=True)
    assert answer.redirect_chain == [(for_decision.get_absolute_url(), 302)]
    assert [str(message) for message in answer.context["messages"]] == ["Đã trả lại để soạn tiếp."]
    event = Event.objects.about(for_decision).first()
    assert (event.actor, event.from_state, event.to_state) == (ngoc, "for_decision", "drafting")
    assert (event.reason, acts(for_decision)) == ("Bổ sung căn cứ.", ["send_back", *before])
    assert Inspection.objects.get(pk=for_decision.pk).state == "drafting"


def test_a_looking_changes_nothing(signed_in, ngoc, for_decision):
    before = acts(for_decision)
    for step in ("send_back", "conclude", "cancel"):
        assert signed_in(ngoc).get(page_of(for_decision, step), {"reason": "Có"}).status_code == 200
    assert (Inspection.objects.get(pk=for_decision.pk).state, acts(for_decision)) == ("for_decision", before)


@pytest.mark.parametrize("typed", ["", "   \n "])
def test_without_its_reason_nothing_is_done_and_the_field_says_so(signed_in, ngoc, for_decision, typed):
    before = acts(for_decision)
    page = signed_in(ngoc).post(page_of(for_decision, "send_back"), {"reason": typed})
    assert texts(page, r'<p class="wrong">(.*?)</p>') == ["Nhập lý do."]
    assert refusal(page) == ["Có chỗ cần sửa Lý do: Nhập lý do. Những gì đã nhập vẫn được giữ."]
    assert (Inspection.objects.get(pk=for_decision.pk).state, acts(for_decision)) == ("for_decision", before)


def test_without_its_new_date_an_extension_is_not_given_and_its_reason_is_kept(signed_in, minh, assignment):
    page = signed_in(minh).post(page_of(assignment, "extend"), {"reason": "Chờ kinh phí", "due_on": ""})
    assert list(page.context["form"].errors) == ["due_on"]
    assert texts(page, r"<textarea[^>]*>(.*?)</textarea>") == ["Chờ kinh phí"]
    assert Assignment.objects.get(pk=assignment.pk).due_on == assignment.due_on


def test_while_something_is_missing_nothing_is_done_and_the_page_says_what(signed_in, ngoc, campaign):
    before = acts(campaign)
    page = signed_in(ngoc).post(page_of(campaign, "close"), {"reason": "Hết năm"})
    assert (page.status_code, refusal(page)) == (409, [NOT_DONE])
    assert (Campaign.objects.get(pk=campaign.pk).state, acts(campaign)) == ("open", before)


def test_where_another_was_faster_nothing_is_done_and_what_was_typed_is_kept(
    signed_in, ngoc, second_leader, for_decision
):
    take(for_decision, "cancel", second_leader, reason="Trùng đoàn khác")
    before = acts(for_decision)
    page = signed_in(ngoc).post(page_of(for_decision, "send_back"), {"reason": "Bổ sung căn cứ"})
    assert page.status_code == 409
    assert refusal(page) == ["Không làm được “Trả lại để soạn tiếp”: trạng thái hiện là “Đã hủy”."]
    assert texts(page, r"<textarea[^>]*>(.*?)</textarea>") == ["Bổ sung căn cứ"]
    assert (Inspection.objects.get(pk=for_decision.pk).state, acts(for_decision)) == ("cancelled", before)


def test_even_by_the_same_step(signed_in, ngoc, second_leader, for_decision):
    """One's own second press is led back quietly, another person's act is told."""
    take(for_decision, "send_back", second_leader, reason="Thiếu số liệu")
    page = signed_in(ngoc).post(page_of(for_decision, "send_back"), {"reason": "Bổ sung căn cứ"})
    assert (page.status_code, len(refusal(page))) == (409, 1)


def test_a_page_opened_too_late_says_so_without_a_form(signed_in, minh, for_decision):
    page = signed_in(minh).get(page_of(for_decision, "start"))
    assert page.status_code == 409
    assert texts(page, r'<div class="notice warn">(.*?)</div>\s*</div>') == [
        "Việc này không còn làm được: trạng thái của bản ghi đã đổi."
    ]
    assert (labels_on(page), texts(page, BUTTON)) == ([], [])


# --- The button pressed twice --------------------------------------------------------------------------------------
def pressed_twice(browser, record, step, **typed):
    return [browser.post(page_of(record, step), typed).headers.get("Location") for _ in range(2)]


def test_a_double_press_is_one_act_and_leads_back(signed_in, minh, planned):
    assert pressed_twice(signed_in(minh), planned, "notify") == [planned.get_absolute_url()] * 2
    assert acts(planned) == ["notify"]


def test_so_it_is_where_the_portals_own_step_follows(signed_in, ngoc, for_decision):
    paper = publish_notice(for_decision)
    before = acts(for_decision)
    pressed = pressed_twice(signed_in(ngoc), for_decision, "conclude", seen=paper.pk, understood="on")
    assert pressed == [for_decision.get_absolute_url()] * 2
    assert acts(for_decision) == ["follow", "conclude", *before]


def test_and_where_the_state_stays(signed_in, minh, assignment):
    typed = {"reason": "Chờ kinh phí", "due_on": "31/03/2027"}
    assert pressed_twice(signed_in(minh), assignment, "extend", **typed) == [assignment.get_absolute_url()] * 2
    assert acts(assignment) == ["extend", "accept"]
    assert Assignment.objects.get(pk=assignment.pk).due_on == date(2027, 3, 31)


# --- Other words from another tab ----------------------------------------------------------------------------------
def test_lans_second_answer_from_another_tab_is_shown_beside_the_first(signed_in, lan, assignment):
    browser = signed_in(lan)
    browser.post(page_of(assignment, "answer"), {"reason": "Đã niêm yết 12 thủ tục."})
    page = browser.post(page_of(assignment, "answer"), {"reason": "Đã niêm yết 45 thủ tục."})
    assert (page.status_code, acts(assignment)) == (409, ["answer", "accept"])
    assert refusal(page) == ["Không làm được “Trả lời”: trạng thái hiện là “Đã trả lời”."]
    assert texts(page, r'<p class="as-written[^"]*">(.*?)</p>') == ["Đã niêm yết 12 thủ tục."]
    assert texts(page, r"<textarea[^>]*>(.*?)</textarea>") == ["Đã niêm yết 45 thủ tục."]
    assert browser.post(page_of(assignment, "answer"), {"reason": "Đã niêm yết 12 thủ tục."}).status_code == 302


def test_another_reason_for_the_same_day_is_not_swallowed(signed_in, minh, assignment):
    browser = signed_in(minh)
    typed = {"reason": "Chờ kinh phí", "due_on": "31/03/2027"}
    browser.post(page_of(assignment, "extend"), typed)
    page = browser.post(page_of(assignment, "extend"), typed | {"reason": "Chờ nghị quyết"})
    assert (page.status_code, refusal(page)) == (409, ["Không có gì thay đổi."])
    assert texts(page, r'<p class="as-written[^"]*">(.*?)</p>') == ["Chờ kinh phí"]
    assert acts(assignment) == ["extend", "accept"]


def test_an_answer_of_an_earlier_round_is_no_echo_of_the_present_one(signed_in, lan, minh, assignment):
    """The same words as before the return, from a tab that was left open: another answer stands meanwhile."""
    browser = signed_in(lan)
    browser.post(page_of(assignment, "answer"), {"reason": "Một"})
    take(assignment, "return", minh, reason="Bổ sung")
    browser.post(page_of(assignment, "answer"), {"reason": "Hai"})
    page = browser.post(page_of(assignment, "answer"), {"reason": "Một"})
    assert (page.status_code, acts(assignment)[:3]) == (409, ["answer", "return", "answer"])
    assert texts(page, r'<p class="as-written[^"]*">(.*?)</p>') == ["Hai"]


def test_the_same_answer_after_a_return_is_a_new_one(signed_in, lan, minh, assignment):
    browser = signed_in(lan)
    for _round in range(2):
        assert pressed_twice(browser, assignment, "answer", reason="Đã làm") == [assignment.get_absolute_url()] * 2
        take(assignment, "return", minh, reason="Bổ sung")
    assert acts(assignment) == ["return", "answer", "return", "answer", "accept"]


# --- A body that has ended -----------------------------------------------------------------------------------------
def test_what_an_ended_body_left_is_only_read(signed_in, ngoc, minh, case):
    before = (case.state, acts(case))
    for user in (minh, ngoc):
        page = signed_in(user).get(case.get_absolute_url())
        assert texts(page, r'<div class="notice info">(.*?)</div>\s*</div>') == [
            "Cơ quan kiểm tra đã kết thúc hoạt động từ ngày 01/07/2025. Hồ sơ chỉ còn để xem."
        ]
        assert re.findall(r"/steps/[a-z_]+/|class=\"next-step\"", page.content.decode()) == []
        steps = [signed_in(user).post(page_of(case, name), {"reason": "Có"}).status_code for name in takeable(case)]
        assert steps == [403] * 12
    assert (Inspection.objects.get(pk=case.pk).state, acts(case)) == before


def takeable(record):
    return [step.name for step in record.STEPS.values() if step.who]


def test_what_was_done_about_a_recommendation_stands_beside_it(signed_in, lan, assignment):
    take(assignment, "answer", lan, reason="Đã trả lời hết ý kiến.")
    page = signed_in(lan).get(assignment.get_absolute_url())
    assert (page.context["latest"].word, page.context["latest"].text) == ("Trả lời lần 1", "Đã trả lời hết ý kiến.")
    assert [(each.who, each.word) for each in page.context["rounds"]] == [("Lê Thị Lan", "Nhận thực hiện")]
