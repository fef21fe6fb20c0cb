""".doc files of Word 97 to 2003 (Microsoft's [MS-DOC]): their text, and the fields in it."""

import re
import struct

from ground.office.fields import INNER, NESTED_MAX, refuse_field
from ground.office.readers import PARAGRAPHS_OF_HEAD
from ground.processes.child import Fault
from inspections.papers.uploads.evidence.old_office import open_old, properties_of, with_capitals

MAGIC, WORD_97 = 0xA5EC, 0x00C1
ENCRYPTED, SECOND_TABLE = 0x0100, 0x0200
AT_FLAGS, AT_TEXT_LENGTH, AT_PIECES = 0x0A, 0x4C, 0x01A2
COMPRESSED = 0x40000000
BEGIN, SEPARATE, END = "\x13", "\x14", "\x15"
_FIELD_MARKS = re.compile(f"([{BEGIN}{SEPARATE}{END}])")
_LINE_ENDS = re.compile("[\r\n\x07\x0b\x0c]")
_FONT = re.compile(rb"(?:\.\0)?(?:[A-Za-z]\0){3,30}\0\0")
PRINTED = str.maketrans("", "", "\x01\x02\x03\x04\x05\x08\x13\x14\x15\x1e\x1f")


def read(content: bytes) -> dict:
    """Return {"text": the head and every header, note and box, "properties": [[name, text], …]}; raises Fault."""
    file = open_old(content)
    stream = file.openstream("WordDocument").read()
    magic, version = struct.unpack_from("<HH", stream)
    [flags] = struct.unpack_from("<H", stream, AT_FLAGS)
    if magic != MAGIC or version < WORD_97:
        raise Fault("too_old")
    if flags & ENCRYPTED:
        raise Fault("encrypted")
    table = file.openstream("1Table" if flags & SECOND_TABLE else "0Table").read()
    text = _text_of(stream, table)
    refuse_fields(text)
    [length] = struct.unpack_from("<i", stream, AT_TEXT_LENGTH)
    lines = [*_lines(text[:length])[:PARAGRAPHS_OF_HEAD], *_lines(text[length:])]
    fonts = [name.decode("utf-16-le").strip("\0") for name in _FONT.findall(table)]
    return {"text": "\n".join(with_capitals(lines, fonts)), "properties": properties_of(file)}


def _lines(text: str) -> list[str]:
    return [line.translate(PRINTED) for line in _LINE_ENDS.split(text)]


def _text_of(stream: bytes, table: bytes) -> str:
    """Join the pieces in which Word stores the text: main part, notes, headers, comments, boxes."""
    start, size = struct.unpack_from("<II", stream, AT_PIECES)
    pieces = _piece_table(table[start : start + size])
    n = (len(pieces) - 4) // 12
    ends = struct.unpack_from(f"<{n + 1}I", pieces)
    texts = []
    for k in range(n):
        [at] = struct.unpack_from("<I", pieces, 4 * (n + 1) + 8 * k + 2)
        length = ends[k + 1] - ends[k]
        if at & COMPRESSED:
            at = (at & ~COMPRESSED) // 2
            texts.append(stream[at : at + length].decode("latin-1"))
        else:
            texts.append(stream[at : at + 2 * length].decode("utf-16-le", "replace"))
    return "".join(texts)


def _piece_table(clx: bytes) -> bytes:
    at = 0
    while clx[at] == 1:  # formatting, before the table of pieces
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    if clx[at] != 2:
        raise Fault("unreadable")
    return clx[at + 5 :][: struct.unpack_from("<I", clx, at + 1)[0]]


def refuse_fields(text: str) -> None:
    """Raise Fault for a field that fetches or calls something, as in .docx."""
    open_fields: list[list[str]] = []
    separated: list[bool] = []
    for piece in _FIELD_MARKS.split(text):
        if piece == BEGIN:
            if len(open_fields) > NESTED_MAX:
                raise Fault("field")
            if open_fields:
                open_fields[-1].append(INNER)
            open_fields.append([])
            separated.append(False)
        elif piece == SEPARATE and separated:
            separated[-1] = True
        elif piece == END and open_fields:
            separated.pop()
            refuse_field("".join(open_fields.pop()))
        elif open_fields and not separated[-1]:
            open_fields[-1].append(piece)
    for code in open_fields:
        refuse_field("".join(code))
