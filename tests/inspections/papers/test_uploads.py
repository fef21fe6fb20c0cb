"""What a file must be to come in, and what people are told when it may not."""

import unicodedata

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfWriter
from pypdf.generic import NameObject, TextStringObject

from inspections.models import StoredFile
from inspections.papers.uploads.judge import FAULTS, TYPES, judge
from inspections.papers.uploads.marks import mark_in, mark_in_name
from inspections.papers.uploads.names import storable_name
from tests.inspections.papers.made_files import (
    WORDS,
    action,
    document,
    docx,
    encrypted_pdf,
    header,
    paragraph,
    pdf,
    pdf_with,
    pdf_with_file,
    relations,
    scanned_pdf,
    slow_pdf,
    types,
    written,
    zipped,
)

STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
MICROSOFT = "http://schemas.microsoft.com/office/2006/relationships"
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
DTD = '<!DOCTYPE w:document [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'


def judged(content, name="bao cao.pdf", kinds=("pdf", "docx")):
    return judge(SimpleUploadedFile(name, content), kinds)


def refusal(content, name="bao cao.pdf", kinds=("pdf", "docx")):
    with pytest.raises(ValidationError) as refused:
        judged(content, name, kinds)
    return refused.value.messages


def as_docx(content):
    return refusal(content, "bao cao.docx")


# --- What comes in -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("Báo cáo.pdf", pdf(), "pdf"),
        ("BAO CAO.PDF", pdf(), "pdf"),
        ("scan.pdf", scanned_pdf(), "pdf"),
        ("Báo cáo.docx", docx(), "docx"),
    ],
)
def test_a_pdf_a_scan_and_a_word_file_come_in_as_what_they_are(name, content, kind):
    taken = judged(content, name)
    assert (taken.content, taken.name, taken.content_type) == (content, name, TYPES[kind])


def test_links_that_a_reader_may_follow_do_no_harm():
    linked = pdf('<p><a href="https://baolongan.vn">Báo Long An</a> <a href="#a">dưới</a></p><p id="a">Đây</p>')
    word = docx({"word/_rels/document.xml.rels": relations("hyperlink", "https://baolongan.vn")})
    assert [judged(linked).name, judged(word, "a.docx").name] == ["bao cao.pdf", "a.docx"]


def test_a_signed_pdf_comes_in():
    """A signature is a field with the signature's bytes in it, and the file is longer after signing than before."""
    writer = PdfWriter()
    field = action("none", T="Chu ky so")
    field[NameObject("/FT")] = NameObject("/Sig")
    del field["/S"]
    writer.add_blank_page(width=595, height=842)
    writer.root_object[NameObject("/AcroForm")] = field
    assert judged(written(writer) + b"\n").name == "bao cao.pdf"


# --- What is no PDF and no Word file, whatever its name --------------------------------------------------------------
@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"<!doctype html><script>alert(1)</script>", "web_page"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "unknown"),
        (b"MZ\x90\0" + b"\0" * 600, "unknown"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 600, "picture"),
        (b" %PDF-1.7", "cut_off"),
        (zipped({"readme.txt": "xin chào"}), "archive"),
        (zipped({"[Content_Types].xml": types(), "xl/workbook.xml": "<workbook/>"}), "unknown"),
    ],
    ids=["html", "svg", "exe", "jpeg", "the head of a PDF alone", "zip", "xlsx"],
)
@pytest.mark.parametrize("name", ["bao cao.pdf", "bao cao.docx"])
def test_another_kind_of_file_is_refused_under_either_name(content, fault, name):
    assert refusal(content, name) == [FAULTS[fault]]


@pytest.mark.parametrize("name", ["bao cao.pdf", "bao cao.docx", "bao cao.doc", "so lieu.xls"])
def test_old_office_files_are_refused_with_what_to_do(name):
    assert refusal(OLD_WORD, name) == [FAULTS["old_office"]]


@pytest.mark.parametrize(
    ("content", "name", "kind"), [(pdf(), "a.docx", "pdf"), (docx(), "a.pdf", "docx"), (pdf(), "a", "pdf")]
)
def test_a_name_must_say_what_the_file_is(content, name, kind):
    message = f"Tên tệp “{name}” không khớp nội dung .{kind}. Đổi đuôi tên tệp thành .{kind}."
    assert refusal(content, name) == [message]


def test_a_word_file_is_no_signed_conclusion():
    assert refusal(docx(), "ket luan.docx", ("pdf",)) == ["Chỉ nhận bản PDF đã ký. Mở tệp, in ra PDF."]


