"""What a body chooses of its papers' layout, read from the PDF: spelling of tones, the Front's own head line."""

import pytest

from reports.documents.layout import lay_out
from reports.documents.press.engine import pdf_bytes
from reports.documents.press.render import html_of
from tests.reports.measured import Printed
from tests.reports.sample_facts import sample, section

FRONT = {"system": "front", "superior": "Ủy ban Mặt trận Tổ quốc tỉnh Tây Ninh", "issuer": "Ban Thường trực"}
OWN_LINE = "MẶT TRẬN TỔ QUỐC VIỆT NAM"


def printed(rules="hd05", **parts):
    sheet = lay_out({**sample("conclusion-notice", rules), **parts})
    return Printed(pdf_bytes(html_of(sheet), sheet["stylesheet"]))


def words_of(paper):
    return " ".join(row[1] for sheet in paper.sheets for row in sheet.rows)


@pytest.mark.parametrize(("tone", "other"), [("ỦY", "UỶ"), ("UỶ", "ỦY")])
def test_uy_is_spelled_as_the_body_has_it_but_in_words_of_staff(tone, other):
    text = "Đảng ủy xã Cần Đước và bà Thúy Hòa ở Ủy ban; thủy lợi."
    own = {**section("Hạn chế"), "paragraphs": {"html": "<p>Huyện uỷ, Huyện ủy.</p>"}}
    style = {**sample("plan", "hd05")["style"], "tone": tone}
    words = words_of(printed(style=style, sections=[section("Ưu điểm", [text]), own]))
    small, other_small = tone.lower(), other.lower()
    assert f"TỈNH {tone} TÂY NINH" in words
    assert f"Đảng {small} xã Cần Đước và bà Thúy Hòa ở {tone[0]}{small[1:]} ban; thủy lợi." in words
    assert "Huyện uỷ, Huyện ủy." in words
    assert (other in words, words.count(f" {other_small}")) == (False, 1)  # the one that staff wrote


@pytest.mark.parametrize(("rules", "size"), [("hd05", 15), ("nd30", 13)])
def test_the_front_prints_its_own_head_line_in_the_layout_that_it_chose(rules, size):
    paper = printed(rules, **FRONT, head_line=OWN_LINE)
    line = paper.first.line(OWN_LINE)
    length, middle = paper.first.rule_below(line)
    assert (line.size, line.style) == (size, "bold")
    assert (length, middle) == (pytest.approx(line.right - line.left, abs=0.5), pytest.approx(line.middle, abs=0.5))
    words = words_of(paper)
    assert [text for text in ("ĐẢNG CỘNG SẢN", "CỘNG HÒA", "Độc lập") if text in words] == []
    assert paper.first.line("BAN THƯỜNG TRỰC").middle < line.left


@pytest.mark.parametrize("rules", ["hd05", "nd30"])
def test_a_front_without_a_line_of_its_own_prints_none(rules):
    words = words_of(printed(rules, **FRONT, head_line=""))
    assert [text for text in ("ĐẢNG CỘNG SẢN", "CỘNG HÒA", "Độc lập") if text in words] == []
    assert "BAN THƯỜNG TRỰC" in words
