"""How lines, lists and tables of papers break, seen in the PDF; hostile words print as words or are dropped."""

import json
import re
import subprocess

import pytest

from ground.fonts.print_font import vietnamese_letters
from reports.documents.layout import lay_out
from reports.documents.layout.lines import roman
from reports.documents.layout.measure import balanced, width_of
from reports.documents.layout.typography import broken_well, title_broken_well, untied
from reports.documents.press.engine import pdf_bytes
from reports.documents.press.render import html_of
from tests.reports.measured import MM, Printed
from tests.reports.sample_facts import LONG, grid, sample, section, values


def printed(**parts):
    facts = {**sample("conclusion-notice", "hd05"), **parts}
    sheet = lay_out(facts)
    return Printed(pdf_bytes(html_of(sheet), sheet["stylesheet"]))


def lines_of(paper):
    return [row[1].strip() for sheet in paper.sheets for row in sheet.rows]


def overhang(paper):
    """How far the letters of a paper stick out of the right margin, in mm."""
    ends = [c["x1"] * MM - (s.width - 15) for s in paper.sheets for c in s.page.chars if c["text"].strip()]
    return max(ends)


# --- Lines -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "tied"),
    [
        ("tại xã Cần Đước và huyện", "tại xã_Cần_Đước và huyện"),
        ("đồng chí Nguyễn Thị Ngọc Hạnh,", "đồng chí Nguyễn_Thị_Ngọc_Hạnh,"),
        ("kinh tế - xã hội", "kinh tế_- xã hội"),
        ("ngày 30 tháng 10 năm 2019", "ngày_30 tháng_10 năm_2019"),
        ("Đoàn Kiểm tra số 3", "Đoàn_Kiểm tra số_3"),
        ("- Một là", "-_Một là"),
        ("thành phố Hồ Chí Minh", "thành_phố_Hồ_Chí_Minh"),
        ("đạt 97 % của 3 tỷ đồng", "đạt 97_% của 3_tỷ đồng"),
    ],
)
def test_names_numbers_and_dashes_are_tied_to_their_words(text, tied):
    assert broken_well(text) == tied.replace("_", " \u2060")
    assert untied(broken_well(text)) == text


def test_no_line_of_a_paper_breaks_a_name_or_begins_with_a_dash():
    """Texts of many lengths push the name and the dash over the line's end."""
    words = [f"{'m' * n} phát triển kinh tế - xã hội ở xã Cần Đước. {LONG}" for n in range(1, 40)]
    lines = lines_of(printed(sections=[section("Ưu điểm", words)]))
    assert [line for line in lines if line.startswith("- ") and "Căn cứ" not in line and line[2].islower()] == []
    assert [line for line in lines if line.endswith(("ở xã", "xã Cần"))] == []


def test_nothing_sticks_out_of_the_right_margin_by_more_than_a_fifth_of_a_millimetre():
    long = "W" * 500
    rows = [[str(n), "x" * n, long[:60], "2.10", LONG] for n in range(1, 12)]
    table = {**grid(1), "groups": [{"label": "", "rows": rows}]}
    words = [f"{'m' * n} {LONG}" for n in range(1, 40)]
    paper = printed(sections=[section("Ưu điểm", [*words, f"Xem {long} và tiếp theo."], grid=table)], opening=long)
    assert overhang(paper) <= 0.2


def test_a_word_of_500_letters_doesnt_tear_the_line_before_it():
    lines = lines_of(printed(sections=[section("Ưu điểm", [f"Xem tại: {'abcde' * 100} và tiếp theo."])]))
    line = next(line for line in lines if line.startswith("Xem tại:"))
    assert len(line) > 50


def test_titles_are_broken_into_lines_of_equal_length():
    text = "về kết luận kiểm tra việc thực hiện công tác dân vận chính quyền năm 2026 tại xã Cần Đước, tỉnh Tây Ninh"
    lines = balanced(broken_well(text), 14, 145, bold=True)
    widths = [width_of(line, 14, bold=True) for line in lines]
    assert (len(lines), max(widths) - min(widths) < 25) == (2, True)


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        (
            "về kết luận kiểm tra việc thực hiện công tác dân vận chính quyền năm 2026 tại xã Cần Đước",
            145,
            ["về kết luận kiểm tra việc thực hiện công tác", "dân vận chính quyền năm 2026 tại xã Cần Đước"],
        ),
        ("Ban Tuyên giáo và Dân vận Tỉnh ủy", 65, ["Ban Tuyên giáo", "và Dân vận Tỉnh ủy"]),
    ],
)
def test_titles_break_no_word_of_two_syllables_and_no_line_ends_with_a_word_that_leads_on(text, room, lines):
    found = balanced(title_broken_well(text), 14, room, bold=True)
    assert [untied(line) for line in found] == lines


