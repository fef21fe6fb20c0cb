"""Stores files completely or not at all, and reports a full disk in plain words."""

import errno
import logging
import os
from contextlib import suppress
from uuid import uuid4

from django.core.exceptions import BadRequest
from django.core.files.storage import FileSystemStorage
from django.utils.translation import gettext as _

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
logger = logging.getLogger(__name__)


class CannotStore(BadRequest):
    """The server can't write a file; nothing of it is left. Shown as 507 wherever it is raised."""

    def __init__(self) -> None:
        super().__init__(
            _("Máy chủ không còn chỗ hoặc không ghi được tệp; chưa lưu gì. Báo quản trị hệ thống, rồi gửi lại.")
        )


class CannotRead(FileNotFoundError):
    """A stored file is missing, or the server may not read it. Shown as 503 with words wherever a page needs it."""


class WholeFileStorage(FileSystemStorage):
    """Writes to a temporary name, syncs, then renames, so that an opened file is always complete."""

    def _open(self, name, mode="rb"):
        try:
            return super()._open(name, mode)
        except OSError as fault:
            logger.error("a stored file can't be read: %s", fault)
            raise CannotRead(fault.errno, fault.strerror, name) from fault

    def _save(self, name, content):
        part = f"{name}.{uuid4().hex}.part"
        try:
            super()._save(part, content)
            sync(self.path(part))
            os.replace(self.path(part), self.path(name))
            sync(os.path.dirname(self.path(name)))
        except OSError as fault:
            self._drop(part)
            logger.error("a file can't be stored: %s", fault)
            raise CannotStore from fault
        except BaseException:
            self._drop(part)
            raise
        return name

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        """Return the names of folders and files; none where the folder isn't there, as in a store without folders."""
        try:
            return super().listdir(path)
        except FileNotFoundError:
            return [], []

    def _drop(self, part: str) -> None:
        with suppress(OSError):  # it was never created, or the disk is entirely full
            os.remove(self.path(part))


def sync(path: str) -> None:
    """Wait until the file or folder is written to the disk."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
