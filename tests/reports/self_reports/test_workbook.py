"""A report's figures as a workbook: what goes out, how what comes back is read, shown before it is stored, stored."""

import unicodedata
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.conf import settings as django_settings
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from ground.sheets.files import sheets_of
from ground.sheets.formats import shown_cell
from ground.sheets.typed import NumberCell
from inspections.criteria.models import SetCriterion
from inspections.values.numbers import number_typed
from inspections.values.periods import DAYS, period_as_typed, period_in
from inspections.values.types import RatioType, type_of
from reports.models import Dossier, DraftValue
from reports.submissions.contents.reading import value_of
from reports.submissions.contents.written import contents_of
from reports.submissions.workbook.acts import store
from reports.submissions.workbook.cells import typed_in_cell
from reports.submissions.workbook.judging import judge
from tests.reports.self_reports.workbooks import SHEET, Filled, stored, upload
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
        return judge(sheets_of(filled.bytes()), current, contents_of(current))

    return run


def drafts(dossier):
    rows = DraftValue.objects.filter(dossier=dossier).select_related("set_criterion", "changed_by")
    return {
        (row.set_criterion.number, row.part): ({**row.typed, "reason": row.reason}, row.changed_by.username)
        for row in rows
    }


def changes_of(verdict):
    assert verdict.faults == []
    return {change.question.criterion.number: change.fields for change in verdict.changes}


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
    assert sheet["B4"].value.startswith(f"{dossier.inspection.reference}/{dossier.pk}/1/")
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
def test_old_and_new_are_shown_first_and_stored_once_when_lan_says_so(officer, at, dossier, written, khoa):
    Dossier.objects.filter(pk=dossier.pk).update(confirmed_at=timezone.now())
    filled = Filled(dossier).fill({"1.4": {"numerator": "16"}, "2.2": {"printed": None}, "2.9": {"answer": "ổn định"}})
    filled.book.create_sheet("Nháp")["A1"] = "x"
    before = stored(dossier)
    page = officer.post(at("workbook/"), upload(filled.bytes()), follow=True)
    trial = page.redirect_chain[-1][0]
    assert changes_of(page.context["verdict"]) == {
        "1.4": [("Tử số (a)", "15", "16")],
        "2.2": [("Giá trị như trong báo cáo (theo văn bản)", "5", "")],
        "2.9": [("Chọn trong danh sách", "", "ổn định")],
    }
    assert page.context["verdict"].unread == ["Nháp"]
    assert stored(dossier) == before
    done = officer.post(trial, follow=True)
    assert [str(each) for each in done.context["messages"]] == ["Đã lưu 3 chỉ tiêu từ bảng Excel vào báo cáo."]
    assert drafts(dossier) == {
        ("1.4", ""): ({"numerator": "16", "denominator": "20", "reason": ""}, "lan"),
        ("2.2", ""): ({"reason": ""}, "lan"),
        ("2.9", ""): ({"choice": "ổn định", "reason": ""}, "lan"),
    }
    assert Dossier.objects.get(pk=dossier.pk).confirmed_at is None
    after = stored(dossier)
    again = officer.post(trial, follow=True)
    words = "Bảng này đã được lưu vào báo cáo, hoặc đã quá hạn giữ. Gửi lại nếu cần."
    assert [str(each) for each in again.context["messages"]] == [words]
    assert stored(dossier) == after


