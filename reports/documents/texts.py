"""Staff's own words in a draft's slots: written, put into the facts, and compared with records that have changed since.

`present` is always the draft composed anew from the records as they are now; the document's own facts are as they were
when it was last composed, without the words of staff.
"""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _

from accounts.people.models import User
from ground.richtext import clean_text, html_of
from inspections.values.placeholders import ValuePlaceholders
from inspections.values.series import values_of
from reports.documents.compose.slots import (
    Slot,
    fact_hash,
    hashes_of,
    order_of,
    slots_behind,
    slots_of,
    taken_over,
    with_texts,
)
from reports.documents.models import Document, DocumentTemplate, DocumentText
from workflow.history.acts import Outdated, change, create, take_out
from workflow.records.refusals import NotYours, StepRefused, TakenAlready

Facts = dict[str, Any]


# --- Into the facts ------------------------------------------------------------------------------------------------
def with_own_texts(facts: Facts, document: Document) -> Facts:
    """Return the facts with the clean HTML of staff's words in their slots, placeholders filled; one without a value
    stands in brackets and in `missing`.
    """
    texts = list(document.texts.all()) if document.pk else []
    if not texts:
        return facts
    placeholders = _placeholders(document, texts)
    filled = {text.slot: _filled(html_of(text.text), placeholders) for text in texts}
    known = {slot.key for slot in slots_of(facts)}
    unfilled = [(text.slot, mark) for text in texts for mark in placeholders.missing(text.text) if text.slot in known]
    changed = with_texts(facts, {key: html for key, html in filled.items() if key in known})
    changed["missing"] = [*changed["missing"], *({"slot": slot, "text": mark} for slot, mark in unfilled)]
    return changed


def _placeholders(document: Document, texts: list[DocumentText]) -> ValuePlaceholders:
    """Return the values about the inspected body; none where no text names one."""
    if document.inspection is None or not any("{" in text.text for text in texts):
        return ValuePlaceholders([])
    subject = document.inspection.subject_organization_id
    values = values_of(document.inspection)
    return ValuePlaceholders([value for value in values if value.about_organization_id == subject])


def _filled(html: str, placeholders: ValuePlaceholders) -> str:
    pieces = placeholders.pieces(html)
    return "".join(piece.text if piece.kind == "words" else str(escape(piece.text)) for piece in pieces)


# --- Compared with the records -------------------------------------------------------------------------------------
@dataclass(frozen=True)
class ChangedSlot:
    """A slot whose facts have changed: as composed then and as now; None where it wasn't, or isn't any more."""

    key: str
    label: str
    before: Slot | None
    now: Slot | None


def slots_to_take_over(document: Document, present: Facts) -> list[ChangedSlot]:
    """Return the slots that are behind: of staff's words those that were written about other facts."""
    stored = {slot.key: slot for slot in slots_of(document.facts)}
    now = {slot.key: slot for slot in slots_of(present)}
    seen = hashes_of(document.facts) | {text.slot: text.fact_sha256 for text in document.texts.all()}
    hashes = hashes_of(present)
    keys = [*now, *(key for key in stored if key not in now)]
    return [
        ChangedSlot(key, (now.get(key) or stored[key]).label, stored.get(key), now.get(key))
        for key in keys
        if seen.get(key) != hashes.get(key)
    ]


# --- Acts ----------------------------------------------------------------------------------------------------------
def write_slot(document: Document, key: str, text: str, actor: User, revision: int | None = None) -> DocumentText:
    """Store staff's words in a slot of a draft; `revision`: of the words that were changed, None for the first.

    Raises NotYours, TakenAlready, StepRefused, Outdated.
    """
    with transaction.atomic():
        locked = locked_draft(document, actor)
        slot = _slot(locked, key)
        row = locked.texts.filter(slot=key).first()
        if row is None:
            row = DocumentText(document=locked, slot=key, text=clean_text(text), fact_sha256=fact_hash(slot))
            return create(row, actor)
        if revision is None:
            raise Outdated(row)
        row.text, row.fact_sha256 = clean_text(text), fact_hash(slot)
        change(row, actor, revision)
    return row


def take_over_slot(
    document: Document, key: str, actor: User, present: Facts, template: DocumentTemplate | None = None
) -> None:
    """Take over what the records have now in one slot; staff's words stay, in it and in all others. `template`: the one
    that `present` is worded by; the draft has that version once no slot differs from it any more.

    Raises NotYours, TakenAlready, StepRefused.
    """
    with transaction.atomic():
        locked = locked_draft(document, actor)
        _take_over(locked, key, present, template)
        text = locked.texts.filter(slot=key).first()
        if text is not None:
            text.fact_sha256 = hashes_of(present).get(key, "")
            change(text, actor, text.revision)


def drop_text(
    document: Document, key: str, actor: User, present: Facts, template: DocumentTemplate | None = None
) -> None:
    """Drop staff's words in a slot, which then prints what the records have now. Raises as `take_over_slot`."""
    with transaction.atomic():
        locked = locked_draft(document, actor)
        text = locked.texts.select_for_update().filter(slot=key).first()
        if text is None:
            raise TakenAlready([_("Phần này không có câu chữ riêng.")])
        take_out(text, locked, actor, "")
        _take_over(locked, key, present, template)


def _take_over(document: Document, key: str, present: Facts, template: DocumentTemplate | None) -> None:
    if key not in hashes_of(document.facts) | hashes_of(present):
        raise StepRefused([_("Dự thảo không có phần này.")])
    document.facts = taken_over(document.facts, present, key)
    if not slots_behind(document.facts, present) and order_of(document.facts) == order_of(present):
        document.template = template
    document.save(update_fields=["facts", "template", "changed_at"])


def _slot(document: Document, key: str) -> Slot:
    found = next((slot for slot in slots_of(document.facts) if slot.key == key), None)
    if found is None:
        raise StepRefused([_("Dự thảo không có phần này.")])
    return found


def locked_draft(document: Document, actor: User) -> Document:
    """Return the draft's row, locked. Raises NotYours, TakenAlready once it is no draft."""
    locked = Document.objects.select_for_update(of=["self"]).get(pk=document.pk)
    if locked.state != locked._meta.get_field("state").default:
        raise TakenAlready([_("Văn bản không còn là dự thảo (%s), không sửa được.") % locked.get_state_display()])
    if not locked.may_be_changed_by(actor, timezone.localdate()):
        raise NotYours([_("Việc này không thuộc vai trò của bạn.")])
    return locked
