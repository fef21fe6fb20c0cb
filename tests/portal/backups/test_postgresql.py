"""What the copies of a PostgreSQL rely on: one snapshot, the portal's password out of sight, rights, order of letters,
words for what goes wrong. The run is on PostgreSQL.
"""

import os
from contextlib import contextmanager, nullcontext
from dataclasses import replace

import environ
import pytest

from portal.backups.databases import database_of
from portal.backups.postgresql import Postgresql, path_of
from portal.backups.refusals import Refused
from tests.loaded_database import TABLES

pytestmark = pytest.mark.one_database("postgresql")
SCHEDULE = "INSERT INTO django_q_schedule (name, func, schedule_type, repeats) VALUES ('late', 'f', 'O', 1)"
PLACE = "SELECT datlocprovider, datcollate, datctype, to_jsonb(d) ->> %s FROM pg_database d WHERE datname = %s"


@pytest.fixture(scope="module")
def database(own_database, tmp_path_factory):
    """Tables with hardly a row."""
    return database_of(environ.Env.db_url_config(own_database(tmp_path_factory.mktemp("tables"), TABLES)))


@pytest.fixture(scope="module")
def dump(database, tmp_path_factory):
    path = tmp_path_factory.mktemp("dump") / database.file
    database.dump(path)
    return path


@contextmanager
def beside(database, copy):
    """A database beside, built from the copy, which is gone afterwards."""
    built = database.fill_beside(copy)
    try:
        yield built
    finally:
        built.drop()


@pytest.fixture
def on_server(database):
    """`on_server(statement)` for what can't be done inside of a database."""

    def execute(statement, *values):
        with database.server() as server:
            cursor = server.execute(statement, values)
            return cursor.fetchall() if cursor.description else []

    return execute


@pytest.fixture
def stand_in(tmp_path, monkeypatch):
    """`stand_in(program, script)` lies before PostgreSQL's own program."""

    def lay(program, script):
        (tmp_path / program).write_text(f"#!/bin/sh\n{script}\n")
        (tmp_path / program).chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")

    return lay


# --- One snapshot ----------------------------------------------------------------------------------------------------
def test_what_is_written_while_it_is_copied_is_neither_in_the_copy_nor_in_its_digests(database, stand_in, tmp_path):
    real, late = path_of("pg_dump"), f'psql -q -d "{database._address()}" -c "{SCHEDULE}"'
    stand_in("pg_dump", f'{late} && exec {real} "$@"')
    try:
        said = database.dump(tmp_path / "copy")
        with beside(database, tmp_path / "copy") as built:
            assert built.contents() == said
        assert said.tables["django_q_schedule"].rows + 1 == database.contents().tables["django_q_schedule"].rows
    finally:
        with database.opened() as connection:
            connection.execute("DELETE FROM django_q_schedule WHERE name = 'late'")


