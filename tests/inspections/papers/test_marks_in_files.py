"""A mark of secrecy is found wherever Word and Excel show it; words that only look like one are left alone."""

import unicodedata

import pytest
from django.core.exceptions import ValidationError

from ground.sheets.files import table_of
from inspections.papers.uploads.judge import refuse_secret
from inspections.papers.uploads.marks import mark_in
from inspections.papers.uploads.reading import read
from tests.made_office import DRAWING, KIND, PACKAGE, SHEET, SHEETS, WORD, excel, part, word

MAIN, BOOK, FIRST = "word/document.xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"


def mark_of(content):
    return read(content)["mark"]


def refusal_of(mark):
    with pytest.raises(ValidationError) as refused:
        refuse_secret(mark)
    return refused.value.messages


def mark_of_table(content):
    """The mark that a table is refused with, None for one that comes in."""
    try:
        table_of(content)
    except ValidationError as refused:
        for mark in ("TUYỆT MẬT", "TỐI MẬT", "MẬT"):
            if refused.messages == refusal_of(mark):
                return mark
        raise
    return None


def run(text, looks=""):
    return f"<w:r><w:rPr>{looks}</w:rPr><w:t>{text}</w:t></w:r>"


def fonts(name):
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}"/>'


def line(*runs, looks=""):
    return f"<w:p><w:pPr>{looks}</w:pPr>{''.join(runs)}</w:p>"


# --- Old fonts -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("font", "text", "mark"),
    [
        (".VnTimeH", "MËT", "MẬT"),
        (".VnTimeH", "MËt", "MẬT"),
        (".VnTimeH", "mËt", "MẬT"),
        (".VnTimeH", "Tèi MËt", "TỐI MẬT"),
        (".VnTimeH", "TuyÖt mËt", "TUYỆT MẬT"),
        (".VnTimeH", "\uf04d\uf0cb\uf054", "MẬT"),
        (".VnTime", "§é mËt: Tèi mËt", "TỐI MẬT"),
        ("VNI-Times", "MAÄT", "MẬT"),
        ("VNI-Times", "TOÁI MAÄT", "TỐI MẬT"),
        ("VNI-Times", "TUYEÄT MAÄT", "TUYỆT MẬT"),
        (".VnTime", "MËt", None),
        (".VnTime", "B¶o vÖ bÝ mËt nhµ n­íc", None),
        (".VnTimeH", "B¶o vÖ bÝ mËt nhµ n­íc", None),
        (".VnTimeH", "Hîp t¸c x· mËt ong", None),
        ("VNI-Times", "BAÛO VEÄ BÍ MAÄT NHAØ NÖÔÙC", None),
        ("VNI-Times", "Maät ñoä daân soá", None),
    ],
)
def test_a_mark_typed_for_an_old_font_is_a_mark(font, text, mark):
    assert mark_of(word(line(run(text, fonts(font))) + line(run("Báo cáo"))).made()) == mark


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("MËT", "MẬT"),
        ("TèI MËT", "TỐI MẬT"),
        ("TUYÖT MËT", "TUYỆT MẬT"),
        ("M Ë T", "MẬT"),
        ("Sè 12-BC/HU MËT", "MẬT"),
        ("MAÄT", "MẬT"),
        ("T O Á I M A Ä T", None),
        ("BẢO VỆ BÍ\nMẬT", None),
        ("B¶O VÖ BÝ\nMËT", None),
        ("BAÛO VEÄ BÍ\nMAÄT", None),
        ("Ô TÔ ĐẠI LÝ MẬT ONG", None),
        ("M\u200bẬ\u00adT", "MẬT"),
        (unicodedata.normalize("NFD", "M Ậ T"), "MẬT"),
        ("MÂ\u0323T", "MẬT"),
    ],
)
def test_a_mark_for_an_old_font_is_known_where_no_font_is_named(text, mark):
    assert mark_in(text) == mark


# --- Word: fonts and capitals by formatting --------------------------------------------------------------------------
def styled(body, styles, theme=None):
    office = word(body).add("word/styles.xml", f"{WORD}styles+xml", part(styles, "styles"), MAIN, "styles")
    if theme:
        xml = f'<a:theme xmlns:a="{DRAWING}"><a:fontScheme>{theme}</a:fontScheme></a:theme>'
        office.add("word/theme/theme1.xml", f"{KIND}theme+xml", xml, MAIN, "theme")
    return office.made()


