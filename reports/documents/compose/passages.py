"""Passages that several papers have in common: papers as bases, findings with their causes, people, sessions."""

from collections.abc import Iterable
from datetime import date, time
from typing import Any

from ground.text import document_date
from inspections.inspections.self_report import planned_report_day
from inspections.models import Cause, DelegationMember, Finding, OfficialPaper, PaperLink, Session
from reports.documents.compose.naming import day_in_text, days_in_text, lower_first, numbered, sentence, upper_first
from reports.documents.compose.subject import PaperSubject, in_order

UNNAMED_TYPES = [OfficialPaper.Type.OTHER, OfficialPaper.Type.PRESS]  # their title says what they are
BLANK_LINE = "…" * 30  # room to write by hand
Role = PaperLink.Role


# --- Papers --------------------------------------------------------------------------------------------------------
def bases_of(paper: PaperSubject) -> list[OfficialPaper]:
    """Return the papers that are a legal basis of the campaign or the inspection, with the one that set up the
    delegation; without internal ones, because members of the delegation from other bodies read its papers.
    """
    decision = paper.delegation.decision_paper if paper.delegation else None
    return in_order([*paper.papers([Role.BASIS]), *([decision] if decision else [])])


def sources_of(paper: PaperSubject) -> list[OfficialPaper]:
    """Return the papers from which the figures are taken."""
    return paper.papers([Role.SOURCE, Role.SUBMITTED])


def reports_of(paper: PaperSubject) -> list[OfficialPaper]:
    """Return the delegation's reports on the inspection; they may be named, though what they say is internal."""
    results = (link.paper for link in paper.links if link.role == Role.RESULT and link.inspection_id is not None)
    return in_order((each for each in results if each.paper_type == OfficialPaper.Type.REPORT), with_internal=True)


def plans_of(paper: PaperSubject) -> list[OfficialPaper]:
    return [each for each in bases_of(paper) if each.paper_type == OfficialPaper.Type.PLAN]


def paper_in_text(each: OfficialPaper, paper: PaperSubject) -> str:
    """Return "Kế hoạch số 64-KH/BTGDVTU, ngày 12/9/2025 của … về …", with only what is recorded of it.

    In State papers the day is in words, without a comma before it.
    """
    if each.paper_type in UNNAMED_TYPES:
        return each.title
    number = f" số {each.number}" if each.number else ""
    title = lower_first(each.title)
    about = title if title.startswith("về ") else f"về {title}"
    return f"{each.get_paper_type_display()}{number}{_dated(each, paper)} của {each.issuer} {about}"


def _dated(each: OfficialPaper, paper: PaperSubject) -> str:
    if each.dated_on is None:
        return ""
    return f", ngày {day_in_text(each.dated_on)}" if paper.is_party else f" {document_date(each.dated_on)}"


def short_of(each: OfficialPaper) -> str:
    """Return "Kế hoạch số 64-KH/BTGDVTU", for a paper that was named in full before."""
    number = f" số {each.number}" if each.number else ""
    return f"{each.get_paper_type_display()}{number}"


def grounds_of(papers: Iterable[OfficialPaper], paper: PaperSubject) -> list[str]:
    return [f"Căn cứ {paper_in_text(each, paper)}" for each in papers]


# --- Findings ------------------------------------------------------------------------------------------------------
def finding_lines(findings: Iterable[Finding], paper: PaperSubject) -> list[str]:
    """Return the findings as numbered sentences; a fault is called one."""
    return numbered([sentence(_finding(finding, paper)) for finding in findings])


def nothing_lines(name: str, paper: PaperSubject) -> list[str]:
    """Return "Không có." or that the source doesn't say, as the inspection has it of strengths, shortcomings or
    recommendations; [] where nobody has said why there are none.
    """
    words = {"none": "Không có.", "unstated": "Nguồn không nêu."}  # by Absence
    absence: str = getattr(paper.inspection, f"{name}_absence", "")
    return [words[absence]] if absence else []


def _finding(finding: Finding, paper: PaperSubject) -> str:
    text = paper.texts.fill(finding.text)
    return f"{text.rstrip(' .;')} (khuyết điểm)" if finding.severity == Finding.Severity.FAULT else text


def cause_lines(findings: Iterable[Finding], paper: PaperSubject) -> list[str]:
    """Return "Nguyên nhân khách quan:" with its causes, then the subjective ones; a single cause on the same line."""
    causes = sorted((cause for finding in findings for cause in finding.causes.all()), key=lambda cause: cause.pk)
    lines: list[str] = []
    for kind, name in Cause.Kind.choices:
        texts = [paper.texts.fill(cause.text) for cause in causes if cause.kind == kind]
        lead = f"Nguyên nhân {name}:"
        if len(texts) == 1:
            lines.append(sentence(f"{lead} {upper_first(texts[0])}"))
        elif texts:
            lines += [lead, *numbered([sentence(upper_first(text)) for text in texts])]
    return lines


