"""Filters of the list of recommendations by what home counts."""

from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from ground.listing import DateFilter, Filter, LinkFilter
from inspections.recommendations.ages import ANY, age_labels, aged, is_followed
from inspections.recommendations.models import Assignment
from inspections.recommendations.querysets import is_live
from inspections.recommendations.states import ASSIGNMENT_STEPS, OPEN_ASSIGNMENTS, UPWARD, WITH_THE_OWNER
from workflow.history.recent import happened_to

REMIND = "remind"  # the inspecting body's task with what owners haven't answered
OWN = "own"  # what lies with the user's own body
REPLY = "reply"
SOON_DAYS = 7


def due_condition(value: str, today: date) -> Q:
    """Return the condition for a choice of the filter by deadline; the week ends on Sunday."""
    is_open, monday = (
        Q(state__in=OPEN_ASSIGNMENTS) & is_live("recommendation__"),
        today + timedelta(days=7 - today.weekday()),
    )
    conditions = {
        "open": is_open,
        "late": is_open & Q(due_on__lt=today),
        "today": is_open & Q(due_on=today),
        "week": is_open & Q(due_on__gt=today, due_on__lt=monday),
        "later": is_open & Q(due_on__gt=today, due_on__gte=monday),
        "soon": is_open & Q(due_on__range=(today, today + timedelta(days=SOON_DAYS))),
        "asked": is_open & Q(requested_until__isnull=False),
        "none": Q(due_on__isnull=True),
    }
    return conditions[value]


def due_choices(user: User) -> list[tuple[str, str]]:
    return [
        ("open", _("còn phải làm")),
        ("late", _("quá hạn")),
        ("today", _("đến hạn hôm nay")),
        ("week", _("đến hạn tuần này")),
        ("later", _("đến hạn sau tuần này")),
        ("soon", _("đến hạn trong 7 ngày")),
        ("asked", _("xin gia hạn")),
        ("none", _("không ghi ngày")),
    ]


def _by_task(rows: QuerySet, name: str, user: User) -> QuerySet:
    """Filter by the task that waits for the user: an expected step, or owners to remind."""
    if name == REMIND:
        own = Q(recommendation__campaign__inspecting_organization__in=user.reach.board)
        return rows.filter(own & is_followed() & Q(state__in=WITH_THE_OWNER) & ~Q(recommendation__direction__in=UPWARD))
    if name == OWN:
        own = Q(owner_organization__in=user.reach.unit) & ~Q(recommendation__direction__in=UPWARD)
        return rows.filter(own & is_followed() & Q(state__in=WITH_THE_OWNER))
    waiting = Assignment.objects.waiting_for(user).filter(state__in=ASSIGNMENT_STEPS[name].from_states)
    if name == "verify":  # who has answered can't
        waiting = waiting.without_answers_of(user)
    return rows.filter(pk__in=waiting.order_by().values("pk"))


def _tasks(user: User) -> list[tuple[str, str]]:
    expected = [(step.name, step.label) for step in ASSIGNMENT_STEPS.values() if step.is_expected]
    return [*expected, (OWN, _("Đơn vị tôi phải thực hiện")), (REMIND, _("Đơn vị chưa trả lời"))]


def _ages(user: User) -> list[tuple[str, str]]:
    return [*age_labels().items(), (ANY, _("Mọi thời gian"))]


def did_labels() -> dict[str, str]:
    """Return the words for each act on a recommendation that a leader is told of, in their order."""
    return {
        "answer": _("câu trả lời gửi đến"),
        "verify": _("đề nghị được xác nhận đã thực hiện"),
        "return": _("câu trả lời trả lại để bổ sung"),
        "extend": _("đề nghị được gia hạn"),
    }


def _by_did(rows: QuerySet, act: str) -> QuerySet:
    return rows.filter(happened_to(Assignment, act, timezone.localdate()))


def _by_due(rows: QuerySet, value: str) -> QuerySet:
    return rows.filter(due_condition(value, timezone.localdate()))


def _by_age(rows: QuerySet, value: str) -> QuerySet:
    return aged(rows, value, timezone.localdate())


BY_DUE = Filter("due", _("Hạn"), due_choices, _by_due)
BY_DAY = DateFilter("day", _("Đến hạn ngày"), narrow=lambda rows, day: rows.filter(due_on=day))
BY_TASK = LinkFilter("task", _("Việc của tôi"), _tasks, _by_task)
BY_AGE = Filter("age", _("Từ ngày thông báo kết luận"), _ages, _by_age)
BY_DID = Filter("did", _("Có gì mới từ hôm qua"), lambda user: list(did_labels().items()), _by_did)
