"""What stands in a line of the log, and what never does."""

import json
import logging
import sys

import pytest

from ground.logs.lines import JsonLine, PlainLine
from ground.logs.masks import masked
from ground.logs.tracing import traced


def record(message, *args, **more):
    made = logging.LogRecord("portal.mails", logging.WARNING, "", 0, message, args, more.pop("exc_info", None))
    made.created = 1_780_279_230.5
    made.__dict__.update(more)
    return made


def failure(text):
    try:
        raise ValueError(text)
    except ValueError:
        return sys.exc_info()


def test_a_json_line_holds_all_of_a_record():
    with traced("0af1"):
        line = JsonLine().format(record("mail %s\nwas lost", 7, fields={"status": 200}))
    assert json.loads(line) == {
        "time": "2026-06-01T02:00:30.500+00:00",
        "level": "WARNING",
        "logger": "portal.mails",
        "message": "mail 7\nwas lost",
        "id": "0af1",
        "status": 200,
    }
    assert "\n" not in line


def test_a_traceback_is_part_of_its_line():
    line = json.loads(JsonLine().format(record("broke", exc_info=failure("no such row"))))
    assert "id" not in line
    assert (line["error"].partition(" ")[0], line["error"][-23:]) == ("Traceback", "ValueError: no such row")


def test_a_plain_line_ends_with_the_id():
    with traced("0af1"):
        inside = PlainLine().format(record("mail %s", 7))
    outside = PlainLine().format(record("mail %s", 7))
    assert [line.partition(" WARNING ")[2] for line in (inside, outside)] == [
        "portal.mails: mail 7 [0af1]",
        "portal.mails: mail 7",
    ]


OF_POSTGRESQL = """duplicate key value violates unique constraint "person_email"
DETAIL:  Key (email)=(lan@xa.example) already exists.
done"""


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("file 7 could not be scanned: timed out", "file 7 could not be scanned: timed out"),
        ("exit code: 3", "exit code: 3"),
        ("{'lan@xa.example': (550, b'unknown')}", "{'…@…': (550, b'unknown')}"),
        ("smtp+tls://danvan:s3cret@mail.example:587", "smtp+tls://…@mail.example:587"),
        ("postgres://:s3cret@db/danvan", "postgres://…@db/danvan"),
        ("Not Found: /campaigns/?q=Nguyễn+Lan&code=7", "Not Found: /campaigns/?q=…&code=…"),
        ("Internal Server Error: /password/reset/MQ/c1-0af1/", "Internal Server Error: /password/reset/…"),
        ("{'password': 'mật khẩu 1', 'n': 1}", "{'password': …, 'n': 1}"),
        ("csrfmiddlewaretoken=0af1; sessionid=0af1", "csrfmiddlewaretoken=…; sessionid=…"),
        ("Authorization: Bearer 0af1", "Authorization: …"),
        ("invalid literal for int(): 'Nguyễn Thị Lan'", "invalid literal for int(): '…'"),
        (OF_POSTGRESQL, 'duplicate key value violates unique constraint "person_email"\ndone'),
    ],
)
def test_secrets_and_what_names_people_are_taken_out(text, written):
    assert masked(text) == written


@pytest.mark.parametrize("line", [JsonLine(), PlainLine()])
def test_they_are_taken_out_of_messages_and_tracebacks(line):
    written = line.format(record("of %s", "lan@xa.example", exc_info=failure("token=0af1")))
    assert ("xa.example" in written, "token=0af1" in written, "token=…" in written) == (False, False, True)
