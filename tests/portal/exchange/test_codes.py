"""Codes of places from number cells, in which a spreadsheet drops zeros: never another place."""

from datetime import date

import pytest
from django.db import transaction

from accounts.models import Organization
from ground.sheets.files import table_of
from ground.sheets.typed import NumberCell
from inspections.models import Criterion
from portal.exchange import trial
from portal.exchange.registers import REGISTERS
from tests.ground.sheets.test_typed_cells import workbook
from tests.portal.exchange.test_places import spell

pytestmark = pytest.mark.django_db


def body(place):
    return {
        "Mã ngắn": "thu-1", "Hệ thống": "Nhà nước", "Loại cơ quan": "Ủy ban nhân dân", "Địa bàn (mã)": place,
        "Địa bàn tính tại ngày": "01/07/2025", "Tên đầy đủ": "UBND thử", "Tên trên văn bản": "UBND thử",
        "Tên có từ ngày": None, "Tên dùng đến hết ngày": None,
    }  # fmt: skip


def a_file(kind, head, row):
    """The file as a spreadsheet saves it: numbers in number cells, in a .csv without quotes."""
    if kind == "xlsx":
        cells = {f"{'ABCDEFGHIJ'[n]}1": (title, "@") for n, title in enumerate(head)}
        return workbook(("1", "visible", cells | {f"{'ABCDEFGHIJ'[n]}2": (each, "0") for n, each in enumerate(row)}))
    lines = ";".join(head), ";".join("" if each is None else str(each) for each in row)
    return "\n".join(lines).encode()


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_number_that_may_have_lost_its_zeros_has_form_about_and_chosen(thu, kind):
    row = body(82)
    table = table_of(a_file(kind, list(row), list(row.values())))
    outcome = trial.run(REGISTERS["organizations"](thu), table, is_dry=True)
    (question,) = outcome.open_questions
    assert (outcome.faults, question.title, question.chosen) == ([], "Địa bàn (mã)", "")
    assert {"82", "00082"} <= set(question.options)
    for code in ("82", "00082"):
        with transaction.atomic():
            ask = trial.Ask(choices={question.key: code})
            assert trial.run(REGISTERS["organizations"](thu), table, is_dry=False, ask=ask).faults == []
            place = Organization.objects.get(short_code="thu-1").locality
            assert place.spells.as_at(date(2025, 7, 1)).get().official_code == code
            transaction.set_rollback(True)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@pytest.mark.parametrize(
    ("slug", "column", "rest"),
    [
        ("localities", "Thuộc (mã)", {}),
        ("organizations", "Mã ngắn", {}),
        ("organizations", "Địa bàn (mã)", {}),
        ("organizations", "Cơ quan cấp trên (mã)", {}),
        ("people", "Cơ quan công tác (mã)", {"Họ và tên": "Nguyễn A"}),
        ("users", "Tên đăng nhập", {"Người": "Nguyễn A"}),
        ("users", "Cơ quan (mã)", {"Tên đăng nhập": "a", "Người": "Nguyễn A"}),
        ("criteria", "Mã chỉ tiêu gốc", {}),
        ("criteria", "Cơ quan ban hành (mã)", {}),
        ("inspections", "Mã cuộc kiểm tra", {}),
        ("inspections", "Đơn vị được kiểm tra (mã)", {}),
        ("values", "Số liệu của (mã)", {}),
        ("findings", "Chỉ tiêu gốc (mã)", {}),
        ("recommendations", "Đơn vị thực hiện (mã)", {}),
    ],
)
def test_every_column_of_codes_asks_about_lost_zeros(thu, minh, slug, column, rest, kind):
    Organization.objects.filter(short_code="hu-can-duoc").update(short_code="0085")
    Criterion.objects.filter(code="chi-so-hai-long").update(code="0085")
    user = thu if "administrator" in REGISTERS[slug].changers else minh
    register = REGISTERS[slug](user)
    needed = [str(each.column_name) for each in register.columns.values() if register.is_needed(each)]
    row = {**dict.fromkeys(needed), **rest, column: 85 if column not in ("Thuộc (mã)", "Địa bàn (mã)") else 82}
    outcome = trial.run(REGISTERS[slug](user), table_of(a_file(kind, list(row), list(row.values()))), is_dry=True)
    assert [question.title for question in outcome.open_questions] == [column]
    again = {**row, column: "12 34"}
    outcome = trial.run(REGISTERS[slug](user), table_of(a_file(kind, list(again), list(again.values()))), is_dry=True)
    assert column == "Tên đăng nhập" or column in {fault[1] for fault in outcome.faults}


@pytest.mark.parametrize("cell", ["82", "00082", NumberCell(82, "00082")], ids=["text", "commune", "padded"])
def test_a_code_that_shows_its_zeros_is_taken(bring, thu, cell):
    assert bring(thu, "organizations", body(cell), is_dry=True).faults == []


@pytest.mark.parametrize(("level", "code"), [("cấp xã", "99"), ("cấp xã", "abcde"), ("cấp tỉnh", "00099")])
def test_a_code_that_no_place_of_its_level_can_have_is_refused(bring, thu, level, code):
    above = "80" if level == "cấp xã" else None
    outcome = bring(thu, "localities", spell(code, "Xã Mới", **{"Cấp": level, "Thuộc (mã)": above}), is_dry=True)
    assert [fault[:2] for fault in outcome.faults] == [(2, "Mã")]
