"""Files between an error in another field of their form and the next try: stored for their sender alone, under a
generated name outside the web's folders, for a day. Only files that were judged to be right are stored, and they are
judged again when they are sent.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from ground.limits import WAITING_UPLOADS
from inspections.papers.uploads.names import storable_name

FOLDER = "pending"
KEEP_FOR = timedelta(hours=24)
logger = logging.getLogger(__name__)


def keep(account: int, name: str, content: bytes) -> UUID:
    """Store a judged file under its sender's new token; of several the latest WAITING_UPLOADS stay."""
    paths = sorted(_paths(account), key=default_storage.get_modified_time)
    for path in paths[: max(len(paths) - WAITING_UPLOADS + 1, 0)]:
        default_storage.delete(path)
    token = uuid4()
    default_storage.save(_path(account, token), ContentFile(f"{name}\n".encode() + content))
    return token


def find(account: int, token: UUID) -> SimpleUploadedFile | None:
    """Return the file as if it had just been sent; None when it isn't there, is too old or another account's."""
    path = _path(account, token)
    if not default_storage.exists(path) or _is_old(path, timezone.now()):
        return None
    with default_storage.open(path) as stored:
        name, _newline, content = stored.read().partition(b"\n")
    return SimpleUploadedFile(storable_name(name.decode()), content)


def drop(account: int, token: UUID) -> None:
    default_storage.delete(_path(account, token))


def sweep(now: datetime) -> None:
    """Delete the files of all accounts that are older than KEEP_FOR. What can't be deleted stays for the next time:
    nobody's sign-in, which calls this, fails by it.
    """
    try:
        accounts = default_storage.listdir(FOLDER)[0]
        for path in [path for account in accounts for path in _paths(int(account))]:
            if _is_old(path, now):
                default_storage.delete(path)
    except OSError as fault:
        logger.error("waiting files can't be swept: %s", fault)


def _path(account: int, token: UUID) -> str:
    return f"{FOLDER}/{account}/{token}"


def _paths(account: int) -> list[str]:
    folder = f"{FOLDER}/{account}"
    return [f"{folder}/{name}" for name in default_storage.listdir(folder)[1]]


def _is_old(path: str, now: datetime) -> bool:
    return default_storage.get_modified_time(path) < now - KEEP_FOR
