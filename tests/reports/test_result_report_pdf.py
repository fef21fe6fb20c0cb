"""The result report as PDF: its text, its table over pages, its chart; measured against the first kind of paper."""

import json
import re

import pytest

from reports.documents.compose import kind_of
from reports.documents.layout import lay_out
from reports.documents.press.render import html_of, pdf_of
from tests.composed_papers import draft_facts
from tests.reports.read_pdf import pages_of

MM = 25.4 / 72
LEFT, RIGHT, TOP, BOTTOM = 30, 195, 20, 277  # the text area of A4 under margins of 30, 15, 20, 20 mm
HEAD = "Số Chỉ tiêu Kết quả Kỳ, thời điểm Nguồn Đối chiếu"


@pytest.fixture
def report(case):
    return draft_facts(kind_of("result-report"), case)


@pytest.fixture
def long_report(report):
    """The report with eighty values in five groups, each of several lines."""
    row = {
        "label": "Người đứng đầu chính quyền cấp xã đối thoại với Nhân dân ít nhất 1 lần trong năm",
        "period": "từ 01/01/2018 đến 31/03/2019",
        "side": "Đoàn xác minh",
        "checks": ["Không có tử số, mẫu số; không tính lại được"],
    }
    table = [
        {
            "group": f"{group}. Nhóm chỉ tiêu",
            "rows": [
                {**row, "number": f"{group}.{n}", "printed": f"đầu-{group}.{n} … cuối-{group}.{n}"}
                for n in range(1, 17)
            ],
        }
        for group in range(1, 6)
    ]
    table_of(report)["table"] = table
    return report


def table_of(report):
    return report["sections"][1]["parts"][0]


def catalogued(objects, kind):
    return [value for value in objects if value.get("/S") == kind]


def test_the_pdf_holds_every_value_as_printed_the_names_and_the_remark_about_the_province(page_texts, report):
    text = " ".join(" ".join(page_texts(report)).split())
    words = [
        *["97%", "17/17", "91,40%", "94,49%", "20/25", "8/16", "“từng bước đi", "Có, “kịp thời", "Có, “định kỳ"],
        *["tăng 3,09 điểm phần trăm", "đến tháng"],
        *["Nguyễn Thị Ngọc Hạnh", "Nguyễn Văn Hùng", "BAN DÂN VẬN TỈNH ỦY", "ĐOÀN KIỂM TRA", "TRƯỞNG ĐOÀN"],
        *["-BC/ĐKT", "Dự thảo lần 1", "I- KHÁI QUÁT CUỘC KIỂM TRA", "II- KẾT QUẢ KIỂM TRA", "III- NHẬN XÉT"],
        *["IV- ĐỀ XUẤT, KIẾN NGHỊ", "- Lưu ĐKT.", "xem xét, chỉ đạo."],
        "Một số địa phương trên địa bàn tỉnh chưa nhận thức đúng về công tác dân vận chính quyền.",
    ]
    assert [word for word in words if word not in text] == []


@pytest.mark.parametrize(
    ("words", "of_the_notice"),
    [
        ("BAN DÂN VẬN TỈNH ỦY", "TỈNH ỦY LONG AN"),
        ("ĐOÀN KIỂM TRA", "BAN DÂN VẬN"),
        ("ĐẢNG CỘNG SẢN VIỆT NAM", "ĐẢNG CỘNG SẢN VIỆT NAM"),
        ("-BC/ĐKT", "-TB/BDVTU"),
        ("Tân An, ngày", "Tân An, ngày"),
        ("BÁO CÁO", "THÔNG BÁO"),
        ("kết quả kiểm tra việc thực hiện", "về kết luận kiểm tra việc thực hiện"),
        ("Dự thảo lần 1", "Dự thảo lần 1"),
    ],
)
def test_its_head_stands_where_the_notices_stands(opened, report, facts, line_of, words, of_the_notice):
    line, other = (line_of(opened(of).pages[0], read) for of, read in ((report, words), (facts, of_the_notice)))
    assert (line["sizes"], line["fonts"]) == (other["sizes"], other["fonts"])
    assert line["baseline"] == pytest.approx(other["baseline"], abs=0.01)


@pytest.mark.parametrize(
    ("page", "words", "size", "face"),
    [
        (0, "I- KHÁI QUÁT CUỘC KIỂM TRA", 14, "Liberation-Serif-Bold"),
        (0, "1. Đoàn Kiểm tra", 14, "Liberation-Serif-Bold"),
        (0, "- UBND huyện Cần Đước.", 14, "Liberation-Serif"),
        (-1, "TRƯỞNG ĐOÀN", 14, "Liberation-Serif"),
        (-1, "Nguyễn Thị Ngọc Hạnh", 14, "Liberation-Serif-Bold"),
        (-1, "- Các thành viên Đoàn Kiểm tra,", 12, "Liberation-Serif"),
        (1, "Kỳ, thời điểm", 12, "Liberation-Serif-Bold"),
        (1, "17/17", 12, "Liberation-Serif"),
    ],
)
def test_every_part_has_its_size_and_face(opened, report, line_of, page, words, size, face):
    line = line_of(opened(report).pages[page], words)
    assert (line["sizes"], line["fonts"]) == ({size}, {face})


def test_headings_are_indented_as_paragraphs_are(opened, report, line_of):
    page = opened(report).pages[0]
    headings = ["I- KHÁI QUÁT", "1. Đoàn Kiểm tra", "- UBND huyện Cần Đước."]
    assert [round(line_of(page, words)["left"], 1) for words in headings] == [40.0] * 3


