"""How an assignment stands, in words: its state, how late it is or how soon it is due."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ground.text import short_date
from inspections.models import Assignment
from inspections.recommendations.states import OPEN_ASSIGNMENTS, WITH_THE_OWNER

SOON_DAYS = 7


@dataclass(frozen=True)
class Status:
    """A shape and words; `note`: what is asked for beside it, "" for nothing."""

    shape: str
    word: str
    note: str = ""


@dataclass(frozen=True)
class Due:
    """The due date as the paper words it, and the date by which it is counted; each "" where there is none."""

    printed: str
    day: str


def status_of(assignment: Assignment, today: date) -> Status:
    """Return the state; of an open one with its lateness, or with the days left in its last week."""
    shape, word, late = assignment.shape, assignment.get_state_display(), assignment.days_late(today)
    if late:
        shape, word = "late", " · ".join([word, ngettext("quá hạn %d ngày", "quá hạn %d ngày", late) % late])
    elif assignment.state in WITH_THE_OWNER and assignment.due_on:
        left = (assignment.due_on - today).days
        if left <= SOON_DAYS:
            words = _("hạn hôm nay") if left == 0 else ngettext("còn %d ngày", "còn %d ngày", left) % left
            shape, word = "soon", " · ".join([word, words])
    is_requested = assignment.requested_until and assignment.state in OPEN_ASSIGNMENTS
    return Status(shape, word, _("xin gia hạn đến %s") % short_date(assignment.requested_until) if is_requested else "")


def due_of(assignment: Assignment) -> Due:
    day = short_date(assignment.due_on) if assignment.due_on else ""
    return Due(assignment.due_as_printed, day)