def test_a_file_over_the_limit_is_refused_before_it_is_read(settings):
    settings.UPLOAD_MAX_BYTES = 1024 * 1024
    message = "Tệp 2 MB, cổng nhận tối đa 1 MB. Quét lại ở độ phân giải thấp hơn (200 dpi)."
    assert [m.replace("\xa0", " ") for m in refusal(b"%PDF-1.7" + b"0" * 2 * 1024 * 1024)] == [message]


# --- PDF ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (pdf()[:-600], "cut_off"),
        (b"%PDF-1.7\n<html></html>\nstartxref\n9\n%%EOF", "unreadable"),
        (encrypted_pdf(), "encrypted"),
        (encrypted_pdf("mat-khau"), "encrypted"),
        (pdf_with(OpenAction=action("JavaScript", JS="app.alert(1)")), "script"),
        (pdf_with(OpenAction=action("Launch", F="cmd.exe")), "script"),
        (pdf_with(OpenAction=action("SubmitForm", F="https://example.com")), "script"),
        (pdf_with(AcroForm=action("none", XFA="<xdp/>")), "script"),
        (pdf_with_file(), "embedded"),
    ],
    ids=["cut off", "html within", "owner's password", "password", "script", "program", "form", "xfa", "file within"],
)
def test_a_pdf_that_is_broken_locked_or_acts_is_refused(content, fault):
    assert refusal(content) == [FAULTS[fault]]


def test_a_script_hidden_behind_an_escaped_name_is_found():
    content = pdf_with(OpenAction=action("JavaScript", JS="app.alert(1)"))
    hidden = content.replace(b"/JavaScript", b"/J#61vaScript").replace(b"/JS", b"/J#53")
    assert (b"/JavaScript" in hidden, refusal(hidden)) == (False, [FAULTS["script"]])


def test_a_script_in_a_compressed_part_that_no_page_leads_to_is_found():
    writer = PdfWriter()
    writer.add_blank_page(width=595, height=842)
    writer._add_object(action("JavaScript", JS="app.alert(1)"))
    assert refusal(written(writer)) == [FAULTS["script"]]


def test_a_script_of_a_field_is_found():
    field = action("none", T="o")
    field[NameObject("/AA")] = action("none", F="x")
    field["/AA"][NameObject("/K")] = action("JavaScript", JS="x")
    assert refusal(pdf_with(AcroForm=field)) == [FAULTS["script"]]


def test_a_reader_that_does_not_come_to_an_end_is_given_up(settings):
    settings.UPLOAD_READ_SECONDS = 0.001
    assert refusal(pdf()) == [FAULTS["too_slow"]]


# --- DOCX --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("parts", "fault"),
    [
        ({"word/vbaProject.bin": "x"}, "script"),
        ({"[Content_Types].xml": types("application/vnd.ms-word.document.macroEnabled.main+xml")}, "script"),
        ({"word/activeX/activeX1.xml": "<a/>"}, "script"),
        ({"[Content_Types].xml": types("application/xml")}, "unknown"),
        ({"[Content_Types].xml": None}, "archive"),
        ({"_rels/.rels": None}, "unknown"),
        ({"_rels/.rels": relations("officeDocument", "word/khac.xml", "Internal")}, "unreadable"),
        ({"word/_rels/document.xml.rels": relations("vbaProject", "x.bin", "Internal", of=MICROSOFT)}, "script"),
        ({"word/_rels/document.xml.rels": relations("oleObject", "media/x.dat", "Internal")}, "embedded"),
        ({"word/_rels/document.xml.rels": relations("aFChunk", "media/x.html", "Internal")}, "embedded"),
        ({"word/embeddings/oleObject1.bin": "x"}, "embedded"),
        ({"word/media/tro choi.exe": "MZ"}, "embedded"),
        ({"word/_rels/settings.xml.rels": relations("attachedTemplate", "https://x.vn/a.dotm")}, "foreign_parts"),
        ({"word/_rels/document.xml.rels": relations("image", "https://x.vn/a.png")}, "foreign_parts"),
        ({"word/_rels/document.xml.rels": relations("frame", "file://may/a.html")}, "foreign_parts"),
        ({"word/document.xml": document(before=DTD)}, "entities"),
        ({"word/styles.xml": document(before=DTD)}, "entities"),
        ({"word/document.xml": document(before=DTD).encode("utf-16")}, "entities"),
        ({"word/document.xml": "<w:document>"}, "unreadable"),
        ({"../../x.xml": "<a/>"}, "unreadable"),
        ({"WORD/document.xml": document()}, "unreadable"),
        ({"word/media/a.bmp": b"\0" * (5 << 20)}, "too_much_inside"),
        ({f"word/media/{n}": "" for n in range(1001)}, "too_much_inside"),
    ],
)
def test_a_word_file_that_acts_fetches_or_swells_is_refused(parts, fault):
    assert as_docx(docx(parts)) == [FAULTS[fault]]


