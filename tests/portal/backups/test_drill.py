"""The drill, on the database that the run is on: a filled portal is backed up while files come in, restored in a fresh
place, compared row for row and file for file, signed in to, and migrated on.
"""

import json
import os
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import environ
import psycopg
import pytest
from django.conf import settings as project
from django.db import connection

from portal.backups.backup import PART, Site, back_up, backups_in, remove_old
from portal.backups.databases import database_of
from portal.backups.files import names_in, sum_of
from portal.backups.manifest import Manifest, read_sums
from portal.backups.refusals import Refused
from portal.backups.restore import restore
from tests.full_disk import full_after
from tests.loaded_database import TABLES

NOW = datetime(2026, 11, 27, 1, 30, tzinfo=UTC)
COLUMNS = (
    "shown_key, sha256, size, content_type, scan_state, scan_fault, original_name, created_at, changed_at, revision"
)
FILE = f"INSERT INTO inspections_storedfile (key, {COLUMNS}) SELECT '{{key}}', {COLUMNS} FROM inspections_storedfile"
FILE += " LIMIT 1"
SIGN_IN = """
import hashlib, io
import django
django.setup()
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from reports.models import Document
paper = Document.objects.exclude(pdf=None).order_by("pk").first()
client = Client()
answer = client.post("/sign-in/", {"username": "minh", "password": settings.DEMO_PASSWORD})
pdf = b"".join(client.get(f"/documents/{paper.pk}.pdf"))
call_command("migrate", verbosity=0)
print(answer.status_code, answer["Location"], hashlib.sha256(pdf).hexdigest() == paper.pdf.sha256, pdf[:5])
"""


def write(database, *statements):
    """Write as another process would, committed at once."""
    if database.vendor == "sqlite":
        with closing(sqlite3.connect(database.path, timeout=60)) as writer, writer:
            return [writer.execute(each).fetchall() for each in statements][-1]
    with psycopg.connect(database._address()) as writer:
        cursors = [writer.execute(each) for each in statements]
        return cursors[-1].fetchall() if cursors[-1].description else []


def digests(site):
    return site.database.contents().tables


def sums(folder):
    return {name: sum_of(folder / name) for name in names_in(folder)}


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
def source(site_at, home):
    site, _url = site_at(home / "source")
    return site


@pytest.fixture(scope="module")
def small(site_at, home):
    """A portal with tables, two files and hardly a row: for what doesn't depend on how many there are."""
    site, _url = site_at(home / "small", TABLES)
    site.files.mkdir()
    (site.files / "first").write_bytes(os.urandom(1000))
    (site.files / "imports").mkdir()
    (site.files / "imports" / "second").write_bytes(b"second")
    return site


@pytest.fixture(scope="module")
def backup(source, home):
    return back_up(source, home / "backups", NOW)


@pytest.fixture(scope="module")
def fresh(site_at, home, backup):
    """A fresh place, restored to."""
    site, url = site_at(home / "fresh", None)
    restored = restore(site, backup, NOW)
    return site, url, restored


def test_a_fresh_place_is_the_same_row_for_row_and_file_for_file_history_too(source, fresh):
    site, _url, restored = fresh
    there = digests(site)
    assert (there, sums(site.files)) == (digests(source), sums(source.files))
    filled = ["workflow_event", "workflow_accesslog", "inspections_storedfile", "reports_document", "accounts_user"]
    assert [name for name in filled if there[name].rows == 0 and name != "workflow_accesslog"] == []
    assert (restored.old_database, restored.old_files, restored.is_older) == (None, None, False)


def test_in_the_fresh_place_minh_signs_in_and_a_paper_is_the_same_byte_for_byte(fresh):
    site, url, _restored = fresh
    environment = os.environ | {"DATABASE_URL": url, "DANVAN_DATA": str(site.files.parent)}
    done = subprocess.run(
        [sys.executable, "-c", SIGN_IN], env=environment, cwd=project.BASE_DIR, capture_output=True, text=True
    )
    assert (done.stdout, done.stderr) == ("302 / True b'%PDF-'\n", "")


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


