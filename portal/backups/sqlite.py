"""SQLite: a file, copied by its own backup while others write."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from portal.backups import rows
from portal.backups.databases import Contents, Migration
from portal.backups.digests import TableDigest, digest_rows
from portal.backups.refusals import Refused

BESIDE = ("", "-wal", "-shm")  # the file and what SQLite writes beside it


@dataclass(frozen=True)
class Sqlite:
    path: Path
    vendor = "sqlite"
    file = "database.sqlite3"

    def __str__(self) -> str:
        return str(self.path)

    @contextmanager
    def opened(self, mode: str = "rw") -> Iterator[sqlite3.Connection]:
        """Open a connection that returns values as they are stored. Raises Refused where there is no file, and for
        SQLite's own errors, a full disk among them.
        """
        address = f"file:{self.path}?mode={mode}"
        try:
            with closing(sqlite3.connect(address, uri=True, timeout=20, isolation_level=None)) as connection:
                yield connection
        except sqlite3.Error as fault:
            raise Refused(_("Cơ sở dữ liệu SQLite báo lỗi: %s.") % fault) from fault

    def dump(self, path: Path) -> Contents:
        with self.opened() as source, closing(sqlite3.connect(path)) as copy:
            source.backup(copy)
            # Without a log beside it, so that it can be read where nothing can be written.
            copy.execute("PRAGMA journal_mode=DELETE")
        return Sqlite(path).contents()

    def contents(self) -> Contents:
        with self.opened() as connection:
            [[verdict]] = connection.execute("PRAGMA integrity_check(1)")
            if verdict != "ok":
                raise Refused(_("Cơ sở dữ liệu bị hỏng: %s") % verdict)
            return Contents(
                tables={name: self.digest(connection, name) for name in table_names(connection)},
                migrations=set(connection.execute(rows.MIGRATIONS)),
                file_keys=rows.keys_in(connection.execute(rows.FILE_KEYS)),
                server=sqlite3.sqlite_version,
            )

    def migrations(self) -> set[Migration]:
        if not self.path.exists():
            return set()
        with self.opened() as connection:
            is_there = rows.MIGRATED in table_names(connection)
            return set(connection.execute(rows.MIGRATIONS)) if is_there else set()

    def digest(self, connection: sqlite3.Connection, table: str) -> TableDigest:
        columns = column_names(connection, table)
        return digest_rows(columns, connection.execute(rows.select(table, columns)))

    def has_portal(self) -> bool:
        if not self.path.exists():
            return False
        with self.opened() as connection:
            tables = table_names(connection)
            return any(connection.execute(query).fetchone() for table, query in rows.OF_A_PORTAL if table in tables)

    def refuse_if_used(self) -> None:
        readers = [pid for pid in _other_processes() if self.path in _open_files(pid)]
        if readers:
            raise Refused(
                _("Cơ sở dữ liệu đang được dùng (tiến trình %s). Dừng danvan-web và danvan-worker trước.")
                % ", ".join(map(str, readers))
            )

    def fill_beside(self, path: Path) -> "Sqlite":
        beside = Sqlite(self.path.with_name(f"{self.path.name}.restoring"))
        beside.drop()
        try:
            with Sqlite(path).opened("ro") as source, closing(sqlite3.connect(beside.path)) as copy:
                source.backup(copy)
            beside.path.chmod(0o640)
        except BaseException:
            beside.drop()
            raise
        return beside

    def drop(self) -> None:
        for suffix in BESIDE:
            Path(f"{self.path}{suffix}").unlink(missing_ok=True)

    def replace_by(self, beside: "Sqlite", stamp: str) -> "Sqlite":
        """Rename both with their logs: the old one's would be taken for the new one's."""
        old = Sqlite(self.path.with_name(f"{self.path.name}.before-{stamp}"))
        for suffix in reversed(BESIDE):
            source = Path(f"{self.path}{suffix}")
            if source.exists():
                source.rename(f"{old.path}{suffix}")
        beside.path.rename(self.path)
        return old


def table_names(connection: sqlite3.Connection) -> list[str]:
    named = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY 1"
    return [name for (name,) in connection.execute(named)]


def column_names(connection: sqlite3.Connection, table: str) -> list[str]:
    return sorted(name for (name,) in connection.execute("SELECT name FROM pragma_table_info(?)", [table]))


def _other_processes() -> list[int]:
    return [int(path.name) for path in Path("/proc").glob("[0-9]*") if int(path.name) != os.getpid()]


def _open_files(pid: int) -> set[Path]:
    """Return the files that a process has open; an empty set for one of somebody else, or that has ended."""
    try:
        return {link.readlink() for link in Path(f"/proc/{pid}/fd").iterdir()}
    except OSError:
        return set()
