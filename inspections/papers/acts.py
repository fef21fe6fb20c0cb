"""Stores files."""

import hashlib
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from inspections.papers.models import StoredFile
from inspections.papers.uploads.scanning import send


def store_file(content: bytes, name: str, content_type: str, scan_state: str = StoredFile.Scan.WAITING) -> StoredFile:
    """Store the bytes under a generated key, outside the web root; `name` is only shown to people."""
    key = default_storage.save(f"{uuid.uuid4().hex}", ContentFile(content))
    if scan_state == StoredFile.Scan.WAITING:
        transaction.on_commit(send)
    return StoredFile.objects.create(
        key=key,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        content_type=content_type,
        scan_state=scan_state,
        original_name=name,
    )


@contextmanager
def storing(content: bytes, name: str, content_type: str, scan_state: str) -> Iterator[StoredFile]:
    """Store the bytes in a transaction; if what is done with them fails, neither row nor bytes are left."""
    stored = None
    try:
        with transaction.atomic():
            stored = store_file(content, name, content_type, scan_state)
            yield stored
    except BaseException:
        if stored:
            default_storage.delete(stored.key)
        raise
