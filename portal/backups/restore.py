"""Restores a backup: everything is built and verified beside what is there, then both are switched."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.utils.translation import gettext as _

from portal.backups import files
from portal.backups.backup import STAMP, Site
from portal.backups.buckets import FilledBucket
from portal.backups.databases import Database, migrations_of_code
from portal.backups.digests import differences
from portal.backups.files import FolderBeside
from portal.backups.manifest import MANIFEST, Manifest, read_sums
from portal.backups.refusals import Refused

Beside = FolderBeside | FilledBucket  # the files of a backup, before they are those of the portal


@dataclass(frozen=True)
class Restored:
    """What was restored; `old_database` and `old_files`: where what was there lies now, None where nothing was; files
    in a store stay in it. `is_older`: the code has migrations that the backup hasn't seen.
    """

    manifest: Manifest
    old_database: Database | None
    old_files: Path | str | None
    is_older: bool


def restore(site: Site, backup: Path, now: datetime, is_replacing: bool = False) -> Restored:
    """Put the backup in the place of the site. Raises Refused; then the site is as it was."""
    manifest, sums = Manifest.read(backup), read_sums(backup)
    refuse_other_version(manifest, site.database)
    has_portal = site.database.has_portal()
    if (has_portal or _has_files(site)) and not is_replacing:
        raise Refused(
            _("Ở đây đã có dữ liệu. Muốn thay bằng bản sao lưu thì thêm --replace; dữ liệu cũ được giữ bên cạnh.")
        )
    site.database.refuse_if_used()
    beside, built = _build_beside(site, backup, manifest, sums, f"{now.astimezone(UTC):{STAMP}}")
    old_database = _switch(site, beside, built, f"{now.astimezone(UTC):{STAMP}}")
    if not has_portal:
        old_database.drop()
    is_older = bool(migrations_of_code() - manifest.migrations)
    return Restored(manifest, old_database if has_portal else None, built.remains(), is_older)


def _has_files(site: Site) -> bool:
    """Raises Refused where the folder can't be read."""
    try:
        return any(site.place.names())
    except OSError as fault:
        raise Refused(_("Không đọc được thư mục tệp: %s.") % fault) from fault


def refuse_other_version(manifest: Manifest, database: Database) -> None:
    """Raise Refused unless this code and this database can hold what is in the backup. What the code doesn't know it
    lives with if the database that is there has it: one has gone back to this release from a later one.
    """
    if manifest.vendor != database.vendor:
        words = _(
            "Bản sao lưu là của %(theirs)s, cổng đang dùng %(ours)s. "
            "Phục hồi vào %(theirs)s trước, rồi chuyển bằng move_database."
        )
        raise Refused(words % {"theirs": manifest.vendor, "ours": database.vendor})
    unknown = sorted(manifest.migrations - migrations_of_code())
    if unknown:
        unknown = sorted({*unknown} - database.migrations())
    if unknown:
        named = ", ".join(f"{app}.{name}" for app, name in unknown[:3])
        words = _(
            "Bản sao lưu do phiên bản khác hoặc mới hơn của cổng làm ra (%(named)s). "
            "Cài đúng phiên bản ấy rồi phục hồi."
        )
        raise Refused(words % {"named": named})


def _build_beside(
    site: Site, backup: Path, manifest: Manifest, sums: dict[str, str], stamp: str
) -> tuple[Database, Beside]:
    copy = backup / site.database.file
    for each in (backup / MANIFEST, copy):
        if not each.exists() or files.sum_of(each) != sums.get(each.name):
            raise Refused(_("Trong bản sao lưu thiếu tệp, hoặc tệp không khớp mã băm: %s") % each.name)
    built = database = None
    try:
        built = site.place.build_beside(backup, sums, stamp)
        database = site.database.fill_beside(copy)
        _verify(database, built, manifest)
    except BaseException as fault:
        for made in filter(None, [built, database]):
            made.drop()
        if isinstance(fault, OSError):
            raise Refused(_("Không ghi được: %s. Mọi thứ vẫn như cũ.") % fault) from fault
        raise
    return database, built


def _verify(database: Database, built: Beside, manifest: Manifest) -> None:
    """Raise Refused unless every row and every file is there, as they were when the backup was made."""
    contents = database.contents()
    differing = differences(manifest.tables, contents.tables)
    if differing:
        raise Refused(_("Các bảng không giống lúc sao lưu: %s. Mọi thứ vẫn như cũ.") % ", ".join(differing))
    there = set(built.names())
    if len(there) != manifest.files:
        numbers = {"n": len(there), "expected": manifest.files}
        raise Refused(_("Có %(n)d tệp, lúc sao lưu là %(expected)d. Mọi thứ vẫn như cũ.") % numbers)
    missing = contents.file_keys - there - set(manifest.missing_files)
    if missing:
        raise Refused(_("Thiếu %d tệp mà cơ sở dữ liệu nhắc đến. Mọi thứ vẫn như cũ.") % len(missing))


def _switch(site: Site, beside: Database, built: Beside, stamp: str) -> Database:
    """Give the names of the site to what was built beside; return its database under the new name."""
    try:
        built.switch()
        return site.database.replace_by(beside, stamp)
    except BaseException as fault:
        built.undo()
        built.drop()
        beside.drop()
        if isinstance(fault, OSError):
            raise Refused(_("Không thay được: %s. Mọi thứ vẫn như cũ.") % fault) from fault
        raise
