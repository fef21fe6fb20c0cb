"""Health of the portal: live (the process answers), ready (its database answers and is migrated, its files can be
written), and at PATH itself also what somebody has to look at: the disk, and what upper rooms add.

The check runs in a thread of its own, because a frozen database never answers: after a while the page reports that.
"""

import logging
import os
import shutil
import threading
import time
from collections.abc import Callable
from uuid import uuid4

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import OperationalError, connection
from django.db.migrations.loader import MigrationLoader
from django.http import HttpRequest, HttpResponse

from ground.storage import sync

PATH = "/healthz"
LIVE, READY = f"{PATH}/live", f"{PATH}/ready"
PATIENCE = 1.5  # seconds; the answer comes within 2
LOOKS_EVERY = 0.2  # seconds, for a database that starts
logger = logging.getLogger(__name__)
# What upper rooms look at besides: a word for what is unwell, "" for nothing; one query at most.
FURTHER: list[Callable[[], str]] = []


class HealthMiddleware:
    """Must precede all others: reading a session would query the database that may be frozen."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info == LIVE:
            return answer("")
        if request.path_info in (PATH, READY):
            return health_show(request)
        return self.get_response(request)


def health_show(request: HttpRequest) -> HttpResponse:
    """Answer 200 "ok", or 503 and the problem in a word; it is open to all and says nothing else."""
    look = Look.begin_or_join()
    unwell = look.outcome()
    return answer(unwell or ("" if request.path_info == READY else look.further))


def answer(unwell: str) -> HttpResponse:
    text, status = (f"unwell: {unwell}", 503) if unwell else ("ok", 200)
    return HttpResponse(text, content_type="text/plain", status=status, headers={"Cache-Control": "no-store"})


class Look:
    """One check, in a thread. While one hangs no other is started: requests would pile up threads."""

    _latest: "Look | None" = None
    _beginning = threading.Lock()

    def __init__(self) -> None:
        self.found, self.further = "database", ""
        self.thread = threading.Thread(target=self._look, daemon=True)
        self.thread.start()

    @classmethod
    def begin_or_join(cls) -> "Look":
        with cls._beginning:
            if cls._latest is None or not cls._latest.thread.is_alive():
                cls._latest = cls()
            return cls._latest

    def outcome(self) -> str:
        self.thread.join(PATIENCE)
        return self.found

    def _look(self):
        try:
            self._look_at_all()
        except Exception:  # any error means unwell; the log says more
            logger.exception("the database is unwell")
        finally:
            connection.close()

    def _look_at_all(self) -> None:
        """Name what is looked at before it answers: it may hang."""
        if missing_migrations():
            self.found = "migrations"
            return
        self.found = "store" if settings.S3_BUCKET else "files"
        if can_write_files():
            self.found = "database"
            self.further = what_else_is_unwell()
            self.found = ""


def what_else_is_unwell() -> str:
    """Return "space" where the disk is nearly full, or the first word that an upper room has; "" when all is well. The
    portal can be used meanwhile.
    """
    if shutil.disk_usage(settings.DATA_DIR).free < settings.SPACE_MIN_BYTES:
        return "space"
    return next(filter(None, (look() for look in FURTHER)), "")


def wait_for_database(seconds: float) -> None:
    """Return as soon as the database takes connections: all parts of a server that start at once needn't start twice.
    Raises OperationalError when it doesn't in so many seconds.
    """
    until = time.monotonic() + seconds
    while True:
        try:
            connection.ensure_connection()
            return
        except OperationalError:
            if time.monotonic() >= until:
                raise
            time.sleep(LOOKS_EVERY)


def missing_migrations() -> set[tuple[str, str]]:
    """Return the (app, name) pairs of migrations in the code that the database hasn't applied."""
    loader = MigrationLoader(connection, ignore_no_migrations=True)
    return set(loader.graph.nodes) - set(loader.applied_migrations)


def can_write_files() -> bool:
    if settings.S3_BUCKET:
        return default_storage.can_write()
    probe = settings.FILES_DIR / f".health-{uuid4().hex}"
    try:
        settings.FILES_DIR.mkdir(parents=True, exist_ok=True)
        try:
            probe.write_bytes(b"ok")
            sync(os.fspath(probe))
        finally:
            probe.unlink(missing_ok=True)
    except OSError as fault:
        logger.error("files can't be written: %s", fault)
        return False
    return True
