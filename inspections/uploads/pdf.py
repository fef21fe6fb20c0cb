"""A PDF: whole, open to everybody, without parts that act; and the text of its first page."""

from io import BytesIO

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from inspections.uploads.faults import Fault

TAIL_BYTES = 2048  # scanners and signing tools leave some bytes after the end mark
ACTIONS = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/Rendition"}
SCRIPT_KEYS = {"/JS", "/JavaScript", "/XFA"}
FILE_KEYS = {"/EF", "/EmbeddedFiles", "/RichMediaContent"}
PLAYERS = {"/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"}


def text_of_head(content: bytes) -> str:
    """The first page's text, "" for a scan; once as it was written and once as it lies, with its gaps."""
    tail = content[-TAIL_BYTES:]
    if b"startxref" not in tail or b"%%EOF" not in tail:
        raise Fault("cut_off")
    reader = PdfReader(BytesIO(content))
    if reader.is_encrypted:
        raise Fault("encrypted")
    for thing in dictionaries_of(reader):
        refuse_what_acts(thing)
    if not reader.pages:
        raise Fault("unreadable")
    page = reader.pages[0]
    return "\n".join([page.extract_text(), page.extract_text(extraction_mode="layout")])


def refuse_what_acts(thing: DictionaryObject) -> None:
    """A signature's field, a link to a page or an address may stay; a form of a program, a file within may not."""
    kind, subtype = thing.get("/Type"), thing.get("/Subtype")
    if thing.get("/S") in ACTIONS or thing.keys() & SCRIPT_KEYS:
        raise Fault("script")
    if thing.keys() & FILE_KEYS or kind == "/EmbeddedFile" or (kind in (None, "/Annot") and subtype in PLAYERS):
        raise Fault("embedded")


def dictionaries_of(reader: PdfReader):
    """Every dictionary of the file, reachable from a page or not."""
    numbers = {(number, generation) for generation, places in reader.xref.items() for number in places}
    numbers |= {(number, 0) for number in reader.xref_objStm}
    for number, generation in sorted(numbers):
        yield from dictionaries_in(reader.get_object(IndirectObject(number, generation, reader)))


def dictionaries_in(thing):
    waiting = [thing]
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, DictionaryObject):
            yield thing
            waiting.extend(thing.values())
        elif isinstance(thing, ArrayObject):
            waiting.extend(thing)
