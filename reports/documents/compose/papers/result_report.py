"""Báo cáo kết quả kiểm tra, from the delegation to the body that set it up. Internal: all of the inspection, and the
remarks about the whole campaign; what the record lacks, such as causes, is left out, never invented.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from inspections.models import Finding, OfficialPaper
from inspections.values.series import satisfaction_line
from reports.documents.compose.figures import change_lines, table_of
from reports.documents.compose.kinds import DocumentKind, Place, Rule, of_records
from reports.documents.compose.naming import day_in_text, sentence
from reports.documents.compose.passages import (
    UNNAMED_TYPES,
    bases_of,
    cause_lines,
    finding_lines,
    member_line,
    nothing_lines,
    paper_in_text,
    period_lines,
    person_in_text,
    session_line,
    sources_of,
)
from reports.documents.compose.requests import (
    BY_THE_UNIT,
    TO_THE_UNIT,
    request_lines,
    requests_to,
    responsibility_lines,
)
from reports.documents.compose.returning import returning_lines
from reports.documents.compose.sections import Section, filled, section
from reports.documents.compose.subject import PaperSubject


def compose(paper: PaperSubject) -> dict[str, Any]:
    """Return the facts that are specific to this kind; head and foot are the delegation's."""
    delegation, about = paper.delegation_name, f"kết quả {paper.work_there}"
    return {
        "about": about,
        "opening": f"{delegation} báo cáo {paper.issuer} kết quả như sau:",
        "sections": filled([_survey(paper), _results(paper), _remarks(paper), _requests(paper)]),
        "closing": f"Trên đây là Báo cáo {about}, {delegation} kính trình {paper.issuer} xem xét, chỉ đạo.",
        "recipients": [f"{paper.issuer} (báo cáo)", f"Các thành viên {delegation}"],
    }


# --- I: what was inspected, by whom, when --------------------------------------------------------------------------
def _survey(paper: PaperSubject) -> Section:
    bases = [f"- {sentence(paper_in_text(each, paper))}" for each in bases_of(paper)]
    return section(
        "survey",
        f"Khái quát cuộc {paper.act}",
        parts=[
            section("bases", "Căn cứ", bases),
            section("delegation", paper.delegation_name, [member_line(member, paper) for member in paper.members]),
            section("unit", f"Đơn vị được {paper.act}", unit_lines(paper)),
            section("times", "Thời gian, địa điểm", _times(paper)),
            section("sources", "Nguồn số liệu", [_source(each, paper) for each in sources_of(paper)]),
        ],
    )


def unit_lines(paper: PaperSubject) -> list[str]:
    inspection = paper.inspection
    assert inspection is not None
    lines = [f"- {paper.subject}."]
    if inspection.reporting_organization_id != inspection.subject_organization_id:
        lines.append(f"- Đơn vị báo cáo: {paper.names.full(inspection.reporting_organization)}.")
    if inspection.presenting_person:
        presenter = person_in_text(inspection.presenting_person.full_name, inspection.presenter_title, paper)
        lines.append(f"- Người trình bày: {presenter}.")
    units = inspection.units_on(paper.names.day_of(paper.subject_body))
    if units:
        lines.append(f"- Địa bàn: {', '.join(f'{n} {kind}' for kind, n in units.items())}.")
    return lines


def _times(paper: PaperSubject) -> list[str]:
    return [*period_lines(paper), *(session_line(session, paper) for session in paper.sessions)]


def _source(each: OfficialPaper, paper: PaperSubject) -> str:
    if each.paper_type not in UNNAMED_TYPES:
        return f"- {sentence(paper_in_text(each, paper))}"
    dated = f", ngày {day_in_text(each.dated_on)}" if each.dated_on else ""
    return f"- “{each.title}”, {each.issuer}{dated}."


# --- II: all values in a table, what changed since last year, the satisfaction index as a chart --------------------
def _results(paper: PaperSubject) -> Section:
    return section(
        "results",
        f"Kết quả {paper.act}",
        parts=[
            section("figures", "Số liệu theo chỉ tiêu", table=table_of(paper)),
            section("changes", "So với năm trước", change_lines(paper)),
            section("years", "Diễn biến qua các năm", chart=satisfaction_line(paper.values)),
        ],
    )


