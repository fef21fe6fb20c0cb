"""Portals with a database and a folder of their own, on the database that the run is on."""

import os

import environ
import pytest
from django.db import connection

from portal.backups.backup import Site, back_up
from portal.backups.databases import database_of
from tests.loaded_database import TABLES
from tests.portal.backups.sites import NOW

collect_ignore = [] if "DATABASE_URL" in os.environ else ["test_postgresql.py"]  # they need its server


@pytest.fixture(scope="module")
def site_at(own_database, django_db_blocker):
    """`site_at(folder, …)` is a portal with a database and a folder of its own."""
    made = []

    def make(folder, *stage):
        folder.mkdir(exist_ok=True)
        url = own_database(folder, *stage)
        site = Site(database_of(environ.Env.db_url_config(url)), folder / "files")
        made.append((site, url))
        return site, url

    yield make
    if connection.vendor == "postgresql":
        for site, _url in made:
            with site.database.server() as server:
                like = "SELECT datname FROM pg_database WHERE datname LIKE %s"
                for (name,) in server.execute(like, [f"{site.database.name}\\_%"]).fetchall():
                    if name.startswith((f"{site.database.name}_before", f"{site.database.name}_restoring")):
                        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("drill")


@pytest.fixture(scope="module")
def small(site_at, home):
    """A portal with tables, two files and hardly a row: for what doesn't depend on how many there are."""
    site, _url = site_at(home / "small", TABLES)
    site.files.mkdir()
    (site.files / "first").write_bytes(os.urandom(100_000))
    (site.files / "imports").mkdir()
    (site.files / "imports" / "second").write_bytes(b"second")
    return site


@pytest.fixture(scope="module")
def small_backup(small, home):
    return back_up(small, home / "small-backups", NOW)
