"""A report's figures as a workbook: what goes out, how what comes back is read, shown before it is stored, stored."""

import unicodedata
from datetime import date
from io import BytesIO

import pytest
from django.conf import settings as django_settings
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from ground.sheets.files import sheets_of
from reports.models import Dossier, DraftValue, SectionText
from reports.submissions.contents.written import contents_of
from reports.submissions.workbook.acts import store
from reports.submissions.workbook.judging import judge
from tests.reports.self_reports.workbooks import HEAD, SHEET, TEXTS, Filled, as_libreoffice_writes, stored, upload
from workflow.models import AccessLog
from workflow.steps.acts import take

pytestmark = pytest.mark.django_db
RATIO = {"numerator": "15", "denominator": "20"}
INSIDE = ["minh", "ngoc", "binh", "son", "van"]


@pytest.fixture
def officer(signed_in, lan):
    return signed_in(lan)


@pytest.fixture
def written(officer, at, typed):
    officer.post(at(), typed({"1.4": RATIO, "2.2": {"printed": "5"}}, survey="Xã có 11 ấp."))


@pytest.fixture
def judged(dossier):
    def run(filled):
        current = Dossier.objects.get(pk=dossier.pk)
        content = filled if isinstance(filled, bytes) else filled.bytes()
        return judge(sheets_of(content), current, contents_of(current))

    return run


def drafts(dossier):
    rows = DraftValue.objects.filter(dossier=dossier).select_related("set_criterion", "changed_by")
    return {
        (row.set_criterion.number, row.part): ({**row.typed, "reason": row.reason}, row.changed_by.username)
        for row in rows
    }


def changes_of(verdict):
    assert verdict.faults == []
    return {
        change.number: change.fields or [(piece.kind, piece.text) for piece in change.pieces]
        for change in verdict.changes
    }


