"""A full disk: no half file, a clear message, no 500."""

import json
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection

from ground.sheets.writing import xlsx_bytes
from ground.storage import CannotStore, WholeFileStorage
from ground.web import OverloadMiddleware, is_full_disk
from tests.full_disk import full_after


@pytest.fixture
def folder(settings, tmp_path):
    """The folder of stored files, empty, and what lies in it."""
    options = {"BACKEND": settings.STORAGES["default"]["BACKEND"], "OPTIONS": {"location": tmp_path / "files"}}
    settings.STORAGES = settings.STORAGES | {"default": options}
    return tmp_path / "files"


def files_in(folder):
    return sorted(path.name for path in Path(folder).rglob("*") if path.is_file())


def test_a_file_is_stored_whole(folder):
    assert default_storage.save("imports/7/a", ContentFile(b"whole")) == "imports/7/a"
    assert (files_in(folder), default_storage.open("imports/7/a").read()) == (["a"], b"whole")


def test_a_full_disk_leaves_no_half_file(folder):
    with full_after(100_000), pytest.raises(CannotStore):
        default_storage.save("a", ContentFile(b"0" * 300_000))
    assert files_in(folder) == []


def test_a_folder_that_takes_no_file_is_told_the_same_way(tmp_path):
    (tmp_path / "files").write_text("not a folder")
    with pytest.raises(CannotStore):
        WholeFileStorage(location=tmp_path / "files").save("a", ContentFile(b"0"))


def test_a_large_upload_that_the_disk_does_not_take_gets_a_page_that_says_so(settings, folder, signed_in, minh):
    settings.DEBUG = False
    client = signed_in(minh)
    client.raise_request_exception = False
    file = SimpleUploadedFile("a.xlsx", b"PK" * 2_000_000)
    with full_after(100_000):
        answer = client.post("/import/criteria/", {"file": file})
    assert (answer.status_code, "Máy chủ không lưu được tệp" in answer.content.decode()) == (507, True)


def test_an_import_that_cannot_be_put_by_gets_the_same_page(folder, signed_in, minh):
    file = SimpleUploadedFile("a.xlsx", xlsx_bytes(["Mã", "Tên"], [["1", "Một"]]))
    with full_after(1_000):
        answer = signed_in(minh).post("/import/criteria/", {"file": file})
    assert (answer.status_code, files_in(folder)) == (507, [])


def test_the_databases_own_word_for_a_full_disk_is_understood(db, rf, minh):
    of_postgresql = OperationalError("could not extend file")
    of_postgresql.__cause__ = Exception()
    of_postgresql.__cause__.sqlstate = "53100"
    full = [OperationalError("database or disk is full"), of_postgresql, OSError(28, "x")]
    other = [OperationalError("database is locked"), OSError(2, "x")]
    assert [is_full_disk(fault) for fault in [*full, *other]] == [True, True, True, False, False]
    pages = OverloadMiddleware(lambda request: None)
    answers = [pages.process_exception(rf.get("/"), fault) for fault in [*full, *other]]
    assert [answer and answer.status_code for answer in answers] == [507, 507, 507, None, None]


# --- Reading goes on -------------------------------------------------------------------------------------------------
READ = """
import json
import logging
import resource
from django.conf import settings
from django.test import Client
from inspections.models import OfficialPaper
from reports.models import Document
from workflow.models import AccessLog

lines = []

class Lines(logging.Handler):
    def emit(self, line):
        lines.append(line.getMessage())

for name in ("accounts.sign_in.middleware", "workflow.history.access"):
    logging.getLogger(name).setLevel("ERROR")
    logging.getLogger(name).propagate = False
    logging.getLogger(name).addHandler(Lines())
minh = Client()
minh.post("/sign-in/", {"username": "minh", "password": settings.DEMO_PASSWORD})
session = minh.session
session["seen_at"] -= 600  # so each page stores that somebody was here
session.save()
actor = AccessLog.objects.latest("pk").actor
issued = Document.objects.visible_to(actor).exclude(pdf=None).earliest("pk")
paper = OfficialPaper.objects.visible_to(actor).exclude(file=None).earliest("pk")
before = AccessLog.objects.count()
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
pages = ["/", "/campaigns/", "/batches/", f"/documents/{issued.pk}/", f"/documents/{issued.pk}.pdf", paper.download_url]
answers = [minh.get(path) for path in pages]
found = [[answer.status_code, len(b"".join(answer)) > 1000] for answer in answers]
logged = [f"account {actor.pk} downloaded {name}" for name in (f"Document {issued.pk}", f"OfficialPaper {paper.pk}")]
print(json.dumps([found, lines, logged, AccessLog.objects.count() - before]))
"""


def test_on_a_full_disk_pages_and_stored_files_are_read_all_the_same(at_once):
    """Nothing is written in this process: neither a file nor, with SQLite, a row. What isn't in the access log is in
    the portal's own.
    """
    [[printed]] = at_once((READ, [""]), LOG_LEVEL="CRITICAL")
    answers, lines, logged, n = json.loads(printed)
    assert answers == [[200, True]] * 6
    if connection.vendor == "sqlite":
        sessions = ["full disk, a session isn't saved"] * 6
        assert sorted(lines) == sorted(sessions + [f"full disk, not in the access log: {each}" for each in logged])
    assert (n, lines == []) == ((0, False) if connection.vendor == "sqlite" else (2, True))
