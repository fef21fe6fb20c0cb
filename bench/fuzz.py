"""Odd requests to every address, parameter and field, as several readers: none may end in a 500.

The addresses come from the URLconf and from what served pages link to, the fields from the forms in them, and all names
also from what the views ask of a request. Each request is undone; of one that wrote something, the pages it leads to
are looked at before: what breaks a page for good is found too.
"""

import time
import traceback
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, urljoin, urlsplit

import hypothesis
from django.db import transaction
from django.http import QueryDict
from django.test import override_settings
from django.urls import Resolver404, URLPattern, get_resolver, resolve
from django.utils.datastructures import MultiValueDict

from bench.odd_requests import (
    MULTIPART,
    Request,
    ask,
    browser_of,
    forged,
    header_text,
    multipart,
    quoted,
    read,
    urlencoded,
    with_query,
)
from bench.odd_values import Plan, plans
from bench.served import Form, Served

READERS = ("minh", "thu", "lan", "ngoc", "binh", "tuyet", "nobody")
OURS = Path(__file__).resolve().parent.parent
ADDRESSES_A_VIEW, FORMS_A_VIEW = 4, 6
HEADERS = ("Referer", "HX-Current-URL", "Cookie", "Accept-Language", "X-Forwarded-For", "Host", "Range")
COOKIES = ("sessionid", "django_language", "received", "csrftoken", "messages")
METHODS = ("HEAD", "PUT", "DELETE", "OPTIONS", "PATCH")
COMMON = ("q", "page", "after", "before", "next", "_changelist_filters", "_to_field", "_popup", "e", "p", "o", "all")


@dataclass
class View:
    """What is known of one URL pattern. Of `examples` nobody knows whether there is such a record."""

    examples: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    forms: list[tuple[str, str, Form]] = field(default_factory=list)  # who was offered it, where, what
    names: dict[str, None] = field(default_factory=dict)  # of parameters and fields that the view asks for, in order
    was_shown: bool = False
    is_of_the_admin: bool = False

    @property
    def all_addresses(self) -> list[str]:
        return [*self.addresses, *self.examples]

    def address(self, place: int) -> str:
        """One of those that lead somewhere, where any is known."""
        known = self.addresses or self.examples
        return known[place % len(known)]


