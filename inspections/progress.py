"""How far an inspection is, told from its state and dates. Pure: an inspection comes with `days` and `has_report`.

`days`: the dates of its sessions, earliest first; `has_report`: whether the unit's own paper is in.
"""

from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from danvan.text import short_date
from inspections.states import InspectionState as S

# The stage where the work stands, by state. The self-report runs beside and is told by its paper.
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


def stage_labels() -> dict[str, str]:
    return {
        "plan": _("Kế hoạch"),
        "notice": _("Thông báo"),
        "report": _("Báo cáo"),
        "session": _("Làm việc"),
        "conclusion": _("Kết luận"),
        "follow_up": _("Theo dõi"),
    }


def stages(inspection, today: date) -> list[dict]:
    """Six stages: key, label, standing ("done", "now", "todo"), shape and note, as the steps of the look want them."""
    return [{"key": key, "label": label, **_standing(inspection, key, today)} for key, label in stage_labels().items()]


def _standing(inspection, key: str, today: date) -> dict:
    if key == "report":
        return _report_standing(inspection)
    here = STANDS_AT.get(inspection.state)
    if inspection.state == S.CANCELLED:
        return {"standing": "todo", "shape": "stop", "word": _("Đã hủy"), "note": ""}
    if inspection.state == S.CLOSED or (here and ORDER.index(key) < ORDER.index(here)):
        return {"standing": "done", "shape": "done", "word": _("Xong"), "note": _done_note(inspection, key)}
    if key == here:
        return _standing_now(inspection, key, today)
    return {"standing": "todo", "shape": "todo", "word": _("Chưa"), "note": ""}


def _report_standing(inspection) -> dict:
    if inspection.has_report:
        return {"standing": "done", "shape": "done", "word": pgettext("self-report", "Đã nhận"), "note": ""}
    return {"standing": "todo", "shape": "todo", "word": _("Chưa có"), "note": ""}


def _standing_now(inspection, key: str, today: date) -> dict:
    _label, due_on = next_step(inspection)
    word = str(inspection.get_state_display())
    if inspection.state == S.POSTPONED:
        return {"standing": "now", "shape": "hold", "word": word, "note": ""}
    note = _("hạn %s") % short_date(due_on) if due_on else ""
    is_late = due_on is not None and due_on < today
    return {"standing": "now", "shape": "late" if is_late else "going", "word": word, "note": note}


def _done_note(inspection, key: str) -> str:
    return short_date(inspection.days[-1]) if key == "session" and inspection.days else ""


def next_step(inspection) -> tuple[str, date | None]:
    """What comes next on the inspecting side and until when; ("", None) when nothing does."""
    first, last = (inspection.days[0], inspection.days[-1]) if inspection.days else (None, None)
    notice_due = first and first - timedelta(days=inspection.campaign.notice_days)
    conclusion_due = last and last + timedelta(days=inspection.campaign.conclusion_days)
    steps = {
        S.PLANNED: (_("Gửi thông báo kiểm tra"), notice_due),
        S.NOTIFIED: (_("Buổi làm việc"), first),
        S.POSTPONED: (_("Định lại ngày làm việc"), None),
        S.IN_SESSION: (_("Thống nhất biên bản"), last),
        S.RECORDED: (_("Soạn kết luận"), conclusion_due),
        S.DRAFTING: (_("Trình dự thảo kết luận"), conclusion_due),
        S.FOR_DECISION: (_("Quyết định kết luận"), conclusion_due),
        S.CONCLUDED: (_("Giao thực hiện đề nghị"), None),
        S.FOLLOWED_UP: (_("Theo dõi khắc phục"), inspection.next_due_on),
    }
    return steps.get(inspection.state, ("", None))


def report_due(inspection) -> date | None:
    """Until when the unit hands in its self-report."""
    return inspection.days[0] - timedelta(days=inspection.campaign.report_days) if inspection.days else None
