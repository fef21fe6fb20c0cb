"""Rendering: from a laid-out sheet to HTML, the same for the browser and for print, to PDF. Call it outside
transactions.
"""

import unicodedata
from collections.abc import Iterator

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from ground.fonts import print_font
from reports.documents.press import archive, page_starts, process

ENGINE_PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation2"

# The pages of an annex are counted from its first one, which has no number; those of a part from the one before it.
RUNS_ON = "@page :nth(1 of wide-odd) {{ counter-set: page {first}; @top-center {{ content: counter(page) }} }}"


class EngineMissing(Exception):
    """PDFs can't be made on this machine; the text says what to install."""


def html_of(sheet: dict) -> str:
    """Return the whole page; a letter that the print font lacks becomes □, because the PDF would use another font
    for it.
    """
    with translation.override("vi"):
        html = render_to_string(sheet["template"], {"sheet": sheet})
    return print_font.printable(unicodedata.normalize("NFC", html))


def pdf_of(sheet: dict) -> bytes:
    """Return the PDF of the page that `html_of` returns; a paper in parts goes `pdf_apart`. Raises EngineMissing."""
    refuse_without_engine()
    if sheet["parts"]:
        return pdf_apart(sheet)
    from reports.documents.press import engine

    return engine.pdf_bytes(html_of(sheet), sheet["stylesheet"])


def pdf_apart(sheet: dict) -> bytes:
    """Return the same PDF, rendered in a process of its own with limits; of a paper in parts an archive of their PDFs.
    Raises EngineMissing, process.TooLong.
    """
    refuse_without_engine()
    if sheet["parts"]:
        return archive.of_files(files_apart(sheet))
    return process.pdf_bytes(html_of(sheet), sheet["stylesheet"])


def files_apart(sheet: dict) -> Iterator[tuple[str, bytes]]:
    """Yield name and PDF of each part, one process after the other; page numbers run on from the part before."""
    first = 1
    for part in sheet["parts"]:
        pages, pdf = process.counted_pdf(html_of(part), style_of(part, first))
        yield archive.file_name(sheet["title"], part["part"]), pdf
        first += pages


def style_of(part: dict, first: int) -> str:
    """Return the style sheet of a part whose first page has this number."""
    return part["stylesheet"] + (RUNS_ON.format(first=first) if first > 1 else "")


def preview_of(sheet: dict) -> str:
    """Return the page with the beginnings of its pages marked for the screen. Raises EngineMissing, process.TooLong."""
    refuse_without_engine()
    page = page_starts.numbered(html_of(sheet))
    return page_starts.marked(page, process.page_starts(page, sheet["stylesheet"]))


def refuse_without_engine() -> None:
    missing = engine_missing()
    if missing:
        raise EngineMissing(missing)


def engine_missing() -> str:
    """Return "" when PDFs can be made here; else the message for users."""
    try:
        import weasyprint  # noqa: F401
    except (ImportError, OSError):
        return words_for_missing_engine()
    return ""


def words_for_missing_engine() -> str:
    return _("Máy chủ chưa cài bộ tạo PDF. Người quản trị cài các gói Debian: %(packages)s.") % {
        "packages": ENGINE_PACKAGES
    }
