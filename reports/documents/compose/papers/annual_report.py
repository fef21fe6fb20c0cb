"""Báo cáo tổng kết năm: the frame of the Board's yearly report, with the figures that the campaign's records have.

What no record says, such as the mood of the people or next year's work, is a dotted line that staff write on.
"""

from collections import Counter
from typing import Any

from django.utils.translation import gettext_lazy as _

from inspections.models import Inspection
from reports.documents.compose.kinds import DocumentKind, Place, Rule, of_records
from reports.documents.compose.naming import day_in_text, upper_first
from reports.documents.compose.passages import BLANK_LINE, finding_lines, reported_to
from reports.documents.compose.sections import Section, annex, filled, grid, section
from reports.documents.compose.subject import PaperSubject
from reports.documents.compose.year import UnitFigures, YearFigures, figures_of_year

TO_WRITE = [BLANK_LINE]
NO_GROUP = "Nội dung khác"


def compose(paper: PaperSubject) -> dict[str, Any]:
    """Return the facts that are specific to this kind."""
    this_year, year = paper.campaign.year, figures_of_year(paper)
    about = f"tổng kết công tác dân vận năm {this_year}, phương hướng, nhiệm vụ năm {this_year + 1}"
    return {
        "about": about,
        "opening": f"{paper.issuer} báo cáo tổng kết công tác dân vận năm {this_year} như sau:",
        "sections": filled([_situation(), _work(year), _own_work(year), _assessment(year), _next_year(this_year + 1)]),
        "closing": f"Trên đây là Báo cáo {about} của {paper.issuer}.",
        "recipients": reported_to(paper),
        "annexes": _annexes(year),
    }


# --- I and II: the year, and who does mass mobilisation work ---------------------------------------------------------
def _situation() -> Section:
    parts = [
        section("economy", "Tình hình kinh tế - xã hội, quốc phòng, an ninh", TO_WRITE),
        section("people", "Đời sống, tâm trạng, nguyện vọng của Nhân dân", TO_WRITE),
    ]
    return section("situation", "Tình hình kinh tế - xã hội, tâm trạng Nhân dân", parts=parts)


def _work(year: YearFigures) -> Section:
    return section(
        "work",
        "Công tác dân vận của hệ thống chính trị",
        parts=[
            section("party", "Công tác dân vận của cấp ủy, tổ chức đảng", TO_WRITE),
            section("government", "Công tác dân vận của chính quyền, cơ quan nhà nước", _government(year)),
            section("front", "Công tác dân vận của Mặt trận Tổ quốc và các đoàn thể", TO_WRITE),
            section("groups", "Công tác dân tộc, tôn giáo", TO_WRITE),
        ],
    )


def _government(year: YearFigures) -> list[str]:
    """Return what conclusions of the year found, by group of criteria, those with most findings first."""
    both = year.strengths + year.shortcomings
    groups = sorted((name for name in both if name), key=lambda name: -both[name]) + [""] * ("" in both)
    lines = [
        f"- {upper_first(name) or NO_GROUP}: {year.strengths[name]} ưu điểm, {year.shortcomings[name]} hạn chế."
        for name in groups
    ]
    lead = f"Qua {year.paper.act} {len(year.concluded)} đơn vị đã kết luận, ưu điểm, hạn chế theo nội dung như sau:"
    return [lead, *lines, *TO_WRITE] if lines else TO_WRITE


# --- III: what the Board did -----------------------------------------------------------------------------------------
def _own_work(year: YearFigures) -> Section:
    paper = year.paper
    parts = [
        section("inspections", f"Công tác {paper.act}", [_inspected(year), *_sessions(paper), *_reports(year)]),
        section("follow-up", "Theo dõi việc thực hiện kết luận", [*_requests(year), *_petitions(year)]),
        section("other", "Công tác tham mưu, hướng dẫn và hoạt động khác", TO_WRITE),
    ]
    return section("board", f"Hoạt động của {paper.issuer}", parts=parts)


def _inspected(year: YearFigures) -> str:
    paper = year.paper
    delegations = f"{len(paper.delegations)} đoàn, " if len(paper.delegations) > 1 else ""
    concluded = f"trong đó {len(year.concluded)} đơn vị đã có kết luận" if year.concluded else "chưa có kết luận"
    return f"- {upper_first(paper.work)}: {delegations}{len(paper.inspections)} đơn vị, {concluded}."


def _sessions(paper: PaperSubject) -> list[str]:
    days = sorted(each.held_on for row in paper.inspections for each in row.sessions.all() if each.held_on)
    held = [day for day in days if day <= paper.day]
    if not held:
        return []
    first, last = day_in_text(held[0]), day_in_text(held[-1])
    when = f"ngày {first}" if first == last else f"từ ngày {first} đến ngày {last}"
    return [f"- Đã tổ chức {len(held)} buổi làm việc, {when}."]


def _reports(year: YearFigures) -> list[str]:
    counts = year.reports
    if not counts["all"]:
        return []
    late = f", trong đó {counts['late']} báo cáo gửi chậm" if counts["late"] else ", đều đúng hạn"
    return [f"- Đơn vị gửi báo cáo: {counts['sent']}/{counts['all']}{late if counts['sent'] else ''}."]


def _requests(year: YearFigures) -> list[str]:
    counts = year.requests
    return [f"- Đề nghị, yêu cầu với đơn vị: {_done_of(counts, 'đã thực hiện xong')}."] if counts["all"] else []


def _petitions(year: YearFigures) -> list[str]:
    counts = year.petitions
    return [f"- Kiến nghị, đề xuất của đơn vị: {_done_of(counts, 'đã trả lời')}."] if counts["all"] else []


