"""What may be wrong with a workbook that comes back: each fault is named with its cell and what to do, all at once, and
nothing is stored.
"""

from copy import deepcopy
from dataclasses import replace
from datetime import date, datetime, time
from io import BytesIO

import pytest
from openpyxl import load_workbook

from ground.sheets.files import sheets_of
from inspections.models import SetCriterion
from reports.submissions.contents.written import contents_of
from reports.submissions.workbook.judging import judge
from tests.made_office import excel
from tests.reports.self_reports.workbooks import HEAD, SHEET, Filled, packed, stored, upload, zipped

pytestmark = pytest.mark.django_db
A_RATIO = "Ô này nhận một số, không nhận “8/16”. Ghi 8 vào ô Tử số, 16 vào ô Mẫu số."
A_DAY = "Ô chứa ngày 16/08/2026, có lẽ do Excel đổi tỷ số 16/8. Ghi lại từng số vào ô Tử số và ô Mẫu số."
TWO = "“%s” có thể là hai số. Ghi liền các chữ số (1234), hoặc dùng dấu phẩy thập phân (1,234)."
OLD = (
    "“%s” gõ theo bảng mã cũ %s (đúng ra là “%s”). Chuyển cả đoạn sang Unicode bằng bộ gõ (UniKey: Ctrl+Shift+F6) rồi "
    "nhập lại."
)
AS_TEXT = "Định dạng ô là Văn bản rồi ghi lại"
OTHER_COLUMN = (
    "Chỉ tiêu 2.2 không dùng cột “Tử số (a)”. Chuyển sang cột đúng (“Giá trị như trong báo cáo (theo văn bản)”) rồi "
    "xóa ô này."
)

# number, column, what stands in the cell (with its format), what is said; {at} is the cell's address.
CELLS = [
    ("1.4", "numerator", "=1+14", "Ô {at} chứa công thức. Chép ô rồi dán lại dạng giá trị."),
    ("1.4", "denominator", "#DIV/0!", "Ô {at} báo lỗi #DIV/0!. Ghi lại giá trị của ô."),
    ("1.5", "numerator", "8/16", A_RATIO),
    (
        "1.5",
        "denominator",
        (date(2026, 8, 16), "dd/mm/yyyy"),
        A_DAY,
    ),
    (
        "1.6",
        "printed",
        (date(2026, 8, 16), "d-mmm"),
        "Ô {at} chứa ngày 16/08/2026 nhưng không hiện đủ ngày, tháng, năm. Là ngày thì ghi dd/mm/yyyy; là tỷ số (16/8 "
        "hay ngược lại) thì định dạng ô là Văn bản rồi ghi lại.",
    ),
    (
        "1.6",
        "numerator",
        (time(8, 16), "hh:mm"),
        "Ô {at} là giờ (08:16:00). Nếu là tỷ số hay chữ: định dạng ô là Văn bản rồi ghi lại.",
    ),
    ("1.6", "denominator", (datetime(2026, 8, 16, 7, 30), "dd/mm/yyyy hh:mm"), A_DAY),
    ("2.2", "printed", (date(2026, 8, 16), "dd/mm/yyyy"), f"Ô chứa ngày 16/08/2026, ở đây cần số. {AS_TEXT} số."),
    ("2.2", "numerator", "3", OTHER_COLUMN),
    ("1.1", "answer", True, f"Ô chứa TRUE hoặc FALSE. {AS_TEXT} đúng chữ."),
    ("1.2", "answer", "Có lẽ", "“Có lẽ” không có trong danh sách. Chọn Có hoặc Không."),
    ("2.9", "answer", "Tạm được", "“Tạm được” không có trong danh sách. Chọn một trong: {choices}."),
    ("2.1", "printed", (94.49, "0.0"), f"Ô {{at}} hiện 94,5 nhưng chứa 94,49. {AS_TEXT} một trong hai số đó."),
    (
        "2.1",
        "numerator",
        (0.5, "# ?/?"),
        f"Ô {{at}} chứa 0,5, hiện theo kiểu “# ?/?” mà cổng không đọc. {AS_TEXT} đúng như văn bản.",
    ),
    ("2.1", "denominator", (1234.5678901234, "General"), f"Ô chứa 1234,5678901234 nhưng hiện số ngắn hơn. {AS_TEXT}."),
    ("2.3", "numerator", "1.234", TWO % "1.234"),
    ("2.3", "denominator", "0", "Mẫu số phải khác 0."),
    ("2.4", "numerator", "mười hai", "“mười hai” không phải số. Ghi như 94,49 hoặc 1234."),
    ("2.4", "denominator", (0.9449, "0.00%"), "“94,49%” không phải số. Ghi như 94,49 hoặc 1234."),
    ("2.5", "printed", "1,234", TWO % "1,234"),
    ("2.6", "numerator", "15", "Chưa ghi giá trị."),
    ("3.3", "numerator", "15", "Ghi nốt số này, hoặc chép cả giá trị vào ô “Theo văn bản”."),
    ("3.5", "numerator", "123456789012345", "Số quá lớn: nhận đến 14 chữ số."),
    ("3.6", "numerator", "1,23456", "Số có quá 4 chữ số lẻ."),
    ("3.7", "reason", "x" * 501, "Dài 501 chữ; ô này nhận đến 500."),
    ("3.8", "printed", "x" * 301, "Dài 301 chữ; ô này nhận đến 300."),
    ("4.6", "reason", "NguyÔn V¨n An", OLD % ("NguyÔn", "TCVN3 (ABC)", "Nguyễn")),
    ("4.7", "reason", "Nguyeãn Vaên An", OLD % ("Nguyeãn", "VNI", "Nguyễn")),
    ("4.8", "reason", "Đạt 😀", "Phông in không có ký tự “😀” (U+1F600), ở dòng 1 sau “Đạt”. Thay hoặc xóa."),
    ("5.3", "time", "tháng 13/2026", "Không có thời gian này. Ghi như 2019, quý III/2019, đến 9/2019, 30/09/2019."),
    ("6.5", "time", "2050", "Năm 2050 không thể đúng: cổng nhận năm từ 1945 đến 2036. Xem lại năm đã gõ."),
    ("5.6", "time", "30/9", "“30/9” không ghi năm. Ghi đủ ngày, tháng, năm, ví dụ 30/09/2026."),
]  # fmt: skip
BESIDE = {  # what makes the row of a fault whole but for it
    "1.5": {}, "2.3": {}, "2.4": {}, "3.5": {"denominator": "3"}, "3.6": {"denominator": "3"},
    "5.3": {"printed": "3"}, "5.6": {"printed": "3"}, "6.5": {"printed": "3"}, "3.7": {"printed": "3"},
    "4.6": {"printed": "3"},
}  # fmt: skip
# Of a fault that is found at another cell of the row than the one that was filled in.
ELSEWHERE = {("2.6", "numerator"): "printed", ("3.3", "numerator"): "denominator"}


