"""Text in TCVN3 or VNI is recognised without its font; Unicode, other languages and signs are left alone."""

import pytest

from ground.fonts.old_encodings import find_old_text


@pytest.mark.parametrize(
    ("text", "encoding", "shown"),
    [
        ("NguyÔn V¨n An", "TCVN3 (ABC)", "Nguyễn"),
        ("Lª An", "TCVN3 (ABC)", "Lê"),
        ("TrÇn ThÞ BÝch", "TCVN3 (ABC)", "Trần"),
        ("ĐÒ nghÞ", "TCVN3 (ABC)", "nghị"),
        ("§iÒu 5", "TCVN3 (ABC)", "Điều"),
        ("lÊy ý kiÕn nh©n d©n", "TCVN3 (ABC)", "lấy"),
        ("Nguyeãn Vaên An", "VNI", "Nguyễn"),
        ("Leâ An", "VNI", "Lê"),
        ("Uûy ban nhaân daân xaõ", "VNI", "Ủy"),
        ("UÛY BAN NHAÂN DAÂN", "VNI", "ỦY"),
        ("Kết quả ở cơ sở: thöïc hieän coâng taùc daân vaän", "VNI", "thực"),
        ("Đã có: thöïc hieän coâng taùc daân vaän", "VNI", "thực"),
    ],
)
def test_old_text_is_named_with_what_its_writer_saw(text, encoding, shown):
    old = find_old_text(text)
    assert (old.encoding, old.shown) == (encoding, shown)


@pytest.mark.parametrize(
    "text",
    [
        "Nguyễn Thị Quỳnh Hoa, Ngô Quyền, Lê Hà, Hoà Bình, Thuý, khuỷu, ngoằn ngoèo",
        "Công tác dân vận chính quyền",
        "Êđê, M'Nông, Krông Pắc, Đạ Tẻh, Pờ Ê, Ngọk Réo, Đắk Pék, Cư Jút, H'Đoâ",
        "Café Château Müller, André, José, Zürich, Citroën, São Paulo",
        "QĐ, NĐ-CP, 30/QĐ-UBND",
        "5 µm, 2×3, n×m, 25 m², ½, 30°C, § 5, ©2019, «văn», Windows®",
        "quyêt ddinh, hôì",
        "m×n, t×m",
        "taàù",  # would have two tone marks
        "Tổ của Leâ An",  # one word among Unicode proves nothing
    ],
)
def test_unicode_other_languages_and_signs_are_no_old_text(text):
    assert find_old_text(text) is None