# --- Out -------------------------------------------------------------------------------------------------------------
def test_the_workbook_has_the_reports_criteria_locked_lists_and_what_is_written(officer, at, typed, dossier, written):
    officer.post(at(), typed({"4.6": {"printed": "=1+1"}, "1.1": {"yes_no": "True"}}))
    answer = officer.get(at("workbook/file.xlsx"))
    assert dossier.inspection.reference in answer["Content-Disposition"]
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))
    sheet, filled = book[SHEET], Filled(dossier)
    rows = [(row[0], row[1]) for row in sheet.iter_rows(min_row=7, max_col=2, values_only=True) if row[0]]
    questions = contents_of(dossier).values
    assert [number for number, _label in rows] == [each.criterion.number for each in questions]
    assert sheet["B4"].value.startswith(f"{dossier.inspection.reference}/{dossier.pk}/2/")
    assert [sheet[filled.at("1.4", name)].value for name in ("numerator", "denominator", "printed")] == [
        "15",
        "20",
        None,
    ]
    assert (sheet[filled.at("1.1", "answer")].value, sheet[filled.at("8.1", "earlier")].value) == ("Có", "92,15%")
    formula = sheet[filled.at("4.6", "printed")]
    assert (formula.value, formula.data_type, formula.quotePrefix) == ("=1+1", "s", True)
    open_cells = {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
    assert sheet.protection.sheet
    assert {filled.at("1.4", name) for name in ("numerator", "denominator", "printed", "time", "reason")} <= open_cells
    assert not {filled.at("1.4", "answer"), filled.at("1.4", "label"), filled.at("2.2", "numerator")} & open_cells
    assert {sheet[address].number_format for address in open_cells} == {"@"}
    assert [book[name].row_dimensions[8].height for name in (SHEET, TEXTS)] == [54, 81]  # of the longest text in it
    assert [book[name].print_title_rows for name in (SHEET, TEXTS)] == ["$6:$6", "$6:$6"]
    lists = {str(rule.sqref).split()[0]: rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert lists[filled.at("2.9", "answer")] == "'Danh mục'!$B$1:$B$3"
    assert [cell.value for cell in book["Danh mục"]["A"][:2]] == ["Có", "Không"]
    log = AccessLog.objects.get(kind=AccessLog.Kind.EXPORTED)
    assert log.label == f"Bảng Excel của báo cáo {dossier.inspection.reference}"


def test_the_writing_page_leads_to_the_workbook_and_to_sending_it(officer, at, dossier):
    page = officer.get(at()).content.decode()
    addresses = [reverse(name, args=[dossier.inspection.reference]) for name in ("workbook_file", "workbook_show")]
    assert [f'href="{address}"' in page for address in addresses] == [True, True]


# --- In --------------------------------------------------------------------------------------------------------------
CHANGED = {
    "1.4": [("Tử số (a)", "15", "16")],
    "2.2": [("Giá trị như trong báo cáo (theo văn bản)", "5", "")],
    "2.9": [("Chọn trong danh sách", "", "ổn định")],
    "I": [("same", "Xã có"), ("del", "11"), ("ins", "12"), ("same", "ấp.")],
    "V": [("ins", "- Họp dân.\n- Báo cáo.")],
}


def test_old_and_new_are_shown_first_and_stored_once_when_lan_says_so(officer, at, dossier, written, khoa):
    Dossier.objects.filter(pk=dossier.pk).update(confirmed_at=timezone.now())
    filled = Filled(dossier).fill({"1.4": {"numerator": "16"}, "2.2": {"printed": None}, "2.9": {"answer": "ổn định"}})
    filled.fill({"I": {"text": "Xã có 12 ấp."}, "V": {"text": "- Họp dân.\n- Báo cáo."}})
    filled.book.create_sheet("Nháp")["A1"] = "x"
    before = stored(dossier)
    page = officer.post(at("workbook/"), upload(filled.bytes()), follow=True)
    trial = page.redirect_chain[-1][0]
    assert changes_of(page.context["verdict"]) == CHANGED
    assert "<del>11</del> <ins>12</ins>" in page.content.decode()
    assert page.context["verdict"].unread == ["Nháp"]
    assert stored(dossier) == before
    done = officer.post(trial, follow=True)
    assert [str(each) for each in done.context["messages"]] == ["Đã lưu 5 mục, chỉ tiêu từ bảng Excel vào báo cáo."]
    assert drafts(dossier) == {
        ("1.4", ""): ({"numerator": "16", "denominator": "20", "reason": ""}, "lan"),
        ("2.2", ""): ({"reason": ""}, "lan"),
        ("2.9", ""): ({"choice": "ổn định", "reason": ""}, "lan"),
    }
    texts = {"survey": "Xã có 12 ấp.", "plans": "- Họp dân.\n- Báo cáo."}
    assert dict(SectionText.objects.filter(dossier=dossier).values_list("section", "text")) == texts
    assert Dossier.objects.get(pk=dossier.pk).confirmed_at is None
    after = stored(dossier)
    again = officer.post(trial, follow=True)
    words = "Bảng này đã được lưu vào báo cáo, hoặc đã quá hạn giữ. Gửi lại nếu cần."
    assert ([str(each) for each in again.context["messages"]], stored(dossier)) == ([words], after)


def test_a_workbook_begins_the_writing_and_one_that_says_nothing_new_changes_nothing(officer, at, dossier, judged):
    filled = Filled(dossier)
    assert (changes_of(judged(filled)), dossier.state) == ({}, "requested")
    page = officer.post(at("workbook/"), upload(filled.bytes()), follow=True)
    assert "Mọi số và lời văn trong bảng đã có trên cổng, đúng như vậy." in page.content.decode()
    filled["1.4", "printed"] = "8/16"
    officer.post(officer.post(at("workbook/"), upload(filled.bytes()))["Location"])
    dossier.refresh_from_db()
    assert (dossier.state, drafts(dossier)["1.4", ""][0]["printed"]) == ("writing", "8/16")


def test_what_libreoffice_has_stored_again_is_read_as_before(officer, at, typed, dossier, written, judged):
    officer.post(at(), typed({}, {"survey": 1}, survey="Xã có 11 ấp.\n-\tThuận lợi  & <khó khăn>"))
    as_it_was = as_libreoffice_writes(Filled(dossier).bytes())
    filled = Filled(dossier).fill({"1.4": {"numerator": (8.0, "General")}, "2.2": {"printed": None}})
    filled.fill(
        {"5.6": {"printed": (3, "0"), "time": (date(2026, 9, 30), "dd/mm/yyyy")}, "II": {"text": "Đã họp\n- Hai"}}
    )
    assert [changes_of(judged(as_it_was)), changes_of(judged(as_libreoffice_writes(filled.bytes())))] == [
        {},
        {
            "1.4": [("Tử số (a)", "15", "8")],
            "2.2": [("Giá trị như trong báo cáo (theo văn bản)", "5", "")],
            "5.6": [
                ("Giá trị như trong báo cáo (theo văn bản)", "", "3"),
                ("Kỳ hoặc thời điểm, nếu khác kỳ báo cáo", "", "30/09/2026"),
            ],
            "II": [("ins", "Đã họp\n- Hai")],
        },
    ]


# number → what stands in its cells (with its format), what is typed by it
SHOWN = {
    "2.1": ({"printed": "94,49"}, {"printed": "94,49"}),
    "2.6": ({"printed": "94.49%"}, {"printed": "94.49%"}),
    "2.7": (
        {"printed": (0.9140, "0.00%"), "numerator": (1234, "#,##0"), "denominator": 1350},
        {"printed": "91,40%", "numerator": "1234", "denominator": "1350"},
    ),
    "1.4": ({"numerator": 15.0, "denominator": (20, "General")}, RATIO),
    "2.2": ({"printed": (1234.567, "#,##0.000")}, {"printed": "1234,567"}),
    "2.5": ({"printed": (12.345, "General")}, {"printed": "12,3450"}),
    "5.6": (
        {"printed": "3", "time": (date(2026, 9, 30), "dd/mm/yyyy")},
        {"printed": "3", "time": "30/09/2026"},
    ),
    "1.1": ({"answer": "CO\u0301"}, {"yes_no": "True"}),
    "1.2": (
        {"answer": "không", "frequency_text": "ha\u0300ng tha\u0301ng"},
        {"yes_no": "False", "frequency_text": "hàng tháng"},
    ),
    "2.9": ({"answer": "Ổn Định"}, {"choice": "ổn định"}),
}


def test_texts_numbers_and_formats_are_taken_as_the_cells_show_them(dossier, judged):
    filled = Filled(dossier).fill({number: cells for number, (cells, _typed) in SHOWN.items()})
    for row in filled.sheet.iter_rows(min_row=6, max_col=2):
        row[1].value = row[1].value and unicodedata.normalize("NFD", row[1].value)
    filled.sheet.insert_rows(filled.rows["1.4"], 3)  # blank ones
    filled["II", "text"] = unicodedata.normalize("NFD", "  Đã họp; =1+1, _x0041_\r\n\tNhất trí. ")
    filled["III", "text"] = (2026, "0")
    filled.texts.insert_rows(HEAD + 1, 2)
    verdict = judged(filled)
    assert verdict.faults == []
    typed = {change.number: part.typed for change, part in zip(verdict.changes, verdict.parts, strict=True)}
    texts = {"II": {"text": "Đã họp; =1+1, A\n Nhất trí."}, "III": {"text": "2026"}}
    assert typed == {number: typed for number, (_cells, typed) in SHOWN.items()} | texts


def test_a_text_comes_back_as_it_is_and_one_too_long_for_a_cell_stays_in_the_portal(
    officer, at, typed, dossier, judged
):
    most = "Họp dân. " * 3640  # 32,760 letters
    texts = {
        "survey": f"{most}123456",
        "leadership": f"{most}1234567",
        "results": "=1+1 _x0041_\x0b\n-\tMột\r\n ",
        "plans": "x",
    }
    officer.post(at(), typed({}, **texts, strengths="Đạt 😀"))
    filled, before = Filled(dossier), stored(dossier)
    cells = [filled.texts[filled.at(number, "text")] for number in ("I", "II", "III")]
    assert [len(cells[0].value), cells[1].value[:12], cells[2].data_type] == [32_766, "(Mục này dài", "s"]
    assert [cell.protection.locked for cell in cells] == [False, True, False]
    assert (changes_of(judged(filled)), stored(dossier)) == ({}, before)
    filled["II", "text"] = None
    assert changes_of(judged(filled)) == {}
    filled["II", "text"] = "Viết lại"
    words = "Mục này quá dài, chỉ sửa được trên trang báo cáo. Dán chữ vào trang, xóa ô này."
    assert [(fault.sheet, fault.cell, fault.words) for fault in judged(filled).faults] == [(TEXTS, "D8", words)]
    officer.post(at(), typed({}, {"leadership": 1, "plans": 1}, leadership="Đã ngắn", plans=f"{most}{most[:9000]}"))
    filled["II", "text"] = None
    assert changes_of(judged(filled)) == {}  # nobody has touched it
    filled["V", "text"] = "y"
    [fault] = judged(filled).faults
    assert (fault.cell, "cổng đang giữ “Họp dân. Họp dân." in fault.words, "bảng ghi “y”" in fault.words) == (
        filled.at("V", "number"), True, True,
    )  # fmt: skip


def test_doubts_are_shown_before_storing_and_a_reason_in_the_sheet_settles_them(officer, at, dossier, judged):
    filled = Filled(dossier).fill({"1.4": {"numerator": "21", "denominator": "20"}})
    page = officer.post(at("workbook/"), upload(filled.bytes()), follow=True)
    [change] = page.context["verdict"].changes
    assert change.doubts == ["Tử số lớn hơn mẫu số."]
    assert "Chỗ có dấu cảnh báo vẫn lưu được" in page.content.decode()
    filled["1.4", "reason"] = "Có cán bộ học hai lớp"
    [change] = judged(filled).changes
    assert (change.doubts, change.fields[-1][2]) == ([], "Có cán bộ học hai lớp")


def test_the_workbook_fits_whoever_opens_it_in_either_language(officer, at, dossier, written):
    officer.cookies[django_settings.LANGUAGE_COOKIE_NAME] = "en"
    answer = officer.get(at("workbook/file.xlsx"))
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))
    assert book.worksheets[0]["D6"].value == "Numerator (a)"
    assert book.worksheets[1]["D6"].value == "Texts"
    book.worksheets[0][Filled(dossier).at("1.4", "numerator")].value = "17"
    book.worksheets[1]["D15"].value = "Không"
    file = BytesIO()
    book.save(file)
    officer.cookies[django_settings.LANGUAGE_COOKIE_NAME] = "vi"
    page = officer.post(at("workbook/"), upload(file.getvalue()), follow=True)
    assert changes_of(page.context["verdict"]) == {"1.4": [("Tử số (a)", "15", "17")], "VI": [("ins", "Không")]}


