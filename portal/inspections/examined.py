"""What a re-inspection (phúc tra) examines: what earlier inspections asked of the body and it still had to do."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from accounts.models import Organization
from accounts.people.models import User
from inspections.models import Answer, Assignment, Inspection
from inspections.recommendations.querysets import is_live
from inspections.recommendations.states import OPEN_ASSIGNMENTS, UPWARD, AssignmentState
from portal.recommendations.status import Due, Status, due_of, status_of

DONE = (AssignmentState.VERIFIED,)


@dataclass(frozen=True)
class ExaminedRow:
    """A recommendation to examine: where it comes from, until when, how it stands, what was answered last ("" for
    nothing); `url`: "" for readers who see it only here.
    """

    assignment: Assignment
    made_in: str
    due: Due
    status: Status
    answer: str
    url: str


def examined_by(inspection: Inspection, user: User, today: date) -> list[ExaminedRow]:
    """Return what a re-inspection examines, the oldest first; [] for other kinds.

    Open is what counts when the re-inspection is made: what is verified in its course stays in the list. Its
    delegation sees all of it, others what they see elsewhere too.
    """
    if inspection.kind != Inspection.Kind.REINSPECTION:
        return []
    found = _found(inspection)
    seen = set(found.visible_to(user).values_list("pk", flat=True))
    rows = list(found if inspection.is_inside(user, today) else found.filter(pk__in=seen))
    answers = Answer.objects.filter(assignment__in=rows, kind=Answer.Kind.RESULT).order_by("created_at", "pk")
    last = dict(answers.values_list("assignment", "text"))
    return [_row(each, last.get(each.pk, ""), seen, today) for each in rows]


def _found(inspection: Inspection) -> QuerySet[Assignment]:
    body, board = inspection.subject_organization, inspection.campaign.inspecting_organization
    bodies = {body.pk, *Organization.objects.forerunners_of(body, inspection.campaign.day)}
    boards = {board.pk, *Organization.objects.forerunners_of(board, inspection.campaign.day)}
    about = Q(owner_organization__in=bodies) | Q(made_for__in=bodies)
    state = Q(state__in=OPEN_ASSIGNMENTS) | Q(state__in=DONE, changed_at__gte=inspection.created_at)
    above = "recommendation__inspection__subject_organization"
    rows = Assignment.objects.annotate(
        made_for=Coalesce(above, "recommendation__origin__inspection__subject_organization")
    )
    rows = rows.filter(about, state, is_live("recommendation__")).exclude(recommendation__inspection=inspection)
    rows = rows.filter(recommendation__campaign__inspecting_organization__in=boards)
    rows = rows.exclude(recommendation__direction__in=UPWARD)
    origin = ("recommendation__origin__inspection", "recommendation__inspection", "recommendation__campaign")
    return rows.select_related(*origin).order_by(
        "recommendation__campaign__year", F("due_on").asc(nulls_last=True), "pk"
    )


def _row(assignment: Assignment, answer: str, seen: set[int], today: date) -> ExaminedRow:
    recommendation = assignment.recommendation
    made_in = (recommendation.origin or recommendation).inspection
    return ExaminedRow(
        assignment=assignment,
        made_in=made_in.reference if made_in else recommendation.campaign.code,
        due=due_of(assignment),
        status=status_of(assignment, today),
        answer=answer,
        url=assignment.get_absolute_url() if assignment.pk in seen else "",
    )
