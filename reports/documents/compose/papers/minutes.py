"""Biên bản làm việc of one session: who met when and where, what was agreed; both sides sign."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from ground.text import document_date
from inspections.models import DelegationMember, Finding, Session
from reports.documents.compose.kinds import DocumentKind, Place, Rule, of_records
from reports.documents.compose.letterhead import head_of, signer
from reports.documents.compose.naming import sentence, upper_first
from reports.documents.compose.passages import (
    BLANK_LINE,
    bases_of,
    finding_lines,
    hour_in_text,
    member_line,
    nothing_lines,
    person_in_text,
    session_place,
    short_of,
)
from reports.documents.compose.requests import BY_THE_UNIT, TO_THE_UNIT, request_lines, requests_to
from reports.documents.compose.sections import Section, filled, section
from reports.documents.compose.subject import PaperSubject


def compose(paper: PaperSubject) -> dict[str, Any]:
    """Return the facts of this kind: of the session chosen, else of the last one with the body itself."""
    session = session_of(paper)
    return {
        "about": f"làm việc giữa {paper.delegation_name} {paper.inspector} và {paper.subject}",
        "day_is_left_out": True,
        "opening": _opening(session, paper),
        "sections": filled([_people(session, paper), _course(session, paper), _remarks(paper), _requests(paper)]),
        "closing": _closing(session),
        "signers": _signers(paper),
        "recipients": [paper.subject, paper.issuer, f"Các thành viên {paper.delegation_name}"],
    }


def session_of(paper: PaperSubject) -> Session | None:
    """Return the session of the minutes: the last dated one with the body itself, else of any kind; None without."""
    with_the_body = [session for session in paper.sessions if session.kind == Session.Kind.SESSION]
    dated = [session for session in with_the_body or paper.sessions if session.held_on]
    return dated[-1] if dated else next(iter(paper.sessions), None)


def _opening(session: Session | None, paper: PaperSubject) -> str:
    """Return "Hôm nay, hồi 8 giờ 00, ngày 07 tháng 4 năm 2026, tại …", with room to write what isn't recorded."""
    start = hour_in_text(session.starts_at) if session else ""
    part = str(session.get_part_of_day_display()) if session and not start else ""
    when = f"hồi {start}" if start else f"buổi {part}" if part else "hồi …… giờ ……"
    day = document_date(session.held_on) if session and session.held_on else "ngày …… tháng …… năm ……"
    place = (session_place(session, paper) if session else "") or BLANK_LINE
    what = f"{paper.delegation_name} làm việc với {paper.subject} về {paper.matter}"
    return sentence(f"Hôm nay, {when}, {day}, tại {place}, {what}")


# --- I, II: who met, what happened -----------------------------------------------------------------------------------
def _people(session: Session | None, paper: PaperSubject) -> Section:
    return section(
        "people",
        "Thành phần",
        parts=[
            section("delegation", paper.delegation_name, [member_line(member, paper) for member in paper.members]),
            section("unit", paper.subject, _unit(session, paper)),
        ],
    )


def _unit(session: Session | None, paper: PaperSubject) -> list[str]:
    """Return the participants as they were typed, else the presenter alone; a line to write on without both."""
    text = paper.texts.fill(session.participants) if session else ""
    typed = [line.strip(" -") for line in text.splitlines()]
    presenter = _presenter(paper)
    people = [line for line in typed if line] or ([presenter] if presenter else [])
    return [f"- {sentence(upper_first(line))}" for line in people] or [BLANK_LINE]


def _presenter(paper: PaperSubject) -> str:
    inspection = paper.inspection
    if inspection is None or inspection.presenting_person is None:
        return ""
    return person_in_text(inspection.presenting_person.full_name, inspection.presenter_title, paper)


def _course(session: Session | None, paper: PaperSubject) -> Section:
    announced = ", ".join(short_of(each) for each in bases_of(paper))
    presenter = _presenter(paper)
    lines = [
        f"- {paper.delegation_name} công bố {announced}." if announced else "",
        f"- {upper_first(presenter)}, trình bày báo cáo của đơn vị." if presenter else "",
        *(f"- {upper_first(_visit(each, paper))}." for each in paper.sessions if each.kind == Session.Kind.VISIT),
        "- Ý kiến của thành viên Đoàn, giải trình của đơn vị:",
        BLANK_LINE,
    ]
    oral = paper.texts.fill(session.oral_conclusion) if session else ""
    concluded = [f"- Trưởng đoàn kết luận: {sentence(oral)}"] if oral else []
    return section("course", "Nội dung làm việc", [*filter(None, lines), *concluded])


