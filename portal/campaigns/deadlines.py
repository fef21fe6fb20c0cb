"""When something is due, in the groups of home: of one date, and as a condition for the rows of a campaign."""

from collections.abc import Callable
from datetime import date, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from inspections.campaigns.models import Campaign
from inspections.inspections.progress import DUE
from inspections.inspections.self_report import report_missing

LATE, TODAY, WEEK, LATER, UNDATED = "late", "today", "week", "later", "none"


def due_labels() -> dict[str, str]:
    """Return the words for each group of deadlines, in the order of home."""
    return {
        LATE: _("Quá hạn"),
        TODAY: _("Hôm nay"),
        WEEK: _("Tuần này"),
        LATER: _("Sau tuần này"),
        UNDATED: _("Chưa có ngày"),
    }


def group_of(due_on: date | None, today: date) -> str:
    """Return the group of a deadline; the week ends on Sunday."""
    if due_on is None:
        return UNDATED
    if due_on < today:
        return LATE
    if due_on == today:
        return TODAY
    return WEEK if due_on < next_monday(today) else LATER


def next_monday(today: date) -> date:
    return today + timedelta(days=7 - today.weekday())


def column_in(column: str, group: str, today: date, days: int = 0) -> Q:
    """Return the condition for rows of a group whose deadline is `days` after the date in `column`."""
    shift = timedelta(days=days)
    tomorrow, monday = today + timedelta(days=1), next_monday(today)
    conditions = {
        LATE: Q(**{f"{column}__lt": today - shift}),
        TODAY: Q(**{column: today - shift}),
        WEEK: Q(**{f"{column}__gte": tomorrow - shift, f"{column}__lt": monday - shift}),
        LATER: Q(**{f"{column}__gte": monday - shift}),
        UNDATED: Q(**{f"{column}__isnull": True}),
    }
    return conditions[group]


DueIn = Callable[[Campaign, str, date], Q]  # (campaign, group, today) → condition


def step_due_in(campaign: Campaign, group: str, today: date) -> Q:
    """Return the condition for rows whose next step is due then (progress.DUE); states without a deadline are
    undated.
    """
    found = ~Q(shown_state__in=list(DUE)) if group == UNDATED else Q(pk__in=[])
    for state, (column, days) in DUE.items():
        found |= Q(shown_state=state) & column_in(column, group, today, days(campaign))
    return found


def report_due_in(group: str, today: date) -> Q:
    """Return the condition for rows whose missing self-report is due then."""
    return report_missing() & column_in("report_due", group, today)
