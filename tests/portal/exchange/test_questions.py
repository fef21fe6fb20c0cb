"""Cells that may mean several things: offered with all meanings, nothing chosen beforehand, nothing written before."""

import io
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from ground.sheets.files import table_of
from inspections.models import Finding, MeasuredValue
from portal.exchange import trial
from portal.exchange.registers import REGISTERS
from tests.ground.sheets.test_typed_cells import workbook

pytestmark = pytest.mark.django_db
KEY = {
    "Mã cuộc kiểm tra": "DVCQ2026-25459", "Chỉ tiêu (mã gốc hoặc số)": "ho-so-truc-tuyen",
    "Bên ghi": "đơn vị báo cáo", "Kỳ từ ngày": "01/01/2025", "Kỳ đến ngày": "31/12/2025",
}  # fmt: skip
LETTERS = "ABCDEFGHIJ"


def file_of(*rows, hidden_rows=(), hidden_columns=()):
    """An .xlsx of {title: text or (value, number format)}."""
    cells = {f"{LETTERS[n]}1": (title, "@") for n, title in enumerate(rows[0])}
    for number, row in enumerate(rows, start=2):
        placed = [cell if isinstance(cell, tuple) else (cell, "@") for cell in row.values()]
        cells |= {f"{LETTERS[n]}{number}": cell for n, cell in enumerate(placed)}
    book = load_workbook(io.BytesIO(workbook(("1", "visible", cells))))
    for number in hidden_rows:
        book.active.row_dimensions[number].hidden = True
    for letter in hidden_columns:
        book.active.column_dimensions[letter].hidden = True
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def value(printed, number=None, criterion="ho-so-truc-tuyen"):
    return {**KEY, "Chỉ tiêu (mã gốc hoặc số)": criterion, "Theo văn bản": printed, "Giá trị số": number}


def stored(criterion="ho-so-truc-tuyen"):
    found = MeasuredValue.objects.current().filter(
        inspection__reference=KEY["Mã cuộc kiểm tra"], set_criterion__criterion__code=criterion,
        side="reported", period_start=date(2025, 1, 1), period_end=date(2025, 12, 31),
    )  # fmt: skip
    return [(each.printed, each.number) for each in found]


def tried(user, content, choices=(), slug="values", is_dry=True):
    return trial.run(REGISTERS[slug](user), table_of(content), is_dry, trial.Ask(choices=dict(choices)))


def test_minh_chooses_what_a_cell_means_and_only_then_it_is_written(sent, signed_in, minh, ngoc):
    browser, page = sent(minh, "values", file_of(value((0.9449, "0%"))))
    path, words = page.redirect_chain[-1][0], page.content.decode()
    (question,) = page.context["questions"]
    name = f"meaning-{question.key}"
    assert (words.count(f'type="radio" name="{name}"'), "checked" in words, "Nhập 1 dòng" in words) == (2, False, False)
    assert "hiện 94% nhưng chứa 94,49%" in words
    refused = browser.post(path, follow=True)
    assert ("Chọn nghĩa của những ô" in refused.content.decode(), stored()) == (True, [])
    signed_in(ngoc).post(path, {"act": "choose", name: "held"})
    assert browser.get(path).context["questions"][0].chosen == ""
    again = browser.post(path, {"act": "choose", name: "held", "meaning-x": "y"}, follow=True).content.decode()
    assert (again.count('value="held" checked'), again.count("checked"), "94,49%" in again) == (1, 1, True)
    assert (stored(), browser.get(path).context["outcome"].open_questions) == ([], [])
    browser.post(path)
    assert stored() == [("94,49%", Decimal("94.49"))]


@pytest.mark.parametrize(
    ("cells", "choice", "printed", "number"),
    [
        (((0.9449, "0%"), None), "shown", "94%", "94"),
        (((0.9449, "0%"), None), "held", "94,49%", "94.49"),
        (((date(2026, 8, 16), "d-mmm"), None), "day_first", "16/8", None),
        (((date(2026, 8, 16), "d-mmm"), None), "month_first", "8/16", None),
        (((date(2026, 8, 16), "d-mmm"), None), "day", "16/08/2026", None),
        (("1.234 hồ sơ", None), "thousands", "1.234 hồ sơ", "1234"),
        (("1.234 hồ sơ", None), "decimal", "1.234 hồ sơ", "1.234"),
        (("chưa rõ", "1.234"), "thousands", "chưa rõ", "1234"),
        (("94,49%", "94,94"), "print", "94,49%", "94.49"),
        (("94,49%", "94,94"), "typed", "94,49%", "94.94"),
    ],
)
def test_a_choice_is_for_the_trial_and_for_what_is_written(minh, cells, choice, printed, number):
    criterion = "ho-so-tre-han" if "hồ sơ" in str(cells) else "ho-so-truc-tuyen"
    content = file_of(value(*cells, criterion=criterion))
    first = tried(minh, content, is_dry=False)
    (question,) = first.open_questions
    assert (first.faults, stored(criterion), choice in question.options) == ([], [], True)
    seen = tried(minh, content, {question.key: choice})
    shown = dict(zip(seen.new_titles, seen.new_rows[0][1], strict=True))["Theo văn bản"]
    done = tried(minh, content, {question.key: choice}, is_dry=False)
    assert (done.faults, done.open_questions, shown) == ([], [], printed)
    assert stored(criterion) == [(printed, number and Decimal(number))]