# --- Two at once -----------------------------------------------------------------------------------------------------
def test_what_a_colleague_changed_since_the_download_is_refused_and_what_nobody_touched_stays(
    officer, at, typed, dossier, written, judged
):
    filled = Filled(dossier).fill({"1.4": {"numerator": "16"}, "2.5": {"printed": "7"}})
    officer.post(
        at(), typed({"1.4": {"numerator": "18", "denominator": "20"}, "2.2": {"printed": "6"}}, {"1.4": 1, "2.2": 1})
    )
    verdict = judged(filled)
    assert (verdict.parts, [(fault.cell, fault.words) for fault in verdict.faults]) == (
        [],
        [
            (
                filled.at("1.4", "number"),
                "Lê Thị Lan đã sửa mục này trên cổng sau khi bảng được tải: cổng đang giữ “18; 20”, bảng ghi “16; 20”. "
                "Sửa ngay trên trang, hoặc tải bảng mới rồi ghi lại.",
            )
        ],
    )
    filled["1.4", "numerator"] = "15"  # as it was downloaded
    assert changes_of(judged(filled)) == {"2.5": [("Giá trị như trong báo cáo (theo văn bản)", "", "7")]}


def test_what_changes_between_the_trial_and_the_word_of_lan_refuses_the_whole_file(
    officer, at, typed, dossier, written
):
    filled = Filled(dossier).fill({"1.4": {"numerator": "16"}, "2.5": {"printed": "7"}})
    trial = officer.post(at("workbook/"), upload(filled.bytes()))["Location"]
    officer.post(at(), typed({"1.4": {"numerator": "18", "denominator": "20"}}, {"1.4": 1}))
    before = stored(dossier)
    page = officer.post(trial)
    assert (page.status_code, len(page.context["verdict"].faults), stored(dossier)) == (409, 1, before)


