"""Makes a backup: first the database, then the files, which are only ever added; whole or not at all (decision 32)."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.files.storage import storages
from django.utils.translation import gettext as _

from ground.storage import sync
from portal.backups import files
from portal.backups.buckets import Bucket
from portal.backups.databases import Database, database_in_use
from portal.backups.files import Folder
from portal.backups.manifest import FILES, MANIFEST, SUMS, Manifest, write_sums
from portal.backups.refusals import Refused
from portal.backups.retention import superfluous
from workflow.jobs.clock import AHEAD

if TYPE_CHECKING:
    from ground.shared.objects import WholeObjectStorage

STAMP = "%Y%m%dT%H%M%SZ"
NAME = re.compile(r"danvan-(\d{8}T\d{6}Z)")
PART = ".part"
HELD = "held"  # a file that deploy/update puts into the backup to which go_back leads


@dataclass(frozen=True)
class Site:
    """All that a portal has: its database, and its files in a folder or in a store."""

    database: Database
    files: Path | WholeObjectStorage

    @property
    def place(self) -> Folder | Bucket:
        return Folder(self.files) if isinstance(self.files, Path) else Bucket(self.files)


def site_in_use() -> Site:
    files = storages["default"] if settings.S3_BUCKET else settings.FILES_DIR
    return Site(database_in_use(), files)


def back_up(site: Site, folder: Path, now: datetime) -> Path:
    """Make a backup of the site in the folder and return its own folder. Raises Refused; then nothing of it is left."""
    try:
        with only_one(folder):
            remove_parts(folder)
            name = f"danvan-{now.astimezone(UTC):{STAMP}}"
            if (folder / name).exists():
                raise Refused(_("Đã có bản sao lưu của đúng giây này: %s") % name)
            return _make(site, folder, name, now)
    except OSError as fault:
        raise Refused(_("Không sao lưu được vào %(folder)s: %(fault)s") % {"folder": folder, "fault": fault}) from fault


def _make(site: Site, folder: Path, name: str, now: datetime) -> Path:
    part = folder / f"{name}{PART}"
    part.mkdir(mode=0o700)
    try:
        _fill(site, part, now, latest(folder))
        files.sync_tree(part)
        part.rename(folder / name)
        sync(os.fspath(folder))
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return folder / name


def _fill(site: Site, part: Path, now: datetime, previous: Path | None) -> None:
    copy = part / site.database.file
    contents = site.database.dump(copy)
    copied = site.place.copy_new(part / FILES, previous)
    missing = sorted(contents.file_keys - copied.sums.keys())
    vendor = site.database.vendor
    Manifest.of(contents, vendor, now, len(copied.sums), copied.size, missing).write(part)
    sums = {f"{FILES}/{name}": digest for name, digest in copied.sums.items()}
    write_sums(part, sums | {name: files.sum_of(part / name) for name in (copy.name, MANIFEST)})
    for name in (copy.name, MANIFEST, SUMS):
        (part / name).chmod(0o600)
        sync(os.fspath(part / name))


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Hold the folder's lock. Raises Refused while another backup holds it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as busy:
            raise Refused(_("Một lần sao lưu khác đang chạy.")) from busy
        yield


def remove_parts(folder: Path) -> None:
    """Remove what a backup left that was killed. What can't be removed is no reason to make no backup."""
    for part in folder.glob(f"danvan-*{PART}"):
        shutil.rmtree(part, ignore_errors=True)


def backups_in(folder: Path) -> dict[datetime, Path]:
    """Return the whole backups in a folder by the instant of each, oldest first; {} where there is no folder."""
    found = {}
    for path in sorted(folder.glob("danvan-*")):
        stamp = NAME.fullmatch(path.name)
        if stamp and os.path.exists(path / SUMS):  # False where the folder is somebody else's
            found[datetime.strptime(stamp[1], STAMP).replace(tzinfo=UTC)] = path
    return found


def latest(folder: Path) -> Path | None:
    return next(reversed(backups_in(folder).values()), None)


def newest_at(folder: Path, now: datetime) -> datetime | None:
    """Return the instant of the newest backup; None without any. One that a clock ahead has dated later than now says
    nothing: for as long as it was ahead no missing backup would be seen.
    """
    return max((instant for instant in backups_in(folder) if instant <= now + AHEAD), default=None)


def remove_old(folder: Path, days: int, months: int) -> list[Path]:
    """Remove the backups that needn't stay any longer, and return them. Raises Refused where one can't be."""
    there = backups_in(folder)
    old = [there[instant] for instant in sorted(superfluous(there, days, months))]
    removed = [path for path in old if not (path / HELD).exists()]
    for path in removed:
        try:
            # Under a name of its own first: what is half removed must not be taken for a backup.
            part = path.rename(path.with_name(f"{path.name}{PART}"))
            shutil.rmtree(part)
        except OSError as fault:
            raise Refused(_("Không xóa được bản sao lưu cũ: %s") % fault) from fault
    return removed
