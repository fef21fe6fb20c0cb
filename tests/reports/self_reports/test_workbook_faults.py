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
from tests.reports.self_reports.workbooks import HEAD, SHEET, TEXTS, Filled, stored, upload

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
    ("I", "text", "=HYPERLINK(1)", "Ô {at} chứa công thức. Chép ô rồi dán lại dạng giá trị."),
    ("II", "text", "#REF!", "Ô {at} báo lỗi #REF!. Ghi lại giá trị của ô."),
    ("III", "text", "NguyÔn V¨n An\n", OLD % ("NguyÔn", "TCVN3 (ABC)", "Nguyễn")),
    ("IV.1", "text", "Nguyeãn Vaên An", OLD % ("Nguyeãn", "VNI", "Nguyễn")),
    ("IV.2", "text", "Tốt.\nĐạt 😀", "Phông in không có ký tự “😀” (U+1F600), ở dòng 2 sau “Đạt”. Thay hoặc xóa."),
    (
        "IV.3",
        "text",
        "x" * 32_767,
        "Ô này đầy (32767 chữ là hết một ô Excel), đoạn sau có thể đã mất. Dán cả mục vào trang báo cáo, xóa ô này.",
    ),
    ("IV.4", "text", True, "Ô chứa TRUE hoặc FALSE. Định dạng ô là Văn bản rồi ghi lại đúng chữ."),
    (
        "V",
        "text",
        (time(8, 16), "hh:mm"),
        "Ô {at} là giờ (08:16:00). Nếu là tỷ số hay chữ: định dạng ô là Văn bản rồi ghi lại.",
    ),
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
    criteria = SetCriterion.objects.filter(criteria_set=dossier.inspection.campaign.criteria_set)
    choices = {each.number: "; ".join(each.choices) for each in criteria}
    for number, name, value, words in CELLS:
        filled[number, name] = value
        filled.fill({number: BESIDE.get(number, {})})
        place = filled.at(number, ELSEWHERE.get((number, name), name))
        words = words.replace("{at}", place)
        expected[filled.sheet_of(number).title, place] = words.replace("{choices}", choices.get(number, ""))
    before = stored(dossier)
    page = officer.post(at("workbook/"), upload(filled.bytes()), follow=True)
    faults = page.context["verdict"].faults
    assert {(fault.sheet, fault.cell): fault.words for fault in faults} == expected
    assert len(faults) == len(CELLS)
    places = [(fault.sheet != SHEET, int(fault.cell[1:]), fault.cell[0]) for fault in faults]
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
    cells = {(sheet.title, cell.coordinate): cell for sheet in book for row in sheet.iter_rows() for cell in row}
    comments = {place: cell.comment.text for place, cell in cells.items() if cell.comment}
    assert comments == {(fault.sheet, fault.cell): fault.words for fault in faults}
    assert {place for place, cell in cells.items() if cell.fill.fgColor.rgb == "FFFFC7CE"} == set(comments)
    assert [cell for cell in cells.values() if cell.data_type == "f"] == []
    assert [book[name].protection.sheet for name in (SHEET, TEXTS)] == [True, True]
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
    ruin_texts(filled.texts, filled.rows)
    return filled, end


def ruin_texts(sheet, rows):
    for cell in sheet[rows["V"]]:
        cell.value = None
    sheet["F8"] = "Ghi thêm"
    sheet.row_dimensions[rows["II"]].hidden = True
    sheet.merge_cells(f"D{rows['III']}:E{rows['III']}")
    sheet[f"B{rows['IV.1']}"], sheet[f"E{rows['IV.2']}"] = "Nhược điểm", "0-dai"
    for n, cells in enumerate([("VII", "Mục khác"), (None, None, None, "Viết lạc"), ("VI", "Kiến nghị, đề xuất")], 1):
        for column, text in enumerate(cells, 1):
            sheet.cell(rows["VI"] + n, column).value = text


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
        ("", "Thiếu dòng của mục V “Phương hướng, nhiệm vụ, giải pháp”. Tải bảng mới rồi chép số sang."),
        ("F6", "Cột F không có tên mà có chữ. Chuyển nội dung vào cột của bảng, rồi xóa cột này."),
        ("A8", "Có dòng bị ẩn hoặc bị lọc: 8. Bỏ lọc, bỏ ẩn, xem lại các dòng ấy rồi gửi."),
        ("D9", "Các ô D9:E9 bị gộp nên chỉ ô đầu có chữ. Bỏ gộp ô rồi ghi từng ô."),
        ("E9", SPOILT),
        ("B10", "“Nhược điểm” không phải tên của mục IV.1. Để nguyên hai cột đầu, chép số vào đúng dòng."),
        ("E11", SPOILT),
        ("A16", "Báo cáo này không có mục VII. Xóa dòng."),
        ("A17", "Dòng 17 có chữ mà không có số mục. Chuyển vào đúng dòng, rồi xóa."),
        ("A18", "Mục VI có hai dòng, 15 và 18. Để lại một dòng."),
    ]