# --- III: what was found -------------------------------------------------------------------------------------------
def _remarks(paper: PaperSubject) -> Section:
    strengths = paper.findings(Finding.Kind.STRENGTH, with_internal=True)
    shortcomings = paper.findings(Finding.Kind.SHORTCOMING, with_internal=True)
    oral = [session.oral_conclusion for session in paper.sessions if session.oral_conclusion]
    return section(
        "remarks",
        "Nhận xét",
        parts=[
            section("strengths", "Ưu điểm", finding_lines(strengths, paper) or nothing_lines("strengths", paper)),
            section(
                "shortcomings",
                "Hạn chế, tồn tại",
                [*finding_lines(shortcomings, paper), *returning_lines(shortcomings, paper)]
                or nothing_lines("shortcomings", paper),
            ),
            section("causes", "Nguyên nhân", cause_lines(shortcomings, paper)),
            section("responsibility", "Trách nhiệm", responsibility_lines(requests_to(paper, TO_THE_UNIT), paper)),
            section("general", "Nhận xét chung, không riêng đơn vị", finding_lines(paper.campaign_findings, paper)),
            section("oral", "Kết luận tại buổi làm việc", [sentence(paper.texts.fill(text)) for text in oral]),
        ],
    )


# --- IV: what is asked, by the delegation and by the unit ----------------------------------------------------------
def _requests(paper: PaperSubject) -> Section:
    to_unit, by_unit = requests_to(paper, TO_THE_UNIT), requests_to(paper, BY_THE_UNIT)
    return section(
        "requests",
        "Đề xuất, kiến nghị",
        parts=[
            section(
                "to-unit",
                f"Đề nghị của {paper.delegation_name}",
                request_lines(to_unit, paper) or nothing_lines("recommendations", paper),
            ),
            section("by-unit", "Kiến nghị, đề xuất của đơn vị", request_lines(by_unit, paper)),
        ],
    )


PLACES = (
    Place("about", text="kết quả {cuộc kiểm tra}", rule=Rule.FILLED),
    Place("grounds", text=""),
    Place("opening", text="{đoàn} báo cáo {cơ quan ban hành} kết quả như sau:"),
    Place("survey", "Khái quát cuộc {hình thức}"),
    of_records("survey/bases", "Căn cứ"),
    of_records("survey/delegation", "{đoàn}"),
    of_records("survey/unit", "Đơn vị được {hình thức}"),
    of_records("survey/times", "Thời gian, địa điểm"),
    of_records("survey/sources", "Nguồn số liệu"),
    Place("results", "Kết quả {hình thức}"),
    Place("results/figures", "Số liệu theo chỉ tiêu"),
    of_records("results/changes", "So với năm trước"),
    Place("results/years", "Diễn biến qua các năm"),
    Place("remarks", "Nhận xét"),
    of_records("remarks/strengths", "Ưu điểm"),
    of_records("remarks/shortcomings", "Hạn chế, tồn tại"),
    of_records("remarks/causes", "Nguyên nhân"),
    of_records("remarks/responsibility", "Trách nhiệm"),
    of_records("remarks/general", "Nhận xét chung, không riêng đơn vị"),
    of_records("remarks/oral", "Kết luận tại buổi làm việc"),
    Place("requests", "Đề xuất, kiến nghị"),
    of_records("requests/to-unit", "Đề nghị của {đoàn}"),
    of_records("requests/by-unit", "Kiến nghị, đề xuất của đơn vị"),
    Place(
        "closing",
        text="Trên đây là Báo cáo kết quả {cuộc kiểm tra}, {đoàn} kính trình {cơ quan ban hành} xem xét, chỉ đạo.",
    ),
    of_records("recipients"),
)

KIND = DocumentKind(
    slug="result-report",
    name=_("Báo cáo kết quả kiểm tra"),
    type_codes={"party": "BC", "state": "BC"},
    type_title="BÁO CÁO",
    form="titled",
    is_internal=True,
    about="inspection",
    compose=compose,
    issued_by="head",
    step="submit",
    places=PLACES,
)
