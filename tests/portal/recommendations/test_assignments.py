"""A recommendation from its writing to its verification: whose buttons, whose words, what is shown to whom."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Person
from inspections.models import Assignment, Inspection, Recommendation
from inspections.recommendations.states import ASSIGNMENT_STEPS, AssignmentState
from portal.recommendations.status import due_of, status_of
from tests.inspections.attachments.typed_papers import NOTICE
from tests.inspections.papers.made_evidence import photo
from workflow.models import AccessLog
from workflow.steps.acts import take

pytestmark = pytest.mark.django_db
FOLLOWED_UP, IN_SESSION = "DVCQ2026-28108", "DVCQ2026-28114"
ROLES = {"minh": {"staff"}, "binh": {"head"}, "lan": {"owner"}, "khoa": {"owner"}, "son": set(), "tuyet": set()}
UPWARD_ROLES = {"minh": {"staff", "recipient"}, "ngoc": {"recipient"}, "binh": {"head"}, "lan": set()}


def assignment_of(reference):
    return Assignment.objects.filter(recommendation__inspection__reference=reference).order_by("pk").first()


@pytest.fixture
def assignment():
    """Lan's commune has accepted it."""
    return assignment_of(FOLLOWED_UP)


@pytest.fixture
def petition(assignment):
    """What Lan's commune asks of the Board."""
    inspection = assignment.recommendation.inspection
    board = inspection.campaign.inspecting_organization
    recommendation = Recommendation.objects.create(
        campaign=inspection.campaign,
        inspection=inspection,
        direction="petition",
        author_organization=inspection.subject_organization,
        text="Bổ sung kinh phí chuyển đổi số.",
    )
    return Assignment.objects.create(
        recommendation=recommendation,
        owner_organization=board,
        owner_as_printed="UBND tỉnh, qua Ban",
        due_as_printed="quý I/2027",
    )


def step(assignment, name):
    return reverse("assignment_step", args=[assignment.pk, name])


def pdf(name="cong-van.pdf"):
    return SimpleUploadedFile(name, NOTICE)


def forms_on(page):
    context = page.context
    return {each.offer.step.name for each in [context["main"], *context["others"]] if each}


def in_table(assignment, state, roles):
    """Return the steps that the table gives these roles in this state, without those that lack something."""
    found = {name for name, each in ASSIGNMENT_STEPS.items() if state in each.from_states and roles & set(each.who)}
    return found - {"transfer", "refuse_extension", "carry_over"}  # no successor, nothing requested, no later campaign


@pytest.mark.parametrize("upward", [False, True], ids=["to the unit", "by the unit"])
def test_the_page_has_the_forms_of_the_table_for_each_role_and_state(upward, assignment, petition, signed_in, request):
    record, cast = (petition, UPWARD_ROLES) if upward else (assignment, ROLES)
    browsers = {name: signed_in(request.getfixturevalue(name)) for name in cast}
    shown, table = {}, {}
    for state in AssignmentState.values:
        with transaction.atomic():
            record.write_step(state, {})
            for name, browser in browsers.items():
                shown[name, state] = forms_on(browser.get(record.get_absolute_url()))
                table[name, state] = in_table(record, state, cast[name])
            transaction.set_rollback(True)
        record.refresh_from_db()
    assert shown == table
    assert {len(names) for names in shown.values()} > {0, 1}


def test_hoa_and_thu_cannot_open_lans_assignment_nor_its_files(assignment, signed_in, lan, hoa, thu):
    signed_in(lan).post(step(assignment, "answer"), {"reason": "Xong.", "files": [pdf()], "is_not_secret": "on"})
    file = assignment.answers.get().attachments.get()
    pages = [assignment.get_absolute_url(), reverse("attachment_download", args=[file.pk])]
    assert [signed_in(user).get(page).status_code for user in (hoa, thu) for page in pages] == [404] * 4
    before = AccessLog.objects.filter(kind="downloaded").count()
    assert [signed_in(lan).get(page).status_code for page in pages] == [200, 200]
    assert AccessLog.objects.filter(kind="downloaded").count() == before + 1


