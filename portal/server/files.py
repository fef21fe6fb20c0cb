"""Compares the stored files with the rows that name them, in both directions, on a disk and in a store."""

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from django.conf import settings
from django.core.files.storage import default_storage

from inspections.papers.models import StoredFile
from portal.backups.buckets import Bucket
from portal.backups.files import PASSING

SAFE_AGE_HOURS = 24  # a file is stored before its row: a younger one may belong to an upload that is still going on


@dataclass(frozen=True)
class Comparison:
    """Keys of files that rows name and that aren't there, or have another size; of files that no row names; of files
    that belong to another user of the system, on a disk.
    """

    missing: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unnamed: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class FoundFile:
    """`modified`: seconds since 1970; `user`: the system's number of its owner, None in a store."""

    size: int
    modified: float
    user: int | None = None


def compare(safe_age_hours: float = SAFE_AGE_HOURS, user: int | None = None) -> Comparison:
    """Compare rows and files; one query. `user`: the system's number of whose the files should be, by default this
    process's. Raises OSError where the folder can't be read, or the store doesn't answer.

    Folders below belong to forms that wait for their user: they are cleaned by who wrote them, and no row names their
    files. In a store the files of before a restore lie in such a folder, too.
    """
    there = dict(_in_bucket() if settings.S3_BUCKET else _on_disk())
    rows = list(StoredFile.objects.values_list("key", "shown_key", "size"))
    named = {key for row in rows for key in row[:2] if key}
    ours = {None, os.geteuid() if user is None else user}
    oldest = time.time() - safe_age_hours * 3600
    return Comparison(
        missing=sorted(named - there.keys()),
        changed=sorted(key for key, _shown, size in rows if key in there and there[key].size != size),
        unnamed=sorted(key for key in there.keys() - named if there[key].modified < oldest),
        foreign=sorted(key for key, found in there.items() if found.user not in ours),
    )


def _on_disk() -> Iterator[tuple[str, FoundFile]]:
    try:
        entries = os.scandir(settings.FILES_DIR)
    except FileNotFoundError:  # a new portal, which has none yet
        return
    with entries:
        for entry in entries:
            with suppress(FileNotFoundError):  # an upload that was taken back meanwhile
                if not PASSING.search(entry.name) and entry.is_file(follow_symlinks=False):
                    found = entry.stat()
                    yield entry.name, FoundFile(found.st_size, found.st_mtime, found.st_uid)


def _in_bucket() -> Iterator[tuple[str, FoundFile]]:
    for each in Bucket(default_storage).listed():
        if "/" not in each.name:
            yield each.name, FoundFile(each.size, each.modified.timestamp())


def sweep(safe_age_hours: float = SAFE_AGE_HOURS) -> list[str]:
    """Remove files that no row names and that are older than that, and return their keys."""
    found = compare(safe_age_hours=safe_age_hours).unnamed
    for key in found:
        default_storage.delete(key)
    return found
