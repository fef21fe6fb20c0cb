"""Nothing of a table is left out: rows behind gaps, far columns, other sheets, files of other systems."""

import pytest
from django.core.exceptions import ValidationError

from ground.sheets.files import ALL_COLUMNS, FAULTS, table_of
from ground.sheets.reading import COLUMNS_MAX, read_csv
from tests.ground.sheets.test_typed_cells import workbook

HEAD = {"A1": ("Mã", "@"), "B1": ("Tên", "@")}
ROW = {"A2": ("a", "@"), "B2": ("Một", "@")}


def rating(head):
    return sum(title in ("Mã", "Tên") for title in head) + (ALL_COLUMNS if {"Mã", "Tên"} <= set(head) else 0)


def fault_of(content):
    with pytest.raises(ValidationError) as refused:
        table_of(content, rating=rating)
    return refused.value.messages[0]


def test_rows_behind_a_gap_are_read_with_their_numbers():
    far = {"A10200": ("b", "@"), "A10202": ("c", "@")}
    table = table_of(workbook(("1", "visible", HEAD | ROW | far)))
    assert (table.rows, table.numbers) == ([["a", "Một"], ["b", None], ["c", None]], [2, 10200, 10202])


def test_a_column_behind_the_hundredth_is_refused_not_left_out():
    content = workbook(("1", "visible", HEAD | ROW | {"DA1": ("Ghi chú", "@")}))
    assert fault_of(content) == f"{FAULTS['too_many_columns']} Cổng nhận đến {COLUMNS_MAX}."


@pytest.mark.parametrize(
    "before",
    [("Bìa", "visible", {}), ("Ẩn", "veryHidden", {"A1": ("Mã", "@"), "A2": ("x", "@")})],
    ids=["empty", "hidden"],
)
def test_the_table_is_found_on_the_second_sheet(before):
    assert table_of(workbook(before, ("Dữ liệu", "visible", HEAD | ROW)), rating=rating).rows == [["a", "Một"]]


def test_the_table_is_found_behind_a_sheet_of_other_things():
    cover = {"A1": ("Báo cáo", "@"), "A2": ("năm 2026", "@")}
    table = table_of(workbook(("Bìa", "visible", cover), ("Số liệu", "visible", HEAD | ROW)), rating=rating)
    assert (table.sheet, table.rows) == ("Số liệu", [["a", "Một"]])


def test_of_two_sheets_with_a_table_none_is_left_out():
    content = workbook(("Tháng 1", "visible", HEAD | ROW), ("Tháng 2", "visible", HEAD | ROW))
    assert fault_of(content) == (
        "Tệp có nhiều trang tính có bảng: “Tháng 1”, “Tháng 2”. Để mỗi bảng vào một tệp rồi gửi từng tệp."
    )


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("sep=;\nMã;Tên\na;Một\n", [2]),
        ("\n\r\nMã;Tên\na;Một\n", [4]),
        ("\ufeffsep=|\nMã|Tên\na|Một\n", [2]),
    ],
    ids=["sep", "blank", "bar"],
)
def test_a_csv_is_read_by_the_separator_that_it_names_or_that_its_head_has(text, numbers):
    table = table_of(text.encode())
    assert (table.head, table.rows, table.numbers) == (["Mã", "Tên"], [["a", "Một"]], numbers)


def test_line_ends_within_a_csv_cell_are_of_one_kind():
    assert read_csv('Mã\n"một\r\nhai\rba"\n'.encode())[1] == ["một\nhai\nba"]


@pytest.mark.parametrize(
    ("start", "fault"),
    [
        ("<html><head><meta charset=utf-8></head><body><table><tr><td>Mã</td></tr></table>", "web_page"),
        ("\ufeff\n<!DOCTYPE HTML>\n<html>", "web_page"),
        ("MIME-Version: 1.0\nContent-Type: multipart/related", "web_page"),
        ('<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "old_xml"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_web_page_named_xls_is_called_what_it_is(start, fault, encoding):
    assert fault_of(start.encode(encoding)) == str(FAULTS[fault])
