"""The slots of a paper, words of staff in them, and what has changed since. Plain facts, no database."""

from reports.documents.compose.sections import annex, section
from reports.documents.compose.slots import fact_hash, hashes_of, slots_behind, slots_of, taken_over, with_texts


def facts_with(*sections, annexes=(), missing=(), **columns):
    return {
        "about": "về kết luận",
        "addressees": [],
        "grounds": ["Căn cứ Kế hoạch"],
        "opening": "",
        "closing": "",
        "recipients": ["UBND xã"],
        "sections": list(sections),
        "annexes": list(annexes),
        "missing": list(missing),
        **columns,
    }


def remarks(*strengths, table=None):
    parts = [section("strengths", "Ưu điểm", list(strengths)), section("table", "Số liệu", table=table)]
    return section("remarks", "Nhận xét", parts=parts)


def test_every_section_part_and_annex_is_a_slot_in_the_order_of_print():
    article = section("article-1", "", ["Thành lập Đoàn."], numbering="articles")
    schedule = annex("schedule", "Lịch", [section("days", "Ngày", ["01/6"])])
    slots = slots_of(facts_with(remarks("Tốt."), article, annexes=[schedule]))
    assert [(slot.key, slot.label) for slot in slots] == [
        ("about", "Trích yếu"),
        ("addressees", "Nơi gửi đến"),
        ("grounds", "Căn cứ"),
        ("opening", "Lời mở đầu"),
        ("remarks", "Nhận xét"),
        ("remarks/strengths", "Nhận xét › Ưu điểm"),
        ("remarks/table", "Nhận xét › Số liệu"),
        ("article-1", "Điều 2"),
        ("closing", "Lời kết"),
        ("recipients", "Nơi nhận"),
        ("annex:schedule/days", "Lịch › Ngày"),
    ]
    assert slots[5].paragraphs == ["Tốt."]


def test_words_of_staff_stand_where_the_paragraphs_were_and_nowhere_else():
    facts = facts_with(remarks("Tốt."), missing=[{"slot": "remarks/strengths", "text": "[chưa có số: 2.1]"}])
    changed = with_texts(facts, {"remarks/strengths": "<p>Rất tốt.</p>", "about": "<p>về</p>", "gone": "<p>x</p>"})
    assert changed["sections"][0]["parts"][0]["paragraphs"] == {"html": "<p>Rất tốt.</p>"}
    assert (changed["about"], changed["grounds"]) == ({"html": "<p>về</p>"}, ["Căn cứ Kế hoạch"])
    assert changed["missing"] == []
    assert facts["sections"][0]["parts"][0]["paragraphs"] == ["Tốt."]  # the composed facts are untouched


def test_a_slot_is_behind_when_its_text_or_its_table_has_changed():
    rows = [{"group": "1", "rows": [{"printed": "97%"}]}]
    before = facts_with(remarks("Tốt.", table=rows))
    assert slots_behind(before, facts_with(remarks("Tốt.", table=rows))) == []
    other = [{"group": "1", "rows": [{"printed": "96%"}]}]
    behind = slots_behind(before, facts_with(remarks("Khá.", table=other), recipients=["UBND xã", "Đảng ủy xã"]))
    assert [slot.key for slot in behind] == ["remarks/strengths", "remarks/table", "recipients"]
    assert behind[0].paragraphs == ["Khá."]


def test_new_and_removed_sections_are_behind_too():
    before, after = facts_with(section("old", "Cũ", ["a"])), facts_with(section("new", "Mới", ["b"]))
    assert [slot.key for slot in slots_behind(before, after)] == ["new", "old"]


def test_equal_contents_have_equal_hashes():
    one, two = slots_of(facts_with(remarks("Tốt.")))[5], slots_of(facts_with(remarks("Tốt.")))[5]
    assert fact_hash(one) == fact_hash(two) == hashes_of(facts_with(remarks("Tốt.")))["remarks/strengths"]
    assert len(fact_hash(one)) == 64


def test_slots_are_taken_over_one_by_one_until_none_is_behind():
    mark = {"slot": "remarks/strengths", "text": "[chưa có số: 2.1]"}
    stored = facts_with(remarks("Tốt."), section("old", "Cũ", ["a"]), section("last", "Cuối", ["z"]), missing=[mark])
    schedule = annex("schedule", "Lịch", [section("days", "Ngày", ["01/6"])])
    present = facts_with(
        section("first", "Đầu", ["0"]), remarks("Khá."), section("last", "Cuối", ["z"]), annexes=[schedule]
    )
    step = taken_over(stored, present, "remarks/strengths")
    assert [each["key"] for each in step["sections"]] == ["remarks", "old", "last"]
    assert step["sections"][0]["parts"][0]["paragraphs"] == ["Khá."]
    assert step["missing"] == []
    for slot in slots_behind(stored, present):
        stored = taken_over(stored, present, slot.key)
    assert stored == present


def test_a_section_that_comes_in_stands_where_it_stands_now_and_one_that_went_out_is_gone():
    stored = facts_with(section("a", "A", ["a"]), section("gone", "G", ["g"]), section("c", "C", ["c"]))
    present = facts_with(section("a", "A", ["a"]), section("b", "B", ["b"]), section("c", "C", ["changed"]))
    come = taken_over(stored, present, "b")
    assert [each["key"] for each in come["sections"]] == ["a", "gone", "b", "c"]
    assert come["sections"][3]["paragraphs"] == ["c"]
    assert [each["key"] for each in taken_over(stored, present, "gone")["sections"]] == ["a", "c"]
