"""Templates over every kind of paper, on both demo campaigns, for Party and State bodies."""

import json
from datetime import date

import pytest

from reports.documents.compose import facts_of, kind_of, kinds
from reports.documents.compose.kinds import COMPOSED, FIXED_KEYS
from reports.documents.compose.slots import slots_of
from reports.documents.compose.wording import EMPTY
from reports.documents.compose.wording.contents import faults_in_heading, faults_in_text, whole_of
from reports.documents.compose.wording.placeholders import offered_in
from reports.documents.layout import lay_out
from reports.documents.press.render import html_of
from tests.composed_papers import composed, sections_of, subject_of

pytestmark = pytest.mark.django_db
OF = [("case", date(2019, 10, 30)), ("can_duoc", date(2026, 6, 10)), ("state_case", date(2021, 10, 29))]


def worded(slug, inspection, day, contents):
    return facts_of(kind_of(slug), subject_of(slug, inspection, day), contents)


@pytest.mark.parametrize(("of", "day"), OF)
def test_without_a_template_every_paper_is_the_portals_own_to_the_byte(request, of, day):
    """Nor does a template of nothing change one, or one that says the portal's own words again."""
    inspection = request.getfixturevalue(of)
    for slug, kind in kinds().items():
        paper = subject_of(slug, inspection, day)
        own = json.dumps(facts_of(kind, paper), ensure_ascii=False)
        for contents in (EMPTY, whole_of(kind)):
            assert json.dumps(facts_of(kind, paper, contents), ensure_ascii=False) == own, slug


@pytest.mark.parametrize(("of", "day"), OF)
def test_every_section_with_a_heading_has_a_place_in_its_kind(request, of, day):
    """But those that records name: the groups of criteria, the bodies of a campaign's figures."""
    inspection, found = request.getfixturevalue(of), {}
    for slug, kind in kinds().items():
        known = {place.key for place in kind.places}
        sections = [each for each in sections_of(composed(slug, inspection, day)) if each["heading"]]
        found[slug] = {each["key"] for each in sections} - known
    left = {slug: {key for key in keys if "results/group-" not in key} for slug, keys in found.items()}
    assert {slug: {key.partition("-")[0] for key in keys} for slug, keys in left.items() if keys} == {
        "campaign-figures": {"figures"}
    }


@pytest.mark.parametrize("slug", sorted(kinds()))
def test_the_portals_own_words_could_be_typed(slug):
    kind = kind_of(slug)
    keys = [place.key for place in kind.places]
    assert len(keys) == len(set(keys))
    for place in kind.places:
        assert place.text is None or faults_in_text(kind, place, place.text) == [], place.key
        assert not place.heading or faults_in_heading(kind, place.heading) == [], place.key
        assert place.heading or place.text is not None, place.key


@pytest.mark.parametrize(("of", "day"), OF)
def test_every_placeholder_stands_in_a_paper_and_is_its_value(request, of, day):
    """In the subject of every kind, all that the kind may use: each once, between marks that nothing else has."""
    inspection = request.getfixturevalue(of)
    for slug, kind in kinds().items():
        offered = offered_in(kind)
        text = "".join(f"<{each.name}>{each.mark}</{each.name}>" for each in offered)
        facts = worded(slug, inspection, day, {**EMPTY, "texts": {"about": text}})
        paper = subject_of(slug, inspection, day)
        values = {each.name: each.value(paper) or f"[chưa có: {each.name}]" for each in offered}
        assert facts["about"] == "".join(f"<{name}>{value}</{name}>" for name, value in values.items()), slug
        unfilled = [value for value in values.values() if value.startswith("[")]
        assert facts["missing"] == [{"slot": "about", "text": mark} for mark in unfilled], slug


OF_THE_CASE = {
    "cơ quan ban hành": "Ban Dân vận Tỉnh ủy",
    "cơ quan kiểm tra": "Ban Dân vận Tỉnh ủy",
    "cơ quan cấp trên": "Tỉnh ủy",
    "người đứng đầu": "Trưởng ban Dân vận Tỉnh ủy",
    "địa danh": "Tân An",
    "ngày": "30/10/2019",
    "đồng chí": "đồng chí",
    "đợt": "“Năm dân vận chính quyền” 2019",
    "năm": "2019",
    "năm sau": "2020",
    "hình thức": "kiểm tra",
    "nội dung": "việc thực hiện “Năm dân vận chính quyền” 2019",
    "nội dung thực hiện": "thực hiện “Năm dân vận chính quyền” 2019",
    "công việc": "kiểm tra việc thực hiện “Năm dân vận chính quyền” 2019",
    "thời kỳ": "",
    "số ngày báo lịch": "10",
    "số ngày gửi báo cáo": "5",
    "số ngày kết luận": "30",
    "số ngày khắc phục": "60",
    "đoàn": "Đoàn Kiểm tra",
    "trưởng đoàn": "Nguyễn Thị Ngọc Hạnh",
    "đơn vị": "UBND huyện Cần Đước",
    "đơn vị thực hiện": "UBND huyện Cần Đước",
    "đơn vị báo cáo": "Ban Dân vận Huyện ủy Cần Đước",
    "nơi": "tại huyện Cần Đước",
    "cuộc kiểm tra": "kiểm tra việc thực hiện “Năm dân vận chính quyền” 2019 tại huyện Cần Đước",
    "ngày làm việc": "ngày 30/10/2019",
    "hạn gửi báo cáo": "trước ngày 25/10/2019",
    "hạn khắc phục": "29/12/2019",
    "giờ kết thúc": "…… giờ ……",
}


def test_what_the_placeholders_of_the_case_become(case):
    paper = subject_of("minutes", case, date(2019, 10, 30))
    assert {each.name: each.value(paper) for each in offered_in(kind_of("minutes"))} == OF_THE_CASE


@pytest.mark.parametrize("slug", sorted(kinds()))
def test_every_place_is_reached_and_prints_what_was_typed(can_duoc, slug):
    kind, day = kind_of(slug), date(2026, 6, 10)
    places = [place for place in kind.places if place.text is not None]
    heads = {place.key: f"Mục {n} {{cơ quan ban hành}}" for n, place in enumerate(kind.places) if place.heading}
    texts = {place.key: f"Trước {n}.\n{COMPOSED}\nSau {n}." for n, place in enumerate(places)}
    facts = worded(slug, can_duoc, day, {**EMPTY, "headings": heads, "texts": texts})
    own = {slot.key: slot for slot in slots_of(composed(slug, can_duoc, day))}
    for n, place in enumerate(places):
        if place.key in own:
            slot = next(each for each in slots_of(facts) if each.key == place.key)
            lines = [line for text in slot.paragraphs for line in text.split("\n") if line]
            assert lines == [f"Trước {n}.", *own[place.key].paragraphs, f"Sau {n}."], place.key
    shown = {each["key"]: each["heading"] for each in sections_of(facts)}
    for n, place in enumerate(kind.places):
        if place.heading and place.key in shown:
            assert shown[place.key] == f"Mục {n} Ban Tuyên giáo và Dân vận Tỉnh ủy"
    assert {place.key for place in kind.places} - set(own) - set(FIXED_KEYS) == set(LEFT_OUT.get(slug, ()))
    assert "Trước 0." in html_of(lay_out(facts))


# Sections that the record of Cần Đước leaves out.
LEFT_OUT = {
    "minutes": ["requests/by-unit"],
    "reminder-letter": ["report"],
    "result-report": ["remarks/responsibility", "remarks/oral", "requests/by-unit"],
}
