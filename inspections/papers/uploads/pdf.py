"""Reads a PDF: complete, without a password, without active parts; returns the text in which a mark may be."""

from io import BytesIO

from pypdf import PdfReader
from pypdf.errors import DependencyError, PyPdfError

from ground.office.signatures import PDF_HEAD, PDF_HEAD_BYTES
from ground.processes.child import Fault
from inspections.papers.uploads import pdf_actions
from inspections.papers.uploads.pdf_words import annotation_lines, page_lines, properties_of

PADDING = b"\0\t\n\f\r \x1a"  # that printers and storage in blocks append
TAIL_BYTES = 2048  # scanners and signing tools append some bytes to the end mark


def without_margins(content: bytes) -> bytes:
    """Return the file as readers see it: from its head, before which servers write line ends or a byte order mark,
    to the last byte that is no padding.
    """
    return content[content.find(PDF_HEAD, 0, PDF_HEAD_BYTES) :].rstrip(PADDING)


def read(content: bytes) -> dict:
    """Return {"text": of the first page ("" for a scan) and of all annotations, "properties": [[name, text], …]};
    raises Fault.
    """
    content = without_margins(content)
    tail = content[-TAIL_BYTES:]
    if b"startxref" not in tail or b"%%EOF" not in tail:
        raise Fault("cut_off")
    reader = open_reader(content)
    pdf_actions.refuse_what_acts(reader)
    if not reader.pages:
        raise Fault("unreadable")
    lines = [*page_lines(reader.pages[0]), *annotation_lines(reader)]
    return {"text": "\n".join(lines), "properties": properties_of(reader)}


def open_reader(content: bytes) -> PdfReader:
    """Return the reader; raises Fault("encrypted") for every encryption, also those that pypdf doesn't support."""
    try:
        reader = PdfReader(BytesIO(content))
    except (PyPdfError, DependencyError, NotImplementedError, LookupError, TypeError, ValueError) as failure:
        raise Fault("encrypted" if b"/Encrypt" in content else "unreadable") from failure
    if reader.is_encrypted:
        raise Fault("encrypted")
    return reader