class Fuzz:
    def __init__(self, skip=()):
        self.skip = skip  # names of views that are too slow to be asked often
        self.views: dict[str, View] = {}
        self.requests = 0
        self.statuses = Counter()
        self.faults: dict[tuple, str] = {}  # by what broke and where: the first request that did it
        for address in addresses_without_records(get_resolver()):
            self._learn_address(address, is_example=True)

    # --- Getting to know the portal ------------------------------------------------------------------------------
    def explore(self, most: int, readers=READERS) -> None:
        """Looks at one address of each view that has not been shown yet, as each reader by turns."""
        for reader in readers:
            tried = set()
            while most and (address := self._unseen(tried)):
                tried.add(address)
                most -= 1
                self._undone(Request(reader, "GET", address))

    def _unseen(self, tried) -> str | None:
        """Of a view that was never shown: of the portal before the admin, known before made up."""
        found = [
            (view.is_of_the_admin, address in view.examples, address)
            for view in self.views.values()
            for address in ([] if view.was_shown else view.all_addresses)
            if address not in tried
        ]
        return min(found)[-1] if found else None

    def _learn_address(self, address: str, is_example: bool = False) -> None:
        parts = urlsplit(address)
        if parts.netloc or not parts.path.startswith("/"):
            return
        name = view_of(parts.path)
        if name is None or name in self.skip:
            return
        view = self.views.setdefault(name, View(is_of_the_admin=name.startswith("admin:")))
        known = view.examples if is_example else view.addresses
        address = parts._replace(fragment="").geturl()
        if address not in known and len(known) < ADDRESSES_A_VIEW:
            known.append(address)

    def _learn_page(self, request: Request, html: str) -> None:
        page = Served(html)
        for link in page.links:
            self._learn_address(urljoin(request.address, link.strip()) if "://" not in link else link)
        for form in page.forms:
            target = urljoin(request.address, form.action) if form.action else request.address
            self._learn_address(target)
            name = view_of(urlsplit(target).path)
            if name in self.views and len(self.views[name].forms) < FORMS_A_VIEW:
                self.views[name].forms.append((request.reader, target, form))

    # --- One plan ------------------------------------------------------------------------------------------------
    def play(self, plan: Plan) -> None:
        names = list(self.views)
        view = self.views[names[plan.view % len(names)]]
        if plan.act == "form" and not view.forms:  # the next view that has one
            named = [each for each in self.views.values() if each.forms]
            view = named[plan.view % len(named)] if named else view
        if view.all_addresses:
            self._undone(getattr(self, f"_odd_{plan.act}")(view, plan))

    def _odd_form(self, view: View, plan: Plan) -> Request:
        if not view.forms:
            return self._odd_query(view, plan)
        reader, address, form = view.forms[plan.address % len(view.forms)]
        pairs, files = forged(form, [*form.fields, *form.files, *view.names], plan.changes)
        if form.method == "get":
            return Request(reader, "GET", with_query(address, pairs))
        if files or form.files:
            return Request(reader, "POST", address, multipart(pairs, files), MULTIPART)
        return Request(reader, "POST", address, urlencoded(pairs).encode())

    def _odd_query(self, view: View, plan: Plan) -> Request:
        address = view.address(plan.address)
        form = Form("get", "")
        for name, value in parse_qsl(urlsplit(address).query, keep_blank_values=True):
            form.fields.setdefault(name, []).append(value)
        pairs, _files = forged(form, [*form.fields, *view.names, *COMMON], plan.changes)
        return Request(self._reader(plan), "GET", with_query(address, pairs))

    def _odd_path(self, view: View, plan: Plan) -> Request:
        address = view.address(plan.address)
        parts = urlsplit(address).path.split("/")
        for change in plan.changes[:2]:
            parts[change.place % len(parts)] = quoted(change.value[:2000], safe="")
        path = "/".join(parts)
        return Request(self._reader(plan), "GET", path if path.startswith("/") else f"/{path}")

    def _odd_headers(self, view: View, plan: Plan) -> Request:
        address, headers = view.address(plan.address), {"HX-Request": "true"}
        for change in plan.changes:
            name, value = HEADERS[change.place % len(HEADERS)], header_text(change.value)
            if name == "Cookie":
                value = f'{COOKIES[change.place % len(COOKIES)]}="{value}\\000"'
            headers[name] = value
        methods = ("GET", "GET", "POST", "POST", *METHODS)
        method = methods[plan.reader % len(methods)]
        body = urlencoded([(name, change.value) for name, change in zip(view.names, plan.changes, strict=False)])
        return Request(self._reader(plan), method, address, body.encode() if method == "POST" else b"", headers=headers)

    def _reader(self, plan: Plan) -> str:
        return READERS[plan.reader % len(READERS)]

    # --- Asking --------------------------------------------------------------------------------------------------
    def _undone(self, request: Request) -> None:
        with transaction.atomic():
            client = browser_of(request.reader)
            response = self._answer(client, request)
            if response is not None and request.method == "POST" and response.status_code == 302:
                self._look_after(client, request, response)
            transaction.set_rollback(True)

    def _look_after(self, client, request, response) -> None:
        """Where the post led, on to the end of it, and the page that the form stood on."""
        address = response.headers["Location"]
        for _n in range(3):
            response = self._answer(client, Request(request.reader, "GET", urljoin(request.address, address)))
            if response is None or response.status_code != 302:
                break
            address = response.headers["Location"]
        if response is not None:
            self._answer(client, Request(request.reader, "GET", request.address))

    def _answer(self, client, request: Request):
        """Return the response's parts; None where it ended in an error."""
        self.requests += 1
        name, parameters = view_of(urlsplit(request.address).path), {}
        try:
            with parameters_read(parameters):
                response = ask(client, request)
            self.statuses[response.status_code] += 1
            if response.status_code >= 500:
                self._note(name, request, response.exc_info[1] if response.exc_info else None)
                return None
            body = read(response)
        except Exception as fault:  # noqa: BLE001  whatever comes out of the client is a 500 on a server
            self._note(name, request, fault)
            return None
        self._learn(name, parameters, request, response, body)
        return response

    def _learn(self, name, parameters, request, response, body) -> None:
        if name in self.views:
            self.views[name].names |= {
                each: None for each in parameters if each and len(each) < 100 and "\0" not in each
            }
            self.views[name].was_shown |= response.status_code == 200
        if response.status_code in (200, 409, 422) and "html" in response.headers.get("Content-Type", ""):
            self._learn_page(request, body.decode())

    def _note(self, name, request: Request, fault: BaseException | None) -> None:
        frames = traceback.extract_tb(fault.__traceback__) if fault else []
        places = [place for place in map(place_of, frames) if place]
        last = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
        kind = type(fault).__name__
        text = f"{name}: {request}\n    {kind}: {str(fault)[:300]}\n    {' '.join(places[-4:])} {last}"
        self.faults.setdefault((kind, places[-1] if places else name, last), text)


