"""Cells of a workbook that Excel has typed: taken as they are shown, or refused with their address."""

import io
from datetime import date, datetime, time

import pytest
from openpyxl import Workbook

from ground.sheets import reading
from ground.sheets.files import table_of
from ground.sheets.formats import shown_cell
from ground.sheets.typed import NumberCell, RefusedCell


def workbook(*sheets):
    """A workbook of (name, state, {address: (value, number format)}) sheets."""
    book = Workbook()
    book.remove(book.active)
    for name, state, cells in sheets:
        sheet = book.create_sheet(name)
        sheet.sheet_state = state
        for at, (value, number_format) in cells.items():
            sheet[at] = value
            sheet[at].number_format = number_format
            if number_format == "@" and isinstance(value, str):
                sheet[at].data_type = "s"  # a text that begins with "=" is no formula
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def shown(text, number=None):
    return {"number": number, "shown": text}


@pytest.mark.parametrize(
    ("value", "number_format", "sent"),
    [
        (0.9449, "0.00%", shown("94,49%", "94.49")),
        (0.5, "0%", shown("50%", "50")),
        (94.4, "0.00", shown("94,40", "94.4")),
        (82, "00000", shown("00082", "82")),
        (1234567, "#,##0", shown("1.234.567", "1234567")),
        (-1234.5, "#,##0.0;-#,##0.0", shown("-1.234,5", "-1234.5")),
        (4537000000, "#,##0_);(#,##0)", shown("4.537.000.000", "4537000000")),
        (91.39999999999999, "General", 91.4),
        (91.39999999999999, "0.0", shown("91,4", "91.4")),
        (0.30000000000000004, "General", 0.3),
        (20, "General", 20),
        (datetime(2026, 8, 16), "mm-dd-yy", {"day": "2026-08-16", "shown": "16/08/2026"}),
        (datetime(2026, 8, 6), r"d/m/yyyy;@", {"day": "2026-08-06", "shown": "6/8/2026"}),
        (datetime(2026, 8, 6), "yyyy-mm-dd", {"day": "2026-08-06", "shown": "2026-08-06"}),
        (datetime(2026, 8, 6), "[$-409]m/d/yyyy", {"day": "2026-08-06", "shown": ""}),
        (datetime(2026, 8, 6), "d-mmm-yy", {"day": "2026-08-06", "shown": ""}),
        (datetime(2026, 8, 6, 8, 16), "dd/mm/yyyy", {"moment": "2026-08-06T08:16:00"}),
    ],
)
def test_a_number_or_a_day_is_taken_as_its_cell_shows_it(value, number_format, sent):
    assert shown_cell(value, number_format, "F3") == sent


@pytest.mark.parametrize(
    ("value", "number_format", "advice"),
    [
        (0.9449, "0%", "Ô F3 hiện 94% nhưng chứa 94,49%. Định dạng ô là Văn bản rồi ghi lại một trong hai số đó."),
        (94.449, "0.0", "Ô F3 hiện 94,4 nhưng chứa 94,449. Định dạng ô là Văn bản rồi ghi lại một trong hai số đó."),
        (
            datetime(2026, 8, 16),
            "d-mmm",
            "Ô F3 chứa ngày 16/08/2026 nhưng không hiện đủ ngày, tháng, năm. Là ngày thì ghi dd/mm/yyyy;"
            " là tỷ số (16/8 hay ngược lại) thì định dạng ô là Văn bản rồi ghi lại.",
        ),
        (time(8, 16), "h:mm", "Ô F3 là giờ (08:16:00). Nếu là tỷ số hay chữ: định dạng ô là Văn bản rồi ghi lại."),
        (
            0.5,
            "# ?/?",
            "Ô F3 chứa 0,5, hiện theo kiểu “# ?/?” mà cổng không đọc."
            " Định dạng ô là Văn bản rồi ghi lại đúng như văn bản.",
        ),
    ],
)
def test_what_a_cell_holds_otherwise_than_it_shows_is_refused_by_its_address(value, number_format, advice):
    sent = shown_cell(value, number_format, "F3")
    assert RefusedCell(sent.pop("refused"), **sent).advice() == advice


@pytest.mark.parametrize(
    ("number_format", "number"),
    [("0.00E+00", 5), ('0 "hồ sơ"', 5), ("0.0,", 5000), ("#,##0_);(#,##0)", -5), ("0;-0;–", 0), ("[>1]0.0", 5)],
)
def test_a_format_that_is_not_known_is_never_guessed(number_format, number):
    assert shown_cell(number, number_format, "A1")["refused"] == "format"


def test_typed_cells_of_a_file_arrive_as_such():
    cells = {"A1": ("Mã", "General"), "A2": (0.9449, "0.00%"), "A3": ("=1+1", "0"), "A4": ("#N/A", "General")}
    cells |= {"A5": (date(2026, 8, 16), "dd/mm/yyyy"), "A6": (0.9449, "0%"), "A7": (True, "General")}
    rows = [row[0] for row in table_of(workbook(("1", "visible", cells))).rows]
    assert rows == [
        NumberCell(rows[0].number, "94,49%"),
        RefusedCell("formula", "A3"),
        RefusedCell("error", "A4", "#N/A"),
        date(2026, 8, 16),
        RefusedCell("more", "A6", "94,49%", "94%"),
        True,
    ]
    assert (str(rows[0].number), rows[3].shown) == ("94.49", "16/08/2026")


def test_escaped_line_ends_of_other_programs_become_line_ends():
    text = "Dòng một_x000D_\nDòng hai_x000B_Dòng ba_x0007_, _x005F_x000D_"
    cells = {"A1": ("Mã", "General"), "A2": (text, "General")}
    read = reading.read(workbook(("1", "visible", cells)))
    assert read["sheets"][0]["rows"][1] == ["Dòng một\nDòng hai\nDòng ba, _x000D_"]
