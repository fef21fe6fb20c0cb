"""The id of the request or job that is worked on: in each line of the log, on the page of a failure, in jobs."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import uuid4

ACCEPTED = re.compile(r"[0-9A-Za-z-]{8,64}")
_current: ContextVar[str] = ContextVar("request_id", default="")


def current_id() -> str:
    """Return the id of what is worked on; "" outside of requests and jobs."""
    return _current.get()


def new_id() -> str:
    """Return 32 hexadecimal figures, like nginx's $request_id."""
    return uuid4().hex


def begin(request_id: str) -> None:
    """Work on a request or job of this id from now on."""
    _current.set(request_id)


def end() -> None:
    _current.set("")


@contextmanager
def traced(request_id: str) -> Iterator[str]:
    """Work on a request or job of this id, and then on what was worked on before."""
    before = _current.set(request_id)
    try:
        yield request_id
    finally:
        _current.reset(before)
