"""What the rows of a campaign wait for, and how far they are: by what home counts them and the matrix narrows to them.

A task is an expected step, a self-report to hand in, or overdue answers; a mark is a stage that lies behind a row, or
the one that comes next.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from accounts.people.models import User
from inspections.inspections.progress import ORDER, STANDS_AT, stage_labels
from inspections.inspections.querysets import is_published
from inspections.inspections.self_report import report_missing
from inspections.inspections.states import INSPECTION_STEPS, InspectionState
from inspections.models import Assignment, Campaign, Delegation
from inspections.recommendations.states import WITH_THE_OWNER
from portal.campaigns.deadlines import report_due_in, step_due_in
from workflow.steps.states import Step

HAND_IN, ANSWERS = "hand_in", "answers"
MINE = "me"
EXPECTED = {step.name: step for step in INSPECTION_STEPS.values() if step.is_expected}
SCHEDULED = "scheduled"
PASSED, LEFT = "passed", "left"
# What comes before each mark of home's figures: rows that have this behind them are left to reach the mark.
BEFORE = {SCHEDULED: "", "session": SCHEDULED, "conclusion": "session", "follow_up": "conclusion"}


def task_labels() -> dict[str, str]:
    """Return the words for each task."""
    steps = {name: str(step.label) for name, step in EXPECTED.items()}
    return {**steps, HAND_IN: _("Gửi báo cáo tự kiểm tra"), ANSWERS: _("Đề nghị quá hạn trả lời")}


def waits_for(task: str, today: date) -> Q:
    """Return the condition for rows in which the task is to be done, whosever it is."""
    if task == HAND_IN:
        return report_missing()
    if task == ANSWERS:
        owed = Assignment.objects.filter(recommendation__inspection=OuterRef("pk"))
        return Q(Exists(owed.filter(state__in=WITH_THE_OWNER, due_on__lt=today))) & is_published()
    return Q(shown_state__in=EXPECTED[task].from_states)


def task_due_in(task: str, campaign: Campaign, group: str, today: date) -> Q:
    """Return the condition for rows in which the task is due then; overdue answers are late whatever is asked."""
    if task == ANSWERS:
        return Q()
    return report_due_in(group, today) if task == HAND_IN else step_due_in(campaign, group, today)


def did_labels() -> dict[str, str]:
    """Return the words for each act on an inspection that a leader is told of, in their order."""
    return {
        "notify": _("thông báo làm việc đã gửi"),
        "hand_in": _("báo cáo tự kiểm tra gửi đến"),
        "start": _("đơn vị bắt đầu làm việc"),
        "record": _("biên bản đã thống nhất"),
        "submit": _("dự thảo kết luận trình ký"),
        "send_back": _("dự thảo trả lại để soạn tiếp"),
        "conclude": _("kết luận đã công bố"),
        "postpone": _("cuộc kiểm tra tạm hoãn"),
        "cancel": _("cuộc kiểm tra đã hủy"),
    }


# --- Whose -----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class RolesIn:
    """The roles of a user in one campaign: of its Board, and by delegation those in it; 0 stands for none."""

    board: frozenset[str] = frozenset()
    delegations: dict[int, frozenset[str]] | None = None

    def of(self, delegation: int | None) -> frozenset[str]:
        """Return the user's roles in inspections of this delegation."""
        return self.board | (self.delegations or {}).get(delegation or 0, frozenset())


def roles_in(campaign: Campaign, delegations: list[Delegation], user: User, today: date) -> RolesIn:
    """Return the user's roles; `delegations`: the campaign's, with their members."""
    if campaign.acting_body(today) is None:
        return RolesIn()
    board = frozenset(campaign.roles_of(user, today))
    stands_in = frozenset({"head"} if "staff" in board else ())  # where nobody leads, like Inspection.stands_in_as
    by_delegation = {each.pk: frozenset(each.roles_of(user, today)) for each in delegations}
    by_delegation |= {each.pk: by_delegation[each.pk] | stands_in for each in delegations if not each.led_by(today)}
    return RolesIn(board, {0: stands_in, **by_delegation})


def is_own(step: Step, roles: frozenset[str]) -> bool:
    return bool(roles & set(step.who))


def own_rows(task: str, roles: RolesIn, user: User) -> Q:
    """Return the condition for rows in which the task is the user's."""
    if task == HAND_IN:
        return Q(reporting_organization__in=user.reach.unit)
    if task == ANSWERS:
        return Q() if "staff" in roles.board else Q(pk__in=[])
    step = EXPECTED[task]
    if is_own(step, roles.board):
        return Q()
    own = [pk for pk, of_it in (roles.delegations or {}).items() if is_own(step, of_it)]
    return Q(delegation__in=own) | (Q(delegation__isnull=True) if 0 in own else Q(pk__in=[]))


# --- How far ---------------------------------------------------------------------------------------------------------
def mark_labels() -> dict[str, str]:
    """Return the words for each mark."""
    stages = stage_labels()
    passed = {f"{PASSED}-{key}": _("Đã qua bước: %s") % label for key, label in stages.items()}
    return {
        **passed,
        f"{PASSED}-{SCHEDULED}": _("Đã lên lịch"),
        f"{LEFT}-{SCHEDULED}": _("Chưa có đoàn, chưa có ngày hoặc tạm hoãn"),
        f"{LEFT}-session": _("Đã lên lịch, chưa làm việc xong"),
        f"{LEFT}-conclusion": _("Đã làm việc, chưa kết luận"),
        f"{LEFT}-follow_up": _("Đã kết luận, chưa xong đề nghị"),
    }


def marked(mark: str) -> Q:
    """Return the condition for rows with this mark; cancelled ones have none."""
    which, key = mark.split("-", 1)
    live = ~Q(shown_state=InspectionState.CANCELLED)
    if which == PASSED:
        return live & _passed(key)
    before = _passed(BEFORE[key]) if BEFORE[key] else Q()
    return live & before & ~_passed(key)


def _passed(key: str) -> Q:
    if key == "report":
        return Q(has_report=True)
    if key == SCHEDULED:
        waiting = Q(shown_state__in=[InspectionState.PLANNED, InspectionState.NOTIFIED])
        dated = Q(first_day__isnull=False, delegation__isnull=False)
        return ~Q(shown_state=InspectionState.POSTPONED) & (~waiting | dated)
    return Q(shown_state__in=states_beyond(key))


def states_beyond(key: str) -> list[str]:
    """Return the states in which the stage lies behind an inspection."""
    further = [state for state, stage in STANDS_AT.items() if ORDER.index(stage) > ORDER.index(key)]
    return [InspectionState.CLOSED, *further]


def is_scheduled(state: str, is_dated: bool, has_delegation: bool) -> bool:
    """Tell whether a live inspection has a day and a delegation, or has gone further; like the mark `scheduled`."""
    if state in (InspectionState.PLANNED, InspectionState.NOTIFIED):
        return is_dated and has_delegation
    return state not in (InspectionState.POSTPONED, InspectionState.CANCELLED)
