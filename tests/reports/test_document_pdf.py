"""The PDF: its text, its fonts, its marks for readers and archives, the same bytes from the same facts."""

import hashlib
import json
import os
import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from django.conf import settings

from ground.fonts import print_font
from reports.documents.layout import lay_out
from reports.documents.press import render

MAKE_ONE = """
import json, sys, hashlib, django
django.setup()
from reports.documents.layout import lay_out
from reports.documents.press.render import pdf_of
print(hashlib.sha256(pdf_of(lay_out(json.load(sys.stdin)))).hexdigest())
"""


@pytest.fixture
def tool(tool_of, facts):
    """tool("pdffonts") → what that program says about the PDF of `facts`."""
    return lambda *command: tool_of(facts, *command)


def test_only_the_print_font_is_inside_and_embedded(tool):
    rows = [line.split() for line in tool("pdffonts").splitlines()[2:]]
    faces = sorted((row[0].split("+")[1], row[-5]) for row in rows)
    assert faces == [
        ("Liberation-Serif", "yes"),
        ("Liberation-Serif-Bold", "yes"),
        ("Liberation-Serif-Italic", "yes"),
    ]


def test_a_letter_the_print_font_lacks_becomes_a_box_and_brings_no_other_font(tool, facts):
    facts["sections"][0]["paragraphs"] = ["Đạt 97% 👍 và 漢字."]
    names = {line.split()[0].split("+")[1] for line in tool("pdffonts").splitlines()[2:]}
    assert names == {"Liberation-Serif", "Liberation-Serif-Bold", "Liberation-Serif-Italic"}
    assert "Đạt 97% □ và □□." in render.html_of(lay_out(facts))


def test_the_print_font_has_every_vietnamese_letter():
    assert len(print_font.vietnamese_letters()) == 178
    assert print_font.vietnamese_letters() - print_font.printable_letters() == set()


def test_the_text_layer_reads_letter_by_letter(opened, facts):
    letters = sorted(print_font.vietnamese_letters())
    facts["sections"][0]["paragraphs"] = [" ".join(letters)]
    read = opened(facts).pages[0].extract_text()
    assert [letter for letter in letters if letter not in read] == []


def test_it_is_an_archive_file_tagged_in_vietnamese_with_a_title(tool):
    properties = dict(line.split(":", 1) for line in tool("pdfinfo").splitlines())
    assert (properties["Tagged"].strip(), properties["Title"].strip()) == (
        "yes",
        "Thông báo về kết luận kiểm tra việc thực hiện “Năm dân vận chính quyền” 2019 tại huyện Cần Đước",
    )
    catalog = next(
        thing["value"]
        for thing in json.loads(tool("qpdf", "--json=2"))["qpdf"][1].values()
        if isinstance(thing.get("value"), dict) and thing["value"].get("/Type") == "/Catalog"
    )
    assert catalog["/Lang"] == "u:vi"
    metadata = tool("pdfinfo", "-meta")
    assert re.findall(r'pdfaid:(part|conformance)[=>]"?(\w)', metadata) == [("part", "2"), ("conformance", "A")]


def test_headings_are_tagged_as_headings(tool):
    tags = [line.split()[0] for line in tool("pdfinfo", "-struct").splitlines() if line.strip()]
    assert [tag for tag in tags if tag in {"H1", "H2"}] == ["H1", "H2", "H2"]


def test_the_draft_box_is_there_until_the_paper_is_issued(opened, facts, issued):
    draft, final = opened(facts).pages[0].extract_text(), opened(issued).pages[0].extract_text()
    assert (draft.count("Dự thảo lần 1"), final.count("Dự thảo")) == (1, 0)


def test_decomposed_letters_are_printed_composed(opened, facts):
    decomposed = json.loads(unicodedata.normalize("NFD", json.dumps(facts, ensure_ascii=False)))
    read = opened(decomposed).pages[0].extract_text()
    assert read == opened(facts).pages[0].extract_text()
    assert unicodedata.is_normalized("NFC", read)


def test_equal_facts_give_equal_bytes_in_one_process(facts):
    assert render.pdf_of(lay_out(facts)) == render.pdf_of(lay_out(facts))


@pytest.mark.parametrize("seed", ["1", "2"])
def test_equal_facts_give_equal_bytes_in_another_process(facts, seed):
    made = subprocess.run(
        [sys.executable, "-c", MAKE_ONE],
        input=json.dumps(facts),
        env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(settings.BASE_DIR)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert made.stdout.strip() == hashlib.sha256(render.pdf_of(lay_out(facts))).hexdigest()


def test_a_machine_without_the_engine_says_which_packages_it_needs():
    """Tried in a process that can't load Pango, as on a bare server."""
    script = """
import cffi, django
def no_library(*names): raise OSError("cannot load library 'pango'")
cffi.FFI.dlopen = lambda self, *names: no_library()
django.setup()
from reports.documents.press import render
print(render.engine_missing())
"""
    finished = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": str(settings.BASE_DIR)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert finished.stdout.splitlines()[-1] == (
        "Máy chủ chưa cài bộ tạo PDF. Người quản trị cài các gói Debian: "
        "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation2."
    )


def test_the_page_has_no_inline_style_or_script(facts):
    page = render.html_of(lay_out(facts))
    assert [word for word in (" style=", "<style", "<script", " on") if word in page.replace(" one ", "")] == []


def test_markup_in_a_text_is_printed_as_text(opened, facts):
    facts["sections"][0]["paragraphs"] = ["<b>97%</b> & <img src=x>"]
    assert "<b>97%</b> & <img src=x>" in opened(facts).pages[0].extract_text()


def test_a_font_without_vietnamese_letters_is_warned_about(tmp_path):
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    from reports.documents.press.system_checks import font_warnings

    for face in print_font.FACES:
        font = TTFont(print_font.face_files(face)[0])
        poor = Subsetter(Options())
        poor.populate(text="abc" if face == "LiberationSerif-Bold.ttf" else "".join(print_font.vietnamese_letters()))
        poor.subset(font)
        font.save(tmp_path / face)
    bold = tmp_path / "LiberationSerif-Bold.ttf"
    assert [warning.msg for warning in font_warnings([tmp_path])] == [f"Phông in {bold} thiếu chữ tiếng Việt."]


def test_a_missing_font_is_warned_about_face_by_face(tmp_path: Path):
    from reports.documents.press.system_checks import font_warnings

    assert [warning.msg for warning in font_warnings([tmp_path])] == [
        "Thiếu phông in LiberationSerif-Regular.ttf.",
        "Thiếu phông in LiberationSerif-Bold.ttf.",
        "Thiếu phông in LiberationSerif-Italic.ttf.",
    ]
