"""The facts of a stored document: composed for its day, with number and day once it is issued."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from ground.text import document_date
from reports.documents.compose import (
    DocumentKind,
    PaperSubject,
    about_campaign,
    about_delegation,
    about_inspection,
    facts_of,
    kind_of,
    kinds,
)
from reports.documents.compose.slots import FIXED, Slot, order_of, slots_behind
from reports.documents.layout.lines import rules_for
from reports.documents.models import Document, DocumentTemplate, PaperSettings
from reports.documents.verification.codes import new_code, printed_address
from reports.documents.wording import contents_of, newest
from workflow.records.refusals import StepRefused

Facts = dict[str, Any]
OWN_WORDS = (*FIXED, "sections", "annexes")  # what staff may rewrite, with the tables and charts that stand there


class KindUnknown(StepRefused):
    """The portal doesn't make such a paper (any more)."""


def kind_at(slug: str) -> DocumentKind:
    """Return the kind of that slug; raises KindUnknown."""
    kind = kind_of(slug)
    if kind is None:
        raise KindUnknown([_("Cổng không lập loại văn bản này.")])
    return kind


def step_of(document: Document) -> str:
    """Return the inspection's step that the document's issue takes; "" for none, as where it corrects another one."""
    if document.replaces_id is not None or document.inspection_id is None:
        return ""
    return kind_at(document.kind).step


def kinds_with_a_step() -> dict[str, str]:
    """Map the slugs of the kinds whose issue takes a step of the inspection to that step."""
    return {slug: kind.step for slug, kind in kinds().items() if kind.step}


def subject_of(document: Document) -> PaperSubject:
    """Read what the document is about, as at the day that it is meant for."""
    day, signing = document.effective_on, {"signatory": document.signatory, "place": document.place}
    if document.inspection_id is not None:
        sessions = [document.session_id] if document.session_id else []
        return about_inspection(document.inspection_id, day, sessions, **signing)
    if document.delegation_id is not None:
        return about_delegation(document.delegation_id, day, **signing)
    return about_campaign(document.campaign_id, day, **signing)


def compose(document: Document, template: DocumentTemplate | None) -> Facts:
    """Return the facts as the records have them now, for the day that the document is meant for, in the words of the
    template, None for the portal's own. Raises FactsMissing, KindUnknown.
    """
    return _worded(document, subject_of(document), template)


@dataclass(frozen=True)
class Present:
    """A draft as the records and the body's newest template have it now. Where that isn't the draft's own template,
    `reworded` are the slots that it alone changes, and `is_reordered` says that sections change their places.
    """

    facts: Facts
    template: DocumentTemplate | None
    is_newer: bool = False
    reworded: list[Slot] = field(default_factory=list)
    is_reordered: bool = False


def compose_anew(document: Document) -> Present:
    """Compose the draft as things are now; the records are read once. Raises as `compose`."""
    paper, template = subject_of(document), newest(document.kind, document.issuing_organization_id)
    facts = _worded(document, paper, template)
    if template is None or template.pk == document.template_id:
        return Present(facts, template)
    by_own = _worded(document, paper, document.template)
    return Present(facts, template, True, slots_behind(by_own, facts), order_of(by_own) != order_of(facts))


def _worded(document: Document, paper: PaperSubject, template: DocumentTemplate | None) -> Facts:
    facts = facts_of(kind_at(document.kind), paper, contents_of(template))
    facts["draft_number"] = document.draft_number
    return _naming_the_earlier(facts, document)


def rule_set_of(facts: Facts) -> str:
    """Return the name under which a document stores its rules; raises RuleSetMissing."""
    return rules_for(facts).slug


def _naming_the_earlier(facts: Facts, document: Document) -> Facts:
    """Say in the closing which document this one corrects or replaces."""
    earlier = document.replaces
    if earlier is None:
        return facts
    number = f" số {earlier.taken_number.printed}" if hasattr(earlier, "taken_number") else ""
    how = "đính chính" if document.replaces_how == Document.ReplacesHow.CORRECTION else "thay thế"
    name = facts["type_title"].capitalize() or "Công văn"
    sentence = f"{name} này {how} {name}{number} {document_date(earlier.issued_on)}."
    return {**facts, "closing": " ".join(filter(None, [facts.get("closing"), sentence]))}


def with_head_of(stored: Facts, fresh: Facts) -> Facts:
    """Return facts with the words as stored, and head, foot, style and symbol as composed for another day."""
    return fresh | {name: stored[name] for name in OWN_WORDS if name in stored}


def with_number(facts: Facts, n: int | None, printed: str, day: date) -> Facts:
    """Return the facts that are issued; `n` None: without a number."""
    return {**facts, "number": n, "printed_number": printed, "issued_on": day.isoformat(), "draft_number": None}


def with_check(facts: Facts, document: Document) -> Facts:
    """Return the facts with a new code, and with the address of its page where the body has it printed."""
    code = new_code()
    own = PaperSettings.objects.filter(organization=document.issuing_organization).first() or PaperSettings()
    address = printed_address(document, code, own.prints_code_in(facts["layout"]))
    return {**facts, "check_code": code, "check_address": address}


def without_number(facts: Facts) -> Facts:
    """Return the facts of the draft that wasn't issued after all."""
    bare = {name: value for name, value in facts.items() if name not in ("check_code", "check_address")}
    return {**bare, "number": None, "printed_number": "", "issued_on": None}
