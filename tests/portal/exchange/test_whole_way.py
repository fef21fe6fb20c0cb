"""What a sheet shows is what the trial shows, what is stored and what comes out again, in every register and both kinds
of file; or the cell is asked about or refused.
"""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from accounts.models import Organization, Person, User
from ground.sheets import files, reading
from ground.sheets.files import table_of
from ground.sheets.writing import csv_lines, xlsx_bytes
from inspections.criteria.models import SetCriterion
from inspections.models import Finding, Inspection, MeasuredValue, Recommendation, Session
from inspections.values.numbers import Ambiguous
from inspections.values.types import TYPES
from localities.models import LocalitySpell
from portal.exchange import trial
from portal.exchange.registers import REGISTERS
from tests.ground.sheets.test_typed_cells import workbook

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:Workbook contains no default style")]
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
FORMATS = ["text", "text", "general", "fixed", "percent", "day", "part of a day", "other"]
OF_TYPE = {  # a criterion of each type of value, and its unit
    "can-bo-duoc-quan-triet": ("ratio", "hồ sơ"), "ho-so-truc-tuyen": ("percent", "hồ sơ"),
    "ho-so-tre-han": ("count", "hồ sơ"), "bo-chi-so-766": ("score", "điểm/100"),
    "kinh-phi-van-dong": ("money", "đồng"), "lich-tiep-cong-dan": ("yes_no", ""), "mot-cua-dien-tu": ("choice", ""),
    "quy-tac-ung-xu": ("text", ""),
}  # fmt: skip


# --- A register: who imports it, the column that is filled, by what its rows are found, the rows, those afterwards ---
def communes():
    return LocalitySpell.objects.filter(official_code__startswith="281", tier_system="two", level=3).order_by("pk")


def organizations():
    return Organization.objects.filter(short_code__startswith="ubnd-2")


def inspections():
    closed = ["cancelled", "followed_up", "concluded", "closed"]
    return Inspection.objects.filter(campaign__code="DVCQ2026").exclude(state__in=closed)


def sessions():
    return Session.objects.filter(inspection__in=inspections(), held_on__isnull=False)


def stored_rows(queryset, **others):
    """Records as they go out, each once, with some columns changed: two for every format of a cell."""

    def rows(register, key):
        found = (line_of(register, record) for record in register.iter_queryset(queryset()))
        lines = {tuple(line[each] for each in key): line for line in found}
        return [{**line, **others} for line in list(lines.values())[: 2 * len(FORMATS)]]

    return rows


def line_of(register, record):
    columns = [column for column in register.columns.values() if not column.readonly]
    return {str(column.column_name): as_typed(column.export(record)) for column in columns}


def as_typed(cell):
    """A cell as somebody types it: days in figures."""
    if hasattr(cell, "strftime"):
        return f"{cell:%d/%m/%Y}"
    return None if cell is None else str(cell)


def numbered(**others):
    return lambda _register, _key: [
        {"Mã cuộc kiểm tra": "DVCQ2026-25459", "Nội dung": "Chưa kịp thời", **others, "Thứ tự": str(n)}
        for n in range(501, 517)
    ]


def values_of_all_types(_register, _key):
    rest = {"Mã cuộc kiểm tra": "DVCQ2026-25459", "Bên ghi": "báo chí"}
    years = [{"Kỳ từ ngày": f"01/01/{year}", "Kỳ đến ngày": f"31/12/{year}"} for year in range(1990, 1998)]
    return [{"Chỉ tiêu (mã gốc hoặc số)": code, **rest, **year} for code in OF_TYPE for year in years]


