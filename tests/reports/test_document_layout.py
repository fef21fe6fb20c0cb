"""The lines that the rule sets print."""

import json
import unicodedata
from datetime import date

import pytest

from reports.documents.layout import RuleSetMissing, lay_out, rule_set_for


def test_hd_36_holds_from_its_first_day_to_its_last():
    first, last = rule_set_for("party", date(2018, 4, 3)), rule_set_for("party", date(2026, 5, 26))
    assert (first.name, last.name) == ("Hướng dẫn 36-HD/VPTW", "Hướng dẫn 36-HD/VPTW")


@pytest.mark.parametrize(
    ("layout", "day", "rules"),
    [("party", date(2026, 5, 27), "hd05"), ("state", date(2020, 3, 5), "nd30"), ("state", date(2026, 6, 1), "nd30")],
)
def test_the_papers_day_and_layout_choose_the_rule_set(layout, day, rules):
    assert rule_set_for(layout, day).slug == rules


@pytest.mark.parametrize(
    ("layout", "day", "words"),
    [
        ("party", date(2018, 4, 2), "của Đảng cho ngày 02/04/2018"),
        ("state", date(2020, 3, 4), "của Nhà nước cho ngày 04/03/2020"),
        ("front", date(2019, 10, 30), "của Mặt trận, đoàn thể cho ngày 30/10/2019"),
    ],
)
def test_a_day_without_rules_is_refused_by_system_and_date(layout, day, words):
    with pytest.raises(RuleSetMissing) as refusal:
        rule_set_for(layout, day)
    message = f"Cổng chưa có quy tắc trình bày văn bản {words}, nên chưa lập được văn bản."
    assert str(refusal.value) == message


def test_a_paper_of_a_day_without_rules_is_not_laid_out(facts):
    with pytest.raises(RuleSetMissing):
        lay_out({**facts, "effective_on": "2018-04-02"})


def test_facts_survive_json(issued):
    assert lay_out(json.loads(json.dumps(issued))) == lay_out(issued)


def test_a_draft_leaves_number_day_and_month_blank(facts):
    sheet = lay_out(facts)
    assert (sheet["number_line"], sheet["place_line"], sheet["is_draft"]) == (
        "Số       -TB/BDVTU",
        "Tân An, ngày      tháng      năm 2019",
        True,
    )


def test_an_issued_paper_has_two_digits_at_least_and_padded_dates(issued):
    sheet = lay_out(issued)
    assert (sheet["number_line"], sheet["place_line"], sheet["is_draft"]) == (
        "Số 07-TB/BDVTU",
        "Tân An, ngày 05 tháng 11 năm 2019",
        False,
    )


def test_a_number_alone_doesnt_make_a_paper_issued(facts):
    assert lay_out({**facts, "number": 7})["number_line"] == "Số       -TB/BDVTU"


def test_bodies_and_signers_title_are_real_capitals(facts):
    facts["signers"][0]["title"] = "Phó Trưởng ban"
    sheet = lay_out({**facts, "issuer": "Ban Tuyên giáo và Dân vận"})
    assert (sheet["superior"], sheet["issuer"], sheet["signatures"][0]["title"]) == (
        "TỈNH ỦY LONG AN",
        "BAN TUYÊN GIÁO VÀ DÂN VẬN",
        "PHÓ TRƯỞNG BAN",
    )


def test_lists_end_as_hd_36_wants_whatever_they_were_typed_with(facts):
    facts["grounds"] = ["Căn cứ Kế hoạch.", "Căn cứ Quyết định,", "Căn cứ kết quả làm việc;"]
    facts["recipients"] = ["Tỉnh ủy Long An (báo cáo);", "Huyện ủy Cần Đước"]
    sheet = lay_out(facts)
    assert sheet["grounds"] == ["Căn cứ Kế hoạch;", "Căn cứ Quyết định;", "Căn cứ kết quả làm việc,"]
    assert sheet["recipients"] == ["Tỉnh ủy Long An (báo cáo),", "Huyện ủy Cần Đước,", "Lưu BDVTU."]


def test_sections_are_numbered_in_order(facts):
    assert [section["heading"] for section in lay_out(facts)["sections"]] == ["1. Ưu điểm", "2. Hạn chế, tồn tại"]


def test_sections_with_parts_are_numbered_in_roman_capitals_and_their_parts_in_order(facts):
    parts = [{"heading": "Ưu điểm", "paragraphs": ["Tốt."]}, {"heading": "Hạn chế", "paragraphs": ["Chậm"]}]
    facts["sections"] = [{"heading": f"Mục {n}", "paragraphs": [], "parts": parts} for n in range(4)]
    sections = lay_out(facts)["sections"]
    assert [section["heading"] for section in sections] == ["I- MỤC 0", "II- MỤC 1", "III- MỤC 2", "IV- MỤC 3"]
    assert [part["heading"] for part in sections[3]["parts"]] == ["1. Ưu điểm", "2. Hạn chế"]
    assert [part["paragraphs"] for part in sections[3]["parts"]] == [["Tốt."], ["Chậm."]]


def test_a_closing_carries_the_end_mark_instead_of_the_last_section(facts):
    sheet = lay_out({**facts, "closing": "Trên đây là Báo cáo.", "style": {"end_mark": "./."}})
    assert sheet["closing"]["paragraphs"] == ["Trên đây là Báo cáo./."]
    assert [section["paragraphs"] for section in sheet["sections"]] == [
        section["paragraphs"] for section in facts["sections"]
    ]


@pytest.mark.parametrize(("mark", "printed"), [(".", "còn chậm."), ("./.", "còn chậm./.")])
def test_the_last_paragraph_carries_the_end_mark_of_the_organization(facts, mark, printed):
    last = lay_out({**facts, "style": {"end_mark": mark}})["sections"][-1]["paragraphs"][-1]
    assert last == f"Công tác triển khai từ huyện đến cơ sở {printed}"


def test_the_line_height_of_the_organization_chooses_the_class(facts):
    assert lay_out({**facts, "style": {"line_height_pt": 20}})["line_class"] == "line-20"


def test_decomposed_text_is_composed(facts):
    decomposed = {**facts, "about": unicodedata.normalize("NFD", facts["about"])}
    assert lay_out(decomposed) == lay_out(facts)
