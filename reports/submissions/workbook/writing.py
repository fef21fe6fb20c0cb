"""Writes the workbook of a self-report, a sheet of figures and one of texts: labels locked, what is typed as texts,
what is chosen from lists.
"""

from collections.abc import Iterable
from datetime import date
from io import BytesIO

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from ground.sheets.writing import A4, WRAPPED, put_text, stored_text
from ground.text import short_date
from inspections.criteria.models import SetCriterion
from inspections.values.types import type_of
from reports.submissions.contents.written import Contents, WrittenSection, WrittenValue
from reports.submissions.models import Dossier
from reports.submissions.workbook.columns import (
    ANSWER,
    COLUMNS,
    FIGURES,
    IN_THE_PORTAL,
    TEXT,
    TEXT_COLUMNS,
    TEXTS,
    SheetColumn,
    SheetLayout,
    book_mark,
    columns_for,
    is_too_long,
    label_of,
    row_mark,
    typed_of,
)  # fmt: skip

HEAD_ROW = 6
FIRST_TYPED = f"D{HEAD_ROW + 1}"  # of both sheets; labels stay in sight beside and above it
LINE_POINTS, WIDTHS_LETTERS = 13.5, 1.1  # of a line of text: its height, and how many letters a unit of width holds
LEAST_LINES, MOST_LINES = 6, 24  # that are seen of a text: Excel's rows end at 409 points
FONT = "Arial"  # or one of its widths, on every machine; for Excel's own one some programs take a typewriter's
ON_ONE_LINE = Alignment(wrap_text=False)
TEXT_FORMAT = "@"  # what is typed stays as it is typed: 8/16 becomes no day, 91,40 keeps its zero
OPEN = Protection(locked=False)
TO_FILL = PatternFill("solid", fgColor="FFFDF3D6")
NOT_USED = PatternFill("solid", fgColor="FFE4E4E4")
GROUP = PatternFill("solid", fgColor="FFEFEFEF")
_THIN = Side(style="thin", color="FFB5B5B5")
LINES = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
YES_NO_WORDS = {"True": "Có", "False": "Không"}  # a unit's paper is in Vietnamese


def workbook_of(dossier: Dossier, contents: Contents, subject_name: str, today: date) -> bytes:
    """Return the .xlsx of a report's figures as they are written now."""
    book = Workbook()
    figures, texts = book.active, book.create_sheet()
    lists = _Lists(book.create_sheet(_("Danh mục")))
    for sheet, layout in ((figures, FIGURES), (texts, TEXTS)):
        sheet.title = str(layout.title)
        _write_top(sheet, dossier, contents, subject_name, today)
        _write(sheet.cell(3, 1), _how_to_write(layout)).alignment = ON_ONE_LINE
        _write(sheet.cell(4, 2), book_mark(dossier, layout, contents)).alignment = ON_ONE_LINE
        _write_head(sheet, layout)
        _protect_and_print(sheet)
    _write_questions(figures, contents, lists)
    for row, section in enumerate(contents.sections, start=HEAD_ROW + 1):
        _write_section(texts, row, section)
    lists.add_to(figures)
    for sheet in (figures, texts):
        last = sheet.cell(sheet.max_row, sheet.max_column - 1).coordinate
        sheet.print_area = f"A1:{last}"  # not the marks
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _write_top(sheet: Worksheet, dossier: Dossier, contents: Contents, subject_name: str, today: date) -> None:
    words = {
        "theme": dossier.inspection.campaign.theme,
        "due": short_date(dossier.due_on),
        "today": short_date(today),
    }
    title = _("Báo cáo tự kiểm tra: %s") % subject_name
    _write(sheet.cell(1, 1), title, is_bold=True).alignment = ON_ONE_LINE
    line = _("%(theme)s. Hạn gửi %(due)s; bảng tải ngày %(today)s.") % words
    _write(sheet.cell(2, 1), line).alignment = ON_ONE_LINE
    _write(sheet.cell(4, 1), _("Mã bảng"))


def _how_to_write(layout: SheetLayout) -> str:
    if layout is TEXTS:
        return _(
            "Viết vào ô màu vàng, mỗi mục một ô; xuống dòng bằng Alt+Enter. Không gộp ô, không thêm dòng, cột. "
            "Mục dài hơn một ô thì viết trên trang báo cáo."
        )
    return _(
        "Chỉ ghi vào ô màu vàng; ô để trống nghĩa là chưa nhập. Không dùng công thức, không gộp ô, không thêm cột. "
        "Ghi xong, lưu .xlsx rồi gửi lại ở trang báo cáo: cổng kiểm tra và cho xem trước rồi mới lưu."
    )


def _write_head(sheet: Worksheet, layout: SheetLayout) -> None:
    for n, column in enumerate(layout.columns, start=1):
        _write(sheet.cell(HEAD_ROW, n), str(column.title), is_bold=True).border = LINES
        sheet.column_dimensions[get_column_letter(n)].width = column.width
    _fit(sheet, HEAD_ROW, layout.columns)


def _write_questions(sheet: Worksheet, contents: Contents, lists: "_Lists") -> None:
    row = HEAD_ROW
    for name, questions in contents.groups:
        row += 1
        _write_group(sheet, row, name)
        for question in questions:
            row += 1
            _write_question(sheet, row, question, lists)
            _fit(sheet, row, COLUMNS)


