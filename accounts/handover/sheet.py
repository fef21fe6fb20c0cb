"""A list of officers, pasted or in a file: its columns are found by their heads, its cells become what the form of the
lines holds. What is wrong with a line is said there.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.utils.translation import gettext as _

from accounts.people.account_files import with_zero
from ground.sheets.files import ALL_COLUMNS, Table, read_upload
from ground.sheets.typed import RefusedCell
from ground.text import fold
from workflow.registers.columns import is_filled, text_of

COLUMNS = {  # what a head may be called, folded
    "body": ("co quan", "don vi", "co quan, don vi", "ten co quan", "ten don vi", "ma", "ma ngan", "ma co quan", "xa"),
    "full_name": ("ho va ten", "ho ten", "ten", "can bo", "nguoi", "ho ten can bo"),
    "position": ("chuc vu", "chuc danh"),
    "phone": ("dien thoai", "so dien thoai", "sdt", "di dong"),
    "email": ("thu dien tu", "email", "e mail", "dia chi thu"),
    "username": ("ten dang nhap", "tai khoan"),
}
NAMED = 10  # hidden rows that a message names
_NAME_OF = {fold(head): name for name, heads in COLUMNS.items() for head in heads}


@dataclass
class ReadList:
    """The lines of a list, each {field: text}, and what could not be read, in words."""

    lines: list[dict[str, str]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def heads() -> list[str]:
    """Return the heads of the columns, as the page names them."""
    return [_("Cơ quan"), _("Họ và tên"), _("Chức vụ"), _("Điện thoại"), _("Thư điện tử"), _("Tên đăng nhập")]


def rate_head(head: list[str]) -> int:
    """Return how many columns of the head are known, ALL_COLUMNS more where the body is among them."""
    known = [_NAME_OF[fold(title)] for title in head if fold(title) in _NAME_OF]
    return len(known) + (ALL_COLUMNS if "body" in known else 0)


def read_file(upload: UploadedFile, account: int) -> ReadList:
    """Return the lines of a file. Raises ValidationError and Busy."""
    return _lines_of(read_upload(upload, account, rate_head))


def read_pasted(text: str, account: int) -> ReadList:
    """Return the lines of a pasted list; without a head its columns are in the order of the page. Raises as above."""
    first = text.strip().partition("\n")[0]
    separator = max("\t;,", key=first.count)
    if rate_head(first.split(separator)) < ALL_COLUMNS:
        text = f"{separator.join(heads())}\n{text.strip()}"
    return read_file(SimpleUploadedFile("list.csv", text.encode()), account)


def _lines_of(table: Table) -> ReadList:
    columns = {n: _NAME_OF[fold(title)] for n, title in enumerate(table.head) if fold(title) in _NAME_OF}
    found = ReadList()
    if "body" not in columns.values():
        words = _("Không thấy cột cơ quan. Dòng đầu là tên cột: %s; ít nhất có cột “Cơ quan”.")
        found.faults.append(words % ", ".join(heads()))
        return found
    for number, row in zip(table.numbers or range(2, len(table.rows) + 2), table.rows, strict=True):
        if any(is_filled(row[n]) for n in columns):
            found.lines.append(dict(_cells_of(row, columns, number, found.faults)))
    if table.hidden_rows:
        words = _("Bảng tính ẩn các dòng %s, ví dụ do lọc; cổng đọc cả những dòng ấy: xem lại.")
        found.faults.append(words % ", ".join(map(str, table.hidden_rows[:NAMED])))
    found.faults += [_("Cột “%s” không dùng đến.") % title for title in _unknown(table, columns)]
    return found


def _unknown(table: Table, columns: dict[int, str]) -> list[str]:
    filled = [n for n in range(len(table.head)) if n not in columns and any(is_filled(row[n]) for row in table.rows)]
    return [table.head[n] or f"{n + 1}" for n in filled]


def _cells_of(row: list, columns: dict[int, str], number: int, faults: list[str]) -> Iterator[tuple[str, str]]:
    for n, name in columns.items():
        cell = row[n]
        if isinstance(cell, RefusedCell):
            faults.append(_("Dòng %(row)d: %(why)s") % {"row": number, "why": cell.advice()})
            cell = None
        text = text_of(cell).strip() if is_filled(cell) else ""
        yield name, with_zero(text) if name == "phone" else text