def test_cells_that_are_unclear_in_the_same_way_are_one_question(minh):
    rows = [
        value((share, "0%"), criterion=code) for share, code in ((0.9449, "ho-so-truc-tuyen"), (0.555, "so-hoa-ho-so"))
    ]
    (question,) = tried(minh, file_of(*rows)).open_questions
    examples = {name: option.examples for name, option in question.options.items()}
    assert (question.rows, examples) == ([2, 3], {"shown": ["94%", "56%"], "held": ["94,49%", "55,5%"]})


def test_a_part_of_a_day_is_offered_as_it_will_be_stored(minh):
    (question,) = tried(minh, file_of(value((date(2026, 8, 16), "d-mmm")))).open_questions
    assert [option.examples for option in question.options.values()] == [["16/8"], ["8/16"], ["16/08/2026"]]


def test_a_typed_number_that_contradicts_its_print_is_named_with_its_row(minh):
    outcome = tried(minh, file_of(value("94,49%", "94,49"), value("91%", "19", criterion="so-hoa-ho-so")))
    (question,) = outcome.open_questions
    assert (question.title, question.words) == (
        "Giá trị số", "Dòng 3 ghi 19, nhưng “Theo văn bản” là “91%” (91). Sửa một trong hai ô."
    )  # fmt: skip


def test_a_new_print_without_a_number_takes_the_old_number_away(minh):
    tried(minh, file_of(value("94,49%")), is_dry=False)
    row = {title: cell for title, cell in value("chưa thống kê").items() if title != "Giá trị số"}
    tried(minh, file_of(row), is_dry=False)
    assert stored() == [("chưa thống kê", None)]


# --- What nobody sees in the spreadsheet -----------------------------------------------------------------------------
def finding(n, text="Chưa kịp thời"):
    return {"Mã cuộc kiểm tra": KEY["Mã cuộc kiểm tra"], "Loại": "hạn chế", "Thứ tự": str(n), "Nội dung": text,
            "Nguồn": "báo cáo"}  # fmt: skip


@pytest.mark.parametrize(("choice", "written"), [("in", {301: "báo cáo", 302: "báo cáo"}), ("out", {301: ""})])
def test_hidden_rows_and_columns_are_named_and_asked_about(minh, choice, written):
    content = file_of(finding(301), finding(302), hidden_rows=[3], hidden_columns=["E"])
    first = tried(minh, content, slug="findings", is_dry=False)
    rows, columns = first.open_questions
    assert (rows.words, columns.words) == (
        "Bảng tính ẩn các dòng sau, ví dụ do lọc: 3.", "Bảng tính ẩn các cột sau: E (Nguồn)."
    )  # fmt: skip
    assert Finding.objects.filter(position__in=[301, 302]).count() == 0
    tried(minh, content, {rows.key: choice, columns.key: choice}, slug="findings", is_dry=False)
    found = Finding.objects.filter(position__in=[301, 302])
    assert dict(found.values_list("position", "source")) == written


# --- All rows ------------------------------------------------------------------------------------------------------
def test_the_trial_shows_all_new_and_all_changed_rows_page_by_page(sent, minh):
    browser, page = sent(minh, "findings", file_of(*(finding(n) for n in range(401, 631))))
    path = page.redirect_chain[-1][0]
    assert shown_on_all_pages(browser, path, "new_after") == list(range(2, 232))
    browser.post(path)
    content = file_of(*(finding(n, "Đã sửa") for n in range(401, 631)))
    browser, page = sent(minh, "findings", content)
    path = page.redirect_chain[-1][0]
    assert shown_on_all_pages(browser, path, "changed_after") == list(range(2, 232))
    assert "Dòng 51–100 trong 230" in browser.get(f"{path}?changed_after=51").content.decode()


def shown_on_all_pages(browser, path, name):
    seen, after = [], 0
    while after is not None:
        outcome = browser.get(f"{path}?{name}={after}").context["outcome"]
        page = outcome.new_page if name == "new_after" else outcome.changed_page
        seen += [row[0] for row in page.rows]
        after = page.next
    return seen


def test_the_trial_says_how_each_figure_was_read(minh):
    prints = ["20/25", "94,49%", "5-7 ngày", "trên 90%"]
    codes = ["can-bo-duoc-quan-triet", "ho-so-truc-tuyen", "ho-so-tre-han", "so-hoa-ho-so"]
    rows = [value(printed, criterion=code) for printed, code in zip(prints, codes, strict=True)]
    outcome = tried(minh, file_of(*rows))
    number = outcome.new_titles.index("Giá trị số")
    assert (outcome.faults, outcome.new_titles[-1]) == ([], "Cổng đọc là")
    assert [(cells[number], cells[-1]) for _row, cells in outcome.new_rows] == [
        ("(trống)", "tử số 20, mẫu số 25"), ("94,49", "số 94,49"),
        ("(trống)", "giữ nguyên chữ, không lưu số: là một khoảng"), ("90", "số 90, số ước"),
    ]  # fmt: skip
