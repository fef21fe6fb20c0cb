"""What /healthz says, and that a database that never answers can't hold it up."""

import os
import socket
import sqlite3
import subprocess
import sys
from urllib.error import HTTPError
from urllib.request import ProxyHandler, build_opener

import pytest
from django.conf import settings as project
from django.db import connection

from ground import health

ASK = "import django; django.setup(); from ground.health import Look; "
ASK += "look = Look.begin_or_join(); look.thread.join(); print(look.found)"


def test_it_is_well_where_all_is_well(db, client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content, answer["Cache-Control"]) == (200, b"ok", "no-store")


def test_it_is_unwell_where_files_cannot_be_written(db, client, settings, tmp_path):
    (tmp_path / "file").write_text("no folder")
    settings.FILES_DIR = tmp_path / "file" / "files"
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (503, b"unwell: files")


def test_the_probe_leaves_nothing_behind(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"
    assert (health.can_write_files(), list(settings.FILES_DIR.iterdir())) == (True, [])


def outcome_of(environment):
    return subprocess.check_output(
        [sys.executable, "-c", ASK], env=os.environ | environment, cwd=project.BASE_DIR, text=True
    ).strip()


@pytest.fixture(scope="module")
def older(own_database, tmp_path_factory):
    """A database that hasn't seen the latest migration."""
    folder = tmp_path_factory.mktemp("older")
    return {"DATABASE_URL": own_database(folder), "DANVAN_DATA": str(folder)}


def test_it_is_unwell_where_a_migration_is_missing(older):
    before = outcome_of(older)
    forget = "DELETE FROM django_migrations WHERE app = 'workflow' AND name LIKE '0002%'"
    if connection.vendor == "sqlite":
        with sqlite3.connect(older["DATABASE_URL"].removeprefix("sqlite:///")) as database:
            database.execute(forget)
    else:
        import psycopg

        with psycopg.connect(older["DATABASE_URL"]) as database:
            database.execute(forget)
    assert (before, outcome_of(older)) == ("", "migrations")


@pytest.fixture(scope="module")
def frozen_database():
    """A database that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as database:
        address = f"127.0.0.1:{database.getsockname()[1]}"
        yield {"DATABASE_URL": f"postgres://danvan@{address}/danvan?sslmode=disable"}


@pytest.fixture(scope="module")
def frozen(serve, frozen_database, tmp_path_factory):
    return serve(tmp_path_factory.mktemp("frozen"), **frozen_database)


def test_one_look_at_a_frozen_database_serves_all_who_ask(frozen_database):
    """Otherwise threads pile up, one a question."""
    begin = "import django; django.setup(); from ground.health import Look; "
    command = [sys.executable, "-c", begin + "print(Look.begin_or_join() is Look.begin_or_join())"]
    printed = subprocess.run(
        command, env=os.environ | frozen_database, cwd=project.BASE_DIR, text=True, capture_output=True
    )
    assert printed.stdout == "True\n"


def ask(address, cookie=""):
    opener = build_opener(ProxyHandler({}))
    opener.addheaders = [("Cookie", cookie)]
    try:
        return opener.open(f"{address}/healthz", timeout=30).read()
    except HTTPError as unwell:
        return unwell.code, unwell.read()


def test_a_frozen_database_is_told_whoever_asks_and_how_often(frozen):
    """More often than the server has threads: none of them stays behind."""
    address, server = frozen
    while True:
        try:
            first = ask(address)
            break
        except OSError:
            assert server.poll() is None
    answers = [first, *(ask(address, "sessionid=abcdefghijklmnop") for _n in range(10))]
    assert answers == [(503, b"unwell: database")] * 11
    assert health.PATIENCE < 2


WAITS = """
import os, threading
import django
django.setup()
from django.db import OperationalError
from ground.health import wait_for_database
try:
    wait_for_database(0)
except OperationalError:
    print("away")
threading.Timer(0.3, os.mkdir, [os.environ["FOLDER"]]).start()
wait_for_database(30)
print("there")
"""


def test_what_starts_beside_the_database_waits_for_it(tmp_path):
    folder = tmp_path / "later"
    own = {"DATABASE_URL": f"sqlite:///{folder}/danvan.sqlite3", "FOLDER": str(folder)}
    said = subprocess.check_output([sys.executable, "-c", WAITS], env=os.environ | own, cwd=project.BASE_DIR, text=True)
    assert said.split() == ["away", "there"]
