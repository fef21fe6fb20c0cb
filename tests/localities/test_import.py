"""The country's places are loaded completely or not at all, and every fault is reported with its line."""

import io
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from localities.models import ChangeLink, LocalitySpell

THREE, TWO, LINKS = "units_2019_2025.csv", "units_2025.csv", "succession.csv"
WARNINGS = [
    "3 điểm cần xem, vẫn nạp:",
    f"{THREE}, dòng 5155, cột valid_from: mã 11344 không có trong danh mục từ 01/02/2020 đến 09/04/2022",
    f"{THREE}, dòng 1796, cột name: mã 02641 trùng tên “Phường Lào Cai” với mã 02638 (dòng 1794) cùng cấp trên, "
    "từ 01/02/2020 đến 29/02/2020",
    f"{THREE}, dòng 2679, cột name: mã 04900 trùng tên “Xã Phú Minh” với mã 04897 (dòng 2676) cùng cấp trên, "
    "từ 01/11/2019 đến 31/12/2019",
]


def test_the_whole_country_is_loaded(db):
    official = LocalitySpell.objects.exclude(official_code__startswith="99")
    counts = [official.filter(tier_system=tier).count() for tier in ("three", "two")]
    assert [*counts, ChangeLink.objects.count()] == [13_205, 3_366, 10_661]


def test_loading_the_country_again_writes_nothing_and_tells_the_warnings_again(db):
    said = io.StringIO()
    with CaptureQueriesContext(connection) as queries:
        call_command("import_localities", stdout=said)
    verbs = {query["sql"].split()[0] for query in queries}
    assert verbs - {"SAVEPOINT", "RELEASE"} == {"SELECT"}
    assert said.getvalue().splitlines() == [*WARNINGS, "Danh mục địa bàn đã đủ, không có gì thay đổi."]


def test_a_small_country_is_loaded_and_the_second_time_changes_nothing(lists, register_size):
    before = register_size()
    assert lists.load() == ["Đã nạp 11 thời kỳ của địa bàn, 4 liên kết."]
    loaded = register_size()
    assert [after - start for after, start in zip(loaded, before, strict=True)] == [6, 11, 3, 4]
    assert lists.load() == ["Danh mục địa bàn đã đủ, không có gì thay đổi."]
    assert register_size() == loaded


def test_a_newer_list_closes_a_spell_and_adds_the_next(lists, register_size, place):
    lists.load()
    before = register_size()
    lists.write(
        TWO,
        [
            "level,code,name,unit_type,parent_code,valid_from,valid_to",
            "1,98,Tỉnh Nam Giả,tỉnh,,2025-07-01,",
            "2,99101,Xã Đầu,xã,98,2025-07-01,2026-04-29",
            "2,99101,Phường Đầu,phường,98,2026-04-30,",
            "2,99107,Phường Cuối,phường,98,2025-07-01,",
        ],
    )
    assert lists.load() == ["Đã nạp 2 thời kỳ của địa bàn, 0 liên kết."]
    assert [after - start for after, start in zip(register_size(), before, strict=True)] == [0, 1, 0, 0]
    spells = place("99101", date(2026, 5, 1)).spells.filter(tier_system="two").order_by("valid_from")
    assert [(spell.name, spell.validity, spell.revision) for spell in spells] == [
        ("Xã Đầu", "01/07/2025 – 29/04/2026", 2),
        ("Phường Đầu", "từ 30/04/2026", 1),
    ]


BAD_LINES = {
    "unknown parent": (
        THREE,
        7,
        "3,99104,Xã Giữa,xã,992,,2025-06-30",
        "cột parent_code: không có đơn vị cấp trên mã 992",
    ),
    "dates reversed": (
        THREE,
        7,
        "3,99104,Xã Giữa,xã,991,2020-01-01,2019-12-31",
        "cột valid_to: ngày cuối trước ngày đầu",
    ),
    "overlapping spells": (
        *(THREE, 5, "2,991,Huyện Một,huyện,98,2020-12-31,2025-06-30"),
        "cột valid_from: mã 991 chồng thời gian với dòng 4",
    ),
    "duplicate": (THREE, 8, "3,99104,Xã Giữa,xã,991,,2025-06-30", "cột code: mã 99104 lặp lại dòng 7"),
    "unknown level": (TWO, 3, "3,99101,Xã Đầu,xã,98,2025-07-01,", "cột level: không có giá trị “3”"),
    "bad date": (
        *(THREE, 7, "3,99104,Xã Giữa,xã,991,,2025-06-31"),
        "cột valid_to: “2025-06-31” không phải ngày theo dạng yyyy-mm-dd",
    ),
    "unknown unit type": (
        *(TWO, 3, "2,99101,Thị trấn Đầu,thị trấn,98,2025-07-01,"),
        "cột unit_type: không có giá trị “thị trấn” ở cấp này",
    ),
    "code too short": (THREE, 8, "3,9910,Xã Giữa,xã,991,,2025-06-30", "cột code: mã “9910” phải có 5 chữ số"),
    "no name": (THREE, 7, "3,99104,,xã,991,,2025-06-30", "cột name: để trống"),
    "province with a parent": (THREE, 3, "1,98,Tỉnh Nam Giả,tỉnh,97,,2025-06-30", "cột parent_code: cấp tỉnh để trống"),
    "no parent": (THREE, 7, "3,99104,Xã Giữa,xã,,,2025-06-30", "cột parent_code: để trống"),
    "a cell too few": (THREE, 7, "3,99104,Xã Giữa,xã,991,2025-06-30", "số ô khác với dòng tiêu đề"),
    "unknown old code": (
        *(LINKS, 5, "3,99105,2,99107,converted,whole,2025-07-01,,"),
        "cột old_code: danh mục không có mã 99105 khi có hiệu lực 01/07/2025",
    ),
    "unknown new code": (
        *(LINKS, 5, "3,99104,2,99108,converted,whole,2025-07-01,,"),
        "cột new_code: danh mục không có mã 99108 khi có hiệu lực 01/07/2025",
    ),
    "unknown kind": (LINKS, 5, "3,99104,2,99107,vanished,whole,2025-07-01,,", "cột kind: không có giá trị “vanished”"),
    "unknown extent": (LINKS, 5, "3,99104,2,99107,converted,half,2025-07-01,,", "cột extent: không có giá trị “half”"),
    "link without ends": (LINKS, 5, ",,,,territory,whole,2025-07-01,,", "cột new_code: không có cả mã cũ lẫn mã mới"),
    "link twice": (LINKS, 6, "3,99104,2,99107,merged,whole,2025-07-01,,", "cột new_code: lặp lại dòng 5"),
}


