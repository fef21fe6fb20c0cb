"""What staff wrote with markup, of the allow-list, as blocks: paragraphs with runs, and tables of texts."""

from html.parser import HTMLParser
from typing import Any

from reports.documents.word.marks import Block

PARAGRAPHS, CELLS = {"p", "li"}, {"td", "th"}
FACES = {"strong": 1, "em": 2}


class _Blocks(HTMLParser):
    """Collects the blocks; an item of a list begins with its dash or its number, as in print."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[Block] = []
        self.faces = {"strong": 0, "em": 0}
        self.lists: list[int] = []  # of those not ended: the next number, -1 for dashes
        self.lead = ""
        self.is_open = self.is_cell = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.faces:
            self.faces[tag] += 1
        elif tag in ("ol", "ul"):
            self.lists.append(int(dict(attrs).get("start") or 1) if tag == "ol" else -1)
            self.is_open = False
        elif tag == "li":
            self.lead, self.is_open = self._next_lead(), False
        elif tag in ("p", "table"):
            self.is_open = False
            if tag == "table":
                self.blocks.append({"rows": []})
        elif tag == "tr":
            self._rows().append([])
        elif tag in CELLS:
            span = int(dict(attrs).get("colspan") or 1)
            self._rows()[-1].extend([""] * span)
            self.is_cell, self.column = True, len(self._rows()[-1]) - span
        elif tag == "br":
            self.handle_data("\n", is_break=True)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.faces:
            self.faces[tag] -= 1
        elif tag in ("ol", "ul") and self.lists:
            self.lists.pop()
        elif tag in CELLS:
            self.is_cell = False
        if tag in ("p", "li", "table", "ol", "ul"):
            self.is_open = False

    def handle_data(self, data: str, is_break: bool = False) -> None:
        text = data if is_break else data.replace("\n", " ")
        if self.is_cell:
            self._rows()[-1][self.column] += text
        elif text.strip() or (self.is_open and text):
            self._paragraph()["runs"].append([text, self.faces["strong"] > 0, self.faces["em"] > 0])

    def _next_lead(self) -> str:
        if not self.lists or self.lists[-1] < 0:
            return "- "
        self.lists[-1] += 1
        return f"{self.lists[-1] - 1}. "

    def _rows(self) -> list[Any]:
        if not self.blocks or "rows" not in self.blocks[-1]:
            self.blocks.append({"rows": [[]]})
        return self.blocks[-1]["rows"]

    def _paragraph(self) -> Block:
        if not self.is_open:
            self.blocks.append({"runs": [[self.lead, False, False]] if self.lead else [], "item": ""})
            self.lead, self.is_open = "", True
        return self.blocks[-1]


def blocks_of_html(html: str) -> list[Block]:
    reader = _Blocks()
    reader.feed(html)
    reader.close()
    return reader.blocks
