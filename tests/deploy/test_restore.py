"""Backup and restore, line by line as deploy/README.md prints them, for the database that the run is on."""

import getpass
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest
from django.db import connection

from tests.deploy import printed

IS_ROOT = os.geteuid() == 0
# Somebody else than root, as the portal's user on a server.
OWNER = "nobody" if IS_ROOT else getpass.getuser()
INSTEAD = {
    "systemctl": 'echo "$@" >>"$TOLD_SYSTEMD"',
    # Who is not root can't become another.
    "runuser": 'shift 3 && exec "$@"',
}


class Server:
    """A folder for the data, one for the copies, and the README's lines with these in the place of a server's."""

    def __init__(self, home: Path, environment: dict):
        self.data, self.copies, self.tools = home / "data", home / "copies", home / "tools"
        for folder in (self.data, self.copies, self.tools):
            folder.mkdir()
        for name in ["systemctl"] if IS_ROOT else INSTEAD:
            (self.tools / name).write_text(f"#!/bin/sh\n{INSTEAD[name]}\n")
            (self.tools / name).chmod(0o755)
        self.systemd_log = home / "told"
        self.environment = (
            os.environ
            | {"PATH": f"{self.tools}:{os.environ['PATH']}", "TOLD_SYSTEMD": str(self.systemd_log)}
            | environment
        )

    def run(self, lines: str, database: str = "danvan"):
        lines = lines.replace("/srv/danvan/data", str(self.data))
        lines = re.sub(r"-u danvan\b", f"-u {OWNER}", lines)
        lines = lines.replace("-o danvan -g danvan", f"-o {OWNER} -g {group_of(OWNER)}").replace("danvan:", f"{OWNER}:")
        lines = re.sub(r"(?<=[ =])danvan(?=\s)", database, lines)
        done = subprocess.run(
            ["bash", "-euc", lines], cwd=self.copies, env=self.environment, capture_output=True, text=True
        )
        assert done.stderr == ""
        assert done.returncode == 0


def group_of(user: str) -> str:
    return subprocess.run(["id", "-gn", user], capture_output=True, text=True, check=True).stdout.strip()


