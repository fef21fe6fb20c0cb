"""Columns that a register doesn't know: near heads are taken, others are asked about before anything is written."""

import pytest

from ground.sheets.writing import xlsx_bytes
from inspections.models import Finding, MeasuredValue
from portal.exchange import trial
from portal.exchange.registers import REGISTERS
from tests.trials import table
from workflow.registers.heads import bare_head, name_with_likely_title

pytestmark = pytest.mark.django_db
ROW = {"Mã cuộc kiểm tra": "DVCQ2026-25459", "Loại": "hạn chế", "Thứ tự": 93, "Nội dung": "Chưa kịp thời"}


@pytest.mark.parametrize("head", ["Mã đợt:", "Mã đợt (*)", "Mã đợt *", "1. Mã đợt", "a) Mã đợt", "2.1. Mã đợt :"])
def test_a_head_with_marks_around_it_is_the_known_one(head):
    assert bare_head(head) == "Mã đợt"


def test_an_unknown_head_that_is_near_a_known_one_is_named_with_it():
    assert name_with_likely_title("Mã cuộc ktra", ["Mã cuộc kiểm tra"]) == "Mã cuộc ktra (có phải “Mã cuộc kiểm tra”?)"
    assert name_with_likely_title("Ghi chú", ["Mã cuộc kiểm tra"]) == "Ghi chú"


def test_a_colon_in_the_head_leaves_a_remark_with_its_inspection(bring, minh):
    row = {f"{title}:": cell for title, cell in ROW.items()}
    assert bring(minh, "findings", row).faults == []
    assert Finding.objects.get(position=93).inspection.reference == "DVCQ2026-25459"


def test_minh_has_form_about_an_unknown_column_before_anything_is_written(sent, minh):
    row = {**ROW, "Ghi chú": "của phường"}
    browser, page = sent(minh, "findings", xlsx_bytes(list(row), [list(row.values())]))
    assert (page.context["outcome"].faults, page.context["outcome"].unknown_columns) == ([], ["Ghi chú"])
    assert 'name="leave_out" required' in page.content.decode()
    path = page.redirect_chain[-1][0]
    again = browser.post(path, follow=True)
    assert "Đánh dấu là bỏ qua các cột này" in again.content.decode()
    assert Finding.objects.filter(position=93).count() == 0
    browser.post(path, {"leave_out": "on"})
    assert Finding.objects.get(position=93).text == "Chưa kịp thời"


@pytest.mark.parametrize("slug", ["findings", "recommendations"])
def test_a_sheet_without_inspection_or_campaign_asks_for_one(minh, slug):
    row = {"Thứ tự": 79, "Nội dung": "Nội dung thử."} | ({"Loại": "hạn chế"} if slug == "findings" else {})
    outcome = trial.run(REGISTERS[slug](minh), table([row]), is_dry=True)
    assert (2, "Mã cuộc kiểm tra", "Ghi mã cuộc kiểm tra hoặc mã đợt.") in outcome.faults


def test_the_trial_shows_the_values_of_new_rows_as_they_were_read(sent, minh):
    row = {"Mã cuộc kiểm tra": "DVCQ2026-25459", "Chỉ tiêu (mã gốc hoặc số)": "ho-so-truc-tuyen"}
    row |= {"Bên ghi": "đơn vị báo cáo", "Kỳ từ ngày": "01/01/2025", "Kỳ đến ngày": "31/12/2025"}
    row |= {"Theo văn bản": "94,49%"}
    browser, page = sent(minh, "values", xlsx_bytes(list(row), [list(row.values())]))
    outcome = page.context["outcome"]
    ((number, cells),) = outcome.new_rows
    shown = dict(zip(outcome.new_titles, cells, strict=True))
    assert (number, shown["Theo văn bản"], shown["Giá trị số"]) == (2, "94,49%", "94,49")
    assert "Giá trị của các dòng mới" in page.content.decode()
    browser.post(page.redirect_chain[-1][0])
    value = MeasuredValue.objects.current().get(inspection__reference=row["Mã cuộc kiểm tra"], printed="94,49%")
    assert str(value.number.normalize()).replace(".", ",") == shown["Giá trị số"]


def test_the_trial_shows_a_text_without_the_apostrophe_that_guards_it_in_a_csv(bring, minh):
    outcome = bring(minh, "findings", {**ROW, "Nội dung": "-5 việc"}, is_dry=True)
    ((_number, cells),) = outcome.new_rows
    assert dict(zip(outcome.new_titles, cells, strict=True))["Nội dung"] == "-5 việc"