def _visit(session: Session, paper: PaperSubject) -> str:
    place = session_place(session, paper)
    return f"{paper.delegation_name} làm việc tại cơ sở{f': {place}' if place else ''}"


# --- III, IV: what was agreed ----------------------------------------------------------------------------------------
def _remarks(paper: PaperSubject) -> Section:
    strengths, shortcomings = paper.findings(Finding.Kind.STRENGTH), paper.findings(Finding.Kind.SHORTCOMING)
    return section(
        "remarks",
        "Đánh giá sơ bộ",
        parts=[
            section("strengths", "Ưu điểm", finding_lines(strengths, paper) or nothing_lines("strengths", paper)),
            section(
                "shortcomings",
                "Hạn chế, tồn tại",
                finding_lines(shortcomings, paper) or nothing_lines("shortcomings", paper),
            ),
        ],
    )


def _requests(paper: PaperSubject) -> Section:
    to_unit, by_unit = requests_to(paper, TO_THE_UNIT), requests_to(paper, BY_THE_UNIT)
    return section(
        "requests",
        "Đề nghị, kiến nghị",
        parts=[
            section(
                "to-unit",
                f"Đề nghị của {paper.delegation_name}",
                request_lines(to_unit, paper) or nothing_lines("recommendations", paper),
            ),
            section("by-unit", "Kiến nghị, đề xuất của đơn vị", request_lines(by_unit, paper)),
        ],
    )


def end_in_text(session: Session | None) -> str:
    """Return "11 giờ 30", or room to write it by hand."""
    return (hour_in_text(session.ends_at) if session else "") or "…… giờ ……"


def _closing(session: Session | None) -> str:
    return (
        f"Buổi làm việc kết thúc hồi {end_in_text(session)} cùng ngày. Biên bản đã đọc lại cho hai bên cùng nghe, "
        "thống nhất nội dung, lập thành 02 bản, mỗi bên giữ 01 bản."
    )


def _signers(paper: PaperSubject) -> list[dict[str, Any]]:
    """Return the secretary, who wrote them, the inspected side and the head of the delegation."""
    secretaries = [member for member in paper.members if member.role == DelegationMember.Role.SECRETARY]
    writer = secretaries[0].person.full_name if secretaries else ""
    inspection = paper.inspection
    person = inspection.presenting_person if inspection else None
    title = inspection.presenter_title if inspection and person else ""
    return [
        signer("Thư ký", writer, caption="NGƯỜI GHI BIÊN BẢN"),
        signer(title, person.full_name if person else "", caption="ĐẠI DIỆN ĐƠN VỊ"),
        {**head_of(paper), "caption": "ĐẠI DIỆN ĐOÀN"},
    ]


PLACES = (
    Place("about", text="làm việc giữa {đoàn} {cơ quan kiểm tra} và {đơn vị}", rule=Rule.FILLED),
    of_records("opening"),
    Place("people", "Thành phần"),
    of_records("people/delegation", "{đoàn}"),
    of_records("people/unit", "{đơn vị}"),
    of_records("course", "Nội dung làm việc"),
    Place("remarks", "Đánh giá sơ bộ"),
    of_records("remarks/strengths", "Ưu điểm"),
    of_records("remarks/shortcomings", "Hạn chế, tồn tại"),
    Place("requests", "Đề nghị, kiến nghị"),
    of_records("requests/to-unit", "Đề nghị của {đoàn}"),
    of_records("requests/by-unit", "Kiến nghị, đề xuất của đơn vị"),
    Place(
        "closing",
        text="Buổi làm việc kết thúc hồi {giờ kết thúc} cùng ngày. Biên bản đã đọc lại cho hai bên cùng nghe, thống "
        "nhất nội dung, lập thành 02 bản, mỗi bên giữ 01 bản.",
        rule=Rule.FILLED,
    ),
    of_records("recipients"),
)

KIND = DocumentKind(
    slug="minutes",
    name=_("Biên bản làm việc"),
    type_codes={"party": "BB", "state": "BB"},
    type_title="BIÊN BẢN",
    form="minutes",
    is_internal=False,
    about="inspection",
    compose=compose,
    issued_by="head",
    step="record",
    places=PLACES,
)
