"""Copies the stored files, each with its SHA-256; what the backup before has already is linked, not copied again."""

import hashlib
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _

from ground.storage import sync
from portal.backups.manifest import FILES, read_sums
from portal.backups.refusals import Refused

CHUNK_BYTES = 1 << 20
PASSING = re.compile(r"\.part$|^\.health-|[\x00-\x1f\\]")  # half files, probes; names that no list of sums can hold


@dataclass
class CopiedFiles:
    """The SHA-256 of each file by its path below the folder, and their bytes together."""

    sums: dict[str, str] = field(default_factory=dict)
    size: int = 0


def names_in(folder: Path) -> Iterator[str]:
    """Return the paths of the stored files below the folder. Raises OSError for a folder that can't be read."""
    for place, folders, names in os.walk(folder, onerror=_raise_unless_missing):
        folders.sort()
        for name in sorted(names):
            if not PASSING.search(name):
                yield str(Path(place, name).relative_to(folder))


def _raise_unless_missing(fault: OSError) -> None:
    """A new portal has no folder, and one of a form that waited may be gone meanwhile."""
    if not isinstance(fault, FileNotFoundError):
        raise fault


@dataclass(frozen=True)
class Folder:
    """Stored files on a disk."""

    path: Path

    def __str__(self) -> str:
        return str(self.path)

    def names(self) -> Iterator[str]:
        return names_in(self.path)

    def copy_new(self, target: Path, previous: Path | None) -> CopiedFiles:
        """Copy all files to another folder; `previous`: an older backup, on the same disk."""
        known, copied = read_sums(previous) if previous else {}, CopiedFiles()
        target.mkdir(mode=0o700)
        for name in self.names():
            with suppress(FileNotFoundError):  # a file that waited for its form, taken up meanwhile
                older = previous / FILES / name if previous else None
                copied.sums[name] = self._copy(name, target / name, older, known.get(f"{FILES}/{name}"))
                copied.size += (target / name).stat().st_size
        return copied

    def _copy(self, name: str, target: Path, older: Path | None, digest: str | None) -> str:
        source = self.path / name
        now = source.stat()
        times = (now.st_size, now.st_mtime_ns)
        return link_or(lambda: copy(source, target, 0o600), times, target, older, digest)

    def build_beside(self, backup: Path, sums: dict[str, str], stamp: str) -> "FolderBeside":
        """Copy the backup's files beside. Raises Refused at the first that isn't as its sum says."""
        old = self.path.with_name(f"{self.path.name}.before-{stamp}")
        beside = FolderBeside(self.path, self.path.with_name(f"{self.path.name}.restoring"), old)
        beside.drop()
        try:
            copy_back(backup, sums, beside.path)
            sync_tree(beside.path)
        except BaseException:
            beside.drop()
            raise
        return beside


@dataclass(frozen=True)
class FolderBeside:
    """A folder of files that is to take the place of another one, which then lies at `old`."""

    place: Path
    path: Path
    old: Path

    def names(self) -> Iterator[str]:
        return names_in(self.path)

    def switch(self) -> None:
        _swap(self.place, self.path, self.old)

    def undo(self) -> None:
        """Bring the folder back, as far as it was moved."""
        if not self.path.exists():
            self.place.rename(self.path)
        if self.old.exists() and not self.place.exists():
            self.old.rename(self.place)

    def drop(self) -> None:
        shutil.rmtree(self.path, ignore_errors=True)

    def remains(self) -> Path | None:
        """Return where the files lie that were there before; None where there was none."""
        if self.old.exists() and not any(names_in(self.old)):
            shutil.rmtree(self.old)
        return self.old if self.old.exists() else None


def _swap(path: Path, new: Path, old: Path) -> None:
    if path.exists():
        path.rename(old)
    if new.exists():
        new.rename(path)


def link_or(
    fetch: Callable[[], str], times: tuple[int, int], target: Path, older: Path | None, digest: str | None
) -> str:
    """Link the older backup's copy where the file hasn't changed since, else fetch it; return the SHA-256.

    `times`: size and modification of the file now. Stored files are never rewritten: these are enough.
    """
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if older and digest and _times_of(older) == times:
        with suppress(OSError):  # a disk without links
            os.link(older, target)
            return digest
    return fetch()


def _times_of(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns


def copy(source: Path, target: Path, mode: int) -> str:
    """Copy a file with its time, wait until it is on the disk, and return its SHA-256."""
    with source.open("rb") as content:
        digest = copy_from(content, target, mode)
    times = source.stat()
    os.utime(target, ns=(times.st_atime_ns, times.st_mtime_ns))
    return digest


def copy_from(content: IO[bytes], target: Path, mode: int) -> str:
    """Write what is read to a new file, wait until it is on the disk, and return its SHA-256."""
    digest = hashlib.sha256()
    with target.open("xb") as written:
        while chunk := content.read(CHUNK_BYTES):
            digest.update(chunk)
            written.write(chunk)
        written.flush()
        os.fchmod(written.fileno(), mode)
        os.fsync(written.fileno())
    return digest.hexdigest()


def sum_of(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def copy_back(backup: Path, sums: dict[str, str], target: Path) -> None:
    """Copy the files of a backup into a new folder. Raises Refused at the first that isn't as its sum says."""
    target.mkdir(mode=0o750)
    for path, digest in sums.items():
        if path.startswith(f"{FILES}/"):
            _copy_checked(backup / path, target / path.removeprefix(f"{FILES}/"), digest)


def _copy_checked(source: Path, target: Path, digest: str) -> None:
    target.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
    try:
        found = copy(source, target, 0o640)
    except FileNotFoundError as fault:
        raise Refused(_("Bản sao lưu thiếu tệp: %s") % source.name) from fault
    if found != digest:
        raise Refused(_("Tệp trong bản sao lưu đã bị đổi, không khớp mã băm: %s") % source.name)


def sync_tree(folder: Path) -> None:
    for place, _folders, _names in os.walk(folder, topdown=False):
        sync(place)