def test_pages_are_numbered_from_the_second_on(printed, report):
    pages = pages_of(printed(report))
    numbers = [[char["text"] for char in page.chars if char["baseline"] * MM < TOP] for page in pages]
    assert numbers == [[], ["2"], ["3"], ["4"]]


def test_the_head_of_the_table_stands_on_every_page_it_runs_over(page_texts, long_report):
    texts = page_texts(long_report)
    with_rows = [text for text in texts if "đầu-" in text]
    assert len(with_rows) > 4
    assert [text.count(HEAD) for text in with_rows] == [1] * len(with_rows)


def test_no_row_stands_on_two_pages(page_texts, long_report):
    texts = [" ".join(text.split()) for text in page_texts(long_report)]
    for group in table_of(long_report)["table"]:
        for row in group["rows"]:
            begins = [page for page, text in enumerate(texts) if f"đầu-{row['number']} " in text]
            ends = [page for page, text in enumerate(texts) if f"cuối-{row['number']} " in text]
            assert (len(begins), begins) == (1, ends), row["number"]


@pytest.mark.parametrize("lines", range(8))
def test_the_name_of_a_group_is_never_the_last_row_of_a_page(page_texts, long_report, lines):
    """Of groups of two short rows, whose names a break of pages meets every third time."""
    short = {"label": "Đối thoại", "printed": "Có", "period": "2018", "side": "Đoàn", "checks": []}
    table_of(long_report)["table"] = [
        {"group": f"{group}. Nhóm chỉ tiêu", "rows": [{**short, "number": f"{group}.{n}"} for n in (1, 2)]}
        for group in range(1, 27)
    ]
    long_report["sections"] = [
        long_report["sections"][0],
        {**long_report["sections"][1], "parts": [table_of(long_report)]},
    ]
    long_report["sections"][0]["parts"][0]["paragraphs"] = ["Một dòng."] * (lines + 1)
    for text in page_texts(long_report):
        assert not text.splitlines()[-1].endswith("Nhóm chỉ tiêu")


def test_the_table_is_as_wide_as_the_text_and_stays_inside_it(printed, long_report):
    table_of(long_report)["table"] = table_of(long_report)["table"][:2]
    for row in (row for group in table_of(long_report)["table"] for row in group["rows"]):
        row["printed"] = f"{row['printed']} {'W' * 60}"
    pages = pages_of(printed(long_report))
    for page in pages:
        letters = [char for char in page.chars if char["text"].strip() and char["baseline"] * MM > TOP]
        assert min(char["x0"] for char in letters) * MM >= LEFT - 0.3
        assert max(char["x1"] for char in letters) * MM <= RIGHT + 0.4
        assert max(char["baseline"] for char in letters) * MM <= BOTTOM
    edges = [mark[side] * MM for page in pages[1:4] for mark in page.marks for side in ("x0", "x1")]
    inside = [edge for edge in edges if 1 < edge < 209]
    assert (min(inside), max(inside)) == (pytest.approx(LEFT, abs=0.3), pytest.approx(RIGHT, abs=0.3))


def test_the_chart_is_black_on_white(report):
    page = html_of(lay_out(report))
    drawing = page[page.index("<svg viewBox=") : page.index("</svg>")]
    assert set(re.findall(r'(?:fill|stroke)="(#[^"]*)"', drawing)) == {"#000", "#fff"}


@pytest.fixture
def tags(tool_of, report):
    """Every tagged element of the report's PDF."""
    objects = json.loads(tool_of(report, "qpdf", "--json=2"))["qpdf"][1].values()
    return [thing["value"] for thing in objects if isinstance(thing.get("value"), dict)]


def test_the_chart_is_a_figure_whose_alternative_text_tells_its_figures(tags):
    (figure,) = catalogued(tags, "/Figure")
    assert figure["/Alt"] == (
        "u:Chỉ số mức độ hài lòng của người dân. Năm 2018: 91,40%. Năm 2019: 94,49% (năm chưa kết thúc). "
        "Tăng 3,09 điểm phần trăm. Trục dọc bắt đầu từ 90%."
    )


def test_sections_parts_table_and_header_cells_are_tagged(tags):
    counts = {kind: len(catalogued(tags, kind)) for kind in ("/H1", "/H2", "/H3", "/THead", "/TBody")}
    assert (counts["/H1"], counts["/H2"], counts["/H3"]) == (1, 4, 12)
    assert counts["/THead"] == len(catalogued(tags, "/Table"))
    assert counts["/TBody"] >= 5


def test_only_the_print_font_is_inside(tool_of, report):
    faces = {line.split()[0].split("+")[1] for line in tool_of(report, "pdffonts").splitlines()[2:]}
    assert faces == {"Liberation-Serif", "Liberation-Serif-Bold", "Liberation-Serif-Italic"}


def test_equal_facts_give_equal_bytes(report):
    assert pdf_of(lay_out(report)) == pdf_of(lay_out(report))


@pytest.mark.parametrize("count", range(1, 37, 4))
def test_the_signature_takes_the_closing_along(page_texts, report, count):
    report["sections"] = report["sections"][2:3]
    report["sections"][0]["parts"][0]["paragraphs"] = ["Công tác chỉ đạo, điều hành còn chậm. " * 2] * count
    pages = page_texts(report)
    assert ["Trên đây là" in page for page in pages] == ["TRƯỞNG ĐOÀN" in page for page in pages]


def test_the_page_has_no_inline_style_or_script(report):
    page = html_of(lay_out(report))
    assert [word for word in (" style=", "<style", "<script") if word in page] == []
