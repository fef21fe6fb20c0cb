"""How far an inspection is, in each of its states."""

from datetime import date, timedelta

import pytest

from inspections.inspections.progress import Stage, next_step, stages
from inspections.inspections.self_report import planned_report_day
from inspections.inspections.states import InspectionState
from inspections.models import Campaign, Inspection
from portal.rows import InspectionCount, bars

TODAY = date(2026, 4, 1)
FIRST, LAST = date(2026, 4, 7), date(2026, 4, 8)


@pytest.fixture
def inspection():
    """An inspection in memory with two days of sessions; the campaign's deadlines are the usual ones."""

    def make(state, days=(FIRST, LAST), has_report=False, next_due_on=None, report_due=None):
        made = Inspection(campaign=Campaign(year=2026), state=state)
        made.first_day, made.last_day = (days[0], days[-1]) if days else (None, None)
        made.has_report, made.next_due_on, made.report_due = has_report, next_due_on, report_due
        return made

    return make


STANDINGS = {  # plan, notice, report, session, conclusion, follow-up: d done, n now, t to do
    "planned": "nttttt",
    "notified": "ddtntt",
    "in_session": "ddtntt",
    "postponed": "ddtntt",
    "recorded": "ddtdnt",
    "drafting": "ddtdnt",
    "for_decision": "ddtdnt",
    "concluded": "ddtddn",
    "followed_up": "ddtddn",
    "closed": "ddtddd",
    "cancelled": "tttttt",
}


def test_every_state_has_its_row_in_this_table():
    assert sorted(STANDINGS) == sorted(InspectionState.values)


@pytest.mark.parametrize("state", STANDINGS)
def test_the_stages_of_a_state(inspection, state):
    shown = stages(inspection(state), TODAY)
    assert [stage.key for stage in shown] == ["plan", "notice", "report", "session", "conclusion", "follow_up"]
    assert "".join(stage.standing[0] for stage in shown) == STANDINGS[state]


@pytest.mark.parametrize("state", STANDINGS)
def test_the_units_report_is_told_by_its_dossier_and_not_by_the_state(inspection, state):
    without, with_it = (stages(inspection(state, has_report=has), TODAY)[2] for has in (False, True))
    assert (without.standing, without.word) == ("todo", "Chưa có")
    assert (with_it.standing, with_it.word) == ("done", "Đã nhận")


def test_the_stage_at_work_bears_the_states_own_word_and_its_date(inspection):
    now = stages(inspection("drafting"), TODAY)[4]
    assert now == Stage("conclusion", "Kết luận", "now", "going", "Đang soạn kết luận", "hạn 08/05/2026")
    assert stages(inspection("drafting"), TODAY)[3].note == "08/04/2026"
    assert stages(inspection("in_session"), TODAY)[3].note == "ngày 08/04/2026"  # no deadline, but when they meet


def test_lateness_is_reckoned_from_the_day_it_has_form(inspection):
    drafting = inspection("drafting")
    shapes = [stages(drafting, day)[4].shape for day in (date(2026, 5, 8), date(2026, 5, 9))]
    assert shapes == ["going", "late"]


def test_postponed_and_cancelled_are_shapes_of_their_own(inspection):
    assert stages(inspection("postponed"), TODAY)[3].shape == "hold"
    assert [stage.shape for stage in stages(inspection("cancelled"), TODAY)] == [
        "stop", "stop", "todo", "stop", "stop", "stop",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("state", "label", "due_on"),
    [
        ("planned", "Gửi thông báo kiểm tra", date(2026, 3, 28)),
        ("notified", "Buổi làm việc", FIRST),
        ("postponed", "Định lại ngày làm việc", None),
        ("in_session", "Thống nhất biên bản", LAST),
        ("recorded", "Soạn kết luận", date(2026, 5, 8)),
        ("drafting", "Trình dự thảo kết luận", date(2026, 5, 8)),
        ("for_decision", "Quyết định kết luận", date(2026, 5, 8)),
        ("concluded", "Giao thực hiện đề nghị", None),
        ("followed_up", "Theo dõi khắc phục", date(2026, 6, 1)),
        ("closed", "", None),
        ("cancelled", "", None),
    ],
)
def test_what_comes_next_on_the_inspecting_side(inspection, state, label, due_on):
    assert next_step(inspection(state, next_due_on=date(2026, 6, 1))) == (label, due_on)


@pytest.mark.parametrize("state", STANDINGS)
def test_a_report_that_may_still_be_sent_is_late_after_its_own_day(inspection, state):
    row, expected = inspection(state, report_due=TODAY), state in ("notified", "in_session")
    shown = [stages(row, day)[2] for day in (TODAY, TODAY + timedelta(days=1))]
    assert [stage.shape for stage in shown] == (["todo", "late"] if expected else ["todo", "todo"])
    assert {stage.note for stage in shown} == {"hạn 01/04/2026" if expected else ""}


def test_the_units_report_is_asked_for_days_before_the_first_session_or_until_the_campaigns_own_day(inspection):
    row = inspection("notified")
    assert planned_report_day(row) == date(2026, 4, 2)
    row.campaign.report_due_on = date(2026, 3, 20)
    assert planned_report_day(row) == date(2026, 3, 20)


def test_without_a_session_no_date_is_made_up(inspection):
    assert [next_step(inspection(state, days=()))[1] for state in ("planned", "notified", "drafting")] == [None] * 3
    assert planned_report_day(inspection("notified", days=())) is None


def test_bars_count_what_is_behind_and_leave_out_the_cancelled():
    counts = [
        InspectionCount(state, has_report=state == "concluded", n=n)
        for state, n in [
            ("planned", 1),
            ("notified", 2),
            ("drafting", 3),
            ("concluded", 4),
            ("closed", 5),
            ("cancelled", 6),
        ]
    ]
    assert [(bar.key, bar.count, bar.total) for bar in bars(counts)] == [
        ("plan", 14, 15),
        ("notice", 14, 15),
        ("report", 4, 15),
        ("session", 12, 15),
        ("conclusion", 9, 15),
        ("follow_up", 5, 15),
    ]
