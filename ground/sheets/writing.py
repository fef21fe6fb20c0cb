"""Exports tables as .xlsx and .csv: cells are texts or numbers, never formulas, and nothing is truncated.

A cell is a str, int, Decimal, date, datetime, bool or None. Texts stay texts whatever they begin with, numbers stay
numbers, and reading the file gives the same values again: see `files`.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from tempfile import TemporaryFile
from typing import IO

from django.http import FileResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from ground.sheets.cells import FORMULA, REST_SHEET, guarded
from ground.text import short_date

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV_TYPE = "text/csv; charset=utf-8"
KINDS = ("xlsx", "csv")

BOM = "\ufeff"

ROWS_A_SHEET = 1_000_000  # Excel ends at 1,048,576
LETTERS_A_CELL = 32_767  # Excel's limit
DIGITS_OF_A_NUMBER = 15  # a spreadsheet's numbers are no longer
FIRST_EXCEL_DAY = date(1900, 3, 1)  # before it Excel counts a day that never was
_HEX_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # Excel reads _x0041_ as A


def file_response(kind: str, file_name: str, head: list, rows: Iterable[list]) -> StreamingHttpResponse | FileResponse:
    """Return a download of `rows`, an iterable of lists of cells; `file_name` without its extension."""
    if kind == "csv":
        response = StreamingHttpResponse(csv_lines(head, rows), content_type=CSV_TYPE)
        response["Content-Disposition"] = content_disposition_header(True, f"{file_name}.csv")
        return response
    file = TemporaryFile()  # noqa: SIM115  the response closes it
    write_xlsx(file, head, rows)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{file_name}.xlsx", content_type=XLSX_TYPE)


# --- .csv --------------------------------------------------------------------------------------------------------
class _Line:
    """A file for csv.writer that returns each line instead of storing it."""

    def write(self, line: str) -> str:
        return line


def csv_lines(head: list, rows: Iterable[list]) -> Iterator[bytes]:
    """Yield lines in UTF-8 with the byte order mark by which Excel recognises it. Texts are quoted, numbers aren't."""
    writer = csv.writer(_Line(), quoting=csv.QUOTE_NONNUMERIC)
    yield (BOM + writer.writerow([guarded(str(cell)) for cell in head])).encode()
    for row in rows:
        yield writer.writerow([_csv_cell(cell) for cell in row]).encode()


def _csv_cell(cell):
    """Return a number for a number, else its text: csv.writer quotes texts by their type."""
    cell = plain(cell)
    if isinstance(cell, Decimal):
        return Decimal(_as_text(cell))
    return cell if isinstance(cell, int | float) else csv_text(cell)


def csv_text(cell: object) -> str:
    cell = plain(cell)
    return guarded(cell) if isinstance(cell, str) else _as_text(cell)


def _as_text(cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return f"{short_date(cell)} {cell:%H:%M:%S}"
    if isinstance(cell, date):
        return short_date(cell)
    if isinstance(cell, Decimal) and cell.as_tuple().exponent == -3:
        return f"{cell}0"  # 1.234 can be read as a thousand, 1.2340 can't
    return str(cell)


# --- .xlsx -------------------------------------------------------------------------------------------------------
def write_xlsx(file: IO[bytes], head: list, rows: Iterable[list], notes: list | None = None) -> None:
    """Write the workbook row by row, so that memory doesn't grow with the rows. `notes`: (title, rows) of a further
    sheet.
    """
    book = Workbook(write_only=True)
    sheet, rest = None, []
    for n, row in enumerate(rows):
        if n % ROWS_A_SHEET == 0:
            sheet = _begin_sheet(book, head)
        sheet.append([_cell(sheet, cell, (n + 2, column), rest) for column, cell in enumerate(row)])
    if sheet is None:
        _begin_sheet(book, head)
    _add_rest(book, head, rest)
    for title, lines in notes or []:
        _add_notes(book, title, lines)
    book.save(file)
    book.close()


def _begin_sheet(book, head):
    sheet = book.create_sheet(f"{len(book.worksheets) + 1}")
    sheet.freeze_panes = "A2"
    for n, title in enumerate(head, start=1):
        column = sheet.column_dimensions[get_column_letter(n)]
        column.width = max(12, min(40, len(str(title)) + 2))
        column.number_format = "@"  # what people type below stays as typed: 00123, 2.10, 94,49%
    sheet.append([_bold(sheet, title) for title in head])
    return sheet


def _bold(sheet, title):
    cell = _text_cell(sheet, str(title))
    cell.font = Font(bold=True)
    return cell


def _cell(sheet, cell, place, rest):
    cell = plain(cell)
    if isinstance(cell, str):
        text = _HEX_ESCAPE.sub("_x005F_", cell)
        if len(text) > LETTERS_A_CELL:
            rest.append((*place, text[LETTERS_A_CELL:]))
            text = text[:LETTERS_A_CELL]
        return _text_cell(sheet, text)
    if isinstance(cell, Decimal) and len(cell.as_tuple().digits) > DIGITS_OF_A_NUMBER:
        return _text_cell(sheet, str(cell))
    if isinstance(cell, date):
        return _day_cell(sheet, cell)
    return cell


def _text_cell(sheet, text):
    """Return a cell marked as text, so that it stays one even if it looks like a formula and somebody edits it."""
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    if FORMULA.match(text):
        cell.quotePrefix = 1
    return cell


def _day_cell(sheet, day):
    if (day.date() if isinstance(day, datetime) else day) < FIRST_EXCEL_DAY:
        return _text_cell(sheet, _as_text(day))
    cell = WriteOnlyCell(sheet, value=day)
    cell.number_format = "dd/mm/yyyy hh:mm:ss" if isinstance(day, datetime) else "dd/mm/yyyy"
    return cell


def _add_rest(book, head, rest):
    """Write the rest of long texts to a sheet of its own, piece by piece."""
    if not rest:
        return
    sheet = book.create_sheet(REST_SHEET)
    sheet.append([_("Dòng"), _("Cột"), _("Phần tiếp theo")])
    for row, column, text in rest:
        for start in range(0, len(text), LETTERS_A_CELL):
            piece = _text_cell(sheet, text[start : start + LETTERS_A_CELL])
            sheet.append([row, _text_cell(sheet, str(head[column])), piece])


def _add_notes(book, title, lines):
    sheet = book.create_sheet(title)
    for n, width in enumerate((30, 90), start=1):
        sheet.column_dimensions[get_column_letter(n)].width = width
    for line in lines:
        sheet.append([_text_cell(sheet, str(text)) for text in line])


# --- Both --------------------------------------------------------------------------------------------------------
def plain(cell: object) -> str | int | float | Decimal | date | None:
    """Return a value as a cell: yes and no in words, local time, line ends and characters that a spreadsheet can
    store.
    """
    if isinstance(cell, bool):
        return _("có") if cell else _("không")
    if isinstance(cell, datetime):
        local = timezone.localtime(cell) if timezone.is_aware(cell) else cell
        return local.replace(microsecond=0, tzinfo=None)
    if cell is None or isinstance(cell, int | float | Decimal | date):
        return cell
    return ILLEGAL_CHARACTERS_RE.sub("\ufffd", str(cell).replace("\r\n", "\n").replace("\r", "\n"))


def xlsx_bytes(head: list, rows: Iterable[list], notes: list | None = None) -> bytes:
    file = BytesIO()
    write_xlsx(file, head, rows, notes)
    return file.getvalue()