@pytest.fixture(scope="module")
def home():
    """Not in pytest's own folder: that one only its owner can enter."""
    with tempfile.TemporaryDirectory(prefix="danvan-restore-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def files_in(folder: Path) -> dict[str, str]:
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def owners_in(folder: Path) -> set[str]:
    return {path.owner() for path in [folder, *folder.rglob("*")]}


class Sqlite:
    heading = "With SQLite"

    def __init__(self, home, own_database):
        self.server = Server(home, {})
        own_database(self.server.data)
        self.file = self.server.data / "danvan.sqlite3"
        (self.server.data / "files").mkdir(exist_ok=True)
        for path in [self.server.data, *self.server.data.rglob("*")]:
            shutil.chown(path, OWNER)

    def run(self, lines):
        self.server.run(lines)

    def contents(self):
        """Every row, table and index; a copy may hold them in another order."""
        command = ["sqlite3", "-readonly", self.file, ".dump"]
        return sorted(subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines())

    def spoil(self):
        """As a server that was killed amid its work leaves it: with much in the log that belongs to the old file."""
        amid = (
            "import os, sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('PRAGMA journal_mode=WAL');"
            "c.execute('UPDATE accounts_user SET password = 0'); c.execute('CREATE TABLE later (a)');"
            "c.commit(); os._exit(0)"
        )
        subprocess.run([sys.executable, "-c", amid, self.file], check=True)
        assert Path(f"{self.file}-wal").stat().st_size > 0

    def who_owns_the_data(self):
        return owners_in(self.server.data)

    def write_as_the_portal(self):
        written = "CREATE TABLE written (a); DROP TABLE written"
        self.server.run(f'runuser -u danvan -- sqlite3 /srv/danvan/data/danvan.sqlite3 "{written}"')

    def drop(self):
        self.file.unlink()


class Postgresql:
    heading = "With PostgreSQL"

    def __init__(self, home, own_database):
        """The names of the README's database and role belong to the whole cluster: a run has its own."""
        socket = parse_qs(urlsplit(os.environ["DATABASE_URL"]).query)["host"][0]
        self.name = f"danvan_restore_{os.getpid()}"
        self.server = Server(home, {"PGHOST": socket} | ({} if IS_ROOT else {"PGUSER": "postgres"}))
        loaded = urlsplit(own_database(self.server.data)).path[1:]
        (self.server.data / "files").mkdir(exist_ok=True)
        self.address = {"host": socket, "dbname": self.name}
        install = next(block for block in printed.blocks("Install") if "createdb" in block)
        self.run(install[install.index("runuser") :])
        self.fill_from(loaded)

    def run(self, lines):
        self.server.run(lines, self.name)

    def fill_from(self, loaded):
        """Everything belongs to the portal's role, as where the portal itself has migrated."""
        self.server.run(
            f"runuser -u postgres -- pg_dump --format=custom {loaded} | "
            f"runuser -u postgres -- pg_restore --no-owner --role={self.name} --dbname={self.name}"
        )

    def ask(self, statement, user="postgres"):
        with psycopg.connect(**self.address, user=user, autocommit=True) as database:
            answer = database.execute(statement)
            return answer.fetchall() if answer.description else []

    def tables(self):
        return [name for (name,) in self.ask("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")]

    def contents(self):
        return {
            table: self.ask(f"SELECT count(*), md5(string_agg(t::text, '|' ORDER BY t::text)) FROM \"{table}\" t")
            for table in self.tables()
        } | {"collation": self.ask("SELECT daticulocale FROM pg_database WHERE datname = current_database()")}

    def spoil(self):
        """As a later version of the portal leaves it."""
        self.ask("UPDATE accounts_user SET password = ''")
        self.ask("CREATE TABLE later (a int)")

    def who_owns_the_data(self):
        owners = {
            owner for (owner,) in self.ask("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'")
        }
        return owners_in(self.server.data / "files") | {owner.replace(self.name, OWNER) for owner in owners}

    def write_as_the_portal(self):
        self.ask("CREATE TABLE written (a int)", user=self.name)
        self.ask("DROP TABLE written", user=self.name)

    def drop(self):
        for statement in (f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)", f"DROP ROLE IF EXISTS {self.name}"):
            with psycopg.connect(host=self.address["host"], user="postgres", dbname="postgres", autocommit=True) as at:
                at.execute(statement)


@pytest.fixture(scope="module")
def portal(home, own_database):
    portal = {"sqlite": Sqlite, "postgresql": Postgresql}[connection.vendor](home, own_database)
    yield portal
    portal.drop()


def test_what_was_backed_up_comes_back_by_the_lines_as_printed(portal):
    backup, restore = printed.blocks(portal.heading)
    files = portal.server.data / "files" / "2026"
    files.mkdir()
    (files / "bao-cao.pdf").write_bytes(b"%PDF-")
    before, files_before = portal.contents(), files_in(portal.server.data / "files")

    portal.run(backup)
    portal.spoil()
    shutil.rmtree(portal.server.data / "files")
    (portal.server.data / "files").mkdir()
    assert portal.contents() != before
    portal.run(restore)

    assert portal.contents() == before
    assert files_in(portal.server.data / "files") == files_before
    assert portal.who_owns_the_data() == {OWNER}
    portal.write_as_the_portal()
    assert portal.server.systemd_log.read_text() == "stop danvan-web danvan-worker\nstart danvan-web danvan-worker\n"


def test_nobody_else_can_read_the_copies(portal):
    """They hold what only their readers may see."""
    portal.run(f"rm -f {portal.server.copies}/*\n" + printed.blocks(portal.heading)[0])
    assert {path.name: path.stat().st_mode & 0o077 for path in portal.server.copies.iterdir()} == {
        "danvan-files.tar": 0,
        {"With SQLite": "danvan-copy.sqlite3", "With PostgreSQL": "danvan.dump"}[portal.heading]: 0,
    }


def test_the_install_block_and_the_restore_block_make_the_same_database():
    def createdb(block):
        return re.search(r"createdb (?:.*\\\n)?.*$", block, flags=re.MULTILINE).group()

    [install] = [block for block in printed.blocks("Install") if "createdb" in block]
    assert createdb(printed.blocks("With PostgreSQL")[1]) == createdb(install)
