"""Limits heavy work in web threads, so that half of them are always free for pages.

A gunicorn process accepts connections for its own threads alone, so each process counts its own; `HEAVY_AT_ONCE` limits
all of them together. A request that waits for a slot also occupies a thread, and counts. Background jobs are not
limited.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import BinaryIO

from django.conf import settings
from django.http import HttpResponseBase
from django.utils.translation import gettext as _

from ground.processes.places import NoPlace, count_use, place

AGAIN_AFTER = 5  # seconds
_counting = threading.Lock()
_at_work = 0


class Busy(Exception):
    """The portal already processes as much heavy work as it may; `seconds`: when to try again."""

    status = 503

    def __init__(self, seconds: int = AGAIN_AFTER, words: str = "") -> None:
        self.seconds = seconds
        self.words = words or _("Cổng đang xử lý nhiều tệp cùng lúc. Chờ ít giây rồi làm lại.")
        super().__init__(self.words)


class TooMany(Busy):
    """One account requested more in a minute than it may."""

    status = 429


@contextmanager
def turn() -> Iterator[BinaryIO]:
    """Hold a slot for heavy work; raises Busy at once where this process has no thread to spare."""
    with _thread(), _place("heavy", settings.HEAVY_AT_ONCE) as held:
        yield held


@contextmanager
def upload_turn(account: int | None) -> Iterator[BinaryIO]:
    """Hold a slot for reading an account's upload: UPLOADS_AT_ONCE may run, one more waits, any further raises
    Busy.
    """
    if account is None:
        with turn() as held:
            yield held
        return
    at_once = settings.UPLOADS_AT_ONCE
    with (
        _thread(),
        _place(f"upload-queue-{account}", at_once + 1, 0),
        _place(f"upload-{account}", at_once),
        _place("heavy", settings.HEAVY_AT_ONCE) as held,
    ):
        yield held


@contextmanager
def _thread() -> Iterator[None]:
    global _at_work
    with _counting:
        if _at_work >= settings.HEAVY_PER_PROCESS:
            raise Busy
        _at_work += 1
    try:
        yield
    finally:
        with _counting:
            _at_work -= 1


@contextmanager
def _place(name: str, count: int, seconds: float | None = None) -> Iterator[BinaryIO]:
    with ExitStack() as stack:
        try:
            held = stack.enter_context(place(name, count, settings.HEAVY_WAIT_SECONDS if seconds is None else seconds))
        except NoPlace:
            raise Busy from None
        yield held


# --- Files that go out -------------------------------------------------------------------------------------------
def count_export(account: int) -> None:
    """Count an export of the account; raises TooMany."""
    _count(account, "export", settings.EXPORTS_PER_MINUTE, _("Mỗi tài khoản xuất được %(limit)d tệp trong một phút."))


def count_pdf(account: int) -> None:
    """Count a PDF of the account; raises TooMany."""
    _count(account, "pdf", settings.PDFS_PER_MINUTE, _("Mỗi tài khoản lập được %(limit)d tệp PDF trong một phút."))


def _count(account: int, kind: str, limit: int, words: str) -> None:
    wait = count_use(f"{kind}-{account}", limit)
    if wait:
        seconds = int(wait) + 1
        params = {"limit": limit, "seconds": seconds}
        again = _("Chờ %(seconds)d giây rồi làm lại.")
        raise TooMany(seconds, f"{words} {again}" % params)


def export(account: int, make: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """Return the response of `make`, holding a slot until its last byte is sent, and count it. Raises TooMany and
    Busy.
    """
    with ExitStack() as stack:
        stack.enter_context(turn())
        count_export(account)  # only once it has a slot, because a waiting request is repeated
        response = make()
        _close_with(response, stack.pop_all())
    return response


def _close_with(response: HttpResponseBase, stack: ExitStack) -> None:
    """Close the stack when the server closes the response, because a streamed file is made while it is sent."""
    close = response.close

    def close_all():
        with stack:
            close()

    response.close = close_all
