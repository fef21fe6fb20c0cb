"""Restores a backup: everything is built and verified beside what is there, then both are switched."""

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.utils.translation import gettext as _

from portal.backups import files
from portal.backups.backup import STAMP, Site
from portal.backups.databases import Database, migrations_of_code
from portal.backups.digests import differences
from portal.backups.manifest import MANIFEST, Manifest, read_sums
from portal.backups.refusals import Refused


@dataclass(frozen=True)
class Restored:
    """What was restored; `old_database` and `old_files`: where what was there lies now, None where nothing was.
    `is_older`: the code has migrations that the backup hasn't seen.
    """

    manifest: Manifest
    old_database: Database | None
    old_files: Path | None
    is_older: bool


def restore(site: Site, backup: Path, now: datetime, is_replacing: bool = False) -> Restored:
    """Put the backup in the place of the site. Raises Refused; then the site is as it was."""
    manifest, sums = Manifest.read(backup), read_sums(backup)
    refuse_other_version(manifest, site.database)
    has_portal = site.database.has_portal()
    if (has_portal or _has_files(site.files)) and not is_replacing:
        raise Refused(
            _("Ở đây đã có dữ liệu. Muốn thay bằng bản sao lưu thì thêm --replace; dữ liệu cũ được giữ bên cạnh.")
        )
    site.database.refuse_if_used()
    beside = _build_beside(site, backup, manifest, sums)
    old = _switch(site, beside, f"{now.astimezone(UTC):{STAMP}}")
    if not has_portal:
        old.database.drop()
    is_older = bool(migrations_of_code() - manifest.migrations)
    return Restored(manifest, old.database if has_portal else None, old.files if old.files.exists() else None, is_older)


def _has_files(folder: Path) -> bool:
    """Raises Refused where the folder can't be read."""
    try:
        return any(files.names_in(folder))
    except OSError as fault:
        raise Refused(_("Không đọc được thư mục tệp: %s.") % fault) from fault


def refuse_other_version(manifest: Manifest, database: Database) -> None:
    """Raise Refused unless this code and this database can hold what is in the backup."""
    if manifest.vendor != database.vendor:
        words = _(
            "Bản sao lưu là của %(theirs)s, cổng đang dùng %(ours)s. "
            "Phục hồi vào %(theirs)s trước, rồi chuyển bằng move_database."
        )
        raise Refused(words % {"theirs": manifest.vendor, "ours": database.vendor})
    unknown = sorted(manifest.migrations - migrations_of_code())
    if unknown:
        named = ", ".join(f"{app}.{name}" for app, name in unknown[:3])
        words = _(
            "Bản sao lưu do phiên bản khác hoặc mới hơn của cổng làm ra (%(named)s). "
            "Cài đúng phiên bản ấy rồi phục hồi."
        )
        raise Refused(words % {"named": named})


def _build_beside(site: Site, backup: Path, manifest: Manifest, sums: dict[str, str]) -> Site:
    copy = backup / site.database.file
    for each in (backup / MANIFEST, copy):
        if not each.exists() or files.sum_of(each) != sums.get(each.name):
            raise Refused(_("Trong bản sao lưu thiếu tệp, hoặc tệp không khớp mã băm: %s") % each.name)
    folder = site.files.with_name(f"{site.files.name}.restoring")
    shutil.rmtree(folder, ignore_errors=True)
    beside = None
    try:
        files.copy_back(backup, sums, folder)
        files.sync_tree(folder)
        beside = site.database.fill_beside(copy)
        _verify(beside, folder, manifest)
    except BaseException as fault:
        shutil.rmtree(folder, ignore_errors=True)
        if beside:
            beside.drop()
        if isinstance(fault, OSError):
            raise Refused(_("Không ghi được: %s. Mọi thứ vẫn như cũ.") % fault) from fault
        raise
    return Site(beside, folder)


def _verify(database: Database, folder: Path, manifest: Manifest) -> None:
    """Raise Refused unless every row and every file is there, as they were when the backup was made."""
    contents = database.contents()
    differing = differences(manifest.tables, contents.tables)
    if differing:
        raise Refused(_("Các bảng không giống lúc sao lưu: %s. Mọi thứ vẫn như cũ.") % ", ".join(differing))
    there = set(files.names_in(folder))
    if len(there) != manifest.files:
        numbers = {"n": len(there), "expected": manifest.files}
        raise Refused(_("Có %(n)d tệp, lúc sao lưu là %(expected)d. Mọi thứ vẫn như cũ.") % numbers)
    missing = contents.file_keys - there - set(manifest.missing_files)
    if missing:
        raise Refused(_("Thiếu %d tệp mà cơ sở dữ liệu nhắc đến. Mọi thứ vẫn như cũ.") % len(missing))


def _switch(site: Site, beside: Site, stamp: str) -> Site:
    """Give the names of the site to what was built beside; return the site under its new names."""
    old_files = site.files.with_name(f"{site.files.name}.before-{stamp}")
    had_files = site.files.exists()
    try:
        _swap(site.files, beside.files, old_files)
        old_database = site.database.replace_by(beside.database, stamp)
    except BaseException as fault:
        _undo(site, beside, old_files, had_files)
        if isinstance(fault, OSError):
            raise Refused(_("Không thay được: %s. Mọi thứ vẫn như cũ.") % fault) from fault
        raise
    if old_files.exists() and not any(files.names_in(old_files)):
        shutil.rmtree(old_files)
    return Site(old_database, old_files)


def _undo(site: Site, beside: Site, old_files: Path, had_files: bool) -> None:
    """Bring the folder back, as far as it was moved, and remove what was built beside."""
    if not beside.files.exists():
        site.files.rename(beside.files)
    if had_files and not site.files.exists():
        old_files.rename(site.files)
    shutil.rmtree(beside.files, ignore_errors=True)
    beside.database.drop()


def _swap(path: Path, new: Path, old: Path) -> None:
    if path.exists():
        path.rename(old)
    if new.exists():
        new.rename(path)
