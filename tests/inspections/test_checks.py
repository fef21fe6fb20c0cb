"""Checks for contradictions: each message, and that none changes a stored value."""

from datetime import date
from decimal import Decimal

import pytest

from inspections.findings.checks import finding_messages, placeholder_messages
from inspections.models import Criterion, Finding, Inspection
from inspections.values.checks import Message, checks
from inspections.values.placeholders import ValuePlaceholders

DAY = date(2019, 10, 30)
BEGIN, END = date(1, 1, 1), date(9999, 12, 31)
ALL_UNITS, ONLY_RURAL = "communes", "rural_communes"


def place_with(*units):
    """An inspection on that day, of a place with so many communes; each unit is (type, from, until) or its type."""
    inspection = Inspection()
    inspection.last_day = DAY
    inspection._commune_spells = [unit if isinstance(unit, tuple) else (unit, BEGIN, END) for unit in units]
    return inspection


CAN_DUOC = place_with(*["xã"] * 16, "thị trấn")  # what the register counts in the district on that day
NOWHERE = place_with()


@pytest.fixture
def checked(value):
    """printed, rule, … → the messages of that value in Cần Đước."""
    return lambda printed, **columns: checks(value(printed, **{"inspection": CAN_DUOC, **columns}))


def test_17_of_17_is_right_with_16_communes_and_a_township(checked):
    assert checked("17/17", rule=ALL_UNITS) == [
        Message("note", "Bằng 100%"),
        Message("done", "Khớp: 16 xã + 1 thị trấn"),
    ]


def test_8_of_16_is_right_too_since_a_township_is_no_rural_commune(checked):
    assert checked("8/16", rule=ONLY_RURAL) == [Message("note", "Bằng 50%"), Message("done", "Khớp: chỉ tính 16 xã")]


def test_9_of_17_rural_communes_warns_that_the_place_has_16(checked):
    assert checked("9/17", rule=ONLY_RURAL) == [
        Message("warn", "Địa bàn có 16 xã (tại ngày 30/10/2019), mẫu số ghi 17."),
        Message("note", "Bằng khoảng 52,94%"),
    ]


def test_16_of_all_units_warns_that_the_township_is_left_out(checked):
    assert checked("16/16", rule=ALL_UNITS)[0] == Message(
        "warn", "Địa bàn có 16 xã + 1 thị trấn (tại ngày 30/10/2019), mẫu số ghi 16."
    )


def test_without_a_rule_without_counts_or_without_units_nothing_is_held_against_the_register(checked):
    assert checked("20/25") == [Message("note", "Bằng 80%")]
    assert checked("97%", rule=ALL_UNITS) == [Message("note", "Không có tử số, mẫu số; không tính lại được")]
    assert checked("17/17", rule=ALL_UNITS, inspection=NOWHERE) == [Message("note", "Bằng 100%")]
    wards = checked("5/5", rule=ONLY_RURAL, inspection=place_with(*["phường"] * 5))
    assert wards == [Message("note", "Bằng 100%")]


def test_a_denominator_is_held_against_the_register_of_the_values_own_day(checked):
    """Three communes became two between the end of the period and the session."""
    merged = date(2019, 3, 1)
    place = place_with(*[("xã", BEGIN, merged)] * 3, *[("xã", merged, END)] * 2)
    before = {"period_start": date(2018, 1, 1), "period_end": date(2018, 12, 31)}
    assert checked("3/3", rule=ALL_UNITS, inspection=place, **before)[-1] == Message("done", "Khớp: 3 xã")
    assert checked("2/2", rule=ALL_UNITS, inspection=place, **before)[0] == Message(
        "warn", "Địa bàn có 3 xã (tại ngày 31/12/2018), mẫu số ghi 2."
    )
    assert checked("2/2", rule=ALL_UNITS, inspection=place)[-1] == Message("done", "Khớp: 2 xã")


@pytest.mark.parametrize(
    ("printed", "message"),
    [
        ("388/400 (97%)", Message("done", "Khớp với tử số, mẫu số")),
        ("1/3 (33,3%)", Message("done", "Khớp với tử số, mẫu số")),  # as exact as it is printed
        ("388/400 (98%)", Message("warn", "Ghi 98% nhưng tính từ tử số, mẫu số là 97%.")),
        ("2/3 (66,6%)", Message("warn", "Ghi 66,6% nhưng tính từ tử số, mẫu số là 66,7%.")),
        ("97%", Message("note", "Không có tử số, mẫu số; không tính lại được")),
    ],
)
def test_a_printed_percent_is_reckoned_from_its_counts(checked, printed, message):
    assert checked(printed) == [message]


def test_counts_kept_beside_a_percent_are_reckoned_with(checked):
    assert checked("97%", numerator=Decimal(96), denominator=Decimal(100)) == [
        Message("warn", "Ghi 97% nhưng tính từ tử số, mẫu số là 96%.")
    ]


@pytest.mark.parametrize("columns", [{"numerator": Decimal(9)}, {"denominator": Decimal(17)}])
def test_columns_must_be_the_prints_own(checked, columns):
    assert checked("8/16", **columns) == [
        Message("warn", "Số lưu kèm không khớp với số đã ghi “8/16”."),
        Message("note", "Bằng 50%"),
    ]


