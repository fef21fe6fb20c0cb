"""Copies the stored files, each with its SHA-256; what the backup before has already is linked, not copied again."""

import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

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


def copy_new(source: Path, target: Path, previous: Path | None) -> CopiedFiles:
    """Copy all files from one folder to another; `previous`: an older backup, on the same disk."""
    known = read_sums(previous) if previous else {}
    copied = CopiedFiles()
    target.mkdir(mode=0o700)
    for name in names_in(source):
        with suppress(FileNotFoundError):  # a file that waited for its form, taken up meanwhile
            older = previous / FILES / name if previous else None
            copied.sums[name] = _link(source / name, target / name, older, known.get(f"{FILES}/{name}"))
            copied.size += (target / name).stat().st_size
    return copied


def _link(source: Path, target: Path, older: Path | None, digest: str | None) -> str:
    """Link the older backup's copy where the file hasn't changed since, else copy it; return the SHA-256."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if older and digest and _is_same(source, older):
        with suppress(OSError):  # a disk without links
            os.link(older, target)
            return digest
    return copy(source, target, 0o600)


def _is_same(source: Path, older: Path) -> bool:
    """Stored files are never rewritten: size and time are enough."""
    now = source.stat()
    try:
        then = older.stat()
    except OSError:
        return False
    return (now.st_size, now.st_mtime_ns) == (then.st_size, then.st_mtime_ns)


def copy(source: Path, target: Path, mode: int) -> str:
    """Copy a file with its time, wait until it is on the disk, and return its SHA-256."""
    digest = hashlib.sha256()
    with source.open("rb") as read, target.open("xb") as written:
        while chunk := read.read(CHUNK_BYTES):
            digest.update(chunk)
            written.write(chunk)
        written.flush()
        os.fchmod(written.fileno(), mode)
        os.fsync(written.fileno())
    times = source.stat()
    os.utime(target, ns=(times.st_atime_ns, times.st_mtime_ns))
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
