"""“Không nêu trong nguồn” and “Không có” in the sheet of inspections, out and in again."""

import pytest
from django.utils import translation

from ground.sheets.files import table_of
from ground.sheets.writing import csv_lines, xlsx_bytes
from inspections.models import Inspection
from portal.exchange import trial
from portal.exchange.registers import REGISTERS

pytestmark = pytest.mark.django_db
PLANNED = "DVCQ2026-25459"
DAYS, STRENGTHS = "Ngày làm việc, khi không nhập", "Ưu điểm, khi không nhập"
SHORTCOMINGS, RECOMMENDATIONS = "Hạn chế, khi không nhập", "Đề nghị, khi không nhập"
COLUMNS = dict(
    zip(
        [DAYS, STRENGTHS, SHORTCOMINGS, RECOMMENDATIONS],
        ["dates_absence", "strengths_absence", "shortcomings_absence", "recommendations_absence"],
        strict=True,
    )
)


def stored():
    return Inspection.objects.filter(reference=PLANNED).values(*COLUMNS.values()).get()


def planned_row(taken_out, minh):
    return next(row for row in taken_out(minh, "inspections") if row["Mã cuộc kiểm tra"] == PLANNED)


def test_they_go_out_in_words_and_come_in_from_both_kinds_of_file_in_both_languages(minh, taken_out, bring):
    said = {DAYS: "Không nêu trong nguồn", STRENGTHS: "Không có", SHORTCOMINGS: "nguồn không nêu."}
    assert bring(minh, "inspections", {**planned_row(taken_out, minh), **said}).faults == []
    before = {"dates_absence": "unstated", "strengths_absence": "none", "shortcomings_absence": "unstated"}
    assert stored() == {**before, "recommendations_absence": ""}
    out = planned_row(taken_out, minh)
    assert [out[title] for title in COLUMNS] == [
        "Không nêu trong nguồn", "Không có", "Không nêu trong nguồn", None,
    ]  # fmt: skip
    for language in ("vi", "en"):
        with translation.override(language):
            register = REGISTERS["inspections"](minh)
            head, lines = [str(title) for title in register.get_export_headers()], list(register.lines())
        for file in (xlsx_bytes(head, lines), b"".join(csv_lines(head, lines))):
            tried = trial.run(REGISTERS["inspections"](minh), table_of(file), is_dry=True)
            assert (tried.faults, tried.open_questions, tried.to_write) == ([], [], 0), language
            Inspection.objects.filter(reference=PLANNED).update(**dict.fromkeys(COLUMNS.values(), ""))
            assert trial.run(REGISTERS["inspections"](minh), table_of(file), is_dry=False).faults == []
            assert stored() == {**before, "recommendations_absence": ""}, language


@pytest.mark.parametrize(
    ("title", "cell", "why"),
    [
        (
            STRENGTHS,
            "Không nêu trong nguồn; một cửa tốt",
            "“Không nêu trong nguồn; một cửa tốt” vừa có nội dung vừa có “Không nêu trong nguồn”. Giữ một: ghi riêng "
            "“Không nêu trong nguồn”, hoặc để trống ô này và nhập nội dung ở bảng “Ưu điểm, hạn chế”.",
        ),
        (
            DAYS,
            "12/05/2026 (không nêu)",
            "“12/05/2026 (không nêu)” vừa có nội dung vừa có “Không nêu trong nguồn”. Giữ một: ghi riêng “Không nêu "
            "trong nguồn”, hoặc để trống ô này và nhập nội dung ở bảng “Buổi làm việc”.",
        ),
        (
            RECOMMENDATIONS,
            "Không công khai",
            "“Không công khai”: ô này chỉ ghi vì sao không nhập (Không nêu trong nguồn; Không có); nội dung nhập ở "
            "bảng “Đề nghị, kiến nghị”.",
        ),
    ],
)
def test_a_cell_with_a_value_is_refused_with_place_and_advice(minh, taken_out, bring, title, cell, why):
    outcome = bring(minh, "inspections", {**planned_row(taken_out, minh), title: cell})
    assert outcome.faults == [(2, title, why)]
    assert set(stored().values()) == {""}
