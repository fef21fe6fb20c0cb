"""Shortcomings that return: in which year the Board named them, and what the inspected body said then it would do."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.text import Truncator

from accounts.models import Organization
from inspections.inspections.querysets import is_published
from inspections.models import Answer, Finding
from inspections.recommendations.querysets import is_live
from reports.documents.compose.naming import sentence
from reports.documents.compose.requests import TO_THE_UNIT
from reports.documents.compose.subject import PaperSubject

PROMISES = {
    Answer.Kind.PLAN: "đã nêu kế hoạch khắc phục",
    Answer.Kind.RESULT: "đã báo cáo kết quả khắc phục",
}
MOST_LETTERS = 300  # of a promise; staff can put more into the paper's text


@dataclass(frozen=True)
class EarlierShortcoming:
    """`promise`: the body's newest plan or report about it, None where it sent neither."""

    year: int
    promise: Answer | None


def returning_lines(findings: list[Finding], paper: PaperSubject) -> list[str]:
    """Return "Hạn chế (2) đã được nêu tại kết luận năm 2025; … đã nêu kế hoạch khắc phục: “…”." for each finding that
    repeats an earlier one; `findings` as `finding_lines` numbers them.
    """
    earlier = earlier_shortcomings(findings, paper)
    lines = []
    for n, finding in enumerate(findings, start=1):
        found = earlier.get(finding.repeats_id)
        if found is not None:
            which = f"Hạn chế ({n})" if len(findings) > 1 else "Hạn chế trên"
            lines.append(f"{which} đã được nêu tại kết luận năm {found.year}{_promise(found.promise, paper)}")
    return [sentence(line) for line in lines]


def _promise(answer: Answer | None, paper: PaperSubject) -> str:
    if answer is None:
        return ""
    text = Truncator(" ".join(answer.text.split()).rstrip(" .;")).chars(MOST_LETTERS)
    return f"; {paper.subject} {PROMISES[Answer.Kind(answer.kind)]}: “{text}”"


def earlier_shortcomings(findings: list[Finding], paper: PaperSubject) -> dict[int, EarlierShortcoming]:
    """Return what the findings repeat, by id; no query where they repeat nothing.

    Only what the readers of the paper know already: nothing internal, from conclusions that were published to the
    inspected body, or to one that it wholly goes on with, by the Board or by one that it goes on with.
    """
    keys = {each.repeats_id for each in findings if each.repeats_id}
    if not keys or paper.inspection is None:
        return {}
    rows = Finding.objects.shortcomings_before(paper.inspection).filter(is_published("inspection__"), pk__in=keys)
    rows = rows.filter(is_internal=False, campaign__inspecting_organization__in=_boards(paper))
    years = dict(rows.order_by().values_list("pk", "campaign__year"))
    promises = _promises(set(years), paper)
    return {pk: EarlierShortcoming(year, promises.get(pk)) for pk, year in years.items()}


def _boards(paper: PaperSubject) -> set[int]:
    own = {paper.inspecting_body.pk: paper.inspecting_body, paper.issuing_body.pk: paper.issuing_body}
    return _with_forerunners(own, paper)


def _with_forerunners(bodies: dict[int, Organization], paper: PaperSubject) -> set[int]:
    known = (Organization.objects.forerunners_of(body, paper.day) for body in bodies.values())
    return set(bodies).union(*known)


def _promises(keys: set[int], paper: PaperSubject) -> dict[int, Answer]:
    """Return by shortcoming the newest answer of the inspected body itself, also where it was carried over since."""
    bodies = _with_forerunners({paper.subject_body.pk: paper.subject_body}, paper)
    above = "assignment__recommendation__"
    own = Q(assignment__owner_organization__in=bodies, **{f"{above}direction__in": TO_THE_UNIT})
    rows = Answer.objects.filter(own, is_live(above), kind__in=PROMISES, **{f"{above}finding__in": keys})
    ordered = rows.select_related("assignment__recommendation").order_by("created_at", "pk")
    return {answer.assignment.recommendation.finding_id: answer for answer in ordered}
