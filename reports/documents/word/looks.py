"""The styles of a Word file: each line of a rule set is a named style, so that whoever writes on in Word has them.

What all papers have alike (alignment, gaps that no rule set names) is here as it is in static/documents/paper.css.
"""

from dataclasses import dataclass
from typing import Any

from docx.document import Document
from docx.oxml.ns import qn

from reports.documents.layout.rule_sets import Face, RuleSet
from reports.documents.word.pieces import element, points, twips

FONT, LANGUAGE = "Times New Roman", "vi-VN"
HEAD_LINE, TITLE_LINE, SMALL_LINE = 18, 20, 15  # points


@dataclass(frozen=True)
class Look:
    """A style: its name in Word, face, alignment, line height and gaps in points; `indent` of the first line, mm."""

    name: str
    face: Face
    jc: str = "left"
    line: float = HEAD_LINE
    before: float = 0
    after: float = 0
    indent: float = 0
    hang: float = 0  # points by which the first line stands out
    keeps: bool = False  # with the next paragraph
    level: int = 0  # of a heading in the outline, 0 for none


def looks_of(rules: RuleSet, line: float) -> dict[str, Look]:
    """Return the styles by their ids; `line`: the height of the text's lines in points."""
    return {
        **_head(rules),
        **_text(rules, line),
        **_foot(rules),
        **_annex(rules),
        "gap": Look("Khoảng cách", Face(1), line=1),
    }


def _head(rules: RuleSet) -> dict[str, Look]:
    return {
        "superior": Look("Cơ quan cấp trên", rules.superior.value, "center"),
        "issuer": Look("Cơ quan ban hành", rules.issuer.value, "center"),
        "issuerMark": Look("Dấu sao", rules.body.value, "center"),
        "nation": Look("Quốc hiệu, tiêu đề", rules.nation_face.value, "center"),
        "motto": Look("Tiêu ngữ", rules.motto_face.value, "center"),
        "number": Look("Số, ký hiệu", rules.number.value, "center", before=2),
        "place": Look("Địa danh, ngày tháng", rules.place_and_date.value, "center", before=2),
        "draft": Look("Dấu dự thảo", rules.draft.value, "right", after=8),
        "typeTitle": Look("Tên loại văn bản", rules.type_title.value, "center", TITLE_LINE, before=18, keeps=True),
        "about": Look("Trích yếu", rules.about.value, "center", before=2, keeps=True),
        "aboutMark": Look("Dưới trích yếu", rules.body.value, "center", after=6, keeps=True),
        "letterAbout": Look(
            "Trích yếu công văn", rules.letter_about.value, "center", SMALL_LINE, before=rules.letter_about_gap.value
        ),
        "addressees": Look("Kính gửi", rules.addressees.value, before=0),
        "pageNumber": Look("Số trang", rules.page_number.value, "center", rules.page_number.value.size),
    }


def _text(rules: RuleSet, line: float) -> dict[str, Look]:
    text = {"jc": "both", "line": line, "after": rules.paragraph_gap.value, "indent": rules.indent.value}
    table = {"face": rules.table.value, "line": SMALL_LINE}
    bold = Face(rules.table.value.size, bold=True)
    levels = {
        f"level{n}": Look(f"Đề mục cấp {n}", heading.face, keeps=True, level=n, **text)
        for n, heading in enumerate(rules.headings.value, start=1)
    }
    return {
        "body": Look("Nội dung", rules.body.value, **text),
        "grounds": Look("Căn cứ", rules.grounds.value, **text),
        "resolution": Look(
            "Quyết định", rules.resolution.value, "center", line, after=rules.paragraph_gap.value, keeps=True
        ),
        "article": Look("Điều", rules.article.value.face, keeps=True, level=1, **text),
        **levels,
        "cell": Look("Ô bảng", **table),
        "cellHead": Look("Đầu bảng", bold, "center", SMALL_LINE),
        "cellGroup": Look("Nhóm dòng", bold, line=SMALL_LINE, keeps=True),
        "afterTable": Look("Sau bảng", rules.body.value, line=12),
        "chart": Look("Biểu đồ", rules.table.value, "center", line=0, before=6, keeps=True),
        "chartCaption": Look("Tên biểu đồ", jc="center", after=12, **table),
        "caption": Look("Tên bảng", jc="center", keeps=True, after=rules.paragraph_gap.value, **table),
    }


