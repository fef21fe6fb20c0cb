"""The register of sessions: days, hours and places of many inspections from one sheet, clashes shown before."""

from datetime import date, time

import pytest

from ground.sheets.files import table_of
from inspections.models import Delegation, Inspection, Session
from portal.exchange import trial
from portal.exchange.registers import REGISTERS
from tests.ground.sheets.test_typed_cells import workbook
from workflow.models import Event

pytestmark = pytest.mark.django_db
PLANNED, NOTIFIED = "DVCQ2026-25459", "DVCQ2026-28114"
ROW = {
    "Mã cuộc kiểm tra": PLANNED, "Đoàn": "1", "Ngày": "01/12/2026", "Buổi": "sáng", "Bắt đầu lúc": "8:00",
    "Kết thúc lúc": "11 giờ 30", "Địa điểm": "Hội trường", "Thành phần dự": "Đoàn kiểm tra",
}  # fmt: skip


def session_of(reference):
    return Session.objects.get(inspection__reference=reference)


def test_minh_plans_a_session_with_its_delegation_from_a_sheet_and_changes_it_by_the_same_way(minh, bring):
    assert bring(minh, "sessions", ROW).faults == []
    session, inspection = session_of(PLANNED), Inspection.objects.get(reference=PLANNED)
    assert (session.held_on, session.part_of_day, session.place) == (date(2026, 12, 1), "morning", "Hội trường")
    assert (session.starts_at, session.ends_at) == (time(8), time(11, 30))
    assert (session.kind, inspection.delegation.number) == ("session", 1)
    later = {"Mã cuộc kiểm tra": PLANNED, "Đoàn": "", "Ngày": "02/12/2026"}
    outcome = bring(minh, "sessions", later)
    assert (outcome.new, outcome.changed) == (0, 1)
    session.refresh_from_db()
    inspection.refresh_from_db()
    assert (session.held_on, session.starts_at, inspection.delegation.number) == (date(2026, 12, 2), time(8), 1)
    assert [event.act for event in Event.objects.about(session).order_by("pk")] == ["imported", "changed"]


@pytest.mark.parametrize("typed", ["8:30", "08:30:00", "8 giờ 30", "8h30", "8.30"])
def test_hours_are_read_as_people_write_them(typed, minh, bring):
    assert bring(minh, "sessions", {**ROW, "Bắt đầu lúc": typed}).faults == []
    assert session_of(PLANNED).starts_at == time(8, 30)


def test_an_hour_that_excel_holds_is_an_hour(minh):
    head = {"A1": ("Mã cuộc kiểm tra", "@"), "B1": ("Ngày", "@"), "C1": ("Bắt đầu lúc", "@")}
    cells = {"A2": (PLANNED, "@"), "B2": ("01/12/2026", "@"), "C2": (time(13, 30), "hh:mm")}
    trial.run(REGISTERS["sessions"](minh), table_of(workbook(("Trang 1", "visible", {**head, **cells}))), is_dry=False)
    assert session_of(PLANNED).starts_at == time(13, 30)


def test_what_is_wrong_is_said_at_its_cell_and_nothing_is_written(minh, bring):
    wrong = [
        ({"Bắt đầu lúc": "sớm"}, "Bắt đầu lúc", "“sớm” không phải giờ. Ghi 8:00 hoặc 13 giờ 30."),
        ({"Kết thúc lúc": "7:00"}, "Kết thúc lúc", "Giờ kết thúc phải sau giờ bắt đầu."),
        ({"Mã cuộc kiểm tra": "DVCQ2026-0", "Đoàn": ""}, "Mã cuộc kiểm tra", "Không có cuộc kiểm tra mã “DVCQ2026-0”."),
        ({"Đoàn": "9"}, "Đoàn", "Đợt DVCQ2026 không có đoàn “9”."),
    ]
    before = Session.objects.count()
    for cells, column, words in wrong:
        assert bring(minh, "sessions", {**ROW, **cells}).faults == [(2, column, words)]
    closed = bring(minh, "sessions", {"Mã cuộc kiểm tra": "DVCQ2026-28132", "Ngày": "25/03/2026"})
    assert [words for _row, _column, words in closed.faults] == [
        "Không ghi được vào “DVCQ2026-28132”: đã kết luận, đã kết thúc, hoặc không thuộc cơ quan bạn."
    ]
    assert Session.objects.count() == before