def test_a_title_as_long_as_a_text_is_filled_into_lines():
    """Looking for the most equal lines among so many took longer than anybody waits."""
    lines = balanced(" ".join(["công tác dân vận"] * 100), 14, 145, bold=True)
    assert (len(lines) > 20, " ".join(lines).count("dân")) == (True, 100)


def test_ten_sections_and_more_are_numbered():
    parts = [section("Mục", ["Một."])]
    facts = {**sample("plan", "hd05"), "sections": [section(f"Phần {n}", parts=parts) for n in range(12)]}
    headings = [row["heading"] for row in lay_out(facts)["sections"]]
    assert headings[8:] == ["IX- PHẦN 8", "X- PHẦN 9", "XI- PHẦN 10", "XII- PHẦN 11"]
    assert [roman(n) for n in (14, 40, 99, 149)] == ["XIV", "XL", "XCIX", "CXLIX"]


def test_every_vowel_with_every_tone_is_printed_as_it_is():
    letters = sorted(vietnamese_letters())
    text = " ".join(lines_of(printed(sections=[section("Ưu điểm", [" ".join(letters)])])))
    assert [letter for letter in letters if letter not in text] == []


# --- Pages -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("count", [46, 60])
def test_many_recipients_dont_strand_the_signature(count):
    names = [f"Ủy ban nhân dân xã thứ {n}" for n in range(count)]
    paper = printed(recipients=names)
    page = next(n for n, sheet in enumerate(paper.sheets) if any("TRƯỞNG BAN" in row[1] for row in sheet.rows))
    rows = [row[1] for row in paper.sheets[page].rows]
    above = rows[: next(n for n, text in enumerate(rows) if "TRƯỞNG BAN" in text)]
    assert (any("ấp xa trung tâm." in text for text in above), sum("xã thứ" in line for line in lines_of(paper))) == (
        True,
        count,
    )


@pytest.mark.parametrize("count", [0, 300])
def test_a_paper_with_no_and_with_300_findings_keeps_its_foot(count):
    paper = printed(sections=[section("Ưu điểm", [f"Ưu điểm thứ {n}: {LONG}" for n in range(count)] or ["Không có."])])
    last = [row[1].strip() for row in paper.sheets[-1].rows]
    assert any("TRƯỞNG BAN" in text for text in last)
    assert not last[0].startswith("Nơi nhận")
    endings = [[row[1].strip() for row in sheet.rows][-1] for sheet in paper.sheets]
    assert [ending for ending in endings if re.match(r"\d+\. ", ending)] == []


@pytest.mark.parametrize("count", range(20, 62, 7))
def test_no_row_stands_alone_under_a_repeated_head_or_above_a_break(count):
    paper = printed(sections=[section("Ưu điểm", ["Một dòng."], table=values(count))])
    rows = [sum(bool(re.match(r"2\.\d+ ?Hồ", row[1])) for row in sheet.rows) for sheet in paper.sheets]
    assert (sum(rows), 1 in rows) == (count, False)


def test_2_10_stands_on_one_line_and_columns_are_as_wide_as_their_contents():
    (content,) = lay_out({**sample("conclusion-notice", "hd05"), "sections": [section("A", table=values(12))]})[
        "sections"
    ][0]["grids"]
    widths = [column["width"] for column in content["columns"]]
    assert (sum(widths), max(widths) == widths[1]) == (165, True)
    assert "2.10" in "".join(lines_of(printed(sections=[section("A", table=values(12))])))


def test_columns_that_need_little_get_it_and_long_texts_share_the_rest():
    rows = [["1", "UBND xã Dương Minh Châu", LONG, "đơn vị báo cáo"]]
    columns = [{"label": label, "width_mm": None, "align": ""} for label in ("STT", "Đơn vị", "Nội dung", "Nguồn")]
    table = {"columns": columns, "groups": [{"label": "", "rows": rows}], "caption": ""}
    facts = {**sample("conclusion-notice", "hd05"), "sections": [section("A", grid=table)]}
    widths = [column["width"] for column in lay_out(facts)["sections"][0]["grids"][0]["columns"]]
    needed = [width_of(text, 12) + 3.4 for text in rows[0]]
    assert (widths[1] >= needed[1], widths[3] >= needed[3], sum(widths)) == (True, True, 165)


