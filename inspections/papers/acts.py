"""Stores files."""

import hashlib
import uuid
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from inspections.papers.models import StoredFile
from inspections.papers.uploads.judge import AcceptedFile
from inspections.papers.uploads.scanning import send


def store_file(
    content: bytes, name: str, content_type: str, scan_state: str = StoredFile.Scan.WAITING, shown: bytes = b""
) -> StoredFile:
    """Store the bytes under a generated key, outside the web root; `name` is only shown to people; `shown`: our own
    JPEG of a picture.
    """
    keys: list[str] = []
    try:
        for part in filter(None, [content, shown]):
            keys.append(default_storage.save(uuid.uuid4().hex, ContentFile(part)))
        stored = StoredFile.objects.create(
            key=keys[0],
            shown_key=keys[1] if shown else "",
            sha256=hashlib.sha256(content).hexdigest(),
            size=len(content),
            content_type=content_type,
            scan_state=scan_state,
            original_name=name,
        )
    except BaseException:
        _delete(keys)
        raise
    if scan_state == StoredFile.Scan.WAITING:
        transaction.on_commit(send)
    return stored


def _delete(keys: Iterable[str]) -> None:
    for key in keys:
        default_storage.delete(key)


@contextmanager
def storing(content: bytes, name: str, content_type: str, scan_state: str, shown: bytes = b"") -> Iterator[StoredFile]:
    """Store the bytes in a transaction; if what is done with them fails, neither row nor bytes are left."""
    stored = None
    try:
        with transaction.atomic():
            stored = store_file(content, name, content_type, scan_state, shown)
            yield stored
    except BaseException:
        if stored:
            _delete(filter(None, [stored.key, stored.shown_key]))
        raise


def storing_accepted(file: AcceptedFile) -> AbstractContextManager[StoredFile]:
    return storing(file.content, file.name, file.content_type, file.scan_state, file.shown)
