"""How lines, lists and tables of papers break, seen in the PDF. `SENTENCES` says where each sentence on typography that
the portal promises is tested.
"""

import json
import re
import subprocess
from decimal import Decimal
from itertools import combinations
from pathlib import Path

import pytest

from ground.charts import Point, line_chart
from ground.fonts.print_font import vietnamese_letters
from reports.documents.layout import lay_out
from reports.documents.layout.lines import roman
from reports.documents.layout.measure import balanced, width_of
from reports.documents.layout.typography import broken_well, title_broken_well, untied
from reports.documents.press.engine import pdf_bytes
from reports.documents.press.render import html_of
from tests.reports.measured import MM, Printed
from tests.reports.sample_facts import DAYS, LONG, grid, sample, section, signer, values

SENTENCES = """
names don't break; no line begins with "- "     typography no_line_of_a_paper_breaks_a_name_or_begins_with_a_dash
titles are balanced                              typography titles_are_broken_into_lines_of_equal_length
hanging indent in Nơi nhận, gutter to signer     typography recipients_hang_under_their_words_beside_a_gutter
one form of "Đoàn Kiểm tra số 1"                 paper_sentences a_delegation_is_written_in_one_form_in_all_papers
charts black and white                           result_report_pdf the_chart_is_black_on_white
labels of charts never overprint                 typography labels_of_charts_never_overprint
columns as wide as their contents need           typography columns_that_need_little_get_it_and_long_texts_share_the_rest
"2.10" on one line                               typography 2_10_stands_on_one_line_and_columns_are_as_wide_as_their_contents
a row longer than a third of a page may break    typography a_row_longer_than_a_third_of_a_page_may_break_and_a_shorter_one_not
the same in print                                typography in_print_a_row_of_40_percent_of_a_page_breaks_and_one_of_20_stays_whole
no row alone under a repeated head               typography no_row_stands_alone_under_a_repeated_head_or_above_a_break
46 recipients don't strand the signature         typography many_recipients_dont_strand_the_signature
no word 0.2 mm out of the right margin           rule_sets_measured no_letter_sticks_out_of_the_right_margin
the same of long words, tables, many lengths     typography nothing_sticks_out_of_the_right_margin_by_more_than_a_fifth_of_a_millimetre
a 500-letter word doesn't tear its line          typography a_word_of_500_letters_doesnt_tear_the_line_before_it
ten sections and more are numbered               typography ten_sections_and_more_are_numbered
lists are tagged L, LI                           typography lists_are_tagged_as_lists_with_items
header cells tied to their column and group      typography cells_are_tied_to_their_own_row_column_and_group
"""  # noqa: E501


def test_every_sentence_on_typography_has_its_test():
    rows = [line.split()[-2:] for line in SENTENCES.strip().splitlines()]
    folder = Path(__file__).parent
    assert [row for row in rows if f"def test_{row[1]}(" not in (folder / f"test_{row[0]}.py").read_text()] == []


def printed(rules="hd05", **parts):
    facts = {**sample("conclusion-notice", rules), **parts}
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


def test_those_who_sign_minutes_keep_inside_the_page_however_long_their_names():
    facts = sample("minutes", "hd05")
    first, *others = facts["signers"]
    as_a_text = {**first, "name": f"{'W' * 80} {LONG}", "caption": LONG}  # the engine finds no page for it in one piece
    for signers in ([as_a_text, *others], [{**first, "name": "W" * 34}, *others]):
        sheet = lay_out({**facts, "signers": signers})
        assert overhang(Printed(pdf_bytes(html_of(sheet), sheet["stylesheet"]))) <= 0.2


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