# --- People and sessions -------------------------------------------------------------------------------------------
def people_word(paper: PaperSubject) -> str:
    """Return how people are addressed: đồng chí in Party papers; the record doesn't say whether ông or bà."""
    return "đồng chí" if paper.is_party else "ông (bà)"


def person_in_text(name: str, title: str, paper: PaperSubject) -> str:
    """Return "đồng chí Lê Văn Bình, Phó Trưởng ban"; State papers say ông (bà)."""
    return ", ".join(filter(None, [f"{people_word(paper)} {name}", title]))


def member_line(member: DelegationMember, paper: PaperSubject) -> str:
    text = person_in_text(member.name, title_of(member), paper) if member.person else member.name
    return f"- {upper_first(text)}: {member.get_role_display()}."


def title_of(member: DelegationMember) -> str:
    """Return the person's title, "" for a member whom a body sends: the name says it."""
    return (member.title_as_printed or member.person.position) if member.person else ""


def head_in_text(paper: PaperSubject) -> str:
    """Return "Trưởng ban Dân vận Tỉnh ủy", "Chủ tịch Ủy ban nhân dân tỉnh": the body's head within a sentence."""
    title, body = paper.names.of(paper.issuing_body).signer_title or "Người đứng đầu", paper.issuer
    last = title.split()[-1].lower()
    first, _, rest = body.partition(" ")
    return f"{title} {rest}" if first.lower() == last else f"{title} {body}"


def session_place(session: Session, paper: PaperSubject) -> str:
    return session.place or paper.names.place(session.locality)


def session_line(session: Session, paper: PaperSubject) -> str:
    """Return "- Buổi làm việc với đơn vị: sáng ngày 30/10/2019, huyện Mộc Châu.", without what isn't recorded."""
    text = ", ".join(filter(None, [session_time(session), session_place(session, paper)]))
    return f"- {session.get_kind_display()}{f': {text}' if text else ''}."


def session_time(session: Session) -> str:
    """Return "sáng ngày 30/10/2019", "8 giờ 00 ngày 30/10/2019"; "" for an undated session."""
    part = session.get_part_of_day_display().removesuffix("ngày").strip()  # "cả ngày"
    hour = hour_in_text(session.starts_at) or part
    return f"{hour} ngày {day_in_text(session.held_on)}".strip() if session.held_on else ""


def hour_in_text(hour: time | None) -> str:
    """Return "8 giờ 00"; "" for None."""
    return f"{hour.hour} giờ {hour.minute:02d}" if hour else ""


def period_of_work(paper: PaperSubject) -> tuple[date, date] | None:
    """Return the period inspected, the inspection's own or the campaign's; None where either end isn't recorded."""
    owners: list[Any] = [paper.inspection, paper.campaign]
    start = next((owner.period_start for owner in owners if owner and owner.period_start), None)
    end = next((owner.period_end for owner in owners if owner and owner.period_end), None)
    return (start, end) if start and end else None


def period_lines(paper: PaperSubject) -> list[str]:
    period = period_of_work(paper)
    if period is None:
        return []
    return [f"- Thời kỳ {paper.act}: từ ngày {day_in_text(period[0])} đến ngày {day_in_text(period[1])}."]


def report_due_in_text(paper: PaperSubject) -> str:
    """Return until when the self-report is sent, "trước ngày 25/10/2019"; without a dated session how long before."""
    assert paper.inspection is not None
    due = planned_report_day(paper.inspection)
    days = paper.campaign.report_days
    return f"trước ngày {day_in_text(due)}" if due else f"chậm nhất {days} ngày trước buổi làm việc"


def worked_on(paper: PaperSubject) -> str:
    """Return "kết quả làm việc của Đoàn Kiểm tra Ban Dân vận Tỉnh ủy ngày 30/10/2019"."""
    days = days_in_text(paper.session_days)
    return f"kết quả làm việc của {paper.delegation_name} {paper.inspector} {days}".rstrip()


# --- Recipients ----------------------------------------------------------------------------------------------------
def reported_to(paper: PaperSubject) -> list[str]:
    """Return "Thường trực Tỉnh ủy (báo cáo)"; a State body's superior has no such standing body."""
    superior = paper.names.of(paper.issuing_body).superior
    name = paper.names.without_place(superior, paper.issuing_body)
    if not superior:
        return []
    return [f"{'Thường trực ' if paper.is_party else ''}{name} (báo cáo)"]
