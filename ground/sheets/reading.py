"""Reads one table file in a child process, so that a file made to exhaust time or memory harms nothing else.

Answers {"fault": code} with "row", "column" and "letters" for a cell that is too long, or {"sheets": [sheet, …],
"rest": […], "lines": [text, …], "properties": [[name, text], …]}. A sheet is {"name": text, "rows": [[cell, …], …],
"numbers": [the number of each row, …], "hidden_rows": [number, …], "hidden_columns": [position, …], "merged": ["D7:D8",
…]}, with "fault" if it is too large; rows without any content are left out. `lines` are the short texts of all
sheets, comments and headers, each once, `properties` those of the file. A cell is null, a text, a number, true or
false, {"bare": digits} in a .csv, or what `formats.shown_cell` says of it.
"""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Any

from openpyxl.utils import get_column_letter

from ground.limits import CELL_LETTERS
from ground.office import readers
from ground.office.readers import is_short
from ground.office.signatures import refuse_other_kinds
from ground.office.xml import Ignoring
from ground.processes.child import Fault
from ground.sheets.books import open_book
from ground.sheets.cells import BARE_NUMBER, REST_SHEET, unguarded
from ground.sheets.formats import shown_cell

if TYPE_CHECKING:
    from openpyxl.cell.read_only import ReadOnlyCell
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

ROWS_MAX = 10_000  # an import is one transaction, during which nobody else can write on SQLite
COLUMNS_MAX = 100
LETTERS_MAX = 20 << 20  # of all cells together: a zip may name one text a million times
UTF16 = (b"\xff\xfe", b"\xfe\xff")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")  # how Excel writes what XML can't hold; _x005F_ stands for _
_LINE_END = re.compile("\r\n?|[\x0b\x0c]")  # Word ends lines by \x0b
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f]")
_WEB_PAGE = re.compile(rb"<(?:!doctype html|html|head|body|table|meta)\b|^mime-version:", re.IGNORECASE)
_SEPARATOR_LINE = re.compile(r"sep=(.)", re.IGNORECASE)  # for Excel, which doesn't show it
_QUOTED_TEXT = re.compile('"[^"]*"')
_QUOTED = "\0"  # marks a number in quotes while the .csv is parsed; no file that is read contains it


def read(content: bytes) -> dict:
    if content.startswith(b"PK\x03\x04"):
        return read_xlsx(content)
    refuse_web_page(content)
    refuse_other_kinds(content)
    if content.startswith(b"%PDF-"):
        raise Fault("unknown")
    rows = read_csv(content)
    filled = [n for n, row in enumerate(rows) if any(row)]
    sheet = {"name": "", "rows": [rows[n] for n in filled], "numbers": [n + 1 for n in filled]}
    return {"sheets": [sheet], "rest": [], "lines": short_texts(rows), "properties": []}


def refuse_web_page(content: bytes) -> None:
    """Refuse what reporting systems give out under the name of a workbook: a web page, or Excel's XML of 2003."""
    start = content[:2048].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if start.startswith(b"<?xml") and b"urn:schemas-microsoft-com:office:spreadsheet" in start:
        raise Fault("old_xml")
    if start.lower().startswith((b"<", b"mime-version:")) and _WEB_PAGE.search(start):
        raise Fault("web_page")


# --- .csv --------------------------------------------------------------------------------------------------------
# The parser's limit is the whole process's; it stays out of the way: a long cell is refused with its place.
csv.field_size_limit(2**31 - 1)


def read_csv(content: bytes) -> list:
    text = decoded(content)
    first = text.lstrip().partition("\n")[0].rstrip()
    named = _SEPARATOR_LINE.fullmatch(first)
    if named:
        text = text.lstrip().partition("\n")[2]
    separator = named[1] if named else max(";,\t", key=_QUOTED_TEXT.sub("", first).count)
    rows, count = [], LetterCount()
    for row in csv.reader(io.StringIO(with_marked_numbers(text, separator), newline=""), delimiter=separator):
        refuse_too_many(len(rows), len(row))
        rows.append([csv_cell(cell) for cell in row])
        count.add(len(rows), rows[-1])
    return rows


def with_marked_numbers(text: str, separator: str) -> str:
    """Mark the numbers in quotes, for the parser doesn't say what was quoted."""
    between = rf"[{re.escape(separator)}\r\n]"
    return re.sub(rf'(?:^|(?<={between}))"(?=[1-9][\d.]*"(?:{between}|$))', f'"{_QUOTED}', text)


