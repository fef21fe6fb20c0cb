"""Công văn đôn đốc: what the inspected side has not done yet: the report that is missing, the requests still open."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from inspections.inspections.self_report import is_report_missing, planned_report_day
from inspections.inspections.states import CONCLUDED
from inspections.models import Assignment, Inspection, Recommendation
from inspections.recommendations.states import WITH_THE_OWNER
from reports.documents.compose.kinds import COMPOSED, DocumentKind, Place, Rule, of_records
from reports.documents.compose.naming import day_in_text, upper_first
from reports.documents.compose.passages import reported_to
from reports.documents.compose.requests import TO_THE_UNIT, due_in_text, heirs_of, requests_to, text_without_owner
from reports.documents.compose.sections import Section, filled, section
from reports.documents.compose.subject import PaperSubject
from reports.submissions.models import Dossier
from reports.submissions.standing import RECEIVED

Owed = list[tuple[Recommendation, Assignment]]


def compose(paper: PaperSubject) -> dict[str, Any]:
    """Return the facts that are specific to this kind; with nothing owed the letter says so."""
    assert paper.inspection is not None
    dossier = paper.inspection.dossiers.first()
    is_missing, owed = _is_report_missing(paper.inspection, dossier), _owed(paper)
    what = [*(["gửi báo cáo"] if is_missing else []), *([f"thực hiện kết luận {paper.act}"] if owed else [])]
    return {
        "about": f"về việc đôn đốc {', '.join(what) or f'thực hiện kết luận {paper.act}'}",
        "addressees": _addressees(paper, is_missing, owed),
        "opening": f"Qua theo dõi cuộc {paper.work_there}, đến ngày {day_in_text(paper.day)} "
        f"{'còn những việc sau chưa hoàn thành:' if what else 'không còn việc chưa hoàn thành.'}",
        "sections": filled([_report(paper, is_missing, dossier), _requests(paper, owed)]),
        "closing": f"Đề nghị đơn vị thực hiện và báo cáo kết quả với {paper.issuer}.",
        "recipients": reported_to(paper),
        "review": {"is_anything_owed": bool(what)},
    }


def _is_report_missing(inspection: Inspection, dossier: Dossier | None) -> bool:
    return is_report_missing(inspection.state, dossier is not None and dossier.state in RECEIVED)


def _owed(paper: PaperSubject) -> Owed:
    """Return what the owners have still to do: nothing before the conclusion is out."""
    assert paper.inspection is not None
    if paper.inspection.state not in CONCLUDED:
        return []
    requests = requests_to(paper, TO_THE_UNIT)
    pairs = [(request, each) for request in requests for each in request.assignments.all()]
    return [pair for pair in pairs if pair[1].state in WITH_THE_OWNER]


def _addressees(paper: PaperSubject, is_missing: bool, owed: Owed) -> list[str]:
    """Return who owes something; the subject where nobody does."""
    assert paper.inspection is not None
    bodies = [paper.inspection.reporting_organization] if is_missing else []
    bodies += [each.owner_organization for _request, each in owed if each.owner_organization]
    names = [name for body in bodies or [paper.subject_body] for name in heirs_of(body, paper)]
    return list(dict.fromkeys(names))


def _report(paper: PaperSubject, is_missing: bool, dossier: Dossier | None) -> Section:
    assert paper.inspection is not None
    due = dossier.due_on if dossier is not None else planned_report_day(paper.inspection)
    until = f" (hạn gửi: trước ngày {day_in_text(due)})" if due else ""
    who = paper.names.full(paper.inspection.reporting_organization)
    line = f"{paper.issuer} chưa nhận được báo cáo của {who}{until}. Đề nghị đơn vị gửi ngay báo cáo."
    return section("report", "Báo cáo của đơn vị", [line] if is_missing else [])


def _requests(paper: PaperSubject, owed: Owed) -> Section:
    lines = [_line(request, each, paper) for request, each in owed]
    return section("requests", f"Đề nghị tại kết luận {paper.act}", lines)


def _line(request: Recommendation, each: Assignment, paper: PaperSubject) -> str:
    """Return "- UBND xã Long Hựu: trả lời hết các ý kiến, trước ngày 15/12/2026 (đã quá hạn)."."""
    text = upper_first(text_without_owner(request, paper)).rstrip(" .;")
    due = due_in_text(each)
    late = " (đã quá hạn)" if each.due_on and each.due_on < paper.day else ""
    return f"- {each.owner_as_printed}: {text}{f', {due}' if due else ''}{late}."


PLACES = (
    Place("about", text=COMPOSED, rule=Rule.FILLED),
    Place("opening", text=COMPOSED, rule=Rule.FILLED),
    of_records("report", "Báo cáo của đơn vị"),
    of_records("requests", "Đề nghị tại kết luận {hình thức}"),
    Place("closing", text="Đề nghị đơn vị thực hiện và báo cáo kết quả với {cơ quan ban hành}."),
    of_records("recipients"),
)

KIND = DocumentKind(
    slug="reminder-letter",
    name=_("Công văn đôn đốc"),
    type_codes={"party": "CV", "state": ""},
    type_title="",
    form="letter",
    is_internal=False,
    about="inspection",
    compose=compose,
    comes_before=True,
    places=PLACES,
)