# --- Foot ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("rules", DAYS)
def test_recipients_hang_under_their_words_beside_a_gutter(rules):
    """Recipients are smaller than all else at the foot: 12 points, or 11."""
    long = "Ban Thường trực Ủy ban Mặt trận Tổ quốc Việt Nam, các tổ chức chính trị - xã hội tỉnh Tây Ninh (phối hợp)"
    who = signer("for_head", "Trưởng ban", "Phó Trưởng Ban Tuyên giáo và Dân vận Tỉnh ủy Tây Ninh", "Trần Quang Minh")
    paper = printed(rules, recipients=[long, "ít " * 60], signers=[who])
    sheet = paper.sheet_with("Nơi nhận:")
    foot = [row for row in sheet.rows if row[0] >= sheet.line("Nơi nhận:").baseline]
    small = [[char for char in row[2] if char["size"] < 12.5 and char["x0"] * MM < 110] for row in foot]
    small = [row for row in small if row and "Nơi" not in "".join(char["text"] for char in row)]
    words = [[char for char in row if char["text"] not in "- "] for row in small]
    starts = [row[0]["x0"] * MM for row in words]
    begins = ["".join(char["text"] for char in row).startswith("- ") for row in small]
    assert (begins[:2], begins.count(True), len(begins) > 5) == ([True, False], 3, True)
    assert max(starts) - min(starts) < 0.3
    signers_column = 30 + 165 * (0.40 if rules == "nd30" else 0.46)
    assert 5.8 <= signers_column - max(row[-1]["x1"] * MM for row in words) < 9.5
    large = [char["x0"] * MM for row in foot for char in row[2] if char["size"] > 12.5 and char["x0"] * MM > 60]
    assert min(large) >= signers_column


# --- Charts ----------------------------------------------------------------------------------------------------------
def chart_of(years, printed="9{n},4{n}%"):
    points = [Point(year, Decimal(f"91.{year % 10}"), f"Năm {year}", printed.format(n=year % 10)) for year in years]
    return {"title": "Mức độ hài lòng của người dân", "chart": line_chart(points), "change": ""}


def test_labels_of_charts_never_overprint():
    """Of two years far apart and close together, of twelve, and of figures as long as words."""
    charts = [chart_of(years) for years in ((2025, 2026), (2010, 2025, 2026), range(2015, 2027))]
    charts.append(chart_of(range(2021, 2027), "trên 9{n},4{n}%, tạm tính"))
    paper = printed(sections=[section("Diễn biến", parts=[section("Năm", chart=each) for each in charts])])
    assert [year for year in ("2010", "2025", "2015", "2021") if year not in "".join(lines_of(paper))] == [
        "2015",
        "2021",
    ]
    letters = [char for sheet in paper.sheets for char in sheet.page.chars if char["size"] < 11.9]
    assert (len(letters) > 130, [pair for pair in combinations(letters, 2) if overprint(*pair)]) == (True, [])


def overprint(one, other):
    """Tell whether two letters cover each other by more than their sides' bearings, half a point."""
    if one["page_number"] != other["page_number"]:
        return False
    wide = min(one["x1"], other["x1"]) - max(one["x0"], other["x0"])
    high = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
    return wide > 0.5 and high > 3


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
    findings = [f"Ưu điểm thứ {n}: {'Một dòng.' if n % 4 else LONG}" for n in range(count)]
    paper = printed(sections=[section("Ưu điểm", findings or ["Không có."])])
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


@pytest.mark.parametrize(("lines", "share", "is_whole"), [(9, 20, True), (19, 40, False)])
def test_in_print_a_row_of_40_percent_of_a_page_breaks_and_one_of_20_stays_whole(lines, share, is_whole):
    """It begins where a tenth of the page is left; where each of its lines stands is read from the PDF."""
    columns = [{"label": label, "width_mm": None, "align": ""} for label in ("STT", "Nội dung")]
    rows = [[str(n), "Hàng trên"] for n in range(1, 6)] + [["6", "\n".join(f"dòng {n}" for n in range(lines))]]
    table = {"columns": columns, "groups": [{"label": "", "rows": rows}], "caption": ""}
    paper = printed(grounds=[], opening="", sections=[section("A", ["Một."] * 15, grid=table)])
    first, second = paper.sheets[:2]
    room = first.height - 20 - 20  # its margins
    on_first, on_second = ([row[0] for row in sheet.rows if "dòng " in row[1]] for sheet in (first, second))
    left = first.height - 20 - max(row[0] for row in first.rows if "Hàng trên" in row[1])
    line = on_second[1] - on_second[0]
    assert (round(line * lines / room, 1), left < room / 5) == (share / 100, True)
    assert (len(on_first) + len(on_second), not on_first) == (lines, is_whole)


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


# --- Drafts -----------------------------------------------------------------------------------------------------------
def test_a_placeholder_without_a_value_is_marked_in_the_draft():
    facts = {**sample("conclusion-notice", "hd05"), "sections": [section("A", ["Đạt [2.1] trong năm."])]}
    page = html_of(lay_out({**facts, "missing": [{"slot": "a", "text": "[2.1]"}]}))
    assert 'Đạt <mark class="missing">[2.1]</mark> trong năm.' in page
