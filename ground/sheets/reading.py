"""Reads one table file in a child process, so that a file made to exhaust time or memory harms nothing else.

Answers {"fault": code} with "row", "column" and "letters" for a cell that is too long, or {"rows": [[cell, …], …],
"rest": […], "lines": [text, …], "properties": [[name, text], …]}. The first row is the head; `lines` are the short
texts of all sheets, comments and headers, each once, `properties` those of the file. A cell is null, a text, a number,
true or false, {"day": iso}, {"moment": iso} or {"formula": 1}.
"""

import csv
import io
import re
from datetime import date, datetime, time
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from ground.limits import CELL_LETTERS
from ground.office import readers
from ground.office.readers import is_short
from ground.processes import child
from ground.processes.child import Fault
from ground.sheets.cells import REST_SHEET, unguarded

ROWS_MAX = 10_000  # an import is one transaction, during which nobody else can write on SQLite
COLUMNS_MAX = 100
LETTERS_MAX = 20 << 20  # of all cells together: a zip may name one text a million times
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .xls, and every Office file behind a password
UTF16 = (b"\xff\xfe", b"\xfe\xff")
_ESCAPED = re.compile(r"_x005F_(?=x[0-9A-Fa-f]{4}_)")


def read(content: bytes) -> dict:
    if content.startswith(b"PK\x03\x04"):
        return read_xlsx(content)
    if content.startswith(OLD_OFFICE):
        raise Fault("old_office")
    rows = read_csv(content)
    return {"rows": rows, "rest": [], "lines": short_texts(rows), "properties": []}


# --- .csv --------------------------------------------------------------------------------------------------------
def read_csv(content: bytes) -> list:
    text = decoded(content)
    separator = max(",;\t", key=text.partition("\n")[0].count)
    csv.field_size_limit(len(text) + 1)  # a long cell is refused by its place, not by the parser
    rows, count = [], LetterCount()
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
        refuse_too_many(len(rows), len(row))
        rows.append([unguarded(cell) for cell in row])
        count.add(len(rows), rows[-1])
    return rows


def short_texts(rows: list) -> list[str]:
    return list({cell: None for row in rows for cell in row if is_short(cell)})


def decoded(content: bytes) -> str:
    if content.startswith(UTF16):
        raise Fault("not_utf8")
    if b"\x00" in content:
        raise Fault("unknown")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Fault("not_utf8") from None


class LetterCount:
    """Refuses a cell that is too long, and a file with too much text; counts rows and columns as a spreadsheet does."""

    def __init__(self) -> None:
        self.letters = 0

    def add(self, row: int, cells: list) -> None:
        for column, cell in enumerate(cells, start=1):
            n = len(cell) if isinstance(cell, str) else 0
            if n > CELL_LETTERS:
                raise Fault("cell_too_long", row=row, column=get_column_letter(column), letters=n)
            self.letters += n
        if self.letters > LETTERS_MAX:
            raise Fault("too_much_inside")


def refuse_too_many(rows: int, columns: int) -> None:
    if rows > ROWS_MAX:
        raise Fault("too_many_rows")
    if columns > COLUMNS_MAX:
        raise Fault("too_many_columns")


# --- .xlsx -------------------------------------------------------------------------------------------------------
def read_xlsx(content: bytes) -> dict:
    known = readers.read_xlsx(content)
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
    count = LetterCount()
    rows = rows_of(book.worksheets[0], count)
    rest = rest_of(book[REST_SHEET], count) if REST_SHEET in book.sheetnames else []
    return {"rows": rows, "rest": rest, **known}


def rows_of(sheet: ReadOnlyWorksheet, count: LetterCount) -> list:
    """Return the sheet's rows, read up to the limit because the size that the sheet declares may be wrong."""
    sheet.reset_dimensions()
    rows = []
    for row in sheet.iter_rows(max_row=ROWS_MAX + 100, max_col=COLUMNS_MAX + 1):
        rows.append(trimmed([plain_cell(cell) for cell in row]))
        count.add(len(rows), rows[-1])
    rows = trimmed(rows)
    refuse_too_many(len(rows) - 1, max((len(row) for row in rows), default=0))
    return rows


def rest_of(sheet: ReadOnlyWorksheet, count: LetterCount) -> list:
    """Return the pieces of texts that were too long for a cell: row, column head, next piece of the text."""
    rest = []
    for row, title, text in sheet.iter_rows(min_row=2, max_row=ROWS_MAX + 2, min_col=1, max_col=3, values_only=True):
        rest.append([row, title, text or ""])
        refuse_too_many(len(rest), 0)
        count.add(len(rest) + 1, rest[-1])
    return rest


def trimmed(cells: list) -> list:
    """Return the list without empty values at its end."""
    filled = [n for n, cell in enumerate(cells, start=1) if cell not in (None, "", [])]
    return cells[: filled[-1]] if filled else []


def plain_cell(cell: ReadOnlyCell) -> str | int | float | dict[str, Any] | None:
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


if __name__ == "__main__":
    child.main(read)
