"""Files that programs in offices write and every viewer opens come in; what a form doesn't take is named truly."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from inspections.papers.uploads.judge import FAULTS, judge
from tests.inspections.papers.made_files import action, pdf, pdf_with, zipped
from tests.made_office import part, word

HEIC = b"\x00\x00\x00\x18ftypheic" + b"\0" * 200
PAGE = b"<html><head><meta charset=utf-8></head><body><table><tr><td>a</td></tr></table></body></html>"


def judged(content, name="bao cao.pdf"):
    return judge(SimpleUploadedFile(name, content), ("pdf", "docx"))


def refusal(content, name="bao cao.pdf"):
    with pytest.raises(ValidationError) as refused:
        judged(content, name)
    return refused.value.messages


@pytest.mark.parametrize("before", [b"\n", b"\r\n\r\n", b"\xef\xbb\xbf", b"\x1b%-12345X@PJL\n" + b" " * 900])
def test_a_pdf_with_bytes_before_its_head_comes_in_as_it_was_sent(before):
    assert judged(before + pdf()).content == before + pdf()


def test_a_head_deep_in_a_file_makes_it_no_pdf():
    assert refusal(b" " * 1024 + pdf()) == [FAULTS["unknown"]]


@pytest.mark.parametrize("behind", [b"\0" * 4096, b"\r\n" * 3000, b"\x1a" * 3000])
def test_a_pdf_padded_after_its_end_comes_in(behind):
    assert judged(pdf() + behind).content == pdf() + behind


def test_a_pdf_whose_end_is_missing_is_refused_though_padded():
    assert refusal(pdf()[:-600] + b"\0" * 4096) == [FAULTS["cut_off"]]


def test_bytes_before_the_head_hide_nothing_that_acts():
    acting = pdf_with(OpenAction=action("JavaScript", JS="app.alert(1)"))
    assert refusal(b"\n" + acting) == [FAULTS["script"]]


def trees(**names):
    return pdf_with(Names=DictionaryObject({NameObject(f"/{name}"): tree for name, tree in names.items()}))


def tree_of(key="Names", *things):
    return DictionaryObject({NameObject(f"/{key}"): ArrayObject(things)})


@pytest.mark.parametrize("tree", [tree_of(), tree_of("Kids"), DictionaryObject()])
def test_a_pdf_with_empty_trees_of_files_and_scripts_comes_in(tree):
    content = trees(EmbeddedFiles=tree, JavaScript=tree, Renditions=tree, AlternatePresentations=tree)
    assert judged(content).content == content


@pytest.mark.parametrize(("name", "fault"), [("JavaScript", "script"), ("EmbeddedFiles", "embedded")])
@pytest.mark.parametrize("key", ["Names", "Kids"])
def test_a_tree_with_something_in_it_refuses_the_pdf(name, fault, key):
    assert refusal(trees(**{name: tree_of(key, TextStringObject("a"))})) == [FAULTS[fault]]


def test_a_word_file_whose_main_part_has_another_name_comes_in():
    content = word(main="word/document2.xml").made()
    assert judged(content, "a.docx").content == content


def test_the_main_part_of_another_name_is_the_one_in_which_a_mark_is_found():
    marked = word("<w:p><w:r><w:t>MẬT</w:t></w:r></w:p>", "word/document2.xml")
    marked.add("word/document.xml", "application/xml", part("<w:p/>"))
    assert "Tệp mang dấu “MẬT”" in refusal(marked.made(), "a.docx")[0]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (HEIC, "picture"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "picture"),
        (b"\x89PNG\r\n\x1a\n\0", "picture"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "picture"),
        (PAGE, "web_page"),
        ("﻿<!DOCTYPE html><p>Báo cáo".encode(), "web_page"),
        (b"{\\rtf1\\ansi a}", "other_office"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}), "other_office"),
        (zipped({"bao cao.pdf": "a"}), "archive"),
        (b"Rar!\x1a\x07\x01\0", "archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        ("Báo cáo".encode(), "unknown"),
    ],
)
def test_lan_is_told_what_the_file_is_and_what_helps(content, fault):
    assert refusal(content) == [FAULTS[fault]]
