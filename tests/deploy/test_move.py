"""From SQLite to PostgreSQL by the line of deploy/README.md: nothing is lost, changed or numbered anew.

The run is on PostgreSQL. Its demo is written to a SQLite database, moved to an empty one of PostgreSQL, and compared
with what it was.
"""

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import environ
import pytest
from django.conf import settings

from portal.backups import rows
from portal.backups.databases import database_of
from portal.backups.digests import _text
from portal.backups.moving import move
from portal.backups.postgresql import TABLES as TABLE_NAMES
from portal.backups.postgresql import column_names
from portal.backups.refusals import Refused
from portal.backups.sqlite import Sqlite
from tests.deploy import printed
from tests.loaded_database import TABLES

pytestmark = pytest.mark.one_database("postgresql")


def manage(environment, *arguments):
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True)


def as_sqlite_stores(value):
    if value is None or isinstance(value, bool | int | float):
        return value
    return str(value) if isinstance(value, Decimal) else _text(value)


ISSUED_TEXT = """
INSERT INTO reports_documenttext (document_id, slot, text, fact_sha256, revision, created_at, changed_at)
SELECT id, 'note', 'Lời của văn bản đã ban hành.', '', 1, now(), now()
FROM reports_document WHERE state = 'issued' ORDER BY id LIMIT 1
"""


def add_text_to_an_issued_document(database):
    """Once a document is issued its triggers let no text of it in: whatever is copied table by table needs them off."""
    with database.opened() as at:
        at.execute("ALTER TABLE reports_documenttext DISABLE TRIGGER USER")
        assert at.execute(ISSUED_TEXT).rowcount == 1
        at.execute("SET CONSTRAINTS ALL IMMEDIATE")
        at.execute("ALTER TABLE reports_documenttext ENABLE TRIGGER USER")


def write_to_sqlite(source, path):
    """Fill the migrated file with the rows of a PostgreSQL; a row of each table was numbered and deleted, too."""
    with source.opened() as read, closing(sqlite3.connect(path)) as write, write:
        tables = [name for (name,) in read.execute(TABLE_NAMES).fetchall()]
        triggers = write.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _sql in triggers:
            write.execute(f"DROP TRIGGER {name}")
        for table in tables:
            write.execute(f"DELETE FROM {rows.quoted(table)}")
        for table in tables:
            columns = column_names(read, table)
            insert = f"INSERT INTO {rows.quoted(table)} ({', '.join(map(rows.quoted, columns))})"
            there = read.execute(rows.select(table, columns))
            values = [[as_sqlite_stores(value) for value in row] for row in there]
            write.executemany(f"{insert} VALUES ({', '.join('?' * len(columns))})", values)
        for _name, sql in triggers:
            write.execute(sql)
        write.execute("UPDATE sqlite_sequence SET seq = seq + 1000 WHERE name = 'inspections_storedfile'")


@pytest.fixture(scope="module")
def portal(own_database, tmp_path_factory):
    """The demo on PostgreSQL, and the environment of a portal on SQLite with the same rows."""
    folder = tmp_path_factory.mktemp("move")
    source = database_of(environ.Env.db_url_config(own_database(folder)))
    add_text_to_an_issued_document(source)
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{folder}/danvan.sqlite3", "DANVAN_DATA": str(folder)}
    assert manage(environment, "migrate", "--verbosity=0").stderr == ""
    shutil.copyfile(folder / "danvan.sqlite3", folder / "small.sqlite3")
    write_to_sqlite(source, folder / "danvan.sqlite3")
    return source, environment


@pytest.fixture(scope="module")
def empty(own_database, tmp_path_factory):
    """The address of a database with tables alone: what the command makes of an empty one, by migrations. Its clock is
    one of Vietnam; SQLite's instants are in UTC.
    """
    address = own_database(tmp_path_factory.mktemp("empty"), TABLES)
    target = database_of(environ.Env.db_url_config(address))
    with target.opened() as at:
        at.execute(f"ALTER DATABASE {rows.quoted(target.name)} SET timezone TO 'Asia/Ho_Chi_Minh'")
    return address


@pytest.fixture
def small(portal, tmp_path):
    """A migrated SQLite with hardly a row."""
    return Sqlite(shutil.copyfile(Path(portal[1]["DANVAN_DATA"]) / "small.sqlite3", tmp_path / "small.sqlite3"))


@pytest.fixture(scope="module")
def target(own_database, tmp_path_factory):
    """A migrated PostgreSQL, to which nothing is moved in the end."""
    return database_of(environ.Env.db_url_config(own_database(tmp_path_factory.mktemp("target"), TABLES)))


