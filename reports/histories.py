"""What is told of the acts about papers: drafts to their own side alone, as the papers themselves."""

from django.db.models import Q, QuerySet

from accounts.people.models import User
from reports.documents.models import Document, DocumentText
from reports.submissions.models import Dossier, SectionText
from workflow.history.scopes import EventScope


def nothing() -> Q:
    return Q(pk__in=[])


def documents_inside(user: User) -> QuerySet[Document]:
    """Of published ones too: what its drafts said is the inspecting side's."""
    return Document.objects.inside(user)


def texts_inside(user: User) -> QuerySet[DocumentText]:
    return DocumentText.objects.visible_to(user)


def sections_of_own(user: User) -> QuerySet[SectionText]:
    """How a unit came to its words is its own, also after they were sent."""
    return SectionText.objects.filter(dossier__in=Dossier.objects.own(user))


SCOPES = {
    Document: EventScope(documents_inside, nothing),
    DocumentText: EventScope(texts_inside, nothing),
    SectionText: EventScope(sections_of_own, nothing),
}