def test_every_row_has_its_file_in_a_backup_that_is_made_while_files_come_in(source, backup, home):
    """As an upload does: the file first, then its row."""
    is_over, keys = threading.Event(), []

    def upload():
        while not is_over.is_set():
            keys.append(uuid4().hex)
            (source.files / keys[-1]).write_bytes(os.urandom(1000))
            write(source.database, FILE.format(key=keys[-1]))

    uploads = threading.Thread(target=upload)
    uploads.start()
    try:
        while len(keys) < 4:  # three are written whole
            assert uploads.is_alive()
        made = back_up(source, home / "busy", NOW)
    finally:
        is_over.set()
        uploads.join()
    manifest, before = Manifest.read(made), Manifest.read(backup)
    table = "inspections_storedfile"
    assert manifest.missing_files == []
    assert manifest.tables[table].rows >= before.tables[table].rows + 3


def test_what_the_backup_before_has_is_linked_and_what_changed_is_not(small, home):
    folder = home / "linked"
    first = back_up(small, folder, NOW)
    name = next(names_in(small.files))
    before = (small.files / name).read_bytes()
    (small.files / name).write_bytes(before[::-1])
    second = back_up(small, folder, NOW + timedelta(days=1))
    (small.files / name).write_bytes(before)
    same = {file for file in names_in(first / "files") if (first / "files" / file).samefile(second / "files" / file)}
    assert same == set(names_in(first / "files")) - {name}
    assert sum_of(second / "files" / name) == read_sums(second)[f"files/{name}"]


def test_a_full_disk_leaves_no_half_backup(small, home):
    folder = home / "full"
    with full_after(100_000), pytest.raises(Refused):
        back_up(small, folder, NOW)
    assert [path.name for path in folder.iterdir()] == [".lock"]


def test_what_a_killed_backup_left_is_no_backup_and_goes_with_the_next(home, small):
    folder = home / "killed"
    part = folder / f"danvan-20261126T013000Z{PART}"
    part.mkdir(parents=True)
    assert backups_in(folder) == {}
    made = back_up(small, folder, NOW)
    assert (backups_in(folder), part.exists()) == ({NOW: made}, False)


def test_old_backups_are_removed_by_count(tmp_path):
    for day in range(20, 28):
        (tmp_path / f"danvan-202611{day}T013000Z").mkdir()
        (tmp_path / f"danvan-202611{day}T013000Z" / "SHA256SUMS").touch()
    (tmp_path / "danvan-20261119T013000Z").mkdir()  # not whole: not counted, not removed
    assert len(remove_old(tmp_path, days=3, months=0)) == 5
    assert sorted(path.name[7:15] for path in tmp_path.iterdir()) == ["20261119", "20261125", "20261126", "20261127"]


# --- What is refused leaves all as it was ----------------------------------------------------------------------------
@pytest.fixture(scope="module")
def other(site_at, home):
    """A portal with other rows and files than the backup."""
    site, _url = site_at(home / "other", TABLES)
    write(site.database, "DELETE FROM django_q_schedule")
    site.files.mkdir()
    (site.files / "other").write_bytes(b"other")
    return site


@pytest.fixture(scope="module")
def small_backup(small, home):
    return back_up(small, home / "small-backups", NOW)


def state_of(site):
    folder = site.files.parent
    return (
        digests(site),
        sums(site.files),
        sorted(path.name for path in folder.iterdir() if path.suffix not in [".sqlite3-wal", ".sqlite3-shm"]),
    )


def spoiled(backup, home, spoil):
    """A copy of the backup with something spoiled; its sums fit unless it is the sums that don't."""
    folder = home / uuid4().hex
    subprocess.run(["cp", "-a", backup, folder], check=True)
    spoil(folder)
    return folder


def change_manifest(**values):
    def change(folder):
        manifest = folder / "manifest.json"
        manifest.write_text(json.dumps(json.loads(manifest.read_text()) | values))

    return change


