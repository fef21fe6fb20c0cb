"""Texts typed for fonts of before Unicode."""

import pytest

from ground.fonts.old_fonts import TCVN3, VNI, encoding_of_font, in_unicode, shows_capitals


def test_texts_for_old_fonts_are_read_as_the_fonts_show_them():
    assert in_unicode("B¸o c¸o kÕt qu¶ d©n vËn chÝnh quyÒn n¨m 2019, ®ång chÝ, nh÷ng ng­êi", TCVN3) == (
        "Báo cáo kết quả dân vận chính quyền năm 2019, đồng chí, những người"
    )
    assert in_unicode("Baùo caùo keát quaû daân vaän chính quyeàn naêm 2019, ñoàng chí, nhöõng ngöôøi", VNI) == (
        "Báo cáo kết quả dân vận chính quyền năm 2019, đồng chí, những người"
    )
    assert in_unicode("COÄNG HOØA XAÕ HOÄI CHUÛ NGHÓA VIEÄT NAM", VNI) == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"


@pytest.mark.parametrize(
    ("font", "encoding", "capitals"),
    [
        (".VnTime", TCVN3, False),
        (".VnTimeH", TCVN3, True),
        (".vntimeh", TCVN3, False),
        ("/ABCDEF+.VnArialH,Bold", TCVN3, True),
        ("VNI-Times", VNI, False),
        ("ABCDEF+VNI-Helve-Bold", VNI, False),
        ("Times New Roman", None, False),
        ("VNF-Sach Giao Khoa", None, False),
        ("", None, False),
    ],
)
def test_a_font_tells_its_encoding_by_its_name(font, encoding, capitals):
    assert (encoding_of_font(font), shows_capitals(font)) == (encoding, capitals)
