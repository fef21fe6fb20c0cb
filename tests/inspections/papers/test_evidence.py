"""Evidence: workbooks, old Office files and photos come in by what they are, and what each fault is called."""

import io
import struct
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from ground.processes.child import Fault
from inspections.models import StoredFile
from inspections.papers.acts import storing_accepted
from inspections.papers.uploads.evidence import reading
from inspections.papers.uploads.evidence.faults import FAULTS_OF_EVIDENCE
from inspections.papers.uploads.judge import EVIDENCE, FAULTS, PAPERS, TYPES, judge
from tests.inspections.papers.made_evidence import (
    encoded,
    large_png,
    old_excel,
    old_file,
    old_word,
    photo,
    png_with_text,
    workbook,
)
from tests.inspections.papers.made_files import docx, pdf, scanned_pdf, zipped

FIELD = "Kết quả \x13{}\x14 1\x15\r"
MACROS = "application/vnd.ms-office.vbaProject"
OF_MACROS = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
PIXELS = "1000000"


def judged(content, name, kinds=EVIDENCE):
    return judge(SimpleUploadedFile(name, content), kinds)


def refusal(content, name, kinds=EVIDENCE):
    with pytest.raises(ValidationError) as refused:
        judged(content, name, kinds)
    return refused.value.messages


def as_16_bits(text):
    return text.encode("utf-16-le")


def cut(content):
    return content[: len(content) // 2]


def bomb():
    """A workbook of 900 kB that would unpack to 200 MB."""
    out = io.BytesIO(workbook().made())
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        package.writestr("xl/media.xml", b"0" * (200 << 20))
    return out.getvalue()


# --- What comes in -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "content", "kind", "stored_name"),
    [
        ("Báo cáo.pdf", pdf(), "pdf", None),
        ("Báo cáo.docx", docx(), "docx", None),
        ("Số liệu.XLSX", workbook().made(), "xlsx", None),
        ("Quyết định 2009.doc", old_word(), "doc", None),
        ("Biểu 2.xls", old_excel(), "xls", None),
        ("IMG_0001.JPEG", photo(), "jpg", None),
        ("Ảnh màn hình.png", photo("PNG"), "png", None),
        ("IMG_2041.HEIC", photo("HEIF"), "heic", None),
        ("IMG_2042.HEIC", photo(), "jpg", "IMG_2042.jpg"),
        ("chup.jpg", photo("HEIF"), "heic", "chup.heic"),
    ],
)
def test_what_officers_have_comes_in_and_a_phones_wrong_ending_is_corrected(name, content, kind, stored_name):
    taken = judged(content, name)
    assert (taken.content, taken.name, taken.content_type) == (content, stored_name or name, TYPES[kind])
    assert bool(taken.shown) == (kind in ("jpg", "png", "heic"))


@pytest.mark.parametrize(("kind", "size"), [("JPEG", (1333, 2000)), ("PNG", (1333, 2000)), ("HEIF", (2000, 1333))])
def test_a_photo_is_shown_upright_as_our_own_jpeg_without_its_place_or_words(kind, size):
    """HEIF says in its own way how a photo is turned (ISO/IEC 23008-12); this one isn't, whatever its Exif says."""
    content = photo(kind, (2400, 1600))
    assert Image.open(io.BytesIO(content)).getexif().get_ifd(0x8825)  # the original says where it was taken
    taken = judged(content, f"a.{'heic' if kind == 'HEIF' else 'jpg'}")
    shown = Image.open(io.BytesIO(taken.shown))
    assert (shown.format, shown.size, dict(shown.getexif())) == ("JPEG", size, {})
    assert set(shown.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}
    if kind != "HEIF":
        top, bottom = shown.getpixel((600, 100)), shown.getpixel((600, 1900))
        assert (top[0] > 200, bottom[2] > 100, bottom[0] < 60) == (True, True, True)  # its left side is above now
    assert b"Exif" not in taken.shown


def test_what_is_seen_through_is_white():
    shown = Image.open(io.BytesIO(judged(png_with_text("Sơ đồ"), "a.png").shown))
    assert shown.getpixel((1, 1)) == (255, 255, 255)