def _done_of(counts: Counter[str], words: str) -> str:
    late = f", {counts['late']} việc quá hạn" if counts["late"] else ""
    return f"{counts['all']} việc, {words} {counts['done']} việc{late}"


# --- IV and V --------------------------------------------------------------------------------------------------------
def _assessment(year: YearFigures) -> Section:
    return section(
        "assessment",
        "Đánh giá chung, kiến nghị",
        parts=[
            section("strengths", "Ưu điểm", TO_WRITE),
            section("shortcomings", "Hạn chế, nguyên nhân", [*_repeated(year), *TO_WRITE]),
            section("general", "Nhận xét chung, không riêng đơn vị", finding_lines(_general(year), year.paper)),
            section("awards", "Đề nghị khen thưởng", TO_WRITE),
            section("petitions", "Kiến nghị, đề xuất", TO_WRITE),
        ],
    )


def _repeated(year: YearFigures) -> list[str]:
    count, all_of_them = year.repeated, year.shortcomings.total()
    return [f"- {count}/{all_of_them} hạn chế đã được nêu tại kết luận trước."] if count else []


def _general(year: YearFigures) -> list[Any]:
    return [row for row in year.paper.campaign_findings if not row.is_internal]


def _next_year(next_year: int) -> Section:
    parts = [
        section("direction", "Định hướng chung", TO_WRITE),
        section("programme", "Chương trình công tác", TO_WRITE),
    ]
    return section("next-year", f"Phương hướng, nhiệm vụ năm {next_year}", parts=parts)


# --- The table of all bodies -----------------------------------------------------------------------------------------
def _annexes(year: YearFigures) -> list[dict[str, Any]]:
    rows = [_row(n, row, year) for n, row in enumerate(year.paper.inspections, start=1)]
    columns: list[tuple[str, int | None, str]] = [
        ("STT", 12, "center"),
        ("Đơn vị", None, "left"),
        ("Ngày làm việc", 32, "center"),
        ("Kết quả", 46, "left"),
        ("Ưu điểm", 20, "center"),
        ("Hạn chế", 20, "center"),
        ("Đề nghị", 20, "center"),
        ("Đã xong", 20, "center"),
        ("Quá hạn", 20, "center"),
    ]
    title, reference = f"Tổng hợp kết quả {year.paper.act}", f"Kèm theo Báo cáo tổng kết năm {year.paper.campaign.year}"
    table = section("list", "", grid=grid(columns, [("", rows)]))
    return [annex("units", title, [table], reference, is_landscape=True)] if rows else []


def _row(n: int, inspection: Inspection, year: YearFigures) -> list[str]:
    name, day = year.paper.names.full(inspection.subject_organization), inspection.first_day
    unit = year.units.get(inspection.pk, UnitFigures())
    counts = [unit.strengths, unit.shortcomings, unit.requests, unit.done, unit.late]
    is_concluded = inspection in year.concluded
    shown = [str(count) for count in counts] if is_concluded else [""] * len(counts)
    return [str(n), name, day_in_text(day) if day else "", str(inspection.get_state_display()), *shown]


ABOUT = "tổng kết công tác dân vận năm {năm}, phương hướng, nhiệm vụ năm {năm sau}"
PLACES = (
    Place("about", text=ABOUT, rule=Rule.FILLED),
    Place("grounds", text=""),
    Place("opening", text="{cơ quan ban hành} báo cáo tổng kết công tác dân vận năm {năm} như sau:"),
    Place("situation", "Tình hình kinh tế - xã hội, tâm trạng Nhân dân"),
    Place("situation/economy", "Tình hình kinh tế - xã hội, quốc phòng, an ninh", BLANK_LINE),
    Place("situation/people", "Đời sống, tâm trạng, nguyện vọng của Nhân dân", BLANK_LINE),
    Place("work", "Công tác dân vận của hệ thống chính trị"),
    Place("work/party", "Công tác dân vận của cấp ủy, tổ chức đảng", BLANK_LINE),
    of_records("work/government", "Công tác dân vận của chính quyền, cơ quan nhà nước"),
    Place("work/front", "Công tác dân vận của Mặt trận Tổ quốc và các đoàn thể", BLANK_LINE),
    Place("work/groups", "Công tác dân tộc, tôn giáo", BLANK_LINE),
    Place("board", "Hoạt động của {cơ quan ban hành}"),
    of_records("board/inspections", "Công tác {hình thức}"),
    of_records("board/follow-up", "Theo dõi việc thực hiện kết luận"),
    Place("board/other", "Công tác tham mưu, hướng dẫn và hoạt động khác", BLANK_LINE),
    Place("assessment", "Đánh giá chung, kiến nghị"),
    Place("assessment/strengths", "Ưu điểm", BLANK_LINE),
    of_records("assessment/shortcomings", "Hạn chế, nguyên nhân"),
    of_records("assessment/general", "Nhận xét chung, không riêng đơn vị"),
    Place("assessment/awards", "Đề nghị khen thưởng", BLANK_LINE),
    Place("assessment/petitions", "Kiến nghị, đề xuất", BLANK_LINE),
    Place("next-year", "Phương hướng, nhiệm vụ năm {năm sau}"),
    Place("next-year/direction", "Định hướng chung", BLANK_LINE),
    Place("next-year/programme", "Chương trình công tác", BLANK_LINE),
    Place("closing", text=f"Trên đây là Báo cáo {ABOUT} của {{cơ quan ban hành}}."),
    of_records("recipients"),
)

KIND = DocumentKind(
    slug="annual-report",
    name=_("Báo cáo tổng kết năm"),
    type_codes={"party": "BC", "state": "BC"},
    type_title="BÁO CÁO",
    form="titled",
    is_internal=True,
    about="campaign",
    compose=compose,
    places=PLACES,
)
