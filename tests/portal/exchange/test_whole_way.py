"""What a sheet shows is what the trial shows, what is stored and what comes out again; or the cell is refused."""

from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ground.sheets.files import table_of
from ground.sheets.writing import csv_lines, xlsx_bytes
from inspections.models import MeasuredValue
from portal.exchange import trial
from portal.exchange.registers import REGISTERS
from tests.ground.sheets.test_typed_cells import workbook

pytestmark = pytest.mark.django_db
KEY = {
    "Mã cuộc kiểm tra": "DVCQ2026-25459", "Chỉ tiêu (mã gốc hoặc số)": "ho-so-truc-tuyen",
    "Bên ghi": "đơn vị báo cáo", "Kỳ từ ngày": "01/01/2025", "Kỳ đến ngày": "31/12/2025",
}  # fmt: skip
HEAD = [*KEY, "Như đã ghi", "Trang"]


def in_vietnam(number, places):
    """The independent way to what a cell shows: rounded as schools do, with a decimal comma."""
    return f"{number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):f}".replace(".", ",")


@st.composite
def cells(draw):
    """(value, number format, what the cell shows or None where that is another figure than it holds)."""
    kind = draw(st.sampled_from(["text", "general", "fixed", "percent", "day", "part of a day", "other"]))
    if kind == "text":
        text = draw(st.text("0123456789/,.%=-@' abcđế", min_size=1, max_size=12)).strip() or "x"
        return text, "@", text
    if kind in ("day", "part of a day"):
        day = datetime(2019, 1, 1) + timedelta(days=draw(st.integers(0, 4000)))
        return (day, "dd/mm/yyyy", f"{day:%d/%m/%Y}") if kind == "day" else (day, "d-mmm", None)
    places, held = draw(st.integers(0, 3)), draw(st.integers(0, 4))
    number = Decimal(draw(st.integers(0, 10**6))).scaleb(-held)
    if kind == "general":
        return float(number), "General", f"{number.normalize():f}".replace(".", ",")
    shown = in_vietnam(number, places)
    is_whole = number == Decimal(shown.replace(",", "."))
    zeros = f".{'0' * places}" if places else ""
    if kind == "percent":
        return float(number.scaleb(-2)), f"0{zeros}%", f"{shown}%" if is_whole else None
    return float(number), f"0{zeros}" if kind == "fixed" else "# ?/?", shown if is_whole and kind == "fixed" else None


@settings(max_examples=40, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cell=cells(), kind=st.sampled_from(["xlsx", "csv"]))
def test_a_cell_is_taken_as_shown_all_the_way_or_refused(minh, cell, kind):
    value, number_format, shown = cell
    row = [*((text, "@") for text in KEY.values()), ("như cột bên", "@"), (value, number_format)]
    placed = {f"{'ABCDEFG'[n]}1": (title, "@") for n, title in enumerate(HEAD)}
    placed |= {f"{'ABCDEFG'[n]}2": each for n, each in enumerate(row)}
    table = table_of(workbook(("1", "visible", placed)))
    with transaction.atomic():
        goes_all_the_way(minh, table, shown, kind)
        transaction.set_rollback(True)


def goes_all_the_way(minh, table, shown, kind):
    tried = trial.run(REGISTERS["values"](minh), table, is_dry=True)
    if shown is None:
        about = [(*question.rows, question.title) for question in tried.open_questions]
        assert [*about, *(fault[:2] for fault in tried.faults)] == [(2, "Trang")], tried.faults
        return
    seen = dict(zip(tried.new_titles, tried.new_rows[0][1], strict=True))["Trang"]
    assert (tried.faults, trial.run(REGISTERS["values"](minh), table, is_dry=False).faults) == ([], [])
    stored = MeasuredValue.objects.current().filter(printed="như cột bên")
    register = REGISTERS["values"](minh)
    head = [str(title) for title in register.get_export_headers()]
    lines = list(register.lines(stored))
    content = xlsx_bytes(head, lines) if kind == "xlsx" else b"".join(csv_lines(head, lines))
    out = table_of(content)
    came_out = dict(zip(out.head, out.rows[0], strict=True))["Trang"]
    assert (seen, stored.get().source_page, came_out) == (shown, shown, shown)
    assert trial.run(REGISTERS["values"](minh), out, is_dry=True).to_write == 0
