"""From a laid-out sheet to a Word file: equal sheets give equal bytes. It holds no macro, and no link out of it."""

import io
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import quoteattr

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Emu, Mm, Pt
from docx.text.paragraph import Paragraph

from reports.documents.layout import RULE_SETS
from reports.documents.layout.rule_sets import RuleSet
from reports.documents.word import frame, reading
from reports.documents.word.body import Text
from reports.documents.word.drawings import WIDTH_MM, picture_of, words_of_chart
from reports.documents.word.looks import LANGUAGE, looks_of, write_styles
from reports.documents.word.marks import DOCUMENT, SLOT, digest_of
from reports.documents.word.pieces import Element, element, gap, paragraph

Sheet = dict[str, Any]
EPOCH = (1980, 1, 1, 0, 0, 0)  # the first day a zip knows
DAY = datetime(2000, 1, 1, tzinfo=UTC)  # of the properties: a day that says nothing
TALL, WIDE = (210, 297), (297, 210)  # mm
ASCENT = 0.229  # of the size: from the top of a line to the top of its digits, in Times New Roman
PROPERTIES = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
UNUSED = ("stylesWithEffects", "numbering", "customXml", "webSettings")
KEY = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # of custom properties, the same in every file


def docx_of(sheet: Sheet, author: str, note: str = "", document: int | None = None) -> bytes:
    """Return the sheet as a .docx. `note`: a line in the properties; `document`: the draft's id, by which the file is
    recognised when it comes back, None for what isn't taken back.
    """
    rules = RULE_SETS[sheet["rules"]]
    made = _blank(rules, int(sheet["line_class"].removeprefix("line-")))
    _write(made, sheet, rules)
    _write_properties(made, sheet, author, note)
    if document is not None:
        _stamp(made, document)
    target = io.BytesIO()
    made.save(target)
    return _timeless(target.getvalue())


# --- The file --------------------------------------------------------------------------------------------------------
def _blank(rules: RuleSet, line: int) -> Document:
    """Return an empty file with our styles, without what the library's own blank file has and papers don't need."""
    made = docx.Document()
    write_styles(made, looks_of(rules, line), rules.article.value.face)
    for owner in (made.part, made.part.package):
        for key, relation in list(owner.rels.items()):
            if relation.reltype.rpartition("/")[2] in (*UNUSED, "thumbnail"):
                del owner.rels[key]
    settings = made.settings.element
    settings.find(qn("w:themeFontLang")).set(qn("w:val"), LANGUAGE)
    for mode in settings.iter(qn("w:compatSetting")):
        if mode.get(qn("w:name")) == "compatibilityMode":
            mode.set(qn("w:val"), "15")
    return made


def _write_properties(made: Document, sheet: Sheet, author: str, note: str) -> None:
    core = made.core_properties
    core.title, core.author, core.language = sheet["title"][:255], author[:255], LANGUAGE
    core.comments, core.last_modified_by = note, author[:255]
    core.created = core.modified = DAY


def _stamp(made: Document, document: int) -> None:
    """Write into the properties whose copy the file is, and the digest of each slot."""
    found = reading.slots_in(made.element.xml.encode())
    digests = {f"{SLOT}{key}": digest_of(blocks) for key, blocks in found.items()}
    _write_custom(made, {DOCUMENT: str(document), **digests})


def _write_custom(made: Document, values: Mapping[str, str]) -> None:
    rows = "".join(
        f'<property fmtid="{KEY}" pid="{n}" name={quoteattr(name)}><vt:lpwstr>{value}</vt:lpwstr></property>'
        for n, (name, value) in enumerate(values.items(), start=2)
    )
    kind = "http://schemas.openxmlformats.org/officeDocument/2006"
    text = f'<Properties xmlns="{kind}/custom-properties" xmlns:vt="{kind}/docPropsVTypes">{rows}</Properties>'
    blob = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{text}'.encode()
    package = made.part.package
    part = Part(PackURI("/docProps/custom.xml"), PROPERTIES, blob, package)
    package.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)


