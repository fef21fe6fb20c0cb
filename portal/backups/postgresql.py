"""PostgreSQL: copied with pg_dump from one snapshot, filled with pg_restore into a database beside, then renamed."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.utils.translation import gettext as _
from psycopg.conninfo import make_conninfo

from portal.backups import rows
from portal.backups.databases import Contents, Migration
from portal.backups.digests import TableDigest, digest_rows
from portal.backups.refusals import Refused

OPTIONS = {"host", "hostaddr", "port", "service", "passfile", "sslmode", "sslrootcert", "sslcert", "sslkey", "options"}
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1"
COLUMNS = "SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = %s"
OTHERS = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND backend_type = 'client backend'"


@dataclass(frozen=True)
class Postgresql:
    """`parameters`: those of libpq without the password."""

    name: str
    parameters: dict[str, str]
    password: str = ""
    vendor = "postgresql"
    file = "database.dump"

    @classmethod
    def from_configuration(cls, configuration: dict[str, Any]) -> "Postgresql":
        named = {"user": "USER", "host": "HOST", "port": "PORT"}
        parameters = {ours: str(configuration.get(django) or "") for ours, django in named.items()}
        options = configuration.get("OPTIONS", {})
        parameters |= {name: str(value) for name, value in options.items() if name in OPTIONS}
        found = {name: value for name, value in parameters.items() if value}
        return cls(configuration["NAME"], found, configuration.get("PASSWORD") or "")

    def __str__(self) -> str:
        return self.name

    @contextmanager
    def opened(self, **options: Any) -> Iterator[psycopg.Connection]:
        """Open a connection, committed at the end where all goes well. Raises Refused where nobody answers, and for
        PostgreSQL's own errors.
        """
        secret = {"password": self.password} if self.password else {}
        try:
            connection = psycopg.connect(self._address(), connect_timeout=10, **secret, **options)
        except psycopg.OperationalError as fault:
            raise Refused(_("Không nối được với cơ sở dữ liệu: %s") % fault) from fault
        try:
            with connection:
                yield connection
        except psycopg.Error as fault:
            raise Refused(_("Cơ sở dữ liệu PostgreSQL báo lỗi: %s") % fault) from fault

    def _address(self) -> str:
        return make_conninfo(**self.parameters, dbname=self.name)

    # --- Copies ----------------------------------------------------------------------------------------------------
    def dump(self, path: Path) -> Contents:
        """Write a copy; the digests are of the same snapshot, whatever is written meanwhile."""
        with self.opened() as connection:
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            [snapshot] = connection.execute("SELECT pg_export_snapshot()").fetchone()
            self.run("pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={path}")
            return self.contents_in(connection)

    def contents(self) -> Contents:
        with self.opened() as connection:
            return self.contents_in(connection)

    def migrations(self) -> set[Migration]:
        with self.opened() as connection:
            is_there = (rows.MIGRATED,) in connection.execute(TABLES).fetchall()
            return set(connection.execute(rows.MIGRATIONS)) if is_there else set()

    def contents_in(self, connection: psycopg.Connection) -> Contents:
        return Contents(
            tables={name: digest(connection, name) for (name,) in connection.execute(TABLES).fetchall()},
            migrations=set(connection.execute(rows.MIGRATIONS)),
            file_keys=rows.keys_in(connection.execute(rows.FILE_KEYS)),
            server=str(connection.info.server_version // 10_000),
        )

    def run(self, program: str, *arguments: str) -> None:
        """Run one of PostgreSQL's programs on this database. Raises Refused with what it said."""
        command = [path_of(program), *arguments, f"--dbname={self._address()}"]
        environment = os.environ | ({"PGPASSWORD": self.password} if self.password else {})
        try:
            done = subprocess.run(  # noqa: S603  our own words
                command, env=environment, capture_output=True, text=True, timeout=settings.BACKUP_SECONDS
            )
        except subprocess.TimeoutExpired as late:
            words = _("%(program)s không xong trong %(seconds)d giây (biến BACKUP_SECONDS).")
            raise Refused(words % {"program": program, "seconds": settings.BACKUP_SECONDS}) from late
        if done.returncode:
            raise Refused(f"{program}: {done.stderr.strip()}")

    # --- Restoring -------------------------------------------------------------------------------------------------
    def has_portal(self) -> bool:
        with self.opened() as connection:
            tables = {name for (name,) in connection.execute(TABLES)}
            return any(connection.execute(query).fetchone() for table, query in rows.OF_A_PORTAL if table in tables)

    def refuse_if_used(self) -> None:
        with self.server() as server:
            [n] = server.execute(OTHERS, [self.name]).fetchone()
        if n:
            words = _("Cơ sở dữ liệu đang có %d kết nối khác. Dừng danvan-web và danvan-worker trước.")
            raise Refused(words % n)

    @contextmanager
    def server(self, is_transaction: bool = False) -> Iterator[psycopg.Connection]:
        """Open a connection to the same server, for what can't be done inside of the database."""
        with replace(self, name="postgres").opened(autocommit=not is_transaction) as connection:
            yield connection

    def fill_beside(self, path: Path) -> "Postgresql":
        beside = replace(self, name=f"{self.name}_restoring")
        with self.server() as server:
            refuse_without_right(server)
            server.execute(f"DROP DATABASE IF EXISTS {rows.quoted(beside.name)}")
            server.execute(
                f"CREATE DATABASE {rows.quoted(beside.name)} TEMPLATE template0 {locale_of(server, self.name)}"
            )
        try:
            whole = ("--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges")
            beside.run("pg_restore", *whole, str(path))
        except BaseException:
            beside.drop()
            raise
        return beside

    def drop(self) -> None:
        with self.server() as server:
            server.execute(f"DROP DATABASE IF EXISTS {rows.quoted(self.name)}")

    def replace_by(self, beside: "Postgresql", stamp: str) -> "Postgresql":
        old = replace(self, name=f"{self.name}_before_{stamp}")
        with self.server(is_transaction=True) as server:
            server.execute(f"ALTER DATABASE {rows.quoted(self.name)} RENAME TO {rows.quoted(old.name)}")
            server.execute(f"ALTER DATABASE {rows.quoted(beside.name)} RENAME TO {rows.quoted(self.name)}")
        return old