def test_a_row_longer_than_a_third_of_a_page_may_break_and_a_shorter_one_not():
    rows = [["1", LONG * 2], ["2", LONG * 30]]
    columns = [{"label": "STT", "width_mm": 12, "align": ""}, {"label": "Nội dung", "width_mm": None, "align": ""}]
    table = {"columns": columns, "groups": [{"label": "", "rows": rows}], "caption": ""}
    facts = {**sample("conclusion-notice", "hd05"), "sections": [section("A", ["Một."] * 20, grid=table)]}
    laid_out = lay_out(facts)["sections"][0]["grids"][0]["groups"][0]["rows"]
    assert [row["may_break"] for row in laid_out] == [False, True]


@pytest.fixture
def tags_of(tmp_path):
    """paper → the elements of its PDF's structure."""

    def read(paper):
        path = tmp_path / "paper.pdf"
        path.write_bytes(paper.pdf)
        objects = json.loads(subprocess.run(["qpdf", "--json=2", path], capture_output=True, check=True).stdout)
        return [row["value"] for row in objects["qpdf"][1].values() if isinstance(row.get("value"), dict)]

    return read


def test_lists_are_tagged_as_lists_with_items(tags_of):
    tags = [tag.get("/S") for tag in tags_of(printed())]
    assert (tags.count("/L"), tags.count("/LI")) == (4, 3 + 2 + 2 + 4)  # bases, causes, requests, recipients


def test_cells_are_tied_to_their_own_row_column_and_group(tags_of):
    table = [*values(2), {**values(1)[0], "group": "3. Tiếp công dân"}]
    cells = [tag for tag in tags_of(printed(sections=[section("A", table=table)])) if tag.get("/S") in ("/TH", "/TD")]
    names = {tag["/ID"]: tag["/A"]["/Scope"] for tag in cells if tag["/S"] == "/TH"}
    scopes = [[names[header] for header in tag["/A"]["/Headers"]] for tag in cells if tag["/S"] == "/TD"]
    assert scopes == [["/Row", "/Column", "/Row"]] * 12
    groups = [tag["/A"]["/Headers"][2] for tag in cells if tag["/S"] == "/TD"]
    assert (len(set(groups[:8])), len(set(groups)), sorted(names.values()).count("/Column")) == (1, 2, 5)


# --- Hostile words ---------------------------------------------------------------------------------------------------
HOSTILE = [
    "{{ sheet }} {% load x %} {# y #}",
    '<b>đậm</b> <img src="{url}"> <script>alert(1)</script>',
    '<link rel="stylesheet" href="{url}"> <style>@import "{url}"; p {{ background: url({url}) }}</style>',
    '<svg><image href="{url}"/><image href="file:///etc/passwd"/></svg> file:///etc/passwd',
]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_words_print_as_words_and_reach_nothing(outside, hostile):
    address, requests = outside
    hostile = hostile.replace("{url}", address)
    parts = [section(hostile, [hostile, f"- {hostile}"], grid={**grid(1), "caption": hostile})]
    names = {"issuer": hostile, "about": hostile, "recipients": [hostile], "signers": sample("plan", "hd05")["signers"]}
    paper = printed(sections=parts, grounds=[hostile], **names)
    text = "".join(lines_of(paper)).replace(" ", "")
    assert (hostile.replace(" ", "") in text, requests, len(paper.first.page.images)) == (True, [], 0)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_markup_of_staff_is_dropped_at_print_whatever_is_stored(outside, hostile):
    address, requests = outside
    html = f"<p>Trước</p>{hostile.replace('{url}', address)}<p onclick='x'>Sau <strong>đậm</strong> nữa</p>"
    paper = printed(sections=[{**section("Ưu điểm"), "paragraphs": {"html": html}}])
    page = html_of(lay_out({**sample("plan", "hd05"), "sections": [{**section("A"), "paragraphs": {"html": html}}]}))
    assert ("Trước" in "".join(lines_of(paper)), requests, len(paper.first.page.images)) == (True, [], 0)
    assert [word for word in ("<img", "<script", "<image", "onclick", "<style", address) if word in page] == []
    assert "<strong>đậm</strong>" in page


def test_a_placeholder_without_a_value_is_marked_in_the_draft():
    facts = {**sample("conclusion-notice", "hd05"), "sections": [section("A", ["Đạt [2.1] trong năm."])]}
    page = html_of(lay_out({**facts, "missing": [{"slot": "a", "text": "[2.1]"}]}))
    assert 'Đạt <mark class="missing">[2.1]</mark> trong năm.' in page
