"""A read replica of PostgreSQL for reports (decision 36): which reads go there, and when.

Only what is read inside of `read_from_replica` goes there: sheets of many rows. The replica must first have all that
was written before, so that nobody misses in a sheet what was just saved; where it hasn't, or is away, the sheet is
read from the database that is written to.
"""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from tempfile import TemporaryFile
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.db.models import Model
from django.db.utils import InterfaceError, OperationalError
from django.dispatch import receiver
from django.http import FileResponse, StreamingHttpResponse

ALIAS = "replica"
FAULTS = (InterfaceError, OperationalError)
LOOKS_EVERY = 0.02  # seconds
REST_SECONDS = 30  # for which a replica that failed or fell behind isn't tried again
# A transaction of its own, after all that are committed by now; a mere position may be amid a record that nobody sends.
WRITE_MARK = "SELECT pg_logical_emit_message(true, 'danvan', '')"
HAS_REPLAYED = "SELECT pg_is_in_recovery() AND pg_last_wal_replay_lsn() >= %s::pg_lsn"
logger = logging.getLogger(__name__)
_is_reading: ContextVar[bool] = ContextVar("is_reading", default=False)
_rests_until = 0.0


class WriteWhileReading(RuntimeError):
    """Raised for a write or a lock inside of `reading`; a fault of the code, the replica would refuse it too."""


class ReplicaRouter:
    """Sends reads to the replica inside of `reading`, all else to the default database."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str:
        return ALIAS if _is_reading.get() else DEFAULT_DB_ALIAS

    def db_for_write(self, model: type[Model], **hints: Any) -> str:
        if _is_reading.get():
            raise WriteWhileReading(model.__name__)
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one: Model, other: Model, **hints: Any) -> bool:
        return True  # both hold the same rows

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == DEFAULT_DB_ALIAS


@receiver(connection_created)
def give_up_a_frozen_one(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Let each wait for an answer of the replica end: the system of a frozen one still says that it is there."""
    if connection.alias == ALIAS:
        link = connection.connection
        link.wait = partial(link.wait, timeout=settings.REPLICA_SILENT_SECONDS)


@contextmanager
def reading() -> Iterator[None]:
    """Let all that this thread reads through models come from the replica."""
    token = _is_reading.set(True)
    try:
        yield
    finally:
        _is_reading.reset(token)


def read_from_replica(make: Callable[[], StreamingHttpResponse]) -> StreamingHttpResponse:
    """Return the response of `make`, read from the replica if there is one that can be used, to its last row.

    `make` only reads; it is called again, on the default database, where the replica fails in its midst.
    """
    if not (settings.REPLICA_DATABASE_URL and has_caught_up()):
        return make()
    try:
        with reading():
            return _read_whole(make())
    except FAULTS as fault:
        _rest("the replica failed: %s", fault)
    return make()


def has_caught_up() -> bool:
    """Wait at most REPLICA_WAIT_SECONDS until the replica has what is written by now; False where it hasn't then."""
    if time.monotonic() < _rests_until:
        return False
    mark = _ask(DEFAULT_DB_ALIAS, WRITE_MARK)
    try:
        if replays(mark, settings.REPLICA_WAIT_SECONDS):
            return True
        _rest("the replica is more than %s seconds behind, or no replica", settings.REPLICA_WAIT_SECONDS)
    except FAULTS as fault:
        _rest("the replica is away: %s", fault)
    return False


def follows(seconds: float) -> bool:
    """Tell whether a new connection to the replica finds there within so many seconds all that is written by now.
    Raises OperationalError or InterfaceError where the replica is away or frozen.
    """
    connections[ALIAS].close()
    return replays(_ask(DEFAULT_DB_ALIAS, WRITE_MARK), seconds)


def replays(mark: str, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while not _ask(ALIAS, HAS_REPLAYED, mark):
        if time.monotonic() >= until:
            return False
        time.sleep(LOOKS_EVERY)
    return True


def _ask(alias: str, query: str, *parameters: Any) -> Any:
    with connections[alias].cursor() as cursor:
        cursor.execute(query, parameters)
        return cursor.fetchone()[0]


def _rest(words: str, *facts: object) -> None:
    global _rests_until
    logger.warning(words, *facts)
    _rests_until = time.monotonic() + REST_SECONDS
    connections[ALIAS].close()


def _read_whole(response: StreamingHttpResponse) -> StreamingHttpResponse:
    """Read the rows of a response that would be made while it is sent, after `reading` has ended."""
    if isinstance(response, FileResponse):
        return response
    file = TemporaryFile()  # noqa: SIM115  the response closes it
    file.writelines(response)
    file.seek(0)
    whole = FileResponse(file, content_type=response["Content-Type"])
    whole["Content-Disposition"] = response["Content-Disposition"]
    return whole
