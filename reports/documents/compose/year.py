"""The figures of a campaign's year, for its summing-up: counted from the records as they stand, none reckoned anew."""

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import F

from inspections.inspections.states import CONCLUDED
from inspections.models import Assignment, Finding, Inspection
from inspections.recommendations.states import OPEN_ASSIGNMENTS, AssignmentState
from reports.documents.compose.requests import TO_THE_UNIT
from reports.documents.compose.subject import PaperSubject, bare_group
from reports.submissions.models import Dossier, Round

DONE = (AssignmentState.VERIFIED, AssignmentState.REPLIED)


@dataclass
class UnitFigures:
    """What was noted about one inspected body."""

    strengths: int = 0
    shortcomings: int = 0
    requests: int = 0
    done: int = 0
    late: int = 0


@dataclass
class YearFigures:
    """`strengths`, `shortcomings`: findings about bodies, by group of criteria, "" for those of no criterion;
    `repeated`: shortcomings named before; `requests`: what bodies were asked, `petitions`: what they ask, by "all",
    "done", "late"; `reports`: self-reports by "all", "sent", "late".
    """

    paper: PaperSubject
    units: dict[int, UnitFigures] = field(default_factory=dict)
    strengths: Counter[str] = field(default_factory=Counter)
    shortcomings: Counter[str] = field(default_factory=Counter)
    repeated: int = 0
    requests: Counter[str] = field(default_factory=Counter)
    petitions: Counter[str] = field(default_factory=Counter)
    reports: Counter[str] = field(default_factory=Counter)

    @cached_property
    def concluded(self) -> list[Inspection]:
        return [row for row in self.paper.inspections if row.state in CONCLUDED]

    def unit(self, inspection: int) -> UnitFigures:
        return self.units.setdefault(inspection, UnitFigures())


def figures_of_year(paper: PaperSubject) -> YearFigures:
    """Count what the campaign's inspections noted and asked; late is what was due before the paper's day."""
    year = YearFigures(paper)
    _count_findings(year)
    _count_requests(year)
    _count_reports(year)
    return year


def _of_campaign(paper: PaperSubject) -> dict[str, Any]:
    return {"inspection__campaign": paper.campaign, "inspection__state__in": CONCLUDED}


def _count_findings(year: YearFigures) -> None:
    """Count what conclusions say: what is still being written may change, and what is internal is in no conclusion."""
    groups = {criterion.criterion_id: bare_group(criterion.group) for criterion in year.paper.criteria}
    rows = Finding.objects.filter(**_of_campaign(year.paper), is_internal=False)
    for finding in rows.order_by().only("inspection_id", "criterion_id", "kind", "repeats_id"):
        group, unit = groups.get(finding.criterion_id, ""), year.unit(finding.inspection_id)
        if finding.kind == Finding.Kind.STRENGTH:
            year.strengths[group] += 1
            unit.strengths += 1
        else:
            year.shortcomings[group] += 1
            unit.shortcomings += 1
            year.repeated += finding.repeats_id is not None


def _count_requests(year: YearFigures) -> None:
    """Count what binds, by who has to do it; parts that went to a heir or another campaign count where they are now."""
    gone = (AssignmentState.TRANSFERRED, AssignmentState.CARRIED_OVER)
    rows = Assignment.objects.binding().filter(recommendation__campaign=year.paper.campaign).exclude(state__in=gone)
    above = {"inspection": F("recommendation__inspection"), "direction": F("recommendation__direction")}
    for row in rows.order_by().values("state", "due_on", **above):
        is_to_unit = row["direction"] in TO_THE_UNIT
        sums = year.requests if is_to_unit else year.petitions
        unit = year.unit(row["inspection"]) if is_to_unit and row["inspection"] else UnitFigures()
        is_late = row["state"] in OPEN_ASSIGNMENTS and row["due_on"] is not None and row["due_on"] < year.paper.day
        sums["all"] += 1
        unit.requests += 1
        sums["done"] += row["state"] in DONE
        unit.done += row["state"] in DONE
        sums["late"] += is_late
        unit.late += is_late


def _count_reports(year: YearFigures) -> None:
    """Count the first round that each body sent; one that it took back doesn't count."""
    keys = [row.pk for row in year.paper.inspections]
    rounds = Round.objects.filter(dossier__inspection__in=keys, withdrawn_at=None).order_by("-n")
    first = {each.dossier_id: each for each in rounds.only("dossier_id", "submitted_at", "due_on")}
    year.reports["all"] = Dossier.objects.filter(inspection__in=keys).count()
    year.reports["sent"] = len(first)
    year.reports["late"] = sum(each.days_late > 0 for each in first.values())
