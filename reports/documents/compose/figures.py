"""Figures exactly as printed, in tables, and their change since the year before. No check of the portal's is among
them.
"""

from itertools import groupby
from typing import Any

from inspections.models import MeasuredValue
from inspections.values.checks import change_in_words
from inspections.values.periods import period_in_words, year_of
from inspections.values.series import is_provisional
from reports.documents.compose.subject import PaperSubject


def table_of(paper: PaperSubject) -> list[dict[str, Any]]:
    """Return [{group, rows}] of all values, in the order of the set; all cells are text."""
    groups = groupby(paper.values, key=lambda value: value.set_criterion.group)
    return [{"group": group, "rows": [row_of(value, paper) for value in values]} for group, values in groups]


def row_of(value: MeasuredValue, paper: PaperSubject) -> dict[str, Any]:
    return {
        "number": value.set_criterion.number,
        "label": label_of(value, paper),
        "printed": value.printed,
        "period": period_of(value),
        "side": str(value.get_side_display()),
        "change": change_of(value),
        "checks": [],
    }


def label_of(value: MeasuredValue, paper: PaperSubject) -> str:
    """Return the criterion's label, with the part of the value and a body other than the subject in brackets."""
    is_subjects = value.about_organization_id == value.inspection.subject_organization_id
    whose = "" if is_subjects else paper.names.full(value.about_organization)
    about = ", ".join(filter(None, [value.part, whose]))
    return f"{value.set_criterion.label}{f' ({about})' if about else ''}"


def period_of(value: MeasuredValue) -> str:
    unfinished = " (năm chưa kết thúc)" if is_provisional(value) else ""
    return f"{period_in_words(value)}{unfinished}"


def change_of(value: MeasuredValue) -> str:
    """Return "tăng 3,09 điểm phần trăm so với năm 2018"; "" where nothing can be compared."""
    if value.earlier is None:
        return ""
    change = change_in_words(value.earlier, value)
    return f"{change} so với năm {year_of(value.earlier)}" if change else ""


def change_lines(paper: PaperSubject) -> list[str]:
    """Return "- Chỉ số…: năm 2019 là 94,49%, tăng 3,09 điểm phần trăm so với năm 2018 (91,40%)." for each that can be
    compared.
    """
    compared = [(value, change_of(value)) for value in paper.values]
    return [
        f"- {label_of(value, paper)}: {period_in_words(value)} là {value.printed}, {change} ({value.earlier.printed})."
        for value, change in compared
        if change and value.earlier
    ]
