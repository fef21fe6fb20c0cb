"""The drill, on the database that the run is on: a filled portal is backed up while files come in, restored in a fresh
place, compared row for row and file for file, signed in to, and migrated to the next version.
"""

import os
import subprocess
import sys
import threading
from collections import Counter
from contextlib import contextmanager
from uuid import uuid4

import pytest
from django.conf import settings as project
from django.db import connection

from portal.backups import postgresql, sqlite
from portal.backups.backup import Site, back_up
from portal.backups.files import names_in
from portal.backups.manifest import Manifest, read_sums
from portal.backups.restore import restore
from tests.loaded_database import TABLES
from tests.portal.backups.sites import COLUMNS, NOW, beside, contents_of, digests, opened, rows_of, sums, write

FILE = f"INSERT INTO inspections_storedfile (key, original_name, {COLUMNS}) SELECT '{{key}}', 'upload', {COLUMNS}"
FILE += " FROM inspections_storedfile LIMIT 1"
KEYS = "SELECT key, shown_key FROM inspections_storedfile"
UPLOADS = "SELECT count(*) FROM inspections_storedfile WHERE original_name = 'upload'"
# What the next version brings: a migration that changes a filled table.
NEXT_SETTINGS = "from danvan.settings import *\nINSTALLED_APPS += ['next_version']\n"
NEXT_MIGRATION = """
from django.db import migrations
class Migration(migrations.Migration):
    dependencies = [("inspections", "__latest__")]
    column = "ALTER TABLE inspections_storedfile ADD COLUMN later integer NOT NULL DEFAULT 7"
    operations = [migrations.RunSQL(column, "ALTER TABLE inspections_storedfile DROP COLUMN later")]
"""
SIGN_IN = """
import hashlib
import django
django.setup()
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from reports.models import Document
paper = Document.objects.exclude(pdf=None).order_by("pk").first()
client = Client()
answer = client.post("/sign-in/", {"username": "minh", "password": settings.DEMO_PASSWORD})
pdf = b"".join(client.get(f"/documents/{paper.pk}.pdf"))
print(answer.status_code, answer["Location"], hashlib.sha256(pdf).hexdigest() == paper.pdf.sha256, pdf[:5])
call_command("migrate", verbosity=0)
with connection.cursor() as cursor:
    cursor.execute("SELECT DISTINCT later FROM inspections_storedfile")
    print(cursor.fetchall())
"""


@contextmanager
def uploads_to(site):
    """Files come in as an upload brings them: the file first, then its row. Three are there when the work begins."""
    is_over, keys = threading.Event(), []

    def upload():
        with opened(site.database) as connected:
            while not is_over.wait(0.01):
                keys.append(uuid4().hex)
                (site.files / keys[-1]).write_bytes(os.urandom(1000))
                connected.execute(FILE.format(key=keys[-1]))
                connected.commit()

    uploads = threading.Thread(target=upload)
    uploads.start()
    try:
        while len(keys) < 4:  # three are written whole
            assert uploads.is_alive()
        yield
    finally:
        is_over.set()
        uploads.join()


@pytest.fixture(scope="module")
def source(site_at, home):
    site, _url = site_at(home / "source")
    return site


@pytest.fixture(scope="module")
def backup(source, home):
    """Made of the filled portal while files come in."""
    with uploads_to(source):
        return back_up(source, home / "backups", NOW)


@pytest.fixture(scope="module")
def fresh(site_at, home, backup):
    """A fresh place, as an installation leaves it, restored to."""
    site, url = site_at(home / "fresh", TABLES)
    site.files.mkdir()
    restored = restore(site, backup, NOW)
    return site, url, restored


def test_a_fresh_place_is_the_same_row_for_row_and_file_for_file_history_too(source, fresh):
    """But for what came in after the backup's instant."""
    site, _url, restored = fresh
    there, here = rows_of(site), rows_of(source)
    came_in = "inspections_storedfile"
    assert {table for table in here if there[table] != here[table]} <= {came_in}
    assert there[came_in] - here[came_in] == Counter()
    filled = ["workflow_event", "inspections_storedfile", "reports_document", "accounts_user", "django_migrations"]
    assert [table for table in filled if not there[table]] == []
    assert contents_of(site.files).items() <= contents_of(source.files).items()
    assert {path.stat().st_mode & 0o007 for path in site.files.rglob("*")} == {0}
    assert (restored.old_database, restored.old_files, restored.is_older) == (None, None, False)
    database = "danvan.sqlite3" if site.database.vendor == "sqlite" else site.database.name
    assert sorted(beside(site)) == sorted(["files", database])


