"""Exports tables as .xlsx and .csv: cells are texts or numbers, never formulas, and nothing is truncated.

A cell is a str, int, Decimal, date, datetime, bool or None. Texts stay texts whatever they begin with, numbers stay
numbers, and reading the file gives the same values again: see `files`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from itertools import chain, islice
from tempfile import TemporaryFile
from typing import IO

from django.http import FileResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from ground.sheets.cells import FORMULA, REST_SHEET, guarded
from ground.text import short_date

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV_TYPE = "text/csv; charset=utf-8"
KINDS = ("xlsx", "csv")

BOM = "\ufeff"

SEPARATOR = ";"  # what Excel with Vietnamese settings splits at, where the comma begins decimals

ROWS_A_SHEET = 1_000_000  # Excel ends at 1,048,576
ROWS_MEASURED = 200  # the first ones, from which the widths of columns are taken
NARROWEST, WIDEST = 8, 45  # of a column, in letters; longer texts go on below
SHEET_NAME_LETTERS, HEADER_LETTERS = 31, 120  # Excel's limit; what two lines of A4 across hold
A4 = 9  # its number among Excel's kinds of paper
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\]")
LETTERS_A_CELL = 32_767  # Excel's limit
DIGITS_OF_A_NUMBER = 15  # a spreadsheet's numbers are no longer
FIRST_EXCEL_DAY = date(1900, 3, 1)  # before it Excel counts a day that never was
WRAPPED = Alignment(wrap_text=True, vertical="top")
_HEX_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # Excel reads _x0041_ as A


@dataclass(frozen=True)
class About:
    """What a workbook says of itself, in its sheet's name, on every printed page and in a further sheet, so that the
    first row stays the head that an import looks for. `facts`: pairs of a label and its words: filters, day, sender.
    """

    title: str
    facts: list[tuple[str, str]] = field(default_factory=list)

    @property
    def sheet_name(self) -> str:
        name = " ".join(_NOT_IN_SHEET_NAMES.sub(" ", self.title).split())
        return name if len(name) <= SHEET_NAME_LETTERS else name[:SHEET_NAME_LETTERS].rpartition(" ")[0]

    def printed_head(self) -> str:
        """Return the title and the facts for the head of every printed page, where "&" begins a code."""
        line = " · ".join(f"{label}: {words}" for label, words in self.facts if words)
        line = line if len(line) <= HEADER_LETTERS else f"{line[: HEADER_LETTERS - 1]}…"
        return "\n".join(filter(None, [self.title, line])).replace("&", "&&")


def file_response(
    kind: str, file_name: str, head: list, rows: Iterable[list], about: About | None = None
) -> FileResponse:
    """Return a download of `rows`, an iterable of lists of cells; `file_name` without its extension. All rows are read
    before the first byte is sent, so that nobody takes the half of a sheet for the whole.
    """
    file = TemporaryFile()  # noqa: SIM115  the response closes it
    if kind == "csv":
        file.writelines(csv_lines(head, rows))
    else:
        write_xlsx(file, head, rows, about=about)
    file.seek(0)
    of_kind = CSV_TYPE if kind == "csv" else XLSX_TYPE
    return FileResponse(file, as_attachment=True, filename=f"{file_name}.{kind}", content_type=of_kind)


# --- .csv --------------------------------------------------------------------------------------------------------
def csv_lines(head: list, rows: Iterable[list]) -> Iterator[bytes]:
    """Yield lines in UTF-8 with the byte order mark by which Excel recognises it. Texts are quoted, numbers aren't."""
    yield (BOM + _csv_line([str(cell) for cell in head])).encode()
    for row in rows:
        yield _csv_line(row).encode()


def _csv_line(cells: list) -> str:
    return SEPARATOR.join(map(_csv_cell, cells)) + "\r\n"


def _csv_cell(cell):
    """Return a number as Vietnamese settings read it, else a text in quotes."""
    cell = plain(cell)
    if isinstance(cell, int | float | Decimal):
        return _as_text(cell).replace(".", ",")
    return '"{}"'.format(_text_of_plain(cell).replace('"', '""'))


def csv_text(cell: object) -> str:
    return _text_of_plain(plain(cell))


