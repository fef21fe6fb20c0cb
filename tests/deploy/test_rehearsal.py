"""Before an update stops the portal its migrations are tried on a copy of the backup."""

import os
import subprocess
import sys

import environ
import pytest
from django.conf import settings

from portal.backups.databases import database_of
from tests.loaded_database import TABLES

# Its tables are there: to make them once more can't go well.
DONE = "DELETE FROM django_migrations WHERE app = 'sessions'"


class Portal:
    def __init__(self, url, folder):
        self.url, self.folder, self.database = url, folder, database_of(environ.Env.db_url_config(url))
        self.database.dump(folder / self.database.file)

    def rehearse(self):
        environment = os.environ | {"DATABASE_URL": self.url, "DANVAN_DATA": str(self.folder)}
        command = [sys.executable, "manage.py", "rehearse", self.folder]
        return subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True)

    def lacks_a_migration(self):
        """In the copy that is restored, as if this code had one more."""
        beside = self.database.fill_beside(self.folder / self.database.file)
        (self.folder / self.database.file).unlink()
        with beside.opened() as copy:
            copy.execute(DONE)
        beside.dump(self.folder / self.database.file)
        beside.drop()

    def copies(self):
        if self.database.vendor == "sqlite":
            return sorted(path.name for path in self.folder.glob("*.restoring*"))
        with self.database.server() as server:
            like = f"{self.database.name}\\_restoring"
            return server.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [like]).fetchall()


@pytest.fixture(scope="module")
def portal(own_database, tmp_path_factory):
    folder = tmp_path_factory.mktemp("rehearsal")
    return Portal(own_database(folder, TABLES), folder)


def test_it_says_how_many_seconds_and_leaves_no_copy(portal):
    before = portal.database.contents()
    done = portal.rehearse()
    assert (done.returncode, done.stderr, done.stdout.strip().isdigit()) == (0, "", True)
    assert (portal.database.contents(), portal.copies()) == (before, [])


def test_a_migration_that_fails_does_so_on_the_copy_alone(portal):
    portal.lacks_a_migration()
    before = portal.database.contents()
    failed = portal.rehearse()
    assert (failed.returncode, "already exists" in failed.stderr) == (1, True)
    assert (portal.database.contents(), portal.copies()) == (before, [])