def style(name, looks="", base="", kind="paragraph", more=""):
    base = f'<w:basedOn w:val="{base}"/>' if base else ""
    return f'<w:style w:type="{kind}" w:styleId="{name}"{more}>{base}<w:rPr>{looks}</w:rPr></w:style>'


CAPS, NO_CAPS = "<w:caps/>", '<w:caps w:val="0"/>'
IN_TABLE = '<w:tbl><w:tblPr><w:tblStyle w:val="A"/></w:tblPr><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>'
HEADED = '<a:majorFont><a:latin typeface="{}"/></a:majorFont><a:minorFont><a:latin typeface="Arial"/></a:minorFont>'


@pytest.mark.parametrize(
    "content",
    [
        word(line(run("Mật", CAPS))).made(),
        word(line(run("Mật", "<w:smallCaps/>"))).made(),
        word(line(run("M", CAPS), run("ật", CAPS))).made(),
        word(line(run("M"), run("ật", '<w:caps w:val="1"/>'))).made(),
        styled(line(run("Mật", '<w:rStyle w:val="A"/>')), style("A", CAPS, kind="character")),
        styled(line(run("Mật"), looks='<w:pStyle w:val="A"/>'), style("A", CAPS)),
        styled(line(run("Mật"), looks='<w:pStyle w:val="B"/>'), style("A", CAPS) + style("B", base="A")),
        styled(line(run("Mật")), style("A", CAPS, more=' w:default="1"')),
        styled(line(run("Mật")), f"<w:docDefaults><w:rPrDefault><w:rPr>{CAPS}</w:rPr></w:rPrDefault></w:docDefaults>"),
        styled(IN_TABLE.format(line(run("Mật"))), style("A", CAPS, kind="table")),
        styled(line(run("MËt"), looks='<w:pStyle w:val="A"/>'), style("A", fonts(".VnTimeH"))),
        styled(line(run("MËt", '<w:rFonts w:asciiTheme="majorHAnsi"/>')), style("A"), HEADED.format(".VnTimeH")),
        word(line(run("MA", fonts("VNI-Times")), run("ÄT", fonts("VNI-Times")))).made(),
        word(line('<w:r><a:p><a:r><a:rPr cap="all"/><a:t>Mật</a:t></a:r></a:p></w:r>')).made(),
        styled(line(run("Mật"), looks='<w:pStyle w:val="A"/>'), style("A", CAPS, "B") + style("B", base="A")),
    ],
    ids=[
        "on the words", "small capitals", "two runs", "half of the word", "a style of letters", "a style of paragraphs",
        "a style based on it", "the style of all", "the document's defaults", "a table's style", "a style's old font",
        "the theme's old font", "a VNI letter in two runs", "a drawing", "styles based on each other",
    ],
)  # fmt: skip
def test_a_mark_in_capitals_by_formatting_is_a_mark(content):
    assert mark_of(content) == "MẬT"


@pytest.mark.parametrize(
    "content",
    [
        word(line(run("Mật"))).made(),
        word(line(run("Mật", NO_CAPS))).made(),
        word(line(run("Mật", '<w:caps w:val="false"/>'))).made(),
        word(line(run("Bảo vệ bí mật nhà nước", CAPS))).made(),
        word(line(run("Hợp tác xã mật ong", CAPS))).made(),
        word(line(run("Bảo vệ bí", CAPS)) + line(run("mật", CAPS))).made(),
        word(line(run("Mật"), looks=f"<w:rPr>{CAPS}</w:rPr>")).made(),
        styled(line(run("Mật", NO_CAPS), looks='<w:pStyle w:val="A"/>'), style("A", CAPS)),
        styled(line(run("Mật"), looks='<w:pStyle w:val="B"/>'), style("A", CAPS) + style("B", NO_CAPS, "A")),
        styled(IN_TABLE.format(line(run("x"))) + line(run("Mật")), style("A", CAPS, kind="table")),
        word(line(run("Mật độ dân số, mật khẩu, mật ong, thân mật, bảo mật, bí mật"))).made(),
        word("".join(line(run(f"Đoạn {n}")) for n in range(90)) + line(run("MẬT"))).made(),
    ],
    ids=[
        "as typed", "capitals off", "capitals false", "a heading", "bees", "a heading in two lines",
        "the paragraph's end only", "off against its style", "off in the nearer style", "another table's style",
        "words with it", "far from the head",
    ],
)  # fmt: skip
def test_words_that_are_no_mark_come_in(content):
    assert mark_of(content) is None


