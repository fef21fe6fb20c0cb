"""Figures that Excel has typed, imported into the values: as the cells show them, or refused; never another figure."""

from datetime import date
from decimal import Decimal

import pytest

from ground.sheets.files import table_of
from inspections.models import MeasuredValue
from portal.exchange import trial
from portal.exchange.registers import REGISTERS
from tests.ground.sheets.test_typed_cells import workbook

pytestmark = pytest.mark.django_db
HEAD = ["Mã cuộc kiểm tra", "Chỉ tiêu (mã gốc hoặc số)", "Bên ghi", "Kỳ từ ngày", "Kỳ đến ngày", "Theo văn bản"]
HEAD += ["Giá trị số"]
INSPECTION = "DVCQ2026-25459"


@pytest.fixture
def brought(minh):
    """`brought((criterion, printed, number), …)` imports values; cells are texts or (value, number format)."""

    def run(*rows):
        cells = {f"{'ABCDEFG'[n]}1": (title, "@") for n, title in enumerate(HEAD)}
        for number, (criterion, printed, figure) in enumerate(rows, start=2):
            day = [(date(2025, month, last), "dd/mm/yyyy") for month, last in ((1, 1), (12, 31))]
            row = [INSPECTION, criterion, "đơn vị báo cáo", *day, printed, figure]
            typed = [cell if isinstance(cell, tuple) else (cell, "@") for cell in row]
            cells |= {f"{'ABCDEFG'[n]}{number}": cell for n, cell in enumerate(typed)}
        return trial.run(REGISTERS["values"](minh), table_of(workbook(("Sheet1", "visible", cells))), is_dry=False)

    return run


def stored(criterion):
    value = MeasuredValue.objects.current().get(
        inspection__reference=INSPECTION,
        set_criterion__criterion__code=criterion,
        side="reported",
        period_start=date(2025, 1, 1),
        period_end=date(2025, 12, 31),
    )
    return value.printed, value.numerator, value.denominator, value.number


def test_a_percent_cell_is_stored_as_it_is_shown(brought):
    outcome = brought(("ho-so-truc-tuyen", (0.9449, "0.00%"), (0.9449, "0.00%")))
    assert (outcome.faults, stored("ho-so-truc-tuyen")) == ([], ("94,49%", None, None, Decimal("94.49")))


def test_noise_behind_the_fifteenth_digit_is_no_part_of_a_number(brought):
    outcome = brought(("ho-so-truc-tuyen", "91,4%", (91.39999999999999, "General")))
    assert (outcome.faults, stored("ho-so-truc-tuyen")) == ([], ("91,4%", None, None, Decimal("91.4")))


@pytest.mark.parametrize(
    ("printed", "begins"),
    [
        ((date(2026, 8, 16), "d-mmm"), "Ô F2 chứa ngày 16/08/2026"),
        ((0.5, "# ?/?"), "Ô F2 chứa 0,5"),
        ((0.9449, "0%"), "Ô F2 hiện 94% nhưng chứa 94,49%"),
        ((True, "General"), "Ô chứa TRUE"),
        ((1 / 3, "General"), "Ô chứa 0,333333333333333 nhưng hiện số ngắn hơn"),
        ((date(2026, 8, 6), "[$-409]m/d/yyyy"), "Ô chứa ngày 06/08/2026"),
        (("=1/2", "General"), "Ô F2 chứa công thức"),
    ],
)
def test_a_cell_that_shows_another_figure_than_it_holds_is_refused(brought, printed, begins):
    outcome = brought(("can-bo-duoc-quan-triet", printed, None))
    said = [*outcome.faults, *((*each.rows, each.title, each.words) for each in outcome.open_questions)]
    ((row, column, message),) = said
    assert (row, column, message.startswith(begins)) == (2, "Theo văn bản", True), message


def test_a_percent_is_no_count(brought):
    outcome = brought(("ho-so-tre-han", "5", (0.5, "0%")))
    assert [(row, column) for row, column, _message in outcome.faults] == [(2, "Giá trị số")]


def test_rows_that_only_look_filled_are_passed_over(minh):
    cells = {"A1": ("STT", "@"), "B1": ("Họ và tên", "@"), "A2": ("=ROW()-1", "General"), "B2": ("Nguyễn Thị A", "@")}
    cells |= {"A3": ("=ROW()-1", "General"), "A4": (3, "General"), "B5": ("\u00a0", "@"), "B6": (" ", "@")}
    outcome = trial.run(REGISTERS["people"](minh), table_of(workbook(("1", "visible", cells))), is_dry=True)
    assert (outcome.new, outcome.faults) == (1, [])
