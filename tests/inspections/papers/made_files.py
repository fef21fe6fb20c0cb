"""Files as people send them and as attackers make them."""

import io
import zipfile
from functools import cache

from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, TextStringObject
from weasyprint import HTML

TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


# --- PDF ---------------------------------------------------------------------------------------------------------
@cache
def pdf(html="<p>Báo cáo kết quả thực hiện công tác dân vận chính quyền</p>"):
    return HTML(string=html).write_pdf()


def scanned_pdf():
    """A page without any text."""
    return written(PdfWriter())


def written(writer):
    if not writer.pages:
        writer.add_blank_page(width=595, height=842)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def slow_pdf():
    """A few kB; its page is written in a million words."""
    writer = PdfWriter()
    page = writer.add_blank_page(width=595, height=842)
    stream = DecodedStreamObject()
    stream.set_data(b"BT /F1 9 Tf (a) Tj 1 0 Td ET\n" * 1_000_000)
    page[NameObject("/Contents")] = writer._add_object(stream.flate_encode())
    return written(writer)


def pdf_with(**entries):
    """`pdf_with(OpenAction=…)`: a page and a catalogue with more in it."""
    writer = PdfWriter()
    for name, value in entries.items():
        writer.root_object[NameObject(f"/{name}")] = value
    return written(writer)


def action(kind, **entries):
    named = {NameObject(f"/{name}"): TextStringObject(value) for name, value in entries.items()}
    return DictionaryObject({NameObject("/S"): NameObject(f"/{kind}"), **named})


def pdf_with_file():
    writer = PdfWriter()
    writer.add_attachment("virus.exe", b"MZ")
    return written(writer)


def encrypted_pdf(user_password=""):
    writer = PdfWriter()
    writer.add_blank_page(width=595, height=842)
    writer.encrypt(user_password, "chu-so-huu", algorithm="AES-256")
    return written(writer)


# --- DOCX --------------------------------------------------------------------------------------------------------
def paragraph(text):
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def document(*paragraphs, before=""):
    body = "".join(paragraphs or [paragraph("Báo cáo kết quả")])
    return f'<?xml version="1.0"?>{before}<w:document xmlns:w="{WORDS}"><w:body>{body}</w:body></w:document>'


def header(text):
    return f'<w:hdr xmlns:w="{WORDS}">{paragraph(text)}</w:hdr>'


def types(main=MAIN):
    return f'<Types xmlns="{TYPES}"><Override PartName="/word/document.xml" ContentType="{main}"/></Types>'


def relations(kind, target, mode="External", of=OFFICE):
    one = f'<Relationship Id="r1" Type="{of}/{kind}" Target="{target}" TargetMode="{mode}"/>'
    return f'<Relationships xmlns="{RELATIONS}">{one}</Relationships>'


def docx(parts=None):
    """A small Word file; `parts` adds or replaces parts by name, None leaves one out."""
    plain = {
        "[Content_Types].xml": types(),
        "_rels/.rels": relations("officeDocument", "word/document.xml", "Internal"),
        "word/document.xml": document(),
    }
    return zipped({name: content for name, content in {**plain, **(parts or {})}.items() if content is not None})


def zipped(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()
