"""Compares the stored files with the rows that name them, in both directions."""

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

from inspections.papers.models import StoredFile
from portal.backups.files import PASSING

SAFE_AGE_HOURS = 24  # a file is stored before its row: a younger one may belong to an upload that is still going on


@dataclass(frozen=True)
class Comparison:
    """Keys of files that rows name and that aren't there, or have another size; paths of files that no row names; paths
    of files that belong to another user of the system.
    """

    missing: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unnamed: list[Path] = field(default_factory=list)
    foreign: list[Path] = field(default_factory=list)


def compare(safe_age_hours: float = SAFE_AGE_HOURS, user: int | None = None) -> Comparison:
    """Compare rows and files; one query. `user`: the system's number of whose the files should be, by default this
    process's. Raises OSError where the folder can't be read.

    Folders below belong to forms that wait for their user: they are cleaned by who wrote them, and no row names their
    files. Files in a bucket aren't looked at.
    """
    if settings.S3_BUCKET:
        return Comparison()
    there = dict(_files())
    rows = list(StoredFile.objects.values_list("key", "shown_key", "size"))
    named = {key for row in rows for key in row[:2] if key}
    user = os.geteuid() if user is None else user
    oldest = time.time() - safe_age_hours * 3600
    return Comparison(
        missing=sorted(named - there.keys()),
        changed=sorted(key for key, _shown, size in rows if key in there and there[key].st_size != size),
        unnamed=[settings.FILES_DIR / name for name in sorted(there.keys() - named) if there[name].st_mtime < oldest],
        foreign=[settings.FILES_DIR / name for name, found in there.items() if found.st_uid != user],
    )


def _files() -> Iterator[tuple[str, os.stat_result]]:
    try:
        entries = os.scandir(settings.FILES_DIR)
    except FileNotFoundError:  # a new portal, which has none yet
        return
    with entries:
        for entry in entries:
            with suppress(FileNotFoundError):  # an upload that was taken back meanwhile
                if not PASSING.search(entry.name) and entry.is_file(follow_symlinks=False):
                    yield entry.name, entry.stat()


def sweep(safe_age_hours: float = SAFE_AGE_HOURS) -> list[Path]:
    """Remove files that no row names and that are older than that, and return them."""
    found = compare(safe_age_hours=safe_age_hours).unnamed
    for path in found:
        path.unlink(missing_ok=True)
    return found
