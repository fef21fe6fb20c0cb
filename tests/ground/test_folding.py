"""Names are equal and found however apostrophes, dashes, spaces, capitals and short forms are typed."""

import re

import pytest

from ground.text import fold, fold_for_search, match_key, nfc, phrases, spoken_key, spoken_pattern

ALIKE = [
    ["Ea H’Leo", "Ea H'Leo", "Ea H‘Leo", "ea h`leo", "EA HLEO"],
    ["M’Drắk", "M'Drắk", "Mdrắk"],
    ["Ia H' Drai", "Ia H’Drai", "ia hdrai"],
    ["Đường Đạo", "đường đạo", "duong dao"],
    ["Bà Rịa – Vũng Tàu", "Bà Rịa-Vũng Tàu", "Bà Rịa  -  Vũng Tàu", "ba ria—vung tau"],
    ["Phan Rang–Tháp Chàm", "Phan Rang - Tháp Chàm"],
    ["Thành phố Hồ Chí Minh", "TP. Hồ Chí Minh", "TP.HCM", "TP HCM", "TPHCM", "tp hồ chí minh"],
    ["Ủy ban nhân dân xã Mỹ Lệ", "UBND xã Mỹ Lệ", "Uỷ ban  nhân dân XÃ MĨ LỆ"],
    ["Thành phố Tân An", "TP Tân An", "TP. Tân An"],
]


@pytest.mark.parametrize("names", ALIKE)
def test_a_name_is_equal_however_it_is_typed(names):
    assert {match_key(name) for name in names} == {match_key(names[0])}


@pytest.mark.parametrize("names", ALIKE)
def test_each_way_of_typing_finds_each_other(names):
    stored = [fold_for_search(name) for name in names]
    missed = [(name, text) for name in names for text in stored for word in fold(name).split() if word not in text]
    assert missed == []


@pytest.mark.parametrize("name", [*(name for names in ALIKE for name in names), "DVCQ2019-806", "30/QĐ-UBND", "2.1"])
def test_folding_again_changes_nothing(name):
    stored = fold_for_search(name)
    assert (fold(fold(name)), fold_for_search(stored), match_key(match_key(name))) == (
        fold(name),
        stored,
        match_key(name),
    )


def test_codes_and_numbers_stay_one_word():
    assert [fold(code) for code in ("DVCQ2019-806", "2.1", "2019–2020")] == ["dvcq2019-806", "2.1", "2019-2020"]


def test_a_phrase_is_looked_for_in_its_short_and_its_long_form():
    assert phrases("UBND xã Mỹ Lệ") == {"ubnd xa mi le", "uy ban nhan dan xa mi le"}


def test_a_persons_name_differs_by_its_tones_but_not_by_their_place():
    assert spoken_key("Lê Thị  THUÝ") == spoken_key("lê thị Thúy")
    assert spoken_key("Trần Hoà\nBình") == spoken_key("Trần Hòa Bình")
    assert len({spoken_key(name) for name in ("Nguyễn Văn An", "Nguyên Văn An", "Nguyễn Vân An", "Nguyễn Văn Ấn")}) == 4


@pytest.mark.parametrize(
    ("typed", "name", "is_meant"),
    [
        ("ea h’leo", "Ea H'leo", True),
        ("EA HLEO", "Ea H’leo", True),
        ("hoà  bình", "Hòa Bình", True),
        ("thúy", "Thuý", True),
        ("Bà Rịa – Vũng Tàu", "Bà Rịa - Vũng Tàu", True),
        ("tân lập", "Tấn Lập", False),
        ("tan lap", "Tân Lập", False),
        ("Tân Lập (cũ) a.b", "Tân Lập (cũ) a.b", True),
        ("a.b", "a-b", False),
    ],
)
def test_the_pattern_of_a_name_is_that_name_however_apostrophes_spaces_and_tones_are_placed(typed, name, is_meant):
    assert bool(re.fullmatch(spoken_pattern(typed), name, re.IGNORECASE)) is is_meant


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("\uf0b7\tMột", "-\tMột"),
        ("➢ Hai", "- Hai"),
        ("dòng\x0bsau", "dòng\nsau"),
        ("dòng\u2028sau\u2029cuối", "dòng\nsau\ncuối"),
        ("chuông\x07 và\x1f", "chuông và"),
        ("một\u2011hai", "một-hai"),
        ("trái\u200esang\u202aphải", "tráisangphải"),
        ("tab\tvà\r\ndòng", "tab\tvà\r\ndòng"),
    ],
)
def test_characters_that_papers_would_print_as_boxes_become_known_equals(typed, stored):
    assert nfc(typed) == stored
