"""Reads one file of evidence in a child process: its type, the mark of secrecy in it, and of a photo our own JPEG.

Answers {"type": kind, "mark": None or a mark}, for a photo also {"shown": base64}; or {"fault": code}.
"""

import zipfile
from io import BytesIO

from ground.office.signatures import OLD_OFFICE, ZIP, is_pdf, refuse_other_kinds
from ground.processes.child import Fault
from inspections.papers.uploads import docx, pdf
from inspections.papers.uploads.evidence import old_excel, old_word, pictures, xlsx
from inspections.papers.uploads.evidence.old_office import kind_of_old
from inspections.papers.uploads.evidence.signatures import picture_kind
from inspections.papers.uploads.marks import mark_in, mark_in_properties

READERS = {"pdf": pdf, "docx": docx, "xlsx": xlsx, "doc": old_word, "xls": old_excel}
MAIN_OF_WORD = (b"wordprocessingml.document.main", b"ms-word.document")
MAIN_OF_EXCEL = (b"spreadsheetml.sheet.main", b"ms-excel.")
TYPES_BYTES = 1 << 20  # of [Content_Types].xml, read to tell Word from Excel


def read(content: bytes, pixels_max: str) -> dict:
    kind = kind_of(content)
    if kind in READERS:
        found = READERS[kind].read(content)
        more = {}
    else:
        found = pictures.read(content, kind, int(pixels_max))
        more = {"shown": found["shown"]}
    mark = mark_in(found["text"]) or mark_in_properties(found["properties"])
    return {"type": kind, "mark": mark, **more}


def kind_of(content: bytes) -> str:
    """Return the kind by the content alone; raises Fault for one that isn't taken."""
    if content.startswith(ZIP):
        refuse_other_kinds(content)
        return _kind_of_package(content)
    if is_pdf(content):
        return "pdf"
    kind = picture_kind(content)
    if kind:
        return kind
    if content.startswith(OLD_OFFICE):
        return kind_of_old(content)
    refuse_other_kinds(content)
    raise Fault("unknown")


def _kind_of_package(content: bytes) -> str:
    """Tell a workbook from a Word file by the types that it declares; what is neither is refused as a Word file."""
    try:
        package = zipfile.ZipFile(BytesIO(content))
        name = next(each for each in package.namelist() if each.lower() == "[content_types].xml")
        with package.open(name) as member:
            types = member.read(TYPES_BYTES)
    except (zipfile.BadZipFile, StopIteration, RuntimeError, ValueError, NotImplementedError, EOFError):
        return "docx"
    is_word = any(each in types for each in MAIN_OF_WORD)
    return "xlsx" if any(each in types for each in MAIN_OF_EXCEL) and not is_word else "docx"
