"""The PDF of a Party paper, measured: HD 36-HD/VPTW in millimetres and points."""

from itertools import pairwise

import pytest

from tests.reports.read_pdf import pages_of

MM = 25.4 / 72
DIGIT_HEIGHT = 0.662  # of the font's size, Liberation Serif
LEFT, RIGHT, TOP, BOTTOM = 30, 195, 20, 277  # the text area of A4 under margins of 30, 15, 20, 20 mm
REGULAR, BOLD, ITALIC = {"Liberation-Serif"}, {"Liberation-Serif-Bold"}, {"Liberation-Serif-Italic"}


def within(value, tolerance=0.3):
    return pytest.approx(value, abs=tolerance)


def middle(line):
    return (line["left"] + line["right"]) / 2


def rules_of(page):
    """Drawn lines and boxes, as left, right, top, bottom in mm; not the white sheet itself."""
    drawn = [{side: mark[side] * MM for side in ("x0", "x1", "top", "bottom")} for mark in page.rects + page.lines]
    return [mark for mark in drawn if mark["x1"] - mark["x0"] < RIGHT - LEFT - 1]


def page_number(page):
    """The letters above the text area."""
    return [char for char in page.chars if (page.height - char["matrix"][5]) * MM < TOP]


def test_the_paper_is_a4(opened, facts):
    page = opened(facts).pages[0]
    assert (page.width * MM, page.height * MM) == (within(210, 0.1), within(297, 0.1))


@pytest.mark.parametrize(
    ("words", "size", "font"),
    [
        ("TỈNH ỦY LONG AN", 14, REGULAR),
        ("BAN DÂN VẬN", 14, BOLD),
        ("-TB/BDVTU", 14, REGULAR),
        ("ĐẢNG CỘNG SẢN VIỆT NAM", 15, BOLD),
        ("năm 2019", 14, ITALIC),
        ("THÔNG BÁO", 16, BOLD),
        ("về kết luận kiểm tra", 14, BOLD),
        ("-----", 14, REGULAR),
        ("- Căn cứ Kế hoạch kiểm tra;", 14, REGULAR),
        ("1. Ưu điểm", 14, BOLD),
        ("Hồ sơ giải quyết", 14, REGULAR),
        ("TRƯỞNG BAN", 14, REGULAR),
        ("Nguyễn Thị Ngọc Hạnh", 14, BOLD),
        ("Nơi nhận:", 14, REGULAR),
        ("- Tỉnh ủy Long An (báo cáo),", 12, REGULAR),
        ("- Lưu BDVTU.", 12, REGULAR),
        ("Dự thảo lần 1", 14, BOLD),
    ],
)
def test_every_part_has_its_size_and_face(opened, facts, line_of, words, size, font):
    line = line_of(opened(facts).pages[0], words)
    assert (line["sizes"], line["fonts"]) == ({size}, font)


def test_the_head_is_two_blocks_of_46_and_54_in_a_hundred(opened, facts, line_of):
    page = opened(facts).pages[0]
    left, right = LEFT + 165 * 0.46 / 2, RIGHT - 165 * 0.54 / 2
    stars = [char for char in page.chars if char["text"] == "*"]
    assert [(char["x0"] + char["x1"]) / 2 * MM for char in stars] == [within(left)]
    assert middle(line_of(page, "TỈNH ỦY LONG AN")) == within(left)
    assert middle(line_of(page, "BAN DÂN VẬN")) == within(left)
    assert middle(line_of(page, "ĐẢNG CỘNG SẢN VIỆT NAM")) == within(right)


def test_number_and_date_stand_on_one_row(opened, issued, line_of):
    page = opened(issued).pages[0]
    number = line_of(page, "Số 07-TB/BDVTU")
    assert line_of(page, "Tân An, ngày 05 tháng 11 năm 2019")["baseline"] == within(number["baseline"], 0.01)


