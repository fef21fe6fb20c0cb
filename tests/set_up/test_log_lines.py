"""Strangers can't fill the log: of what they cause one line a minute is written, short."""

import logging
from io import StringIO

import pytest
from django.test import Client

from ground.logs.strangers import OneAMinute

BAD_HOST = "django.security.DisallowedHost"


def lines(*records):
    """What a filter lets through of (seconds, logger, message)."""
    strangers, through = OneAMinute(), []
    for created, name, message in records:
        record = logging.LogRecord(name, logging.ERROR, "", 0, "%s", (message,), (ValueError, ValueError("x"), None))
        record.created = 1_000_000.0 + created
        if strangers.filter(record):
            through.append((record.getMessage(), record.exc_info))
    return through


def test_one_line_a_minute_tells_how_many_more_there_were():
    written = lines(
        (0, BAD_HOST, "a"), (1, BAD_HOST, "b"), (59, BAD_HOST, "c"), (60, BAD_HOST, "d"), (61, BAD_HOST, "e")
    )
    assert written == [("a", None), ("d (and 2 more like it)", None)]


def test_each_kind_has_a_line_of_its_own():
    assert [words for words, _trace in lines((0, BAD_HOST, "a"), (0, "django.security.csrf", "b"))] == ["a", "b"]


def test_a_long_host_is_cut():
    assert lines((0, BAD_HOST, "x" * 8000)) == [("x" * 200, None)]


def test_a_percent_sign_in_a_host_breaks_no_line():
    assert lines((0, BAD_HOST, "%s%d"), (61, BAD_HOST, "100%")) == [("%s%d", None), ("100%", None)]


@pytest.fixture
def log():
    """What the portal's own handlers write."""
    security = logging.getLogger("django.security")
    assert [type(each) for each in security.handlers[0].filters] == [OneAMinute]
    security.handlers[0].filters[0].__init__()
    was, written = security.handlers[0].stream, StringIO()
    security.handlers[0].setStream(written)
    yield written
    security.handlers[0].setStream(was)


def test_a_hundred_bad_host_lines_are_one_line_in_the_log(log, db):
    client = Client()
    answers = {client.get("/", headers={"host": f"evil-{n}.example"}).status_code for n in range(100)}
    assert (answers, len(log.getvalue().splitlines())) == ({400}, 1)
    assert "ERROR django.security.DisallowedHost: Invalid HTTP_HOST header: 'evil-0.example'" in log.getvalue()
