"""Đề cương báo cáo: what the inspected body writes about, in a report's order, and the table of figures to fill."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from inspections.models import SetCriterion
from reports.documents.compose.kinds import COMPOSED, DocumentKind, Place, Rule, below, of_records
from reports.documents.compose.naming import day_in_text
from reports.documents.compose.passages import period_of_work
from reports.documents.compose.sections import Section, annex, grid, section
from reports.documents.compose.subject import PaperSubject, bare_group

LEADERSHIP = "lãnh đạo"  # the group of criteria that a report speaks of before its results
SURVEY = [
    "- Đặc điểm tình hình: diện tích, dân số, số hộ, đơn vị trực thuộc.",
    "- Thuận lợi, khó khăn ảnh hưởng đến việc thực hiện.",
]
LED = ["- Văn bản đã ban hành (số, ngày, trích yếu); việc quán triệt, triển khai, phân công, kiểm tra."]
ASSESSMENT = [
    ("strengths", "Ưu điểm"),
    ("shortcomings", "Hạn chế, tồn tại"),
    ("causes", "Nguyên nhân (khách quan, chủ quan)"),
    ("lessons", "Kinh nghiệm"),
]


def compose(paper: PaperSubject) -> dict[str, Any]:
    """Return the facts that are specific to this kind; about one inspection or a whole campaign."""
    whose = f" của {paper.subject}" if paper.inspection else ""
    period = period_of_work(paper)
    between = f"Số liệu tính từ ngày {day_in_text(period[0])} đến ngày {day_in_text(period[1])}." if period else ""
    return {
        "about": f"báo cáo kết quả {paper.matter.removeprefix('việc ')}{whose}",
        "opening": between,
        "sections": outline_sections(paper),
        "annexes": [figures_form(paper, "Kèm theo Đề cương báo cáo")],
        "recipients": [],
    }


def outline_sections(paper: PaperSubject) -> list[Section]:
    leading = [criterion for criterion in paper.criteria if _is_leadership(criterion)]
    return [
        section("survey", "Khái quát đặc điểm tình hình", SURVEY),
        section("leadership", "Công tác lãnh đạo, chỉ đạo, quán triệt", [*LED, *_labels(leading)]),
        section("results", "Kết quả thực hiện", parts=_results(paper)),
        section("assessment", "Đánh giá chung", parts=[section(key, name, ["- …"]) for key, name in ASSESSMENT]),
        section("plans", "Phương hướng, nhiệm vụ, giải pháp", ["- Nhiệm vụ, giải pháp trong thời gian tới."]),
        section("petitions", "Kiến nghị, đề xuất", ["- Với Trung ương, với tỉnh, với cơ quan cấp trên."]),
    ]


def _results(paper: PaperSubject) -> list[Section]:
    """Return a part for each group of criteria; its lines are what the figures are about."""
    groups: dict[str, list[SetCriterion]] = {}
    for criterion in paper.criteria:
        if not _is_leadership(criterion):
            groups.setdefault(bare_group(criterion.group), []).append(criterion)
    return [section(f"group-{n}", name, _labels(rows)) for n, (name, rows) in enumerate(groups.items(), start=1)]


def _is_leadership(criterion: SetCriterion) -> bool:
    return bare_group(criterion.group).lower().startswith(LEADERSHIP)


def _labels(criteria: list[SetCriterion]) -> list[str]:
    return [f"- {criterion.label}." for criterion in criteria]


def figures_form(paper: PaperSubject, reference: str) -> dict[str, Any]:
    """Return the annex with the table of figures, empty to be filled in."""
    columns: list[tuple[str, int | None, str]] = [
        ("Số", 14, "center"),
        ("Chỉ tiêu", None, "left"),
        ("Đơn vị tính", 28, "center"),
        ("Năm trước", 30, "center"),
        ("Kỳ báo cáo", 30, "center"),
        ("Ghi chú", 35, "left"),
    ]
    groups: dict[str, list[list[str]]] = {}
    for criterion in paper.criteria:
        row: list[str] = [criterion.number, criterion.label, criterion.unit, "", "", ""]
        groups.setdefault(criterion.group, []).append(row)
    table = section("figures", "", grid=grid(columns, list(groups.items())))
    return annex("figures", "Biểu số liệu", [table], reference, is_landscape=True)


OUTLINE = (
    Place("survey", "Khái quát đặc điểm tình hình", "\n".join(SURVEY)),
    of_records("leadership", "Công tác lãnh đạo, chỉ đạo, quán triệt"),
    Place("results", "Kết quả thực hiện"),
    Place("assessment", "Đánh giá chung"),
    *below("assessment", tuple(Place(key, name, "- …") for key, name in ASSESSMENT)),
    Place("plans", "Phương hướng, nhiệm vụ, giải pháp", "- Nhiệm vụ, giải pháp trong thời gian tới."),
    Place("petitions", "Kiến nghị, đề xuất", "- Với Trung ương, với tỉnh, với cơ quan cấp trên."),
)
PLACES = (
    Place("about", text=COMPOSED, rule=Rule.FILLED),
    Place("grounds", text=""),
    Place("opening", text=COMPOSED),
    *OUTLINE,
    Place("closing", text=""),
    Place("recipients", text=""),
)

KIND = DocumentKind(
    slug="report-outline",
    name=_("Đề cương báo cáo"),
    type_codes={"party": "ĐC", "state": "ĐC"},  # no regulation names a code for it; offices write ĐC
    type_title="ĐỀ CƯƠNG",
    form="titled",
    is_internal=False,
    about="inspection",
    compose=compose,
    comes_before=True,
    places=PLACES,
)
