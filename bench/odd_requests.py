"""One request with odd values in it: put together as bytes, since no client writes what a stranger can send."""

from dataclasses import dataclass, field
from urllib.parse import quote, quote_plus, urlsplit

from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client

from bench.odd_values import Change
from bench.served import Form

BOUNDARY = "odd-values-of-danvan"
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"


@dataclass(frozen=True)
class Request:
    reader: str
    method: str
    address: str
    body: bytes = b""
    content_type: str = "application/x-www-form-urlencoded"
    headers: dict = field(default_factory=dict)

    def __str__(self):
        parts = [self.reader, self.method, self.address[:300], repr(self.body[:1500]) if self.body else ""]
        return " ".join(filter(None, [*parts, repr(self.headers) if self.headers else ""]))


def browser_of(reader: str) -> Client:
    client = Client(raise_request_exception=False)
    if reader != "nobody":
        user = get_user_model().objects.get(username=reader)
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def ask(client: Client, request: Request):
    path, _mark, query = request.address.partition("?")
    headers = dict(request.headers)
    cookie = headers.pop("Cookie", None)
    if cookie:  # the client writes the header itself
        own = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
        client.cookies.clear()
        headers["Cookie"] = f"{own}; {cookie}" if "sessionid" not in cookie else cookie
    return client.generic(
        request.method, path, request.body, content_type=request.content_type, QUERY_STRING=query, headers=headers
    )


def read(response) -> bytes:
    """The body; as a server would, with headers that can be sent."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    for value in [*response.headers.values(), *(morsel.OutputString() for morsel in response.cookies.values())]:
        value.encode("latin-1")
    return body


def forged(form: Form, names: list[str], changes: list[Change]):
    """What the form sends with the changes made: pairs of name and value; files by name."""
    fields = {name: list(values) for name, values in form.fields.items() if name}
    files = {}
    for change in changes:
        name = names[change.place % len(names)] if names else "q"
        if change.how == "missing":
            fields.pop(name, None)
        elif change.how == "twice":
            fields.setdefault(name, []).extend([change.value, "1"])
        elif change.how == "added":
            fields.setdefault(name, []).append(change.value)
        elif change.how == "bracket":
            fields |= {f"{name}[]": [change.value], f"{name}-0": [change.value]}
        elif change.how == "file":
            files[name] = change.value
        else:
            fields[name] = [change.value]
    return [(name, value) for name, values in fields.items() for value in values], files


def quoted(text: str, safe="/") -> str:
    return quote(text.encode("utf-8", "surrogatepass"), safe=safe)


def urlencoded(pairs) -> str:
    return "&".join(
        f"{quote_plus(name.encode('utf-8', 'surrogatepass'))}={quote_plus(value.encode('utf-8', 'surrogatepass'))}"
        for name, value in pairs
    )


def with_query(address: str, pairs) -> str:
    return f"{urlsplit(address).path}?{urlencoded([(name, value[:5000]) for name, value in pairs])}"


def multipart(pairs, files) -> bytes:
    lines = []
    for name, value in pairs:
        lines += [f"--{BOUNDARY}", f'Content-Disposition: form-data; name="{plain_name(name)}"', "", value]
    for name, value in files.items():
        said = f'Content-Disposition: form-data; name="{plain_name(name)}"; filename="{plain_name(value[:200])}.pdf"'
        lines += [f"--{BOUNDARY}", said, "Content-Type: application/pdf", "", f"%PDF-1.7\n{value}"]
    return "\r\n".join([*lines, f"--{BOUNDARY}--", ""]).encode("utf-8", "surrogatepass")


def plain_name(name: str) -> str:
    return "".join(" " if each in '"\r\n' else each for each in name)


def header_text(value: str) -> str:
    """As a server hands a header on: bytes as latin-1, without what no server lets through."""
    kept = "".join(each for each in value[:2000] if each not in "\r\n\0")
    return kept.encode("utf-8", "surrogatepass").decode("latin-1")
