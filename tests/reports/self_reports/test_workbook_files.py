"""Files that can't be read as the report's workbook at all: each is refused with what to do, and stored nowhere."""

import pytest

from tests.made_office import excel
from tests.reports.self_reports.workbooks import HEAD, Filled, packed, stored, upload, zipped

pytestmark = pytest.mark.django_db


@pytest.fixture
def written(officer, at, typed):
    """Something stands in the report already, which no refusal may touch."""
    officer.post(at(), typed({"1.4": {"numerator": "15", "denominator": "20"}}, survey="Xã có 11 ấp."))


OVER = "Tải bảng mới từ trang này, chép số sang rồi gửi."
NO_BOOK = "Tệp không phải bảng Excel (.xlsx), dù tên ghi thế nào. Chọn bảng đã tải từ trang báo cáo này."
PICTURE = "Tệp là ảnh, không có ô nào. Tải bảng từ trang này, ghi số vào bảng rồi gửi."
OLD_XLS, NO_PASSWORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "lưu thành .xlsx không mật khẩu."
AS_XLSX = "Mở tệp bằng Excel, lưu thành .xlsx."
FILES = {
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00", PICTURE),
    "a photo": (b"\xff\xd8\xff\xe0" + b"0" * 99, PICTURE),
    "an .xls": (OLD_XLS, f"Tệp Excel kiểu cũ (.xls) hoặc có mật khẩu. Mở tệp, {NO_PASSWORD}"),
    "a password": (OLD_XLS + "EncryptedPackage".encode("utf-16-le"), f"Tệp có mật khẩu. Mở tệp, {NO_PASSWORD}"),
    "a PDF": (b"%PDF-1.7 ...", NO_BOOK),
    "a program": (b"MZ\x00\x00" + b"\x01" * 99, NO_BOOK),
    "a .csv": ("Số;Chỉ tiêu\n1.4;15\n".encode(), NO_BOOK),
    "another's letters": ("Mã;Số\nx;Sở Đ\n".encode("utf-16"), NO_BOOK),
    "an archive": (b"Rar!\x1a\x07\x00", "Tệp nén (.zip, .rar…). Giải nén rồi gửi tệp .xlsx bên trong."),
    "no workbook in the zip": (zipped(a="x"), NO_BOOK),
    "a web page": (
        b"<html><table><tr><td>1</td></tr></table></html>",
        f"Tệp là trang web mang tên tệp Excel, như nhiều phần mềm báo cáo xuất ra. {AS_XLSX}",
    ),
    "XML of 2003": (
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
        f"Tệp là bảng XML của Excel 2003, dù tên ghi thế nào. {AS_XLSX}",
    ),
    "an .rtf": (b"{\\rtf1 x}", "Tệp của chương trình khác (.ods, .rtf…). Mở tệp, lưu thành .xlsx rồi gửi."),
    "cut off": (b"PK\x03\x04 cut off", "Tệp hỏng hoặc không đúng chuẩn. Mở tệp bằng Excel, lưu lại rồi gửi."),
    "an unknown part": (
        excel([("Mã", "Số"), ("a", "1")]).add("xl/la.xml", "application/vnd.la-moi+xml").made(),
        f"Tệp có thành phần mà cổng không biết. {OVER}",
    ),
    "empty": (b"", "Tệp rỗng. Chọn đúng tệp."),
}
LINKED, LINK = "xl/externalLinks/externalLink1.xml", "Tệp lấy dữ liệu từ tệp hay nơi khác."
ACTIVE = {
    "macros": ("xl/vbaProject.bin", "x", "Tệp chứa macro. Mở tệp, lưu thành “Sổ làm việc Excel (.xlsx)” không macro."),
    "another file's cells": (LINKED, "<x/>", f"{LINK} {OVER}"),
    "a zip bomb": ("xl/media/0.xml", b"0" * (151 << 20), f"Tệp giải nén ra lớn bất thường. {OVER}"),
    "entities": ("xl/x.xml", '<!DOCTYPE x [<!ENTITY a "a">]><x/>', f"Tệp có khai báo mà Excel không dùng. {OVER}"),
    "a file within": ("xl/embeddings/oleObject1.bin", "x", f"Tệp chứa tệp khác bên trong. {OVER}"),
}


def test_a_file_that_is_no_harmless_workbook_says_so_and_is_stored_nowhere(officer, at, dossier, written):
    before, own = stored(dossier), Filled(dossier).bytes()
    files = {**FILES, **{name: (packed(own, part), words) for name, (*part, words) in ACTIVE.items()}}
    said = {}
    for name, (content, _words) in files.items():
        page = officer.post(at("workbook/"), upload(content))
        assert page.status_code == 422, name
        said[name] = page.context["form"].errors["file"]
    assert said == {name: [words] for name, (_content, words) in files.items()}
    assert officer.post(at("workbook/"), {}).context["form"].errors == {"file": ["Chọn tệp."]}
    assert stored(dossier) == before


def test_sizes_are_limited_twenty_megabytes_rows_columns_and_the_letters_of_a_cell(officer, at, dossier, written):
    wide, long, full = Filled(dossier), Filled(dossier), Filled(dossier)
    wide.sheet.cell(HEAD, 120).value = "x"
    long.sheet.append(["x"])
    for _n in range(10_001):
        long.sheet.append(["x"])
    full.sheet["F8"] = "x"
    full.sheet["F8"]._value = "x" * 60_000
    before = stored(dossier)
    said = [
        officer.post(at("workbook/"), upload(content)).context["form"].errors["file"][0]
        for content in (b"PK\x03\x04" + bytes(20 << 20), wide.bytes(), long.bytes(), full.bytes())
    ]
    assert said == [
        f"Tệp 20 MB, cổng nhận tối đa 20 MB. {OVER}",
        f"Tệp có quá nhiều cột. {OVER}",
        f"Tệp có quá nhiều dòng. {OVER}",
        "Ô ở dòng 8, cột F dài 60000 chữ; mỗi ô nhận đến 50000. Rút ngắn ô đó rồi gửi.",
    ]
    assert stored(dossier) == before


def test_a_mark_of_secrecy_refuses_the_file(officer, at, dossier):
    for place in ({"1.4": {"reason": "TUYỆT MẬT"}}, {"I": {"text": "Xã có 11 ấp.\nTUYỆT MẬT\nDân số."}}):
        page = officer.post(at("workbook/"), upload(Filled(dossier).fill(place).bytes()))
        assert "Tệp mang dấu “TUYỆT MẬT”" in page.context["form"].errors["file"][0]
