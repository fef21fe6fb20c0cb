"""A Word file that comes back: what was changed in it, slot by slot, and taking what a person chose.

A slot whose words in the portal were changed since the file was made isn't taken: the file's digest of it differs from
what the draft prints now.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.people.models import User
from ground.processes.apart import read_apart
from ground.processes.heavy import upload_turn
from inspections.papers.uploads.judge import FAULTS
from reports.documents.compose.slots import slots_of
from reports.documents.issue.printing import sheet_of, word_of
from reports.documents.layout import RULE_SETS
from reports.documents.models import Document, DocumentText
from reports.documents.texts import with_own_texts, write_slot
from reports.documents.word.marks import Block, digest_of, words_of
from reports.documents.word.reading import read
from reports.documents.word.typed import about_of, typed_text, without_word
from workflow.records.refusals import StepRefused

Found = dict[str, Any]
READING = "reports.documents.word.reading"


class Standing(StrEnum):
    """What a changed slot is: to be chosen, or why it can't be."""

    OFFERED = "offered"
    LATE = "late"  # changed in the portal since the file was made
    EMPTY = "empty"  # nothing stands there any more
    GONE = "gone"  # the file has no such part any more
    UNKNOWN = "unknown"  # the draft has no such part any more
    REFUSED = "refused"  # as a text typed on the page would be


@dataclass(frozen=True)
class BackSlot:
    """A slot that differs: its words as the draft prints them and as the file has them; `text`: what would be stored;
    `has_figures`: staff's words name figures, which become fixed.
    """

    key: str
    label: str
    before: str
    after: str
    text: str
    standing: Standing
    has_figures: bool = False
    refusal: str = ""


@dataclass(frozen=True)
class Returned:
    """What a file brings; `before` and `outside`: the lines outside of slots in the draft and in the file."""

    slots: list[BackSlot]
    before: str
    outside: str
    changes: int
    comments: int
    left: list[str]

    @property
    def offered(self) -> list[BackSlot]:
        return [slot for slot in self.slots if slot.standing == Standing.OFFERED]


class NotOurs(StepRefused):
    """The file isn't this draft's copy."""


def read_word(content: bytes, account: int) -> Found:
    """Return what a child process finds in the file. Raises ValidationError, Busy."""
    with upload_turn(account) as held:
        found = read_apart(READING, content, settings.UPLOAD_READ_SECONDS, held)
    if "fault" in found:
        raise ValidationError(FAULTS[found["fault"]])
    return found


def compare(document: Document, found: Found) -> Returned:
    """Return what the file changes. Raises NotOurs; RuleSetMissing as the Word file's making does."""
    _refuse_others(document, found)
    present = read(word_of(document))
    facts = with_own_texts(document.facts, document)
    labels = {slot.key: slot.label for slot in slots_of(facts)}
    figures = {text.slot for text in document.texts.all() if "{" in text.text}
    keys = [*(key for key in labels if key in present["slots"]), *(key for key in found["slots"] if key not in labels)]
    comparison = _Comparison(document, sheet_of(document), present, found)
    rows = [comparison.row(key, labels.get(key, key), key in figures) for key in keys]
    return Returned(
        slots=[row for row in rows if row is not None],
        before="\n".join(present["outside"]),
        outside="\n".join(found["outside"]),
        changes=found["changes"],
        comments=found["comments"],
        left=found["left"],
    )


def _refuse_others(document: Document, found: Found) -> None:
    if not found["document"]:
        raise NotOurs([_("Tệp này không phải bản Word tải từ dự thảo trên cổng: không có dấu của các phần.")])
    if found["document"] != str(document.pk):
        raise NotOurs([_("Tệp này là bản Word của một văn bản khác. Mở đúng dự thảo của tệp rồi lấy lại ở đó.")])


class _Comparison:
    def __init__(self, document: Document, sheet: dict[str, Any], present: Found, found: Found) -> None:
        self.document, self.sheet, self.present, self.found = document, sheet, present, found

    def row(self, key: str, label: str, has_figures: bool) -> BackSlot | None:
        """Return the slot if the file has it otherwise than the draft; None where nothing was changed in Word."""
        was: list[Block] = self.present["slots"].get(key, [])
        is_now: list[Block] | None = self.found["slots"].get(key)
        origin = self.found["digests"].get(key, "")
        digest = digest_of(is_now or [])
        if is_now is not None and digest in (origin, digest_of(was)):
            return None
        text = self._text(key, is_now or [], was)
        refusal = _refusal_of(text)
        standing = self._standing(key, is_now, was, origin, text)
        if standing == Standing.OFFERED and refusal:
            standing = Standing.REFUSED
        return BackSlot(key, label, words_of(was), words_of(is_now or []), text, standing, has_figures, refusal)

    def _standing(self, key: str, is_now: list[Block] | None, was: list[Block], origin: str, text: str) -> Standing:
        if key not in self.present["slots"]:
            return Standing.UNKNOWN
        if is_now is None:
            return Standing.GONE
        if origin != digest_of(was):
            return Standing.LATE
        return Standing.OFFERED if text.strip() else Standing.EMPTY

    def _text(self, key: str, blocks: list[Block], was: list[Block]) -> str:
        text = typed_text(key, blocks, was)
        if key == "about":
            leads = (RULE_SETS[self.sheet["rules"]].letter_about_lead.value,) if self.sheet["form"] == "letter" else ()
            return about_of(text, leads, begins_small=self.document.about[:1].islower())
        return without_word(text, self.sheet["addressee_word"]) if key == "addressees" else text


def _refusal_of(text: str) -> str:
    """Return why a text typed on the page would be refused; "" for one that is stored."""
    try:
        DocumentText._meta.get_field("text").run_validators(text)
    except ValidationError as refused:
        return " ".join(refused.messages)
    return ""


def take_from_word(document: Document, returned: Returned, keys: Iterable[str], actor: User) -> int:
    """Store the chosen slots as staff's words; return how many. Raises as `write_slot`."""
    chosen = set(keys)
    rows = [slot for slot in returned.offered if slot.key in chosen]
    if len(rows) < len(chosen):
        raise StepRefused([_("Có phần vừa đổi trên cổng: xem lại bảng so sánh rồi chọn.")])
    with transaction.atomic():
        revisions = dict(document.texts.values_list("slot", "revision"))
        for row in rows:
            write_slot(document, row.key, row.text, actor, revisions.get(row.key))
    return len(rows)
