"""Parses the main part of a Word file: paragraphs and tables, in the controls of slots and outside of them.

Tracked changes are read as accepted: what was inserted stands, what was deleted doesn't.
"""

from collections.abc import Iterable
from typing import Any

from ground.office.xml import Ignoring
from reports.documents.word.marks import BOOKMARK_LETTERS, TAG, Block, bookmark_of, plain

GONE = {"del", "moveFrom"}  # around runs: accepted, they are not there
CHANGES = {*GONE, "ins", "moveTo", "rPrChange", "pPrChange"}
SKIPPED = {"Fallback", "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "txbxContent"}
LEFT = {"footnoteReference": "footnote", "endnoteReference": "footnote", "drawing": "picture", "pict": "picture"}
GAPS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
LOOKS = {"pPr", "rPr", "trPr"}
OFF = {"0", "false", "off", "none"}


class Numbering(Ignoring):
    """numbering.xml: `kinds` of lists by their id, "-" or "1."."""

    def __init__(self) -> None:
        self.abstract, self.level, self.number = "", "", ""
        self.formats: dict[str, str] = {}
        self.kinds: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        value = attributes.get("val", "")
        if name == "abstractNum":
            self.abstract = attributes.get("abstractNumId", "")
        elif name == "lvl":
            self.level = attributes.get("ilvl", "")
        elif name == "numFmt" and self.level == "0":
            self.formats.setdefault(self.abstract, "-" if value == "bullet" else "" if value == "none" else "1.")
        elif name == "num":
            self.number = attributes.get("numId", "")
        elif name == "abstractNumId" and self.number:
            self.kinds[self.number] = self.formats.get(value, "-")


class Control:
    """One content control that isn't ended."""

    def __init__(self) -> None:
        self.key = ""
        self.shows_placeholder = False


class Table:
    """One table that isn't ended; `key`: of the slot in which it began, "" for one outside of all."""

    def __init__(self, key: str) -> None:
        self.key = key
        self.rows: list[list[str]] = []
        self.row_is_gone = False


class Paper(Ignoring):
    """Collects blocks; `found` says what was read."""

    def __init__(self, numbering: Numbering, keys: Iterable[str] = ()) -> None:
        """`keys`: of the slots, by which their bookmarks are known."""
        self.numbering = numbering
        self.keys = {bookmark_of(key): key for key in keys}
        self.bookmarks: dict[str, str] = {}  # their keys by their ids; LibreOffice begins some twice and ends them once
        self.bookmarked: list[str] = []  # the keys of those not ended
        self.slots: dict[str, list[Block]] = {}
        self.outside: list[str] = []
        self.controls: list[Control] = []
        self.tables: list[Table] = []
        self.changes = self.comments = 0
        self.left: set[str] = set()
        self.skipped = self.gone = 0
        self.look = ""  # "pPr", "rPr" or "trPr" while inside of one
        self.in_text = self.mark_is_gone = False
        self.paragraph: Block | None = None
        self.paragraphs_key = ""  # of the slot in which its first words stand
        self.joined: Block | None = None  # a paragraph whose mark was deleted: the next one goes on in it
        self.face = [False, False]

    def found(self) -> dict[str, Any]:
        return {
            "slots": self.slots,
            "outside": self.outside,
            "changes": self.changes,
            "comments": self.comments,
            "left": sorted(self.left),
        }

    # --- Elements --------------------------------------------------------------------------------------------------
    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.in_text = name == "t"
        self.changes += name in CHANGES
        if name in SKIPPED:
            self.skipped += 1
            if name == "txbxContent":
                self.left.add("box")
        if self.skipped:
            return
        if name in GONE:
            self._start_gone()
        elif name in LEFT and self._key():
            self.left.add(LEFT[name])
        elif name == "commentReference":
            self.comments += 1
        elif name == "bookmarkStart":
            self._start_bookmark(attributes)
        elif name == "bookmarkEnd":
            key = self.bookmarks.get(attributes.get("id", ""), "")
            self.bookmarked = [each for each in self.bookmarked if each != key]
        else:
            self._start_control(name, attributes)

    def _start_bookmark(self, attributes: dict[str, str]) -> None:
        key = self.keys.get(attributes.get("name", "")[:BOOKMARK_LETTERS], "")
        if key:
            self.bookmarks[attributes.get("id", "")] = key
            self.bookmarked.append(key)
            self.slots.setdefault(key, [])

    def _start_gone(self) -> None:
        """What was deleted: runs, the mark that ends a paragraph, or a row."""
        if self.look == "pPr":
            self.mark_is_gone = True
        elif self.look == "trPr":
            self.tables[-1].row_is_gone = True
        else:
            self.gone += 1

    def _start_control(self, name: str, attributes: dict[str, str]) -> None:
        if name == "sdt":
            self.controls.append(Control())
        elif name == "tag" and self.controls and attributes.get("val", "").startswith(TAG):
            self.controls[-1].key = attributes["val"].removeprefix(TAG)
            self.slots.setdefault(self.controls[-1].key, [])
        elif name == "showingPlcHdr" and self.controls:
            self.controls[-1].shows_placeholder = True
        elif name == "tbl":
            self.tables.append(Table(self._key()))
        elif name == "tr" and self.tables:
            self.tables[-1].rows.append([])
        elif name == "tc" and self.tables and self.tables[-1].rows:
            self.tables[-1].rows[-1].append("")
        else:
            self._start_text(name, attributes)

    def _start_text(self, name: str, attributes: dict[str, str]) -> None:
        value = attributes.get("val", "")
        if name == "p":
            if self.joined is None:
                self.paragraph, self.paragraphs_key = {"runs": [], "item": ""}, ""
            else:
                self.paragraph, self.joined = self.joined, None
            self.mark_is_gone = False
        elif name == "r":
            self.face = [False, False]
        elif name in LOOKS:
            self.look = self.look or name
        elif name == "numId" and self.paragraph is not None and self.look == "pPr":
            self.paragraph["item"] = self.numbering.kinds.get(value, "")
        elif name in ("b", "i") and self.look == "rPr":
            self.face[name == "i"] = value.lower() not in OFF
        elif name in GAPS and not self.look:
            self.add(GAPS[name])

    def end(self, name: str) -> None:
        self.in_text = False
        if name in SKIPPED:
            self.skipped -= 1
            return
        if self.skipped:
            return
        if name in GONE and self.look not in ("pPr", "trPr"):
            self.gone -= 1
        elif name == self.look:
            self.look = ""
        elif name == "p":
            self._end_paragraph()
        elif name == "tr" and self.tables and self.tables[-1].row_is_gone:
            self.tables[-1].rows.pop()
            self.tables[-1].row_is_gone = False
        elif name == "tbl" and self.tables:
            self._end_table()
        elif name == "sdt" and self.controls:
            self.controls.pop()

    def words(self, text: str) -> None:
        if self.in_text:
            self.add(text)

    # --- Blocks ----------------------------------------------------------------------------------------------------
    def add(self, text: str) -> None:
        if self.skipped or self.gone or self.paragraph is None:
            return
        self.paragraphs_key = self.paragraphs_key or self._key()
        runs = self.paragraph["runs"]
        if runs and runs[-1][1:] == self.face:
            runs[-1][0] += text
        else:
            runs.append([text, *self.face])

    def _key(self) -> str:
        """Return the key of the slot that is being read, "" outside of all."""
        controls = [control.key for control in self.controls if control.key]
        return controls[-1] if controls else next(iter(self.bookmarked), "")

    def _end_paragraph(self) -> None:
        paragraph, self.paragraph = self.paragraph, None
        if paragraph is None or any(control.shows_placeholder for control in self.controls):
            return
        if self.mark_is_gone:
            self.joined = paragraph
            return
        text = "".join(text for text, _bold, _italic in paragraph["runs"])
        table = self.tables[-1] if self.tables else None
        if table is not None and table.key and table.rows and table.rows[-1]:
            row = table.rows[-1]
            row[-1] = f"{row[-1]}\n{text}" if row[-1] else text
        elif self.paragraphs_key:
            self.slots[self.paragraphs_key].append(paragraph)
        elif plain(text):
            self.outside.append(plain(text))

    def _end_table(self) -> None:
        table = self.tables.pop()
        if table.key and table.rows:
            self.slots[table.key].append({"rows": table.rows})