WAYS = {
    "localities": ("thu", "Căn cứ", ["Mã"], stored_rows(communes), communes),
    "organizations": ("thu", "Tên trên văn bản", ["Mã ngắn"], stored_rows(organizations), organizations),
    "people": ("thu", "Chức vụ", ["Họ và tên"], stored_rows(Person.objects.all), Person.objects.all),
    "users": ("thu", "Thư điện tử", ["Tên đăng nhập"], stored_rows(User.objects.all), User.objects.all),
    "criteria": (
        "minh", "Đơn vị tính", ["Mã chỉ tiêu gốc"],
        stored_rows(lambda: SetCriterion.objects.filter(criteria_set__year=2026).order_by("order"), Năm="2031"),
        lambda: SetCriterion.objects.filter(criteria_set__year=2031),
    ),
    "inspections": (
        "minh", "Chức vụ người trình bày", ["Mã cuộc kiểm tra"], stored_rows(inspections), inspections
    ),
    "sessions": ("minh", "Địa điểm", ["Mã cuộc kiểm tra", "Ngày", "Buổi"], stored_rows(sessions), sessions),
    "values": (
        "minh", "Theo văn bản", ["Chỉ tiêu (mã gốc hoặc số)", "Kỳ từ ngày"], values_of_all_types,
        lambda: MeasuredValue.objects.current().filter(side="press", period_start__year__lt=2000),
    ),
    "findings": (
        "minh", "Nguồn", ["Thứ tự"], numbered(Loại="hạn chế"), lambda: Finding.objects.filter(position__gt=500)
    ),
    "recommendations": (
        "minh", "Đơn vị thực hiện (theo văn bản)", ["Thứ tự"], numbered(),
        lambda: Recommendation.objects.filter(position__gt=500),
    ),
}  # fmt: skip


# --- Cells ---------------------------------------------------------------------------------------------------------
def in_vietnam(number, places):
    """The independent way to what a cell shows: rounded as schools do, with a decimal comma."""
    return f"{number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):f}".replace(".", ",")


@st.composite
def cells(draw, kind):
    """(value, number format, what the cell shows, whether it holds just that)."""
    if kind == "text":
        text = " ".join(draw(st.text("0123456789/,.%=-@ abcđế", min_size=1, max_size=12)).split()) or "x"
        return text, "@", text, True
    if kind in ("day", "part of a day"):
        day = datetime(2019, 1, 1) + timedelta(days=draw(st.integers(0, 4000)))
        if kind == "day":
            return day, "dd/mm/yyyy", f"{day:%d/%m/%Y}", True
        return day, "d-mmm", f"{day.day}-{MONTHS[day.month - 1]}", False
    places, held = draw(st.integers(0, 3)), draw(st.integers(0, 4))
    number = Decimal(draw(st.integers(0, 10**6))).scaleb(-held)
    if kind == "general":
        return float(number), "General", f"{number.normalize():f}".replace(".", ","), True
    shown = in_vietnam(number, places)
    is_whole = number == Decimal(shown.replace(",", "."))
    zeros = f".{'0' * places}" if places else ""
    if kind == "percent":
        return float(number.scaleb(-2)), f"0{zeros}%", f"{shown}%", is_whole
    return float(number), f"0{zeros}" if kind == "fixed" else "# ?/?", shown, is_whole and kind == "fixed"


def as_xlsx(head, rows):
    letters = [f"{chr(65 + n // 26 - 1) if n > 25 else ''}{chr(65 + n % 26)}" for n in range(len(head))]
    placed = {f"{letter}1": (title, "@") for letter, title in zip(letters, head, strict=True)}
    for n, row in enumerate(rows, start=2):
        for letter, cell in zip(letters, row, strict=True):
            plain = cell if isinstance(cell, tuple) else (cell, "dd/mm/yyyy" if isinstance(cell, datetime) else "@")
            placed[f"{letter}{n}"] = plain[:2]
    return workbook(("1", "visible", placed))


def as_csv(head, rows):
    """The file as a spreadsheet saves it: what the cell shows, in quotes only where a mark of the file is in it; the
    other cells in quotes, as our exports write texts.
    """
    lines = [head, *rows]
    return "\r\n".join(";".join(shown_in_csv(cell) for cell in line) for line in lines).encode("utf-8-sig")


def shown_in_csv(cell):
    if isinstance(cell, tuple):
        return cell[2]
    return f'"{"" if cell is None else cell}"'


# --- All the way -----------------------------------------------------------------------------------------------------
@pytest.fixture(autouse=True)
def read_here(monkeypatch):
    """Read files in this process: to begin another for each takes as long as the rest of the way."""

    def read(_module, content, _seconds, _held, cell):
        return json.loads(json.dumps(reading.read(content)), object_hook=cell)

    monkeypatch.setattr(files, "read_apart", read)