@pytest.mark.parametrize(("file", "line", "text", "message"), BAD_LINES.values(), ids=BAD_LINES)
def test_one_bad_line_and_nothing_is_loaded(lists, register_size, file, line, text, message):
    before = register_size()
    lists.put(file, line, text)
    with pytest.raises(CommandError) as refusal:
        lists.load()
    where = f"{file}, dòng {line}{':' if message.startswith('số ô') else ','} {message}"
    assert str(refusal.value) == f"Không nạp gì: có 1 lỗi.\n{where}"
    assert register_size() == before


def test_a_parent_that_is_missing_for_a_while_is_told_for_each_child(lists, register_size):
    before = register_size()
    lists.put(THREE, 5, "2,991,Huyện Một,huyện,98,2021-02-01,2025-06-30")
    with pytest.raises(CommandError) as refusal:
        lists.load()
    gap = "cột parent_code: đơn vị cấp trên mã 991 không có từ 01/01/2021 đến 31/01/2021"
    assert str(refusal.value).splitlines() == [
        "Không nạp gì: có 2 lỗi.",
        f"{THREE}, dòng 6, {gap}",
        f"{THREE}, dòng 7, {gap}",
    ]
    assert register_size() == before


def test_all_faults_of_all_files_are_told_at_once_and_none_because_of_another(lists):
    lists.put(THREE, 4, "2,991,Huyện Một,huyện,97,31/12/2019,2020-13-31")
    lists.put(LINKS, 2, "1,97,1,98,merged,hole,2025-07-01,1/2025/QH15,")
    with pytest.raises(CommandError) as refusal:
        lists.load()
    assert str(refusal.value).splitlines() == [
        "Không nạp gì: có 3 lỗi.",
        f"{THREE}, dòng 4, cột valid_from: “31/12/2019” không phải ngày theo dạng yyyy-mm-dd",
        f"{THREE}, dòng 4, cột valid_to: “2020-13-31” không phải ngày theo dạng yyyy-mm-dd",
        f"{LINKS}, dòng 2, cột extent: không có giá trị “hole”",
    ]


def test_fifty_faults_are_printed_and_the_rest_counted(lists):
    lines = [f"3,{code},Xã Lạ,xã,992,,2025-06-30" for code in range(99200, 99260)]
    lists.write(THREE, [*(lists.folder / THREE).read_text().splitlines(), *lines])
    with pytest.raises(CommandError) as refusal:
        lists.load()
    message = str(refusal.value).splitlines()
    assert [message[0], len(message), message[-1]] == ["Không nạp gì: có 60 lỗi.", 52, "… và 10 dòng nữa."]


def test_two_codes_of_one_place_may_not_share_a_day(lists):
    """The conversion says that 99104 and 99107 are one place."""
    lists.put(TWO, 5, "2,99107,Phường Cuối,phường,98,2025-06-01,2025-06-30")
    with pytest.raises(CommandError) as refusal:
        lists.load()
    assert str(refusal.value).splitlines() == [
        "Không nạp gì: có 2 lỗi.",
        f"{TWO}, dòng 5, cột valid_from: chồng thời gian với dòng 7 của {THREE}, cùng một địa bàn theo {LINKS}",
        f"{TWO}, dòng 5, cột parent_code: đơn vị cấp trên mã 98 không có từ 01/06/2025 đến 30/06/2025",
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "không có tệp này trong thư mục"),
        (b"level,code,name,unit_type,parent_code,valid_from\n", "dòng 1, cột valid_to: thiếu cột này"),
        (b"level,code\n1,97\n2,99\xfd\n", "dòng 3: tệp không phải UTF-8"),
    ],
    ids=["missing", "a column missing", "not UTF-8"],
)
def test_a_file_that_cannot_be_read_stops_all(lists, register_size, content, message):
    before = register_size()
    path = lists.folder / TWO
    path.unlink() if content is None else path.write_bytes(content)
    with pytest.raises(CommandError) as refusal:
        lists.load()
    separator = ": " if content is None else ", "
    assert str(refusal.value) == f"Không nạp gì: có 1 lỗi.\n{TWO}{separator}{message}"
    assert register_size() == before


def test_lists_that_give_a_stored_code_to_another_place_are_refused(lists, register_size):
    """Loaded as one place; now the list says that on the same days it was cut in two."""
    lists.load()
    before = register_size()
    lists.put(LINKS, 5, "3,99104,2,99107,merged,whole,2025-07-01,2/NQ-UBTVQH15,")
    with pytest.raises(CommandError) as refusal:
        lists.load()
    message = "Không nạp gì. Mã 99107 (Phường Cuối) trong danh mục đang có thuộc về địa bàn khác."
    assert str(refusal.value) == message
    assert register_size() == before