def test_of_what_changes_while_it_is_stored_all_is_left_as_it_was(officer, at, typed, dossier, written, judged, lan):
    parts = judged(Filled(dossier).fill({"1.4": {"numerator": "16"}, "2.5": {"printed": "7"}})).parts
    officer.post(at(), typed({"1.4": {"numerator": "18", "denominator": "20"}}, {"1.4": 1}))
    before = stored(dossier)
    assert (store(dossier, parts, lan), stored(dossier)) == (False, before)


# --- Who -------------------------------------------------------------------------------------------------------------
def test_who_writes_the_report_has_its_workbook_and_nobody_else(request, signed_in, at, dossier, officer):
    cast = ["minh", "ngoc", "binh", "son", "van", "lan", "khoa", "hoa", "tuyet", "thu"]
    token = "0b5f4f8e-0000-4000-8000-000000000000"
    paths = ["workbook/", "workbook/file.xlsx", f"workbook/{token}/", f"workbook/{token}/marked.xlsx"]
    answers = {}
    for name in cast:
        browser = signed_in(request.getfixturevalue(name))
        answers[name] = [browser.get(at(path)).status_code for path in paths]
    assert answers == {
        **{name: [200, 200, 302, 404] for name in ("lan", "khoa")},
        **{name: [403] * 4 for name in INSIDE},
        **{name: [404] * 4 for name in ("hoa", "tuyet", "thu")},
    }
    assert [officer.post(at(path)).status_code for path in paths] == [422, 405, 302, 405]


