"""The workbook's two sheets, of figures and of texts: their columns, and the marks by which a sheet and each of its
rows are known again.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from types import MappingProxyType

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from ground.sheets.reading import clean_text
from ground.sheets.writing import LETTERS_A_CELL, plain, stored_text
from ground.text import fold, nfc
from inspections.values.types import TYPES
from reports.submissions.contents.reading import TIME
from reports.submissions.contents.written import Contents, WrittenSection, WrittenValue
from reports.submissions.models import Dossier

LAYOUT = 2  # raised whenever files of the layout before can't be read any more
REASON, ANSWER, TEXT = "reason", "answer", "text"
DIGEST_LETTERS = 10
BOOK_MARK = re.compile(
    r"(?P<reference>[\w-]+)/(?P<dossier>\d{1,18})/(?P<layout>\d{1,4})/(?P<words>[0-9a-f]{10})(?P<suffix>-text)?"
)
ROW_MARK = re.compile(r"(?P<revision>\d{1,9})-(?P<digest>[0-9a-f]{10})(?P<long>-long)?")
ANSWER_FIELDS = ("yes_no", "choice")  # both are chosen from a list, in one column


@dataclass(frozen=True)
class SheetColumn:
    """`name`: the field of a value that is typed in it, "answer" for what is chosen, or a label's own name."""

    name: str
    title: str
    width: int
    is_typed: bool = False

    @property
    def heads(self) -> set[str]:
        """Return the folded titles by which it is found, in every language of the portal."""
        return {fold(title) for title in in_all_languages(self.title)}


def in_all_languages(words: str) -> list[str]:
    """Return the words in the portal's languages, Vietnamese first."""
    found = []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found.append(str(words))
    return found


COLUMNS = (
    SheetColumn("number", _("Số"), 9),
    SheetColumn("label", _("Chỉ tiêu"), 46),
    SheetColumn("unit", _("Đơn vị tính"), 12),
    SheetColumn("numerator", _("Tử số (a)"), 12, is_typed=True),
    SheetColumn("denominator", _("Mẫu số (b)"), 12, is_typed=True),
    SheetColumn("printed", _("Giá trị như trong báo cáo (theo văn bản)"), 24, is_typed=True),
    SheetColumn(ANSWER, _("Chọn trong danh sách"), 18, is_typed=True),
    SheetColumn("frequency_text", _("Tần suất"), 14, is_typed=True),
    SheetColumn(TIME, _("Kỳ hoặc thời điểm, nếu khác kỳ báo cáo"), 18, is_typed=True),
    SheetColumn(REASON, _("Lý do vẫn ghi như vậy, nếu cổng hỏi"), 30, is_typed=True),
    SheetColumn("earlier", _("Năm trước"), 16),
    SheetColumn("help", _("Cách ghi"), 40),
    SheetColumn("mark", _("Dấu của cổng, đừng sửa"), 16),
)
TEXT_COLUMNS = (
    SheetColumn("number", _("Mục"), 9),
    SheetColumn("label", _("Tên mục"), 24),
    SheetColumn("help", _("Cần viết"), 26),
    SheetColumn(TEXT, _("Lời văn"), 90, is_typed=True),
    SheetColumn("mark", _("Dấu của cổng, đừng sửa"), 16),
)
IN_THE_PORTAL = _("(Mục này dài hơn một ô Excel chứa được: xem và sửa trên trang báo cáo.)")
LABELS = ("number", "label", "mark")
Written = WrittenValue | WrittenSection


@dataclass(frozen=True)
class SheetLayout:
    """A sheet of the workbook. `suffix`: the end of its mark; `what`: what each of its rows is, in words."""

    suffix: str
    title: str
    columns: tuple[SheetColumn, ...]
    what: str

    @property
    def by_name(self) -> dict[str, SheetColumn]:
        return {column.name: column for column in self.columns}

    @property
    def needed(self) -> list[str]:
        return [column.name for column in self.columns if column.is_typed or column.name in LABELS]

    def rows_of(self, contents: Contents) -> dict[tuple[str, str], Written]:
        """Map number and words to what stands in this row; the heading of a section in every language."""
        if self.suffix:
            sections = [(each, label) for each in contents.sections for label in in_all_languages(each.section.heading)]
            return {(each.section.number, label): each for each, label in sections}
        return {(each.criterion.number, label_of(each)): each for each in contents.values}


FIGURES = SheetLayout("", _("Số liệu"), COLUMNS, _("chỉ tiêu"))
TEXTS = SheetLayout("-text", _("Lời văn"), TEXT_COLUMNS, _("mục"))
LAYOUTS = (FIGURES, TEXTS)
BY_NAME = FIGURES.by_name
TYPED = [column.name for column in COLUMNS if column.is_typed]


def columns_for(question: WrittenValue) -> Mapping[str, str]:
    """Map the columns that a criterion uses to the fields of its value."""
    return _columns_of_type(question.criterion.value_type)


@cache
def _columns_of_type(value_type: str) -> Mapping[str, str]:
    fields = (*TYPES[value_type].fields, TIME, REASON)
    return MappingProxyType({ANSWER if field in ANSWER_FIELDS else field: field for field in fields})


def number_of(written: Written) -> str:
    return written.section.number if isinstance(written, WrittenSection) else written.criterion.number


def label_of(written: Written) -> str:
    """Return the words of a row: of a part, "Tiếp công dân: lượt tiếp"."""
    if isinstance(written, WrittenSection):
        return str(written.section.heading)
    label = written.criterion.label
    return f"{label}: {written.part}" if written.part else label


def typed_of(question: Written) -> dict[str, str]:
    """Return what is stored of a value, its reason among it; of a section its text as it is in a cell."""
    if isinstance(question, WrittenSection):
        return {TEXT: text_as_in_cell(clean_text(str(plain(question.text))))}
    return {**question.typed, **({REASON: question.reason} if question.reason else {})}


def text_as_in_cell(text: str) -> str:
    """Return a text without what programs change when they store it: LibreOffice takes tabs away."""
    return nfc(text).replace("\t", " ").strip()


# --- Marks -----------------------------------------------------------------------------------------------------------
def book_mark(dossier: Dossier, layout: SheetLayout, contents: Contents) -> str:
    """Return the mark that binds a sheet to its report and to its rows as they are worded now."""
    words: Iterable[list[str]]
    if layout is TEXTS:
        words = [[each.key, each.section.number] for each in contents.sections]
    else:
        words = [
            [each.criterion.number, label_of(each), each.criterion.value_type, *each.criterion.choices]
            for each in contents.values
        ]
    return f"{dossier.inspection.reference}/{dossier.pk}/{LAYOUT}/{_digest(words)}{layout.suffix}"


def row_mark(written: Written) -> str:
    """Return the mark of a row: the revision that it was filled from, the digest of what its cells hold then, and
    whether its text is too long for one.
    """
    typed = typed_of(written)
    is_long = isinstance(written, WrittenSection) and is_too_long(typed[TEXT])
    return f"{written.revision}-{typed_digest(typed)}{'-long' if is_long else ''}"


def is_too_long(text: str) -> bool:
    """Tell whether a cell wouldn't hold the text, or would be full of it, so that it may have been cut there."""
    return len(stored_text(text).encode("utf-16-le")) // 2 >= LETTERS_A_CELL  # as Excel counts


def typed_digest(typed: Mapping[str, str]) -> str:
    return _digest({name: text for name, text in typed.items() if text})


def _digest(words: object) -> str:
    written = json.dumps(words, ensure_ascii=False, sort_keys=True)
    return sha256(written.encode()).hexdigest()[:DIGEST_LETTERS]