def test_while_its_file_waits_for_the_scan_only_lan_who_sent_it_gets_it_back(
    assignment, signed_in, lan, minh, settings
):
    settings.SCANNER_COMMAND = ["true"]
    signed_in(lan).post(step(assignment, "answer"), {"reason": "Xong.", "files": [pdf()], "is_not_secret": "on"})
    path = reverse("attachment_download", args=[assignment.answers.get().attachments.get().pk])
    pages = {user: signed_in(user).get(assignment.get_absolute_url()).content.decode() for user in (lan, minh)}
    assert [signed_in(user).get(path).status_code for user in (lan, minh)] == [200, 404]
    assert [(path in page, "chỉ bạn mở được" in page, "mở được khi xong" in page) for page in pages.values()] == [
        (True, True, False), (False, False, True)
    ]  # fmt: skip


def test_a_photo_in_an_answer_is_shown_as_our_own_picture(assignment, signed_in, lan, minh, hoa):
    taken = SimpleUploadedFile("IMG_7.HEIC", photo("HEIF"))
    signed_in(lan).post(step(assignment, "answer"), {"reason": "Xong.", "files": [taken], "is_not_secret": "on"})
    file = assignment.answers.get().attachments.get()
    path = reverse("attachment_picture", args=[file.pk])
    shown = signed_in(minh).get(path)
    assert (shown["Content-Type"], b"".join(shown)[:3]) == ("image/jpeg", b"\xff\xd8\xff")
    assert path in signed_in(minh).get(assignment.get_absolute_url()).content.decode()
    assert signed_in(hoa).get(path).status_code == 404


def test_minh_verifies_where_answer_files_and_earlier_rounds_are_seen(assignment, signed_in, lan, minh):
    owner, board = signed_in(lan), signed_in(minh)
    owner.post(step(assignment, "plan"), {"reason": "Xong trước 10/12."})
    owner.post(
        step(assignment, "answer"), {"reason": "Đã trả lời 7/11.", "files": [pdf("bang-1.pdf")], "is_not_secret": "1"}
    )
    board.post(step(assignment, "return"), {"reason": "Còn 4 ý kiến."})
    again = owner.get(assignment.get_absolute_url())
    assert again.context["main"].form.initial["reason"] == "Đã trả lời 7/11."
    assert again.context["rounds"][0].text == "Còn 4 ý kiến."
    files = [pdf("bang-2.pdf"), pdf("cong-van.pdf")]
    owner.post(step(assignment, "answer"), {"reason": "Đã trả lời 11/11.", "files": files, "is_not_secret": "1"})
    page = board.get(assignment.get_absolute_url())
    latest = page.context["latest"]
    assert (latest.word, latest.text) == ("Trả lời lần 2", "Đã trả lời 11/11.")
    assert [each.name for each in latest.files] == ["bang-2.pdf", "cong-van.pdf"]
    rounds = [(each.word, each.text, len(each.files)) for each in page.context["rounds"]]
    assert rounds == [
        ("Trả lại để bổ sung", "Còn 4 ý kiến.", 0),
        ("Trả lời lần 1", "Đã trả lời 7/11.", 1),
        ("Kế hoạch thực hiện", "Xong trước 10/12.", 0),
        ("Nhận thực hiện", "", 0),
    ]
    assert page.content.decode().count('class="btn main"') == 1
    assert board.post(step(assignment, "verify"), {"reason": "Đã xem tại chỗ."}).status_code == 302
    assert assignment.answers.filter(kind="verification").get().text == "Đã xem tại chỗ."


def test_a_second_answer_from_another_tab_sees_the_first_and_goes_beside_it(assignment, signed_in, lan):
    owner = signed_in(lan)
    owner.post(step(assignment, "answer"), {"reason": "Đã niêm yết 12 thủ tục."})
    late = owner.post(step(assignment, "answer"), {"reason": "Đã niêm yết 45 thủ tục."})
    assert (late.status_code, late.context["first"].reason) == (409, "Đã niêm yết 12 thủ tục.")
    assert late.content.decode().count(f'formaction="{step(assignment, "progress")}"') == 1
    owner.post(step(assignment, "progress"), {"reason": "Đã niêm yết 45 thủ tục."})
    assert [each.text for each in assignment.answers.order_by("pk")] == [
        "Đã niêm yết 12 thủ tục.",
        "Đã niêm yết 45 thủ tục.",
    ]


