"""Weaknesses that return: an earlier shortcoming of the body, what was asked of it then, what it promised."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch

from accounts.people.models import User
from inspections.findings.listings import list_findings
from inspections.models import Answer, Assignment, Finding, Inspection, Recommendation
from inspections.recommendations.states import AssignmentState
from portal.recommendations.status import Due, Status, due_of, status_of

PROMISES = (Answer.Kind.PLAN, Answer.Kind.RESULT)
MOVED = (AssignmentState.CARRIED_OVER, AssignmentState.TRANSFERRED)  # they live on elsewhere


@dataclass(frozen=True)
class Promise:
    """What was asked to mend a shortcoming, until when, how it stands, and what its owner promised or answered last."""

    text: str
    url: str
    owner: str
    due: Due
    status: Status
    promised: str


@dataclass(frozen=True)
class EarlierWeakness:
    """A shortcoming of an earlier campaign, and what came of it; `url` leads to it on its inspection's page."""

    finding: Finding
    text: str  # with the values that it names
    url: str
    promises: list[Promise]

    @property
    def year(self) -> str:
        """Return the year as screens write it, without a separator of thousands."""
        return str(self.finding.campaign.year)

    @property
    def key(self) -> str:
        """Return the id as an address takes it."""
        return str(self.finding.pk)


@dataclass(frozen=True)
class Returning:
    """By shortcoming: the earlier one that it repeats, and one that it may repeat."""

    linked: dict[int, EarlierWeakness] = field(default_factory=dict)
    suggested: dict[int, EarlierWeakness] = field(default_factory=dict)


def returning_in(
    findings: Iterable[Finding], inspection: Inspection, user: User, today: date, suggests: bool
) -> Returning:
    """Return what the inspection's findings repeat, as far as the reader sees it; no query where nothing can return.

    `suggests`: also for shortcomings that name a criterion and nothing that they repeat.
    """
    own = [each for each in findings if each.inspection_id and each.kind == Finding.Kind.SHORTCOMING]
    linked = {each.pk: each.repeats_id for each in own if each.repeats_id}
    free = [each for each in own if each.criterion_id and not each.repeats_id] if suggests else []
    suggested = _suggested(free, inspection, user) if free else {}
    wanted = {*linked.values(), *suggested.values()}
    found = earlier_weaknesses(wanted, user, today) if wanted else {}
    return Returning(
        linked={pk: found[earlier] for pk, earlier in linked.items() if earlier in found},
        suggested={pk: found[earlier] for pk, earlier in suggested.items() if earlier in found},
    )


def _suggested(findings: list[Finding], inspection: Inspection, user: User) -> dict[int, int]:
    """Map shortcomings to the newest earlier one of the same criterion."""
    criteria = {each.criterion_id for each in findings}
    rows = Finding.objects.shortcomings_before(inspection).visible_to(user).filter(criterion__in=criteria)
    newest = dict(rows.order_by("campaign__year", "pk").values_list("criterion", "pk"))
    return {each.pk: newest[each.criterion_id] for each in findings if each.criterion_id in newest}


def earlier_weaknesses(keys: Iterable[int], user: User, today: date) -> dict[int, EarlierWeakness]:
    """Return these shortcomings with what came of them, as far as the user sees it; seven queries, and two for each
    campaign from which an assignment was carried over.
    """
    rows = (
        Finding.objects.visible_to(user)
        .filter(pk__in=keys)
        .select_related("campaign", "inspection__campaign", "inspection__subject_organization")
    )
    answers = Prefetch("answers", Answer.objects.filter(kind__in=PROMISES).order_by("created_at", "pk"))
    assignments = Assignment.objects.visible_to(user).filter(recommendation__finding__in=keys)
    assignments = assignments.exclude(state__in=MOVED)
    assignments = assignments.select_related("recommendation").prefetch_related(answers)
    promises = defaultdict(list)
    for assignment in assignments.order_by("recommendation__position", "pk"):
        promises[assignment.recommendation.finding_id].append(_promise(assignment, today))
    listed = list_findings(list(rows), user)
    return {
        each.finding.pk: EarlierWeakness(each.finding, each.text, _url(each.finding), promises[each.finding.pk])
        for each in listed
    }


def _url(finding: Finding) -> str:
    return f"{finding.inspection.get_absolute_url()}#finding-{finding.pk}" if finding.inspection else ""


def _promise(assignment: Assignment, today: date) -> Promise:
    recommendation: Recommendation = assignment.recommendation
    return Promise(
        text=recommendation.text,
        url=assignment.get_absolute_url(),
        owner=assignment.owner_as_printed,
        due=due_of(assignment),
        status=status_of(assignment, today),
        promised=_promised(assignment),
    )


def _promised(assignment: Assignment) -> str:
    """Return what the owner promised or answered last, before the assignment was carried over too; "" for nothing."""
    for each in assignment.lineage():
        own = [answer for answer in each.answers.all() if answer.kind in PROMISES]
        if own:
            return max(own, key=lambda answer: (answer.created_at, answer.pk)).text
    return ""
