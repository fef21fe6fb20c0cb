"""A Word file may hold text, pictures, charts and links; what fetches, calls a program or isn't known refuses it."""

import pytest

from ground.processes.child import Fault
from inspections.papers.uploads.reading import read
from tests.inspections.papers.made_files import WORDS
from tests.made_office import KIND, SHEET, WORD, excel, part, word

STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
MAIN = "word/document.xml"


def fault_of(office):
    try:
        read(office.made())
    except Fault as fault:
        return fault.code
    return None


def run(inner):
    return f"<w:r>{inner}</w:r>"


def code(text, name="instrText"):
    return run(f"<w:{name}>{text}</w:{name}>")


def turn(kind):
    return run(f'<w:fldChar w:fldCharType="{kind}"/>')


def complex_field(*codes, result="", name="instrText"):
    codes = "".join(text if text.startswith("<") else code(text, name) for text in codes)
    return f"<w:p>{turn('begin')}{codes}{turn('separate')}{result}{turn('end')}</w:p>"


def simple_field(text):
    return f'<w:p><w:fldSimple w:instr="{text}"><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p>'


ACTING = [
    'DDEAUTO c:\\\\windows\\\\cmd.exe "/c calc"',
    'dde excel "C:\\\\a.xlsx" R1C1',
    " DdeAuto excel a b",
    'LINK Excel.Sheet.12 "C:\\\\a.xlsx" "Sheet1!R1C1" \\a',
    'INCLUDEPICTURE "https://x.vn/a.png" \\d',
    "IncludeText &quot;\\\\\\\\may\\\\a.docx&quot;",
    "INCLUDE a.docx",
    "IMPORT a.wmf",
    "DATABASE \\d a.mdb",
    "RD a.docx",
    "EMBED Package",
    "MACROBUTTON Chay bấm đây",
    "PRINT 27",
    "CONTROL Forms.HTML",
    "LAMOI a",
    "DDEAUTOc:\\\\a",
    '"DDE" a b',
]


@pytest.mark.parametrize("text", ACTING)
@pytest.mark.parametrize("form", [simple_field, complex_field])
def test_a_field_that_fetches_calls_or_is_unknown_refuses_the_file(text, form):
    assert fault_of(word(form(text.replace('"', "&quot;")))) == "field"


@pytest.mark.parametrize(
    "body",
    [
        complex_field("DD", "EAU", 'TO c:\\\\a "b"'),
        complex_field(*"INCLUDETEXT a.docx"),
        complex_field("DDE a b", name="delInstrText"),
        complex_field("IF 1 = 1 ", complex_field("DDE a b")[5:-6], " 2"),
        complex_field(complex_field("QUOTE 68 68 69")[5:-6], " excel a b"),
        complex_field("DD", complex_field("QUOTE 69")[5:-6], " excel a b"),
        complex_field("PAGE", result=complex_field("LINK a b")[5:-6]),
        f"<w:p>{turn('begin')}{code('DDE a')}</w:p>",
        f"<w:p>{code('DDE a b')}</w:p>",
        f"<w:p>{turn('begin')}{code('DD')}</w:p><w:p>{code('E a b')}{turn('end')}</w:p>",
    ],
    ids=[
        "three runs", "a run a letter", "deleted", "within another", "its name made up by another", "half made up",
        "in another's result", "without an end", "without a beginning", "two paragraphs",
    ],
)  # fmt: skip
def test_a_field_is_known_however_it_is_written(body):
    assert fault_of(word(body)) == "field"


def test_a_field_of_strict_open_xml_is_known():
    office = word(complex_field("DDE a b"))
    kind, text = office.parts[MAIN]
    office.parts[MAIN] = (kind, text.replace(WORDS, STRICT))
    assert fault_of(office) == "field"


@pytest.mark.parametrize("name", ["header", "footer", "footnotes", "endnotes", "comments", "document.glossary"])
@pytest.mark.parametrize("form", [simple_field, complex_field])
def test_a_field_is_looked_for_in_every_part(name, form):
    office = word().add("word/phan.xml", f"{WORD}{name}+xml", part(form("DDEAUTO a b")), MAIN, name.split(".")[-1])
    office.relations[-1] = (*office.relations[-1][:1], "header", *office.relations[-1][2:])
    assert fault_of(office) == "field"


@pytest.mark.parametrize(
    "text",
    [
        "PAGE", " page \\* MERGEFORMAT ", "PAGE\\* MERGEFORMAT", "NUMPAGES", 'TOC \\o "1-3" \\h \\z \\u', "=SUM(ABOVE)",
        'HYPERLINK "https://longan.gov.vn"', 'HYPERLINK \\l "_Toc1"', "PAGEREF _Toc1 \\h", "REF a \\h", "SEQ Bảng",
        'DATE \\@ "dd/MM/yyyy"', "STYLEREF 1", "ADDIN EN.CITE", "FORMTEXT", 'IF a = b "x" "y"', "",
    ],
)  # fmt: skip
@pytest.mark.parametrize("form", [simple_field, complex_field])
def test_fields_that_number_date_and_refer_may_stay(text, form):
    assert fault_of(word(form(text.replace('"', "&quot;")))) is None


@pytest.mark.parametrize(
    "address",
    ["javascript:x", "file://may/a.exe", "\\\\\\\\may\\\\a", "ms-word:ofe|u|https://x.vn", "vbscript:x", "search-ms:x"],
)
def test_a_link_to_a_program_or_another_machine_refuses_the_file(address):
    office = word().relate(MAIN, "hyperlink", address, "External")
    assert (fault_of(office), fault_of(word(simple_field(f"HYPERLINK &quot;{address}&quot;")))) == ("strange_link",) * 2