def test_who_would_be_needed_twice_is_shown_before_and_has_to_be_confirmed(minh, bring):
    """Two inspections by one delegation at one hour in one file; and one against a session that is stored."""
    Inspection.objects.filter(reference__in=[PLANNED, NOTIFIED]).update(
        delegation=Delegation.objects.get(campaign__code="DVCQ2026", number=1)
    )
    rows = [
        {"Mã cuộc kiểm tra": PLANNED, "Ngày": "01/12/2026", "Buổi": "sáng", "Địa điểm": "Hội trường A"},
        {"Mã cuộc kiểm tra": NOTIFIED, "Ngày": "01/12/2026", "Buổi": "sáng", "Địa điểm": "Hội trường B"},
    ]
    tried = bring(minh, "sessions", *rows, is_dry=True)
    assert [words for words in tried.doubts if "Dòng 2" in words and NOTIFIED in words] != []
    assert [words for words in tried.doubts if "Dòng 3" in words and PLANNED in words] != []
    assert bring(minh, "sessions", *rows).faults != []
    assert not Session.objects.filter(place="Hội trường A").exists()
    apart = [rows[0], {**rows[1], "Buổi": "chiều"}]
    assert bring(minh, "sessions", *apart, is_dry=True).doubts == []
    assert bring(minh, "sessions", *apart).faults == []
    stored = bring(minh, "sessions", {**rows[0], "Buổi": "chiều"}, is_dry=True)
    assert [NOTIFIED in words for words in stored.doubts] == [True] * len(stored.doubts) != []


@pytest.fixture
def together(minh, bring):
    """Two inspections of one delegation on one day: PLANNED in the morning, NOTIFIED in the afternoon."""
    delegation = Delegation.objects.get(campaign__code="DVCQ2026", number=1)
    Inspection.objects.filter(reference__in=[PLANNED, NOTIFIED]).update(delegation=delegation)
    rows = [
        {"Mã cuộc kiểm tra": PLANNED, "Ngày": "01/12/2026", "Buổi": "sáng", "Địa điểm": "Hội trường A"},
        {"Mã cuộc kiểm tra": NOTIFIED, "Ngày": "01/12/2026", "Buổi": "chiều", "Địa điểm": "Hội trường B"},
    ]
    assert bring(minh, "sessions", *rows).faults == []
    return rows


def test_what_the_file_replaces_and_one_meeting_need_nobody_twice_and_what_it_leaves_does(minh, together, bring):
    one, other = together
    one_meeting = {"Buổi": "sáng", "Bắt đầu lúc": "8:00", "Địa điểm": "Hội trường A"}
    files = {
        "swapped": [{**one, "Buổi": "chiều"}, {**other, "Buổi": "sáng"}],
        "one meeting": [{**one, **one_meeting}, {**other, **one_meeting}],
    }
    doubts = {name: bring(minh, "sessions", *rows, is_dry=True).doubts for name, rows in files.items()}
    Session.objects.filter(inspection__reference=NOTIFIED).update(part_of_day="morning")  # known before
    doubts["same"] = bring(minh, "sessions", one, {**other, "Buổi": "sáng"}, is_dry=True).doubts
    assert doubts == {"swapped": [], "one meeting": [], "same": []}
    left = Inspection.objects.get(reference=PLANNED)
    Session.objects.create(inspection=left, kind="visit", held_on=date(2026, 12, 1), part_of_day="afternoon")
    moved = bring(minh, "sessions", {**one, "Ngày": "02/12/2026"}, other, is_dry=True).doubts
    assert moved != [] == [words for words in moved if PLANNED not in words]


def test_another_delegation_alone_is_doubted_and_only_as_many_doubts_as_were_seen_are_confirmed(minh, together, bring):
    other = Delegation.objects.get(campaign__code="DVCQ2026", number=2)
    Inspection.objects.filter(reference=NOTIFIED).update(delegation=other)
    Session.objects.filter(inspection__reference=NOTIFIED).update(part_of_day="morning")
    row = {"Mã cuộc kiểm tra": PLANNED, "Đoàn": "2"}
    doubts = bring(minh, "sessions", row, is_dry=True).doubts
    assert doubts != [] == [words for words in doubts if NOTIFIED not in words]
    n = len(doubts)
    refused = [bool(bring(minh, "sessions", row, confirmed=seen).faults) for seen in (0, n - 1, n + 1, n)]
    assert refused == [True, True, True, False]
    assert Inspection.objects.get(reference=PLANNED).delegation == other


def test_a_day_outside_the_campaign_is_a_doubt(minh, bring):
    tried = bring(minh, "sessions", {**ROW, "Ngày": "31/12/2030"}, is_dry=True)
    assert tried.doubts == ["Dòng 2: Ngày này ngoài thời gian của đợt (02/03/2026 – 18/12/2026)."]
