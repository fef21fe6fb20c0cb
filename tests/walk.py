"""Visits every line of a table of addresses as each of the cast and records the responses."""

import io
import logging
import re
import subprocess
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import unquote

import pytest
from axes.models import AccessAttempt, AccessFailureLog
from axes.models import AccessLog as SignInLog
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Count, Max, Sum
from django.test import Client, override_settings
from django.urls import URLPattern, reverse

from accounts.models import User
from ground import health
from ground.sheets.writing import XLSX_TYPE
from tests.remembered import remembering
from tests.standing import standing
from workflow.models import AccessLog

WORDS = re.compile(r"~([a-z]+(?:\.[a-z_]+)+)~")  # see tests/strangers.py
LOGS = {AccessLog, Session, AccessAttempt, AccessFailureLog, SignInLog}
GOING_OUT = {"sign_out", "admin:logout"}  # visited in a browser of their own


@dataclass(frozen=True)
class Line:
    """One line of the table: an address for one record, a method, and the status that each user is to get."""

    name: str
    record: str
    method: str
    path: str
    expected: dict
    subject: object = None  # of a step: the record it is tried on,
    state: str = ""  # and the state the record is put into before
    typed: dict | None = None


@dataclass(frozen=True)
class Visit:
    line: Line
    user: str
    status: int
    refusal: bytes  # the body of a 404 or 403
    location: str
    words: frozenset = field(repr=False)  # whose words the reader met

    def __str__(self):
        return f"{self.user} {self.line.method} {self.line.name} {self.line.record}"

    @property
    def differs(self) -> bool:
        return self.status != self.line.expected.get(self.user, self.status)


class Browser(Client):
    """A client that doesn't keep what templates were given: nobody reads it here, and copying it takes time."""

    def request(self, **request):
        response = self.handler(self._base_environ(**request))
        self.cookies.update(response.cookies)
        return response


@contextmanager
def walking():
    """Sessions stay in memory, refusals leave no line in the log, an error ends the walk where it happens. How soon the
    page of health gives up on a busy machine has its own tests (heavy/test_health.py).
    What the visits have in common is found out once (remembered.py).
    """
    sessions = "django.contrib.sessions.backends.cache"
    logging.disable(logging.WARNING)
    try:
        with (
            override_settings(SESSION_ENGINE=sessions, DEBUG_PROPAGATE_EXCEPTIONS=True),
            pytest.MonkeyPatch.context() as patched,
            remembering(),
        ):
            patched.setattr(health, "PATIENCE", 60)
            yield
    finally:
        logging.disable(logging.NOTSET)


def browser_of(username) -> Client:
    client = Browser()
    if username != "nobody":
        user = User.objects.get(username=username)
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def visits(line, browsers, users) -> list[Visit]:
    """What each of the users meets there; of a step each finds the record in the state in which it is tried."""
    if not line.subject:
        return [_visit(browsers[user], user, line) for user in users]
    with transaction.atomic():
        standing(type(line.subject).objects.get(pk=line.subject.pk), line.state)
        met = [_undone(browsers[user], user, line) for user in users]
        transaction.set_rollback(True)
    return met


def _undone(client, username, line):
    with transaction.atomic():
        met = _visit(client, username, line)
        transaction.set_rollback(True)
    return met


def _visit(client, username, line):
    if line.name in GOING_OUT:
        client = browser_of(username)
    response = _answer(client, line)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return Visit(
        line=line,
        user=username,
        status=response.status_code,
        refusal=body if response.status_code in (403, 404) else b"",
        location=response.headers.get("Location", ""),
        words=words_in(response, body),
    )


def _answer(client, line):
    return client.post(line.path, line.typed) if line.typed else client.generic(line.method, line.path)


def words_in(response, body) -> frozenset:
    """The words that name their place, from the page and from the headers."""
    text = _text_of(body, response.headers["Content-Type"])
    headers = " ".join(f"{name}: {value}" for name, value in response.headers.items())
    return frozenset(WORDS.findall(f"{unquote(headers)}\n{text}"))


def _text_of(body: bytes, content_type: str) -> str:
    if content_type == "application/pdf" and body[5:] != b"1.7":  # the worlds' own files hold nothing
        return _text_of_pdf(body)
    if content_type == XLSX_TYPE:
        with zipfile.ZipFile(io.BytesIO(body)) as sheet:
            return "\n".join(sheet.read(name).decode() for name in sheet.namelist() if name.endswith(".xml"))
    if "json" in content_type:
        return body.decode("unicode-escape")
    return body.decode() if "charset" in content_type else ""


@cache  # readers get the same papers
def _text_of_pdf(body):
    pages = subprocess.run(["pdftotext", "-", "-"], input=body, capture_output=True, check=True).stdout
    return "".join(pages.decode().split())


def offered_of(world, browser):
    """The tables from which a word of that world is offered in any field of the admin that is searched."""
    words = set()
    for model in apps.get_models():
        for column in model._meta.concrete_fields:
            if column.many_to_one:
                query = {"app_label": model._meta.app_label, "model_name": model._meta.model_name, "term": world}
                answer = browser.get(reverse("admin:autocomplete"), {**query, "field_name": column.name})
                words |= words_in(answer, answer.content)
    return sorted({word.split(".")[1] for word in words})


def state_of_the_tables() -> dict:
    """Of each table how many rows, the newest, and how often and when they were last changed; logs left out."""
    return {model._meta.label: _state(model) for model in apps.get_models() if model not in LOGS}


def _state(model) -> dict:
    aggregates = {"rows": Count("pk"), "newest": Max("pk")}
    names = {column.name for column in model._meta.concrete_fields}
    if {"revision", "changed_at"} <= names:
        aggregates |= {"changes": Sum("revision"), "changed": Max("changed_at")}
    return model._base_manager.aggregate(**aggregates)


def patterns(resolver, place="", namespace=""):
    """All URL patterns below `resolver`: "namespace:name", or where a pattern has no name its route."""
    for pattern in resolver.url_patterns:
        route = f"{place}{pattern.pattern}"
        if isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}" if pattern.name else route
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from patterns(pattern, route, inner)
