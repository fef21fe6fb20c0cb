"""Finds the report of a page, and returns what its head says and the files that it lists."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.people.models import User
from inspections.models import PaperLink
from reports.submissions.attachments.names import names_of_files, owner_in_words
from reports.submissions.models import Dossier, SubmissionAttachment
from reports.submissions.querysets import SubmissionFileQuerySet


def find_dossier(user: User, reference: str) -> Dossier:
    """Return the report of this inspection as its pages need it. Raises Http404 where the user doesn't see one."""
    return get_object_or_404(Dossier.objects.visible_to(user).for_pages(), inspection__reference=reference)


def find_to_save(user: User, reference: str) -> Dossier:
    """Return the user's own report with what a save asks, as `for_saving`; anybody else's as `find_dossier`."""
    own = Dossier.objects.own(user).for_saving().filter(inspection__reference=reference).first()
    return own or find_dossier(user, reference)


def names_of(dossier: Dossier) -> dict[str, object]:
    """Return what the head of each page says: the campaign, and the subject as at the inspection's day."""
    inspection = dossier.inspection
    subject_name = inspection.subject_organization.full_name_at(inspection.day)
    return {"campaign": inspection.campaign, "subject_name": subject_name}


@dataclass(frozen=True)
class FileRow:
    """A file of the report: to what it belongs in words; `url` "" where its reader can't open it, and `closed` says
    why, also where only the reader can; `picture`: the address of our own JPEG of a photo, else ""; `name`: as its
    sender named it; `name_sent`: as it is downloaded; `version`: 2 for the second of its name there; `mark`: where
    rounds are compared, "new", or "gone" for one that is only in the round before.
    """

    pk: int
    key: str
    name: str
    name_sent: str
    version: int
    size: int
    sha256: str
    sender: str
    sent_at: datetime
    owner: str
    url: str
    picture: str
    closed: str
    mark: str = ""


def file_rows(files: SubmissionFileQuerySet, reader: User | None = None) -> list[FileRow]:
    """Return rows of files; four queries, one without any. `reader`: None for those who inspect, who sent none."""
    found = list(files.for_names().with_versions().select_related("added_by__person"))
    names = names_of_files(found)
    return [_row(each, names[each.pk], reader) for each in found]


def _row(attachment: SubmissionAttachment, name_sent: str, reader: User | None) -> FileRow:
    file, is_open = attachment.file, attachment.may_be_opened_by(reader)
    return FileRow(
        pk=attachment.pk,
        key=attachment.key,
        name=file.original_name,
        name_sent=name_sent,
        version=attachment.version,
        size=file.size,
        sha256=file.sha256,
        sender=attachment.added_by.get_full_name(),
        sent_at=attachment.created_at,
        owner=owner_in_words(attachment),
        url=reverse("dossier_file", args=[attachment.pk]) if is_open else "",
        picture=reverse("dossier_picture", args=[attachment.pk]) if file.may_be_opened and file.shown_key else "",
        closed=attachment.closed_to(reader),
    )


def current_files(dossier: Dossier) -> SubmissionFileQuerySet:
    return SubmissionAttachment.objects.current().filter(dossier=dossier)


def papers_for_unit(dossier: Dossier, user: User) -> list[PaperLink]:
    """Return the plan, letters and other papers of the inspection and its campaign that the reader sees and that can
    be opened, each once; one query.
    """
    about = Q(inspection=dossier.inspection_id) | Q(campaign=dossier.inspection.campaign_id)
    links = PaperLink.objects.visible_to(user).filter(about, paper__file__isnull=False).select_related("paper__file")
    found = {link.paper_id: link for link in links.order_by("paper__dated_on", "pk")}
    return [link for link in found.values() if link.paper.download_url]
