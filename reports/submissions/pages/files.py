"""The head of each page of a self-report, and its files as pages list them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.people.models import User
from inspections.models import PaperLink
from reports.submissions.contents.outline import BY_SLUG
from reports.submissions.models import Dossier, SubmissionAttachment


def names_of(dossier: Dossier) -> dict[str, object]:
    """Return what the head of each page says: the campaign, and the subject as at the inspection's day."""
    inspection = dossier.inspection
    subject_name = inspection.subject_organization.full_name_at(inspection.day)
    return {"campaign": inspection.campaign, "subject_name": subject_name}


@dataclass(frozen=True)
class FileRow:
    """A file of the report: to what it belongs in words; `url` "" and `closed` says why, where nobody may open it yet;
    `removable`: it was sent in no round.
    """

    pk: int
    key: str
    name: str
    size: int
    owner: str
    url: str
    closed: str
    removable: bool


def file_rows(files: Iterable[SubmissionAttachment]) -> list[FileRow]:
    """Return rows of files whose `file` and `set_criterion` are loaded."""
    return [
        FileRow(
            pk=each.pk,
            key=each.key,
            name=each.file.original_name,
            size=each.file.size,
            owner=_owner_in_words(each),
            url=reverse("dossier_file", args=[each.pk]) if each.file.may_be_opened else "",
            closed=each.file.closed,
            removable=True,
        )
        for each in files
    ]


def _owner_in_words(attachment: SubmissionAttachment) -> str:
    if attachment.section in BY_SLUG:
        section = BY_SLUG[attachment.section]
        return f"{section.number}. {section.heading}"
    return str(attachment.set_criterion) if attachment.set_criterion else _("Cả báo cáo")


def current_files(dossier: Dossier) -> list[SubmissionAttachment]:
    rows = SubmissionAttachment.objects.current().filter(dossier=dossier)
    return list(rows.select_related("file", "set_criterion"))


def papers_for_unit(dossier: Dossier, user: User) -> list[PaperLink]:
    """Return the plan, letters and other papers of the inspection and its campaign that the reader sees and that can
    be opened, each once; one query.
    """
    about = Q(inspection=dossier.inspection_id) | Q(campaign=dossier.inspection.campaign_id)
    links = PaperLink.objects.visible_to(user).filter(about, paper__file__isnull=False).select_related("paper__file")
    found = {link.paper_id: link for link in links.order_by("paper__dated_on", "pk")}
    return [link for link in found.values() if link.paper.download_url]
