"""The ladder of reminders: to whom each rung goes on which day, once; what ends it and what begins it anew."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django_q.models import Schedule

from accounts.models import Membership
from inspections.models import Assignment, Recommendation
from inspections.recommendations.ladder import remind_of_due
from tests.standing import standing
from workflow.history.telling import line_of
from workflow.models import Event, Notice
from workflow.steps.acts import take

pytestmark = pytest.mark.django_db
HANOI, UTC = ZoneInfo("Asia/Ho_Chi_Minh"), ZoneInfo("UTC")
DUE = date(2026, 12, 15)
OWNERS = ["khoa", "lan"]


@pytest.fixture
def assignment():
    """Of Lan's and Khoa's commune, which has accepted it; nothing else has a due day."""
    rows = Assignment.objects.filter(recommendation__inspection__reference="DVCQ2026-28108")
    one = rows.order_by("pk").first()
    Assignment.objects.exclude(pk=one.pk).update(due_on=None)
    Assignment.objects.filter(pk=one.pk).update(due_on=DUE)
    return Assignment.objects.get(pk=one.pk)


def at(month, day, hour=6, minute=0, zone=HANOI, year=2026):
    return datetime(year, month, day, hour, minute, tzinfo=zone)


def sent(now):
    """Who gets a notice at the run then, and what it says before its colon."""
    before = set(Notice.objects.values_list("pk", flat=True))
    remind_of_due(now)
    new = Notice.objects.exclude(pk__in=before).select_related("recipient")
    return sorted((each.recipient.username, each.text.split(":")[0]) for each in new)


def to_owners(words):
    return [(name, words) for name in OWNERS]


SOON, TODAY, LATE = "Sắp đến hạn 15/12/2026", "Đến hạn 15/12/2026", "Quá hạn 15/12/2026"
DAYS = [
    (at(11, 14, 16, 59, UTC), []),  # a minute to midnight in Viet Nam: 31 days before
    (at(11, 14, 17, 0, UTC), to_owners(SOON)),
    (at(11, 15, 23, 59), []),
    (at(12, 7), []),
    (at(12, 8), to_owners(SOON)),
    (at(12, 14), to_owners(SOON)),
    (at(12, 15, 23, 59), to_owners(TODAY)),
    (at(12, 16, 0, 0), []),
    (at(12, 18), to_owners(LATE)),
    (at(12, 21), []),
    (at(12, 22), [("ngoc", "Quá hạn 15/12/2026, chưa được trả lời")]),
    (at(12, 31), []),
]


def test_each_rung_is_sent_once_on_its_day_in_viet_nam(assignment, signed_in, minh):
    assert [(now, sent(now)) for now, _people in DAYS] == DAYS
    events = Event.objects.about(assignment).filter(act="reminded").order_by("pk")
    assert [each.changes["days"] for each in events] == [-30, -7, -1, 0, 3, 7]
    assert {(each.actor, line_of(each).what) for each in events} == {(None, "Nhắc việc")}
    rounds = signed_in(minh).get(assignment.get_absolute_url()).context["rounds"]
    assert [each.text for each in rounds if each.word == "Nhắc việc"] == [
        "hạn 15/12/2026; báo 1 lãnh đạo cơ quan kiểm tra",
        *["hạn 15/12/2026; nhắc 2 người"] * 5,
    ]


def test_a_new_due_day_begins_a_new_ladder_and_an_answer_ends_it(assignment, minh, lan):
    assert sent(at(12, 14)) == to_owners(SOON)
    take(assignment, "extend", minh, reason="Chờ vốn", due_on=date(2027, 1, 20))
    assert [sent(at(12, day)) for day in (18, 20)] == [[], []]
    assert sent(at(12, 21)) == to_owners("Sắp đến hạn 20/01/2027")
    take(assignment, "answer", lan, reason="Xong")
    assert sent(at(1, 20, year=2027)) == []
    take(assignment, "return", minh, reason="Còn thiếu")
    assert sent(at(1, 20, 7, year=2027)) == to_owners("Đến hạn 20/01/2027")


def test_nothing_is_recalled_of_what_isnt_concluded_nor_in_a_closed_campaign(assignment):
    recommendation = assignment.recommendation
    for above, state in ((recommendation.campaign, "closed"), (recommendation.inspection, "drafting")):
        before = above.state
        standing(above, state)
        assert sent(at(12, 14)) == []
        standing(above, before)
    assert sent(at(12, 14)) == to_owners(SOON)


def test_who_begins_to_act_for_the_owner_after_a_rung_still_gets_it(assignment):
    Membership.objects.filter(user__username__in=OWNERS).update(starts_on=date(2026, 12, 9))
    assert [sent(at(12, day)) for day in (8, 9, 10)] == [[], to_owners(SOON), []]


def test_of_rungs_that_were_missed_the_last_is_sent_to_each(assignment, settings):
    assert sent(at(12, 30)) == [*to_owners(LATE), ("ngoc", "Quá hạn 15/12/2026, chưa được trả lời")]
    settings.REMIND_DAYS_AFTER = [3, 20]
    assert [sent(at(1, day, year=2027)) for day in (3, 4)] == [[], to_owners(LATE)]


def test_what_has_form_upward_is_recalled_to_the_board_until_the_reply_and_then_to_its_leader(
    assignment, signed_in, minh
):
    board = assignment.recommendation.campaign.inspecting_organization
    Recommendation.objects.filter(pk=assignment.recommendation_id).update(direction="petition")
    Assignment.objects.filter(pk=assignment.pk).update(owner_organization=board)
    staff = [name for name, _words in sent(at(12, 8))]
    assert {"minh", "lan", "khoa", "ngoc"} & set(staff) == {"minh"}
    standing(Assignment.objects.get(pk=assignment.pk), "replied")
    assert sent(at(12, 14)) == []
    standing(Assignment.objects.get(pk=assignment.pk), "accepted")
    second = Recommendation.objects.get(pk=assignment.recommendation_id)
    second.pk, second.direction = None, "propose"
    second.save(force_insert=True)
    Assignment.objects.create(recommendation=second, owner_organization=board, owner_as_printed="Ban", due_on=DUE)
    assert [name for name, _words in sent(at(12, 22))] == sorted([*staff, "ngoc"])
    notice = Notice.objects.filter(recipient=minh).latest("pk")
    rows = signed_in(minh).get(notice.path).context["page"].rows
    assert (notice.text, len(rows)) == ("Quá hạn 15/12/2026: 2 kiến nghị", 2)


def test_several_of_one_day_are_one_notice_that_leads_to_their_rows_in_the_readers_language(
    assignment, signed_in, lan, ngoc
):
    board = assignment.recommendation.campaign.inspecting_organization
    columns = {"campaign": assignment.recommendation.campaign, "inspection": assignment.recommendation.inspection}
    for owner in (assignment.owner_organization, board):  # the second isn't Lan's to do
        row = Recommendation.objects.create(**columns, author_organization=board, text="Niêm yết đủ.")
        Assignment.objects.create(recommendation=row, owner_organization=owner, owner_as_printed="nơi", due_on=DUE)
    remind_of_due(at(12, 22))
    assert Notice.objects.get(recipient=lan).text == "Quá hạn 15/12/2026: 2 đề nghị"
    shown = {}
    for user in (lan, ngoc):
        browser = signed_in(user)
        browser.cookies["django_language"] = "en"
        home = browser.get("/")
        (notice,) = home.context["notices"]
        assert Notice.objects.get(pk=notice.pk).text.startswith("Quá hạn 15/12/2026")
        rows = browser.get(notice.path).context["page"].rows
        shown[user.username] = (words_on(home), len(rows))
    assert shown == {
        "lan": ("Overdue, due 15/12/2026: 2 recommendations", 2),
        "ngoc": ("Overdue, due 15/12/2026, not answered: 3 recommendations", 3),
    }


def words_on(home):
    return re.search(r"</time><br>(.*?)</p>", home.content.decode()).group(1)


def test_reminders_are_sent_every_morning(db):
    schedule = Schedule.objects.get(name="inspections.remind_of_due")
    assert (schedule.func, schedule.schedule_type) == (
        "inspections.recommendations.ladder.remind_of_due",
        Schedule.DAILY,
    )
    assert schedule.next_run.astimezone(HANOI).hour == 6
