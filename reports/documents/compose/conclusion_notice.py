"""Thông báo kết luận, from the inspecting body to the inspected one; contains nothing internal and nothing about
other places.
"""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from inspections.models import Finding, Inspection, Recommendation
from reports.documents.compose.kinds import DocumentKind
from reports.documents.compose.letterhead import days_in_text, effective_on, name_at, name_in_text, session_days
from reports.documents.compose.passages import (
    TO_THE_UNIT,
    basis_of,
    cause_line,
    delegation_in_text,
    paper_in_text,
    placeholders_of,
    recommendation_lines,
    sentence,
    work_in_text,
)


def compose(inspection: Inspection) -> dict[str, Any]:
    """Return the facts that are specific to this kind."""
    day = effective_on(inspection)
    issuer = name_in_text(inspection.campaign.inspecting_organization, day)
    return {
        "about": f"về kết luận {work_in_text(inspection, day)}",
        "grounds": [*_papers(inspection), _session(inspection, issuer)],
        "opening": f"{issuer} thông báo kết luận như sau:",
        "sections": [section for section in _sections(inspection, day, issuer) if section["paragraphs"]],
        "recipients": _recipients(inspection, day),
    }


def _papers(inspection: Inspection) -> list[str]:
    return [f"Căn cứ {paper_in_text(paper)}" for paper in basis_of(inspection)]


def _session(inspection: Inspection, issuer: str) -> str:
    delegation, days = delegation_in_text(inspection.delegation), days_in_text(session_days(inspection))
    return f"Căn cứ kết quả làm việc của {delegation} {issuer} {days}"


def _sections(inspection: Inspection, day: date, issuer: str) -> list[dict[str, Any]]:
    strengths = inspection.findings.filter(kind=Finding.Kind.STRENGTH, is_internal=False)
    shortcomings = inspection.findings.filter(kind=Finding.Kind.SHORTCOMING, is_internal=False)
    requests = list(inspection.recommendations.filter(direction__in=TO_THE_UNIT).prefetch_related("assignments"))
    subject = name_at(inspection.subject_organization, day).full_name
    return [
        {"heading": "Ưu điểm", "paragraphs": _finding_lines(inspection, strengths)},
        {
            "heading": "Hạn chế, tồn tại",
            "paragraphs": [*_finding_lines(inspection, shortcomings), *_causes(shortcomings)],
        },
        {"heading": _recommendations_heading(requests), "paragraphs": recommendation_lines(requests)},
        {
            "heading": "Tổ chức thực hiện",
            "paragraphs": [
                f"{subject} tổ chức thực hiện Thông báo này.",
                f"{issuer} theo dõi, đôn đốc việc thực hiện.",
            ],
        },
    ]


def _finding_lines(inspection: Inspection, findings: QuerySet[Finding]) -> list[str]:
    placeholders = placeholders_of(inspection)
    return [sentence(placeholders.text(finding.text)) for finding in findings]


def _causes(findings: QuerySet[Finding]) -> list[str]:
    causes = [cause for finding in findings.prefetch_related("causes") for cause in finding.causes.all()]
    return ["Nguyên nhân:", *map(cause_line, causes)] if causes else []


def _recommendations_heading(requests: list[Recommendation]) -> str:
    directions = {request.direction for request in requests}
    return "Yêu cầu, đề nghị" if Recommendation.Direction.REQUIRE in directions else "Đề nghị"


def _recipients(inspection: Inspection, day: date) -> list[str]:
    """Return the superior body for its information, the subject, and the body that wrote the self-report."""
    superior = name_at(inspection.campaign.inspecting_organization, day).superior
    bodies = [inspection.subject_organization, inspection.reporting_organization]
    reported_to = [f"{superior} (báo cáo)"] if superior else []
    return list(dict.fromkeys([*reported_to, *(name_at(body, day).full_name for body in bodies)]))


KIND = DocumentKind(
    slug="conclusion-notice",
    name=_("Thông báo kết luận"),
    type_code="TB",
    type_title="THÔNG BÁO",
    is_internal=False,
    compose=compose,
)
