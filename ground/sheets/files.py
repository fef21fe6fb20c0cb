"""Imported tables, .xlsx and .csv: checked by content, read in a child process, refused with clear messages.

The two formats of import-export are here as well: they read what `writing` writes.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import BinaryIO

import tablib
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export.formats.base_formats import CSV, XLSX
from openpyxl.utils import get_column_letter
from tablib import Dataset

from ground.limits import CELL_LETTERS
from ground.processes.apart import read_apart
from ground.processes.heavy import upload_turn
from ground.sheets.reading import COLUMNS_MAX, ROWS_MAX
from ground.sheets.typed import BareNumber, DayCell, NumberCell, RefusedCell
from ground.sheets.writing import csv_lines, xlsx_bytes
from ground.text import file_size

FAULTS = {
    "unknown": gettext_lazy("Tệp không phải bảng Excel (.xlsx) hay .csv, dù tên ghi thế nào. Chọn đúng tệp."),
    "old_office": gettext_lazy("Tệp Excel kiểu cũ (.xls) hoặc có mật khẩu. Mở tệp, lưu thành .xlsx không mật khẩu."),
    "web_page": gettext_lazy(
        "Tệp là trang web mang tên tệp Excel, như nhiều phần mềm báo cáo xuất ra. Mở tệp bằng Excel, lưu thành .xlsx."
    ),
    "old_xml": gettext_lazy("Tệp là bảng XML của Excel 2003, dù tên ghi thế nào. Mở tệp bằng Excel, lưu thành .xlsx."),
    "picture": gettext_lazy("Tệp là ảnh, không có ô nào. Chép số liệu vào tệp mẫu rồi gửi."),
    "archive": gettext_lazy("Tệp nén (.zip, .rar…). Giải nén rồi gửi tệp .xlsx hoặc .csv bên trong."),
    "other_office": gettext_lazy("Tệp của chương trình khác (.ods, .rtf…). Mở tệp, lưu thành .xlsx rồi gửi."),
    "not_utf8": gettext_lazy("Tệp .csv không ghi theo UTF-8. Trong Excel lưu thành “CSV UTF-8” hoặc .xlsx."),
    "script": gettext_lazy("Tệp chứa macro. Mở tệp, lưu thành “Sổ làm việc Excel (.xlsx)” không macro."),
    "foreign_parts": gettext_lazy("Tệp lấy dữ liệu từ tệp hay nơi khác. Chép ô, dán giá trị vào tệp mới rồi gửi."),
    "embedded": gettext_lazy("Tệp chứa tệp khác bên trong. Chép ô, dán giá trị vào tệp mới rồi gửi."),
    "strange_link": gettext_lazy("Tệp có liên kết đến chương trình hay tệp ở máy khác. Bỏ liên kết đó rồi gửi."),
    "strange_part": gettext_lazy("Tệp có thành phần mà cổng không biết. Chép ô, dán giá trị vào tệp mới rồi gửi."),
    "entities": gettext_lazy("Tệp có khai báo mà Excel không dùng. Chép ô, dán giá trị vào tệp mới rồi gửi."),
    "encrypted": gettext_lazy("Tệp có mật khẩu. Mở tệp, lưu thành .xlsx không mật khẩu."),
    "too_much_inside": gettext_lazy("Tệp giải nén ra lớn bất thường. Chép các dòng cần nhập sang tệp mới rồi gửi."),
    "too_many_rows": gettext_lazy("Tệp có quá nhiều dòng. Chia thành nhiều tệp."),
    "too_many_columns": gettext_lazy("Tệp có quá nhiều cột. Dùng tệp mẫu."),
    "unreadable": gettext_lazy("Tệp hỏng hoặc không đúng chuẩn. Mở tệp bằng Excel, lưu lại rồi gửi."),
    "too_slow": gettext_lazy("Tệp quá phức tạp, cổng không đọc xong. Chia thành nhiều tệp."),
    "empty": gettext_lazy("Tệp không có dòng nào. Dòng đầu là tên cột, dữ liệu từ dòng 2."),
}  # fmt: skip


ContentCheck = Callable[[list[str], list[list[str]]], None]
_content_checks: list[ContentCheck] = []


def register_content_check(check: ContentCheck) -> None:
    """Register `check(lines, properties)`, which raises ValidationError for texts that upper rooms refuse."""
    _content_checks.append(check)


HeadRating = Callable[[list[str]], int]
ALL_COLUMNS = 1000  # added to the rating of a head that has all columns which must be there


@dataclass
class Table:
    """The sheet of a file that holds the table; row numbers are those that the spreadsheet shows."""

    head: list[str]
    rows: list[list]
    numbers: list[int] = field(default_factory=list)
    sheet: str = ""  # its name; "" where the file has no other one
    hidden_rows: list[int] = field(default_factory=list)  # those of `numbers` that nobody sees in the spreadsheet
    hidden_columns: list[int] = field(default_factory=list)  # positions, of those that hold anything

    def without(self, numbers: Collection[int], positions: Collection[int]) -> "Table":
        """Return the table without these rows and columns."""
        columns = [n for n in range(len(self.head)) if n not in positions]
        lines = [(number, row) for number, row in zip(self.numbers, self.rows, strict=True) if number not in numbers]
        rows = [[row[n] for n in columns] for _number, row in lines]
        return Table([self.head[n] for n in columns], rows, [number for number, _row in lines], self.sheet)

    def dataset(self) -> tablib.Dataset:
        return tablib.Dataset(*self.rows, headers=self.head)


@dataclass(frozen=True)
class WholeSheet:
    """A visible sheet of a workbook with the rows that hold anything, by the numbers that the spreadsheet shows.

    `hidden_columns`: positions, from 1; `merged`: ranges such as "D7:D8", of which only the first cell holds anything.
    """

    name: str
    rows: dict[int, list]
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)


def sheets_of(content: bytes, held: BinaryIO | None = None) -> list[WholeSheet]:
    """Return all visible sheets of a workbook, [] for a text file; `held` as for `table_of`. Raises ValidationError,
    whose `code` is the fault's.
    """
    found = _read(content, held)
    for check in _content_checks:
        check(found["lines"], found["properties"])
    sheets = [sheet for sheet in found["sheets"] if "merged" in sheet]
    for sheet in sheets:
        if "fault" in sheet:
            raise ValidationError(_describe_fault(sheet), code=sheet["fault"])
    return [
        WholeSheet(
            sheet["name"],
            dict(zip(sheet["numbers"], sheet["rows"], strict=True)),
            sheet["hidden_rows"],
            sheet["hidden_columns"],
            sheet["merged"],
        )
        for sheet in sheets
    ]


def read_upload(upload: UploadedFile, account: int, rating: HeadRating | None = None) -> Table:
    """Return the table in an uploaded file. `account`: its sender; `rating` as for `table_of`. Raises ValidationError
    with what is wrong and what to do, and Busy.
    """
    if upload.size > settings.UPLOAD_MAX_BYTES:
        params = {"size": file_size(upload.size), "limit": file_size(settings.UPLOAD_MAX_BYTES)}
        raise ValidationError(_("Tệp %(size)s, cổng nhận tối đa %(limit)s. Chia thành nhiều tệp.") % params)
    with upload_turn(account) as held:
        return table_of(upload.read(), held, rating)


def table_of(content: bytes, held: BinaryIO | None = None, rating: HeadRating | None = None) -> Table:
    """Return the table in the file's content: of several visible sheets the one whose head has the highest rating.

    `held`: the slot of this work, see `ground.processes.heavy`; `rating`: how many columns of a head are known, and
    ALL_COLUMNS more where none is missing. Raises ValidationError.
    """
    found = _read(content, held)
    for check in _content_checks:
        check(found["lines"], found["properties"])
    filled = [sheet for sheet in found["sheets"] if sheet["rows"] or "fault" in sheet]
    chosen = _chosen_sheet(filled, rating)
    if "fault" in chosen:
        raise ValidationError(_describe_fault(chosen))
    if len(chosen["rows"]) < 2:
        raise ValidationError(_no_rows(chosen["name"] if len(found["sheets"]) > 1 else ""))
    head = _head_of(chosen)
    _join_rest(chosen, head, found["rest"])
    width = len(head)
    lines = [[*row, *[None] * (width - len(row))][:width] for row in chosen["rows"][1:]]
    table = Table(head, lines, chosen["numbers"][1:], chosen["name"] if len(filled) > 1 else "")
    _mark_hidden(table, chosen)
    return table


def _chosen_sheet(filled: list[dict], rating: HeadRating | None) -> dict:
    """Return the sheet to read. Raises ValidationError for several that could be meant, so that none is left out."""
    if not filled:
        raise ValidationError(FAULTS["empty"])
    if rating is None or len(filled) == 1:
        return filled[0]
    ratings = [rating(_head_of(sheet)) for sheet in filled]
    whole = [sheet["name"] for sheet, rated in zip(filled, ratings, strict=True) if rated >= ALL_COLUMNS]
    if len(whole) > 1:
        names = ", ".join(f"“{name}”" for name in whole)
        raise ValidationError(
            _("Tệp có nhiều trang tính có bảng: %s. Để mỗi bảng vào một tệp rồi gửi từng tệp.") % names
        )
    return filled[ratings.index(max(ratings))]


def _mark_hidden(table: Table, sheet: dict) -> None:
    table.hidden_rows = [number for number in sheet.get("hidden_rows", []) if number != sheet["numbers"][0]]
    positions = [n - 1 for n in sheet.get("hidden_columns", []) if n <= len(table.head)]
    filled = (n for n in positions if table.head[n] or any(row[n] not in (None, "") for row in table.rows))
    table.hidden_columns = sorted(set(filled))


def _head_of(sheet: dict) -> list[str]:
    first = sheet["rows"][0] if sheet["rows"] else []
    return [" ".join(str(cell if cell is not None else "").split()) for cell in first]


def _no_rows(sheet: str) -> str:
    where = _("Trang tính “%s”:") % sheet
    return f"{where} {FAULTS['empty']}" if sheet else str(FAULTS["empty"])


def _join_rest(sheet: dict, head: list[str], rest: list) -> None:
    """Append texts that were too long for their cell."""
    rows = dict(zip(sheet["numbers"], sheet["rows"], strict=True))
    for row, title, text in rest:
        column = head.index(title) if title in head else COLUMNS_MAX
        if row in rows and column < len(rows[row]):
            joined = f"{rows[row][column] or ''}{text}"
            if len(joined) > CELL_LETTERS:
                raise ValidationError(_cell_too_long(row, get_column_letter(column + 1), len(joined)))
            rows[row][column] = joined


def _read(content: bytes, held) -> dict:
    found = read_apart("ground.sheets.reading", content, settings.SHEET_READ_SECONDS, held, cell=_cell)
    if "fault" in found:
        raise ValidationError(_describe_fault(found), code=found["fault"])
    return found


def _cell(found: dict):
    """Return the cell for what `formats.shown_cell` sent."""
    if "day" in found:
        return DayCell.of(found["day"], found["shown"])
    if "moment" in found:
        return datetime.fromisoformat(found["moment"])
    if "shown" in found:
        return NumberCell(Decimal(found["number"]), found["shown"])
    if "refused" in found:
        return RefusedCell(found.pop("refused"), **found)
    if "bare" in found:
        return BareNumber(found["bare"])
    return found


def _cell_too_long(row: int, column: str, letters: int) -> str:
    where = {"row": row, "column": column, "n": letters, "most": CELL_LETTERS}
    return _("Ô ở dòng %(row)d, cột %(column)s dài %(n)d chữ; mỗi ô nhận đến %(most)d. Rút ngắn ô đó rồi gửi.") % where


def _describe_fault(fault: dict) -> str:
    code = fault["fault"]
    if code == "cell_too_long":
        return _cell_too_long(fault["row"], fault["column"], fault["letters"])
    limits = {"too_many_rows": ROWS_MAX, "too_many_columns": COLUMNS_MAX}
    if code not in limits:
        return str(FAULTS[code])
    most = _("Cổng nhận đến %d.") % limits[code]
    return f"{FAULTS[code]} {most}"


# --- The formats of import-export -----------------------------------------------------------------------------------
class SafeXlsx(XLSX):
    def create_dataset(self, in_stream: bytes, **kwargs) -> Dataset:
        return table_of(in_stream).dataset()

    def export_data(self, dataset: Dataset, **kwargs) -> bytes:
        return xlsx_bytes(dataset.headers, dataset)


class SafeCsv(CSV):
    def create_dataset(self, in_stream: bytes, **kwargs) -> Dataset:
        return table_of(in_stream).dataset()

    def export_data(self, dataset: Dataset, **kwargs) -> bytes:
        return b"".join(csv_lines(dataset.headers, dataset))


FORMATS = [SafeXlsx, SafeCsv]
