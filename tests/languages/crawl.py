"""A reader who opens one page of every kind, and what the pages say."""

import re
from functools import cache
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, resolve

SPOKEN = {"aria-label", "data-label", "placeholder", "title"}
# Pages whose links depend on the reader: the steps that are theirs to take, the forms that are theirs to send.
LEADING_FURTHER = {"campaign_show", "inspection_show"}
# Who reads, from where on; those of the portal alone leave Django's own administration out.
PORTAL, ALL = ["/"], ["/", "/admin/", "/no-such-page/"]
READERS = {"minh": ALL, "ngoc": PORTAL, "binh": PORTAL, "lan": ALL, "hoa": PORTAL, "tuyet": PORTAL, "thu": ALL}
FILES = (".pdf", ".docx", ".xlsx")
SILENT = {"script", "style"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "use", "wbr"}


class Page(HTMLParser):
    """What a page says: `texts` without those marked as another language, `links`, the `lang` of the whole."""

    def __init__(self, html: str):
        super().__init__()
        self.texts, self.links, self.lang = [], [], None
        self._open = []  # pairs of an element and whether it is left out
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs = {name: value or "" for name, value in attrs}
        self.lang = self.lang or attrs.get("lang")
        is_out = self._is_out() or tag in SILENT or attrs.get("lang", self.lang) != self.lang
        if tag not in VOID:
            self._open.append((tag, is_out))
        if tag == "a" and "href" in attrs:
            self.links.append(attrs["href"])
        if not is_out:
            words = [attrs[name] for name in sorted(SPOKEN & attrs.keys())]
            self._say(*words, attrs.get("value", "") if attrs.get("type") == "submit" else "")

    def handle_endtag(self, tag):
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, text):
        if not self._is_out():
            self._say(text)

    def _say(self, *texts):
        self.texts += filter(None, (" ".join(text.split()) for text in texts))

    def _is_out(self):
        return bool(self._open) and self._open[-1][1]


def pages_by_reader(browser_of) -> dict[str, dict[str, Page]]:
    """Reader → address → Page: one of each kind, by the first of READERS who reaches it; `browser_of(name)`: theirs."""
    kinds, found = set(), {}
    for name, starts in READERS.items():
        known = set(kinds)
        skip = is_of_the_admin if starts is PORTAL else lambda address: False
        pages = pages_of(browser_of(name), *starts, skip=skip, kinds=kinds)
        found[name] = {
            address: page for address, page in pages.items() if address in starts or kind_of(address) not in known
        }
    return found


def is_of_the_admin(address) -> bool:
    return address.startswith("/admin/")


def pages_of(client, *starts, skip=lambda address: False, kinds=None) -> dict[str, Page]:
    """Address → Page: what `client` reaches from `starts`, one of each kind; `skip` says which addresses are let be.

    `kinds`: those that others have read and that need not be read again, unless what they lead to depends on the
    reader; what is read here is added.
    """
    kinds = set() if kinds is None else kinds
    kinds -= {kind for kind in kinds if kind[0] in LEADING_FURTHER}
    kinds |= {kind for kind in map(kind_of, starts) if kind}
    waiting, pages = list(starts), {}
    while waiting:
        address = waiting.pop(0)
        response = client.get(address, follow=True)
        if not response.headers["Content-Type"].startswith("text/html"):
            continue
        pages[address] = page = Page(response.content.decode())
        for link in page.links:
            target = urljoin(address, link)
            kind = kind_of(target)
            if kind and kind not in kinds and not is_file(target) and not skip(target):
                kinds.add(kind)
                waiting.append(target)
    return pages


def is_file(address) -> bool:
    """Whether a sheet or a paper comes from there, which is no page; the country's takes seconds, so does a PDF."""
    parts = urlsplit(address)
    return "/export/" in parts.path or "export=" in parts.query or parts.path.endswith(FILES)


def kind_of(address):
    """A page's view and whether it has parameters; None for what is not of the portal.

    What the admin shows before a delete and as history is the same page for every table; a row's page is the same with
    the filters of the list it was reached from, which it only hands on.
    """
    parts = urlsplit(address)
    if parts.netloc or parts.scheme:
        return None
    view = _view_of(parts.path)
    has_parameters = bool(parts.query) and not parts.query.startswith("_changelist_filters=")
    return view and (view, has_parameters)


@cache  # the same links stand on every page, and each is looked up among hundreds of patterns
def _view_of(path):
    try:
        view = resolve(path).view_name
    except Resolver404:
        return None
    return re.sub(r"^admin:\w+_(delete|history)$", r"admin:\1", view)
