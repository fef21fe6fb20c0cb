"""Whatever the portal's reader takes for a figure is the only reading of the whole text by an independent slow one."""

from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from inspections.values.numbers import Reading, parse
from tests.inspections.values.slow_reader import readings

DIGITS = ["5", "7", "12", "20", "25", "100", "537", "2026", "0", "007", "1234"]
MARKED = [
    "94,49",
    "94.49",
    "1.234",
    "1,234",
    "12.345",
    "1.234.567",
    "1,234,567",
    "1.234,5",
    "1,234.5",
    "1 234",
    "0.125",
]
NUMBERS = st.sampled_from([*DIGITS, *MARKED, "1 234 567", "0,5", "1.23.4", "1..2", "2.941,86", "-5", "- 5", "−1,2"])
SCALE = st.sampled_from([" nghìn", " triệu", " tỷ", " nghìn tỷ", " trăm triệu", "tỷ", " tỉ"])
FIGURES = st.one_of(
    NUMBERS,
    NUMBERS,
    st.tuples(NUMBERS, st.sampled_from(["%", " %", " phần trăm"])).map("".join),
    st.tuples(NUMBERS, st.sampled_from(["/", " / "]), NUMBERS).map("".join),
    st.tuples(NUMBERS, SCALE).map("".join),
    st.tuples(NUMBERS, SCALE, st.just(" "), NUMBERS, SCALE).map("".join),
    st.tuples(NUMBERS, st.sampled_from(["-", " - ", " đến ", "–"]), NUMBERS).map("".join),
)
WORDS = st.sampled_from(
    ["hồ sơ", "đồng", "đạt", "trên", "gần", "khoảng", "≥", "không quá", "từ", "trở lên", "tăng", "giảm", "hạ", "rưỡi",
     "năm 2026", "tháng 9/2026", "quý 1/2026", "ngày 15/01/2026", "ngày 15/01", "15/01/2026", "9/2026", "15/01",
     "64-KH/BTGDVTU", "m2", "COVID-19", "so với", ":", "(", ")", ",", ";", "-", "%", "xuống", "vụ việc"]
)  # fmt: skip
TEXTS = st.tuples(
    st.lists(WORDS, max_size=2), st.lists(FIGURES, min_size=1, max_size=2), st.lists(WORDS, max_size=2)
).map(lambda parts: " ".join(piece for part in parts for piece in part))


def fast(text):
    read = parse(text)
    is_figure = isinstance(read, Reading) and not read.is_empty
    return {(read.numerator, read.denominator, read.number)} if is_figure else None


@settings(max_examples=1500, derandomize=True, deadline=None)
@given(text=TEXTS)
@example(text="1,234/1.234.567")
@example(text="4 tỷ 5 tỷ đồng")
@example(text="Hồ sơ trễ hạn - 5 hồ sơ")
@example(text="537 triệu 4 tỷ")
def test_what_is_taken_for_a_figure_is_the_only_reading_of_the_text(text):
    figure = fast(text)
    if figure is not None:
        assert readings(text) == figure, text


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("94,49%", {(None, None, Decimal("94.49"))}),
        ("17/17", {(Decimal(17), Decimal(17), None)}),
        ("388/400 (97%)", {(Decimal(388), Decimal(400), Decimal(97))}),
        ("trên 3 tỷ đồng", {(None, None, Decimal(3 * 10**9))}),
        ("4 tỷ 537 triệu", {(None, None, Decimal(4537 * 10**6))}),
        ("1.234", {(None, None, Decimal(1234)), (None, None, Decimal("1.234"))}),
        ("1.234.567 đồng", {(None, None, Decimal(1234567))}),
        ("năm 2026: 5 việc", {(None, None, Decimal(5))}),
        ("5-7 ngày", set()),
        ("hạ 10 điểm từ 87 xuống 78", set()),
        ("15/01/2026", set()),
        ("8:16", set()),
        ("3 tỷ rưỡi", set()),
        ("- 5 việc", {(None, None, Decimal(5)), (None, None, Decimal(-5))}),
    ],
)
def test_the_slow_reader_reads_what_papers_write(text, read):
    assert readings(text) == read
