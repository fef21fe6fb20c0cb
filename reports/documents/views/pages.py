"""What the page of one document shows to one reader."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.html import conditional_escape, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from accounts.people.models import User
from ground.richtext import clean_html
from ground.text import short_date
from inspections.recommendations.states import ROLE_LABELS
from reports.documents.checklist import REFUSAL, checklist
from reports.documents.compose.kinds import FactsMissing
from reports.documents.compose.sections import SHOWN
from reports.documents.compose.slots import Slot, slots_of
from reports.documents.issue.composing import Present, compose_anew
from reports.documents.issue.receipts import Receipt, receipts_of
from reports.documents.kinds_offered import may_draft
from reports.documents.layout import RULE_SETS, RuleSetMissing
from reports.documents.listings import kind_name, number_of
from reports.documents.models import Document, DocumentTemplate
from reports.documents.registers.acts import MAY_RESERVE
from reports.documents.signatures.acts import may_add_signed
from reports.documents.signatures.shown import CopyRow, copies_of
from reports.documents.states import DocumentState
from reports.documents.texts import ChangedSlot, slots_to_take_over, with_own_texts
from reports.documents.verification.codes import check_url
from reports.documents.views.changes import Piece, changed_pieces
from workflow.history.kinds import History, history_of
from workflow.records.pages import Fact
from workflow.records.refusals import StepRefused
from workflow.steps.acts import Offer, OfferedStep, open_steps
from workflow.steps.offered import NextSteps


@dataclass(frozen=True)
class SlotRow:
    """One slot as it will print; `is_own`: staff's words; `changes`: how it changed since, [] if it didn't, with the
    records or, `is_reworded`, by a newer template.
    """

    key: str
    anchor: str
    label: str
    html: SafeString
    has_figures: bool
    is_own: bool
    is_behind: bool
    is_reworded: bool
    changes: list[Piece]


def anchor_of(key: str) -> str:
    """Return the slot's id on the page."""
    return "slot-" + "".join(letter if letter.isalnum() else "-" for letter in key)


def slot_rows(shown: dict[str, Any], behind: Iterable[ChangedSlot], reworded: Collection[str] = ()) -> list[SlotRow]:
    """Return the slots of the facts with staff's texts in them; behind them those that the records have beside.
    `reworded`: the keys of those that a newer template changes.
    """
    changed = {slot.key: slot for slot in behind}
    rows = [_slot_row(slot, changed.get(slot.key), slot.key in reworded) for slot in slots_of(shown)]
    known = {row.key for row in rows}
    new = [slot for slot in changed.values() if slot.key not in known and slot.now is not None]
    return [*rows, *(_slot_row(replace(slot.now, content=[], paragraphs=[]), slot, False) for slot in new)]


def _slot_row(slot: Slot, changed: ChangedSlot | None, is_reworded: bool) -> SlotRow:
    content = slot.content
    is_section = isinstance(content, dict) and "html" not in content
    paragraphs = content.get("paragraphs") if is_section else content
    return SlotRow(
        key=slot.key,
        anchor=anchor_of(slot.key),
        label=slot.label,
        html=html_of_content(paragraphs),
        has_figures=is_section and any(content.get(name) for name in SHOWN),
        is_own=isinstance(paragraphs, dict),
        is_behind=changed is not None,
        is_reworded=is_reworded,
        changes=changed_pieces(_words(changed.before), _words(changed.now)) if changed else [],
    )


def _words(slot: Slot | None) -> str:
    return "\n".join(slot.paragraphs) if slot else ""


def html_of_content(content: Any) -> SafeString:
    """Return what a slot holds, bare paragraphs or staff's HTML, as safe HTML."""
    if isinstance(content, dict):
        return mark_safe(clean_html(content["html"]))  # noqa: S308  of the allow-list
    lines = content if isinstance(content, list) else [content] if content else []
    return format_html_join("", "<p>{}</p>", ((conditional_escape(line),) for line in lines))


def offered_acts(document: Document, user: User, today: date) -> list[OfferedStep]:
    """Return the steps that lead out of the document's state, with who takes them."""
    return [
        OfferedStep(offer, reverse("document_step", args=[document.pk, offer.step.name]), _who(document, offer))
        for offer in open_steps(document, user)
    ]


def _who(document: Document, offer: Offer) -> str:
    roles = [document.issuer_role if role == "issuer" else role for role in offer.step.who]
    words = ", ".join(str(ROLE_LABELS[role]) for role in dict.fromkeys(roles))
    return f"{words[:1].upper()}{words[1:]}."


# --- The page ------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class CheckRow:
    """A point to look at before the issue; `anchor`: the slot's, "" for none; a refusal withholds the issue."""

    text: str
    anchor: str
    is_refusal: bool


@dataclass(frozen=True)
class NewerTemplate:
    """The template that has come since the draft was composed: `keys` of the slots that it changes, `reworded` are
    these as (anchor, label).
    """

    template: DocumentTemplate
    keys: list[str]
    reworded: list[tuple[str, str]]
    is_reordered: bool


def newer_template(present: Present) -> NewerTemplate | None:
    """Return what the body's newest template would change; None where the draft has it."""
    if not present.is_newer:
        return None
    slots = [(anchor_of(slot.key), slot.label) for slot in present.reworded]
    return NewerTemplate(present.template, [slot.key for slot in present.reworded], slots, present.is_reordered)


@dataclass(frozen=True)
class PublishedPage:
    """What those outside see of a published document."""

    section: str
    document: Document
    kind: str
    number: str
    back: str
    back_words: str
    facts: list[Fact]
    copies: list[CopyRow]  # signed ones, for those outside the one that stands for the paper