def test_a_file_waits_for_its_sender_alone_and_a_sent_report_takes_none(
    signed_in, officer, at, dossier, written, khoa, lan
):
    filled = Filled(dossier).fill({"1.4": {"numerator": "16"}})
    trial = officer.post(at("workbook/"), upload(filled.bytes()))["Location"]
    assert [signed_in(khoa).get(f"{trial}{path}").status_code for path in ("", "marked.xlsx")] == [302, 404]
    take(Dossier.objects.get(pk=dossier.pk), "send", lan)
    before = stored(dossier)
    for answer in (officer.get(at("workbook/")), officer.get(at("workbook/file.xlsx")), officer.post(trial)):
        assert (answer.status_code, answer["Location"]) == (302, at())
    page = officer.get(at())
    words = "Báo cáo đã gửi: bản gửi được giữ nguyên. Rút lại rồi mới sửa được."
    assert words in [str(each) for each in page.context["messages"]]
    assert stored(dossier) == before


def test_a_busy_portal_keeps_nothing_and_says_when_to_try_again(officer, at, dossier, settings):
    content = Filled(dossier).bytes()
    settings.HEAVY_PER_PROCESS = 0
    page = officer.post(at("workbook/"), upload(content))
    assert (page.status_code, page["Retry-After"]) == (503, "5")