COPY, THEN_COPY, CHOOSE = "Tải bảng mới, chép số sang.", "Tải bảng mới rồi chép số sang.", "Chọn đúng tệp của đơn vị."
NO_MARK = "Không thấy mã bảng: tệp không phải bảng tải từ trang này, hoặc ô mã đã bị xóa. Tải bảng, chép số sang."


@pytest.fixture
def sheets(dossier):
    """What is read of the report's workbook: the sheet of figures and that of texts."""
    return sheets_of(Filled(dossier).bytes())


@pytest.fixture
def with_cell(sheets, faults_of):
    """`with_cell(row, column, value, at=1)` are the faults where a cell of the second sheet holds another value."""

    def judged(row, column, value, at=0):
        changed = deepcopy(sheets)
        sheet = changed[at]
        sheet.rows[row] = [*sheet.rows[row], None]
        sheet.rows[row][column] = value
        return faults_of(changed)

    return judged


def test_a_sheet_of_texts_that_is_missing_another_bodys_or_of_another_outline_is_named(
    dossier, sheets, with_cell, faults_of
):
    own, mark = dossier.inspection.reference, sheets[1].rows[4][1]
    no_texts = "Thiếu trang tính “Lời văn” của bảng, hoặc ô mã ở trang ấy đã bị xóa."
    no_texts = [("", f"{no_texts} Tải bảng mới rồi chép số, chữ sang.")]
    assert [faults_of(sheets[:1]), with_cell(4, 1, None, at=1)] == [no_texts, no_texts]
    assert faults_of(sheets[1:]) == [("", no_texts[0][1].replace("Lời văn", "Số liệu"))]
    of_other = f"Bảng của đơn vị khác (mã DVCQ2026-28114), báo cáo này là {own}. {CHOOSE}"
    assert with_cell(4, 1, mark.replace(own, "DVCQ2026-28114"), at=1) == [("B4", of_other)]
    words_changed = [("B4", f"Các mục đã đổi sau khi bảng này được tải. {THEN_COPY}")]
    assert with_cell(4, 1, f"{mark[:-15]}{'0' * 10}-text", at=1) == words_changed
    assert with_cell(HEAD, 3, None, at=1) == [("A6", f"Thiếu cột: “Lời văn”. {THEN_COPY}")]


def test_another_bodys_last_years_or_an_older_file_and_one_without_its_head_are_named(
    dossier, sheets, with_cell, faults_of
):
    own, mark = dossier.inspection.reference, sheets[0].rows[4][1]
    by_change = {
        (own, "DVCQ2026-28114"): f"Bảng của đơn vị khác (mã DVCQ2026-28114), báo cáo này là {own}. {CHOOSE}",
        (f"/{dossier.pk}/", "/999999/"): f"Bảng của đơn vị khác (mã {own}), báo cáo này là {own}. {CHOOSE}",
        (own, "DVCQ2025-28108"): f"Bảng của đợt khác (mã DVCQ2025-28108), đợt này là DVCQ2026. {COPY}",
        ("/2/", "/7/"): f"Bảng theo mẫu cũ của cổng. {THEN_COPY}",
    }
    for (old, new), words in by_change.items():
        assert with_cell(4, 1, mark.replace(old, new)) == [("B4", words)]
    no_head = f"Không thấy dòng tên cột (“Số”, “Chỉ tiêu”…). {THEN_COPY}"
    assert with_cell(HEAD, 0, "Stt") == [("", no_head)]
    assert with_cell(HEAD, 4, None) == [("A6", f"Thiếu cột: “Mẫu số (b)”. {THEN_COPY}")]
    assert with_cell(HEAD, 13, "Tử số (a)") == [("N6", "Có hai cột “Tử số (a)”. Để lại một cột.")]
    again = replace(sheets[0], name="Bản 2")
    assert faults_of([replace(each, rows={}) for each in sheets]) == [("", NO_MARK)]
    words = "Tệp có nhiều trang tính mang mã bảng: “Số liệu”, “Bản 2”. Để lại một trang rồi gửi."
    assert faults_of([*sheets, again]) == [("", words)]
    assert faults_of(excel([("Mã", "Số"), ("a", "1")]).made()) == [("", NO_MARK)]


def test_criteria_that_changed_since_the_download_refuse_the_file(dossier, faults_of):
    filled = Filled(dossier).bytes()
    criteria = SetCriterion.objects.filter(criteria_set=dossier.inspection.campaign.criteria_set)
    criteria.filter(number="1.4").update(label="Cán bộ được học / tổng số")
    assert faults_of(filled) == [("B4", f"Các chỉ tiêu đã đổi sau khi bảng này được tải. {THEN_COPY}")]