@pytest.mark.parametrize("slug", list(WAYS))
@settings(
    max_examples=1, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.generate],  # an example is a whole file: to make it smaller takes minutes
)  # fmt: skip
@given(filled=st.lists(st.tuples(*map(cells, FORMATS)), min_size=len(OF_TYPE), max_size=len(OF_TYPE)))
def test_a_cell_is_taken_as_shown_all_the_way_or_not_at_all(slug, request, filled):
    drawn = [cell for cells_of_file in filled for cell in cells_of_file]
    assume(len({shown for _value, _format, shown, _is_sound in drawn}) > len(drawn) / 2)  # not the simplest of all
    who, column, key, rows_of, _queryset = WAYS[slug]
    user = request.getfixturevalue(who)
    SetCriterion.objects.filter(criterion__code="quy-tac-ung-xu").update(value_type="text")
    rows = rows_of(REGISTERS[slug](user), key)
    if slug == "users":  # an e-mail address is no free text
        drawn = [(f"a{n}@example.vn", *cell[1:2], f"a{n}@example.vn", True) if cell[1] == "@" else cell
                 for n, cell in enumerate(drawn)]  # fmt: skip
    filled_rows = [{**row, column: cell} for row, cell in zip(rows, drawn, strict=False)]
    before = [row.get(column) for row in rows]
    for kinds in (["xlsx", "csv"], ["csv", "xlsx"]):
        with transaction.atomic():
            goes_all_the_way(user, slug, kinds, filled_rows, before)
            transaction.set_rollback(True)


def goes_all_the_way(user, slug, kinds, rows, before):
    _who, column, key, _rows, _queryset = WAYS[slug]
    numbered_rows = dict(enumerate(rows, start=2))
    sound = {n: row for n, row in numbered_rows.items() if is_sound(slug, row, row[column], kinds[0])}
    table = table_of((as_xlsx if kinds[0] == "xlsx" else as_csv)(list(rows[0]), [list(row.values()) for row in rows]))
    tried = trial.run(REGISTERS[slug](user), table, is_dry=True)
    wrong = {row for question in tried.open_questions for row in question.rows}
    wrong |= {row for row, _title, _words in tried.faults}
    assert {title for _row, title, _words in tried.faults} <= {column}, tried.faults[:5]
    assert wrong == numbered_rows.keys() - sound.keys(), (tried.faults, rows)
    seen = {row: after for row, title, _before, after in tried.changes if title == column}
    at = tried.new_titles.index(column)
    page = tried.new_page
    while page:
        seen |= {number: values[at] for number, values in page.rows}
        more = page.next and trial.run(REGISTERS[slug](user), table, True, trial.Ask(new_after=page.next))
        page = more and more.new_page
    shown = {n: row[column][2] for n, row in sound.items()}
    assert seen == {n: text for n, text in shown.items() if before[n - 2] != text}
    left = [n in sound for n in table.numbers]
    table = replace(
        table, rows=[row for row, is_left in zip(table.rows, left, strict=True) if is_left], numbers=list(sound)
    )
    written = trial.run(REGISTERS[slug](user), table, is_dry=False)
    assert (written.faults, written.open_questions) == ([], [])
    expected = {tuple(row[each] for each in key): shown[n] for n, row in sound.items()}
    comes_out_again(user, slug, kinds[1], expected)


def is_sound(slug, row, cell, kind):
    """Whether the cell shows one thing, and what it shows has one meaning there."""
    if slug == "users" and cell[1] != "@":
        return False
    if slug == "values":
        value_type, unit = OF_TYPE[row["Chỉ tiêu (mã gốc hoặc số)"]]
        if isinstance(TYPES[value_type].read(cell[2], unit), Ambiguous):
            return False
    return cell[3] or kind == "csv"


def comes_out_again(user, slug, kind, expected):
    """`expected`: {key: what was shown}; the file that goes out has it, and changes nothing when it comes in."""
    _who, column, key, _rows, queryset = WAYS[slug]
    register = REGISTERS[slug](user)
    (stored_column,) = [each for each in register.columns.values() if str(each.column_name) == column]
    stored = {
        tuple(line_of(register, record)[each] for each in key): stored_column.get_value(record)
        for record in register.iter_queryset(queryset())
    }
    assert {each: stored.get(each) for each in expected} == expected
    head, out = [str(title) for title in register.get_export_headers()], list(register.lines(queryset()))
    table = table_of(xlsx_bytes(head, out) if kind == "xlsx" else b"".join(csv_lines(head, out)))
    came_out = {}
    for line in (dict(zip(table.head, row, strict=True)) for row in table.rows):
        came_out[tuple(as_typed(line[each]) for each in key)] = line[column]
    assert {each: came_out.get(each) for each in expected} == expected
    again = trial.run(register, table, is_dry=True)
    assert (again.faults, again.open_questions, again.to_write) == ([], [], 0)