@pytest.fixture
def officer(signed_in, lan):
    return signed_in(lan)


@pytest.fixture
def written(officer, at, typed):
    """Something stands in the report already, which no refusal may touch."""
    officer.post(at(), typed({"1.4": {"numerator": "15", "denominator": "20"}}, survey="Xã có 11 ấp."))


@pytest.fixture
def faults_of(dossier):

    def judged(filled):
        content = filled.bytes() if isinstance(filled, Filled) else filled
        sheets = content if isinstance(content, list) else sheets_of(content)
        verdict = judge(sheets, dossier, contents_of(dossier))
        assert not (verdict.faults and verdict.parts)
        return [(fault.cell, fault.words) for fault in verdict.faults]

    return judged


def test_every_wrong_cell_is_named_at_once_with_what_to_do_and_nothing_is_stored(officer, at, dossier, written):
    filled, expected = Filled(dossier), {}
    for number, name, value, words in CELLS:
        filled[number, name] = value
        filled.fill({number: BESIDE.get(number, {})})
        place = filled.at(number, ELSEWHERE.get((number, name), name))
        choices = "; ".join(
            SetCriterion.objects.get(number=number, criteria_set=dossier.inspection.campaign.criteria_set).choices
        )
        expected[place] = words.replace("{at}", place).replace("{choices}", choices)
    before = stored(dossier)
    page = officer.post(at("workbook/"), upload(filled.bytes()), follow=True)
    faults = page.context["verdict"].faults
    assert {fault.cell: fault.words for fault in faults} == expected
    assert len(faults) == len(CELLS)
    assert {fault.sheet for fault in faults} == {SHEET}
    places = [(int(fault.cell[1:]), fault.cell[0]) for fault in faults]
    assert (page.status_code, places) == (200, sorted(places))
    assert page.content.decode().count("<tr role") == 1 + len(CELLS)
    trial = page.redirect_chain[-1][0]
    assert officer.post(trial).status_code == 409
    assert stored(dossier) == before
    see_marks(officer.get(f"{trial}marked.xlsx"), faults)
    assert stored(dossier)["values"] == before["values"]