def test_a_word_file_that_says_less_than_it_unpacks_is_refused():
    """The directory's size is what is judged; a member that goes on beyond it doesn't read as it says."""
    content = docx({"word/media/a.xml": "<a>" + "0" * 5000 + "</a>"})
    lying = content.replace((5007).to_bytes(4, "little"), (7).to_bytes(4, "little"))
    assert (lying == content, as_docx(lying)) == (False, [FAULTS["unreadable"]])


def test_a_word_file_cut_off_is_refused():
    assert as_docx(docx()[:-40]) == [FAULTS["unreadable"]]


# --- State secrets -------------------------------------------------------------------------------------------------
def secret(mark):
    message = (
        f"Tệp mang dấu “{mark}”. Cổng không nhận tài liệu bí mật nhà nước: gửi theo đường văn bản mật. "
        "Cổng không lưu tệp này."
    )
    return [message]


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("MẬT", "MẬT"),
        ("  [ TỐI MẬT ]  ", "TỐI MẬT"),
        ("TUYỆT\u00a0MẬT", "TUYỆT MẬT"),
        ("T U Y Ệ T  M Ậ T", "TUYỆT MẬT"),
        ("M Ậ T", "MẬT"),
        ("Số 12-BC/HU MẬT", "MẬT"),
        ("Số: 12/BC-UBND  TỐI MẬT", "TỐI MẬT"),
        ("TỐI MẬT Tân An, ngày 05 tháng 11 năm 2019", "TỐI MẬT"),
        ("TỈNH ỦY LONG AN        MẬT        ĐẢNG CỘNG SẢN VIỆT NAM", "MẬT"),
        ("│ MẬT │", "MẬT"),
        ("Độ mật: Tối mật", "TỐI MẬT"),
        (unicodedata.normalize("NFD", "TUYỆT MẬT"), "TUYỆT MẬT"),
        ("Bảo vệ bí mật\nMẬT", "MẬT"),
        ("BẢO VỆ BÍ MẬT NHÀ NƯỚC", None),
        ("BẢO VỆ BÍ\nMẬT", None),
        ("BẢO VỆ BÍ    MẬT", None),
        ("Công tác bảo vệ bí mật nhà nước được thực hiện nghiêm.", None),
        ("Tài liệu được giữ tuyệt mật, không để lộ.", None),
        ("Việc xử lý văn bản MẬT, TỐI MẬT theo quy định.", None),
        ("HỢP TÁC XÃ MẬT ONG TÂN LÂN", None),
        ("Mật", None),
        ("LƯU HÀNH NỘI BỘ", None),
        ("", None),
    ],
)
def test_a_mark_stands_alone_and_a_word_within_a_sentence_is_no_mark(text, mark):
    assert mark_in(text) == mark


@pytest.mark.parametrize(
    ("name", "mark"),
    [
        ("BC 12 (MẬT).pdf", "MẬT"),
        ("12-BC MẬT.pdf", "MẬT"),
        ("KH_TUYỆT MẬT_2026.docx", "TUYỆT MẬT"),
        (unicodedata.normalize("NFD", "TỐI MẬT.pdf"), "TỐI MẬT"),
        ("Bảo vệ BÍ MẬT.pdf", None),
        ("MẬT ONG.pdf", None),
        ("Công tác bảo mật.pdf", None),
    ],
)
def test_a_mark_in_a_files_name(name, mark):
    assert mark_in_name(name) == mark


LETTERHEAD = """<table style="width: 100%"><tr><td>HUYỆN ỦY CẦN ĐƯỚC<br>*<br>Số 12-BC/HU<br>
<span style="border: 1pt solid; padding: 2pt">{}</span></td><td>ĐẢNG CỘNG SẢN VIỆT NAM<br>
Cần Đước, ngày 25 tháng 10 năm 2019</td></tr></table><h1>BÁO CÁO</h1><p>Công tác bảo vệ bí mật nhà nước.</p>"""