def test_files_wait_where_the_words_are_missing_and_are_judged_one_by_one(assignment, signed_in, lan):
    owner = signed_in(lan)
    kept = owner.post(step(assignment, "answer"), {"reason": "", "files": [pdf()], "is_not_secret": "1"})
    token = kept.context["form"].data["waiting_files"]
    assert (list(kept.context["form"].errors), len(token)) == (["reason"], 36)
    picture = SimpleUploadedFile("anh.pdf", b"\xff\xd8\xff\xe0" + b"0" * 200)
    wrong = owner.post(step(assignment, "answer"), {"reason": "Xong.", "files": [pdf(), picture], "is_not_secret": "1"})
    assert [line.split(":")[0] for line in wrong.context["form"].errors["files"]] == [
        "anh.pdf",
        "Trang không giữ tệp đã chọn",
    ]
    secret = owner.post(step(assignment, "answer"), {"reason": "Xong.", "files": [pdf()]})
    assert list(secret.context["form"].errors) == ["is_not_secret"]
    owner.post(step(assignment, "answer"), {"reason": "Xong.", "waiting_files": token, "is_not_secret": "1"})
    assert [each.file.original_name for each in assignment.answers.get().attachments.all()] == ["cong-van.pdf"]


def one_by_one(browser, address, *files, **changed):
    """What static/js/uploads.js sends as soon as a file is chosen."""
    sent = {"files": [*files], "is_not_secret": "1"} | changed
    return browser.post(address, sent, headers={"X-One-File": "1"})


def test_files_come_one_by_one_while_the_answer_is_written_and_go_with_it_once(assignment, signed_in, lan, minh, hoa):
    owner, at = signed_in(lan), step(assignment, "answer")
    came = [one_by_one(owner, at, pdf(name)).json() for name in ("a.pdf", "b.pdf")]
    assert [each["stored"] for each in came] == [["a.pdf"], ["b.pdf"]]
    waits = {"waiting_files": ",".join(each["token"] for each in came), "is_not_secret": "1"}
    picture = SimpleUploadedFile("anh.pdf", b"\xff\xd8\xff\xe0" + b"0" * 200)
    wrong = [
        one_by_one(owner, at, picture),
        one_by_one(owner, at),
        one_by_one(owner, at, pdf("c.pdf"), is_not_secret=""),
    ]
    assert [answer.status_code for answer in wrong] == [422, 422, 422]
    assert ["anh.pdf" in answer.json()["fault"] for answer in wrong] == [False, False, False]
    others = [one_by_one(signed_in(each), at, pdf("c.pdf")).status_code for each in (minh, hoa)]
    assert [*others, one_by_one(owner, step(assignment, "verify"), pdf("c.pdf")).status_code] == [403, 404, 404]
    form = owner.post(at, {"reason": "", **waits}).context["form"]
    assert (list(form.errors), form["waiting_files"].value()) == (["reason"], waits["waiting_files"])
    assert form["files"].help_text == "Đang giữ các tệp “a.pdf”, “b.pdf”: không phải chọn lại."
    assert [owner.post(at, {"reason": "Xong.", **waits}).status_code for _click in range(2)] == [302, 302]
    assert [each.file.original_name for each in assignment.answers.get().attachments.order_by("pk")] == [
        "a.pdf",
        "b.pdf",
    ]
    later = step(assignment, "progress")
    gone, many = ({"waiting_files": tokens} for tokens in (came[0]["token"], ",".join([came[0]["token"]] * 7)))
    for each, words in ((gone, "Có tệp chờ quá lâu nên cổng không còn giữ. Chọn lại các tệp."), (many, "Nhiều nhất")):
        [fault] = owner.post(later, {"reason": "Thêm.", "is_not_secret": "1", **each}).context["form"].errors["files"]
        assert fault.startswith(words)
    assert assignment.answers.count() == 1


def test_more_time_is_requested_by_the_owner_and_granted_or_refused_by_the_board(assignment, signed_in, lan, minh):
    owner, board = signed_in(lan), signed_in(minh)
    due = assignment.due_on
    assert board.get(assignment.get_absolute_url()).context["main"] is None  # nothing is requested yet
    early = owner.post(step(assignment, "request_extension"), {"reason": "Chờ vốn.", "requested_until": "01/01/2020"})
    assert early.context["form"].errors == {"requested_until": ["Ngày này đã qua."]}
    owner.post(step(assignment, "request_extension"), {"reason": "Chờ vốn.", "requested_until": "31/03/2030"})
    page = board.get(assignment.get_absolute_url())
    assert page.context["main"].form.initial["due_on"] == date(2030, 3, 31)
    assert page.context["status"].note == "xin gia hạn đến 31/03/2030"
    board.post(step(assignment, "refuse_extension"), {"reason": "Việc gấp."})
    assignment.refresh_from_db()
    assert (assignment.due_on, assignment.requested_until) == (due, None)
    owner.post(step(assignment, "request_extension"), {"reason": "Chờ vốn.", "requested_until": "28/02/2030"})
    board.post(step(assignment, "extend"), {"reason": "Đồng ý.", "due_on": "28/02/2030"})
    assignment.refresh_from_db()
    assert (assignment.due_on, assignment.requested_until) == (date(2030, 2, 28), None)
    shown = [(each.word, each.text) for each in owner.get(assignment.get_absolute_url()).context["rounds"][:3]]
    assert shown == [
        ("Gia hạn", f"Hạn: {due:%d/%m/%Y} → 28/02/2030. Đồng ý."),
        ("Xin gia hạn", "Chờ vốn."),
        ("Không gia hạn", "Việc gấp."),
    ]


