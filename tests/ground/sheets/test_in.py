"""A table that comes in: real .xlsx or .csv by content, of harmless size, and read as it was written."""

import csv
import io
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from openpyxl import Workbook

from ground.limits import CELL_LETTERS
from ground.sheets.files import FAULTS, table_of
from ground.sheets.reading import ROWS_MAX, read_csv
from ground.sheets.typed import RefusedCell
from ground.sheets.writing import LETTERS_A_CELL, csv_lines, xlsx_bytes

HEAD = ["Mã", "Nội dung", "Số", "Ngày"]
ROWS = [
    ["a", "=1+1", 7, date(2019, 10, 30)],
    ["b", "'@x", Decimal("-94.49"), None],
    ["c", "ế" * (LETTERS_A_CELL + 9), 0, date(2026, 1, 1)],
    ["d", "_x0041_ hai\ndòng", 1, None],
]


def fault_of(content):
    with pytest.raises(ValidationError) as refused:
        table_of(content)
    return refused.value.messages[0]


def packed(extra=(), content=None):
    """A workbook with further members."""
    file = io.BytesIO(content or xlsx_bytes(HEAD, ROWS[:1]))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, inside in extra:
            package.writestr(name, inside)
    return file.getvalue()


def bomb():
    return packed([("xl/media/0.xml", b"0" * (151 << 20))])


def test_xlsx_is_read_as_it_was_written():
    table = table_of(xlsx_bytes(HEAD, ROWS))
    assert (table.head, table.numbers) == (HEAD, [2, 3, 4, 5])
    assert table.rows == [[float(cell) if isinstance(cell, Decimal) else cell for cell in row] for row in ROWS]


def test_csv_is_read_as_it_was_written():
    table = table_of(b"".join(csv_lines(HEAD, ROWS[:2])))
    assert table.rows == [["a", "=1+1", "7", "30/10/2019"], ["b", "'@x", "-94,49", ""]]


def test_csv_with_semicolons_is_read_and_empty_lines_keep_the_row_numbers():
    table = table_of("Mã;Tên\n\nx;Sở Nội vụ\n;\ny;UBND\n".encode())
    assert (table.head, table.rows, table.numbers) == (
        ["Mã", "Tên"],
        [["x", "Sở Nội vụ"], ["y", "UBND"]],
        [3, 5],
    )


def test_a_formula_is_known_as_one_and_not_reckoned():
    book = Workbook()
    book.active.append(["Mã", "Số"])
    book.active.append(["a", "=1+1"])
    file = io.BytesIO()
    book.save(file)
    assert table_of(file.getvalue()).rows == [["a", RefusedCell("formula", "B2")]]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00", "picture"),
        ("Mã,Tên\nx,Sở\n".encode("cp1258", "replace"), "not_utf8"),
        (b"a,b\n\x00,1\n", "unknown"),
        ("Mã,Tên\nx,Sở\n".encode("utf-16"), "not_utf8"),
        ("Mã,Tên\nx,Sở\n".encode("utf-16-le"), "unknown"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", "old_office"),
        (b"PK\x03\x04 cut off", "unreadable"),
        (b"Ma,Ten\n", "empty"),
        (packed([("word/document.xml", "<w/>"), ("xl/vbaProject.bin", "x")]), "script"),
        (packed([("xl/externalLinks/externalLink1.xml", "<x/>")]), "foreign_parts"),
        (bomb, "too_much_inside"),
        (packed([("xl/x.xml", '<!DOCTYPE x [<!ENTITY a "a">]><x/>')]), "entities"),
    ],
)
def test_what_is_no_plain_table_is_refused_with_what_to_do(content, fault):
    """What takes long to make is made here, not by every process that collects tests."""
    content = content() if callable(content) else content
    assert fault_of(content) == FAULTS[fault]


def test_the_limit_of_rows_is_told():
    lines = "Mã\n" + "x\n" * (ROWS_MAX + 1)
    assert fault_of(lines.encode()) == f"{FAULTS['too_many_rows']} Cổng nhận đến {ROWS_MAX}."


# --- Long cells ----------------------------------------------------------------------------------------------------
def too_long(row, column, n):
    return f"Ô ở dòng {row}, cột {column} dài {n} chữ; mỗi ô nhận đến 50000. Rút ngắn ô đó rồi gửi."


def test_a_cell_of_the_limit_is_read_whole_however_it_is_packed():
    longest = "ế" * CELL_LETTERS
    for content in (xlsx_bytes(HEAD, [["a", longest, 1, None]]), b"".join(csv_lines(HEAD, [["a", longest, 1, None]]))):
        assert table_of(content).rows[0][1] == longest


@pytest.mark.parametrize("n", [CELL_LETTERS + 1, 20_000_000])
def test_a_longer_cell_of_a_csv_is_named_by_line_and_column(n):
    content = b"".join(csv_lines(HEAD, [["a", "b", 1, None], ["c", "d", "x" * n, None]]))
    assert fault_of(content) == too_long(3, "C", n)


def test_a_longer_cell_of_an_xlsx_is_named_too():
    book = Workbook()
    book.active.append(HEAD)
    book.active.append(["a", "x" * 60_000, 1, None])  # openpyxl cuts it to Excel's limit
    book.active["B2"]._value = "x" * 60_000
    file = io.BytesIO()
    book.save(file)
    assert fault_of(file.getvalue()) == too_long(2, "B", 60_000)


def test_a_cell_that_grows_too_long_by_its_further_pieces_is_named():
    content = xlsx_bytes(HEAD, [["a", "x" * (CELL_LETTERS + 1), 1, None]])
    assert fault_of(content) == too_long(2, "B", CELL_LETTERS + 1)


def test_one_text_that_a_zip_names_a_thousand_times_is_too_much():
    content = xlsx_bytes(HEAD, [["x" * 32_000] * 4 for _n in range(200)])
    assert len(content) < 200_000
    assert fault_of(content) == FAULTS["too_much_inside"]


@pytest.mark.parametrize("number", [10**300, 1e300], ids=["whole", "float"])
def test_a_number_of_any_length_is_read_without_harm(number):
    assert len(table_of(xlsx_bytes(HEAD, [["a", "b", number, None]])).rows) == 1


def test_a_short_csv_leaves_the_limit_of_the_parser_to_those_who_read_long_cells():
    read_csv(b"a,b\n1,2\n")
    long = "x" * 200_000
    assert next(csv.reader([long])) == [long]
