"""The names under which files of self-reports are shown and sent: campaign–subject–criterion–number."""

from collections import defaultdict
from collections.abc import Iterable

from django.utils.translation import gettext as _

from inspections.papers.uploads.judge import ENDINGS, TYPES
from inspections.papers.uploads.names import storable_name
from reports.submissions.contents.outline import BY_SLUG
from reports.submissions.models import SubmissionAttachment

KINDS = {content_type: kind for kind, content_type in TYPES.items()}
Part = tuple[int, str, int | None, str]  # dossier, section, criterion, part: what a file belongs to


def names_of_files(files: Iterable[SubmissionAttachment]) -> dict[int, str]:
    """Return by pk the name of each file, "DVCQ2026-UBND xã Mỹ Lộc-2.1-3.pdf"; one query, whatever their number.

    A file keeps its number: those that were removed count too. `file`, `set_criterion` and the dossier with its
    inspection, campaign and subject must be loaded.
    """
    files = list(files)
    numbers = _numbers_in({each.dossier_id for each in files})
    return {each.pk: _name(each, numbers[each.pk]) for each in files}


def _numbers_in(dossiers: set[int]) -> dict[int, int]:
    rows = SubmissionAttachment.objects.filter(dossier__in=dossiers).order_by("pk")
    counts: dict[Part, int] = defaultdict(int)
    numbers = {}
    for pk, *part in rows.values_list("pk", "dossier", "section", "set_criterion", "part"):
        counts[tuple(part)] += 1
        numbers[pk] = counts[tuple(part)]
    return numbers


def _name(attachment: SubmissionAttachment, number: int) -> str:
    inspection = attachment.dossier.inspection
    subject = inspection.subject_organization.full_name_at(inspection.day)
    words = [inspection.campaign.code, subject, _part_of(attachment), str(number)]
    return _without_folders("-".join(words) + ending_of(attachment))


def _without_folders(name: str) -> str:
    return storable_name(name.replace("/", "-").replace("\\", "-"))


def _part_of(attachment: SubmissionAttachment) -> str:
    if attachment.section in BY_SLUG:
        return f"mục {BY_SLUG[attachment.section].number}"
    if attachment.set_criterion is None:
        return "báo cáo"
    return " ".join(filter(None, [attachment.set_criterion.number, attachment.part]))


def ending_of(attachment: SubmissionAttachment) -> str:
    kind = KINDS.get(attachment.file.content_type)
    return ENDINGS[kind][0] if kind else ""


def folder_of(attachment: SubmissionAttachment) -> str:
    """Return the folder of its report in a zip of several."""
    inspection = attachment.dossier.inspection
    subject = inspection.subject_organization.full_name_at(inspection.day)
    return _without_folders(f"{inspection.reference} {subject}")


def owner_in_words(attachment: SubmissionAttachment) -> str:
    """Return to what the file belongs, as pages say it."""
    if attachment.section in BY_SLUG:
        section = BY_SLUG[attachment.section]
        return f"{section.number}. {section.heading}"
    return str(attachment.set_criterion) if attachment.set_criterion else _("Cả báo cáo")
