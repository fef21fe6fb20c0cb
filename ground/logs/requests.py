"""Gives each request its id, and writes one line about it: which page, by which account, with what status and time.

The line has the page's pattern instead of its address: addresses hold tokens, queries hold what people search for.
"""

import logging
import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse

from ground.logs.tracing import ACCEPTED, new_id, traced

HEADER = "X-Request-ID"
logger = logging.getLogger(__name__)


class RequestIdMiddleware:
    """Takes the id that our own proxy made, else makes one; the answer of a failure has it. Must precede all others."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with traced(_id_of_proxy(request) or new_id()) as request_id:
            began = time.monotonic()
            response = self.get_response(request)
            if response.status_code >= 500:
                response[HEADER] = request_id
            _write_line(request, response, time.monotonic() - began)
        return response


def _id_of_proxy(request: HttpRequest) -> str:
    """Return the id in the header; "" where no proxy of ours has set it, or for anything that isn't one."""
    sent = request.headers.get(HEADER, "") if settings.PROXY_COUNT else ""
    return sent if ACCEPTED.fullmatch(sent) else ""


def _write_line(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    """Write nothing of what never reached a page: static files, the health check, addresses that strangers try."""
    match = request.resolver_match
    if match is None:
        return
    method = request.method if request.method in ("GET", "HEAD", "POST") else "other"
    fields = {"method": method, "page": match.route, "status": response.status_code, "ms": round(seconds * 1000)}
    account = _account_of(request)
    if account:
        fields["account"] = account
    logger.info("%s %s: %s", method, match.route or "/", response.status_code, extra={"fields": fields})


def _account_of(request: HttpRequest) -> int | None:
    """Return the id of the account, as far as the session has been read; never reads it."""
    session = getattr(getattr(request, "session", None), "_session_cache", {})
    return int(session[SESSION_KEY]) if SESSION_KEY in session else None
