"""Places come in as spells that agree with one another and with what is there."""

from datetime import date

import pytest

from localities.models import Locality, LocalitySpell

pytestmark = pytest.mark.django_db


def spell(code, name, **cells):
    return {
        "Từ ngày": "01/01/2030", "Đến hết ngày": None, "Hệ thống cấp": "hai cấp", "Cấp": "cấp xã", "Mã": code,
        "Tên": name, "Loại đơn vị": "xã", "Thuộc (mã)": "80", "Nối tiếp địa bàn (mã)": None, **cells,
    }  # fmt: skip


@pytest.fixture
def standing_spell(db):
    """A commune of Tây Ninh today, as a row of a sheet."""
    found = LocalitySpell.objects.as_at(date(2026, 1, 1)).get(official_code="28108")
    row = spell("28108", found.name, **{"Loại đơn vị": found.unit_type, "Từ ngày": "01/07/2025"})
    return found, row


def test_a_renamed_place_keeps_its_identity_whatever_the_order_of_the_rows(bring, thu, standing_spell):
    found, row = standing_spell
    closed = {**row, "Đến hết ngày": "31/12/2029"}
    opened = spell("28108", "Xã Tên Mới", **{"Nối tiếp địa bàn (mã)": "28108"})
    outcome = bring(thu, "localities", opened, closed)
    assert (outcome.new, outcome.changed, outcome.faults) == (1, 1, [])
    renamed = LocalitySpell.objects.get(name="Xã Tên Mới")
    assert LocalitySpell.objects.get(pk=found.pk).ends_on == date(2030, 1, 1)  # the day after its last
    assert (renamed.locality, renamed.path, renamed.search_text) == (found.locality, found.path, "xa ten moi 28108")


def test_a_new_place_gets_an_identity_and_a_path(bring, thu):
    places = Locality.objects.count()
    assert bring(thu, "localities", spell("99991", "Xã Mới")).new == 1
    made = LocalitySpell.objects.get(official_code="99991")
    above = LocalitySpell.objects.as_at(date(2030, 1, 1)).get(official_code="80")
    assert (Locality.objects.count(), made.path) == (places + 1, f"{above.path}{made.locality_id}/")


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"Thuộc (mã)": "98"}, "Thuộc (mã)"),  # nothing bears the code on that day
        ({"Thuộc (mã)": None}, "Thuộc (mã)"),
        ({"Từ ngày": "01/01/2024", "Hệ thống cấp": "ba cấp", "Mã": "99992"}, "Thuộc (mã)"),  # not of the level above
        ({"Đến hết ngày": "01/01/2029"}, "Đến hết ngày"),
        ({"Mã": "28108"}, "Mã"),  # another place's
    ],
)
def test_what_does_not_fit_is_told_beside_its_column(bring, thu, cells, column):
    outcome = bring(thu, "localities", spell("99991", "Xã Mới", **cells))
    assert (outcome.to_write, [fault[:2] for fault in outcome.faults]) == (0, [(2, column)])


def test_a_spell_goes_out_with_its_last_day(taken_out, thu):
    ended = LocalitySpell.objects.filter(ends_on=date(2025, 7, 1)).order_by("pk")[:1]
    assert [row["Đến hết ngày"] for row in taken_out(thu, "localities", ended)] == [date(2025, 6, 30)]


def test_a_file_with_the_former_column_of_ends_is_not_read_a_day_off(bring, thu, standing_spell):
    row = {("Đến trước ngày" if title == "Đến hết ngày" else title): cell for title, cell in standing_spell[1].items()}
    outcome = bring(thu, "localities", {**row, "Đến trước ngày": "01/01/2030"})
    assert (outcome.to_write, outcome.unknown_columns) == (0, ["Đến trước ngày"])


def test_a_province_does_not_end_under_its_communes(bring, thu, taken_out):
    row = next(r for r in taken_out(thu, "localities", LocalitySpell.objects.filter(official_code="80", level=1)
                                    .order_by("-valid_from")[:1]))  # fmt: skip
    outcome = bring(thu, "localities", {**row, "Đến hết ngày": "31/12/2029"})
    assert {fault[:2] for fault in outcome.faults} == {(2, "Đến hết ngày")}
