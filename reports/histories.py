"""Histories of papers and of self-reports; drafts are shown to their own side only, like the papers themselves."""

from django.db.models import F, Q, QuerySet

from accounts.people.models import User
from reports.documents.models import Document, DocumentText
from reports.documents.registers.models import TakenNumber
from reports.submissions.models import Dossier, SectionText
from workflow.history.kinds import Kind
from workflow.history.scopes import EventScope


def nothing() -> Q:
    return Q(pk__in=[])


def documents_inside(user: User) -> QuerySet[Document]:
    """Return the documents of whose events the user may see all; contents of drafts stay internal even after
    publication.
    """
    return Document.objects.inside(user)


def texts_inside(user: User) -> QuerySet[DocumentText]:
    return DocumentText.objects.visible_to(user)


def sections_of_own(user: User) -> QuerySet[SectionText]:
    """Return the sections of which the user may see all events: those of own reports; drafts stay the unit's own
    after sending.
    """
    return SectionText.objects.filter(dossier__in=Dossier.objects.own(user))


SCOPES = {
    Document: EventScope(documents_inside, nothing),
    DocumentText: EventScope(texts_inside, nothing),
    SectionText: EventScope(sections_of_own, nothing),
}


def of_document(document: Document, user: User, is_inside: bool) -> list[tuple]:
    """Return the dependants of a document: staff's texts in its slots and its number, for users inside."""
    numbers = TakenNumber.objects.filter(document=document) if is_inside else TakenNumber.objects.none()
    return [(DocumentText.objects.visible_to(user).filter(document=document), F("slot")), (numbers, F("printed"))]


def stands_inside(document: Document, user: User) -> bool:
    return Document.objects.inside(user).filter(pk=document.pk).exists()


def of_dossier(dossier: Dossier, user: User, is_inside: bool) -> list[tuple]:
    """Return nothing beside the report's own steps: what is typed has revisions, not events."""
    return []


KINDS = [Kind("document", Document, of_document, stands_inside), Kind("self-report", Dossier, of_dossier)]