def _write_section(sheet: Worksheet, row: int, written: WrittenSection) -> None:
    """Write a section; a text that a cell can't hold stays in the portal, and the cell says so."""
    labels = {
        "number": written.section.number,
        "label": label_of(written),
        "help": str(written.section.hint),
        "mark": row_mark(written),
    }
    text = typed_of(written)[TEXT]
    for n, column in enumerate(TEXT_COLUMNS, start=1):
        cell = sheet.cell(row, n)
        if column.name != TEXT:
            _write(cell, labels[column.name])
        elif is_too_long(text):
            _write(cell, str(IN_THE_PORTAL)).fill = NOT_USED
        else:
            _open(cell, text)
        cell.border = LINES
    _fit(sheet, row, TEXT_COLUMNS, LEAST_LINES)


def _fit(sheet: Worksheet, row: int, columns: Iterable[SheetColumn], least: int = 1) -> None:
    """Make a row as high as its longest text: not every program does it by itself."""
    lines = [least]
    for n, column in enumerate(columns, start=1):
        text = str(sheet.cell(row, n).value or "")
        lines.append(sum(1 + int(len(line) / column.width / WIDTHS_LETTERS) for line in text.split("\n")))
    sheet.row_dimensions[row].height = LINE_POINTS * min(max(lines), MOST_LINES)


def _write_group(sheet: Worksheet, row: int, name: str) -> None:
    for n in range(1, len(COLUMNS) + 1):
        sheet.cell(row, n).fill = GROUP
    _write(sheet.cell(row, 2), name, is_bold=True)


def _write_question(sheet: Worksheet, row: int, question: WrittenValue, lists: "_Lists") -> None:
    criterion = question.criterion
    labels = {
        "number": criterion.number,
        "label": label_of(question),
        "unit": criterion.unit,
        "earlier": question.earlier.printed if question.earlier is not None else "",
        "help": f"{criterion.meaning} {_how_to_fill(criterion)}".strip(),
        "mark": row_mark(question),
    }
    fields, typed = columns_for(question), typed_of(question)
    for n, column in enumerate(COLUMNS, start=1):
        cell = sheet.cell(row, n)
        if not column.is_typed:
            _write(cell, labels[column.name])
        elif column.name not in fields:
            cell.fill = NOT_USED
        else:
            _open(cell, _shown(fields[column.name], typed.get(fields[column.name], "")))
        cell.border = LINES
    if ANSWER in fields:
        words = list(YES_NO_WORDS.values()) if fields[ANSWER] == "yes_no" else criterion.choices
        lists.offer(tuple(words), sheet.cell(row, [each.name for each in COLUMNS].index(ANSWER) + 1).coordinate)


def _how_to_fill(criterion: SetCriterion) -> str:
    hints = {
        "ratio": _("Ghi tử số và mẫu số, mỗi số một ô. Không có hai số thì chép cả giá trị."),
        "percent": _("Chép giá trị như báo cáo, ví dụ 91,40%. Có số đếm thì ghi cả tử số, mẫu số."),
        "yes_no": _("Chọn Có hoặc Không; cần thì ghi thêm tần suất."),
        "choice": _("Chọn một mức trong danh sách."),
    }
    return hints.get(criterion.value_type, str(type_of(criterion).help_text))


def _shown(field: str, text: str) -> str:
    return YES_NO_WORDS.get(text, text) if field == "yes_no" else text


def _open(cell: Cell, text: str) -> None:
    """Leave the cell to whoever fills in the sheet."""
    cell.protection, cell.number_format, cell.fill = OPEN, TEXT_FORMAT, TO_FILL
    cell.alignment, cell.font = WRAPPED, Font(name=FONT, size=10)
    if text:
        put_text(cell, stored_text(text))


def _write(cell: Cell, text: str, is_bold: bool = False) -> Cell:
    cell.number_format = TEXT_FORMAT
    cell.alignment, cell.font = WRAPPED, Font(name=FONT, size=10, bold=is_bold)
    if text:
        put_text(cell, stored_text(text))
    return cell


def _protect_and_print(sheet: Worksheet) -> None:
    """Lock the labels, without a password: widths may be changed, and nobody is locked out. Print on A4 across."""
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = sheet.protection.formatCells = False
    sheet.freeze_panes = FIRST_TYPED
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.6, header=0.3, footer=0.3)
    sheet.HeaderFooter.oddFooter.center.text = _("Trang %s") % "&P/&N"


class _Lists:
    """What may be chosen: each list once, a column of a hidden sheet, because a rule itself holds 255 letters."""

    def __init__(self, sheet: Worksheet) -> None:
        self.sheet = sheet
        self.sheet.sheet_state = "hidden"
        self.sheet.protection.sheet = True
        self.rules: dict[tuple[str, ...], DataValidation] = {}

    def offer(self, words: tuple[str, ...], address: str) -> None:
        if words not in self.rules:
            self.rules[words] = self._rule(words, len(self.rules) + 1)
        self.rules[words].add(address)

    def _rule(self, words: Iterable[str], column: int) -> DataValidation:
        n = 0
        for n, word in enumerate(words, start=1):
            _write(self.sheet.cell(n, column), word)
        letter = get_column_letter(column)
        where = f"'{self.sheet.title}'!${letter}$1:${letter}${max(n, 1)}"
        rule = DataValidation(type="list", formula1=where, allow_blank=True, showErrorMessage=True)
        rule.errorTitle, rule.error = (
            _("Chọn trong danh sách"),
            _("Bấm mũi tên ở ô, chọn một mục; xóa ô nếu chưa biết."),
        )
        return rule

    def add_to(self, sheet: Worksheet) -> None:
        for rule in self.rules.values():
            sheet.add_data_validation(rule)