@dataclass(frozen=True)
class DocumentPage(PublishedPage):
    """The page of a draft or an issued document for users inside; `refusal`: why it can't be composed now, or ""."""

    rules: str
    refusal: str
    newer: NewerTemplate | None
    checks: list[CheckRow]
    slots: list[SlotRow]
    next_steps: NextSteps
    may_write: bool
    may_reserve: bool
    may_replace: bool
    may_add_signed: bool
    receipts: list[Receipt]
    opened: int  # of the receipts
    history: History


def published_page(document: Document) -> PublishedPage:
    return PublishedPage(
        **_common(document),
        facts=[fact for fact in _issued_facts(document) if fact.value],
        copies=[row for row in copies_of(document) if row.is_current],
    )


def document_page(document: Document, user: User, today: date) -> DocumentPage:
    """Put the page together; a draft is compared with the records as they are now."""
    shown, behind, newer, refusal = document.facts, [], None, ""
    if not document.is_frozen:
        shown = with_own_texts(document.facts, document)
    if document.state == DocumentState.DRAFT:
        try:
            present = compose_anew(document)
            behind, newer = slots_to_take_over(document, present.facts), newer_template(present)
        except (FactsMissing, RuleSetMissing, StepRefused) as missing:
            refusal = str(missing)
    receipts = receipts_of(document) if document.is_frozen else []
    return DocumentPage(
        **_common(document),
        facts=[fact for fact in [*_issued_facts(document), *_draft_facts(document, user)] if fact.value],
        rules=_rules(document),
        refusal=refusal,
        newer=newer,
        checks=[] if document.is_frozen else checks_of(shown),
        slots=[] if document.is_frozen else slot_rows(shown, behind, newer.keys if newer else ()),
        next_steps=NextSteps.of(offered_acts(document, user, today)),
        may_write=document.may_be_changed_by(user, today),
        may_reserve=may_reserve(document, user, today),
        may_replace=may_replace(document, user, today),
        may_add_signed=may_add_signed(document, user),
        copies=copies_of(document) if document.is_frozen else [],
        receipts=receipts,
        opened=sum(receipt.opened_at is not None for receipt in receipts),
        history=history_of(document, user, is_inside=True),
    )


def _common(document: Document) -> dict[str, Any]:
    about = document.inspection or document.campaign
    return {
        "section": "papers",
        "document": document,
        "kind": kind_name(document.kind),
        "number": number_of(document),
        "back": about.get_absolute_url(),
        "back_words": about.reference if document.inspection else about.theme,
    }


def is_replaceable(document: Document) -> bool:
    return document.is_frozen and document.state != DocumentState.REPLACED


def may_reserve(document: Document, user: User, today: date) -> bool:
    """Tell whether the user may take a number for the paper, which has none yet."""
    has_none = not document.is_frozen and not number_of(document)
    return has_none and bool(document.roles_of(user, today) & MAY_RESERVE)


def may_replace(document: Document, user: User, today: date) -> bool:
    return is_replaceable(document) and may_draft(document.inspection or document.campaign, user, today)


def checks_of(facts: dict[str, Any]) -> list[CheckRow]:
    """Return what stands between the draft and its issue, refusals first, each with its slot's place on the page."""
    known = {slot.key for slot in slots_of(facts)}
    return [
        CheckRow(
            text=remark.text,
            anchor=anchor_of(remark.slot) if remark.slot in known else "",
            is_refusal=remark.kind == REFUSAL,
        )
        for remark in checklist(facts)
    ]


def _rules(document: Document) -> str:
    """Return the name of the rules under which the document was composed."""
    return str(RULE_SETS[document.rule_set].name) if document.rule_set in RULE_SETS else ""


def _issued_facts(document: Document) -> list[Fact]:
    body, day = document.issuing_organization, document.issued_on or document.effective_on
    replaces = document.replaces
    return [
        Fact(_("Trích yếu"), document.about, is_as_written=True),
        Fact(_("Cơ quan ban hành"), body.full_name_at(day)),
        Fact(_("Ngày ban hành"), short_date(document.issued_on) if document.issued_on else ""),
        Fact(
            str(document.get_replaces_how_display()).capitalize(),
            number_of(replaces) if replaces else "",
            is_as_written=True,
        ),
        Fact(_("Mã tra cứu"), document.check_code, url=check_url(document)),
    ]


def _template_fact(document: Document, user: User) -> Fact:
    """Return the version of the body's template by which the paper was composed, with its page for the body's own."""
    template = document.template
    if template is None:
        return Fact(_("Mẫu câu chữ"), "")
    body = template.organization
    address = [body.short_code, template.kind]
    url = reverse("template_versions", args=address) if body.pk in user.reach.board else ""
    return Fact(_("Mẫu câu chữ"), _("bản %d") % template.version, url=url)


def _draft_facts(document: Document, user: User) -> list[Fact]:
    signer = next(iter(document.facts.get("signers", [])), {})
    return [
        _template_fact(document, user),
        Fact(_("Buổi làm việc"), str(document.session or "")),
        Fact(_("Đoàn kiểm tra"), str(document.delegation or "")),
        Fact(_("Địa danh"), document.facts.get("place", ""), is_as_written=True),
        Fact(_("Người ký"), " ".join(filter(None, [signer.get("title"), signer.get("name")])), is_as_written=True),
        Fact(_("Nội bộ"), _("chỉ người trong cuộc xem, không công bố") if document.is_internal else ""),
        Fact(_("Mã băm SHA-256"), document.sha256),
    ]
