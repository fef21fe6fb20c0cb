"""The elements of a Word file that papers are made of: paragraphs, runs, controls around slots, tables without and with
borders. Lengths are millimetres or points, as their names say; Word counts twentieths of a point.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from reports.documents.layout.measure import MM_A_POINT
from reports.documents.word.marks import TAG, bookmark_of

Element = Any
Run = tuple[str, bool, bool]  # text, bold, italic
PADDING_MM = 1.5  # at both sides of a cell with borders
LONGEST_NAME = 60  # letters of the name that Word shows on a control


def twips(mm: float) -> str:
    return str(round(mm / MM_A_POINT * 20))


def points(pt: float) -> str:
    return str(round(pt * 20))


def element(name: str, /, *children: Element, **attributes: str) -> Element:
    """Return `<w:name>` with attributes of the same namespace and children; None among them is left out."""
    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    for child in children:
        if child is not None:
            made.append(child)
    return made


# --- Texts ---------------------------------------------------------------------------------------------------------
def label_run(text: str) -> Element:
    """Return the label of an article, "Điều 2. ", in a style of its own: it is none of the words behind it."""
    made = run(text)
    made.insert(0, element("rPr", element("rStyle", val="articleLabel")))
    return made


def run(text: str, bold: bool = False, italic: bool = False, is_missing: bool = False) -> Element:
    """Return a run; a line break in the text is one in the paragraph. What is missing is shaded, as in the PDF."""
    face = [element("b")] if bold else []
    face += [element("i")] if italic else []
    face += [element("shd", val="clear", color="auto", fill="DDDDDD")] if is_missing else []
    made = element("r", element("rPr", *face) if face else None)
    for n, line in enumerate(text.split("\n")):
        if n:
            made.append(element("br"))
        words = element("t")
        words.text = line
        words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        made.append(words)
    return made


def runs_of(text: str, missing: Iterable[str], bold: bool = False, italic: bool = False) -> list[Element]:
    """Return the runs of a text, with what stands in it for want of a value apart."""
    for mark in missing:
        before, found, after = text.partition(mark)
        if found:
            rest = runs_of(before, missing, bold, italic) if before else []
            return [
                *rest,
                run(mark, bold, italic, is_missing=True),
                *(runs_of(after, missing, bold, italic) if after else []),
            ]
    return [run(text, bold, italic)] if text else []


def paragraph(style: str, runs: Sequence[Element] | str, *properties: Element) -> Element:
    """Return a paragraph of a style; `properties` in Word's own order: keepNext, pBdr, spacing, ind, jc."""
    texts = [run(runs)] if isinstance(runs, str) and runs else list(runs)
    return element("p", element("pPr", element("pStyle", val=style), *properties), *texts)


def gap(pt: float = 1) -> Element:
    """Return an empty paragraph of that height: Word wants one between tables, and behind the last."""
    return element(
        "p", element("pPr", element("pStyle", val="gap"), element("spacing", line=points(pt), lineRule="exact"))
    )


def rule(length_mm: float, room_mm: float) -> Element:
    """Return a line of that length in the middle of a room."""
    side = twips(max(0.0, (room_mm - length_mm) / 2))
    border = element("pBdr", element("top", val="single", sz="8", space="0", color="000000"))
    spacing = element("spacing", before=points(4), line=points(3), lineRule="exact")
    return element(
        "p", element("pPr", element("pStyle", val="gap"), border, spacing, element("ind", left=side, right=side))
    )


def slot(key: str, content: Sequence[Element], name: str = "", part: int = 1) -> list[Element]:
    """Return the content in a control with the slot's key, which Word doesn't let be deleted, and in a bookmark, which
    programs keep that know no controls; bare without a key. `part`: of a slot that stands in several places.
    """
    if not key or not content:
        return list(content)
    title = element("alias", val=name[:LONGEST_NAME]) if name else None
    properties = element("sdtPr", title, element("tag", val=f"{TAG}{key}"), element("lock", val="sdtLocked"))
    mark = bookmark_of(key) + (f"_{part}" if part > 1 else "")
    number = str(int(hashlib.sha256(mark.encode()).hexdigest()[:7], 16))
    begin, end = element("bookmarkStart", id=number, name=mark), element("bookmarkEnd", id=number)
    return [begin, element("sdt", properties, element("sdtContent", *content)), end]


# --- Tables --------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Cell:
    """What stands in a cell, over `span` columns."""

    content: Sequence[Element]
    span: int = 1
    is_middle: bool = False


@dataclass(frozen=True)
class Row:
    """A row; a head is repeated on every page, and only a row that `may_break` is split between two."""

    cells: Sequence[Cell]
    is_head: bool = False
    may_break: bool = False


def table(rows: Iterable[Row], widths_mm: Sequence[float], has_borders: bool, jc: str = "left") -> Element:
    padding = PADDING_MM if has_borders else 0
    made = element("tbl", _table_look(sum(widths_mm), padding, has_borders, jc))
    made.append(element("tblGrid", *(element("gridCol", w=twips(width)) for width in widths_mm)))
    for row in rows:
        made.append(_row(row, widths_mm))
    return made


def _table_look(width_mm: float, padding_mm: float, has_borders: bool, jc: str) -> Element:
    kind = {"val": "single", "sz": "4", "space": "0", "color": "000000"} if has_borders else {"val": "nil"}
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    return element(
        "tblPr",
        element("tblW", w=twips(width_mm), type="dxa"),
        element("jc", val=jc),
        element("tblBorders", *(element(side, **kind) for side in sides)),
        element("tblLayout", type="fixed"),
        element("tblCellMar", *(element(side, w=twips(padding_mm), type="dxa") for side in ("left", "right"))),
    )


def _row(row: Row, widths_mm: Sequence[float]) -> Element:
    stays = None if row.may_break else element("cantSplit")
    look = element("trPr", stays, element("tblHeader") if row.is_head else None)
    made, column = element("tr", look if len(look) else None), 0
    for cell in row.cells:
        width = sum(widths_mm[column : column + cell.span])
        made.append(_cell(cell, width))
        column += cell.span
    return made


def _cell(cell: Cell, width_mm: float) -> Element:
    look = element(
        "tcPr",
        element("tcW", w=twips(width_mm), type="dxa"),
        element("gridSpan", val=str(cell.span)) if cell.span > 1 else None,
        element("vAlign", val="center") if cell.is_middle else None,
    )
    content = list(cell.content) or [gap()]
    last = [] if content[-1].tag == qn("w:p") else [gap()]  # a cell has to end with a paragraph
    return element("tc", look, *content, *last)
