"""Reads one table file in a process of its own: a file made to eat time or memory takes nobody with it.

stdin: the bytes. stdout: one JSON object, {"fault": code} or {"rows": [[cell, …], …], "rest": […]}, the first row being
the head. A cell is null, a text, a number, true or false, {"day": iso}, {"moment": iso} or {"formula": 1}. Whatever a
parser trips over ends the process: the caller takes that for a file that can't be read.
"""

import csv
import io
import json
import re
import resource
import sys
import zipfile
from datetime import date, datetime, time

from openpyxl import load_workbook

from danvan.sheet_cells import REST_SHEET, unguarded

MEMORY_BYTES = 1 << 30
CPU_SECONDS = 30
MEMBERS_MAX = 1000
UNPACKED_MAX = 150 << 20
ROWS_MAX = 10_000  # an import is one transaction: on SQLite nobody else writes meanwhile
COLUMNS_MAX = 100
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .xls, and every Office file behind a password
UTF16 = (b"\xff\xfe", b"\xfe\xff")
PROGRAMS = ("vba", "macrosheets", "activex", "dialogsheets")
FOREIGN = ("externallinks/", "embeddings/", "connections.xml", "querytables/", "webextensions/")
_ESCAPED = re.compile(r"_x005F_(?=x[0-9A-Fa-f]{4}_)")


class Fault(Exception):
    def __init__(self, code: str):
        self.code = code
        super().__init__(code)


def read(content: bytes) -> dict:
    if content.startswith(b"PK\x03\x04"):
        return read_xlsx(content)
    if content.startswith(OLD_OFFICE):
        raise Fault("old_office")
    return {"rows": read_csv(content), "rest": []}


# --- .csv --------------------------------------------------------------------------------------------------------
def read_csv(content: bytes) -> list:
    text = decoded(content)
    separator = max(",;\t", key=text.partition("\n")[0].count)
    csv.field_size_limit(len(text) + 1)
    rows = []
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
        refuse_too_many(len(rows), len(row))
        rows.append([unguarded(cell) for cell in row])
    return rows


def decoded(content: bytes) -> str:
    if content.startswith(UTF16):
        raise Fault("not_utf8")
    if b"\x00" in content:
        raise Fault("unknown")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Fault("not_utf8") from None


def refuse_too_many(rows: int, columns: int) -> None:
    if rows > ROWS_MAX:
        raise Fault("too_many_rows")
    if columns > COLUMNS_MAX:
        raise Fault("too_many_columns")


# --- .xlsx -------------------------------------------------------------------------------------------------------
def read_xlsx(content: bytes) -> dict:
    refuse_harmful(content)
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
    rest = book[REST_SHEET].iter_rows(min_row=2, max_col=3, values_only=True) if REST_SHEET in book.sheetnames else []
    return {"rows": rows_of(book.worksheets[0]), "rest": [[row[0], row[1], row[2] or ""] for row in rest]}


def refuse_harmful(content: bytes) -> None:
    """Judged from the zip's directory before anything is unpacked."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        members = package.infolist()
        names = [member.filename.lower() for member in members]
        if len(members) > MEMBERS_MAX or sum(member.file_size for member in members) > UNPACKED_MAX:
            raise Fault("too_much_inside")
        if "xl/workbook.xml" not in names or len(set(names)) < len(names):
            raise Fault("unknown")
        if any(part in name for name in names for part in PROGRAMS):
            raise Fault("script")
        if any(part in name for name in names for part in FOREIGN):
            raise Fault("foreign")
        if any(b"<!DOCTYPE" in package.read(member)[:1000] for member in members):
            raise Fault("unknown")


def rows_of(sheet) -> list:
    """The sheet's own word about its size may be wrong: it is read to the limit."""
    sheet.reset_dimensions()
    rows = []
    for row in sheet.iter_rows(max_row=ROWS_MAX + 100, max_col=COLUMNS_MAX + 1):
        rows.append(trimmed([plain_cell(cell) for cell in row]))
    rows = trimmed(rows)
    refuse_too_many(len(rows) - 1, max((len(row) for row in rows), default=0))
    return rows


def trimmed(cells: list) -> list:
    """Without what is empty at the end."""
    filled = [n for n, cell in enumerate(cells, start=1) if cell not in (None, "", [])]
    return cells[: filled[-1]] if filled else []


def plain_cell(cell):
    value = cell.value
    if cell.data_type in ("f", "e"):
        return {"formula": 1}
    if isinstance(value, datetime):
        return {"moment": value.isoformat()} if value.time() != time.min else {"day": value.date().isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, str):
        return _ESCAPED.sub("_", value)
    return value if isinstance(value, int | float | None) else str(value)


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    try:
        told = read(sys.stdin.buffer.read())
    except Fault as fault:
        told = {"fault": fault.code}
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