def path_of(program: str) -> str:
    found = shutil.which(program)
    if found is None:
        installed = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"), key=lambda path: int(path.parts[4]))
        if not installed:
            raise Refused(_("Thiếu chương trình %s: apt-get install postgresql-client") % program)
        found = str(installed[-1])
    return found


def digest(connection: psycopg.Connection, table: str) -> TableDigest:
    columns = column_names(connection, table)
    with connection.cursor(name="digest") as cursor:
        cursor.itersize = 2000
        return digest_rows(columns, cursor.execute(rows.select(table, columns)))


def column_names(connection: psycopg.Connection, table: str) -> list[str]:
    return sorted(name for (name,) in connection.execute(COLUMNS, [table]))


def refuse_without_right(server: psycopg.Connection) -> None:
    found = server.execute("SELECT current_user, rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user")
    [role, may_create] = found.fetchone()
    if not may_create:
        line = f"runuser -u postgres -- psql -c 'ALTER ROLE {rows.quoted(role)} CREATEDB'"
        raise Refused(
            _("Vai trò %(role)s chưa được tạo cơ sở dữ liệu. Chạy một lần: %(line)s") % {"role": role, "line": line}
        )


def locale_of(server: psycopg.Connection, name: str) -> str:
    """Return the clauses that give a new database the encoding and the order of letters of an existing one."""
    [found] = server.execute("SELECT to_jsonb(d) FROM pg_database d WHERE datname = %s", [name]).fetchone()
    clauses = f"ENCODING 'UTF8' LC_COLLATE '{found['datcollate']}' LC_CTYPE '{found['datctype']}'"
    provider = found.get("datlocprovider")  # none before version 15
    if provider == "i":  # its column has another name from version 17 on
        icu = found.get("datlocale") or found.get("daticulocale")
        clauses += f" LOCALE_PROVIDER icu ICU_LOCALE '{icu}'"
    if provider == "c":  # the server's own may be ICU
        clauses += " LOCALE_PROVIDER libc"
    return clauses
