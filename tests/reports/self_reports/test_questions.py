"""What Lan asks about her report and Minh answers: who reads it, who writes, what stays, who is informed."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from portal.home.tasks import tasks_of
from reports.models import Question
from tests.standing import standing
from workflow.history.notices import still_holds
from workflow.models import Notice

pytestmark = pytest.mark.django_db
WAITING = "/self-reports/?question=waiting"
QUESTION, ANSWER = "Chỉ tiêu 2.1 tính cả ấp mới không?", "Có, tính đến ngày 31/12."


@pytest.fixture
def officer(signed_in, lan):
    return signed_in(lan)


@pytest.fixture
def staff(signed_in, minh):
    return signed_in(minh)


@pytest.fixture
def send(at):
    """`send(client, text)` posts the box as its page fills it."""

    def post(client, text):
        page = client.get(at("questions/"))
        return client.post(at("questions/"), {"receipt": page.context["form"]["receipt"].value(), "text": text})

    return post


@pytest.fixture
def line_of():
    """`line_of(user)` is the line of home about questions: its words and where it leads, None without one."""

    def line(user):
        tasks = [task for task in tasks_of(user, timezone.localdate()) if task.title.startswith("Câu hỏi")]
        return (tasks[0].title, tasks[0].url) if tasks else None

    return line


def test_lan_asks_minh_answers_and_both_read_it_on_the_report(officer, staff, send, at, line_of, minh, lan):
    assert send(officer, QUESTION).url == at("questions/")
    assert line_of(minh) == ("Câu hỏi của đơn vị: 1", at("questions/"))
    assert send(staff, ANSWER).status_code == 302
    assert line_of(minh) is None
    assert [(each.author, each.is_answer, each.text) for each in Question.objects.all()] == [
        (lan, False, QUESTION),
        (minh, True, ANSWER),
    ]
    for client in (officer, staff):
        for path in ("", "questions/"):
            page = client.get(at(path))
            assert [line.text for line in page.context["box"].lines] == [QUESTION, ANSWER]
            assert (QUESTION in page.content.decode(), ANSWER in page.content.decode()) == (True, True)
    [notice] = Notice.objects.filter(kind="submissions.answered")
    assert (notice.recipient, notice.path, notice.read_at) == (lan, at("questions/"), None)
    send(officer, "Còn tổ dân phố?")
    assert line_of(minh) == ("Câu hỏi của đơn vị: 1", at("questions/"))


def test_minh_is_informed_of_a_question_once_and_no_more_when_a_colleague_has_answered(
    officer, staff, send, at, lan, minh, ngoc, dossier
):
    def unread():
        rows = Notice.objects.filter(kind="submissions.question", read_at=None)
        return list(rows.values_list("recipient__username", "path", "is_urgent"))

    send(officer, QUESTION)
    send(officer, "Và chỉ tiêu 2.2?")
    assert unread() == [("minh", at("questions/"), False)]
    notice = Notice.objects.get(kind="submissions.question")
    name = f"UBND xã Cần Đước ({dossier.inspection.reference})"
    assert (notice.text, still_holds(notice.kind, notice.params)) == (
        f"Đơn vị hỏi về báo cáo tự kiểm tra: {name}.",
        True,
    )
    send(staff, ANSWER)
    assert (unread(), still_holds(notice.kind, notice.params)) == ([], False)
    type(dossier).objects.filter(pk=dossier.pk).update(due_on=timezone.localdate() + timedelta(days=1))
    send(officer, "Còn một câu.")  # a day before the report is due: a mail of the next morning would be too late
    assert unread() == [("minh", at("questions/"), True)]


def test_who_was_answered_hears_of_it_once_and_a_second_answer_informs_nobody(officer, staff, send, lan):
    for client, text in ((officer, "Một?"), (officer, "Hai?"), (staff, "Có."), (staff, "Thêm.")):
        send(client, text)
    assert list(Notice.objects.filter(kind="submissions.answered").values_list("recipient", flat=True)) == [lan.pk]


def test_the_thread_is_of_its_report_for_those_who_may_see_that(
    officer, send, at, signed_in, khoa, binh, ngoc, hoa, tuyet, thu, son
):
    send(officer, QUESTION)
    answers = {}
    for user in (khoa, binh, ngoc, hoa, tuyet, thu, son):
        page = signed_in(user).get(at("questions/"))
        has_form = page.status_code == 200 and page.context.get("form") is not None
        answers[user.username] = (page.status_code, QUESTION in page.content.decode(), has_form)
        sent = signed_in(user).post(at("questions/"), {"text": "x"}).status_code
        assert sent == {(200, True): 302, (200, False): 403}.get((page.status_code, has_form), 404)
    outside = dict.fromkeys(["hoa", "tuyet", "thu"], (404, False, False))
    inside = {"khoa": (200, True, True), **dict.fromkeys(["binh", "ngoc", "son"], (200, True, False))}
    assert answers == inside | outside


def test_the_database_lets_nobody_change_or_delete_a_line(officer, send):
    send(officer, QUESTION)
    rows = Question.objects.all()
    for change in (lambda: rows.update(text="Khác"), lambda: rows.delete(), lambda: rows.update(is_answer=True)):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_sent_twice_it_is_one_and_an_empty_one_is_none(officer, at):
    receipt = officer.get(at("questions/")).context["form"]["receipt"].value()
    for _n in range(2):
        assert officer.post(at("questions/"), {"receipt": receipt, "text": QUESTION}).url == at("questions/")
    assert Question.objects.count() == 1
    for text in ("", "  ", "x" * 2001):
        page = officer.post(at("questions/"), {"text": text})
        assert (page.status_code, list(page.context["form"].errors)) == (422, ["text"])


def test_nobody_writes_in_a_campaign_that_is_over(officer, staff, send, at, dossier, line_of, minh):
    send(officer, QUESTION)
    standing(dossier.inspection.campaign, "closed")
    for client in (officer, staff):
        assert client.get(at("questions/")).context.get("form") is None
        assert client.post(at("questions/"), {"text": "x"}).status_code == 403
    assert line_of(minh) is None
    assert list(staff.get(WAITING).context["page"].rows) == []


def test_several_units_that_wait_are_one_line_that_leads_to_exactly_them(
    officer, staff, send, at, dossier, line_of, minh, lan, hoa, signed_in
):
    """An answer to one of them leaves the other waiting."""
    send(officer, QUESTION)
    theirs = type(dossier).objects.own(hoa).exclude(pk=dossier.pk).first()
    signed_in(hoa).post(f"{theirs.get_absolute_url()}questions/", {"text": "Hạn nào?"})
    words, url = line_of(minh)
    assert (words, url) == ("Câu hỏi của đơn vị: 2", WAITING)
    assert {row.pk for row in staff.get(url).context["page"].rows} == {dossier.pk, theirs.pk}
    send(staff, ANSWER)
    assert [row.pk for row in staff.get(url).context["page"].rows] == [theirs.pk]
    assert line_of(minh) == ("Câu hỏi của đơn vị: 1", f"{theirs.get_absolute_url()}questions/")
    assert [notice.recipient for notice in Notice.objects.filter(kind="submissions.answered")] == [lan]
    assert "Hạn nào?" not in staff.get(at("questions/")).content.decode()