def _text_of_plain(cell) -> str:
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
def write_xlsx(
    file: IO[bytes], head: list, rows: Iterable[list], notes: list | None = None, about: About | None = None
) -> None:
    """Write the workbook row by row, so that memory doesn't grow with the rows. `notes`: (title, rows) of a further
    sheet.
    """
    book = Workbook(write_only=True)
    rows = iter(rows)
    measured = list(islice(rows, ROWS_MEASURED))
    look = _Look(head, [_width(head, measured, n) for n in range(len(head))], about)
    sheet, rest = None, []
    for n, row in enumerate(chain(measured, rows)):
        if n % ROWS_A_SHEET == 0:
            sheet = _begin_sheet(book, look)
        sheet.append([_cell(sheet, cell, (n + 2, column), rest, look) for column, cell in enumerate(row)])
    if sheet is None:
        _begin_sheet(book, look)
    _add_rest(book, head, rest)
    if about and about.facts:
        notes = [*(notes or []), (_("Thông tin"), [(_("Bảng"), about.title), *about.facts])]
    for title, lines in notes or []:
        _add_notes(book, title, lines)
    book.save(file)
    book.close()


@dataclass(frozen=True)
class _Look:
    """How the sheets of a table look: their head, the widths of its columns in letters."""

    head: list
    widths: list[int]
    about: About | None

    def is_wrapped(self, column: int, text: str) -> bool:
        return "\n" in text or (column < len(self.widths) and len(text) > self.widths[column])


def _width(head: list, rows: list[list], column: int) -> int:
    """Return what the longest line of the measured cells needs; a head may go on below."""
    cells = [plain(row[column]) for row in rows if column < len(row)]
    lines = [len(line) for cell in cells for line in _as_text(cell).split("\n")]
    longest_word = max((len(word) for word in str(head[column]).split()), default=0)
    return max(NARROWEST, min(WIDEST, max([longest_word, *lines]) + 2))


def _begin_sheet(book, look):
    number = str(len(book.worksheets) + 1)
    name = look.about.sheet_name if look.about else number
    if book.worksheets and look.about:
        name = f"{name[: SHEET_NAME_LETTERS - 3]} {number}"
    sheet = book.create_sheet(name or number)
    sheet.freeze_panes = "A2"
    for n, width in enumerate(look.widths, start=1):
        column = sheet.column_dimensions[get_column_letter(n)]
        column.width = width
        column.number_format = "@"  # what people type below stays as typed: 00123, 2.10, 94,49%
    _set_print(sheet, look.about)
    sheet.append([_bold(sheet, title) for title in look.head])
    return sheet


def _set_print(sheet, about):
    """Print all columns on A4 across, the head on every page."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
    sheet.HeaderFooter.oddFooter.center.text = _("Trang %s") % "&P/&N"
    if about:
        sheet.HeaderFooter.oddHeader.left.text = about.printed_head()


def _bold(sheet, title):
    cell = _text_cell(sheet, str(title))
    cell.font = Font(bold=True)
    cell.alignment = WRAPPED
    return cell


def _cell(sheet, cell, place, rest, look):
    cell = plain(cell)
    if isinstance(cell, str):
        text = stored_text(cell)
        if len(text) > LETTERS_A_CELL:
            rest.append((*place, text[LETTERS_A_CELL:]))
            text = text[:LETTERS_A_CELL]
        return _text_cell(sheet, text, look.is_wrapped(place[1], text))
    if isinstance(cell, Decimal) and len(cell.as_tuple().digits) > DIGITS_OF_A_NUMBER:
        return _text_cell(sheet, str(cell))
    if isinstance(cell, date):
        return _day_cell(sheet, cell)
    return cell


def _text_cell(sheet, text, is_wrapped=False):
    """Return a cell marked as text, so that it stays one even if it looks like a formula and somebody edits it."""
    cell = WriteOnlyCell(sheet)
    put_text(cell, text)
    if is_wrapped:
        cell.alignment = WRAPPED
    return cell


def stored_text(text: str) -> str:
    """Return what is stored of a text so that it is shown as it is: Excel reads _x0041_ as A."""
    return _HEX_ESCAPE.sub("_x005F_", str(plain(text)))


def put_text(cell: Cell, text: str) -> None:
    """Write the text as a text, never as a formula, whatever it begins with."""
    cell.value = text
    cell.data_type = "s"
    if FORMULA.match(text):
        cell.quotePrefix = 1


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
        sheet.append([_text_cell(sheet, str(text), is_wrapped=True) for text in line])


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
