"""The figures of a whole campaign: one annex, printed in parts by processes of their own, stored as one archive."""

import io
import re
import zipfile

import pdfplumber
import pytest

from reports.documents.layout import lay_out
from reports.documents.layout.parts import parts_of
from reports.documents.press import render
from tests.reports.sample_facts import sample, section, values

CONFORMS = re.compile(rb'pdfaid:(part|conformance)[=>]"?(\w)')


def annex(units, rows=16):
    facts = sample("figures-annex", "hd05")
    facts["sections"] = [section(f"UBND xã thứ {n}", table=values(rows)) for n in range(1, units + 1)]
    return {**facts, "kind": "campaign-figures", "closing": "Hết."}


def headings(part):
    return [each["heading"] for each in part["sections"]]


def numbers(part):
    grids = [grid for each in part["sections"] for grid in each["grids"]]
    return [row["cells"][0]["lines"][0] for grid in grids for group in grid["groups"] for row in group["rows"]]


def test_an_annex_that_one_file_holds_has_no_parts():
    assert lay_out(annex(3))["parts"] == []
    assert lay_out({**sample("plan", "hd05")})["parts"] == []


def test_parts_take_turns_at_the_units_and_only_a_longer_table_is_cut():
    sheet = lay_out(annex(4))
    unit = sum(row["boxes"] for row in sheet["sections"][0]["grids"][0]["groups"][0]["rows"])
    by_two = parts_of(sheet, unit * 2)
    assert [headings(part) for part in by_two] == [
        ["1. UBND xã thứ 1", "2. UBND xã thứ 2"],
        ["3. UBND xã thứ 3", "4. UBND xã thứ 4"],
    ]
    assert [part["part"] for part in by_two] == ["Phần 1/2", "Phần 2/2"]
    assert [bool(part["closing"]["paragraphs"]) for part in by_two] == [False, True]
    cut = parts_of(sheet, unit * 2 // 3)
    assert headings(cut[0]) + headings(cut[1]) == ["1. UBND xã thứ 1", "1. UBND xã thứ 1 (tiếp theo)"]
    assert [number for part in cut for number in numbers(part)] == numbers(sheet)


@pytest.fixture
def two_parts():
    """A laid-out annex of a few pages in two parts."""
    sheet = lay_out(annex(2))
    sheet["parts"] = parts_of(sheet, 200)
    assert len(sheet["parts"]) == 2
    return sheet


def test_every_part_is_an_archive_file_and_page_numbers_run_through(two_parts):
    content = render.pdf_apart(two_parts)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        files = [archive.read(name) for name in names]
    title = "Phụ lục số liệu kiểm tra công tác dân vận chính quyền năm 2026 tại xã Cần Đước"
    assert names == [f"{title}, phần 1-2.pdf", f"{title}, phần 2-2.pdf"]
    pages = [page for file in files for page in pdfplumber.open(io.BytesIO(file)).pages]
    lines = [page.extract_text().splitlines() for page in pages]
    assert [page_lines[0] for page_lines in lines[1:]] == [str(n) for n in range(2, len(pages) + 1)]
    parts = [line for page_lines in lines for line in page_lines if line.startswith("Phần ")]
    assert (lines[0][0], parts) == ("Phụ lục", ["Phần 1/2", "Phần 2/2"])
    assert [
        CONFORMS.findall(page.pdf.doc.catalog["Metadata"].resolve().get_data()) for page in pages[:: len(pages) - 1]
    ] == [[(b"part", b"2"), (b"conformance", b"A")]] * 2
    assert render.pdf_apart(two_parts) == content
