"""How links make papers and files visible: registered in InspectionsConfig.ready."""

from datetime import date

from django.db.models import Exists, OuterRef, Q

from accounts.people.models import User
from inspections.attachments.models import InspectionAttachment, PaperLink
from inspections.delegations.querysets import delegations_of
from inspections.inspections.models import Inspection
from inspections.scope import sees_few

LEADING = ("head", "deputy", "secretary")  # roles in a delegation


def papers_linked(user: User) -> list[Q]:
    """Return the condition for papers with a link that the user may see."""
    links = PaperLink.objects.visible_to(user)
    if sees_few(user):
        return [Q(pk__in=links.values("paper"))]
    return [Q(Exists(links.filter(paper=OuterRef("pk"))))]


def decisions_on_delegations(user: User) -> list[Q]:
    """Return the conditions for decisions that set up a delegation: its members see theirs, those outside the one of
    an inspection that they see; an internal one only those who lead the delegation.
    """
    seen = Inspection.objects.outside(user).filter(delegation__decision_paper__isnull=False).order_by()
    own = delegations_of(user).filter(decision_paper__isnull=False)
    led = delegations_of(user, role__in=LEADING).filter(decision_paper__isnull=False)
    return [
        Q(pk__in=led.values("decision_paper")),
        Q(pk__in=own.values("decision_paper"), is_internal=False),
        Q(pk__in=seen.values("delegation__decision_paper"), is_internal=False),
    ]


def decision_for(inspection: Inspection, user: User, today: date) -> PaperLink | None:
    """Return the decision on the inspection's delegation as its pages list it, like `decisions_on_delegations`; the
    caller has found the inspection with `visible_to`, with `delegation__decision_paper`.
    """
    paper = inspection.delegation.decision_paper if inspection.delegation else None
    leads = inspection.delegation is not None and inspection.delegation.roles_of(user, today) & set(LEADING)
    if paper is None or (paper.is_internal and not leads and paper.kept_by_id not in user.reach.board):
        return None
    return PaperLink(paper=paper, inspection=inspection, role=PaperLink.Role.BASIS)


def files_attached(user: User) -> list[Q]:
    """Return the condition for files of attachments that the user may see."""
    return [Q(pk__in=InspectionAttachment.objects.visible_to(user).values("file"))]


def papers_of_inspection(inspection: Inspection) -> list[Q]:
    """Return the condition for papers linked to the inspection itself or to its campaign."""
    own = Q(inspection=inspection.pk) | Q(campaign=inspection.campaign_id)
    return [Q(pk__in=PaperLink.objects.filter(own).values("paper"))]