def test_every_row_has_its_file_and_what_was_in_before_the_backup_is_in_it(backup, source, fresh):
    site, _url, _restored = fresh
    keys = {key for row in write(site.database, KEYS) for key in row if key}
    [[n]] = write(site.database, UPLOADS)
    assert (keys - {str(name) for name in contents_of(site.files)}, n >= 3) == (set(), True)
    assert Manifest.read(backup).missing_files == []


def test_in_the_fresh_place_minh_signs_in_a_paper_is_the_same_byte_for_byte_and_the_next_version_migrates(fresh, home):
    site, url, _restored = fresh
    migrations = home / "next_version" / "migrations"
    migrations.mkdir(parents=True)
    (migrations.parent / "__init__.py").touch()
    (migrations / "__init__.py").touch()
    (migrations / "0001_later.py").write_text(NEXT_MIGRATION)
    (home / "next_settings.py").write_text(NEXT_SETTINGS)
    environment = os.environ | {"DATABASE_URL": url, "DANVAN_DATA": str(site.files.parent)}
    environment |= {"DJANGO_SETTINGS_MODULE": "next_settings", "PYTHONPATH": str(home)}
    done = subprocess.run(
        [sys.executable, "-c", SIGN_IN], env=environment, cwd=project.BASE_DIR, capture_output=True, text=True
    )
    assert (done.stdout, done.stderr) == ("302 / True b'%PDF-'\n[(7,)]\n", "")


def test_a_backup_is_checked_with_stock_tools_and_is_its_owners_alone(backup, source):
    def says(*command):
        return subprocess.run(command, cwd=backup, capture_output=True, text=True)

    assert says("sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS").returncode == 0
    assert set(read_sums(backup)) == set(names_in(backup)) - {"SHA256SUMS"}
    if source.database.vendor == "sqlite":
        assert says("sqlite3", "-readonly", "database.sqlite3", "PRAGMA integrity_check").stdout == "ok\n"
    else:
        assert "TABLE DATA public workflow_event" in says("pg_restore", "--list", "database.dump").stdout
    assert {path.stat().st_mode & 0o077 for path in [backup, *backup.rglob("*")]} == {0}


def test_no_secret_is_in_a_backup(backup):
    found = [path for path in backup.rglob("*") if path.is_file() and project.SECRET_KEY.encode() in path.read_bytes()]
    assert found == []


def test_replaced_data_stays_beside(small_backup, source, fresh):
    """The last of these tests: the fresh place is another one afterwards. A restore that was killed is no hindrance."""
    site, _url, _restored = fresh
    before, files = digests(site), sums(site.files)
    site.files.with_name("files.restoring").mkdir()
    restored = restore(site, small_backup, NOW, is_replacing=True)
    assert digests(site) == Manifest.read(small_backup).tables
    assert {f"files/{name}": each for name, each in sums(site.files).items()}.items() <= read_sums(small_backup).items()
    assert (digests(Site(restored.old_database, site.files)), sums(restored.old_files)) == (before, files)
    assert {path.stat().st_mode & 0o007 for path in [site.files, *site.files.rglob("*")]} == {0}
    assert (site.files / "imports").is_dir()


def test_a_backup_of_an_older_version_is_restored_and_says_so(site_at, home):
    """As before the latest migration: the rows are those of the time, the code migrates them on."""
    site, _url = site_at(home / "older-source", TABLES)
    write(site.database, "DELETE FROM django_migrations WHERE app = 'workflow' AND name LIKE '0002%'")
    older = back_up(site, home / "older", NOW)
    target, _url = site_at(home / "older-target", None)
    assert restore(target, older, NOW).is_older is True


@pytest.mark.one_database("sqlite")
def test_what_lies_in_the_log_of_the_database_stays_with_it(small_backup, site_at, home):
    """A portal that was killed leaves rows in the file beside the database, which would be taken for the new one's."""
    site, _url = site_at(home / "killed-portal", TABLES)
    with opened(site.database) as portal:
        portal.execute("DELETE FROM django_q_schedule")
        portal.commit()
        left = digests(site)
        beside = site.database.fill_beside(small_backup / "database.sqlite3")
        old = site.database.replace_by(beside, "killed")
    assert (digests(site), old.contents().tables) == (Manifest.read(small_backup).tables, left)
    assert left["django_q_schedule"].rows == 0


def test_every_column_of_every_table_is_compared(small):
    names = sqlite.column_names if small.database.vendor == "sqlite" else postgresql.column_names
    with small.database.opened() as there:
        for table in connection.introspection.table_names():
            described = there.execute(f'SELECT * FROM "{table}" LIMIT 0').description
            assert names(there, table) == sorted(column[0] for column in described)