def _foot(rules: RuleSet) -> dict[str, Look]:
    size = rules.recipients.value.size
    return {
        "recipientsLabel": Look("Nơi nhận (đề)", rules.recipients_label.value, keeps=True),
        "recipients": Look("Nơi nhận", rules.recipients.value, line=SMALL_LINE, hang=0.583 * size, keeps=True),
        "authority": Look("Thẩm quyền ký", rules.authority.value, "center"),
        "signerTitle": Look("Chức vụ người ký", rules.signer_title.value, "center"),
        "signerName": Look(
            "Họ tên người ký", rules.signer_name.value, "center", before=rules.signature_lines.value * HEAD_LINE
        ),
    }


def _annex(rules: RuleSet) -> dict[str, Look]:
    return {
        "annexLabel": Look("Phụ lục", rules.annex_label.value, "center", keeps=True),
        "annexTitle": Look("Tên phụ lục", rules.annex_title.value, "center", TITLE_LINE, before=18, keeps=True),
        "annexReference": Look("Kèm theo", rules.annex_reference.value, "center", keeps=True),
    }


# --- Into the file -------------------------------------------------------------------------------------------------
def write_styles(document: Document, looks: dict[str, Look], label: Face) -> None:
    """Replace the styles of the library's own blank file by these; `label`: the face of an article's label."""
    styles = document.styles.element
    for child in list(styles):
        styles.remove(child)
    styles.append(_defaults())
    styles.append(_style("Normal", "Normal", [], [], is_default=True))
    for key, look in looks.items():
        styles.append(_style(key, look.name, _spacing(look), _face(look.face)))
    name = element("name", val="Chữ “Điều”")
    styles.append(element("style", name, element("rPr", *_face(label)), type="character", styleId="articleLabel"))


def _defaults() -> Any:
    font = element("rFonts", ascii=FONT, hAnsi=FONT, cs=FONT, eastAsia=FONT)
    language = element("lang", val=LANGUAGE, eastAsia=LANGUAGE, bidi="ar-SA")
    face = element("rPr", font, element("sz", val="28"), element("szCs", val="28"), language)
    return element("docDefaults", element("rPrDefault", face), element("pPrDefault", element("pPr")))


def _style(key: str, name: str, spacing: list[Any], face: list[Any], is_default: bool = False) -> Any:
    made = element("style", element("name", val=name), type="paragraph", styleId=key)
    if is_default:
        made.set(qn("w:default"), "1")
    else:
        made.set(qn("w:customStyle"), "1")
        made.append(element("basedOn", val="Normal"))
    made.append(element("qFormat"))
    made.append(element("pPr", *spacing))
    made.append(element("rPr", *face))
    return made


def _spacing(look: Look) -> list[Any]:
    """Return the properties of the paragraph, in the order that Word's schema wants."""
    hanging = {"left": points(look.hang), "hanging": points(look.hang)} if look.hang else {}
    first = {"firstLine": twips(look.indent)} if look.indent else {}
    return [
        *([element("keepNext")] if look.keeps else []),
        element("widowControl"),
        element("spacing", before=points(look.before), after=points(look.after), **_line(look.line)),
        *([element("ind", **hanging, **first)] if hanging or first else []),
        element("jc", val=look.jc),
        *([element("outlineLvl", val=str(look.level - 1))] if look.level else []),
    ]


def _line(height: float) -> dict[str, str]:
    """Return an exact height of lines, as the rules want it; 0: as high as what stands in it."""
    return {"line": points(height), "lineRule": "exact"} if height else {"line": "240", "lineRule": "auto"}


def _face(face: Face) -> list[Any]:
    size = str(round(face.size * 2))
    return [
        *([element("b"), element("bCs")] if face.bold else []),
        *([element("i"), element("iCs")] if face.italic else []),
        element("sz", val=size),
        element("szCs", val=size),
        *([element("u", val="single")] if face.underlined else []),
    ]
