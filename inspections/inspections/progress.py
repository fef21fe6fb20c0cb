"""Progress of an inspection, computed from its state and dates. Pure: an inspection comes with `days`, `has_report`,
`report_due` and the `shown_state` of its reader.

`days`: the first and the last date of its sessions; `has_report`: whether the reporting body's report is in.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ground.text import short_date
from inspections.inspections.models import Inspection
from inspections.inspections.self_report import is_report_missing
from inspections.inspections.states import InspectionState as S

# The current stage by state. The self-report is independent of these: its dossier says.
STANDS_AT = {
    S.PLANNED: "plan",
    S.NOTIFIED: "session",
    S.POSTPONED: "session",
    S.IN_SESSION: "session",
    S.RECORDED: "conclusion",
    S.DRAFTING: "conclusion",
    S.FOR_DECISION: "conclusion",
    S.CONCLUDED: "follow_up",
    S.FOLLOWED_UP: "follow_up",
}
ORDER = ["plan", "notice", "report", "session", "conclusion", "follow_up"]

# The deadline for leaving a state: a date of the inspection, plus the campaign's number of days.
DUE = {
    S.PLANNED: ("first_day", lambda campaign: -campaign.notice_days),
    S.NOTIFIED: ("first_day", lambda campaign: 0),
    S.IN_SESSION: ("last_day", lambda campaign: 0),
    S.RECORDED: ("last_day", lambda campaign: campaign.conclusion_days),
    S.DRAFTING: ("last_day", lambda campaign: campaign.conclusion_days),
    S.FOR_DECISION: ("last_day", lambda campaign: campaign.conclusion_days),
    S.FOLLOWED_UP: ("next_due_on", lambda campaign: 0),
}


NO_DAYS: Mapping[str, date] = {}


def stage_labels() -> dict[str, str]:
    return {
        "plan": _("Kế hoạch"),
        "notice": _("Thông báo"),
        "report": _("Báo cáo"),
        "session": _("Làm việc"),
        "conclusion": _("Kết luận"),
        "follow_up": _("Theo dõi"),
    }


@dataclass(frozen=True)
class Standing:
    """How it stands with a stage: "done", "now" or "todo"; the shape of the look, its word and a note or ""."""

    standing: str
    shape: str
    word: str
    note: str = ""


@dataclass(frozen=True)
class Stage:
    """One of the six stages, as the steps of the look want them."""

    key: str
    label: str
    standing: str
    shape: str
    word: str
    note: str


def stages(inspection: Inspection, today: date, days: Mapping[str, date] = NO_DAYS) -> list[Stage]:
    """Return the six stages; `days`: when stages were done, by their keys, to be noted where it is known."""
    return [Stage(key, label, **vars(_standing(inspection, key, today, days))) for key, label in stage_labels().items()]


def _standing(inspection, key: str, today: date, days: Mapping[str, date]) -> Standing:
    if key == "report":
        return _report_standing(inspection, today, days)
    here = STANDS_AT.get(inspection.shown_state)
    if inspection.shown_state == S.CANCELLED:
        return Standing("todo", "stop", _("Đã hủy"))
    if inspection.shown_state == S.CLOSED or (here and ORDER.index(key) < ORDER.index(here)):
        return Standing("done", "done", _("Xong"), _done_note(inspection, key, days))
    if key == here:
        return _standing_now(inspection, key, today)
    return Standing("todo", "todo", _("Chưa"))


def _report_standing(inspection, today: date, days: Mapping[str, date]) -> Standing:
    if inspection.has_report:
        return Standing("done", "done", pgettext("self-report", "Đã nhận"), _done_note(inspection, "report", days))
    is_missing = is_report_missing(inspection.shown_state, inspection.has_report)
    due_on = inspection.report_due if is_missing else None
    shape = "late" if due_on and due_on < today else "todo"
    note = _("hạn %s") % short_date(due_on) if due_on else ""
    return Standing("todo", shape, _("Chưa có"), note)


def _standing_now(inspection, key: str, today: date) -> Standing:
    _label, due_on = next_step(inspection)
    word = inspection.shown_label
    if inspection.shown_state == S.POSTPONED:
        return Standing("now", "hold", word)
    words = _("ngày %s") if key == "session" else _("hạn %s")  # a session has a day, the others are due by one
    note = words % short_date(due_on) if due_on else ""
    is_late = due_on is not None and due_on < today
    return Standing("now", "late" if is_late else "going", word, note)


def _done_note(inspection, key: str, days: Mapping[str, date]) -> str:
    """Return the day on which the stage was done, "" where it isn't known; of sessions it is their own last day."""
    if key == "session" and inspection.days:
        return short_date(inspection.days[-1])
    return short_date(days[key]) if key in days else ""


def next_step(inspection: Inspection) -> tuple[str, date | None]:
    """Return the label and deadline of the inspecting side's next step; ("", None) when there is none."""
    return next_labels().get(inspection.shown_state, ""), _due_on(inspection)


def next_labels() -> dict[str, str]:
    """Return the label of the next step by state; states without one are left out."""
    return {
        S.PLANNED: _("Gửi thông báo kiểm tra"),
        S.NOTIFIED: _("Buổi làm việc"),
        S.POSTPONED: _("Định lại ngày làm việc"),
        S.IN_SESSION: _("Thống nhất biên bản"),
        S.RECORDED: _("Soạn kết luận"),
        S.DRAFTING: _("Trình dự thảo kết luận"),
        S.FOR_DECISION: _("Quyết định kết luận"),
        S.CONCLUDED: _("Giao thực hiện đề nghị"),
        S.FOLLOWED_UP: _("Theo dõi khắc phục"),
    }


def _due_on(inspection) -> date | None:
    if inspection.shown_state not in DUE:
        return None
    name, days = DUE[inspection.shown_state]
    ends = {"first_day": inspection.days[:1], "last_day": inspection.days[-1:], "next_due_on": [inspection.next_due_on]}
    day = next(iter(ends[name]), None)
    return day and day + timedelta(days=days(inspection.campaign))