@pytest.mark.parametrize(
    "address", ["https://longan.gov.vn", "mailto:a@longan.gov.vn", "#muc-1", "phu-luc.docx", "file:///C:\\Users\\a.htm"]
)
def test_a_link_to_a_page_a_person_or_a_file_of_ones_own_may_stay(address):
    assert fault_of(word().relate(MAIN, "hyperlink", address, "External")) is None


# --- Parts and relations -------------------------------------------------------------------------------------------
@pytest.mark.parametrize("mode", ["External", "external", "EXTERNAL", " External ", "Khac"])
def test_what_word_would_fetch_is_known_however_its_mode_is_written(mode):
    assert fault_of(word().relate(MAIN, "image", "a.png", mode)) == "foreign_parts"


@pytest.mark.parametrize("target", ["https://x.vn/a.png", "\\\\may\\a.png", "//may/a.png", "C:\\a.png", "file:///a"])
def test_an_address_said_to_be_internal_is_still_an_address(target):
    assert fault_of(word().relate(MAIN, "image", target)) == "foreign_parts"


def test_the_mode_is_known_when_its_own_name_is_written_otherwise():
    office = word().relate(MAIN, "image", "a.png", "External")
    content = office.made()
    assert b"TargetMode" not in content  # packed
    rels = '<Relationships><Relationship Id="a" Type="x/image" Target="a.png" targetmode="External"/></Relationships>'
    office = word().add(
        "word/_rels/document.xml.rels", "application/vnd.openxmlformats-package.relationships+xml", rels
    )
    assert fault_of(office) == "foreign_parts"


@pytest.mark.parametrize(
    ("kind", "fault"),
    [
        ("attachedTemplate", "foreign_parts"), ("mailMergeSource", "foreign_parts"), ("frame", "foreign_parts"),
        ("transform", "foreign_parts"), ("subDocument", "embedded"), ("aFChunk", "embedded"), ("oleObject", "embedded"),
        ("package", "embedded"), ("video", "embedded"), ("vbaProject", "script"), ("control", "script"),
        ("webextension", "script"), ("extensibility", "script"), ("laMoi", "strange_part"),
    ],
)  # fmt: skip
def test_a_relation_that_is_not_known_refuses_the_file(kind, fault):
    inside, outside = word().relate(MAIN, kind, "a.xml"), word().relate(MAIN, kind, "https://x.vn", "External")
    assert (fault_of(inside), fault_of(outside)) == (fault, fault)


@pytest.mark.parametrize(
    ("kind", "fault"),
    [
        ("application/vnd.ms-office.vbaProject", "script"),
        ("application/vnd.ms-word.document.macroEnabled.main+xml", "script"),
        ("application/vnd.ms-office.activeX+xml", "script"),
        (f"{KIND}oleObject", "embedded"),
        (f"{SHEET}sheet", "embedded"),
        ("video/mp4", "embedded"),
        ("application/x-msdownload", "strange_part"),
    ],
)
def test_a_part_is_what_its_type_says_and_not_its_name(kind, fault):
    assert fault_of(word().add("word/media/hinh.png", kind)) == fault


def test_a_picture_may_be_called_anything():
    assert fault_of(word().add("word/media/vba-activex.png", "image/png", "PNG", MAIN, "image")) is None


def test_a_drawing_may_have_a_dtd():
    svg = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "a.dtd"><svg/>'
    assert fault_of(word().add("word/media/so-do.svg", "image/svg+xml", svg, MAIN, "image")) is None


def test_the_main_part_is_the_one_that_word_would_open():
    """Word Online names it document2.xml."""
    assert fault_of(word(main="word/document2.xml")) is None
    two = word().add("word/khac.xml", f"{WORD}document.main+xml", "<x/>", "", "officeDocument")
    assert fault_of(two) == "unknown"


CHART = "word/charts/chart1.xml"


def charted(book):
    office = word().add(CHART, f"{KIND}drawingml.chart+xml", "<c/>", MAIN, "chart")
    return office.add("word/embeddings/bieu.xlsx", f"{SHEET}sheet", book.made(), CHART, "package")


def test_a_chart_may_bring_its_figures_but_no_more():
    linked = excel().add("xl/l.xml", f"{SHEET}externalLink+xml", "<x/>", "xl/workbook.xml", "externalLink")
    assert (fault_of(charted(excel())), fault_of(charted(linked))) == (None, "foreign_parts")


@pytest.mark.parametrize(
    "inner",
    [
        '<w:mailMerge><w:connectString w:val="Provider=x"/></w:mailMerge>',
        '<wp15:webVideoPr xmlns:wp15="x" embeddedHtml="&lt;iframe/&gt;"/>',
        '<v:imagedata xmlns:v="urn:schemas-microsoft-com:vml" src="https://x.vn/a.png"/>',
        '<v:fill xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="o" o:href="\\\\may\\a.png"/>',
    ],
    ids=["mail merge", "a video of the web", "a picture of the web", "a filling of another machine"],
)
def test_what_fetches_without_a_relation_is_found(inner):
    office = word().add("word/settings.xml", f"{WORD}settings+xml", part(inner, "settings"), MAIN, "settings")
    assert fault_of(office) == "foreign_parts"