def test_the_digests_are_of_every_table_and_the_migrations_and_the_version_are_written_down(database, dump):
    contents = database.contents()
    with database.opened() as connection:
        tables = {name for (name,) in connection.execute("SELECT relname FROM pg_class WHERE relkind = 'r'")}
        migrations = set(connection.execute("SELECT app, name FROM django_migrations"))
        [version] = connection.execute("SHOW server_version_num").fetchone()
    assert set(contents.tables) == {name for name in tables if not name.startswith(("pg_", "sql_"))}
    assert (contents.migrations, contents.server) == (migrations, str(int(version) // 10_000))


# --- Who connects ----------------------------------------------------------------------------------------------------
def test_the_configuration_of_django_is_that_of_libpq():
    address = "postgres://danvan:secret@db.example:5433/portal?sslmode=require&server_side_binding=true"
    parameters = {"user": "danvan", "host": "db.example", "port": "5433", "sslmode": "require"}
    found = database_of(environ.Env.db_url_config(address))
    assert found == Postgresql("portal", parameters, "secret")
    assert database_of(environ.Env.db_url_config("postgres:///portal")) == Postgresql("portal", {})


def test_the_password_reaches_the_server_and_the_programs_and_stands_in_no_list_of_processes(database, stand_in):
    known = replace(database, password="a-secret")
    with known.opened() as connection:
        assert connection.info.password == "a-secret"
    stand_in("pg_dump", 'echo "$PGPASSWORD of $*" >&2; exit 1')
    with pytest.raises(Refused) as refused:
        known.run("pg_dump", "--version")
    assert str(refused.value) == f"pg_dump: a-secret of --version --dbname={database._address()}"


def test_the_portals_own_role_needs_the_right_to_make_databases_and_no_more(database, dump, on_server):
    role = f"maker_{os.getpid()}"
    on_server(f"CREATE ROLE {role} LOGIN")
    theirs = replace(database, parameters=database.parameters | {"user": role})
    try:
        with pytest.raises(Refused, match=f'ALTER ROLE "{role}" CREATEDB'):
            theirs.fill_beside(dump)
        on_server(f"ALTER ROLE {role} CREATEDB")
        with beside(theirs, dump) as built, built.opened() as connection:
            owners = connection.execute("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'")
            assert owners.fetchall() == [(role,)]
    finally:
        on_server(f"DROP ROLE {role}")


def test_a_right_of_a_role_that_is_gone_is_no_reason_not_to_restore(database, on_server, tmp_path):
    role = f"reader_{os.getpid()}"
    on_server(f"CREATE ROLE {role}")
    with database.opened() as connection:
        connection.execute(f"GRANT SELECT ON accounts_user TO {role}")
    database.dump(tmp_path / "copy")
    with database.opened() as connection:
        connection.execute(f"REVOKE ALL ON accounts_user FROM {role}")
    on_server(f"DROP ROLE {role}")
    with beside(database, tmp_path / "copy") as built:
        assert built.contents() == database.contents()


@pytest.mark.parametrize(("connected", "is_refused"), [("client backend", True), ("autovacuum worker", False)])
def test_a_restore_waits_for_nobody_but_clients(database, on_server, connected, is_refused):
    """A worker of the server's own is there or not as it happens: the list of connections is a made one."""
    schema = f"list_{os.getpid()}"
    line = f"SELECT '{database.name}'::name AS datname, '{connected}'::text AS backend_type"
    on_server(f"CREATE SCHEMA {schema} CREATE VIEW {schema}.pg_stat_activity AS {line}")
    path = {"options": f"-csearch_path={schema},pg_catalog"}
    try:
        with pytest.raises(Refused, match="đang có 1 kết nối khác") if is_refused else nullcontext():
            replace(database, parameters=database.parameters | path).refuse_if_used()
    finally:
        on_server(f"DROP SCHEMA {schema} CASCADE")


# --- What is built beside --------------------------------------------------------------------------------------------
@pytest.mark.parametrize("clauses", ["LOCALE_PROVIDER icu ICU_LOCALE 'en-US'", "LOCALE_PROVIDER libc LC_COLLATE 'C'"])
def test_it_has_the_order_of_letters_of_the_one_that_it_replaces(database, dump, on_server, clauses):
    other = replace(database, name=f"letters_{os.getpid()}")
    on_server(f"CREATE DATABASE {other.name} TEMPLATE template0 ENCODING 'UTF8' {clauses}")
    column = "daticulocale" if on_server("SHOW server_version_num") < [("170000",)] else "datlocale"
    try:
        with beside(other, dump) as built:
            places = [on_server(PLACE, column, each.name) for each in (other, built)]
        assert places[0] == places[1]
    finally:
        other.drop()


def test_what_a_killed_restore_left_beside_makes_room(database, dump):
    database.fill_beside(dump)
    with beside(database, dump) as built:
        assert built.contents() == database.contents()


def test_of_a_copy_that_cannot_be_read_nothing_is_left(database, on_server, tmp_path):
    (tmp_path / "copy").write_text("no dump")
    with pytest.raises(Refused, match="pg_restore: "):
        database.fill_beside(tmp_path / "copy")
    assert on_server("SELECT 1 FROM pg_database WHERE datname = %s", f"{database.name}_restoring") == []


def test_a_switch_whose_second_half_fails_leaves_the_first_undone(database, on_server):
    with pytest.raises(Refused, match="báo lỗi"):
        database.replace_by(replace(database, name="no_such_database"), "x")
    assert on_server("SELECT 1 FROM pg_database WHERE datname = %s", database.name) == [(1,)]


def test_somebodys_portal_has_accounts_or_bodies(database, own_database, tmp_path):
    filled = database_of(environ.Env.db_url_config(own_database(tmp_path)))
    empty = database_of(environ.Env.db_url_config(own_database(tmp_path, None)))
    assert [each.has_portal() for each in (empty, database, filled)] == [False, False, True]


# --- What goes wrong, in words ---------------------------------------------------------------------------------------
def test_a_server_that_is_away_is_said(database, tmp_path):
    away = replace(database, parameters=database.parameters | {"host": str(tmp_path)})
    with pytest.raises(Refused, match="Không nối được với cơ sở dữ liệu"):
        away.contents()


def test_what_the_server_refuses_is_said(database):
    with pytest.raises(Refused, match='báo lỗi: relation "nowhere" does not exist'), database.opened() as connection:
        connection.execute("SELECT 1 FROM nowhere")


def test_a_program_that_does_not_end_is_ended_and_said(database, stand_in, settings, tmp_path):
    settings.BACKUP_SECONDS = 0.1
    stand_in("pg_dump", "exec sleep 60")
    with pytest.raises(Refused, match="BACKUP_SECONDS"):
        database.dump(tmp_path / "copy")


def test_a_program_that_is_not_installed_is_said(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert os.access(path_of("pg_dump"), os.X_OK)  # Debian's, which needs no PATH
    with pytest.raises(Refused, match="pg_nothing: apt-get install postgresql-client"):
        path_of("pg_nothing")