def lose_a_row(folder):
    found = json.loads((folder / "manifest.json").read_text())
    found["tables"]["workflow_event"]["rows"] += 1
    (folder / "manifest.json").write_text(json.dumps(found))


def first_file(folder):
    return folder / "files" / "first"


def cut_database(folder):
    [copy] = folder.glob("database.*")
    os.truncate(copy, copy.stat().st_size - 1000)


SPOILED = [
    (lambda folder: first_file(folder).write_bytes(b"x"), "không khớp mã băm"),
    (lambda folder: first_file(folder).unlink(), "thiếu tệp"),
    (cut_database, "không khớp mã băm"),
    (lambda folder: (folder / "manifest.json").unlink(), "Không phải bản sao lưu"),
    (change_manifest(format=2), "cài bản mới hơn"),
    (
        change_manifest(migrations=[["workflow", "0999_later"]]),
        "phiên bản khác hoặc mới hơn của cổng làm ra (workflow.0999_later)",
    ),
    (change_manifest(vendor="oracle"), "Bản sao lưu là của oracle"),
    (lose_a_row, "Các bảng không giống lúc sao lưu: workflow_event"),
]


@pytest.mark.parametrize(("spoil", "words"), SPOILED)
def test_a_spoiled_backup_is_refused_with_words_and_all_stays_as_it_was(small_backup, other, home, spoil, words):
    before = state_of(other)
    with pytest.raises(Refused) as refused:
        restore(other, spoiled(small_backup, home, spoil), NOW, is_replacing=True)
    assert words in str(refused.value)
    assert state_of(other) == before


def test_a_full_disk_leaves_all_as_it_was(small_backup, other):
    before = state_of(other)
    with full_after(100), pytest.raises(Refused):
        restore(other, small_backup, NOW, is_replacing=True)
    assert state_of(other) == before


def test_nothing_is_replaced_unless_somebody_says_so(small_backup, other):
    before = state_of(other)
    with pytest.raises(Refused) as refused:
        restore(other, small_backup, NOW)
    assert "--replace" in str(refused.value)
    assert state_of(other) == before


READER = {
    "sqlite": "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('SELECT 1 FROM accounts_user'); "
    "print(1, flush=True); sys.stdin.read()",
    "postgresql": "import psycopg, sys; c = psycopg.connect(sys.argv[1]); print(1, flush=True); sys.stdin.read()",
}


def test_nothing_is_replaced_under_a_running_portal(small_backup, other):
    address = str(other.database.path) if other.database.vendor == "sqlite" else other.database._address()
    command = [sys.executable, "-c", READER[other.database.vendor], address]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as reader:
        assert reader.stdout.readline() == b"1\n"
        with pytest.raises(Refused) as refused:
            restore(other, small_backup, NOW, is_replacing=True)
        reader.stdin.close()
    assert "Dừng danvan-web và danvan-worker trước" in str(refused.value)


def test_replaced_data_stays_beside(small_backup, source, fresh):
    """The last of these tests: the fresh place is another one afterwards."""
    site, _url, _restored = fresh
    before, files = digests(site), sums(site.files)
    restored = restore(site, small_backup, NOW, is_replacing=True)
    assert digests(site) == Manifest.read(small_backup).tables
    assert {f"files/{name}": each for name, each in sums(site.files).items()}.items() <= read_sums(small_backup).items()
    assert (digests(Site(restored.old_database, site.files)), sums(restored.old_files)) == (before, files)


def test_a_backup_of_an_older_version_is_restored_and_says_so(site_at, home):
    """As before the latest migration: the rows are those of the time, the code migrates them on."""
    site, _url = site_at(home / "older-source", TABLES)
    write(site.database, "DELETE FROM django_migrations WHERE app = 'workflow' AND name LIKE '0002%'")
    older = back_up(site, home / "older", NOW)
    target, _url = site_at(home / "older-target", None)
    assert restore(target, older, NOW).is_older is True
