"""From SQLite to PostgreSQL by the line of deploy/README.md: nothing is lost, changed or numbered anew.

The run is on PostgreSQL. Its demo is written to a SQLite database, moved to an empty one of PostgreSQL, and compared
with what it was.
"""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from decimal import Decimal

import environ
import pytest
from django.conf import settings

from portal.backups import rows
from portal.backups.databases import database_of
from portal.backups.digests import _text
from portal.backups.postgresql import TABLES as TABLE_NAMES
from portal.backups.postgresql import column_names
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


def write_to_sqlite(source, path):
    """Fill the migrated file with the rows of a PostgreSQL; a row of each table was numbered and deleted, too."""
    with source.opened() as read, closing(sqlite3.connect(path)) as write, write:
        tables = [name for (name,) in read.execute(TABLE_NAMES).fetchall()]
        for table in tables:
            write.execute(f"DELETE FROM {rows.quoted(table)}")
        for table in tables:
            columns = column_names(read, table)
            insert = f"INSERT INTO {rows.quoted(table)} ({', '.join(map(rows.quoted, columns))})"
            there = read.execute(rows.select(table, columns))
            values = [[as_sqlite_stores(value) for value in row] for row in there]
            write.executemany(f"{insert} VALUES ({', '.join('?' * len(columns))})", values)
        write.execute("UPDATE sqlite_sequence SET seq = seq + 1000 WHERE name = 'inspections_storedfile'")


@pytest.fixture(scope="module")
def portal(own_database, tmp_path_factory):
    """The demo on PostgreSQL, and the environment of a portal on SQLite with the same rows."""
    folder = tmp_path_factory.mktemp("move")
    source = database_of(environ.Env.db_url_config(own_database(folder)))
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{folder}/danvan.sqlite3", "DANVAN_DATA": str(folder)}
    assert manage(environment, "migrate", "--verbosity=0").stderr == ""
    write_to_sqlite(source, folder / "danvan.sqlite3")
    return source, environment


@pytest.fixture(scope="module")
def empty(own_database, tmp_path_factory):
    """The address of a database with tables alone: what the command makes of an empty one, by migrations."""
    return own_database(tmp_path_factory.mktemp("empty"), TABLES)


def test_everything_is_the_same_row_for_row_after_the_move(portal, empty):
    source, environment = portal
    moved = manage(environment, "move_database", empty)
    target = database_of(environ.Env.db_url_config(empty))
    assert (moved.returncode, moved.stderr) == (0, "")
    assert target.contents().tables == source.contents().tables
    with target.opened() as at:
        [last] = at.execute("SELECT max(id) FROM inspections_storedfile").fetchone()
        [following] = at.execute("SELECT nextval(pg_get_serial_sequence('inspections_storedfile', 'id'))").fetchone()
        switched_off = at.execute("SELECT tgname FROM pg_trigger WHERE tgenabled = 'D'").fetchall()
    assert (following, switched_off) == (last + 1001, [])


def test_a_second_move_over_it_is_refused_with_words(portal, empty):
    refused = manage(portal[1], "move_database", empty)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "đã có dữ liệu của một cổng" in refused.stderr


def test_the_line_as_printed_names_the_command(portal):
    [block] = printed.blocks("From SQLite to PostgreSQL")
    assert "deploy/manage move_database 'postgres:///danvan?host=/var/run/postgresql'\n" in block
