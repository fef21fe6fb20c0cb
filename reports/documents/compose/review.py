"""What the checklist compares: plain values that no paper prints, stored with its facts."""

from collections import defaultdict
from typing import Any

from inspections.models import Finding
from reports.documents.compose.passages import bases_of, reports_of
from reports.documents.compose.requests import TO_THE_UNIT, bodies_to_act, first_assignments, heirs_of, requests_to
from reports.documents.compose.subject import PaperSubject


def review_of(paper: PaperSubject) -> dict[str, Any]:
    """Return `tasks` [{text, owners [{name, due_on, has_due}]}], `bodies` asked to act [name], `contradictions`
    [criterion], `remedy_until` (ISO or None), `ended` [name of a body that no longer exists, without a successor],
    `bases` and `reports` (how many papers are named).
    """
    papers = {"bases": len(bases_of(paper)), "reports": len(reports_of(paper))}
    if paper.inspection is None:
        return {"tasks": [], "bodies": [], "contradictions": [], "remedy_until": None, "ended": [], **papers}
    requests = requests_to(paper, TO_THE_UNIT)
    return {
        "tasks": [_task(request) for request in requests],
        "bodies": bodies_to_act(requests, paper),
        "contradictions": _contradictions(paper),
        "remedy_until": paper.after(paper.campaign.remedy_days).isoformat(),
        "ended": _ended(paper),
        **papers,
    }


def _ended(paper: PaperSubject) -> list[str]:
    assert paper.inspection is not None
    bodies = {body.pk: body for body in (paper.subject_body, paper.inspection.reporting_organization)}
    closed = [body for body in bodies.values() if body.is_closed_at(paper.day)]
    return [paper.names.full(body) for body in closed if heirs_of(body, paper) == [paper.names.full(body)]]


def _task(request: Any) -> dict[str, Any]:
    owners = [
        {
            "name": each.owner_as_printed,
            "due_on": each.due_on.isoformat() if each.due_on else None,
            "has_due": bool(each.due_on or each.due_as_printed),
        }
        for each in first_assignments(request)
    ]
    return {"text": request.text, "owners": owners}


def _contradictions(paper: PaperSubject) -> list[str]:
    """Return the criteria with a strength and a shortcoming."""
    kinds: dict[str, set[str]] = defaultdict(set)
    for finding in paper.all_findings:
        if finding.inspection_id and finding.criterion and not finding.is_internal:
            kinds[finding.criterion.name].add(finding.kind)
    return sorted(name for name, found in kinds.items() if found == set(Finding.Kind.values))