def test_the_board_answers_what_the_unit_petitions_and_each_direction_has_its_table(petition, signed_in, minh, lan):
    inspection = petition.recommendation.inspection
    unit = signed_in(lan)
    parts = unit.get(inspection.get_absolute_url()).context["recommendations"]
    assert [(len(parts.to_the_unit), len(parts.by_the_unit))] == [(2, 1)]
    assert parts.by_the_unit[0].assignments[0].due.printed == "quý I/2027"
    body = unit.get(inspection.subject_organization.get_absolute_url()).content.decode()
    assert [body.count(f'<section class="section" id="{name}"') for name in ("recommendations", "petitions")] == [1, 1]
    assert unit.get(step(petition, "reply")).status_code == 403
    signed_in(minh).post(step(petition, "reply"), {"reason": "Đã chuyển UBND tỉnh xem xét."})
    page = unit.get(petition.get_absolute_url())
    assert (page.context["latest"].text, page.context["assignment"].state) == (
        "Đã chuyển UBND tỉnh xem xét.",
        "replied",
    )
    answered = unit.get(inspection.get_absolute_url()).context["recommendations"]
    assert answered.replied_words() == "Đã được trả lời 1/1"


def test_a_new_one_needs_three_fields_and_sons_choice_of_owner_and_person(signed_in, son):
    inspection = Inspection.objects.get(reference=IN_SESSION)
    address = reverse("recommendation_add", args=[inspection.reference])
    secretary = signed_in(son)
    form = secretary.get(address).context["form"]
    assert [field.name for field in form.in_front()] == ["text", "owner_organization", "due_as_printed"]
    owner = form["owner_organization"].value()
    assert owner.pk == str(inspection.subject_organization_id)
    fixed = {name: form[name].value() for name in ("direction", "author_organization", "position")}
    typed = {
        "owner_organization": owner.words,
        "owner_organization_pk": owner.pk,
        "owner_organization_pk_words": owner.words,
    }
    for text, due in (("Niêm yết đủ.", "31/12/2026"), ("Đối thoại.", "trước 31/8 (gấp)")):
        assert secretary.post(address, {"text": text, "due_as_printed": due, **typed, **fixed}).status_code == 302
    wrong = secretary.post(address, {"text": "Sai ngày.", "due_as_printed": "31/02/2026", **typed, **fixed})
    assert list(wrong.context["form"].errors) == ["due_as_printed"]
    rows = Assignment.objects.filter(recommendation__text__in=["Niêm yết đủ.", "Đối thoại."]).order_by("pk")
    assert [(each.owner_organization_id, each.due_on, each.due_as_printed) for each in rows] == [
        (inspection.subject_organization_id, date(2026, 12, 31), ""),
        (inspection.subject_organization_id, None, "trước 31/8 (gấp)"),
    ]


def test_son_names_the_person_the_owner_as_printed_and_the_day_of_words(signed_in, son):
    inspection = Inspection.objects.get(reference=IN_SESSION)
    body = inspection.subject_organization
    recommendation = Recommendation.objects.create(
        campaign=inspection.campaign, inspection=inspection, author_organization=body, text="Đối thoại."
    )
    changed = Assignment.objects.create(recommendation=recommendation, owner_as_printed="UBND", due_as_printed="sớm")
    person = Person.objects.filter(organization=body).first()
    typed = {"person": person.full_name, "due_as_printed": "trước 31/8 (gấp)", "due_on": "31/08/2026", "revision": 1}
    edit = reverse("assignment_edit", args=[changed.pk])
    assert signed_in(son).post(edit, {**typed, "owner_as_printed": "các địa phương"}).status_code == 302
    changed.refresh_from_db()
    assert (changed.person, changed.owner_as_printed, due_of(changed).printed, due_of(changed).day) == (
        person,
        "các địa phương",
        "trước 31/8 (gấp)",
        "31/08/2026",
    )


HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.mark.parametrize(
    ("now", "late", "word"),
    [
        (datetime(2026, 12, 7, 23, 59, tzinfo=HANOI), 0, "Đã nhận"),
        (datetime(2026, 12, 8, 0, 0, tzinfo=HANOI), 0, "Đã nhận · còn 7 ngày"),
        (datetime(2026, 12, 15, 0, 0, tzinfo=HANOI), 0, "Đã nhận · hạn hôm nay"),
        (datetime(2026, 12, 15, 23, 59, 59, tzinfo=HANOI), 0, "Đã nhận · hạn hôm nay"),
        (datetime(2026, 12, 16, 0, 0, tzinfo=HANOI), 1, "Đã nhận · quá hạn 1 ngày"),
        (datetime(2026, 12, 15, 17, 0, tzinfo=ZoneInfo("UTC")), 1, "Đã nhận · quá hạn 1 ngày"),
        (datetime(2026, 12, 15, 16, 59, tzinfo=ZoneInfo("UTC")), 0, "Đã nhận · hạn hôm nay"),
    ],
)
def test_overdue_begins_at_midnight_in_viet_nam(assignment, now, late, word):
    assignment.due_on = date(2026, 12, 15)
    today = timezone.localdate(now)
    assert (assignment.days_late(today), status_of(assignment, today).word) == (late, word)
    assert Assignment.objects.late(today).filter(pk=assignment.pk).exists() == bool(late)


def test_what_is_done_is_never_overdue(assignment, lan, minh):
    take(assignment, "answer", lan, reason="Xong.")
    take(assignment, "verify", minh)
    assert status_of(assignment, date(2030, 1, 1)).word == "Đã xác nhận"


def test_home_words_a_due_date_as_the_paper_does_and_names_late_petitions_to_the_leader(
    assignment, petition, signed_in, minh, ngoc
):
    Assignment.objects.exclude(pk__in=[assignment.pk, petition.pk]).update(due_on=None)
    Assignment.objects.filter(pk=assignment.pk).update(due_on=date(2026, 8, 31), due_as_printed="trước 31/8 (gấp)")
    Assignment.objects.filter(pk=petition.pk).update(due_on=date(2026, 9, 30))
    home = {user.username: signed_in(user).get("/") for user in (minh, ngoc)}
    held = {task.title: (task.printed, task.holders[0].words) for task in home["ngoc"].context["held"]}
    assert held["Chưa trả lời: 1 kiến nghị"] == ("quý I/2027", "Cơ quan kiểm tra, nơi nhận kiến nghị")
    assert held["Chưa trả lời: 1 đề nghị"] == ("trước 31/8 (gấp)", "Đơn vị thực hiện")
    (late,) = [task for task in home["ngoc"].context["held"] if "kiến nghị" in task.title]
    assert [row.pk for row in signed_in(ngoc).get(late.url).context["page"].rows] == [petition.pk]
    text = home["minh"].content.decode()
    assert [f'<b class="as-written">{words}</b>' in text for words in ("trước 31/8 (gấp)", "quý I/2027")] == [True] * 2
    headings = re.findall(r'<h2 id="h-(held|late)">.*?(Quá hạn[^<]*)</h2>', home["ngoc"].content.decode(), re.DOTALL)
    assert dict(headings) == {"held": "Quá hạn, đang chờ ai"} | dict(headings[1:])
    assert len({words for _id, words in headings}) == len(headings)


def test_the_shortcoming_behind_it_is_shown_with_its_values_and_an_internal_one_to_the_board_alone(
    assignment, signed_in, minh, lan
):
    inspection = assignment.recommendation.inspection
    finding = inspection.findings.filter(text__contains="{", kind="shortcoming").first()
    Recommendation.objects.filter(pk=assignment.recommendation_id).update(finding=finding)
    value = finding.text.partition("{")[0].strip()[-20:]

    def shown(user):
        pages = [signed_in(user).get(each.get_absolute_url()) for each in (assignment, inspection)]
        rows = pages[1].context["recommendations"].to_the_unit
        of_row = next(row.weakness for row in rows if row.recommendation.pk == assignment.recommendation_id)
        return [pages[0].context["weakness"], of_row]

    assert shown(minh) == shown(lan)
    assert [(value in words, "{" in words) for words in shown(lan)] == [(True, False)] * 2
    finding.is_internal = True
    finding.save()
    assert [bool(words) for words in [*shown(minh), *shown(lan)]] == [True, True, False, False]
