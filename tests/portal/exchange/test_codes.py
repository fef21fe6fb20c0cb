"""Codes of places from number cells, in which a spreadsheet drops zeros: never another place."""

import pytest

from ground.sheets.typed import NumberCell
from tests.portal.exchange.test_places import spell

pytestmark = pytest.mark.django_db


def body(place):
    return {
        "Mã ngắn": "thu-1", "Hệ thống": "Nhà nước", "Loại cơ quan": "Ủy ban nhân dân", "Địa bàn (mã)": place,
        "Địa bàn tính tại ngày": "01/07/2025", "Tên đầy đủ": "UBND thử", "Tên trên văn bản": "UBND thử",
        "Tên có từ ngày": None, "Tên dùng đến trước ngày": None,
    }  # fmt: skip


def test_a_number_that_may_have_lost_its_zeros_is_asked_about(bring, thu):
    outcome = bring(thu, "organizations", body(82), is_dry=True)
    ((row, column, message),) = outcome.faults
    assert (row, column, message.startswith("“82” là ô số nên có thể đã mất số 0 ở đầu: 82 ")) == (
        2,
        "Địa bàn (mã)",
        True,
    )
    assert "; 00082 " in message


@pytest.mark.parametrize("cell", ["82", "00082", NumberCell(82, "00082")], ids=["text", "commune", "padded"])
def test_a_code_that_shows_its_zeros_is_taken(bring, thu, cell):
    assert bring(thu, "organizations", body(cell), is_dry=True).faults == []


@pytest.mark.parametrize(("level", "code"), [("cấp xã", "99"), ("cấp xã", "abcde"), ("cấp tỉnh", "00099")])
def test_a_code_that_no_place_of_its_level_can_have_is_refused(bring, thu, level, code):
    above = "80" if level == "cấp xã" else None
    outcome = bring(thu, "localities", spell(code, "Xã Mới", **{"Cấp": level, "Thuộc (mã)": above}), is_dry=True)
    assert [fault[:2] for fault in outcome.faults] == [(2, "Mã")]