def see_marks(answer, faults):
    """Each fault is a comment on a red cell of a copy that can be filled in further, and calculates nothing."""
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))
    cells = [cell for row in book[SHEET].iter_rows() for cell in row]
    comments = {cell.coordinate: cell.comment.text for cell in cells if cell.comment}
    assert comments == {fault.cell: fault.words for fault in faults}
    assert {cell.coordinate for cell in cells if cell.fill.fgColor.rgb == "FFFFC7CE"} == set(comments)
    assert [cell for cell in cells if cell.data_type == "f"] == []
    assert book[SHEET].protection.sheet
    assert len(book[SHEET].data_validations.dataValidation) == 3


def test_the_marked_copy_is_corrected_and_sent_again_and_its_old_marks_go(officer, at, dossier, faults_of):
    filled = Filled(dossier).fill({"1.4": {"numerator": "8/16"}, "2.2": {"printed": "1.234"}})
    trial = officer.post(at("workbook/"), upload(filled.bytes()))["Location"]
    copy = load_workbook(BytesIO(b"".join(officer.get(f"{trial}marked.xlsx").streaming_content)))
    for name, text in (("numerator", "8"), ("denominator", "16")):
        copy[SHEET][filled.at("1.4", name)].value = text
    half = BytesIO()
    copy.save(half)
    page = officer.post(at("workbook/"), upload(half.getvalue()), follow=True)
    assert [fault.cell for fault in page.context["verdict"].faults] == [filled.at("2.2", "printed")]
    see_marks(officer.get(f"{page.redirect_chain[-1][0]}marked.xlsx"), page.context["verdict"].faults)
    copy[SHEET][filled.at("2.2", "printed")].value = "1234"
    whole = BytesIO()
    copy.save(whole)
    assert faults_of(whole.getvalue()) == []


def ruined(dossier):
    """Return a workbook of which rows and columns were moved, hidden, merged, doubled, and its last row."""
    filled = Filled(dossier)
    sheet, rows, end = filled.sheet, filled.rows, filled.sheet.max_row
    sheet["N6"], sheet["N11"], sheet["O12"] = "Ghi chú", "x", "y"
    sheet.row_dimensions[rows["1.5"]].hidden = True
    sheet.column_dimensions["J"].hidden = True
    sheet.merge_cells(f"D{rows['2.1']}:D{rows['2.2']}")
    for cell in sheet[rows["2.4"]]:
        cell.value = None
    for column in "ABM":
        sheet[f"{column}{end + 1}"] = sheet[f"{column}{rows['2.5']}"].value
    sheet[f"A{end + 2}"], sheet[f"B{end + 2}"], sheet[f"F{end + 3}"] = "9.9", "Việc khác", "Ghi thêm"
    filled["2.10", "number"] = 2.1
    filled["3.1", "label"], filled["3.8", "label"] = "Tên khác", "C«ng bè ®­êng d©y nãng"
    filled["3.2", "mark"] = "1-sửa"
    return filled, end


RETYPED = "Số chỉ tiêu bị đổi kiểu, thành 2,1 (2.10 có thể thành 2.1). Định dạng ô là Văn bản rồi ghi lại."
NOT_ITS_NAME = "“Tên khác” không phải tên của chỉ tiêu 3.1. Để nguyên hai cột đầu, chép số vào đúng dòng."
OLD_NAME = "Tên chỉ tiêu 3.8 gõ theo bảng mã cũ (TCVN3, VNI). Tải bảng mới, chép số sang."
SPOILT = "Dấu của cổng ở cuối dòng đã bị sửa. Tải bảng mới, chép số sang."