def test_a_workbook_begins_the_writing_and_one_that_says_nothing_new_changes_nothing(officer, at, dossier, judged):
    filled = Filled(dossier)
    assert (changes_of(judged(filled)), dossier.state) == ({}, "requested")
    page = officer.post(at("workbook/"), upload(filled.bytes()), follow=True)
    assert "Mọi số trong bảng đã có trên cổng, đúng như vậy." in page.content.decode()
    filled["1.4", "printed"] = "8/16"
    officer.post(officer.post(at("workbook/"), upload(filled.bytes()))["Location"])
    dossier.refresh_from_db()
    assert (dossier.state, drafts(dossier)["1.4", ""][0]["printed"]) == ("writing", "8/16")


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
    verdict = judged(filled)
    assert verdict.faults == []
    typed = {part.written.criterion.number: part.typed for part in verdict.parts}
    assert typed == {number: typed for number, (_cells, typed) in SHOWN.items()}


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
    book.worksheets[0][Filled(dossier).at("1.4", "numerator")].value = "17"
    file = BytesIO()
    book.save(file)
    officer.cookies[django_settings.LANGUAGE_COOKIE_NAME] = "vi"
    page = officer.post(at("workbook/"), upload(file.getvalue()), follow=True)
    assert changes_of(page.context["verdict"]) == {"1.4": [("Tử số (a)", "15", "17")]}


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


# --- Numbers, ratios, periods ----------------------------------------------------------------------------------------
PLACES = st.integers(0, 4)
WHOLE = st.integers(0, 10**9)
QUICK = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def cell_of(number, number_format):
    shown = shown_cell(number, number_format, "F7")
    return NumberCell(Decimal(shown["number"]), shown["shown"]) if isinstance(shown, dict) else shown


@QUICK
@given(whole=WHOLE, places=PLACES, data=st.data())
def test_a_number_is_the_same_as_text_with_either_mark_and_as_a_cell_of_any_format(whole, places, data):
    number = Decimal(whole).scaleb(-places)
    criterion = SetCriterion(number="2.3", value_type="ratio", label="x")
    text = f"{number:f}"
    formats = st.sampled_from(
        ["General", f"0.{'0' * places}" if places else "0", f"#,##0.{'0' * places}" if places else "#,##0"]
    )
    in_cell = cell_of(float(number) if places else whole, data.draw(formats))
    taken = typed_in_cell(in_cell, "numerator", criterion)
    assert number_typed(taken) == number
    for typed in (text, text.replace(".", ",")):
        assume(places != 3 or whole < 1000 or whole >= 10**6)  # "1.234" has two meanings, and is refused
        assert number_typed(typed_in_cell(typed, "numerator", criterion)) == number


@QUICK
@given(a=st.integers(0, 10**6), b=st.integers(1, 10**6), as_numbers=st.booleans())
def test_two_counts_are_a_ratio_printed_as_they_stand(dossier, a, b, as_numbers):
    criterion = SetCriterion(number="2.3", value_type="ratio", label="x", unit="hồ sơ")
    assert isinstance(type_of(criterion), RatioType)
    cells = (a, b) if as_numbers else (str(a), str(b))
    typed = {
        name: typed_in_cell(cell, name, criterion)
        for name, cell in zip(("numerator", "denominator"), cells, strict=True)
    }
    value = value_of(dossier.inspection, criterion, "", typed)
    assert (value.numerator, value.denominator, value.printed) == (a, b, f"{a}/{b}")
    with pytest.raises(ValueError, match="Tử số"):
        typed_in_cell(f"{a}/{b}", "numerator", criterion)


@QUICK
@given(start=st.dates(date(2000, 1, 1), date(2034, 12, 31)), days=st.integers(0, 800), kind=st.integers(0, 3))
def test_a_period_typed_in_the_sheet_is_read_back_into_the_same_days(dossier, start, days, kind):
    criterion = SetCriterion(number="2.3", value_type="text", label="x")
    end = start + timedelta(days=days)
    texts = [
        f"{start:%d/%m/%Y} - {end:%d/%m/%Y}",
        f"{start.year}",
        f"quý {(start.month - 1) // 3 + 1}/{start.year}",
        f"đến {start:%m/%Y}",
    ]
    typed = typed_in_cell(texts[kind], "time", criterion)
    value = value_of(dossier.inspection, criterion, "", {"printed": "x", "time": typed})
    again = period_in(period_as_typed(value))
    assert [again[name] for name in DAYS] == [getattr(value, name) for name in DAYS]
    assert typed_in_cell(period_as_typed(value), "time", criterion) == period_as_typed(value)
