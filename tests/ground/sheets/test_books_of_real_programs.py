"""Workbooks of report programs and of Excel's "strict" kind are read as Excel shows them; no looks refuse a table."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from ground.sheets.files import FAULTS, table_of
from tests.made_office import SHEET, SHEETS, excel

BOOK = "xl/workbook.xml"
DRAWING = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x"><svg/>'
CELLS = '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="164" applyNumberFormat="1"/></cellXfs>'
DAYS = '<numFmts count="1"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/></numFmts>'
STYLED = '<cellStyleXfs count="1"><xf numFmtId="0"/></cellStyleXfs>'
FONT = '<fonts><font><u val="la"/><family val="34"/></font></fonts>'
ROWS = (("Mã", "Ngày"), ("a", '<c s="1"><v>43768</v></c>'))
TABLE = (["Mã", "Ngày"], [["a", date(2019, 10, 30)]])
CORE = '<x xmlns:d="http://purl.org/dc/terms/"><d:created>30/10/2019</d:created></x>'
STRICT = {
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": (
        "http://purl.oclc.org/ooxml/officeDocument/relationships"
    ),
}


def with_styles(inside, name="xl/styles.xml"):
    styles = f'<styleSheet xmlns="{SHEETS}">{DAYS}{inside}{CELLS}</styleSheet>'
    return excel(ROWS).add(name, f"{SHEET}styles+xml", styles, BOOK, "styles")


def read(office):
    table = table_of(office.made())
    return table.head, table.rows


@pytest.mark.parametrize(
    "inside", ["", "<fills><fill/></fills>", STYLED, FONT, '<cellStyles><cellStyle name="A" xfId="9"/></cellStyles>']
)
def test_styles_that_openpyxl_refuses_leave_the_days_days(inside):
    assert read(with_styles(inside)) == TABLE


def test_styles_of_another_name_make_days_days_too():
    assert read(with_styles("", "xl/styles2.xml")) == TABLE


def test_pictures_of_any_name_and_kind_do_not_matter():
    book = with_styles("").add("xl/media/bieu-do-vba.png", "image/png", "PNG")
    assert read(book.add("xl/media/image2.svg", "image/svg+xml", DRAWING)) == TABLE


def test_a_date_of_creation_as_people_write_it_does_not_matter():
    kind = "application/vnd.openxmlformats-package.core-properties+xml"
    assert read(with_styles("").add("docProps/core.xml", kind, CORE)) == TABLE


def test_a_strict_workbook_is_read_with_its_iso_days():
    book = with_styles("")
    day = '<c s="1" t="d"><v>2019-10-30</v></c>'
    book.parts = {
        name: (kind, text.replace('<c s="1"><v>43768</v></c>', day)) for name, (kind, text) in book.parts.items()
    }
    for plain, strict in STRICT.items():
        book.parts = {name: (kind, text.replace(plain, strict)) for name, (kind, text) in book.parts.items()}
    assert read(book) == TABLE


def test_days_counted_from_1904_stay_those_days():
    book = with_styles("")
    kind, text = book.parts[BOOK]
    book.parts[BOOK] = (kind, text.replace("<sheets>", '<workbookPr date1904="1"/><sheets>'))
    assert read(book) == (TABLE[0], [["a", date(2023, 10, 31)]])


def test_what_a_workbook_says_beside_its_sheets_does_not_matter():
    book = with_styles("")
    kind, text = book.parts[BOOK]
    odd = '<bookViews><workbookView activeTab="x" firstSheet="a"/></bookViews><sheets>'
    book.parts[BOOK] = (kind, text.replace("<sheets>", odd))
    assert read(book) == TABLE


def test_the_workbook_may_have_another_name():
    assert table_of(excel(main="xl/workbook2.xml").made()).rows == [["a", "Một"]]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"<html><body><table><tr><td>a</td></tr></table></body></html>", "web_page"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "old_xml"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "picture"),
        (b"%PDF-1.7\n\xe2\xe3", "unknown"),
    ],
)
def test_what_only_bears_the_name_of_a_workbook_is_called_what_it_is(content, fault):
    with pytest.raises(ValidationError) as refused:
        table_of(content)
    assert refused.value.messages == [FAULTS[fault]]
