"""The tasks on each user's home page, derived from the tables of steps."""

from datetime import date

import pytest
from django.utils import timezone

from accounts.models import User
from inspections.models import Assignment, Campaign, Inspection
from portal.home.tasks import tasks_of
from reports.models import Dossier
from tests.standing import standing
from workflow.steps.acts import take

pytestmark = pytest.mark.django_db
ANSWERS = [("Trả lời: 2 đề nghị", "2026-11-30")]
# The earliest due first, without a date last. Delegation 1 is headed by Bình, Sơn its secretary; Delegation 2 is headed
# by Ngọc, Minh its secretary.
TASKS = {
    "minh": [
        ("Đôn đốc gửi báo cáo tự kiểm tra: 2 đơn vị", "2026-04-02"),
        ("Soạn kết luận: UBND phường Long An", "2026-10-15"),
        ("Thống nhất biên bản: UBND phường Tân An", "2026-11-19"),
        ("Bắt đầu làm việc: UBND xã Rạch Kiến", None),
        ("Gửi thông báo: UBND phường Tân Ninh", None),
        ("Tiếp tục: UBND phường Gò Dầu", None),
    ],
    "ngoc": [
        ("Công bố kết luận: UBND xã Tân Lân", "2026-06-04"),
        ("Soạn kết luận: UBND phường Long An", "2026-10-15"),
        ("Trình kết luận: UBND xã Dương Minh Châu", "2026-11-05"),
        ("Thống nhất biên bản: UBND phường Tân An", "2026-11-19"),
    ],
    "binh": [
        ("Trình kết luận: UBND xã Long Hựu", "2026-06-11"),
        ("Bắt đầu làm việc: UBND xã Rạch Kiến", None),
    ],
    "son": [("Bắt đầu làm việc: UBND xã Rạch Kiến", None)],
    "van": [],
    "lan": ANSWERS,
    "khoa": ANSWERS,
    "hoa": [("Gửi báo cáo tự kiểm tra: UBND xã Rạch Kiến", "2026-04-02")],
    "tuyet": [],
    "thu": [],
}
# A leader's own overdue line is part of one that says who holds up all of them.
MERGED: dict[str, set[str]] = {}


def tasks_shown_to(user):
    """Return the user's tasks as in the next request: `User.reach` is cached for one request only."""
    tasks = tasks_of(User.objects.get(pk=user.pk), timezone.localdate())
    own = [task for task in tasks if not task.url.startswith("/documents/")]  # of papers: tests/reports
    return [(task.title, task.due_on and task.due_on.isoformat()) for task in own]


def steps_offered(record, *users):
    """The labels of the tasks that lead to the record, by user; who has none is left out."""
    rows = {user.username: tasks_of(User.objects.get(pk=user.pk), timezone.localdate()) for user in users}
    own = {
        name: [task.title.partition(":")[0] for task in tasks if leads_to(task, record)] for name, tasks in rows.items()
    }
    return {name: labels for name, labels in own.items() if labels}


def leads_to(task, record):
    return (task.url, task.note.partition(" · ")[0]) == (record.get_absolute_url(), named(record))


def named(record):
    return getattr(record, "reference", "") or str(record)


@pytest.mark.parametrize("username", TASKS)
def test_on_the_demo(signed_in, username):
    user = User.objects.get(username=username)
    assert tasks_shown_to(user) == TASKS[username]
    shown = signed_in(user).get("/").context
    lines = [*shown["held"], *(task for group in shown["groups"] for task in group.tasks)]
    own = {title for title, _due in TASKS[username]}
    assert own - {task.title for task in lines} == MERGED.get(username, set())


def test_a_task_leads_to_its_record_and_tells_its_state(ngoc):
    task = tasks_of(ngoc, timezone.localdate())[0]
    assert vars(task) == {
        "title": "Công bố kết luận: UBND xã Tân Lân",
        "due_on": date(2026, 6, 4),
        "url": "/inspections/DVCQ2026-28138/",
        "note": "DVCQ2026-28138 · Chờ quyết định",
        "act": "Công bố kết luận",
        "act_url": "/inspections/DVCQ2026-28138/",
        "undated": "Chưa ghi ngày",
        "holders": (),
        "printed": "",
    }


