"""Creating recommendations and assignments, and effects of an assignment's steps."""

from django.utils import timezone

from accounts.models import OrganizationSuccession
from accounts.people.models import User
from inspections.inspections.acts import while_open
from inspections.inspections.models import Inspection
from inspections.inspections.states import InspectionState
from inspections.recommendations.models import Answer, Assignment, Recommendation
from workflow.history.acts import create
from workflow.history.models import Event
from workflow.steps.acts import take, then


@then(Inspection, "conclude")
def follow_where_assigned(inspection: Inspection, event: Event) -> None:
    """Move the inspection to follow-up, as the portal, if it has assignments."""
    if Assignment.objects.filter(recommendation__inspection=inspection).exists():
        take(inspection, "follow", None, now=event.at, happened_on=event.happened_on)


def follow_if_concluded(inspection: Inspection | None) -> None:
    """Move the inspection to follow-up, for an assignment made after the conclusion."""
    if inspection is not None and inspection.state == InspectionState.CONCLUDED:
        take(inspection, "follow", None)


ANSWERS = {
    "plan": Answer.Kind.PLAN,
    "progress": Answer.Kind.PROGRESS,
    "answer": Answer.Kind.RESULT,
    "request_extension": Answer.Kind.EXTENSION,
    "verify": Answer.Kind.VERIFICATION,
    "return": Answer.Kind.RETURN,
    "reply": Answer.Kind.REPLY,
}


@then(Assignment, *ANSWERS)
def write_answer(assignment: Assignment, event: Event) -> None:
    """Store the step's words as an answer, to which files can be attached."""
    if event.actor_id:
        kind = ANSWERS[event.act]
        Answer.objects.create(assignment=assignment, kind=kind, text=event.reason, actor_id=event.actor_id)


@then(Assignment, "extend", "refuse_extension", "answer")
def end_request_for_time(assignment: Assignment, event: Event) -> None:
    """Clear what the owner asked for: it is granted, refused, or no longer needed."""
    if assignment.requested_until:
        Assignment.objects.filter(pk=assignment.pk).update(requested_until=None)


@then(Assignment, "transfer")
def hand_on(assignment: Assignment, event: Event) -> None:
    """Create an assignment for each body that succeeded the owner; the old one keeps its history."""
    for succession in OrganizationSuccession.objects.shares_of(assignment.owner_organization_id):
        Assignment.objects.create(
            recommendation=assignment.recommendation,
            owner_organization=succession.new,
            owner_as_printed=succession.new.full_name_at(timezone.localdate(event.at))[:200],
            due_on=assignment.due_on,
            due_as_printed=assignment.due_as_printed,
            transferred_from=assignment,
        )


def recommend(recommendation: Recommendation, owner: dict | None, actor: User) -> Recommendation:
    """Create the recommendation, and its first assignment if `owner` is given (columns of an Assignment); return it."""
    with while_open(recommendation.inspection):
        create(recommendation, actor)
        if owner:
            create(Assignment(recommendation=recommendation, **owner), actor)
    return recommendation


def assign(assignment: Assignment, actor: User) -> Assignment:
    """Store the assignment, also after the conclusion; from then on the inspection is followed up."""
    inspection = assignment.recommendation.inspection
    with while_open(inspection, is_live=True) as locked:
        create(assignment, actor)
        follow_if_concluded(locked)
    return assignment
