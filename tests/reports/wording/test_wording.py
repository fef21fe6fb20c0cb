"""A template's words laid over a paper, and what is refused in them. Plain facts, no database."""

import pytest

from reports.documents.compose import kind_of
from reports.documents.compose.kinds import COMPOSED
from reports.documents.compose.sections import annex, section
from reports.documents.compose.wording import EMPTY, with_wording
from reports.documents.compose.wording.contents import (
    contents_of,
    faults_in_heading,
    faults_in_text,
    in_order,
    whole_of,
)
from reports.documents.compose.wording.placeholders import PLACEHOLDERS

NOTICE = kind_of("conclusion-notice")
VALUES = {"đơn vị": "UBND xã Long Hựu", "cơ quan ban hành": "Ban {đơn vị}", "hạn gửi báo cáo": ""}


def facts_with(*sections, **columns):
    fixed = {"about": "về kết luận", "addressees": [], "opening": "Mở.", "closing": ""}
    lists = {"grounds": ["Căn cứ A", "Căn cứ B"], "recipients": ["UBND xã"], "annexes": []}
    return {**fixed, **lists, "sections": list(sections), **columns}


def worded(facts, order=(), headings=None, **texts):
    contents = {"order": list(order), "headings": headings or {}, "texts": texts}
    return with_wording(facts, contents, VALUES.get)


def keys(facts):
    return [each["key"] for each in facts["sections"]]


# --- Laid over -------------------------------------------------------------------------------------------------------
def test_own_lines_stand_before_and_after_what_was_composed():
    facts = worded(
        facts_with(), grounds=f"Căn cứ Luật\n{COMPOSED}\n\nCăn cứ Quy chế", recipients=f"{COMPOSED}\n{{đơn vị}}"
    )
    assert facts["grounds"] == ["Căn cứ Luật", "Căn cứ A", "Căn cứ B", "Căn cứ Quy chế"]
    assert facts["recipients"] == ["UBND xã", "UBND xã Long Hựu"]


def test_a_single_text_holds_what_was_composed_in_its_midst():
    facts = worded(facts_with(), about=f"{COMPOSED} tại {{đơn vị}}", opening="", closing="Hết.\nXin báo cáo.")
    assert (facts["about"], facts["opening"], facts["closing"]) == (
        "về kết luận tại UBND xã Long Hựu",
        "",
        "Hết.\nXin báo cáo.",
    )


def test_what_a_placeholder_becomes_is_never_looked_at_again():
    assert worded(facts_with(), opening="{cơ quan ban hành} {đơn vị}")["opening"] == "Ban {đơn vị} UBND xã Long Hựu"


def test_what_is_no_placeholder_stays_text_and_is_among_what_is_missing():
    text = "{{ 7 * 7 }} {% now %} ${x} {đơn vị.pk} {2.1} <b>đậm</b> {"
    facts = worded(facts_with(), opening=text)
    assert facts["opening"] == text
    marks = ["{ 7 * 7 }", "{% now %}", "{x}", "{đơn vị.pk}", "{2.1}"]
    assert facts["missing"] == [{"slot": "opening", "text": mark} for mark in marks]


def test_a_placeholder_without_a_value_stands_in_brackets_once_among_what_is_missing():
    facts = worded(
        facts_with(section("report", "Báo cáo", ["x"])), report="{hạn gửi báo cáo}\nTrước {hạn gửi báo cáo}."
    )
    assert facts["sections"][0]["paragraphs"] == ["[chưa có: hạn gửi báo cáo]", "Trước [chưa có: hạn gửi báo cáo]."]
    assert facts["missing"] == [{"slot": "report", "text": "[chưa có: hạn gửi báo cáo]"}]


def test_sections_stand_in_the_templates_order_and_new_ones_where_they_stood():
    facts = facts_with(*(section(key, key, ["x"]) for key in ("a", "b", "new", "c")))
    assert keys(worded(facts, order=["c", "b", "a", "gone"])) == ["c", "b", "new", "a"]
    assert keys(worded(facts)) == ["a", "b", "new", "c"]
    assert in_order(["new", "a", "b"], ["b", "a"]) == ["new", "b", "a"]


def test_headings_and_texts_of_parts_and_of_annexes_are_set_too_and_tables_stay():
    table = {"columns": [], "groups": [1], "caption": ""}
    remarks = section("remarks", "Nhận xét", parts=[section("good", "Ưu điểm", ["Tốt."], grid=table)])
    outline = annex("outline", "Đề cương", [section("survey", "Khái quát", ["- …"])])
    texts = {"remarks/good": f"{COMPOSED}\nKhá.", "annex:outline/survey": "- Dân số."}
    headings = {"remarks": "Đánh giá {đơn vị}", "annex:outline/survey": "Tình hình"}
    facts = worded(facts_with(remarks, annexes=[outline]), headings=headings, **texts)
    (good,) = facts["sections"][0]["parts"]
    assert facts["sections"][0]["heading"] == "Đánh giá UBND xã Long Hựu"
    assert (good["heading"], good["paragraphs"], good["grid"]) == ("Ưu điểm", ["Tốt.", "Khá."], table)
    (survey,) = facts["annexes"][0]["sections"]
    assert (survey["heading"], survey["paragraphs"]) == ("Tình hình", ["- Dân số."])


