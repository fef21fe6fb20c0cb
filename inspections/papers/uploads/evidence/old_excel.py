""".xls files (Microsoft's [MS-XLS]): what is active in their records, and the texts of cells, headers and comments."""

import struct
from collections.abc import Iterator
from io import StringIO

import xlrd

from ground.links import may_be_followed
from ground.office.readers import is_short
from ground.office.words import header_lines
from ground.processes.child import Fault
from inspections.papers.uploads.evidence.old_office import open_old, properties_of, with_capitals

FILEPASS, SHEET, LINKED_BOOK, QUERY, QUERY_TABLE, LINK = 0x2F, 0x85, 0x1AE, 0xDC, 0x1AD, 0x1B8
HEADER, FOOTER, FONT, BOX, CONTINUE = 0x14, 0x15, 0x31, 0x1B6, 0x3C
WORKSHEET, CHART = 0, 2  # kinds of sheets; the others are macros
OWN_BOOK, ADD_IN = b"\x01\x04", b"\x01\x3a"
URL_MONIKER = bytes.fromhex("e0c9ea79f9bace118c8200aa004ba90b")
FILE_MONIKER = bytes.fromhex("0303000000000000c000000000000046")


def read(content: bytes) -> dict:
    """Return {"text": a cell a line, "properties": [[name, text], …]}; raises Fault."""
    file = open_old(content)
    records = list(records_of(file.openstream("Workbook" if file.exists("Workbook") else "Book").read()))
    for kind, body in records:
        refuse_record(kind, body)
    lines = [*_texts_in(records), *_cells(content)]
    fonts = [_text_at(body, 14) for kind, body in records if kind == FONT]
    lines = list(dict.fromkeys(line for line in with_capitals(lines, fonts) if is_short(line)))
    return {"text": "\n".join(lines), "properties": properties_of(file)}


def records_of(stream: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + size]
        at += 4 + size


def refuse_record(kind: int, body: bytes) -> None:
    if kind == FILEPASS:
        raise Fault("encrypted")
    if kind == SHEET and body[5] not in (WORKSHEET, CHART):
        raise Fault("script")
    if kind in (QUERY, QUERY_TABLE) or (kind == LINKED_BOOK and body[2:4] not in (OWN_BOOK, ADD_IN)):
        raise Fault("foreign_parts")
    if kind == LINK and not all(map(may_be_followed, addresses_in(body))):
        raise Fault("strange_link")


def addresses_in(body: bytes) -> Iterator[str]:
    """Return the addresses of a link: of a page, and of a file."""
    at = body.find(URL_MONIKER)
    if at >= 0:
        [size] = struct.unpack_from("<I", body, at + 16)
        yield body[at + 20 : at + 20 + size].decode("utf-16-le", "replace").partition("\0")[0]
    at = body.find(FILE_MONIKER)
    if at >= 0:
        [size] = struct.unpack_from("<I", body, at + 18)
        yield body[at + 22 : at + 22 + size].decode("latin-1").partition("\0")[0]


def _texts_in(records: list[tuple[int, bytes]]) -> list[str]:
    """Return the lines of headers, footers, comments and boxes."""
    lines: list[str] = []
    for n, (kind, body) in enumerate(records):
        if kind in (HEADER, FOOTER) and body:
            lines += header_lines(_text_at(body, 0, wide_length=True))
        elif kind == BOX and records[n + 1 : n + 2] and records[n + 1][0] == CONTINUE:
            text = records[n + 1][1]
            lines += text[1:].decode("utf-16-le" if text[:1] == b"\x01" else "latin-1", "replace").splitlines()
    return lines


def _text_at(body: bytes, at: int, wide_length: bool = False) -> str:
    """Return a text that has its length and the size of its letters before it."""
    at += 2 if wide_length else 1
    if body[at : at + 1] not in (b"\0", b"\1"):  # before Excel 97 there was one size
        return body[at:].decode("latin-1")
    return body[at + 1 :].decode("utf-16-le" if body[at] else "latin-1", "replace")


def _cells(content: bytes) -> Iterator[str]:
    """Return the names of the sheets and the texts of all cells."""
    book = xlrd.open_workbook(file_contents=content, logfile=StringIO(), ragged_rows=True)
    for sheet in book.sheets():
        yield sheet.name
        for row in range(sheet.nrows):
            for text in sheet.row_values(row):
                if isinstance(text, str):
                    yield from text.splitlines()
