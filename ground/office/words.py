"""The text of a part, one line for each paragraph, cell or comment, as its fonts and capitals show it."""

import re

from ground.office.looks import LOOKS, Look, Styles
from ground.office.xml import Ignoring

PARAGRAPHS = {"p", "si", "is", "text"}  # Word's and drawings' paragraphs; a spreadsheet's texts and comments
TEXTS = {"t", "text"}  # "text" also of a threaded comment, which has no runs
GAPS = {"tab": "\t", "br": "\n", "cr": "\n"}
BOXES = {"txbxContent", "txBody", "textbox"}
HEADERS = {f"{which}{what}" for which in ("odd", "even", "first") for what in ("Header", "Footer")}


_HEADER_CODES = re.compile(r"""&"(?P<font>[^",]*)[^"]*"|&(?P<place>[LCR])|&K[0-9A-F+-]{6}|&\d+|&[A-Z]""", re.IGNORECASE)


class Paragraph:
    """Joins pieces of one look before decoding them: VNI writes marks as further letters, often in another run."""

    def __init__(self) -> None:
        self.style = ""
        self.pieces: list[tuple[Look, list[str]]] = []

    def add(self, text: str, look: Look) -> None:
        if not self.pieces or self.pieces[-1][0] != look:
            self.pieces.append((look, []))
        self.pieces[-1][1].append(text)

    def line(self) -> str:
        return "".join(look.shown("".join(texts)) for look, texts in self.pieces)


class Words(Ignoring):
    """`lines`; at most `limit` paragraphs outside of boxes, which may appear anywhere on the page."""

    hears = frozenset(
        {*PARAGRAPHS, *TEXTS, *GAPS, *BOXES, *HEADERS, *LOOKS, "r", "tbl", "textpath", "sheet", "customSheetView"}
        | {"pPr", "pStyle", "tblStyle", "rStyle"}
    )

    def __init__(self, styles: Styles | None = None, limit: int | None = None) -> None:
        self.styles, self.limit = styles or Styles(), limit
        self.lines: list[str] = []
        self.paragraphs: list[Paragraph] = []  # those not ended yet; a text box is nested in a paragraph
        self.runs: list[tuple[Look, list[str]]] = []  # those not ended, with the style each names
        self.tables: list[str] = []  # the styles of those not ended
        self.boxes = self.read = 0
        self.is_text = self.is_header = self.is_of_paragraph = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.is_text, self.is_header = name in TEXTS, name in HEADERS
        if name in PARAGRAPHS:
            self.paragraphs.append(Paragraph())
        elif name == "r":
            self.runs.append((Look(), []))
        elif name == "tbl":
            self.tables.append("")
        elif name in BOXES:
            self.boxes += 1
        elif name in GAPS and self.paragraphs and not self.is_of_paragraph:
            self._add(GAPS[name])
        elif name == "textpath":
            self.lines.append(attributes.get("string", ""))
        elif name in ("sheet", "customSheetView") and "name" in attributes:
            self.lines.append(attributes["name"])
        else:
            self._hear(name, attributes)

    def _hear(self, name, attributes):
        """Read the look of a text; a paragraph's own rPr is about its paragraph mark, not its text."""
        if name == "pPr":
            self.is_of_paragraph = True
        elif name == "pStyle" and self.paragraphs:
            self.paragraphs[-1].style = self.paragraphs[-1].style or attributes.get("val", "")
        elif name == "tblStyle" and self.tables:
            self.tables[-1] = attributes.get("val", "")
        elif self.runs and not self.is_of_paragraph:
            look, styles = self.runs[-1]
            if name == "rStyle":
                styles.append(attributes.get("val", ""))
            look.hear(name, attributes)

    def end(self, name: str) -> None:
        self.is_text = self.is_header = False
        if name in PARAGRAPHS and self.paragraphs:
            self.lines.append(self.paragraphs.pop().line())
            self.read += not self.boxes
        elif name == "r" and self.runs:
            self.runs.pop()
        elif name == "tbl" and self.tables:
            self.tables.pop()
        elif name in BOXES:
            self.boxes -= 1
        elif name == "pPr":
            self.is_of_paragraph = False

    def words(self, text: str) -> None:
        if self.is_header:
            self.lines += header_lines(text)
        elif self.is_text and self.paragraphs:
            self._add(text)

    def _add(self, text: str) -> None:
        if self.limit is not None and self.read >= self.limit and not self.boxes:
            return
        run, styles = self.runs[-1] if self.runs else (Look(), [])
        paragraph = self.paragraphs[-1]
        paragraph.add(text, self.styles.look(run, *styles, paragraph.style or self.styles.default, *self.tables))


def header_lines(text: str) -> list[str]:
    """Return the lines of a sheet's header or footer: its left, middle and right parts, without formatting codes."""
    paragraphs, font, end = [Paragraph()], None, 0
    for code in _HEADER_CODES.finditer(text):
        paragraphs[-1].add(text[end : code.start()], Look(font))
        end = code.end()
        if code["place"]:
            paragraphs.append(Paragraph())
        font = None if code["place"] else code["font"] or font
    paragraphs[-1].add(text[end:], Look(font))
    return [line for paragraph in paragraphs for line in paragraph.line().splitlines()]
