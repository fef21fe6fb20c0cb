"""What every request and response passes through: middleware, addresses, error pages, pages of rows."""

from collections.abc import Callable, Iterator
from functools import cache
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import BadRequest, MiddlewareNotUsed, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.core.paginator import Page, Paginator
from django.db import OperationalError
from django.db.models import QuerySet
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotFound,
    HttpResponseServerError,
    QueryDict,
    StreamingHttpResponse,
    UnreadablePostError,
)
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.http import content_disposition_header, url_has_allowed_host_and_scheme
from zipstream import ZipStream

from ground.limits import ADDRESS_BYTES, ADDRESS_PARAMETERS
from ground.logs.tracing import current_id
from ground.processes.heavy import Busy
from ground.storage import FULL, CannotRead, CannotStore
from ground.text import DIGITS_OF_A_KEY, key_in

NUL = "\0"  # PostgreSQL raises an error for a text that contains it


class RecordKey:
    """`<key:pk>` in an address: the id of a record, no longer than any database can look up."""

    regex = f"[0-9]{{1,{DIGITS_OF_A_KEY}}}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class CleanInputMiddleware:
    """Removes NUL from cookies, parameters and fields, like `text.nfc` other invisible characters; refuses it in a
    path.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        for name, value in request.COOKIES.items():
            request.COOKIES[name] = value.replace(NUL, "")
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view_func: Callable, view_args: tuple, view_kwargs: dict) -> None:
        if NUL in request.path:
            raise Http404
        request.GET = _without_nul(request.GET)
        if request.method == "POST":
            request.POST = _without_nul(_form_of(request))


def _form_of(request) -> QueryDict:
    try:
        return request.POST
    except UnreadablePostError as broken:  # the connection broke while the form was sent
        raise BadRequest from broken


def _without_nul(sent: QueryDict) -> QueryDict:
    if not any(NUL in text for name, texts in sent.lists() for text in (name, *texts)):
        return sent
    clean = QueryDict(mutable=True)
    for name, texts in sent.lists():
        clean.setlist(name.replace(NUL, ""), [text.replace(NUL, "") for text in texts])
    clean._mutable = False
    return clean


def own_path(request: HttpRequest, address: str | None) -> str | None:
    """Return the path and query of an address on this site; None for any other, and for no address.

    "abc" would be relative to the open page, or the name of a view: neither is accepted.
    """
    if not url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure()):
        return None
    if len(address) > ADDRESS_BYTES:
        return None
    path = urlsplit(address)._replace(scheme="", netloc="", fragment="").geturl()
    return path if path.startswith("/") and not path.startswith("//") else None


class CookieLocaleMiddleware:
    """Vietnamese unless the user chose English; an old PC's browser language says little about its user."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class AddressLimitMiddleware:
    """Refuses an address longer than the portal's own, before anything reads or repeats it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        is_long = len(request.path) + len(query) > ADDRESS_BYTES
        if is_long or query.count("&") >= ADDRESS_PARAMETERS:
            return HttpResponse(render_to_string("414.html"), status=414)
        return self.get_response(request)


class PrivatePagesMiddleware:
    """Keeps browsers of shared PCs from storing pages of signed-in users."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if "Cache-Control" not in response.headers and request.user.is_authenticated:
            response.headers["Cache-Control"] = "no-store, private"
        return response


class OwnNotFoundMiddleware:
    """Shows the portal's own 404 even with DEBUG, so that the demo shows what users will see; a view's own one, which
    says so (`is_own_page`), stays.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.DEBUG:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        return response if response.status_code != 404 or hasattr(response, "is_own_page") else not_found(request)


class OverloadMiddleware:
    """Answers 503 when the portal is busy or can't read a stored file, 429 when an account requests too much, 507 on a
    full disk.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Busy):
            return busy_page(request, exception)
        if isinstance(exception, CannotRead):
            return HttpResponse(render_to_string("unreadable.html"), status=503)
        return bad_request(request, CannotStore()) if is_full_disk(exception) else None