@pytest.mark.parametrize(
    ("state", "tasks"),
    [
        ("planned", {"minh": ["Gửi thông báo"]}),
        ("notified", {"minh": ["Bắt đầu làm việc"], "binh": ["Bắt đầu làm việc"], "son": ["Bắt đầu làm việc"]}),
        ("in_session", {"binh": ["Thống nhất biên bản"], "son": ["Thống nhất biên bản"]}),
        ("recorded", {"minh": ["Soạn kết luận"], "binh": ["Soạn kết luận"], "son": ["Soạn kết luận"]}),
        ("drafting", {"binh": ["Trình kết luận"]}),
        ("for_decision", {"ngoc": ["Công bố kết luận"]}),
        ("concluded", {}),
        ("followed_up", {}),
        ("closed", {}),
        ("postponed", {"minh": ["Tiếp tục"]}),
        ("cancelled", {}),
    ],
)
def test_an_inspection_is_the_task_of_those_whose_step_is_expected(
    minh, ngoc, binh, son, van, lan, khoa, hoa, tuyet, thu, state, tasks
):
    record = standing(Inspection.objects.get(reference="DVCQ2026-28108"), state)
    for other in Inspection.objects.filter(campaign=record.campaign).exclude(pk=record.pk):
        standing(other, "closed")  # several with one act are one line
    assert steps_offered(record, minh, ngoc, binh, son, van, lan, khoa, hoa, tuyet, thu) == tasks


@pytest.mark.parametrize(
    ("state", "tasks"),
    [
        ("open", {"lan": ["Nhận thực hiện"], "khoa": ["Nhận thực hiện"]}),
        ("accepted", {"lan": ["Trả lời"], "khoa": ["Trả lời"]}),
        ("answered", {"minh": ["Xác nhận đã thực hiện"], "binh": ["Xác nhận đã thực hiện"]}),
        ("returned", {"lan": ["Trả lời"], "khoa": ["Trả lời"]}),
        ("verified", {}),
        ("carried_over", {}),
        ("transferred", {}),
    ],
)
def test_so_is_an_assignment(minh, ngoc, binh, son, van, lan, khoa, hoa, tuyet, thu, state, tasks):
    first, second = Assignment.objects.filter(recommendation__inspection__reference="DVCQ2026-28108")
    standing(second, "verified")
    record = standing(first, state)
    assert steps_offered(record, minh, ngoc, binh, son, van, lan, khoa, hoa, tuyet, thu) == tasks


def test_a_campaign_in_preparation_is_the_leaders_to_open(minh, ngoc, binh):
    record = standing(Campaign.objects.get(code="DVCQ2026"), "draft")
    assert steps_offered(record, minh, ngoc, binh) == {"ngoc": ["Mở đợt"]}


def test_what_is_done_is_no_task_any_more_and_the_next_one_is_the_next_ones(minh, ngoc, binh):
    record = Inspection.objects.get(reference="DVCQ2026-28144")
    take(record, "submit", binh)
    assert tasks_shown_to(binh) == TASKS["binh"][1:]
    assert tasks_shown_to(ngoc)[0] == ("Công bố kết luận: 2 đơn vị", "2026-06-04")
    assert tasks_shown_to(minh) == TASKS["minh"]


def test_a_report_has_form_for_until_it_is_in(hoa):
    record = Inspection.objects.get(reference="DVCQ2026-28114")
    standing(Dossier.objects.get(inspection=record), "sent")
    assert tasks_shown_to(hoa) == []


def test_a_recommendation_is_nobodys_task_before_its_conclusion_is_out(lan, khoa):
    standing(Inspection.objects.get(reference="DVCQ2026-28108"), "for_decision")
    assert [tasks_shown_to(lan), tasks_shown_to(khoa)] == [[], []]


@pytest.mark.parametrize("state", ["closed", "cancelled"])
def test_an_ended_campaign_asks_nothing_of_anybody(minh, ngoc, binh, son, lan, khoa, hoa, state):
    standing(Campaign.objects.get(code="DVCQ2026"), state)
    assert [tasks_shown_to(user) for user in (minh, ngoc, binh, son, lan, khoa, hoa)] == [[]] * 7


def test_nor_does_a_body_that_has_ended(minh, ngoc, khoa, case):
    """The case of 2019 still stands in drafting: whom its Board left it to reads it and has nothing to do with it."""
    assert case.state == "drafting"
    assert steps_offered(case, minh, ngoc, khoa) == {}


def test_who_answered_has_no_task_to_verify(minh, lan):
    """Lan has a second role, at the Board."""
    first, second = Assignment.objects.filter(recommendation__inspection__reference="DVCQ2026-28108")
    standing(second, "verified")
    lan.memberships.create(organization=minh.person.organization, role="staff", starts_on=date(2026, 1, 1))
    take(first, "answer", lan, reason="Đã trả lời hết.")
    assert steps_offered(first, minh, lan) == {"minh": ["Xác nhận đã thực hiện"]}