def place_of(frame) -> str:
    """file:line in the portal's own code; "" for a library's and for this fuzz."""
    path = Path(frame.filename)
    is_ours = path.is_relative_to(OURS) and not {".venv", "bench"} & set(path.parts)
    return f"{path.relative_to(OURS)}:{frame.lineno}" if is_ours else ""


# --- What there is to ask for --------------------------------------------------------------------------------------
def view_of(path: str) -> str | None:
    try:
        match = resolve(path)
    except (Resolver404, UnicodeError):
        return None
    return match.view_name or match.route


def addresses_without_records(resolver, place="/"):
    """The address of every URL pattern; where a pattern names a record, of one that may be there or not."""
    for pattern in resolver.url_patterns:
        route = f"{place}{pattern.pattern}"
        if isinstance(pattern, URLPattern):
            if "(?P" not in route and "$" not in route:
                yield example_of(route, pattern)
        else:
            yield from addresses_without_records(pattern, route)


def example_of(route: str, pattern) -> str:
    for name, converter in pattern.pattern.converters.items():
        word = next(part for part in route.split("<")[1:] if part.split(">")[0].endswith(name)).split(">")[0]
        value = {"UUIDConverter": "00000000-0000-4000-8000-000000000000"}.get(type(converter).__name__, "1")
        route = route.replace(f"<{word}>", value)
    return route


@contextmanager
def parameters_read(found: dict):
    """Adds to `found` the names under which anything is looked up in a QueryDict."""
    methods = {name: getattr(MultiValueDict, name) for name in ("__getitem__", "get", "getlist", "__contains__")}

    def heard(method):
        def look(self, key, *args, **kwargs):
            if isinstance(self, QueryDict) and isinstance(key, str):
                found.setdefault(key)
            return method(self, key, *args, **kwargs)

        return look

    for name, method in methods.items():
        setattr(QueryDict, name, heard(method))
    try:
        yield
    finally:
        for name in methods:
            delattr(QueryDict, name)


# --- Running -------------------------------------------------------------------------------------------------------
def run(most_plans: int, seconds: float, seed: int | None = None, explored: int = 600, skip=()) -> Fuzz:
    """At most so many plans, in so many seconds; without a seed always the same ones."""
    fuzz, ends = Fuzz(skip), time.monotonic() + seconds
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend"):
        fuzz.explore(explored)
        played(fuzz, most_plans, ends, seed)
    return fuzz


def played(fuzz: Fuzz, most_plans: int, ends: float, seed: int | None) -> None:
    """hypothesis draws the plans; it is never told of a fault, so that it goes on to the next one."""

    def play(plan):
        if time.monotonic() < ends:
            fuzz.play(plan)

    limits = {"max_examples": most_plans, "database": None, "deadline": None, "derandomize": seed is None}
    limits |= {"phases": [hypothesis.Phase.generate], "suppress_health_check": list(hypothesis.HealthCheck)}
    test = hypothesis.settings(**limits)(hypothesis.given(plans)(play))
    (test if seed is None else hypothesis.seed(seed)(test))()


def outcome(fuzz: Fuzz) -> dict:
    unseen = sorted(name for name, view in fuzz.views.items() if not view.was_shown)
    return {
        "requests": fuzz.requests,
        "statuses": dict(sorted(fuzz.statuses.items())),
        "views": len(fuzz.views),
        "never_shown": unseen,
        "errors": len(fuzz.faults),
        "faults": list(fuzz.faults.values()),
    }


def is_well(result: dict) -> bool:
    return result["requests"] > 0 and not result["errors"]