def busy_page(request: HttpRequest, busy: Busy) -> HttpResponse:
    """Return the page for a busy portal; a page that is only read reloads by itself, so that it waits without a
    thread.
    """
    response = render(request, f"{busy.status}.html", {"words": busy.words}, status=busy.status)
    response["Retry-After"] = busy.seconds
    if busy.status == Busy.status and request.method in ("GET", "HEAD"):
        response["Refresh"] = busy.seconds
    return response


def as_busy(response: HttpResponse, busy: Busy | None) -> HttpResponse:
    """Mark the response of a form whose file can't be read now as 503 or 429; everything typed is still in it. None
    changes nothing.
    """
    if busy:
        response.status_code = busy.status
        response["Retry-After"] = busy.seconds
    return response


def is_full_disk(fault: Exception) -> bool:
    """Tell whether the exception means a full disk: ours, the system's, SQLite's or PostgreSQL's (53100)."""
    if isinstance(fault, OperationalError):
        is_quota = getattr(fault.__cause__, "sqlite_errorname", "") == "SQLITE_IOERR_WRITE"  # SQLite's word for one
        return is_quota or "disk is full" in str(fault) or getattr(fault.__cause__, "sqlstate", "") == "53100"
    return isinstance(fault, CannotStore) or (isinstance(fault, OSError) and fault.errno in FULL)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400; 413 for a form larger than the limits, 507 on a full disk."""
    status = 400
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        status = 413
    elif isinstance(exception, CannotStore):
        status = 507
    return render(request, f"{status}.html", status=status)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404 with the same page for everybody: it says nothing of who asks nor for what."""
    return HttpResponseNotFound(_page_not_found(translation.get_language()))


@cache
def _page_not_found(language) -> str:
    return render_to_string("404.html")


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 with the id by which the log can be searched for what happened."""
    return HttpResponseServerError(render_to_string("500.html", {"request_id": current_id()}))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "csrf.html", status=403)


def page_of(rows: QuerySet, number: str | None, size: int = 50) -> Page:
    """Return the requested page of `rows`; a number out of range gives the nearest page."""
    return Paginator(rows, size).get_page(number)


FURTHEST = 50  # pages; further rows are found by search


class PanelPage:
    """One page of a panel; it reads one row ahead instead of counting all. Each panel has a query parameter of its
    own.
    """

    def __init__(self, rows: QuerySet, number: int, size: int, parameter: str) -> None:
        self.number, self.parameter = number, parameter
        start = (number - 1) * size
        found = list(rows[start : start + size + 1])
        self.object_list, self.has_next = found[:size], len(found) > size and number < FURTHEST
        self.start_index = start + 1
        self.has_previous = number > 1

    def __iter__(self) -> Iterator:
        return iter(self.object_list)

    def __len__(self) -> int:
        return len(self.object_list)

    @property
    def end_index(self) -> int:
        return self.start_index + len(self.object_list) - 1


def panel_page(request: HttpRequest, rows: QuerySet, name: str, size: int = 20) -> PanelPage:
    """Return the page of a panel by the parameter of the panel's name; the first page where there is no such page."""
    number = key_in(request.GET.get(name, "")) or 1
    page = PanelPage(rows, min(number, FURTHEST), size, name)
    return page if page.object_list or page.number == 1 else PanelPage(rows, 1, size, name)


def address_of(request: HttpRequest) -> str | None:
    """Return the visitor's IP address as the first of our own proxies saw it; entries before it could be forged.
    None if it is invalid.
    """
    said = [address.strip() for address in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if address]
    proxies = settings.PROXY_COUNT
    address = said[-proxies] if 0 < proxies <= len(said) else request.META.get("REMOTE_ADDR", "")
    try:
        return str(ip_address(address))
    except ValueError:
        return None


def zip_response(made: ZipStream, name: str) -> StreamingHttpResponse:
    """Return the answer that sends the archive; of one whose size is known before with its length."""
    response = StreamingHttpResponse(made, content_type="application/zip")
    response["Content-Disposition"] = content_disposition_header(True, name)
    if made.sized:
        response["Content-Length"] = len(made)
    response["X-Content-Type-Options"] = "nosniff"
    return response
