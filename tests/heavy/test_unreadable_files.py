"""A stored file that is missing, or that the server may not read: words, no 500, and no download in the log."""

import logging

import pytest

from inspections.models import OfficialPaper
from workflow.models import AccessLog


@pytest.fixture
def folder(settings, tmp_path):
    """An empty folder in the place of the stored files: all of them are missing."""
    options = {"BACKEND": settings.STORAGES["default"]["BACKEND"], "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"default": options}
    return tmp_path


def test_minh_reads_what_happened_until_the_file_is_back(settings, folder, signed_in, minh, caplog):
    paper = OfficialPaper.objects.visible_to(minh).exclude(file=None).first()
    settings.DEBUG = False
    browser, stored = signed_in(minh), folder / paper.file.key
    browser.raise_request_exception = False
    caplog.set_level(logging.ERROR, logger="ground.storage")
    missing = browser.get(f"/papers/{paper.pk}/file")
    stored.mkdir()  # not to be read as a file, whoever asks
    foreign = browser.get(f"/papers/{paper.pk}/file")
    words = "Máy chủ không đọc được tệp"
    assert [(each.status_code, words in each.content.decode()) for each in (missing, foreign)] == [(503, True)] * 2
    assert [paper.file.key in line.getMessage() for line in caplog.records if line.name == "ground.storage"] == [
        True
    ] * 2
    stored.rmdir()
    stored.write_bytes(b"back")
    assert browser.get(f"/papers/{paper.pk}/file").getvalue() == b"back"
    assert AccessLog.objects.filter(kind="downloaded", object_id=paper.pk, actor=minh).count() == 1
