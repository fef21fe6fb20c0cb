"""Thông báo kết luận, from the inspecting body to the inspected one; contains nothing internal and nothing about
other places.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from inspections.models import Finding, Recommendation
from reports.documents.compose.kinds import COMPOSED, DocumentKind, Place, Rule, of_records
from reports.documents.compose.naming import day_in_text
from reports.documents.compose.passages import (
    bases_of,
    cause_lines,
    finding_lines,
    grounds_of,
    nothing_lines,
    reported_to,
    reports_of,
    worked_on,
)
from reports.documents.compose.requests import TO_THE_UNIT, bodies_to_act, heirs_of, request_lines, requests_to
from reports.documents.compose.returning import returning_lines
from reports.documents.compose.sections import Section, filled, section
from reports.documents.compose.subject import PaperSubject, in_order


def compose(paper: PaperSubject) -> dict[str, Any]:
    """Return the facts that are specific to this kind."""
    papers = in_order([*bases_of(paper), *reports_of(paper)], with_internal=True)
    return {
        "about": f"về kết luận {paper.work_there}",
        "grounds": [*grounds_of(papers, paper), f"Căn cứ {worked_on(paper)}"],
        "opening": f"{paper.issuer} thông báo kết luận như sau:",
        "sections": sections_of(paper),
        "recipients": recipients_of(paper),
    }


def sections_of(paper: PaperSubject) -> list[Section]:
    strengths = paper.findings(Finding.Kind.STRENGTH)
    shortcomings = paper.findings(Finding.Kind.SHORTCOMING)
    requests = requests_to(paper, TO_THE_UNIT)
    found = [
        *finding_lines(shortcomings, paper),
        *returning_lines(shortcomings, paper),
        *cause_lines(shortcomings, paper),
    ]
    return filled(
        [
            section("strengths", "Ưu điểm", finding_lines(strengths, paper) or nothing_lines("strengths", paper)),
            section("shortcomings", "Hạn chế, tồn tại", found or nothing_lines("shortcomings", paper)),
            section(
                "requests",
                _requests_heading(requests),
                request_lines(requests, paper) or nothing_lines("recommendations", paper),
            ),
            section("follow-up", "Tổ chức thực hiện", _follow_up(paper)),
        ]
    )


def _requests_heading(requests: list[Recommendation]) -> str:
    directions = {request.direction for request in requests}
    return "Yêu cầu, đề nghị" if Recommendation.Direction.REQUIRE in directions else "Đề nghị"


def _follow_up(paper: PaperSubject) -> list[str]:
    """Return who does what until when, and who watches over it."""
    days = paper.campaign.remedy_days
    until = day_in_text(paper.after(days))
    who = ", ".join(heirs_of(paper.subject_body, paper))
    return [
        f"- {who} tổ chức thực hiện Thông báo này; báo cáo kết quả khắc phục với {paper.issuer} trước ngày {until} "
        f"({days} ngày kể từ ngày ban hành).",
        f"- {paper.issuer} theo dõi, đôn đốc việc thực hiện.",
    ]


def recipients_of(paper: PaperSubject) -> list[str]:
    """Return the superior body for its information, the subject, the body that wrote the self-report, and every body
    asked to act.
    """
    assert paper.inspection is not None
    bodies = [paper.subject_body, paper.inspection.reporting_organization]
    names = [name for body in bodies for name in heirs_of(body, paper)]
    acting = bodies_to_act(requests_to(paper, TO_THE_UNIT), paper)
    return list(dict.fromkeys([*reported_to(paper), *names, *acting]))


SECTIONS = (
    of_records("strengths", "Ưu điểm"),
    of_records("shortcomings", "Hạn chế, tồn tại"),
    of_records("requests", COMPOSED),
    Place(
        "follow-up",
        "Tổ chức thực hiện",
        "- {đơn vị thực hiện} tổ chức thực hiện Thông báo này; báo cáo kết quả khắc phục với {cơ quan ban hành} trước "
        "ngày {hạn khắc phục} ({số ngày khắc phục} ngày kể từ ngày ban hành).\n"
        "- {cơ quan ban hành} theo dõi, đôn đốc việc thực hiện.",
        Rule.FILLED,
    ),
)
PLACES = (
    Place("about", text="về kết luận {cuộc kiểm tra}", rule=Rule.FILLED),
    of_records("grounds"),
    Place("opening", text="{cơ quan ban hành} thông báo kết luận như sau:"),
    *SECTIONS,
    Place("closing", text=""),
    of_records("recipients"),
)

KIND = DocumentKind(
    slug="conclusion-notice",
    name=_("Thông báo kết luận"),
    type_codes={"party": "TB", "state": "TB"},
    type_title="THÔNG BÁO",
    form="titled",
    is_internal=False,
    about="inspection",
    compose=compose,
    step="conclude",
    places=PLACES,
)
