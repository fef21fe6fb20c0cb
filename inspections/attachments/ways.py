"""How links make papers and files visible: registered in InspectionsConfig.ready."""

from django.db.models import Exists, OuterRef, Q

from accounts.people.models import User
from inspections.attachments.models import InspectionAttachment, PaperLink
from inspections.inspections.models import Inspection
from inspections.scope import sees_few


def papers_linked(user: User) -> list[Q]:
    """Return the condition for papers with a link that the user may see."""
    links = PaperLink.objects.visible_to(user)
    if sees_few(user):
        return [Q(pk__in=links.values("paper"))]
    return [Q(Exists(links.filter(paper=OuterRef("pk"))))]


def files_attached(user: User) -> list[Q]:
    """Return the condition for files of attachments that the user may see."""
    return [Q(pk__in=InspectionAttachment.objects.visible_to(user).values("file"))]


def papers_of_inspection(inspection: Inspection) -> list[Q]:
    """Return the condition for papers linked to the inspection itself or to its campaign."""
    own = Q(inspection=inspection.pk) | Q(campaign=inspection.campaign_id)
    return [Q(pk__in=PaperLink.objects.filter(own).values("paper"))]