def test_columns_that_say_the_same_in_other_digits_are_right(checked):
    assert [message.kind for message in checked("91,40%", number=Decimal("91.4000"))] == ["note"]


def test_more_parts_than_the_whole(checked):
    assert checked("18/17", rule=ALL_UNITS)[0] == Message("warn", "Tử số lớn hơn mẫu số.")


def test_the_change_since_the_year_before_is_told(value):
    def of(printed, year):
        return value(printed, period_start=date(year, 1, 1), period_end=date(year, 12, 31), unit="hồ sơ")

    def change(earlier, later):
        this_years = of(later, 2019)
        this_years.earlier = of(earlier, 2018)
        return checks(this_years)[-1]

    assert change("91,40%", "94,49%") == Message("note", "+3,09 điểm phần trăm so với năm 2018")
    assert change("94,49%", "91,40%") == Message("note", "−3,09 điểm phần trăm so với năm 2018")
    assert change("1200", "1250") == Message("note", "+50 hồ sơ so với năm 2018")
    assert change("94,49%", "94,49%") == Message("note", "0,00 điểm phần trăm so với năm 2018")


@pytest.mark.parametrize(
    ("printed", "columns", "message"),
    [
        ("Có", {"value_type": "yes_no"}, "Có hoặc không"),
        ("Có", {"value_type": "yes_no", "frequency_text": "hàng tháng"}, "Có; tần suất giữ nguyên chữ"),
        ("ổn định", {"value_type": "choice"}, "Định tính"),
        ("được quan tâm", {"value_type": "text"}, "Định tính"),
    ],
)
def test_what_has_no_figures_is_told_as_what_it_is(checked, printed, columns, message):
    assert checked(printed, **columns) == [Message("note", message)]


def test_words_where_a_number_has_form_for_are_a_doubt(checked):
    assert checked("nhiều hồ sơ", value_type="count") == [Message("warn", "Không đọc được số nào trong “nhiều hồ sơ”.")]


def test_a_print_with_two_meanings_and_no_column_is_a_doubt_that_names_both(checked):
    doubt = "“1.234” có thể là hai số: ghi 1234 hoặc 1,2340. Ghi số ấy vào ô “Giá trị số”."
    assert checked("1.234 hồ sơ", value_type="count") == [Message("warn", doubt)]
    assert checked("1.234 hồ sơ", value_type="count", number=Decimal(1234)) == [
        Message("note", "Không có gì để đối chiếu")
    ]


def test_several_numbers_are_a_doubt_of_their_own(checked):
    words = "“5-7 hồ sơ” có nhiều số, một khoảng hoặc mức tăng giảm, không phải một số; cổng không tính với nó."
    assert checked("5-7 hồ sơ", value_type="count") == [Message("warn", words)]


def test_checking_changes_nothing_that_was_written(case, case_value):
    before = {row.pk: (row.printed, row.changed_at) for row in case.values.all()}
    checks(case_value("8/16"))
    assert {row.pk: (row.printed, row.changed_at) for row in case.values.all()} == before


# --- Findings ----------------------------------------------------------------------------------------------------
@pytest.fixture
def finding():
    """Findings in memory: criterion 7 is satisfaction, 8 dialogue."""
    names = {7: Criterion(pk=7, name="Chỉ số hài lòng"), 8: Criterion(pk=8, name="Đối thoại")}
    return lambda kind, position, criterion=None: Finding(
        kind=kind, position=position, criterion=names.get(criterion), text="…"
    )


def test_praise_beside_a_shortcoming_of_the_same_criterion_is_to_be_read_again(finding):
    rows = [finding("strength", 6, 7), finding("strength", 2, 8), finding("shortcoming", 3, 7)]
    assert finding_messages(rows) == [
        Message("warn", "Ưu điểm 6 và hạn chế 3 nói về cùng một chỉ tiêu: Chỉ số hài lòng.")
    ]


def test_praise_and_shortcomings_of_different_things_stand_side_by_side(finding):
    rows = [finding("strength", 1, 7), finding("shortcoming", 1, 8), finding("strength", 2), finding("shortcoming", 2)]
    assert finding_messages(rows) == []
    assert finding_messages([finding("strength", 1, 7), finding("strength", 2, 7)]) == []


def test_the_case_contradicts_itself_nowhere(case, remark):
    assert finding_messages(case.findings.select_related("criterion")) == []
    praised = case.findings.filter(criterion__code="chi-so-hai-long").get().criterion
    remark("Người dân chưa hài lòng.", kind="shortcoming", criterion=praised, position=5)
    assert finding_messages(case.findings.select_related("criterion")) == [
        Message("warn", f"Ưu điểm 6 và hạn chế 5 nói về cùng một chỉ tiêu: {praised.name}.")
    ]


def test_texts_that_tell_values_nobody_entered(value):
    placeholders = ValuePlaceholders([value("97%")])
    rows = [Finding(text="đạt {2.1}, {9.9}"), Finding(text="và {8.1@2018}")]
    assert placeholder_messages(rows, placeholders) == [
        Message("warn", "2 chỗ trong nhận xét kể số liệu chưa có: [chưa có số: 9.9], [chưa có số: 8.1@2018]")
    ]
    assert placeholder_messages([Finding(text="đạt {2.1}")], placeholders) == []