def test_the_rule_under_the_party_title_is_as_long_as_its_text(opened, issued, line_of):
    page = opened(issued).pages[0]
    title = line_of(page, "ĐẢNG CỘNG SẢN VIỆT NAM")
    below = [mark for mark in rules_of(page) if mark["bottom"] > title["baseline"] > TOP and mark["x0"] > 105]
    ends = {(round(mark["x0"], 1), round(mark["x1"], 1)) for mark in below}
    assert ends == {(round(title["left"], 1), round(title["right"], 1))}


def test_the_draft_box_stands_above_the_right_block_inside_the_text_area(opened, facts, line_of):
    page = opened(facts).pages[0]
    words, title = line_of(page, "Dự thảo lần 1"), line_of(page, "ĐẢNG CỘNG SẢN VIỆT NAM")
    around = [mark for mark in rules_of(page) if mark["top"] < words["baseline"] and mark["bottom"] < title["baseline"]]
    left, right = min(mark["x0"] for mark in around), max(mark["x1"] for mark in around)
    top, bottom = min(mark["top"] for mark in around), max(mark["bottom"] for mark in around)
    capitals = title["baseline"] - 0.9 * 15 * MM
    assert (left > RIGHT - 165 * 0.54, right <= RIGHT + 0.01, top >= TOP - 0.01, bottom < capitals) == (True,) * 4
    assert (left < words["left"], words["right"] < right) == (True, True)


def test_kind_subject_and_dashes_are_centred_on_the_text_area(opened, facts, line_of):
    page = opened(facts).pages[0]
    centre = (LEFT + RIGHT) / 2
    assert middle(line_of(page, "THÔNG BÁO")) == within(centre)
    assert middle(line_of(page, "-----")) == within(centre)


def test_the_body_is_indented_10_mm_justified_and_18_points_a_line(opened, two_pages, line_of):
    page = opened(two_pages).pages[0]
    assert line_of(page, "1. Ưu điểm")["left"] == within(LEFT + 10)
    assert line_of(page, "Hồ sơ giải quyết")["left"] == within(LEFT + 10)
    full = [line for line in page.extract_text_lines() if line["x0"] * MM < LEFT + 0.3 and line["x1"] * MM > 190]
    assert {round(line["x1"] * MM, 1) for line in full} == {195.0}
    baselines = sorted(page.height - line["chars"][0]["matrix"][5] for line in full)
    steps = {round(below - above, 1) for above, below in pairwise(baselines)}
    assert 18.0 in steps
    assert min(steps) == 18.0


@pytest.mark.parametrize("points", [18, 19, 20])
def test_the_line_height_is_the_organizations(opened, two_pages, points):
    two_pages["style"] = {"line_height_pt": points}
    page = opened(two_pages).pages[1]
    lines = [line for line in page.extract_text_lines() if line["x0"] * MM < LEFT + 0.3][:2]
    first, second = (page.height - line["chars"][0]["matrix"][5] for line in lines)
    assert second - first == within(points, 0.05)


def test_paragraphs_stand_six_points_apart(opened, facts, line_of):
    page = opened(facts).pages[0]
    above, below = line_of(page, "- Căn cứ Kế hoạch"), line_of(page, "- Căn cứ kết quả")
    assert (below["baseline"] - above["baseline"]) / MM == within(24, 0.1)


def test_four_to_five_blank_lines_are_left_for_the_signature(opened, facts, line_of):
    page = opened(facts).pages[0]
    title, name = line_of(page, "TRƯỞNG BAN"), line_of(page, "Nguyễn Thị Ngọc Hạnh")
    assert 4 <= (name["baseline"] - title["baseline"]) / MM / 18 - 1 <= 5
    assert middle(name) == within(middle(title))


def test_recipients_stand_at_the_left_beside_the_signature(opened, facts, line_of):
    page = opened(facts).pages[0]
    label, title = line_of(page, "Nơi nhận:"), line_of(page, "TRƯỞNG BAN")
    assert (label["left"], label["baseline"]) == (within(LEFT), within(title["baseline"], 0.5))
    underline = [mark for mark in rules_of(page) if 0 < mark["top"] - label["baseline"] < 2 and mark["x0"] * 2 < 105]
    assert {(round(mark["x0"], 1), round(mark["x1"], 1)) for mark in underline} == {
        (round(label["left"], 1), round(label["right"], 1))
    }


