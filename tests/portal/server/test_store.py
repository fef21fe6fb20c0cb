"""What check_server says of files in an S3 store: rows against files both ways, the broom, and a store that fails."""

import json
import os
import socket
import time
from datetime import UTC, datetime, timedelta
from urllib.request import Request, urlopen

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from inspections.models import StoredFile
from inspections.papers.acts import store_file
from portal.server import files
from portal.server.files import compare, sweep
from tests.made_store import BUCKET, OPTIONS, bucket_at, store_server


@pytest.fixture(scope="module")
def address(free_port):
    with store_server(free_port()) as found:
        yield found


@pytest.fixture
def stored_at(settings):
    """`stored_at(address, …)`: the portal's files are there."""

    def use(address, bucket=BUCKET, **options):
        options = OPTIONS | {"bucket_name": bucket, "endpoint_url": address} | options
        backend = {"BACKEND": "ground.shared.objects.WholeObjectStorage", "OPTIONS": options}
        settings.S3_BUCKET, settings.PROBE_SECONDS = bucket, 0.5
        settings.STORAGES = settings.STORAGES | {"default": backend}

    return use


@pytest.fixture
def bucket(address, stored_at):
    """Empty; the rows of the demo name files that aren't in it."""
    stored_at(address)
    found = bucket_at(address)
    found.objects.delete()
    return found


@pytest.fixture
def stored(db, bucket):
    return store_file(b"%PDF-", "a.pdf", "application/pdf", "clean")


def keys(bucket):
    return {each.key for each in bucket.objects.all()}


def a_day_later(monkeypatch):
    """The store sets the time of what comes in; a day passes for who compares."""
    now = datetime.now(UTC) + timedelta(hours=25)
    monkeypatch.setattr(files.time, "time", now.timestamp)


def test_a_row_without_its_file_and_a_file_of_another_size_are_named(stored, bucket):
    lost = set(compare().missing)
    assert (stored.key in lost, compare().changed, compare().foreign) == (False, [], [])
    bucket.Object(stored.key).put(Body=b"%PDF-and more")
    assert compare().changed == [stored.key]
    bucket.Object(stored.key).delete()
    assert (set(compare().missing) - lost, compare().changed) == ({stored.key}, [])


def test_the_broom_takes_old_files_without_a_row_and_nothing_else(stored, bucket, monkeypatch):
    others = {"imports/7/waits", "replaced-20261127T013000Z/a", ".health-0", "half.part"}
    for name in {"unnamed", "picture", *others}:
        default_storage.put(name, ContentFile(b"1"))
    StoredFile.objects.filter(pk=stored.pk).update(shown_key="picture")
    assert (compare().unnamed, sweep()) == ([], [])  # they may belong to uploads that go on
    a_day_later(monkeypatch)
    assert (compare().unnamed, sweep(26), sweep(), sweep()) == (["unnamed"], [], ["unnamed"], [])
    assert keys(bucket) == {stored.key, "picture", *others}


def said_of_store(capsys):
    """What check_server says of files, by the name of the finding: how it is, in words, and what to do."""
    with pytest.raises(SystemExit):
        call_command("check_server", json=True)
    found = json.loads(capsys.readouterr().out)
    return {
        each["name"]: each for each in found if each["name"] in {"files", "missing_files", "unnamed_files", "owner"}
    }


def test_a_store_that_is_well_is_compared_with_the_rows(stored, bucket, capsys):
    assert {name: each["health"] for name, each in said_of_store(capsys).items()} == {
        "missing_files": "unwell",
        "unnamed_files": "well",
        "files": "well",
    }
    assert keys(bucket) == {stored.key}


@pytest.fixture
def of_another_bucket(address, stored_at):
    stored_at(address, "no-such-bucket")
    return "kho tệp không có ngăn no-such-bucket", "S3_BUCKET"


@pytest.fixture
def of_another_key(address, stored_at):
    """Moto looks at keys only when it is made to."""
    stored_at(address, access_key="somebody", secret_key="else")
    look_at_keys(address, after=0)
    yield "kho tệp từ chối khóa của cổng", "S3_ACCESS_KEY"
    look_at_keys(address, after="inf")


def look_at_keys(address, after):
    if "RADOSGW" not in os.environ:
        plain = {"Content-Type": "text/plain"}
        urlopen(Request(f"{address}/moto-api/reset-auth", str(after).encode(), plain, method="POST")).close()


@pytest.fixture
def hanging(stored_at):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        stored_at(f"http://127.0.0.1:{silent.getsockname()[1]}")
        yield "kho tệp không trả lời", "S3_ENDPOINT"


@pytest.mark.parametrize("fault", ["of_another_bucket", "of_another_key", "hanging"])
def test_a_store_that_fails_is_said_with_what_helps(fault, db, request, capsys):
    """And nothing is compared, which would only wait once more; of a page one waits for 20 seconds, twice."""
    words, to_do = request.getfixturevalue(fault)
    began = time.monotonic()
    found = said_of_store(capsys)
    assert time.monotonic() - began < 15
    assert {name: (each["health"], each["words"]) for name, each in found.items()} == {"files": ("unwell", words)}
    assert to_do in found["files"]["to_do"]


def test_the_broom_says_so_too(of_another_bucket, db):
    with pytest.raises(CommandError, match="Kho tệp của cổng không trả lời"):
        call_command("check_server", sweep=True)
