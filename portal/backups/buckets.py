"""Stored files in a bucket: copied from it into a backup, and put back into it under their names.

Nothing is built beside a bucket and nothing in it is deleted: keys are random and never used again, so a restore only
adds what isn't there, and takes it away again if the restore is refused.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from django.core.files.base import File
from django.utils.translation import gettext as _

from ground.storage import CannotRead
from portal.backups.files import PASSING, CopiedFiles, copy_from, link_or, sum_of
from portal.backups.manifest import FILES, read_sums
from portal.backups.refusals import Refused

if TYPE_CHECKING:
    from ground.shared.objects import StoredObject, WholeObjectStorage


@dataclass(frozen=True)
class Bucket:
    store: WholeObjectStorage

    def __str__(self) -> str:
        return f"s3://{self.store.bucket.name}"

    def names(self) -> Iterator[str]:
        return (each.name for each in self.listed())

    def listed(self) -> Iterator[StoredObject]:
        return (each for each in self.store.listed() if not PASSING.search(each.name))

    def copy_new(self, target: Path, previous: Path | None) -> CopiedFiles:
        """Fetch all files; `previous`: an older backup, on the same disk as `target`."""
        known, copied = read_sums(previous) if previous else {}, CopiedFiles()
        target.mkdir(mode=0o700)
        for each in self.listed():
            older = previous / FILES / each.name if previous else None
            try:
                copied.sums[each.name] = self._fetch(each, target / each.name, older, known)
            except CannotRead:  # a file that waited for its form, taken up meanwhile
                continue
            copied.size += each.size
        return copied

    def _fetch(self, each: StoredObject, target: Path, older: Path | None, known: dict[str, str]) -> str:
        times = (each.size, int(each.modified.timestamp() * 1e9))

        def fetch() -> str:
            with self.store.open(each.name) as content:
                digest = copy_from(content, target, 0o600)
            os.utime(target, ns=(times[1], times[1]))
            return digest

        return link_or(fetch, times, target, older, known.get(f"{FILES}/{each.name}"))

    def build_beside(self, backup: Path, sums: dict[str, str], stamp: str) -> FilledBucket:
        """Put the backup's files into the bucket. Raises Refused at the first that isn't as its sum says."""
        filled = FilledBucket(self, f"replaced-{stamp}")
        try:
            filled.fill(backup, sums)
        except BaseException:
            filled.drop()
            raise
        return filled


@dataclass
class FilledBucket:
    """A bucket with the files of a backup, `held`; `aside`: where the files lie that had one of their names."""

    bucket: Bucket
    aside: str
    held: list[str] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)

    def fill(self, backup: Path, sums: dict[str, str]) -> None:
        there = {each.name: each for each in self.bucket.listed()}
        for path, digest in sums.items():
            if path.startswith(f"{FILES}/"):
                name = path.removeprefix(f"{FILES}/")
                self._put(_checked(backup / path, digest), name, there.get(name))
                self.held.append(name)

    def _put(self, source: Path, name: str, there: StoredObject | None) -> None:
        store = self.bucket.store
        if there and (there.size, there.digest) == (source.stat().st_size, _md5(source)):
            return
        if there:
            store.copy(name, f"{self.aside}/{name}")
            self.replaced.append(name)
        else:
            self.added.append(name)
        with source.open("rb") as content:
            store.put(name, File(content))

    def names(self) -> Iterator[str]:
        return iter(self.held)

    def switch(self) -> None:
        """Nothing: the rows that name the files come with the database."""

    def undo(self) -> None:
        """Nothing, as for `switch`; `drop` follows."""

    def drop(self) -> None:
        """Take out again what was put in."""
        store = self.bucket.store
        for name in self.replaced:
            store.copy(f"{self.aside}/{name}", name)
            store.delete(f"{self.aside}/{name}")
        for name in self.added:
            store.delete(name)

    def remains(self) -> str | None:
        """Return where files lie that the backup had under the same name with another content; None for none."""
        return f"{self.bucket}/{self.aside}" if self.replaced else None


def _checked(source: Path, digest: str) -> Path:
    if not source.exists():
        raise Refused(_("Bản sao lưu thiếu tệp: %s") % source.name)
    if sum_of(source) != digest:
        raise Refused(_("Tệp trong bản sao lưu đã bị đổi, không khớp mã băm: %s") % source.name)
    return source


def _md5(path: Path) -> str:
    """Return what a store says of a file; where it says something else, the file is put there again."""
    with path.open("rb") as content:
        return hashlib.file_digest(content, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()