# --- Word: everywhere ------------------------------------------------------------------------------------------------
FAR = "".join(line(run(f"Đoạn {n}")) for n in range(90))
MARKED = line(run("TỐI MẬT"))


def of_type(kind, relation, root):
    return word().add("word/phan.xml", f"{WORD}{kind}+xml", part(MARKED, root), MAIN, relation).made()


def drawn(kind):
    text = f'<d:x xmlns:d="d" xmlns:a="{DRAWING}"><a:p><a:r><a:t>TỐI </a:t></a:r><a:r><a:t>MẬT</a:t></a:r></a:p></d:x>'
    return word().add("word/ve.xml", kind, text, MAIN, "chart").made()


@pytest.mark.parametrize(
    "content",
    [
        of_type("header", "header", "hdr"),
        of_type("footer", "footer", "ftr"),
        of_type("comments", "comments", "comments"),
        of_type("footnotes", "footnotes", "footnotes"),
        of_type("endnotes", "endnotes", "endnotes"),
        word(f"<w:p><w:r><w:txbxContent>{MARKED}</w:txbxContent></w:r></w:p>").made(),
        word(f"{FAR}<w:p><w:r><w:txbxContent>{MARKED}</w:txbxContent></w:r></w:p>").made(),
        word(f'{FAR}<w:p><v:textpath xmlns:v="urn:schemas-microsoft-com:vml" string="TỐI MẬT"/></w:p>').made(),
        drawn(f"{KIND}drawingml.chart+xml"),
        drawn(f"{KIND}drawingml.diagramData+xml"),
        word(line(run("T Ố I"), run("  M Ậ T"))).made(),
        word(line(run(unicodedata.normalize("NFD", "TỐI MẬT")))).made(),
        word(line(*map(run, "TỐI MẬT"))).made(),
    ],
    ids=[
        "header", "footer", "comment", "footnote", "endnote", "text box", "text box far down", "word art far down",
        "chart", "diagram", "letters apart", "letters decomposed", "a run a letter",
    ],
)  # fmt: skip
def test_a_mark_is_found_wherever_word_shows_it(content):
    assert mark_of(content) == "TỐI MẬT"


def with_properties(office, core="", own="", company=""):
    dc = 'xmlns:cp="cp" xmlns:dc="dc"'
    office.add("docProps/core.xml", f"{PACKAGE}core-properties+xml", f"<cp:c {dc}>{core}</cp:c>", "", "core-properties")
    office.add(
        "docProps/custom.xml", f"{KIND}custom-properties+xml", f'<P xmlns:vt="v">{own}</P>', "", "custom-properties"
    )
    app = f"<P><Company>{company}</Company></P>"
    return office.add("docProps/app.xml", f"{KIND}extended-properties+xml", app, "", "extended-properties").made()


PROPERTIES = [
    ({"core": "<dc:title>Báo cáo (MẬT)</dc:title>"}, "MẬT"),
    ({"core": "<dc:subject>MẬT</dc:subject>"}, "MẬT"),
    ({"core": "<cp:keywords>dân vận; TUYỆT MẬT</cp:keywords>"}, "TUYỆT MẬT"),
    ({"core": "<dc:description>TỐI MẬT</dc:description>"}, "TỐI MẬT"),
    ({"core": "<cp:category>Mật</cp:category>"}, "MẬT"),
    ({"core": "<cp:contentStatus>Tối mật</cp:contentStatus>"}, "TỐI MẬT"),
    ({"company": "MẬT"}, "MẬT"),
    ({"own": '<property name="Độ mật"><vt:lpwstr>Tuyệt mật</vt:lpwstr></property>'}, "TUYỆT MẬT"),
    ({"own": '<property name="MSIP_Label_1_Name"><vt:lpwstr>Mật</vt:lpwstr></property>'}, "MẬT"),
    ({"core": "<dc:title>Bảo vệ bí mật nhà nước</dc:title>"}, None),
    ({"core": "<dc:title>MẬT ONG LONG AN</dc:title>"}, None),
    ({"core": "<cp:keywords>mật độ, bảo mật, mật</cp:keywords>"}, None),
    ({"own": '<property name="Mật khẩu"><vt:lpwstr>không</vt:lpwstr></property>'}, None),
    ({"own": '<property name="Độ mật"><vt:lpwstr>Thường</vt:lpwstr></property>'}, None),
]