def csv_cell(cell: str) -> str | dict[str, str]:
    """Return {"bare": digits} for a number without quotes: like a number cell it may have lost zeros of a text."""
    if cell.startswith(_QUOTED):
        return cell[1:]
    if cell.isascii() and BARE_NUMBER.fullmatch(cell):
        return {"bare": cell}
    return unguarded(clean_text(cell))


def short_texts(rows: list) -> list[str]:
    return list({cell: None for row in rows for cell in row if isinstance(cell, str) and is_short(cell)})


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
    hidden: dict[str, HiddenLines] = defaultdict(HiddenLines)
    known = readers.read_xlsx(content, hidden.__getitem__)
    book = open_book(content)
    count = LetterCount()
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible" and sheet.title != REST_SHEET]
    sheets = [hidden[sheet._worksheet_path.lower()].said_of(read_sheet(sheet, count)) for sheet in visible]
    rest = rest_of(book[REST_SHEET], count) if REST_SHEET in book.sheetnames else []
    return {"sheets": sheets, "rest": rest, **known}


def read_sheet(sheet: ReadOnlyWorksheet, count: LetterCount) -> dict[str, Any]:
    """Return the sheet's rows that hold anything, however many empty ones lie between. The size that the sheet
    declares isn't believed.
    """
    sheet.reset_dimensions()
    read: dict[str, Any] = {"name": sheet.title, "rows": [], "numbers": []}
    for number, row in enumerate(sheet.iter_rows(), start=1):
        cells = trimmed([plain_cell(cell) for cell in row])
        if not cells:
            continue
        if len(read["rows"]) > ROWS_MAX:
            return {**read, "fault": "too_many_rows"}
        if len(cells) > COLUMNS_MAX:
            return {**read, "fault": "too_many_columns"}
        read["rows"].append(cells)
        read["numbers"].append(number)
        count.add(number, cells)
    return read


class HiddenLines(Ignoring):
    """The rows and columns of a sheet that whoever looks at it doesn't see: hidden, filtered, folded up or of no size.

    Rows are numbered and columns counted as in the spreadsheet, from 1. `merged`: the ranges of which only the first
    cell is seen.
    """

    hears = frozenset({"row", "col", "mergeCell"})

    def __init__(self) -> None:
        self.rows: set[int] = set()
        self.columns: list[int] = []
        self.merged: list[str] = []
        self.row = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        is_hidden = attributes.get("hidden") in ("1", "true")
        if name == "row":
            self.row = int(float(attributes.get("r", self.row + 1)))
            if is_hidden or _is_zero(attributes.get("ht")):
                self.rows.add(self.row)
        elif name == "mergeCell":
            self.merged.append(attributes.get("ref", ""))
        elif is_hidden or _is_zero(attributes.get("width")):
            last = min(int(attributes["max"]), COLUMNS_MAX)
            self.columns += range(int(attributes["min"]), last + 1)

    def said_of(self, sheet: dict[str, Any]) -> dict[str, Any]:
        """Return the sheet as it was read, with those of its rows and columns that are hidden."""
        rows = [number for number in sheet["numbers"] if number in self.rows]
        return {**sheet, "hidden_rows": rows, "hidden_columns": self.columns, "merged": self.merged}


def _is_zero(size: str | None) -> bool:
    return size is not None and float(size) == 0


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
    if value is None or isinstance(value, bool):
        return value
    if cell.data_type == "f":
        return {"refused": "formula", "at": cell.coordinate}
    if cell.data_type == "e":
        return {"refused": "error", "at": cell.coordinate, "holds": str(value)}
    if isinstance(value, str):
        return clean_text(_ESCAPED.sub(_unescaped, value))
    if isinstance(value, int | float | date | time | timedelta):
        return shown_cell(value, cell.number_format, cell.coordinate)
    return str(value)


def _unescaped(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return "\ufffd" if 0xD800 <= code < 0xE000 else chr(code)


def clean_text(text: str) -> str:
    """Return the text as a cell shows it: with one kind of line end, and without characters that nobody sees."""
    if text.isprintable():
        return text
    return _INVISIBLE.sub("", _LINE_END.sub("\n", text))
