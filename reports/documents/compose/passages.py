"""Passages that several papers have in common: names of the work and of papers, values in texts, recommendations."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import F, Q, QuerySet

from inspections.models import Assignment, Cause, Delegation, Inspection, OfficialPaper, PaperLink, Recommendation
from inspections.values.placeholders import ValuePlaceholders
from reports.documents.compose.letterhead import day_in_text, lower_first, name_at, place_in_text

LEADS = {
    Recommendation.Direction.RECOMMEND: "Đề nghị",
    Recommendation.Direction.REQUIRE: "Yêu cầu",
    Recommendation.Direction.PETITION: "Kiến nghị",
    Recommendation.Direction.PROPOSE: "Đề xuất",
}
TO_THE_UNIT = [Recommendation.Direction.RECOMMEND, Recommendation.Direction.REQUIRE]
BY_THE_UNIT = [Recommendation.Direction.PETITION, Recommendation.Direction.PROPOSE]
UNNAMED_TYPES = [OfficialPaper.Type.OTHER, OfficialPaper.Type.PRESS]  # their title says what they are


# --- The work, those who did it, the papers it rests on ------------------------------------------------------------
def work_in_text(inspection: Inspection, day: date) -> str:
    """Return "kiểm tra việc thực hiện “Năm dân vận chính quyền” 2019 tại huyện Mộc Châu"."""
    subject = inspection.subject_organization
    place = place_in_text(subject.locality, day)
    where = f"tại {place}" if place else f"đối với {name_at(subject, day).full_name}"
    kind, theme = inspection.get_kind_display().lower(), lower_first(inspection.campaign.theme)
    work = theme if theme.startswith(kind) else f"{kind} việc thực hiện {theme}"  # a theme may say "Kiểm tra …" itself
    return f"{work} {where}"


def delegation_in_text(delegation: Delegation | None) -> str:
    """Return "Đoàn Kiểm tra số 3"; the only delegation of a campaign, or a missing one, has no number."""
    number = delegation.number if delegation else None
    return f"Đoàn Kiểm tra số {number}" if number else "Đoàn Kiểm tra"


def basis_of(inspection: Inspection) -> QuerySet:
    """Return the papers that are a legal basis of the campaign or the inspection, and the one that set up the
    delegation.
    """
    basis = Q(pk__in=_linked(inspection, [PaperLink.Role.BASIS])) | Q(delegations__inspections=inspection)
    return _in_order(OfficialPaper.objects.filter(basis))


def sources_of(inspection: Inspection) -> QuerySet:
    """Return the papers from which the figures are taken."""
    roles = [PaperLink.Role.SOURCE, PaperLink.Role.SUBMITTED]
    return _in_order(OfficialPaper.objects.filter(pk__in=_linked(inspection, roles)))


def _linked(inspection: Inspection, roles: Iterable[Any]) -> QuerySet:
    owner = Q(campaign=inspection.campaign_id) | Q(inspection=inspection)
    return PaperLink.objects.filter(owner, role__in=roles).values("paper")


def _in_order(papers: QuerySet) -> QuerySet:
    """Return the papers in order, without internal ones, because members of the delegation from other bodies read
    the report.
    """
    return papers.filter(is_internal=False).distinct().order_by(F("dated_on").asc(nulls_last=True), "pk")


def paper_in_text(paper: OfficialPaper) -> str:
    """Return "Kế hoạch số 64-KH/BTGDVTU, ngày 12/9/2025 của …", with only what is recorded of the paper."""
    if paper.paper_type in UNNAMED_TYPES:
        return paper.title
    number = f" số {paper.number}" if paper.number else ""
    dated = f", ngày {day_in_text(paper.dated_on)}" if paper.dated_on else ""
    title = lower_first(paper.title)
    about = title if title.startswith("về ") else f"về {title}"
    return f"{paper.get_paper_type_display()}{number}{dated} của {paper.issuer} {about}"


# --- Findings ------------------------------------------------------------------------------------------------------
def placeholders_of(inspection: Inspection) -> ValuePlaceholders:
    """Return the placeholders of the inspection's texts: the subject's values, exactly as printed."""
    values = inspection.values.current().filter(about_organization=inspection.subject_organization_id)
    return ValuePlaceholders(values.select_related("set_criterion"))


def cause_line(cause: Cause, mark: str = "") -> str:
    return f"- {cause.get_kind_display().capitalize()}: {sentence(cause.text, mark)}"


def sentence(text: str, mark: str = "") -> str:
    """Return `text` ended as a sentence; `mark` is put in brackets behind it."""
    text = f"{text.rstrip(' .;')} ({mark})" if mark else text.strip()
    return text if text.endswith((".", "…", ":", ";")) else f"{text}."


# --- What is asked -------------------------------------------------------------------------------------------------
def recommendation_lines(recommendations: Iterable[Recommendation]) -> list[str]:
    """Return "Đề nghị các địa phương:" followed by the recommendations to them, for each group with the same owners.

    `recommendations` must have their assignments prefetched.
    """
    lines: list[str] = []
    for lead, group in groupby(recommendations, _lead):
        lines += [f"{lead}:", *(f"- {_recommendation_line(recommendation)}" for recommendation in group)]
    return lines


def _lead(recommendation: Recommendation) -> str:
    owners = ", ".join(dict.fromkeys(assignment.owner_as_printed for assignment in _first_owners(recommendation)))
    return f"{LEADS[recommendation.direction]} {owners}".strip()


def _first_owners(recommendation: Recommendation) -> list[Assignment]:
    """Return the owners named by the paper, without those who took over later."""
    return [assignment for assignment in recommendation.assignments.all() if assignment.transferred_from_id is None]


def _recommendation_line(recommendation: Recommendation) -> str:
    aim = f"; mục tiêu: {recommendation.aim.rstrip(' .')}" if recommendation.aim else ""
    return sentence(f"{recommendation.text.rstrip(' .')}{aim}{_due(recommendation)}")


def _due(recommendation: Recommendation) -> str:
    """Return " (hạn: 31/12/2019)", owner by owner where their dates differ; "" without any."""
    owners = _first_owners(recommendation)
    dues = {assignment.owner_as_printed: _due_of(assignment) for assignment in owners}
    known = [due for due in dues.values() if due]
    if not known:
        return ""
    if len(known) == len(dues) and len(set(known)) == 1:
        return f" (hạn: {known[0]})"
    return f" (hạn: {'; '.join(f'{owner}: {due}' for owner, due in dues.items() if due)})"


def _due_of(assignment: Assignment) -> str:
    return assignment.due_as_printed or (day_in_text(assignment.due_on) if assignment.due_on else "")