@pytest.mark.parametrize(("properties", "mark"), PROPERTIES)
def test_a_mark_in_what_word_and_excel_say_of_a_file_is_a_mark(properties, mark):
    in_word, in_excel = with_properties(word(), **properties), with_properties(excel(), **properties)
    assert (mark_of(in_word), mark_of_table(in_excel)) == (mark, mark)


# --- Excel -----------------------------------------------------------------------------------------------------------
def second_sheet(text):
    row = f'<row><c t="inlineStr"><is><t>{text}</t></is></c></row>'
    sheet = f'<worksheet xmlns="{SHEETS}"><sheetData>{row}</sheetData></worksheet>'
    return excel().add("xl/worksheets/s2.xml", f"{SHEET}worksheet+xml", sheet, BOOK, "worksheet").made()


def shared(text):
    strings = f'<sst xmlns="{SHEETS}"><si>{text}</si></sst>'
    return excel().add("xl/sharedStrings.xml", f"{SHEET}sharedStrings+xml", strings, BOOK, "sharedStrings").made()


def header(text):
    return excel(more=f"<headerFooter><oddHeader>{text}</oddHeader></headerFooter>").made()


def beside(kind, relation, text):
    return excel().add("xl/phan.xml", kind, text, FIRST, relation).made()


def in_old_font(text, font):
    fonts_of_cells = f'<styleSheet xmlns="{SHEETS}"><fonts><font><name val="{font}"/></font></fonts></styleSheet>'
    return excel([("Mã", text), ("a", "b")]).add("xl/styles.xml", f"{SHEET}styles+xml", fonts_of_cells, BOOK, "styles")


COMMENT = f'<comments xmlns="{SHEETS}"><commentList><comment><text>{{}}</text></comment></commentList></comments>'


@pytest.mark.parametrize(
    ("content", "mark"),
    [
        (excel([("MẬT",), ("Mã", "Số"), ("a", "1")]).made(), "MẬT"),
        (excel([("Mã", "Số"), ("a", "MËT")]).made(), "MẬT"),
        (excel([("Mã", "Số"), ("a", "MAÄT")]).made(), "MẬT"),
        (in_old_font("Tèi MËt", ".VnTimeH").made(), "TỐI MẬT"),
        (second_sheet("M Ậ T"), "MẬT"),
        (shared("<r><t>M</t></r><r><t>ẬT</t></r>"), "MẬT"),
        (shared('<r><rPr><rFont val=".VnTimeH"/></rPr><t>MËt</t></r>'), "MẬT"),
        (excel(name="MẬT").made(), "MẬT"),
        (header("&amp;L&amp;D&amp;C&amp;&quot;Arial,Bold&quot;&amp;14MẬT&amp;RTrang &amp;P"), "MẬT"),
        (header("&amp;C&amp;&quot;.VnTimeH,Bold&quot;&amp;12MËt"), "MẬT"),
        (beside(f"{SHEET}comments+xml", "comments", COMMENT.format("<r><t>TUYỆT MẬT</t></r>")), "TUYỆT MẬT"),
        (beside("application/vnd.ms-excel.threadedcomments+xml", "threadedComment", "<T><text>MẬT</text></T>"), "MẬT"),
        (beside(f"{KIND}drawing+xml", "drawing", f'<a:p xmlns:a="{DRAWING}"><a:r><a:t>MẬT</a:t></a:r></a:p>'), "MẬT"),
        (excel([("Mã", "Nội dung"), ("a", "Bảo vệ bí mật nhà nước; văn bản MẬT giữ riêng")]).made(), None),
        (excel([("Mã", "Nội dung"), ("a", "Mật độ dân số"), ("b", "MẬT ONG"), ("c", "Mật")]).made(), None),
        (excel(name="Bảo mật").made(), None),
        (in_old_font("mật", ".VnTimeH").made(), None),
        (header("&amp;CBÁO CÁO MẬT ĐỘ DÂN SỐ"), None),
    ],
)
def test_a_mark_in_a_workbook_is_a_mark(content, mark):
    assert mark_of_table(content) == mark


def test_a_mark_in_a_cell_of_a_csv_is_a_mark():
    rows = ["Mã,Nội dung\na,MẬT\n", "Mã,Nội dung\na,bí mật nhà nước\n"]
    assert [mark_of_table(text.encode()) for text in rows] == ["MẬT", None]
