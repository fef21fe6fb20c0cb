"""Files of self-reports as one zip, made while it is sent: its size is known before, and only a piece is in memory."""

from collections.abc import Iterable, Iterator

from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.translation import gettext as _
from zipstream import ZipStream

from ground.sheets.writing import csv_lines
from inspections.papers.models import StoredFile
from reports.submissions.attachments.names import folder_of, names_of_files, owner_in_words
from reports.submissions.models import SubmissionAttachment
from reports.submissions.querysets import SubmissionFileQuerySet


def files_for_zip(rows: SubmissionFileQuerySet) -> list[SubmissionAttachment]:
    """Return those that belong to the report now or to one of its rounds, and that can be opened."""
    found = rows.in_use().for_names().select_related("added_by__person").order_by("dossier", "pk")
    return [each for each in found if each.file.may_be_opened]


def zip_of(files: list[SubmissionAttachment], has_folders: bool) -> ZipStream:
    """Return the zip of these files and of their list; `has_folders`: one for each report."""
    names = names_of_files(files)
    paths = {each.pk: f"{folder_of(each)}/{names[each.pk]}" if has_folders else names[each.pk] for each in files}
    made = ZipStream(sized=True)
    made.add(b"".join(csv_lines(_head(), _rows(files, paths))), "Danh mục tệp.csv")
    for each in files:
        made.add(_bytes_of(each.file), paths[each.pk], size=each.file.size)
    return made


def _head() -> list[str]:
    names = [_("Tên tệp"), _("Tên gốc"), _("Mục, chỉ tiêu")]
    return [*names, _("Người gửi"), _("Gửi lúc"), _("Dung lượng (byte)"), "SHA-256"]


def _rows(files: Iterable[SubmissionAttachment], paths: dict[int, str]) -> Iterator[list]:
    for each in files:
        at = f"{timezone.localtime(each.created_at):%d/%m/%Y %H:%M}"
        sender = each.added_by.get_full_name()
        file, part = each.file, owner_in_words(each)
        yield [paths[each.pk], file.original_name, part, sender, at, file.size, file.sha256]


def _bytes_of(file: StoredFile) -> Iterator[bytes]:
    """Open the file only when its turn comes."""
    with default_storage.open(file.key) as content:
        yield from content.chunks()
