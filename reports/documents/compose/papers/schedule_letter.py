"""Công văn thông báo lịch: when and where the delegation comes, who takes part, and until when the report is sent."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from reports.documents.compose.kinds import COMPOSED, DocumentKind, Place, Rule, below, of_records
from reports.documents.compose.papers.report_outline import OUTLINE, outline_sections
from reports.documents.compose.passages import (
    BLANK_LINE,
    member_line,
    paper_in_text,
    plans_of,
    report_due_in_text,
    reported_to,
    session_line,
)
from reports.documents.compose.requests import heirs_of
from reports.documents.compose.sections import Section, annex, filled, section
from reports.documents.compose.subject import PaperSubject


def compose(paper: PaperSubject) -> dict[str, Any]:
    """Return the facts that are specific to this kind."""
    plans = "; ".join(paper_in_text(each, paper) for each in plans_of(paper))
    lead = f"Thực hiện {plans}, " if plans else ""
    return {
        "about": f"về việc thông báo lịch {paper.work}",
        "addressees": addressees_of(paper),
        "opening": f"{lead}{paper.issuer} thông báo lịch làm việc của {paper.delegation_name} như sau:",
        "sections": filled([_times(paper), _people(paper), _content(paper), _report(paper)]),
        "closing": f"Đề nghị {paper.subject} chuẩn bị nội dung, bố trí thành phần dự buổi làm việc.",
        "recipients": [*reported_to(paper), f"Các thành viên {paper.delegation_name}"],
        "annexes": [annex("outline", "Đề cương báo cáo", outline_sections(paper), "Kèm theo Công văn")],
    }


def addressees_of(paper: PaperSubject) -> list[str]:
    """Return the subject and the body that writes the self-report; of one that has ended, those that took over."""
    assert paper.inspection is not None
    bodies = [paper.subject_body, paper.inspection.reporting_organization]
    return list(dict.fromkeys(name for body in bodies for name in heirs_of(body, paper)))


def _times(paper: PaperSubject) -> Section:
    lines = [session_line(session, paper) for session in paper.sessions if session.held_on]
    return section("times", "Thời gian, địa điểm", lines or [BLANK_LINE])


def _people(paper: PaperSubject) -> Section:
    unit = f"- {paper.subject}: lãnh đạo, bộ phận phụ trách; thành phần khác do đơn vị mời."
    return section("people", "Thành phần", [*(member_line(member, paper) for member in paper.members), unit])


def _content(paper: PaperSubject) -> Section:
    lead = f"{paper.delegation_name} nghe đơn vị báo cáo, xem hồ sơ, tài liệu về:"
    groups = [f"- {group}." for group in paper.groups]
    return section("content", f"Nội dung {paper.act}", [lead, *groups] if groups else [])


def _report(paper: PaperSubject) -> Section:
    assert paper.inspection is not None
    who = paper.names.full(paper.inspection.reporting_organization)
    line = f"{who} gửi báo cáo theo đề cương về {paper.issuer} {report_due_in_text(paper)}."
    return section("report", "Báo cáo của đơn vị", [line])


PLACES = (
    Place("about", text="về việc thông báo lịch {công việc}", rule=Rule.FILLED),
    Place("opening", text=COMPOSED),
    of_records("times", "Thời gian, địa điểm"),
    of_records("people", "Thành phần"),
    of_records("content", "Nội dung {hình thức}"),
    Place(
        "report",
        "Báo cáo của đơn vị",
        "{đơn vị báo cáo} gửi báo cáo theo đề cương về {cơ quan ban hành} {hạn gửi báo cáo}.",
        Rule.FILLED,
    ),
    Place("closing", text="Đề nghị {đơn vị} chuẩn bị nội dung, bố trí thành phần dự buổi làm việc."),
    of_records("recipients"),
    *below("annex:outline", OUTLINE),
)

KIND = DocumentKind(
    slug="schedule-letter",
    name=_("Công văn thông báo lịch"),
    type_codes={"party": "CV", "state": ""},
    type_title="",
    form="letter",
    is_internal=False,
    about="inspection",
    compose=compose,
    comes_before=True,
    places=PLACES,
)
