"""The text of a PDF in which a mark may be: of its first page, its annotations and its properties."""

from collections.abc import Iterator
from io import BytesIO
from xml.parsers.expat import ExpatError

from pypdf import PageObject, PdfReader
from pypdf.generic import DictionaryObject, PdfObject, StreamObject

from ground.office.looks import Look
from ground.office.words import Paragraph
from ground.office.xml import Ignoring, read_xml
from ground.processes.child import Fault
from inspections.papers.uploads.pdf_actions import dictionaries_of, entry, listed, text_of

ANNOTATION_TEXTS = ("/Contents", "/RC", "/V", "/DV", "/Subj", "/T")


def page_lines(page: PageObject) -> list[str]:
    """Return the page's lines three times: as written, as its pre-Unicode fonts show them, and by position, with
    gaps.
    """
    shown = Paragraph()

    def collect(text, _cm, _tm, font, _size):
        name = entry(font, "/BaseFont") if isinstance(font, DictionaryObject) else None
        shown.add(text, Look(str(name or "")))

    written = page.extract_text(visitor_text=collect)
    lies = page.extract_text(extraction_mode="layout")
    return [*written.splitlines(), *shown.line().splitlines(), *lies.splitlines()]


def annotation_lines(reader: PdfReader) -> list[str]:
    """Return the texts of notes, stamps and fields, and what is drawn for those of the first page."""
    lines = []
    for thing in dictionaries_of(reader):
        if "/Rect" in thing and "/Subtype" in thing:
            for key in ANNOTATION_TEXTS:
                lines += plain_lines(text_of(entry(thing, key)))
    for thing in listed(entry(reader.pages[0], "/Annots")):
        for form in appearances(thing):
            lines += reader.pages[0].extract_xform_text(form).splitlines()
    return lines


def appearances(annotation: PdfObject) -> Iterator[StreamObject]:
    looks = entry(annotation, "/AP") if isinstance(annotation, DictionaryObject) else None
    normal = entry(looks, "/N") if isinstance(looks, DictionaryObject) else None
    if isinstance(normal, StreamObject):
        yield normal


class XmlTexts(Ignoring):
    """`found`: (element, text) and (attribute, text) of an XML with unknown elements."""

    def __init__(self) -> None:
        self.found: list[tuple[str, str]] = []
        self.names: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.names.append(name)
        self.found += attributes.items()

    def end(self, name: str) -> None:
        self.names.pop()

    def words(self, text: str) -> None:
        if text.strip():
            meaning = [name for name in self.names if name not in ("li", "Alt", "Seq", "Bag")]
            self.found.append((meaning[-1] if meaning else "", text))


def plain_lines(text: str) -> list[str]:
    """Return the lines of a text; of a rich one (/RC is XHTML) without its markup."""
    if text.lstrip().startswith("<"):
        return [line for _name, words in xml_texts(text.encode()) for line in words.splitlines()]
    return text.splitlines()


def xml_texts(content: bytes) -> list[tuple[str, str]]:
    """Return the (name, text) pairs of an XML, up to where it is broken; an XML that can't be read shows nothing on
    a page.
    """
    listener = XmlTexts()
    try:
        read_xml(BytesIO(content), listener)
    except (ExpatError, Fault):
        return listener.found
    return listener.found


def properties_of(reader: PdfReader) -> list[tuple[str, str]]:
    about = entry(reader.trailer, "/Info")
    found = []
    if isinstance(about, DictionaryObject):
        found = [(str(key).lstrip("/"), text_of(entry(about, key))) for key in about]
    metadata = entry(reader.root_object, "/Metadata")
    if isinstance(metadata, StreamObject):
        found += xml_texts(metadata.get_data())
    return found
