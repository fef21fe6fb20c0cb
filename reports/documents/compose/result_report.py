"""Báo cáo kết quả kiểm tra, from the delegation to the body that set it up. Internal: all of the inspection, and the
remarks about the whole campaign; what the record lacks, such as causes, is left out, never invented.
"""

from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from ground.text import short_date
from inspections.models import DelegationMember, Finding, Inspection, MeasuredValue, OfficialPaper, Session
from inspections.values.placeholders import ValuePlaceholders
from inspections.values.series import ValueRow, grouped, satisfaction_line, values_of
from reports.documents.compose.kinds import DocumentKind, FactsMissing
from reports.documents.compose.letterhead import (
    day_in_text,
    effective_on,
    name_at,
    name_in_text,
    place_in_text,
)
from reports.documents.compose.passages import (
    BY_THE_UNIT,
    TO_THE_UNIT,
    UNNAMED_TYPES,
    basis_of,
    cause_line,
    delegation_in_text,
    paper_in_text,
    placeholders_of,
    recommendation_lines,
    sentence,
    sources_of,
    work_in_text,
)

SYMBOL = "ĐKT"
VALUES_NOTE = "Cột “Như đã ghi” giữ đúng từng chữ của nguồn; cột “Đối chiếu” do cổng tính."


def compose(inspection: Inspection) -> dict[str, Any]:
    """Return the facts that are specific to this kind; head and foot are the delegation's. Raises FactsMissing."""
    day = effective_on(inspection)
    members = _members(inspection, day)
    issuer = name_in_text(inspection.campaign.inspecting_organization, day)
    delegation, about = delegation_in_text(inspection.delegation), f"kết quả {work_in_text(inspection, day)}"
    return {
        "superior": issuer,
        "issuer": delegation,
        "symbol": SYMBOL,
        "about": about,
        "grounds": [],
        "opening": f"{delegation} báo cáo {issuer} kết quả như sau:",
        "sections": [section for section in map(_filled, _sections(inspection, members, day)) if section["parts"]],
        "closing": f"Trên đây là Báo cáo {about}, {delegation} kính trình {issuer} xem xét, chỉ đạo.",
        "signer_title": "Trưởng đoàn",
        "signer_name": _head(members, day).person.full_name,
        "recipients": [f"{issuer} (báo cáo)", f"Các thành viên {delegation}"],
        "archive": f"Lưu {SYMBOL}",
    }


def _members(inspection: Inspection, day: date) -> list[DelegationMember]:
    """Return the delegation's members on the day of the paper."""
    if inspection.delegation is None:
        raise FactsMissing(_("Cuộc kiểm tra chưa có Đoàn Kiểm tra, nên chưa lập được báo cáo kết quả."))
    served = Q(starts_on__isnull=True) | Q(starts_on__lte=day)
    return list(inspection.delegation.members.filter(served, ends_on__gt=day).select_related("person"))


def _head(members: list[DelegationMember], day: date) -> DelegationMember:
    heads = [member for member in members if member.role == DelegationMember.Role.HEAD]
    if not heads:
        refusal = _("Đoàn Kiểm tra không có Trưởng đoàn vào ngày {day}, nên chưa lập được báo cáo kết quả.")
        raise FactsMissing(format_lazy(refusal, day=short_date(day)))
    return heads[0]


def _sections(inspection: Inspection, members: list[DelegationMember], day: date) -> list[dict[str, Any]]:
    return [
        {"heading": "Khái quát cuộc kiểm tra", "parts": _survey(inspection, members, day)},
        {"heading": "Kết quả kiểm tra", "parts": _results(inspection)},
        {"heading": "Nhận xét", "parts": _remarks(inspection)},
        {"heading": "Đề xuất, kiến nghị", "parts": _requests(inspection)},
    ]


def _filled(section: dict[str, Any]) -> dict[str, Any]:
    """Return the section without its empty parts."""
    parts = [part for part in section["parts"] if any(part[key] for key in part if key != "heading")]
    return {**section, "paragraphs": [], "parts": parts}


# --- I: what was inspected, by whom, when ----------------------------------------------------------------------------
def _survey(inspection: Inspection, members: list[DelegationMember], day: date) -> list[dict[str, Any]]:
    return [
        {"heading": "Căn cứ", "paragraphs": [f"- {sentence(paper_in_text(paper))}" for paper in basis_of(inspection)]},
        {"heading": "Đoàn Kiểm tra", "paragraphs": [_member(member) for member in members]},
        {"heading": "Đơn vị được kiểm tra", "paragraphs": _unit(inspection, day)},
        {"heading": "Thời gian, địa điểm", "paragraphs": _times(inspection, day)},
        {"heading": "Nguồn số liệu", "paragraphs": [_source(paper) for paper in sources_of(inspection)]},
    ]


def _member(member: DelegationMember) -> str:
    title = member.title_as_printed or member.person.position
    return f"- {', '.join(filter(None, [member.person.full_name, title]))}: {member.get_role_display()}."


def _unit(inspection: Inspection, day: date) -> list[str]:
    subject, reporting = inspection.subject_organization, inspection.reporting_organization
    lines = [f"- {name_at(subject, day).full_name}."]
    if reporting != subject:
        lines.append(f"- Đơn vị báo cáo: {name_at(reporting, day).full_name}.")
    if inspection.presenting_person:
        presenter = [inspection.presenting_person.full_name, inspection.presenter_title]
        lines.append(f"- Người trình bày: {', '.join(filter(None, presenter))}.")
    units = inspection.units_on(day)
    if units:
        lines.append(f"- Địa bàn: {', '.join(f'{n} {kind}' for kind, n in units.items())}.")
    return lines