def test_page_numbers_begin_on_page_2_over_the_text_area_10_mm_from_the_edge(opened, two_pages):
    two_pages["sections"][1]["paragraphs"] *= 2
    pages = opened(two_pages).pages
    assert [[char["text"] for char in page_number(page)] for page in pages] == [[], ["2"], ["3"]]
    for page in pages[1:]:
        (digit,) = page_number(page)
        top = (page.height - digit["matrix"][5]) * MM - DIGIT_HEIGHT * digit["size"] * MM
        assert (top, (digit["x0"] + digit["x1"]) / 2 * MM) == (within(10), within((LEFT + RIGHT) / 2))
        assert (round(digit["size"], 2), digit["fontname"].split("+")[1]) == (14, "Liberation-Serif")


@pytest.mark.parametrize("count", range(1, 37, 3))
def test_the_signature_takes_the_whole_last_paragraph_along(page_texts, facts, count):
    """Texts of many lengths push the signature over the page's end."""
    facts["sections"][0]["paragraphs"] = ["Công tác chỉ đạo, điều hành còn chậm. " * 9] * count
    last = "Ban Dân vận Tỉnh ủy theo dõi, đôn đốc việc thực hiện Thông báo này; " * 3
    facts["sections"][1]["paragraphs"] = ["Đơn vị thực hiện.", f"Sau cùng: {last}"]
    pages = page_texts(facts)
    assert ["Sau cùng:" in page for page in pages] == ["Nguyễn Thị Ngọc Hạnh" in page for page in pages]
    assert ["TRƯỞNG BAN" in page for page in pages] == ["Nguyễn Thị Ngọc Hạnh" in page for page in pages]
    endings = [page.splitlines()[-1] for page in pages]
    assert [ending for ending in endings if ending in ("1. Ưu điểm", "2. Hạn chế, tồn tại")] == []


@pytest.mark.parametrize("count", range(10, 22))
def test_a_line_that_leads_to_a_list_is_not_the_last_of_its_page(page_texts, facts, count):
    facts["sections"][0]["paragraphs"] = ["Một dòng."] * count
    facts["sections"][1]["paragraphs"] = ["Đề nghị UBND huyện:", "- Khắc phục.", *["Một dòng."] * 20]
    endings = [page.splitlines()[-1] for page in page_texts(facts)]
    assert [ending for ending in endings if ending.endswith(":") or ending[:2] in ("1.", "2.")] == []


@pytest.mark.parametrize("times", [60, 75, 90, 120, 150, 180])
def test_of_a_last_paragraph_longer_than_a_page_twelve_lines_stay_with_the_signature(page_texts, facts, times):
    facts["sections"][1]["paragraphs"] = ["Công tác chỉ đạo, điều hành còn chậm. " * times]
    before, _, after = page_texts(facts)[-1].partition("TRƯỞNG BAN")
    assert (before.count("\n") >= 12, "Nguyễn Thị Ngọc Hạnh" in after) == (True, True)


@pytest.mark.parametrize("part", ["about", "superior", "issuer", "symbol", "place", "title", "name"])
def test_a_long_unbroken_string_stays_in_the_text_area(printed, facts, part):
    where = facts["signers"][0] if part in ("title", "name") else facts
    where[part] = "W" * 150
    _inside_the_text_area(printed(facts))


def test_a_long_unbroken_string_in_lists_and_paragraphs_stays_in_the_text_area(printed, facts):
    long = "W" * 150
    facts["grounds"], facts["recipients"], facts["opening"] = [long, long], [long], long
    facts["sections"] = [{"heading": long, "paragraphs": [long]}]
    _inside_the_text_area(printed(facts))


def _inside_the_text_area(pdf):
    for page in pages_of(pdf):
        letters = [char for char in page.chars if char["baseline"] * MM >= TOP and char["text"].strip()]
        assert min(char["x0"] for char in letters) * MM >= LEFT - 0.05
        assert max(char["x1"] for char in letters) * MM <= RIGHT + 0.2
        assert max(char["baseline"] for char in letters) * MM <= BOTTOM