@pytest.mark.parametrize("mark", ["MẬT", "TỐI MẬT", "TUYỆT MẬT"])
def test_a_pdf_whose_head_bears_a_mark_is_refused(mark):
    assert refusal(pdf(LETTERHEAD.format(mark))) == secret(mark)


def test_the_same_pdf_without_a_mark_comes_in():
    assert judged(pdf(LETTERHEAD.format("Thường"))).name == "bao cao.pdf"


@pytest.mark.parametrize(
    "parts",
    [
        {"word/document.xml": document(paragraph("HUYỆN ỦY"), paragraph("MẬT"), paragraph("BÁO CÁO"))},
        {"word/document.xml": document("<w:p><w:r><w:t>TỈNH ỦY</w:t><w:tab/><w:t>M</w:t><w:t>ẬT</w:t></w:r></w:p>")},
        {"word/document.xml": document(f"<w:p><w:txbxContent>{paragraph('MẬT')}</w:txbxContent></w:p>")},
        {"word/document.xml": document('<x:textpath xmlns:x="urn:schemas-microsoft-com:vml" string="MẬT"/>')},
        {"word/header1.xml": header("MẬT")},
        {"word/document.xml": document(paragraph("MẬT")).replace(WORDS, STRICT)},
    ],
    ids=["a line", "after a tab, in two runs", "a text box", "word art", "the header", "strict Open XML"],
)
def test_a_word_file_whose_head_bears_a_mark_is_refused(parts):
    assert as_docx(docx(parts)) == secret("MẬT")


def test_a_word_file_about_secrecy_comes_in():
    text = paragraph("Thực hiện Luật Bảo vệ bí mật nhà nước; tài liệu MẬT được quản lý riêng.")
    assert judged(docx({"word/document.xml": document(text)}), "a.docx").name == "a.docx"


def test_a_mark_in_the_name_is_enough():
    assert refusal(scanned_pdf(), "12-BC (MẬT).pdf") == secret("MẬT")


# --- Names ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("../../x.pdf", "x.pdf"),
        ("C:\\Users\\lan\\Báo cáo.docx", "Báo cáo.docx"),
        (unicodedata.normalize("NFD", "Báo cáo Cần Đước.pdf"), "Báo cáo Cần Đước.pdf"),
        ("bao\u202egpj.pdf", "baogpj.pdf"),
        ("bao\r\ncao\0.pdf", "baocao.pdf"),
        ("  bao   cao.pdf ", "bao cao.pdf"),
        ("bao cao", "bao cao"),
        ("a" * 300 + ".pdf", "a" * 251 + ".pdf"),
        ("ế" * 100 + ".docx", "ế" * 83 + ".docx"),
    ],
)
def test_a_name_is_composed_without_path_and_at_most_255_bytes(typed, kept):
    assert (storable_name(typed), len(kept.encode()) <= 255) == (kept, True)


# --- The scanner -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("command", [[], ["sleep", "1000"], ["/nonexistent/scanner"]])
def test_a_file_that_comes_in_waits_for_its_scan_and_nobody_waits_for_the_scanner(settings, command):
    settings.SCANNER_COMMAND = command
    assert judged(pdf()).scan_state == StoredFile.Scan.WAITING


# --- What takes too much ---------------------------------------------------------------------------------------------
DOTS = "a" + "." * 400_000 + "a"  # tried at every dot these are 80 thousand million steps: hours


def test_a_word_file_of_dots_alone_comes_in():
    content = docx({"word/document.xml": document(paragraph(DOTS))})
    assert judged(content, "bao cao.docx").name == "bao cao.docx"


def test_a_mark_after_any_number_of_dots_is_found():
    assert [mark_in(f"{DOTS}\nMẬT"), mark_in(f"{'.' * 400_000} MẬT {'.' * 400_000}")] == ["MẬT", "MẬT"]


def test_a_reader_that_takes_more_memory_than_it_may_is_told_as_too_complex(settings):
    settings.HEAVY_MEMORY_BYTES, settings.UPLOAD_READ_SECONDS = 200_000_000, 300
    assert refusal(slow_pdf()) == [FAULTS["too_slow"]]


def test_every_fault_is_told_in_other_words():
    assert len({str(words) for words in FAULTS.values()}) == len(FAULTS)


def test_words_that_look_like_a_script_are_only_words():
    assert judged(pdf_with(Lang=TextStringObject("/JavaScript"))).name == "bao cao.pdf"
