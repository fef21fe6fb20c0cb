"""What is refused says why, and leaves all as it was."""

import json
import os
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from portal.backups.backup import back_up
from portal.backups.files import sum_of
from portal.backups.refusals import Refused
from portal.backups.restore import restore
from tests.full_disk import full_after
from tests.loaded_database import TABLES
from tests.portal.backups.sites import NOW, beside, contents_of, digests, sums, write


@pytest.fixture(scope="module")
def other(site_at, home):
    """A portal with other rows and files than the backup."""
    site, _url = site_at(home / "other", TABLES)
    write(site.database, "DELETE FROM django_q_schedule")
    site.files.mkdir()
    (site.files / "other").write_bytes(b"other")
    return site


def state_of(site):
    return digests(site), sums(site.files), beside(site)


def spoiled(backup, home, spoil):
    """A copy of the backup with something spoiled; its sums fit unless it is the sums that don't."""
    folder = home / uuid4().hex
    subprocess.run(["cp", "-a", backup, folder], check=True)
    spoil(folder)
    return folder


def change_manifest(**values):
    return lambda folder: write_manifest(folder, json.loads((folder / "manifest.json").read_text()) | values)


def write_manifest(folder, found):
    manifest = folder / "manifest.json"
    before = sum_of(manifest)
    manifest.write_text(json.dumps(found))
    sums = folder / "SHA256SUMS"
    sums.write_text(sums.read_text().replace(before, sum_of(manifest)))


def lose_a_row_of(table):
    def lose(folder):
        found = json.loads((folder / "manifest.json").read_text())
        found["tables"][table]["rows"] += 1
        write_manifest(folder, found)

    return lose


def lose_a_table(folder):
    found = json.loads((folder / "manifest.json").read_text())
    found["tables"]["workflow_lost"] = {"rows": 0, "digest": "0"}
    write_manifest(folder, found)


def forget_a_file(folder):
    first_file(folder).unlink()
    sums = folder / "SHA256SUMS"
    sums.write_text("".join(line for line in sums.read_text().splitlines(True) if "files/first" not in line))


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
    (lambda folder: (folder / "manifest.json").open("a").write(" "), "không khớp mã băm: manifest.json"),
    (change_manifest(format=2), "cài bản mới hơn"),
    (
        change_manifest(migrations=[["workflow", "0999_later"]]),
        "phiên bản khác hoặc mới hơn của cổng làm ra (workflow.0999_later)",
    ),
    (change_manifest(vendor="oracle"), "Bản sao lưu là của oracle"),
    (lose_a_row_of("workflow_event"), "Các bảng không giống lúc sao lưu: workflow_event."),
    (lose_a_row_of("workflow_accesslog"), "Các bảng không giống lúc sao lưu: workflow_accesslog."),
    (lose_a_table, "Các bảng không giống lúc sao lưu: workflow_lost."),
    (forget_a_file, "Có 1 tệp, lúc sao lưu là 2"),
]


@pytest.mark.parametrize(("spoil", "words"), SPOILED)
def test_a_spoiled_backup_is_refused_with_words_and_all_stays_as_it_was(small_backup, other, home, spoil, words):
    before = state_of(other)
    with pytest.raises(Refused) as refused:
        restore(other, spoiled(small_backup, home, spoil), NOW, is_replacing=True)
    assert words in str(refused.value)
    assert state_of(other) == before


@pytest.mark.parametrize(("size", "words"), [(100, "."), (50_000, r"Không ghi được: .*File too large")])
def test_a_full_disk_leaves_all_as_it_was(small_backup, other, size, words):
    """SQLite can't even be looked at without room for what it writes beside; else the files don't find theirs."""
    before = state_of(other)
    with full_after(size), pytest.raises(Refused, match=words):
        restore(other, small_backup, NOW, is_replacing=True)
    assert state_of(other) == before


LATER = "INSERT INTO django_migrations (app, name, applied) VALUES ('workflow', '0999_later', '2026-11-27 01:30:00')"
GONE = "DELETE FROM django_migrations WHERE name = '0999_later'"


def test_a_release_that_was_gone_back_to_restores_what_it_has_backed_up(other, home):
    """Its portal has migrations that it doesn't know; a portal that hasn't them is not its own."""
    write(other.database, LATER)
    try:
        backup = back_up(other, home / "gone-back", NOW)
        before = digests(other)
        restore(other, backup, NOW + timedelta(hours=1), is_replacing=True)
        assert digests(other) == before
    finally:
        write(other.database, GONE)
    with pytest.raises(Refused, match="phiên bản khác hoặc mới hơn"):
        restore(other, backup, NOW, is_replacing=True)


def block_the_folder(site):
    """Where the folder of before would go, something lies already."""
    path = site.files.with_name(f"files.before-{NOW:%Y%m%dT%H%M%SZ}")
    path.mkdir()
    (path / "older").touch()
    return lambda: shutil.rmtree(path)


def block_the_database(site):
    stamp = f"{NOW:%Y%m%dT%H%M%SZ}"
    if site.database.vendor == "sqlite":
        path = site.database.path.with_name(f"danvan.sqlite3.before-{stamp}")
        path.mkdir()
        return path.rmdir
    name = f"{site.database.name}_before_{stamp}"
    with site.database.server() as server:
        server.execute(f'CREATE DATABASE "{name}"')
    return lambda: write_to_server(site.database, f'DROP DATABASE "{name}"')


def write_to_server(database, statement):
    with database.server() as server:
        server.execute(statement)


@pytest.mark.parametrize("block", [block_the_folder, block_the_database])
def test_a_switch_that_fails_halfway_leaves_all_as_it_was(small_backup, other, block):
    unblock = block(other)
    before = state_of(other)
    with pytest.raises(Refused):
        restore(other, small_backup, NOW, is_replacing=True)
    assert (state_of(other), contents_of(other.files)) == (before, {Path("other"): b"other"})
    unblock()


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