def test_what_has_become_of_rows_and_columns_is_named_too(dossier, faults_of, written):
    filled, end = ruined(dossier)
    assert faults_of(filled) == [
        ("", "Thiếu dòng của chỉ tiêu 2.4 “TTHC được công khai đầy đủ”. Tải bảng mới rồi chép số sang."),
        ("J6", "Cột “Lý do vẫn ghi như vậy, nếu cổng hỏi” bị ẩn. Bỏ ẩn, xem lại cột ấy rồi gửi."),
        ("N6", "Cột N “Ghi chú” không phải cột của bảng. Chuyển nội dung vào cột của bảng, rồi xóa cột này."),
        ("O6", "Cột O không có tên mà có chữ. Chuyển nội dung vào cột của bảng, rồi xóa cột này."),
        ("A12", "Có dòng bị ẩn hoặc bị lọc: 12. Bỏ lọc, bỏ ẩn, xem lại các dòng ấy rồi gửi."),
        ("D15", "Các ô D15:D16 bị gộp nên chỉ ô đầu có chữ. Bỏ gộp ô rồi ghi từng ô."),
        (filled.at("2.10", "number"), RETYPED),
        (filled.at("3.1", "label"), NOT_ITS_NAME),
        (filled.at("3.2", "mark"), SPOILT),
        (filled.at("3.8", "label"), OLD_NAME),
        (f"A{end + 1}", f"Chỉ tiêu 2.5 có hai dòng, {filled.rows['2.5']} và {end + 1}. Để lại một dòng."),
        (f"A{end + 2}", "Báo cáo này không có chỉ tiêu 9.9. Xóa dòng."),
        (f"A{end + 3}", f"Dòng {end + 3} có chữ mà không có số chỉ tiêu. Chuyển vào đúng dòng, rồi xóa."),
    ]


COPY, THEN_COPY, CHOOSE = "Tải bảng mới, chép số sang.", "Tải bảng mới rồi chép số sang.", "Chọn đúng tệp của đơn vị."
NO_MARK = "Không thấy mã bảng: tệp không phải bảng tải từ trang này, hoặc ô mã đã bị xóa. Tải bảng, chép số sang."


def test_another_bodys_last_years_or_an_older_file_and_one_without_its_head_are_named(dossier, faults_of):
    filled = Filled(dossier)
    sheets, own, mark = sheets_of(filled.bytes()), dossier.inspection.reference, filled.sheet["B4"].value

    def with_cell(row, column, value):
        [sheet] = deepcopy(sheets)
        sheet.rows[row] = [*sheet.rows[row], None]
        sheet.rows[row][column] = value
        return faults_of([sheet])

    assert with_cell(4, 1, None) == [("", NO_MARK)]
    by_change = {
        (own, "DVCQ2026-28114"): f"Bảng của đơn vị khác (mã DVCQ2026-28114), báo cáo này là {own}. {CHOOSE}",
        (f"/{dossier.pk}/", "/999999/"): f"Bảng của đơn vị khác (mã {own}), báo cáo này là {own}. {CHOOSE}",
        (own, "DVCQ2025-28108"): f"Bảng của đợt khác (mã DVCQ2025-28108), đợt này là DVCQ2026. {COPY}",
        ("/1/", "/7/"): f"Bảng theo mẫu cũ của cổng. {THEN_COPY}",
    }
    for (old, new), words in by_change.items():
        assert with_cell(4, 1, mark.replace(old, new)) == [("B4", words)]
    no_head = f"Không thấy dòng tên cột (“Số”, “Chỉ tiêu”…). {THEN_COPY}"
    assert with_cell(HEAD, 0, "Stt") == [("", no_head)]
    assert with_cell(HEAD, 4, None) == [("A6", f"Thiếu cột: “Mẫu số (b)”. {THEN_COPY}")]
    assert with_cell(HEAD, 13, "Tử số (a)") == [("N6", "Có hai cột “Tử số (a)”. Để lại một cột.")]
    again = replace(sheets[0], name="Bản 2")
    words = "Tệp có nhiều trang tính mang mã bảng: “Số liệu”, “Bản 2”. Để lại một trang rồi gửi."
    assert faults_of([*sheets, again]) == [("", words)]
    assert faults_of(excel([("Mã", "Số"), ("a", "1")]).made()) == [("", NO_MARK)]


def test_criteria_that_changed_since_the_download_refuse_the_file(dossier, faults_of):
    filled = Filled(dossier).bytes()
    criteria = SetCriterion.objects.filter(criteria_set=dossier.inspection.campaign.criteria_set)
    criteria.filter(number="1.4").update(label="Cán bộ được học / tổng số")
    assert faults_of(filled) == [("B4", f"Các chỉ tiêu đã đổi sau khi bảng này được tải. {THEN_COPY}")]


# --- Files that can't be read at all ---------------------------------------------------------------------------------
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
    filled = Filled(dossier).fill({"1.4": {"reason": "TUYỆT MẬT"}})
    page = officer.post(at("workbook/"), upload(filled.bytes()))
    assert "Tệp mang dấu “TUYỆT MẬT”" in page.context["form"].errors["file"][0]