def _times(inspection: Inspection, day: date) -> list[str]:
    start = inspection.period_start or inspection.campaign.period_start
    end = inspection.period_end or inspection.campaign.period_end
    period = [f"- Thời kỳ kiểm tra: từ {day_in_text(start)} đến {day_in_text(end)}."] if start and end else []
    sessions = inspection.sessions.select_related("locality").order_by(F("held_on").asc(nulls_last=True), "pk")
    return [*period, *(_session(session, day) for session in sessions)]


def _session(session: Session, day: date) -> str:
    """Return "- Buổi làm việc với đơn vị: sáng ngày 30/10/2019, huyện Mộc Châu.", without what isn't recorded."""
    part = session.get_part_of_day_display().removesuffix("ngày").strip()  # "cả ngày"
    when = f"{part} ngày {day_in_text(session.held_on)}".strip() if session.held_on else ""
    text = ", ".join(filter(None, [when, session.place or place_in_text(session.locality, day)]))
    return f"- {session.get_kind_display()}{f': {text}' if text else ''}."


def _source(paper: OfficialPaper) -> str:
    if paper.paper_type not in UNNAMED_TYPES:
        return f"- {sentence(paper_in_text(paper))}"
    dated = f", ngày {day_in_text(paper.dated_on)}" if paper.dated_on else ""
    return f"- “{paper.title}”, {paper.issuer}{dated}."


# --- II: all values in a table, the satisfaction index as a chart ----------------------------------------------------
def _results(inspection: Inspection) -> list[dict[str, Any]]:
    values = values_of(inspection)
    note = [VALUES_NOTE] if values else []
    return [
        {"heading": "Số liệu theo chỉ tiêu", "paragraphs": note, "table": _table(values)},
        {"heading": "Diễn biến qua các năm", "paragraphs": [], "chart": satisfaction_line(values)},
    ]


def _table(values: list[MeasuredValue]) -> list[dict[str, Any]]:
    """Return [{group, rows}], with all cells as text."""
    return [{"group": group, "rows": [_row(row) for row in rows]} for group, rows in grouped(values)]


def _row(row: ValueRow) -> dict[str, Any]:
    value = row.value
    unfinished = " (năm chưa kết thúc)" if row.is_provisional else ""
    return {
        "number": value.set_criterion.number,
        "label": _label(row),
        "printed": value.printed,
        "period": f"{row.period_words}{unfinished}",
        "side": value.get_side_display(),
        "checks": [
            f"Cần xem lại: {message.text}" if message.kind == "warn" else message.text for message in row.messages
        ],
    }


def _label(row: ValueRow) -> str:
    """Return the criterion's label, with the part of the value and a body other than the subject in brackets."""
    about = ", ".join(filter(None, [row.value.part, row.about_words]))
    return f"{row.value.set_criterion.label}{f' ({about})' if about else ''}"


# --- III: what was found --------------------------------------------------------------------------------------------
def _remarks(inspection: Inspection) -> list[dict[str, Any]]:
    placeholders = placeholders_of(inspection)
    strengths = inspection.findings.filter(kind=Finding.Kind.STRENGTH)
    shortcomings = inspection.findings.filter(kind=Finding.Kind.SHORTCOMING)
    common = inspection.campaign.findings.filter(inspection__isnull=True)
    oral = [session.oral_conclusion for session in inspection.sessions.exclude(oral_conclusion="")]
    return [
        {"heading": "Ưu điểm", "paragraphs": _finding_lines(strengths, placeholders)},
        {"heading": "Hạn chế, tồn tại", "paragraphs": _finding_lines(shortcomings, placeholders)},
        {"heading": "Nguyên nhân", "paragraphs": _causes(shortcomings)},
        {"heading": "Nhận xét chung, không riêng đơn vị", "paragraphs": _finding_lines(common, placeholders)},
        {"heading": "Kết luận tại buổi làm việc", "paragraphs": [sentence(text) for text in oral]},
    ]


def _finding_lines(findings: QuerySet[Finding], placeholders: ValuePlaceholders) -> list[str]:
    return [sentence(placeholders.text(finding.text), _mark(finding)) for finding in findings]


def _mark(finding: Finding) -> str:
    """Return the marks of a finding: internal, and worse than a limitation."""
    fault = "khuyết điểm" if finding.severity == Finding.Severity.FAULT else ""
    return ", ".join(filter(None, [fault, "nội bộ" if finding.is_internal else ""]))


def _causes(shortcomings: QuerySet[Finding]) -> list[str]:
    pairs = [(finding, cause) for finding in shortcomings.prefetch_related("causes") for cause in finding.causes.all()]
    return [cause_line(cause, "nội bộ" if finding.is_internal else "") for finding, cause in pairs]


# --- IV: what is asked, by the delegation and by the unit -----------------------------------------------------------
def _requests(inspection: Inspection) -> list[dict[str, Any]]:
    requests = inspection.recommendations.prefetch_related("assignments")
    return [
        {
            "heading": "Đề nghị của Đoàn Kiểm tra",
            "paragraphs": recommendation_lines(requests.filter(direction__in=TO_THE_UNIT)),
        },
        {
            "heading": "Kiến nghị, đề xuất của đơn vị",
            "paragraphs": recommendation_lines(requests.filter(direction__in=BY_THE_UNIT)),
        },
    ]


KIND = DocumentKind(
    slug="result-report",
    name=_("Báo cáo kết quả kiểm tra"),
    type_code="BC",
    type_title="BÁO CÁO",
    is_internal=True,
    compose=compose,
)
