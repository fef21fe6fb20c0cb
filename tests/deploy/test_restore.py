"""Backup and restore by the lines of deploy/README.md, with stand-ins for systemd, on the database of the run.

What a backup holds and what a restore refuses: tests/portal/backups/.
"""

import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import environ
import psycopg
import pytest
from django.conf import settings
from django.db import connection

from bench import units
from portal.backups.databases import database_of
from portal.backups.files import names_in, sum_of
from tests.deploy import printed

IS_ROOT = os.geteuid() == 0
STAND_INS = {
    # The unit's own command, as systemd would start it.
    "systemctl": 'echo "$@" >>"$SYSTEMD_LOG"; [ "$*" = "start danvan-backup" ] || exit 0; exec $BACKUP_COMMAND',
    "manage": 'exec "$PYTHON" manage.py "$@"',
    # Who is not root can't become another.
    "runuser": 'shift 3 && exec "$@"',
}


class Server:
    """A portal's data folder and database, and the README's lines with these in the place of a server's."""

    def __init__(self, home: Path, database_url: str):
        self.data, self.tools, self.log, self.url = home / "data", home / "tools", home / "systemd", database_url
        self.data.mkdir(exist_ok=True)
        self.tools.mkdir()
        for name in ["systemctl", "manage"] if IS_ROOT else STAND_INS:
            (self.tools / name).write_text(f"#!/bin/sh\n{STAND_INS[name]}\n")
            (self.tools / name).chmod(0o755)
        [command] = units.read("danvan-backup")["ExecStart"]
        self.environment = os.environ | {
            "PATH": f"{self.tools}:{os.environ['PATH']}",
            "SYSTEMD_LOG": str(self.log),
            "BACKUP_COMMAND": command.replace(units.PYTHON, sys.executable),
            "PYTHON": sys.executable,
            "DATABASE_URL": database_url,
            "DANVAN_DATA": str(self.data),
            "BACKUP_DIR": str(home.parent / "backups"),
        }

    @property
    def database(self):
        return database_of(environ.Env.db_url_config(self.url))

    @property
    def files(self):
        return {name: sum_of(self.data / "files" / name) for name in names_in(self.data / "files")}

    def run(self, lines: str, folder: Path = settings.BASE_DIR):
        lines = lines.replace("/srv/danvan/current/deploy/manage", str(self.tools / "manage"))
        lines = lines.replace("/srv/danvan/backups", self.environment["BACKUP_DIR"])
        return subprocess.run(["bash", "-euc", lines], cwd=folder, env=self.environment, capture_output=True, text=True)


class Fresh:
    """A server as “Install” leaves it, with an empty database; on PostgreSQL with a role of its own."""

    def __init__(self, home: Path, own_database):
        self.name = f"danvan_restore_{os.getpid()}"
        if connection.vendor == "sqlite":
            home.mkdir()
            self.server = Server(home, f"sqlite:///{home}/data/danvan.sqlite3")
        else:
            home.mkdir()
            self.socket = parse_qs(urlsplit(os.environ["DATABASE_URL"]).query)["host"][0]
            role = re.search("^.*-- createuser .*$", printed.blocks("Install by hand")[0], re.MULTILINE).group()
            icu = "LOCALE 'C.UTF-8' LOCALE_PROVIDER icu ICU_LOCALE 'vi-VN'"
            self.server = Server(home, f"postgres://{self.name}@/{self.name}?host={self.socket}")
            self.server.environment |= {"PGHOST": self.socket} | ({} if IS_ROOT else {"PGUSER": "postgres"})
            role = re.sub(r"\bdanvan\b", self.name, role)
            made = self.server.run(role, folder=Path("/"))  # PostgreSQL's user may not enter that of the code
            assert (made.returncode, made.stderr) == (0, "")
            self.ask(f"CREATE DATABASE {self.name} OWNER {self.name} TEMPLATE template0 ENCODING 'UTF8' {icu}")

    def ask(self, statement: str):
        with psycopg.connect(host=self.socket, user="postgres", dbname="postgres", autocommit=True) as cluster:
            cluster.execute(statement)

    def drop(self):
        if connection.vendor == "postgresql":
            self.ask(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")
            self.ask(f"DROP ROLE {self.name}")


@pytest.fixture(scope="module")
def old(tmp_path_factory, own_database):
    home = tmp_path_factory.mktemp("restore") / "old"
    (home / "data").mkdir(parents=True)
    return Server(home, own_database(home / "data"))


@pytest.fixture(scope="module")
def fresh(old, own_database):
    fresh = Fresh(old.data.parent.parent / "fresh", own_database)
    yield fresh
    fresh.drop()


def restore_lines(backup: str) -> str:
    return re.sub(r"danvan-\d{8}T\d{6}Z", backup, printed.blocks("Restore")[-1])


def test_what_was_backed_up_comes_back_by_the_lines_as_printed(old, fresh):
    made = old.run(printed.blocks("Backup")[0])
    assert (made.returncode, made.stderr) == (0, "")
    [backup] = Path(old.environment["BACKUP_DIR"]).glob("danvan-*")
    server = fresh.server
    restored = server.run(restore_lines(backup.name))

    assert (restored.returncode, restored.stderr) == (0, "")
    assert server.database.contents().tables == old.database.contents().tables
    assert server.files == old.files
    assert server.log.read_text() == "stop danvan-web danvan-worker\nstart danvan-web danvan-worker\n"


def test_the_portals_own_role_owns_what_was_restored(fresh):
    if connection.vendor == "postgresql":
        with fresh.server.database.opened() as portal:
            owners = portal.execute("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'").fetchall()
            [locale] = portal.execute(
                "SELECT to_jsonb(d) FROM pg_database d WHERE datname = current_database()"
            ).fetchone()
        assert (owners, locale.get("daticulocale") or locale.get("datlocale")) == ([(fresh.name,)], "vi-VN")
    else:
        database = fresh.server.data / "danvan.sqlite3"
        assert (database.owner(), database.stat().st_mode & 0o777) == (fresh.server.data.owner(), 0o640)
