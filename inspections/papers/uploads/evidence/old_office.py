""".doc and .xls: files of streams (Microsoft's [MS-CFB]). What is known to be in them is allowed."""

import re
from io import BytesIO

import olefile

from ground.fonts.old_fonts import TCVN3, in_unicode, shows_capitals
from ground.processes.child import Fault

MAIN = {"worddocument": "doc", "workbook": "xls", "book": "xls"}
KNOWN = {
    *MAIN, "0table", "1table", "data", "\x01compobj", "\x01ole", "\x05summaryinformation",
    "\x05documentsummaryinformation", "msodatastore", "_signatures", "_xmlsignatures", "xml", "user names",
    "revision log", "_sx_db_cur", "objectpool",
}  # fmt: skip
PROGRAMS = {"macros", "_vba_project_cur", "vba", "ctls", "_vba_project"}
EMBEDDED = re.compile(r"mbd[0-9a-f]+|lnk[0-9a-f]+|\x01ole10native")
PROPERTIES = ("title", "subject", "author", "keywords", "comments", "category", "company", "manager", "content_status")


def open_old(content: bytes) -> olefile.OleFileIO:
    return olefile.OleFileIO(BytesIO(content))


def kind_of_old(content: bytes) -> str:
    """Return "doc" or "xls"; raises Fault for an encrypted file, a program of any kind, an embedded file, all else."""
    streams = [[part.lower() for part in path] for path in open_old(content).listdir()]
    tops = {path[0] for path in streams}
    if tops & {"encryptedpackage", "encryptioninfo"}:
        raise Fault("encrypted")
    kinds = {MAIN[top] for top in tops & MAIN.keys()}
    if len(kinds) != 1:
        raise Fault("unknown")
    for path in streams:
        _refuse_stream(path)
    return kinds.pop()


def _refuse_stream(path: list[str]) -> None:
    if PROGRAMS & set(path):
        raise Fault("script")
    if path[0] == "objectpool" or EMBEDDED.fullmatch(path[0]):
        raise Fault("embedded")
    if path[0] not in KNOWN:
        raise Fault("strange_part")


def properties_of(file: olefile.OleFileIO) -> list[list[str]]:
    """Return (name, text) of the file's title, key words and the like."""
    said = file.get_metadata()
    encoding = "utf-8" if said.codepage in (65001, -535) else "cp1258" if said.codepage == 1258 else "latin-1"
    texts = [(name, getattr(said, name)) for name in PROPERTIES]
    texts = [(name, text.decode(encoding, "replace") if isinstance(text, bytes) else text) for name, text in texts]
    return [[name, text.rstrip("\0")] for name, text in texts if isinstance(text, str) and text.strip("\0 ")]


def with_capitals(lines: list[str], fonts: list[str]) -> list[str]:
    """Return the lines, and where a font shows capitals only also what they show in it."""
    if not any(shows_capitals(name) for name in fonts):
        return lines
    return [*lines, *(in_unicode(line, TCVN3).upper() for line in lines if line and max(line) <= "\xff")]
