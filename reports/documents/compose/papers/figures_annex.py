"""Phụ lục số liệu: all figures of an inspection with their change since the year before; a landscape sheet."""

from itertools import groupby
from typing import Any

from django.utils.translation import gettext_lazy as _

from inspections.models import MeasuredValue
from inspections.values.periods import year_of
from reports.documents.compose.figures import change_of, label_of, period_of
from reports.documents.compose.kinds import DocumentKind, Place, Rule
from reports.documents.compose.passages import reports_of, short_of
from reports.documents.compose.sections import filled, grid, section
from reports.documents.compose.subject import PaperSubject

COLUMNS: list[tuple[str, int | None, str]] = [
    ("Số", 14, "center"),
    ("Chỉ tiêu", None, "left"),
    ("Đơn vị tính", None, "center"),
    ("Năm trước", None, "center"),
    ("Kết quả", None, "center"),
    ("Kỳ, thời điểm", None, "left"),
    ("So với năm trước", None, "left"),
    ("Nguồn", None, "left"),
]


def compose(paper: PaperSubject) -> dict[str, Any]:
    """Return the facts that are specific to this kind."""
    reports = ", ".join(short_of(each) for each in reports_of(paper))
    return {
        "about": f"số liệu {paper.work_there}",
        "reference": f"Kèm theo {reports or f'Báo cáo kết quả {paper.act}'} của {paper.delegation_name}",
        "sections": filled([section("figures", "", grid=figures_grid(paper.values, paper))]),
        "signers": [],
        "recipients": [],
        "archive": "",
    }


def figures_grid(values: list[MeasuredValue], paper: PaperSubject) -> dict[str, Any]:
    """Return the table of an inspection's values, by the groups of the set; {} for none."""
    by_group = groupby(values, key=lambda value: value.set_criterion.group)
    return grid(COLUMNS, [(group, [_row(value, paper) for value in rows]) for group, rows in by_group])


def _row(value: MeasuredValue, paper: PaperSubject) -> list[str]:
    earlier = value.earlier
    before = f"{earlier.printed} (năm {year_of(earlier)})" if earlier else ""
    change = change_of(value).partition(" so với ")[0]
    cells = [value.set_criterion.number, label_of(value, paper), value.set_criterion.unit, before, value.printed]
    return [*cells, period_of(value), change, str(value.get_side_display())]


PLACES = (Place("about", text="số liệu {cuộc kiểm tra}", rule=Rule.FILLED),)

KIND = DocumentKind(
    slug="figures-annex",
    name=_("Phụ lục số liệu"),
    type_codes={"party": "", "state": ""},
    type_title="PHỤ LỤC",
    form="annex",
    is_internal=True,
    about="inspection",
    compose=compose,
    issued_by="head",
    places=PLACES,
)
