"""The columns of the workbook, and the two marks by which it is known again: of the sheet, and of each row."""

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

from ground.text import fold
from inspections.values.types import TYPES
from reports.submissions.contents.reading import TIME
from reports.submissions.contents.written import Contents, WrittenValue
from reports.submissions.models import Dossier

LAYOUT = 1  # raised whenever files of the layout before can't be read any more
REASON, ANSWER = "reason", "answer"
DIGEST_LETTERS = 10
BOOK_MARK = re.compile(r"(?P<reference>[\w-]+)/(?P<dossier>\d{1,18})/(?P<layout>\d{1,4})/(?P<questions>[0-9a-f]{10})")
ROW_MARK = re.compile(r"(?P<revision>\d{1,9})-(?P<digest>[0-9a-f]{10})")
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
        titles = set()
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                titles.add(fold(str(self.title)))
        return titles


COLUMNS = (
    SheetColumn("number", _("Số"), 7),
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
BY_NAME = {column.name: column for column in COLUMNS}
TYPED = [column.name for column in COLUMNS if column.is_typed]


def columns_for(question: WrittenValue) -> Mapping[str, str]:
    """Map the columns that a criterion uses to the fields of its value."""
    return _columns_of_type(question.criterion.value_type)


@cache
def _columns_of_type(value_type: str) -> Mapping[str, str]:
    fields = (*TYPES[value_type].fields, TIME, REASON)
    return MappingProxyType({ANSWER if field in ANSWER_FIELDS else field: field for field in fields})


def label_of(question: WrittenValue) -> str:
    """Return the words of a row: of a part, "Tiếp công dân: lượt tiếp"."""
    label = question.criterion.label
    return f"{label}: {question.part}" if question.part else label


def typed_of(question: WrittenValue) -> dict[str, str]:
    """Return what is stored of a value, its reason among it."""
    return {**question.typed, **({REASON: question.reason} if question.reason else {})}


# --- Marks -----------------------------------------------------------------------------------------------------------
def book_mark(dossier: Dossier, questions: Iterable[WrittenValue]) -> str:
    """Return the mark that binds a file to its report and to the questions as they are worded now."""
    words = [
        [each.criterion.number, label_of(each), each.criterion.value_type, *each.criterion.choices]
        for each in questions
    ]
    return f"{dossier.inspection.reference}/{dossier.pk}/{LAYOUT}/{_digest(words)}"


def row_mark(question: WrittenValue) -> str:
    """Return the mark of a row: the revision that it was filled from, and the digest of what it held then."""
    return f"{question.revision}-{typed_digest(typed_of(question))}"


def typed_digest(typed: Mapping[str, str]) -> str:
    return _digest({name: text for name, text in typed.items() if text})


def questions_of(contents: Contents) -> dict[tuple[str, str], WrittenValue]:
    """Map number and words to the question that stands in this row."""
    return {(each.criterion.number, label_of(each)): each for each in contents.values}


def _digest(words: object) -> str:
    written = json.dumps(words, ensure_ascii=False, sort_keys=True)
    return sha256(written.encode()).hexdigest()[:DIGEST_LETTERS]
