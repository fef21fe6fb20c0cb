"""Moves all rows from SQLite to an empty PostgreSQL and compares them row for row; in one transaction."""

import sqlite3

import psycopg
from django.utils.translation import gettext as _

from portal.backups import rows, sqlite
from portal.backups.databases import Contents, migrations_of_code
from portal.backups.digests import differences
from portal.backups.postgresql import TABLES, Postgresql, column_names
from portal.backups.refusals import Refused
from portal.backups.sqlite import Sqlite

NUMBERS = "SELECT name, seq FROM sqlite_sequence"
SET_NUMBER = "SELECT setval(pg_get_serial_sequence(%s, 'id'), %s) WHERE pg_get_serial_sequence(%s, 'id') IS NOT NULL"


def move(source: Sqlite, target: Postgresql) -> Contents:
    """Copy everything into the migrated target and return what it holds then. Raises Refused; then it is as it was.

    Nobody else writes to the source meanwhile: its write lock is held.
    """
    refuse_another_version(source)
    with source.opened() as read, target.opened() as write:
        read.execute("BEGIN IMMEDIATE")
        try:
            _copy_all(read, write)
        except psycopg.Error as fault:
            raise Refused(_("PostgreSQL không nhận: %s Chưa chuyển gì.") % fault) from fault
        contents = source.contents()
        differing = differences(contents.tables, target.contents_in(write).tables)
        if differing:
            raise Refused(_("Các bảng chép sang không giống bản gốc: %s. Chưa chuyển gì.") % ", ".join(differing))
    return contents


def refuse_another_version(source: Sqlite) -> None:
    """Compare migrations: an older portal that was gone back to works on a newer source, but makes other tables."""
    applied, ours = source.migrations(), migrations_of_code()
    if ours - applied:
        raise Refused(_("Cơ sở dữ liệu nguồn thuộc phiên bản cũ hơn của cổng: chạy manage.py migrate trước."))
    if applied - ours:
        newer = ", ".join(".".join(migration) for migration in sorted(applied - ours))
        raise Refused(_("Cơ sở dữ liệu nguồn thuộc phiên bản mới hơn của cổng (%s): chuyển bằng phiên bản ấy.") % newer)


def _copy_all(read: sqlite3.Connection, write: psycopg.Connection) -> None:
    tables = [name for (name,) in write.execute(TABLES).fetchall()]
    _refuse_other_tables(set(sqlite.table_names(read)), set(tables))
    # What the migrations have written there is among what comes; triggers that keep histories look at rows one by one.
    write.execute("SET LOCAL TIME ZONE 'UTC'")
    write.execute(f"TRUNCATE {', '.join(map(rows.quoted, tables))}")
    _switch_triggers(write, tables, "DISABLE")
    for table in tables:
        _copy_table(read, write, table)
    write.execute("SET CONSTRAINTS ALL IMMEDIATE")
    _switch_triggers(write, tables, "ENABLE")
    # Numbers that were used and deleted must not be used again: the history still names them.
    for table, number in read.execute(NUMBERS).fetchall():
        if number and table in tables:
            write.execute(SET_NUMBER, [rows.quoted(table), number, rows.quoted(table)])


def _refuse_other_tables(source: set[str], target: set[str]) -> None:
    if source != target:
        raise Refused(_("Hai bên không cùng các bảng: %s. Chưa chuyển gì.") % ", ".join(sorted(source ^ target)))


def _switch_triggers(write: psycopg.Connection, tables: list[str], act: str) -> None:
    for table in tables:
        write.execute(f"ALTER TABLE {rows.quoted(table)} {act} TRIGGER USER")


def _copy_table(read: sqlite3.Connection, write: psycopg.Connection, table: str) -> None:
    """Copy the rows as texts: PostgreSQL reads SQLite's true and false, instants, numbers and JSON as they are."""
    columns = column_names(write, table)
    if sqlite.column_names(read, table) != columns:
        raise Refused(_("Bảng %s không cùng các cột ở hai bên. Chưa chuyển gì.") % table)
    names = ", ".join(map(rows.quoted, columns))
    with write.cursor().copy(f"COPY {rows.quoted(table)} ({names}) FROM STDIN") as copy:
        for row in read.execute(rows.select(table, columns)):
            copy.write_row([None if value is None else str(value) for value in row])
