"""Creating recommendations and assignments, and effects of an assignment's steps."""

from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Organization, OrganizationSuccession
from accounts.people.models import User
from inspections.campaigns.models import Campaign
from inspections.campaigns.querysets import is_running
from inspections.inspections.acts import while_open
from inspections.inspections.models import Inspection
from inspections.inspections.states import InspectionState
from inspections.recommendations.models import Answer, Assignment, Recommendation
from inspections.recommendations.states import OPEN_ASSIGNMENTS
from workflow.history.acts import create
from workflow.history.models import Event
from workflow.records.refusals import StepRefused
from workflow.steps.acts import bring_in, take, then


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
        words = {"text": event.reason, "actor_id": event.actor_id, "happened_on": event.happened_on}
        Answer.objects.create(assignment=assignment, kind=kind, **words)


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
            owner_as_printed=succession.new.full_name_at(event.day)[:200],
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


# --- Carrying over: what is open goes on in a later campaign of the same Board, in the same state ---------------------
# The new assignment is of the whole campaign, so that it binds at once, whether or not its body is inspected again;
# both keep their histories, and each names the other (decision 25).
def _of_the_same_board(campaign: Campaign, today: date) -> QuerySet[Campaign]:
    """Return the running campaigns of the body that runs this one, those that it took over included."""
    body = campaign.acting_body(today)
    own = Q(inspecting_organization=body) | Q(taken_over_by=body)
    rows = Campaign.objects.filter(own, is_running()).exclude(pk=campaign.pk)
    return rows if body is not None else rows.none()


def campaigns_before(campaign: Campaign, today: date) -> QuerySet[Campaign]:
    """Return the running campaigns of the same Board that began before this one."""
    earlier = Q(year__lt=campaign.year)
    if campaign.starts_on:
        earlier |= Q(year=campaign.year, starts_on__lt=campaign.starts_on)
    return _of_the_same_board(campaign, today).filter(earlier)


def campaigns_after(campaign: Campaign, today: date) -> QuerySet[Campaign]:
    """Return the running campaigns of the same Board that began after this one, the next first."""
    later = Q(year__gt=campaign.year)
    if campaign.starts_on:
        later |= Q(year=campaign.year, starts_on__gt=campaign.starts_on)
    return _of_the_same_board(campaign, today).filter(later).order_by("year", "starts_on", "pk")


def open_before(campaign: Campaign, today: date) -> QuerySet[Assignment]:
    """Return what can be carried over into the campaign: what binds and is open in campaigns before it."""
    sources = campaigns_before(campaign, today).order_by().values("pk")
    open_ones = Assignment.objects.binding().filter(state__in=OPEN_ASSIGNMENTS)
    return open_ones.filter(recommendation__campaign__in=sources)


@then(Assignment, "carry_over")
def go_on(assignment: Assignment, event: Event) -> None:
    """Create the assignment in the later campaign, one for each heir where its owner has ended."""
    target, today = assignment.carried_into, timezone.localdate(event.at)
    if target is None or not campaigns_after(assignment.recommendation.campaign, today).filter(pk=target.pk).exists():
        raise StepRefused([_("Chọn đợt sau đang thực hiện của cùng cơ quan kiểm tra.")])
    recommendation = _recommendation_in(target, assignment.recommendation)
    made = [
        Assignment(
            recommendation=recommendation,
            owner_organization=owner,
            owner_as_printed=_name_of(owner, assignment, today),
            person=assignment.person,
            due_on=assignment.due_on,
            due_as_printed=assignment.due_as_printed,
            requested_until=assignment.requested_until,
            state=event.from_state,
            carried_from=assignment,
        )
        for owner in _owners(assignment, today)
    ]
    bring_in(made, [_history(each, event) for each in made])


def _recommendation_in(campaign: Campaign, earlier: Recommendation) -> Recommendation:
    """Return the recommendation as it stands in the later campaign, where other owners of it may stand already."""
    origin = earlier.origin or earlier
    there = Recommendation.objects.filter(campaign=campaign, origin=origin).first()
    if there is not None:
        return there
    last = Recommendation.objects.filter(campaign=campaign, inspection=None).order_by("-position").first()
    return Recommendation.objects.create(
        campaign=campaign,
        direction=earlier.direction,
        author_organization=earlier.author_organization,
        position=last.position + 1 if last else 1,
        text=earlier.text,
        aim=earlier.aim,
        model=earlier.model,
        finding=earlier.finding,
        origin=origin,
    )


def _owners(assignment: Assignment, today: date) -> list[Organization | None]:
    """Return the owner, or those that wholly took over one that has ended; the ended one where nobody did."""
    owner = assignment.owner_organization
    if owner is None or not owner.is_closed_at(today):
        return [owner]
    return OrganizationSuccession.objects.living_heirs_of([owner], today)[owner.pk] or [owner]


def _name_of(owner: Organization | None, assignment: Assignment, today: date) -> str:
    is_same = owner is None or owner.pk == assignment.owner_organization_id
    return assignment.owner_as_printed if is_same else owner.full_name_at(today)[:200]


def _history(made: Assignment, event: Event) -> list[Event]:
    """Return the first event of the new assignment: the act of who carried it over."""
    begun = {"from_state": "", "to_state": made.state, "happened_on": event.happened_on}
    return [Event(at=event.at, actor=event.actor, act="continue", **begun)]