def test_a_section_without_facts_stays_away_and_one_that_was_emptied_goes_with_what_is_above():
    people = section("people", "Thành phần", parts=[section("units", "Đơn vị", ["- Lãnh đạo."])])
    outline = section("results", "Kết quả")
    facts = worded(facts_with(people, outline), headings={"people": "Ai dự"}, **{"people/units": "", "gone": "Thêm"})
    assert keys(facts) == ["results"]


def test_the_facts_that_come_in_are_left_as_they_were():
    own = facts_with(section("a", "A", ["x"], parts=[section("b", "B", ["y"])]))
    before = repr(own)
    worded(own, headings={"a": "Khác"}, **{"a/b": "z", "grounds": "Căn cứ"})
    assert repr(own) == before


# --- Stored ----------------------------------------------------------------------------------------------------------
def test_only_what_differs_from_the_portals_own_words_is_stored():
    whole = whole_of(NOTICE)
    assert contents_of(NOTICE, whole["order"], whole["headings"], whole["texts"]) == EMPTY
    texts = {**whole["texts"], "opening": "{ Cơ  quan ban hành }\r\nthông báo:  ", "recipients": f"{COMPOSED}\nLưu VT"}
    headings = {**whole["headings"], "strengths": "  Kết   quả "}
    assert contents_of(NOTICE, ["requests", "strengths", "shortcomings", "follow-up"], headings, texts) == {
        "order": ["requests", "strengths", "shortcomings", "follow-up"],
        "headings": {"strengths": "Kết quả"},
        "texts": {"opening": "{cơ quan ban hành}\nthông báo:", "recipients": f"{COMPOSED}\nLưu VT"},
    }


# --- Refused ---------------------------------------------------------------------------------------------------------
def faults(key, text, kind=NOTICE):
    return faults_in_text(kind, kind.place(key), text)


def listed(fault):
    return fault[fault.index(": {") + 2 :]


LIST = listed(faults("opening", "{x}")[0])


def test_an_unknown_placeholder_is_named_with_the_list_of_those_there_are():
    assert faults("opening", "Gửi {đơn vi} và {đơn vị}, {x}") == [
        f"Không có chỗ điền {{đơn vi}}, {{x}}. Chỗ điền dùng được: {LIST}"
    ]
    offered = [each.mark for each in PLACEHOLDERS if "inspection" in each.about and not each.kind]
    assert f"{', '.join(offered)}." == LIST


@pytest.mark.parametrize("text", ["{{đơn vị}}", "Mở {", "} đóng", "{đơn vị", "{% if x %}{đơn vị}{% endif %} {"])
def test_braces_that_are_no_placeholder_are_refused(text):
    assert len(faults("opening", text)) == 1


def test_a_placeholder_of_other_papers_is_refused_as_such():
    plan = kind_of("plan")
    assert faults("opening", "{đơn vị}", plan)[0].startswith("{đơn vị} không dùng được trong loại văn bản này.")
    assert faults("opening", "{giờ kết thúc}")[0].startswith("{giờ kết thúc} không dùng được")
    assert faults("opening", "{2.1}")[0].startswith("Không có chỗ điền {2.1}.")


def test_what_the_records_fill_may_not_be_left_out_and_stands_on_a_line_of_its_own():
    records = "Giữ {phần cổng soạn}: phần này do dữ liệu của cuộc kiểm tra, chỉ thêm được câu trước, câu sau."
    assert faults("grounds", "Căn cứ Luật") == [records]
    assert faults("strengths", "") == [records]
    assert faults("grounds", f"Căn cứ {COMPOSED}") == ["Để {phần cổng soạn} đứng riêng một dòng."]
    assert faults("grounds", f"{COMPOSED}\n{COMPOSED}") == ["Ghi {phần cổng soạn} một lần thôi."]
    assert faults("grounds", f"Căn cứ Luật\n {COMPOSED}") == []
    assert faults("about", f"{COMPOSED} năm nay") == []


def test_what_may_be_empty_and_what_may_not():
    assert [key for key in ("about", "opening", "closing", "follow-up") if faults(key, "  ")] == ["about", "follow-up"]
    assert faults("about", "") == ["Phần này không để trống được."]
    assert faults_in_heading(NOTICE, " ") == ["Ghi đề mục."]
    assert faults_in_heading(NOTICE, "Kết quả {hình thức}") == []
    assert faults_in_heading(NOTICE, "Kết quả {x}")[0].startswith("Không có chỗ điền {x}.")


def test_articles_which_refer_to_each_other_keep_their_order():
    assert kind_of("delegation-decision").order == []
    assert NOTICE.order == ["strengths", "shortcomings", "requests", "follow-up"]
    assert kind_of("figures-annex").order == []
