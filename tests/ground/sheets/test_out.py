"""A table that goes out: texts stay texts, numbers stay numbers, nothing is a formula, nothing is cut."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import OperationalError
from openpyxl import load_workbook

from ground.sheets.cells import guarded, unguarded
from ground.sheets.files import table_of
from ground.sheets.writing import LETTERS_A_CELL, About, csv_lines, file_response, write_xlsx, xlsx_bytes

DANGERS = ["=1+1", "+84", "-5 điểm", "@SUM(A1)", "\tx", "'=1", "  =1", "＝1"]
PLAIN = ["91,40%", "Cần Đước", "", "'quê'", "a=b", "1-2"]


def opened(content):
    return load_workbook(io.BytesIO(content)).worksheets[0]


def body(response):
    return b"".join(response.streaming_content)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_rows_that_break_off_are_no_sheet(kind):
    def rows():
        yield ["1"]
        raise OperationalError

    with pytest.raises(OperationalError):
        file_response(kind, "x", ["a"], rows())


def test_text_that_looks_like_a_formula_is_a_text_in_excel():
    cells = opened(xlsx_bytes(["a"], [[text] for text in DANGERS]))["A"][1:]
    assert [(cell.value, cell.data_type, cell.quotePrefix) for cell in cells] == [(t, "s", True) for t in DANGERS]


@pytest.mark.parametrize("text", DANGERS)
def test_in_csv_an_apostrophe_guards_it_and_comes_off_again(text):
    assert (guarded(text), unguarded(guarded(text))) == (f"'{text}", text)


@pytest.mark.parametrize("text", PLAIN)
def test_other_text_is_left_as_it_is(text):
    assert (guarded(text), unguarded(text)) == (text, text)


def test_numbers_and_dates_are_numbers_and_dates():
    row = [7, Decimal("-94.49"), date(2019, 10, 30), True, None, datetime(2026, 1, 1, 17, 0, tzinfo=UTC)]
    cells = opened(xlsx_bytes(list("abcdef"), [row]))[2]
    assert [cell.value for cell in cells] == [
        *[7, -94.49, datetime(2019, 10, 30), "có", None],
        datetime(2026, 1, 2, 0, 0),
    ]
    assert b"".join(csv_lines(["a"], [row])).decode().splitlines()[1] == (
        '7;-94,49;"30/10/2019";"có";"";"02/01/2026 00:00:00"'
    )


def test_in_csv_every_text_stands_in_quotes_and_numbers_alone_stand_bare():
    row = ["Cần Đước", "007", "=1", 'nói "thế"', Decimal("1.234"), 0.5, True, None]
    written = b"".join(csv_lines(["Tên", "=a"], [row])).decode("utf-8-sig")
    assert written.splitlines() == [
        '"Tên";"\'=a"',
        '"Cần Đước";"007";"\'=1";"nói ""thế""";1,2340;0,5;"có";""',
    ]


@pytest.mark.parametrize("text", [*DANGERS, *PLAIN, "a;b\tc", 'x";=1', "một\nhai", " đầu và cuối ", '"'])
def test_a_csv_comes_back_the_same(text):
    table = table_of(b"".join(csv_lines(["Tên;", "n"], [[text, 1], ["x", 2]])))
    assert (table.head, table.rows) == (["Tên;", "n"], [[text, "1"], ["x", "2"]])


def test_days_before_excel_and_numbers_longer_than_its_are_written_as_text():
    cells = opened(xlsx_bytes(["a", "b"], [[date(1, 1, 1), Decimal("12345678901234.5678")]]))[2]
    assert [cell.value for cell in cells] == ["01/01/0001", "12345678901234.5678"]


def test_a_text_longer_than_a_cell_goes_on_in_a_sheet_of_its_own():
    long = "ế" * (LETTERS_A_CELL + 5)
    book = load_workbook(io.BytesIO(xlsx_bytes(["Nội dung"], [[long]])))
    assert len(book.worksheets[0]["A2"].value) == LETTERS_A_CELL
    assert [cell.value for cell in book.worksheets[1][2]] == [2, "Nội dung", "ế" * 5]


def test_csv_says_that_it_is_utf8_and_is_streamed():
    response = file_response("csv", "Cơ quan", ["Tên"], iter([["Sở Nội vụ"]]))
    assert response.streaming
    assert body(response).decode("utf-8-sig").splitlines() == ['"Tên"', '"Sở Nội vụ"']
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''C%C6%A1%20quan.csv"


def test_xlsx_of_no_rows_has_its_head():
    response = file_response("xlsx", "co-quan", ["Tên"], [])
    assert [cell.value for cell in opened(body(response))[1]] == ["Tên"]
    assert response["Content-Disposition"] == 'attachment; filename="co-quan.xlsx"'


ABOUT = About("Đề nghị: xã/phường & đặc khu của tỉnh", [("Điều kiện lọc", "Hạn: quá hạn"), ("Ngày xuất", "26/11/2026")])


def test_a_workbook_says_what_it_is_and_prints_all_columns_on_a4_and_comes_back_the_same():
    long = "Phân công lãnh đạo trực tiếp theo dõi việc giải quyết phản ánh"
    head, rows = ["Đơn vị", "Nội dung", "Số"], [["UBND xã Cần Đước", long, 7], ["Sở Nội vụ", "một\nhai", 8]]
    file = io.BytesIO()
    write_xlsx(file, head, rows, about=ABOUT)
    book = load_workbook(io.BytesIO(file.getvalue()))
    sheet, about = book.worksheets
    assert book.sheetnames == ["Đề nghị xã phường & đặc khu", "Thông tin"]
    assert [[cell.value for cell in row] for row in about] == [["Bảng", ABOUT.title], *map(list, ABOUT.facts)]
    page = sheet.page_setup
    assert (page.orientation, page.paperSize, page.fitToWidth, page.fitToHeight) == ("landscape", 9, 1, 0)
    assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.print_title_rows) == (True, "$1:$1")
    assert sheet.oddHeader.left.text.splitlines() == [
        "Đề nghị: xã/phường && đặc khu của tỉnh",
        "Điều kiện lọc: Hạn: quá hạn · Ngày xuất: 26/11/2026",
    ]
    assert "&P/&N" in sheet.oddFooter.center.text
    assert [sheet.column_dimensions[letter].width for letter in "ABC"] == [18, 45, 8]
    wrapped = [[cell.alignment.wrap_text for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert wrapped == [[None, True, None], [None, True, None]]
    table = table_of(file.getvalue())
    assert (table.head, [list(map(str, row)) for row in table.rows]) == (head, [list(map(str, row)) for row in rows])


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_a_csv_is_split_where_its_head_is_whatever_its_quoted_texts_hold(separator):
    lines = [separator.join(['"Tên, chức vụ, nơi ở"', '"Số; đơn vị"']), separator.join(['"a;b,c"', '"94,49"'])]
    table = table_of("\r\n".join(lines).encode())
    assert (table.head, table.rows) == (["Tên, chức vụ, nơi ở", "Số; đơn vị"], [["a;b,c", "94,49"]])


def test_line_ends_and_letters_no_spreadsheet_holds_are_made_plain():
    line = list(csv.reader(io.StringIO(b"".join(csv_lines(["a"], [["một\r\nhai\x00"]])).decode())))[1]
    assert line == ["một\nhai\ufffd"]