def _timeless(content: bytes) -> bytes:
    """Return the package with every part of the same day: equal papers give equal bytes, whenever they are made."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as made, zipfile.ZipFile(target, "w") as package:
        for name in made.namelist():
            package.writestr(zipfile.ZipInfo(name, EPOCH), made.read(name), zipfile.ZIP_DEFLATED)
    return target.getvalue()


# --- Sheets and sections ---------------------------------------------------------------------------------------------
def _write(made: Document, sheet: Sheet, rules: RuleSet) -> None:
    is_annex = sheet["form"] == "annex"
    section = made.sections[0]
    _shape(section, rules, WIDE if is_annex else TALL)
    _number_pages(section, rules)
    width = _width(section)
    if is_annex:
        _add(made, _own_annex(made, sheet, rules, width))
    else:
        _add(made, _paper(made, sheet, rules, width))
    for annex in sheet["annexes"]:
        _add_annex(made, annex, sheet, rules)
    _add(made, [gap()])


def _paper(made: Document, sheet: Sheet, rules: RuleSet, width: float) -> list[Element]:
    text = Text(sheet, width, lambda series: _picture(made, series)).of_paper()
    frame.keep_with_next(text)
    subject = frame.subject(sheet, width) if sheet["form"] != "letter" else []
    return [
        *frame.draft_mark(sheet),
        *frame.head(sheet, rules, width),
        *subject,
        *frame.addressees(sheet, rules, width),
        *([] if sheet["mark"] and not sheet["addressees"] else [gap(12)]),
        *text,
        *frame.foot(sheet, rules, width),
    ]


def _own_annex(made: Document, sheet: Sheet, rules: RuleSet, width: float) -> list[Element]:
    """Return an annex that stands alone: without a head."""
    about = frame.slot("about", frame.lines("annexTitle", sheet["about_lines"]))
    text = Text(sheet, width, lambda series: _picture(made, series)).of_paper()
    signed = sheet["signatures"]
    if signed:
        frame.keep_with_next(text)
    return [
        *frame.draft_mark(sheet),
        paragraph("annexLabel", sheet["type_title"]),
        *about,
        *frame.lines("annexReference", [sheet["reference"]] if sheet["reference"] else []),
        gap(12),
        *text,
        *(frame.foot(sheet, rules, width) if signed else []),
    ]


def _add_annex(made: Document, annex: dict[str, Any], sheet: Sheet, rules: RuleSet) -> None:
    """Begin a section of its own, on a page of its own, with its own page numbers."""
    section = made.add_section(WD_SECTION.NEW_PAGE)
    _flatten(made.paragraphs[-1])
    _shape(section, rules, WIDE if annex["page"].startswith("wide") else TALL)
    _begin_anew(section)
    text = Text(sheet, _width(section), lambda series: _picture(made, series))
    _add(
        made,
        [
            paragraph("annexLabel", annex["label"]),
            *frame.lines("annexTitle", annex["title_lines"]),
            *frame.lines("annexReference", [annex["reference"]] if annex["reference"] else []),
            gap(12),
            *text.sections(annex["sections"]),
        ],
    )


def _add(made: Document, elements: list[Element]) -> None:
    end = made.element.body.sectPr
    for each in elements:
        end.addprevious(each)


def _flatten(last: Paragraph) -> None:
    """Let the paragraph that ends a section take no room."""
    _set_style(last, "gap")


def _shape(section: Section, rules: RuleSet, size: tuple[int, int]) -> None:
    edges = rules.margins.value
    section.page_width, section.page_height = Mm(size[0]), Mm(size[1])
    section.orientation = WD_ORIENT.LANDSCAPE if size == WIDE else WD_ORIENT.PORTRAIT
    section.top_margin, section.bottom_margin = Mm(edges.top), Mm(edges.bottom)
    section.left_margin, section.right_margin = Mm(edges.left), Mm(edges.right)
    size_pt = rules.page_number.value.size
    section.header_distance = Emu(Mm(rules.page_number_top.value) - Pt(size_pt * ASCENT))
    section.footer_distance = Mm(10)
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is not None:
        section._sectPr.remove(grid)


def _width(section: Section) -> float:
    return float((section.page_width - section.left_margin - section.right_margin) / Mm(1))


def _number_pages(section: Section, rules: RuleSet) -> None:
    """Number the pages at the top, from the second on unless the rules want the first one too."""
    section.different_first_page_header_footer = not rules.first_page_is_numbered.value
    header = section.header
    header.is_linked_to_previous = False
    shown = header.paragraphs[0]
    _set_style(shown, "pageNumber")
    shown._p.append(element("fldSimple", element("r", _text("2")), instr="PAGE"))
    if section.different_first_page_header_footer:
        section.first_page_header.is_linked_to_previous = False
        _set_style(section.first_page_header.paragraphs[0], "gap")


def _set_style(shown: Paragraph, style: str) -> None:
    """Name the style by its id, as everywhere here; the library would look for its name."""
    properties = shown._p.get_or_add_pPr()
    for named in properties.findall(qn("w:pStyle")):
        properties.remove(named)
    properties.insert(0, element("pStyle", val=style))


def _text(words: str) -> Element:
    made = element("t")
    made.text = words
    return made


def _begin_anew(section: Section) -> None:
    begin = section._sectPr.find(qn("w:pgNumType"))
    if begin is None:
        section._sectPr.find(qn("w:pgMar")).addnext(element("pgNumType", start="1"))


def _picture(made: Document, series: dict[str, Any]) -> Element:
    """Return the paragraph of a chart, with the words for those who can't see it."""
    content, height = picture_of(series)
    holder = made.add_paragraph()
    _set_style(holder, "chart")
    drawn = holder.add_run().add_picture(io.BytesIO(content), Mm(WIDTH_MM), Mm(height))
    properties = drawn._inline.docPr
    properties.set("descr", words_of_chart(series))
    properties.set("name", series["title"])
    return holder._p