@pytest.mark.django_db
def test_neither_original_nor_picture_is_left_where_something_fails():
    taken, keys = judged(photo(), "a.jpg"), []

    def fail():
        with storing_accepted(taken) as stored:
            keys.extend([stored.key, stored.shown_key])
            assert default_storage.open(stored.shown_key).read() == taken.shown
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert [default_storage.exists(key) for key in keys] == [False, False]
    assert not StoredFile.objects.filter(key=keys[0]).exists()


# --- Faults ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("fault", "content"),
    {
        "a cut JPEG": ("damaged_picture", cut(encoded(Image.effect_noise((300, 200), 60).convert("RGB"), "JPEG"))),
        "a cut HEIC": ("damaged_picture", cut(photo("HEIF", (300, 200)))),
        "a cut PNG": ("damaged_picture", cut(photo("PNG", (300, 200)))),
        "JPEG's first bytes": ("damaged_picture", b"\xff\xd8\xff\xe0" + b"0" * 99),
        "a large photo": ("too_many_pixels", photo(size=(1001, 1000))),
        "a large PNG of few bytes": ("too_many_pixels", large_png),
        "a large HEIC": ("too_many_pixels", photo("HEIF", (1002, 1000))),
        "a GIF": ("picture", encoded(Image.new("L", (4, 4)), "GIF")),
        "a WebP": ("picture", encoded(Image.new("RGB", (4, 4)), "WEBP")),
        "a TIFF": ("picture", encoded(Image.new("RGB", (4, 4)), "TIFF")),
        "an .xlsm": ("script", workbook(main=OF_MACROS).made()),
        "a macro": ("script", workbook().add("xl/m.bin", MACROS, b"x", "xl/workbook.xml", "vbaProject").made()),
        "another workbook": ("foreign_parts", workbook(more="<externalReference/>").made()),
        "a bomb": ("too_much_inside", bomb),
        "a presentation": ("unknown", zipped({"[Content_Types].xml": "<Types/>", "_rels/.rels": "<Relationships/>"})),
        "a zip": ("archive", zipped({"a.txt": "a"})),
        "OpenDocument": ("other_office", zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"})),
        "RTF": ("other_office", b"{\\rtf1 a}"),
        "a page as .xls": ("web_page", b"<html><table><tr><td>1</td></tr></table></html>"),
        "a program": ("unknown", b"MZ" + b"0" * 99),
        "SVG": ("unknown", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
        "a password of .xlsx": ("encrypted", old_file({"EncryptedPackage": b"1", "EncryptionInfo": b"1"})),
        "a password of .doc": ("encrypted", old_word(flags=0x0300)),
        "a password of .xls": ("encrypted", old_excel(more=[(0x2F, bytes(6))])),
        "macros in .doc": ("script", old_word(**{"Macros/VBA": b"x"})),
        "macros in .xls": ("script", old_excel(**{"_VBA_PROJECT_CUR/VBA": b"x"})),
        "a macro sheet": ("script", old_excel(kind_of_sheet=1)),
        "a file in .doc": ("embedded", old_word(**{"ObjectPool/_1": b"x"})),
        "a file in .xls": ("embedded", old_excel(**{"MBD00A1/Package": b"x"})),
        "a strange part": ("strange_part", old_word(**{"Payload": b"x"})),
        "DDE in .doc": ("field", old_word(FIELD.format(' DDEAUTO c:\\\\cmd.exe "/c calc" '))),
        "a linked picture": ("field", old_word(FIELD.format(' INCLUDEPICTURE "http://a.vn/a.png" '))),
        "a field in a field": ("field", old_word("\x13 HYPERLINK \x13 QUOTE x \x14 y \x15 \x14 z\x15\r")),
        "a link to a program": ("strange_link", old_word(FIELD.format(' HYPERLINK "file://may-chu/a.exe" '))),
        "DDE in .xls": ("foreign_parts", old_excel(more=[(0x1AE, b"\1\0\5\0\0cmd|x")])),
        "a query": ("foreign_parts", old_excel(more=[(0xDC, b"SELECT")])),
        "Word 95": ("too_old", old_word(version=0x65)),
        "an installer": ("unknown", old_file({"Property": b"1"})),
        "Word and Excel at once": ("unknown", old_file({"WordDocument": b"1", "Workbook": b"2"})),
    }.values(),
)  # fmt: skip
def test_each_fault_has_its_name_and_its_words(fault, content):
    """What takes long to make is made here, not by every process that collects tests."""
    content = content() if callable(content) else content
    with pytest.raises(Fault) as refused:
        reading.read(content, PIXELS)
    assert refused.value.code == fault
    assert fault in FAULTS | FAULTS_OF_EVIDENCE


@pytest.mark.parametrize(
    ("mark", "content"),
    [
        ("MẬT", workbook("MẬT").made()),
        ("TỐI MẬT", workbook("Số: 12/BC TỐI MẬT").made()),
        ("MẬT", old_word("Kính gửi\rMẬT\r")),
        ("MẬT", old_word(header="MẬT\r")),
        ("MẬT", old_word("mËt\r", fonts=["Arial", ".VnTimeH"])),
        (None, old_word("mËt\r", fonts=["Arial", ".VnTime"])),
        (None, old_word("Bảo vệ bí mật nhà nước, tài liệu MẬT và tối mật.\r")),
        ("TUYỆT MẬT", old_excel("TUYỆT MẬT")),
        ("MẬT", old_excel("mËt", more=[(0x31, bytes(14) + b"\x08\0.VnTimeH")])),
        ("TỐI MẬT", old_excel(more=[(0x14, struct.pack("<HB", 9, 1) + as_16_bits("&CTỐI MẬT"))])),
        ("MẬT", old_excel(more=[(0x1B6, bytes(18)), (0x3C, b"\1" + as_16_bits("MẬT"))])),
        ("MẬT", png_with_text("MẬT")),
        ("MẬT", photo(title="Biên bản - MẬT")),
        ("MẬT", photo(windows_title="Biên bản - MẬT")),
        (None, photo(title="Bí mật nhà nước")),
    ],
)
def test_marks_of_secrecy_are_found_in_every_kind(mark, content):
    assert reading.read(content, PIXELS)["mark"] == mark


def test_a_word_file_with_a_workbook_inside_is_read_as_a_word_file():
    types = '<Types><a b="ms-word.document"/><a b="ms-excel.sheet"/></Types>'
    assert reading.kind_of(zipped({"[Content_Types].xml": types})) == "docx"


def test_links_and_formulas_of_honest_old_files_do_no_harm():
    assert reading.read(old_word(FIELD.format(" PAGE ")), PIXELS)["type"] == "doc"
    own, add_in = b"\1\0\1\4", b"\1\0\1\x3a"
    assert reading.read(old_excel(more=[(0x1AE, own), (0x1AE, add_in)]), PIXELS)["type"] == "xls"


def test_the_words_name_what_to_do_and_papers_have_theirs():
    assert refusal(b"MZ" + b"0" * 99, "a.pdf") == [FAULTS_OF_EVIDENCE["unknown"]]
    assert refusal(workbook(main=OF_MACROS).made(), "Số liệu.xlsx") == [FAULTS["script"]]
    assert refusal(photo(), "Báo cáo.pdf") == [
        "Tên tệp “Báo cáo.pdf” không khớp nội dung .jpg. Đổi đuôi tên tệp thành .jpg."
    ]
    assert refusal(scanned_pdf(), "a.jpg")[0].startswith("Tên tệp “a.jpg” không khớp nội dung .pdf.")
    assert refusal(photo(), "a.pdf", PAPERS) == [FAULTS["picture"]]
    assert refusal(workbook().made(), "a.xlsx", PAPERS) == [FAULTS["unknown"]]
    assert refusal(photo(), "12_MẬT.jpg")[0].startswith("Tệp mang dấu “MẬT”.")


def test_a_photo_that_exhausts_its_process_is_too_much_and_the_next_comes_in(settings):
    settings.PICTURE_PIXELS_MAX, settings.HEAVY_MEMORY_BYTES = 10**9, 300 << 20
    assert refusal(large_png(), "a.png") == [FAULTS_OF_EVIDENCE["too_slow"]]
    assert judged(photo(), "b.jpg").shown
