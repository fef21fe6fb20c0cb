"""What a page in the PDF engine can reach: our static files, stored files by id, nothing else."""

import base64
import io

import pdfplumber
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from inspections.models import StoredFile
from reports.documents.layout import RULE_SETS, css_of
from reports.documents.press.engine import SITE, OwnFilesFetcher, RefusedAddress, pdf_bytes
from tests.reports.dot import DOT

STYLE = css_of(RULE_SETS["hd36"])
PAGE = "<!doctype html><html lang=vi><head>{head}</head><body><p>Còn nguyên.</p>{body}</body></html>"
ATTACKS = {
    "img": ("", '<img src="{url}" alt="x">'),
    "link": ('<link rel="stylesheet" href="{url}">', ""),
    "attachment": ('<link rel="attachment" href="{url}">', '<a rel="attachment" href="{url}">tệp</a>'),
    "style import": ('<style>@import url("{url}"); p {{ color: red }}</style>', ""),
    "background": ('<style>body {{ background: url("{url}") }}</style>', ""),
    "font face": (
        '<style>@font-face {{ font-family: x; src: url("{url}") }} p {{ font-family: x, Liberation Serif }}</style>',
        "",
    ),
    "svg in the page": ("", '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="{url}"/></svg>'),
    "object": ("", '<object data="{url}">x</object><embed src="{url}">'),
    "base": ('<base href="{url}">', '<img src="x.png" alt="x">'),
    "list mark": ('<style>li {{ list-style-image: url("{url}") }}</style>', "<ul><li>a</li></ul>"),
}


@pytest.fixture
def secret(tmp_path):
    """A picture on the server's own disk, as an address."""
    path = tmp_path / "dot.png"
    path.write_bytes(DOT)
    return path.as_uri()


@pytest.fixture
def stored(db, settings, tmp_path):
    """Keeps the bytes as a stored file; gives its address."""
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}},
    }

    def keep(content, content_type="image/png", scan_state=StoredFile.Scan.CLEAN):
        key = default_storage.save("kept", ContentFile(content))
        row = StoredFile.objects.create(
            key=key, sha256="0" * 64, size=len(content), content_type=content_type, scan_state=scan_state
        )
        return f"stored:{row.pk}"

    return keep


def opened(head="", body="", url=""):
    html = PAGE.format(head=head.format(url=url), body=body.format(url=url))
    return pdfplumber.open(io.BytesIO(pdf_bytes(html, STYLE)))


def inside(pdf):
    """(does the page's own text stand, pictures, attached files, fonts of others) of a PDF."""
    page = pdf.pages[0]
    fonts = {char["fontname"].split("+")[1] for char in page.chars if char["text"].isalpha()}
    names = pdf.doc.catalog.get("Names") or {}
    return page.extract_text().splitlines()[0], len(page.images), "EmbeddedFiles" in names, fonts


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("scheme", ["http", "file", "data"])
def test_nothing_foreign_is_read_and_the_paper_is_made_all_the_same(outside, secret, attack, scheme):
    address, requests = outside
    data = "data:image/png;base64," + base64.b64encode(DOT).decode()
    pdf = opened(*ATTACKS[attack], url={"http": address, "file": secret, "data": data}[scheme])
    assert inside(pdf) == ("Còn nguyên.", 0, False, {"Liberation-Serif"})
    assert requests == []


def test_a_stored_picture_is_shown(stored):
    pdf = opened(body='<img src="{url}" alt="x">', url=stored(DOT))
    assert inside(pdf)[:2] == ("Còn nguyên.", 1)


def test_a_stored_drawing_can_fetch_nothing_either(stored, outside, secret):
    address, requests = outside
    drawing = f"""<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">
        <image href="{address}" width="9" height="9"/><image href="{secret}" width="9" height="9"/></svg>"""
    url = stored(drawing.encode(), content_type="image/svg+xml")
    pdf = opened(body='<img src="{url}" alt="x">', url=url)
    assert (inside(pdf)[:2], requests) == (("Còn nguyên.", 0), [])


def test_an_infected_file_is_not_opened(stored):
    pdf = opened(body='<img src="{url}" alt="x">', url=stored(DOT, scan_state=StoredFile.Scan.INFECTED))
    assert inside(pdf)[:2] == ("Còn nguyên.", 0)


def test_our_static_files_are_served_with_their_type():
    response = OwnFilesFetcher().fetch(f"{SITE}/static/documents/paper.css")
    assert (response.content_type, response.read()[:2]) == ("text/css", b"/*")


@pytest.mark.parametrize(
    "url",
    [
        f"{SITE}/static/../danvan/settings.py",
        f"{SITE}/static/%2e%2e/danvan/settings.py",
        f"{SITE}/static/documents/../../manage.py",
        f"{SITE}/static//etc/passwd",
        f"{SITE}/static/documents",
        f"{SITE}/manage.py",
        f"{SITE}@127.0.0.1/static/documents/paper.css",
        "https://portal.invalid.example/static/documents/paper.css",
        "file:///etc/passwd",
        "FILE:///etc/passwd",
        "ftp://127.0.0.1/x",
        "stored:1/../../x",
        "stored:-1",
        "stored:",
        "stored:١",
    ],
)
def test_every_other_address_is_refused(url):
    with pytest.raises(RefusedAddress):
        OwnFilesFetcher().fetch(url)
