"""The files of a self-report: added to one of its parts, removed while it is being written, and how they are seen."""

from contextlib import ExitStack
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.people.models import User
from ground.text import file_size
from inspections.attachments.infected import inform
from inspections.papers.acts import storing_accepted
from inspections.papers.models import StoredFile
from inspections.papers.uploads.judge import AcceptedFile
from reports.submissions.contents.saving import note_change
from reports.submissions.contents.written import Contents, WrittenSection, WrittenValue
from reports.submissions.models import Dossier, SubmissionAttachment
from reports.submissions.states import WITH_THE_UNIT, DossierState
from workflow.records.refusals import StepRefused, TakenAlready


class SameFile(StepRefused):
    """The part has this very file already."""


@dataclass(frozen=True)
class FileOwner:
    """The part of a report to which a file belongs: columns of SubmissionAttachment; all empty for the whole report."""

    key: str
    words: str
    section: str = ""
    criterion: int | None = None
    part: str = ""


def owners_in(contents: Contents) -> list[FileOwner]:
    """Return what a file of this report can belong to, the whole report first."""
    whole = FileOwner("", _("Cả báo cáo (bản ký, phụ lục)"))
    return [whole, *map(_owner_section, contents.sections), *map(_owner_value, contents.values)]


def _owner_section(written: WrittenSection) -> FileOwner:
    words = f"{written.section.number}. {written.section.heading}"
    return FileOwner(f"text-{written.key}", words, section=written.key)


def _owner_value(written: WrittenValue) -> FileOwner:
    words = f"{written.criterion.number} {written.criterion.label}"
    words = f"{words}: {written.part}" if written.part else words
    return FileOwner(f"value-{written.key}", words, criterion=written.criterion.pk, part=written.part)


def add_files(dossier: Dossier, owner: FileOwner, files: list[AcceptedFile], actor: User) -> list[SubmissionAttachment]:
    """Store the files as belonging to a part of the report. Raises StepRefused where the report can't be changed, has
    too many files, or has this very file there already.

    After sending, files of the whole report may still be added, such as the signed copy; they go to the last round.
    Once it is accepted, none may.
    """
    with ExitStack() as stack:
        stack.enter_context(transaction.atomic())
        locked = Dossier.objects.select_for_update().get(pk=dossier.pk)
        _refuse_late(locked, owner)
        stored = [stack.enter_context(storing_accepted(each)) for each in files]
        _refuse_too_much(locked, stored)
        made = [_attach(locked, owner, each, actor) for each in stored]
        if locked.state not in WITH_THE_UNIT:
            for each in made:
                each.rounds.add(locked.last_round)
        else:
            note_change(locked)
    return made


def why_closed(dossier: Dossier, owner: FileOwner | None) -> str:
    """Say why no file can be added to this part, None for the whole report; "" where one can."""
    if dossier.state == DossierState.ACCEPTED:
        return _("Cơ quan kiểm tra đã nhận báo cáo: không thêm được tệp nữa. Cần bổ sung thì hỏi cơ quan kiểm tra.")
    if dossier.state not in WITH_THE_UNIT and owner is not None and owner.key:
        return _("Báo cáo đã gửi: chỉ thêm được tệp của cả báo cáo, như bản ký.")
    return ""


def _refuse_late(dossier: Dossier, owner: FileOwner) -> None:
    words = why_closed(dossier, owner)
    if words:
        raise TakenAlready([words])


def _refuse_too_much(dossier: Dossier, more: list[StoredFile]) -> None:
    held = SubmissionAttachment.objects.current().filter(dossier=dossier)
    if held.count() + len(more) > settings.REPORT_FILES_MAX:
        words = _("Một báo cáo có nhiều nhất %d tệp. Gộp các tệp, hoặc bỏ tệp không cần.")
        raise StepRefused([words % settings.REPORT_FILES_MAX])
    size = held.aggregate(size=Sum("file__size"))["size"] or 0
    if size + sum(each.size for each in more) > settings.REPORT_BYTES_MAX:
        raise StepRefused([_("Các tệp của báo cáo sẽ quá %s. Bỏ bớt tệp, hoặc giảm dung lượng.") % _most()])


def _most() -> str:
    return file_size(settings.REPORT_BYTES_MAX)


def _attach(dossier: Dossier, owner: FileOwner, stored: StoredFile, actor: User) -> SubmissionAttachment:
    columns = {"section": owner.section, "set_criterion_id": owner.criterion, "part": owner.part}
    same = SubmissionAttachment.objects.current().filter(dossier=dossier, file__sha256=stored.sha256, **columns)
    if same.exists():
        raise SameFile([_("Tệp “%s” đã có ở mục này; không gửi lại lần nữa.") % stored.original_name])
    return SubmissionAttachment.objects.create(dossier=dossier, file=stored, added_by=actor, **columns)


def remove_file(attachment: SubmissionAttachment) -> None:
    """Take a file out of the report while it is being written; rounds that were sent keep it."""
    with transaction.atomic():
        locked = Dossier.objects.select_for_update().get(pk=attachment.dossier_id)
        if locked.state not in WITH_THE_UNIT:
            raise TakenAlready([_("Báo cáo đã gửi: bản gửi được giữ nguyên. Rút lại rồi mới sửa được.")])
        rows = SubmissionAttachment.objects.filter(pk=attachment.pk, removed_at=None)
        if rows.update(removed_at=timezone.now()):
            note_change(locked)


def files_of_reports(user: User) -> list[Q]:
    """Return the condition for stored files of reports that the user may see: registered in ReportsConfig.ready."""
    return [Q(pk__in=SubmissionAttachment.objects.visible_to(user).values("file"))]


def tell_sender(stored: StoredFile) -> None:
    """Send a notice to the user who sent the infected file."""
    for attachment in SubmissionAttachment.objects.filter(file=stored).select_related("dossier__inspection"):
        inform(attachment.added_by_id, stored, attachment.dossier.get_absolute_url())