def write(database, *statements):
    with closing(sqlite3.connect(database.path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


@pytest.fixture(scope="module")
def moved(portal, empty):
    """The database to which everything was moved."""
    done = manage(portal[1], "move_database", empty)
    assert (done.returncode, done.stderr) == (0, "")
    return database_of(environ.Env.db_url_config(empty))


def test_everything_is_the_same_row_for_row_after_the_move(portal, moved):
    source, target = portal[0], moved
    assert target.contents().tables == source.contents().tables
    with target.opened() as at:
        [last] = at.execute("SELECT max(id) FROM inspections_storedfile").fetchone()
        [following] = at.execute("SELECT nextval(pg_get_serial_sequence('inspections_storedfile', 'id'))").fetchone()
        switched_off = at.execute("SELECT tgname FROM pg_trigger WHERE tgenabled = 'D'").fetchall()
    assert (following, switched_off) == (last + 1001, [])


def test_a_second_move_over_it_is_refused_with_words(portal, moved, empty):
    refused = manage(portal[1], "move_database", empty)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "đã có dữ liệu của một cổng" in refused.stderr


def test_the_line_as_printed_names_the_command(portal):
    [block] = printed.blocks("From SQLite to PostgreSQL")
    assert "deploy/manage move_database 'postgres:///danvan?host=/var/run/postgresql'\n" in block


# --- What is refused, and leaves PostgreSQL as it was -----------------------------------------------------------------
SESSION = "INSERT INTO django_session (session_key, session_data, expire_date) VALUES "
REFUSED = {
    "of an older version": (
        "DELETE FROM django_migrations WHERE app = 'sessions'",
        "phiên bản cũ hơn của cổng: chạy manage.py migrate trước.",
    ),
    "of a newer version": (
        "INSERT INTO django_migrations (app, name, applied) VALUES ('workflow', '9999_later', '2026-11-27')",
        "phiên bản mới hơn của cổng (workflow.9999_later): chuyển bằng phiên bản ấy.",
    ),
    "with a table more": ("CREATE TABLE left_over (id integer)", "không cùng các bảng: left_over."),
    "with a column more": ("ALTER TABLE django_session ADD COLUMN more", "Bảng django_session không cùng các cột"),
    "longer than its column": (f"{SESSION} ('{'k' * 41}', '', '2026-11-27')", "PostgreSQL không nhận: value too long"),
    "finer than PostgreSQL": (
        f"{SESSION} ('k', '', '2026-11-27 01:30:00.1234567')",
        "không giống bản gốc: django_session.",
    ),
}


@pytest.mark.parametrize(("statement", "words"), REFUSED.values(), ids=list(REFUSED))
def test_what_cannot_be_moved_as_it_is_is_refused_with_words(small, target, statement, words):
    before = target.contents()
    write(small, statement)
    with pytest.raises(Refused, match=re.escape(words)):
        move(small, target)
    assert target.contents() == before


def test_nobody_writes_to_the_source_while_it_is_copied(small, target):
    """The copying waits, because another process reads a table that is to be emptied."""
    with target.opened() as reader, ThreadPoolExecutor() as threads:
        reader.execute("SELECT 1 FROM django_session")
        moving = threads.submit(move, small, target)
        try:
            until_it_waits(target, moving)
            with (
                closing(sqlite3.connect(small.path, timeout=0)) as late,
                pytest.raises(sqlite3.OperationalError) as refused,
            ):
                late.execute("DELETE FROM django_session")
        finally:
            write_off(target)
    assert ("locked" in str(refused.value), isinstance(moving.exception(), Refused)) == (True, True)


WAITING = "FROM pg_stat_activity WHERE datname = %s AND wait_event_type = 'Lock'"


def until_it_waits(target, moving):
    with target.server() as server:
        while not server.execute(f"SELECT 1 {WAITING}", [target.name]).fetchone():
            assert not moving.done()


def write_off(target):
    """End the copying's connection: nothing is moved."""
    with target.server() as server:
        server.execute(f"SELECT pg_terminate_backend(pid) {WAITING}", [target.name])


def test_a_migration_that_fails_in_the_new_database_is_said(portal, own_database, tmp_path):
    address = own_database(tmp_path, TABLES)
    target = database_of(environ.Env.db_url_config(address))
    with target.opened() as at:
        at.execute("DELETE FROM django_migrations WHERE app = 'sessions'")  # its table is there already
    before = target.contents()
    refused = manage(portal[1], "move_database", address)
    assert (refused.returncode, 'relation "django_session" already exists' in refused.stderr) == (1, True)
    assert target.contents() == before


def test_there_is_one_direction(portal, tmp_path):
    refused = manage(portal[1], "move_database", f"sqlite:///{tmp_path}/other.sqlite3")
    assert (refused.returncode, refused.stderr) == (1, "CommandError: Chỉ chuyển được từ SQLite sang PostgreSQL.\n")
