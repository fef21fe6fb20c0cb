"""What a portal has in its database and its folder."""

import sqlite3
from collections import Counter
from contextlib import closing, contextmanager
from datetime import UTC, datetime

import psycopg
from django.db import connection

from portal.backups.files import names_in, sum_of

NOW = datetime(2026, 11, 27, 1, 30, tzinfo=UTC)
COLUMNS = "shown_key, sha256, size, content_type, scan_state, scan_fault, created_at, changed_at, revision"


@contextmanager
def opened(database):
    """A connection, as another process would have one."""
    if database.vendor == "sqlite":
        with closing(sqlite3.connect(database.path, timeout=60)) as connected:
            yield connected
    else:
        with psycopg.connect(database._address()) as connected:
            yield connected


def write(database, statement):
    """Write what is committed at once, or return what was queried."""
    with opened(database) as connected:
        cursor = connected.execute(statement)
        connected.commit()
        return cursor.fetchall() if cursor.description else []


def digests(site):
    return site.database.contents().tables


def rows_of(site):
    """The rows of every table, in no order; read without the code that compares backups."""
    tables = connection.introspection.table_names()
    return {table: Counter(map(repr, write(site.database, f'SELECT * FROM "{table}"'))) for table in tables}


def sums(folder):
    return {name: sum_of(folder / name) for name in names_in(folder)}


def contents_of(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def beside(site):
    """The names of what lies there, databases of a server included."""
    names = sorted(
        path.name for path in site.files.parent.iterdir() if path.suffix not in [".sqlite3-wal", ".sqlite3-shm"]
    )
    if site.database.vendor == "sqlite":
        return names
    own = site.database.name
    ours = f"SELECT datname FROM pg_database WHERE datname = '{own}' OR starts_with(datname, '{own}_')"
    return names + sorted(name for (name,) in write(site.database, ours))
