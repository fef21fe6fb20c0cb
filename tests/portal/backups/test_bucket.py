"""Files in an S3 store come into the backup and back: a restore adds to the bucket and deletes nothing from it."""

import os
import subprocess
from datetime import UTC, datetime, timedelta

import environ
import pytest

from ground.shared.objects import WholeObjectStorage
from portal.backups.backup import Site, back_up
from portal.backups.databases import database_of
from portal.backups.files import names_in, sum_of
from portal.backups.manifest import Manifest
from portal.backups.refusals import Refused
from portal.backups.restore import restore
from tests.loaded_database import TABLES
from tests.made_store import BUCKET, OPTIONS, bucket_at, store_server

pytestmark = pytest.mark.one_database("sqlite")  # what is of the database has its tests on both
NOW = datetime(2026, 11, 27, 1, 30, tzinfo=UTC)
FILES = {"first": os.urandom(3_000_000), "imports/7/second": b"second", "third": b""}


@pytest.fixture(scope="module")
def address(free_port):
    with store_server(free_port()) as found:
        yield found


@pytest.fixture
def bucket(address):
    found = bucket_at(address)
    found.objects.delete()
    return found


def contents(bucket):
    return {each.key: each.get()["Body"].read() for each in bucket.objects.all()}


def put(bucket, files):
    for name, content in files.items():
        bucket.Object(name).put(Body=content)


@pytest.fixture
def site(own_database, tmp_path, address):
    """A portal with hardly a row, whose files are in the bucket; there are none."""
    url = own_database(tmp_path, TABLES)
    store = WholeObjectStorage(**OPTIONS, bucket_name=BUCKET, endpoint_url=address)
    return Site(database_of(environ.Env.db_url_config(url)), store)


@pytest.fixture
def backup(site, bucket, tmp_path):
    """Made while FILES were in the bucket; it is empty again."""
    put(bucket, FILES)
    made = back_up(site, tmp_path / "backups", NOW)
    bucket.objects.delete()
    return made


def test_a_backup_holds_the_files_of_the_bucket(backup):
    assert {name: (backup / "files" / name).read_bytes() for name in names_in(backup / "files")} == FILES
    manifest = Manifest.read(backup)
    assert (manifest.files, manifest.files_bytes, manifest.missing_files) == (3, 3_000_006, [])
    assert subprocess.run(["sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd=backup).returncode == 0


def test_what_the_backup_before_has_is_not_fetched_again(site, bucket, tmp_path):
    put(bucket, FILES)
    first = back_up(site, tmp_path, NOW)
    put(bucket, {"fourth": b"4"})
    second = back_up(site, tmp_path, NOW + timedelta(days=1))
    links = {name: (second / "files" / name).stat().st_nlink for name in names_in(second / "files")}
    assert links == {"first": 2, "fourth": 1, "imports/7/second": 2, "third": 2}
    assert sum_of(second / "files" / "first") == sum_of(first / "files" / "first")


def test_an_empty_bucket_is_filled(site, backup, bucket):
    restored = restore(site, backup, NOW)
    assert (contents(bucket), restored.old_files) == (FILES, None)


def test_a_backup_from_a_disk_fills_a_bucket_and_back(site, backup, bucket, tmp_path):
    on_disk = Site(site.database, tmp_path / "files")
    restore(on_disk, backup, NOW)
    put(bucket, {"first": FILES["first"]})
    restore(site, back_up(on_disk, tmp_path / "of-disk", NOW), NOW, is_replacing=True)
    assert contents(bucket) == FILES


def test_a_bucket_with_files_is_filled_only_when_somebody_says_so(site, backup, bucket):
    put(bucket, {"other": b"other"})
    with pytest.raises(Refused, match="--replace"):
        restore(site, backup, NOW)
    assert contents(bucket) == {"other": b"other"}


def test_nothing_that_was_in_the_bucket_is_lost(site, backup, bucket):
    put(bucket, {"other": b"other", "first": b"spoiled"})
    restored = restore(site, backup, NOW, is_replacing=True)
    aside = {"other": b"other", "replaced-20261127T013000Z/first": b"spoiled"}
    assert (contents(bucket), restored.old_files) == (FILES | aside, "s3://danvan/replaced-20261127T013000Z")


def change_last_file(backup):
    (backup / "files" / "third").write_bytes(b"changed")


def lose_a_row(backup):
    manifest = backup / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"rows": 0', '"rows": 1', 1))


@pytest.mark.parametrize("spoil", [change_last_file, lose_a_row])
def test_a_refused_restore_leaves_the_bucket_as_it_was(site, backup, bucket, spoil):
    before = {"other": b"other", "first": b"spoiled"}
    put(bucket, before)
    spoil(backup)
    with pytest.raises(Refused):
        restore(site, backup, NOW, is_replacing=True)
    assert contents(bucket) == before


def test_while_the_store_is_away_both_say_so(site, backup, free_port, tmp_path):
    store = WholeObjectStorage(**OPTIONS, bucket_name=BUCKET, endpoint_url=f"http://127.0.0.1:{free_port()}")
    away, folder = Site(site.database, store), tmp_path / "none"
    for act in (lambda: back_up(away, folder, NOW), lambda: restore(away, backup, NOW)):
        with pytest.raises(Refused, match="Kho tệp của cổng không trả lời"):
            act()
    assert [path.name for path in folder.iterdir()] == [".lock"]
