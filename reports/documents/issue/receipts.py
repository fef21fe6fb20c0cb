"""Receipts: who was informed that a paper was published, and when each first loaded it."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import Min, Q
from django.utils import timezone

from accounts.organizations.naming import BodyNames
from inspections.models import OfficialPaper
from reports.documents.models import Document
from workflow.models import AccessLog, Notice

PUBLISHED = "documents.publish"


@dataclass(frozen=True)
class Receipt:
    """`opened_at`: None until the person has loaded the paper's file, whichever page it was loaded from."""

    name: str
    body: str
    informed_at: datetime
    opened_at: datetime | None


def receipts_of(document: Document) -> list[Receipt]:
    """Return a receipt for everybody who was informed, those who haven't opened it first; [] before it is published.

    The number of queries doesn't depend on how many were informed.
    """
    rows = Notice.objects.filter(kind=PUBLISHED, path=document.get_absolute_url())
    notices = list(rows.select_related("recipient__person__organization").order_by("pk"))
    if not notices:
        return []
    opened, today = _opened(document), timezone.localdate()
    people = {each.recipient_id: each.recipient.person for each in notices}
    names = BodyNames([person.organization for person in people.values() if person and person.organization_id])
    found = []
    for notice in notices:
        person = people[notice.recipient_id]
        body = names.at(person.organization_id, today) if person and person.organization_id else ""
        name = notice.recipient.get_full_name()
        found.append(Receipt(name, body, notice.created_at, opened.get(notice.recipient_id)))
    return sorted(found, key=lambda each: (each.opened_at is not None, each.body, each.name))


def _opened(document: Document) -> dict[int, datetime]:
    """Return by account when it first loaded the document's file, or the register's row of it."""
    papers = OfficialPaper.objects.filter(file__in=[document.pdf_id, document.signed_file_id]).values("pk")
    of_document = Q(content_type=ContentType.objects.get_for_model(Document), object_id=document.pk)
    of_paper = Q(content_type=ContentType.objects.get_for_model(OfficialPaper), object_id__in=papers)
    rows = AccessLog.objects.filter(of_document | of_paper, kind=AccessLog.Kind.DOWNLOADED)
    return dict(rows.order_by().values("actor").annotate(first=Min("at")).values_list("actor", "first"))
