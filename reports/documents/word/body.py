"""The text of a paper for Word: sections with their headings, paragraphs, tables and charts, in the sheet's order."""

from typing import Any

from reports.documents.layout.passages import blocks_of
from reports.documents.word.marks import Block
from reports.documents.word.pieces import Cell, Element, Row, element, label_run, paragraph, run, runs_of, slot, table
from reports.documents.word.rich import blocks_of_html

Sheet = dict[str, Any]
Passage = dict[str, Any]
KEEPS = "keepNext"


class Text:
    """Makes the elements of a text; `width_mm`: of the page's text; `picture`: makes the element of a chart."""

    def __init__(self, sheet: Sheet, width_mm: float, picture: Any) -> None:
        self.sheet, self.width_mm, self.picture = sheet, width_mm, picture
        self.missing = sheet["missing"]

    def of_paper(self) -> list[Element]:
        """Return grounds, the line that says who decides, opening, sections and closing."""
        sheet = self.sheet
        lead = sheet["grounds_lead"]
        grounds = [self.line("grounds", f"{lead}{ground}") for ground in sheet["grounds"]]
        if sheet["resolution"]:
            decides = slot("opening", [self.line("resolution", line) for line in sheet["decides"]])
            opening = [*decides, self.line("resolution", sheet["resolution"])]
        else:
            opening = self.content({**sheet["opening"], "key": "opening"}, leads=True)
        return [
            *slot("grounds", grounds),
            *opening,
            *self.sections(sheet["sections"]),
            *self.content({**sheet["closing"], "key": "closing"}),
        ]

    def sections(self, passages: list[Passage]) -> list[Element]:
        found = []
        for passage in passages:
            if passage["heading"]:
                found.append(self.line(_style_of(passage["look"]), passage["heading"]))
            found += self.content(passage)
            found += self.sections(passage["parts"])
        return found

    def content(self, content: Passage, leads: bool = False) -> list[Element]:
        """Return what stands under a heading; `leads`: its paragraphs lead to what follows them."""
        words = self._words(content, leads)
        found = slot(content.get("key", ""), words, content.get("heading", ""))
        for grid in content["grids"]:
            found += self.grid(grid)
        if content["chart"]:
            found += self.chart(content["chart"])
        return found

    def line(self, style: str, text: str, *properties: Element) -> Element:
        return paragraph(style, runs_of(text, self.missing), *properties)

    def _words(self, content: Passage, leads: bool) -> list[Element]:
        label = content.get("label", "")
        if content["html"]:
            blocks = blocks_of_html(content["html"])
            named = [self.line("article", label)] if label and blocks else []
            return [*named, *(self._block(block) for block in blocks)]
        found = []
        for block in blocks_of(content["paragraphs"]):
            keeps = [element(KEEPS)] if block.get("is_lead") or leads else []
            for text in block["items_of_list"] or [block["text"]]:
                first = [label_run(f"{label} ")] if label and not found else []
                found.append(paragraph("body", [*first, *runs_of(text, self.missing)], *keeps))
        return found

    def _block(self, block: Block) -> Element:
        if "rows" in block:
            return self._table(block["rows"])
        runs = [piece for text, bold, italic in block["runs"] for piece in runs_of(text, self.missing, bold, italic)]
        return paragraph("body", runs)

    # --- Tables and charts -----------------------------------------------------------------------------------------
    def _table(self, rows: list[list[str]]) -> Element:
        """Return a table of staff, whose first row is its head; its columns are equally wide."""
        count = max(len(row) for row in rows)
        made = [
            Row([self._cell(text, "cellHead" if n == 0 else "cell") for text in row], is_head=n == 0)
            for n, row in enumerate(rows)
        ]
        return table(made, [self.width_mm / count] * count, has_borders=True)

    def _cell(self, text: str, style: str) -> Cell:
        return Cell([self.line(style, text)])

    def grid(self, grid: dict[str, Any]) -> list[Element]:
        columns = grid["columns"]
        head = [Cell([self.line("cellHead", column["label"])], is_middle=True) for column in columns]
        rows = [Row(head, is_head=True)]
        for group in grid["groups"]:
            if group["label"]:
                rows.append(Row([Cell([self.line("cellGroup", group["label"])], span=grid["count"])]))
            rows += [self._row(row) for row in group["rows"]]
        caption = [self.line("caption", grid["caption"])] if grid["caption"] else []
        widths = [column["width"] for column in columns]
        return [*caption, table(rows, widths, has_borders=True), paragraph("afterTable", "")]

    def _row(self, row: dict[str, Any]) -> Row:
        return Row([self._grid_cell(cell) for cell in row["cells"]], may_break=row["may_break"])

    def _grid_cell(self, cell: dict[str, Any]) -> Cell:
        align = cell["column"]["align"]
        look = [] if align == "left" else [element("jc", val=align)]
        return Cell([self.line("cell", line, *look) for line in cell["lines"]])

    def chart(self, series: dict[str, Any]) -> list[Element]:
        change = f": {series['change']}" if series.get("change") else ""
        more = [f"Trục dọc bắt đầu từ {series['chart']['floor']}%."] if series["chart"]["is_cut"] else []
        more += ["Vòng rỗng, nét đứt: năm chưa kết thúc."] if series["chart"]["has_provisional"] else []
        words = " ".join([f" (%){change}.", *more])
        return [self.picture(series), paragraph("chartCaption", [run(series["title"], bold=True), run(words)])]


def _style_of(look: str) -> str:
    return "article" if look == "article" else look.replace("-", "")
