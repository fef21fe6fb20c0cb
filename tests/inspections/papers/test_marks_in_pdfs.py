"""A mark of secrecy is found in a PDF's first page, its annotations and in what it says of itself."""

import unicodedata

import pytest
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, StreamObject, TextStringObject

from inspections.papers.uploads.reading import read
from tests.inspections.papers.made_files import pdf, written


def mark_of(content):
    return read(content)["mark"]


def pdf_about(**entries):
    writer = PdfWriter()
    writer.add_metadata({f"/{name}": text for name, text in entries.items()})
    return written(writer)


def pdf_with_metadata(xml):
    writer, stream = PdfWriter(), StreamObject()
    stream.set_data(xml.encode())
    writer.root_object[NameObject("/Metadata")] = writer._add_object(stream)
    return written(writer)


def pdf_noted(kind, **texts):
    writer = PdfWriter()
    writer.add_blank_page(width=595, height=842)
    page = writer.add_blank_page(width=595, height=842)
    note = DictionaryObject({NameObject("/Subtype"): NameObject(kind), NameObject("/Rect"): page["/MediaBox"]})
    note.update({NameObject(f"/{name}"): TextStringObject(text) for name, text in texts.items()})
    writer.add_annotation(1, note)
    return written(writer)


def stamped(words):
    """A stamp as a program draws it, without a text of its own beside the drawing."""
    writer, drawn = PdfWriter(), StreamObject()
    page = writer.add_blank_page(width=595, height=842)
    font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica", "/Encoding": "/WinAnsiEncoding"}
    fonts_of_stamp = DictionaryObject({NameObject("/F1"): names(font)})
    drawn.update(names({"/Type": "/XObject", "/Subtype": "/Form"}))
    drawn[NameObject("/BBox")] = page["/MediaBox"]
    drawn[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts_of_stamp})
    drawn.set_data(f"BT /F1 14 Tf 2 2 Td ({words}) Tj ET".encode("cp1252"))
    stamp = names({"/Subtype": "/Stamp"})
    stamp[NameObject("/Rect")] = page["/MediaBox"]
    stamp[NameObject("/AP")] = DictionaryObject({NameObject("/N"): writer._add_object(drawn)})
    writer.add_annotation(0, stamp)
    return written(writer)


def names(entries):
    return DictionaryObject({NameObject(key): NameObject(text) for key, text in entries.items()})


def xmp(inner):
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    return f'<r:RDF xmlns:r="{rdf}" xmlns:dc="d" xmlns:p="p"><r:Description {inner}</r:Description></r:RDF>'


@pytest.mark.parametrize(
    ("content", "mark"),
    [
        (pdf_about(Title="12-BC (MẬT)"), "MẬT"),
        (pdf_about(Subject="TỐI MẬT"), "TỐI MẬT"),
        (pdf_about(Keywords="dân vận, MẬT"), "MẬT"),
        (pdf_about(DoMat="x", Classification="Mật"), "MẬT"),
        (pdf_with_metadata(xmp("><dc:title><r:Alt><r:li>TUYỆT MẬT</r:li></r:Alt></dc:title>")), "TUYỆT MẬT"),
        (pdf_with_metadata(xmp('p:Keywords="MẬT">')), "MẬT"),
        (pdf_with_metadata(xmp("><dc:title>MẬT</dc:title>") + "<<hỏng"), "MẬT"),
        (pdf_noted("/FreeText", Contents="MẬT"), "MẬT"),
        (pdf_noted("/Stamp", Contents="TỐI MẬT"), "TỐI MẬT"),
        (pdf_noted("/Text", Contents="Xem", RC="<body><p>MẬT</p></body>"), "MẬT"),
        (stamped("MAÄT"), "MẬT"),
        (stamped("MAÄT ONG"), None),
        (pdf_noted("/Widget", V="TUYỆT MẬT"), "TUYỆT MẬT"),
        (pdf("<p style='text-transform: uppercase'>Mật</p>"), "MẬT"),
        (pdf("<p>MËT</p>"), "MẬT"),
        (pdf("<p>MAÄT</p>"), "MẬT"),
        (pdf("<p>M Ậ T</p>"), "MẬT"),
        (pdf(f"<p>{unicodedata.normalize('NFD', 'MẬT')}</p>"), "MẬT"),
        (pdf_about(Title="Bảo vệ bí mật nhà nước", Keywords="mật độ, mật ong"), None),
        (pdf_noted("/Text", Contents="Tài liệu MẬT giữ riêng"), None),
        (pdf_with_metadata("không phải XML"), None),
        (pdf("<p>Công tác bảo vệ bí mật nhà nước; mật độ dân số; MẬT ONG</p>"), None),
        (pdf("<p>BÁO CÁO</p><p style='page-break-before: always'>MẬT</p>"), None),
    ],
)
def test_a_mark_in_a_pdf_is_a_mark(content, mark):
    assert mark_of(content) == mark


def test_a_pdf_in_an_old_font_is_read_as_the_font_shows_it():
    """As a printer of PDFs writes it: the letters of the font's table, its name beside them."""
    writer = PdfWriter()
    page = writer.add_blank_page(width=595, height=842)
    font = {"/Type": "/Font", "/Subtype": "/TrueType", "/BaseFont": "/ABCDEF+.VnTimeH", "/Encoding": "/WinAnsiEncoding"}
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/Font"): DictionaryObject({NameObject("/F1"): writer._add_object(names(font))})}
    )
    words = StreamObject()
    words.set_data("BT /F1 14 Tf 72 700 Td (TuyÖt mËt) Tj ET".encode("cp1252"))
    page[NameObject("/Contents")] = writer._add_object(words)
    assert mark_of(written(writer)) == "TUYỆT MẬT"
