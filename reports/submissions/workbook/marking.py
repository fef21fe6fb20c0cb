"""Marks the faults of a workbook in a copy of it, in a child process (see ground.processes.child).

stdin: a line of JSON, {"faults": [[sheet, cell, words], …], "author": text}, then the file. Answers {"file": base64}. A
fault without a cell is marked in the first one of its sheet, or of the first sheet. Formulas become texts, so that the
copy calculates nothing; pictures and the marks of an earlier copy are taken away.
"""

import base64
import json
from collections import defaultdict
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import load_workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.styles import PatternFill
from openpyxl.workbook import Workbook
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

WRONG = "FFFFC7CE"  # the red of Excel's own style "bad"
WIDTH, LINE_HEIGHT, LINE_LETTERS = 320, 22, 42  # of a comment, in points and letters


def read(content: bytes) -> dict[str, str]:
    head, _newline, file = content.partition(b"\n")
    order = json.loads(head)
    book = load_workbook(BytesIO(file), rich_text=False, keep_links=False)
    for sheet in book.worksheets:
        _clean(sheet, order["author"])
    words: dict[Cell, list[str]] = defaultdict(list)
    for name, address, fault in order["faults"]:
        words[_cell_at(book, name, address)].append(fault)
    for cell, faults in words.items():
        text = "\n".join(faults)
        height = LINE_HEIGHT * (1 + sum(1 + len(line) // LINE_LETTERS for line in faults))
        cell.comment = Comment(text, order["author"], width=WIDTH, height=height)
        cell.fill = PatternFill("solid", fgColor=WRONG)
    copy = BytesIO()
    _InMemory(book, ZipFile(copy, "w", ZIP_DEFLATED)).save()
    return {"file": base64.b64encode(copy.getvalue()).decode()}


class _InMemory(ExcelWriter):
    """Writes a workbook without the temporary files of the library, for this process may write none."""

    def write_worksheet(self, ws: Worksheet) -> None:
        ws._drawing = SpreadsheetDrawing()
        writer = WorksheetWriter(ws, out=BytesIO())
        writer.write()
        ws._rels = writer._rels
        self._archive.writestr(ws.path[1:], writer.read())
        self.manifest.append(ws)


def _clean(sheet: Worksheet, author: str) -> None:
    """Make formulas texts, leave pictures out, and take away what an earlier copy has marked."""
    sheet._charts, sheet._images, sheet._pivots = [], [], []
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell, MergedCell):
                continue
            if cell.data_type == "f":
                cell.value = _formula_text(cell.value)
                cell.data_type, cell.quotePrefix = "s", 1
            if cell.comment and cell.comment.author == author:
                cell.comment = None
            if cell.fill.fgColor.rgb == WRONG:
                cell.fill = PatternFill("solid", fgColor="FFFDF3D6") if not cell.protection.locked else PatternFill()


def _formula_text(formula: object) -> str:
    return str(getattr(formula, "text", None) or formula)


def _cell_at(book: Workbook, name: str, address: str) -> Cell:
    """Return the cell of a fault; of merged cells the first one, which alone can be marked."""
    sheet = book[name] if name in book.sheetnames else book.worksheets[0]
    cell = sheet[address or "A1"]
    if not isinstance(cell, MergedCell):
        return cell
    for merged in sheet.merged_cells.ranges:
        if cell.coordinate in merged:
            return sheet.cell(merged.min_row, merged.min_col)
    return sheet["A1"]
