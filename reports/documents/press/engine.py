"""The PDF engine, and the only way by which it reads files. Importing this module needs the Pango libraries.

`render` imports it when a PDF is requested, so that the portal starts on a machine without them.
"""

import gc
import json
import mimetypes
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from weasyprint import CSS, HTML
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from ground.text import key_in
from inspections.models import StoredFile
from reports.documents.press.page_starts import NUMBER, starts_in
from reports.documents.press.table_headers import tie_headers

SVG = "{http://www.w3.org/2000/svg}"
SITE = "https://portal.invalid"  # base of relative addresses; no such host exists (RFC 2606)
VARIANT = "pdf/a-2a"  # tagged, with its language; pdf/a-2u would be untagged
COUNT_BYTES = 4
PAPER_CSS = "documents/paper.css"
MAY_BREAK = "* { break-inside: auto !important }"
FONTS = FontConfiguration()  # one for the process: a new one for each render leaks 0.22 MiB


class RefusedAddress(ValueError):
    """An address other than our static files and stored files; the engine leaves the place empty and goes on."""


class OwnFilesFetcher(URLFetcher):
    """Serves `/static/…` of this portal and `stored:<id>`; opens no socket, no `file:`, follows no redirect."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if url.startswith("stored:"):
            return _stored_file(url)
        if url.startswith(f"{SITE}/"):
            return _static_file(url)
        raise RefusedAddress(url)


def _static_file(url: str) -> URLFetcherResponse:
    path = static_path(url)
    if path is None:
        raise RefusedAddress(url)
    content_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": content_type})


def static_path(url: str) -> Path | None:
    """Return the file in our source folders, or None; also None for a path that leads out of them."""
    name = unquote(urlsplit(url).path).removeprefix("/")
    prefix = settings.STATIC_URL.removeprefix("/")
    if not name.startswith(prefix):
        return None
    try:
        found = finders.find(name.removeprefix(prefix))
    except SuspiciousFileOperation:
        return None
    return Path(found) if found and Path(found).is_file() else None


def _stored_file(url: str) -> URLFetcherResponse:
    key = key_in(url.removeprefix("stored:"))
    if key is None:
        raise RefusedAddress(url)
    stored = StoredFile.objects.get(pk=key)
    if not stored.may_be_opened:
        raise RefusedAddress(url)
    with default_storage.open(stored.key) as opened:
        return URLFetcherResponse(url, opened.read(), {"Content-Type": stored.content_type})


def pdf_bytes(html: str, stylesheet: str) -> bytes:
    """Return a tagged PDF/A-2a without time stamps: equal input gives equal bytes. `stylesheet` is the CSS of the rule
    set.
    """
    return counted_pdf(html, stylesheet)[COUNT_BYTES:]


def counted_pdf(html: str, stylesheet: str) -> bytes:
    """Return the number of pages in `COUNT_BYTES` bytes, then the PDF."""
    styles = [_parsed(_paper_css()), _parsed(stylesheet)]
    with _undisturbed():
        page = HTML(string=html, base_url=f"{SITE}/", url_fetcher=OwnFilesFetcher())
        _drop_links(page)
        _tell_drawings(page)
        laid_out = _laid_out(page, styles, pdf_variant=VARIANT)
        pdf = laid_out.write_pdf(finisher=tie_headers, pdf_variant=VARIANT)
        return len(laid_out.pages).to_bytes(COUNT_BYTES, "big") + pdf


def page_starts(html: str, stylesheet: str) -> bytes:
    """Return where the pages of a numbered page begin (see `page_starts`), as JSON."""
    styles = [_parsed(_paper_css()), _parsed(stylesheet)]
    with _undisturbed():
        page = HTML(string=html, base_url=f"{SITE}/", url_fetcher=OwnFilesFetcher())
        _drop_links(page)
        laid_out = _laid_out(page, styles)
        pages = [list(dict.fromkeys(_blocks_in(each._page_box))) for each in laid_out.pages]
    return json.dumps(starts_in(pages)).encode()


def _laid_out(page: HTML, styles: list[CSS], **options: str) -> Document:
    """Return the pages. Where blocks that stay whole leave the engine no place for them it gives up, and they may
    break: names of signers as long as texts do that.
    """
    try:
        return page.render(stylesheets=styles, font_config=FONTS, **options)
    except AssertionError:
        return page.render(stylesheets=[*styles, _parsed(MAY_BREAK)], font_config=FONTS, **options)


def _blocks_in(box: Any) -> Iterator[int]:
    """Yield the numbers of the blocks in a box of the engine, in their order."""
    element = getattr(box, "element", None)
    number = element.get(NUMBER) if element is not None else None
    if number:
        yield int(number)
    for child in getattr(box, "children", ()):
        yield from _blocks_in(child)


@contextmanager
def _undisturbed():
    """Switch the garbage collector off: a paper makes hundreds of thousands of small objects, and searching them for
    cycles takes a seventh of the time.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _paper_css() -> str:
    """Return what the papers of all rule sets have in common."""
    return Path(finders.find(PAPER_CSS)).read_text()


@lru_cache(maxsize=16)
def _parsed(text: str) -> CSS:
    """Return the style sheet, parsed once."""
    return CSS(string=text, font_config=FONTS, url_fetcher=OwnFilesFetcher())


def _drop_links(page: HTML) -> None:
    """Remove the page's own style sheets, which are for browsers; the engine has its own parsed already."""
    head = page.etree_element.find("head")
    for link in head.findall("link[@rel='stylesheet']"):
        head.remove(link)


def _tell_drawings(page: HTML) -> None:
    """Add the description to a drawing's alternative text; the engine uses its title alone."""
    for drawing in page.etree_element.iter(f"{SVG}svg"):
        title, description = drawing.find(f"{SVG}title"), drawing.find(f"{SVG}desc")
        if None not in (title, description):
            title.text = f"{title.text}. {description.text}"
