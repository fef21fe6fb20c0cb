"""One kind of paper for all inspections of a campaign: drafted and printed in the background, sent as one file.

What is printed lies beside the drafts for a week, under the state that it was printed in: a draft that has changed
since goes into the file once it is printed anew.
"""

import hashlib
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Count, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.organizations.naming import BodyNames
from accounts.people.models import User
from inspections.inspections.states import InspectionState
from inspections.models import Campaign, Inspection
from reports.documents.compose.kinds import FactsMissing
from reports.documents.issue.composing import kind_at
from reports.documents.issue.drafts import start_draft
from reports.documents.issue.issuing import issued_bytes
from reports.documents.issue.printing import pdf_of
from reports.documents.kinds_offered import inspections_offered, may_draft
from reports.documents.layout import RuleSetMissing
from reports.documents.models import Document
from reports.documents.press import printed
from reports.documents.press.process import TooLong
from reports.documents.press.render import EngineMissing
from reports.documents.states import DocumentState
from workflow.jobs import batches
from workflow.models import Batch
from workflow.records.refusals import StepRefused

MANY = "reports.draft_many"


@dataclass(frozen=True)
class SubjectPaper:
    """An inspection with its paper of the kind, None where there is none yet; `why`: why none can be drafted now, ""
    where it can; `is_ready`: the paper's file can be sent.
    """

    inspection: Inspection
    name: str
    document: Document | None
    why: str
    is_ready: bool

    @property
    def is_to_do(self) -> bool:
        return not self.why and not self.is_ready


def papers_of(campaign: Campaign, kind: str, user: User, today: date) -> list[SubjectPaper]:
    """Return the campaign's inspections on whose inside the user is, in the order of their references, with their
    papers; the number of queries doesn't depend on theirs. Raises KindUnknown.
    """
    kind_at(kind)
    rows = Inspection.objects.inside(user).filter(campaign=campaign).exclude(state=InspectionState.CANCELLED)
    inspections = list(rows.with_roles().select_related("subject_organization").order_by("reference"))
    offered = inspections_offered(kind, inspections)
    newest = _newest(kind, inspections)
    names = BodyNames([row.subject_organization for row in inspections])
    return [
        SubjectPaper(
            inspection=row,
            name=names.at(row.subject_organization_id, campaign.day),
            document=newest.get(row.pk),
            why=_why_not(row, newest.get(row.pk), offered, user, today),
            is_ready=_is_ready(newest.get(row.pk)),
        )
        for row in inspections
    ]


def _newest(kind: str, inspections: list[Inspection]) -> dict[int, Document]:
    """Return by inspection its newest paper that isn't replaced, about it as a whole."""
    rows = Document.objects.filter(kind=kind, inspection__in=inspections, session=None)
    rows = rows.exclude(state=DocumentState.REPLACED).select_related("pdf", "taken_number").defer("html", "facts")
    texts = {"texts_count": Count("texts"), "texts_changed_at": Max("texts__changed_at")}
    return {each.inspection_id: each for each in rows.annotate(**texts).order_by("pk")}


def _why_not(inspection: Inspection, document: Document | None, offered: set[int], user: User, today: date) -> str:
    if document is not None:
        return ""
    if not may_draft(inspection, user, today):
        return _("Việc này không thuộc vai trò của bạn.")
    if inspection.pk not in offered:
        return _("Cuộc kiểm tra hiện “%s”: không lập văn bản này nữa.") % inspection.get_state_display()
    return ""


# --- What is printed -------------------------------------------------------------------------------------------------
def _is_ready(document: Document | None) -> bool:
    return document is not None and (document.is_frozen or _name_of_print(document) in printed.store())


def _name_of_print(document: Document) -> str:
    """Return the name of the print of a draft in its present state; `document` as `_newest` reads it."""
    state = [document.pk, document.changed_at, document.texts_count, document.texts_changed_at, document.rule_set]
    return hashlib.sha256(repr(state).encode()).hexdigest()


def file_of(document: Document) -> bytes | None:
    """Return the PDF of a paper as `papers_of` gives it: as issued, or the draft as printed; None where the print is no
    longer there. Raises Altered.
    """
    return issued_bytes(document) if document.is_frozen else printed.remembered(_name_of_print(document))


# --- In the background -----------------------------------------------------------------------------------------------
def draft_many(campaign: Campaign, kind: str, actor: User, path: str) -> Batch:
    """Begin drafting and printing what is still to do, unless that is going on; `path`: the page it was asked on.

    Raises StepRefused where nothing is to do, KindUnknown.
    """
    with transaction.atomic():
        Campaign.objects.select_for_update().get(pk=campaign.pk)
        going_on = Batch.objects.filter(kind=MANY, path=path, actor=actor, finished_at=None).first()
        if going_on is not None:
            return going_on
        papers = [each for each in papers_of(campaign, kind, actor, timezone.localdate()) if each.is_to_do]
        if not papers:
            raise StepRefused([_("Không còn văn bản nào phải lập hay in.")])
        items = [(str(each.inspection.pk), f"{each.name} ({each.inspection.reference})") for each in papers]
        words = {"kind": kind_at(kind).name, "campaign": campaign.code}
        label = _("Lập hàng loạt: %(kind)s, %(campaign)s") % words
        back = _("Quay lại, tải về")
        return batches.start(MANY, actor, items, label, path, paper=kind, back_words=back)


@batches.work(MANY, is_long=True, in_any_order=True)
def draft_one(batch: Batch, key: str) -> str:
    """Draft the paper where there is none, and print it in its present state."""
    kind, inspection = batch.parameters["paper"], Inspection.objects.with_roles().get(pk=key)
    there = _newest(kind, [inspection]).get(inspection.pk)
    try:
        if there is None:
            start_draft(kind, inspection, batch.actor)
        document = there or _newest(kind, [inspection])[inspection.pk]
        if not _is_ready(document):
            printed.remember(_name_of_print(document), pdf_of(document))
    except (FactsMissing, RuleSetMissing, EngineMissing, TooLong) as fault:
        raise StepRefused([str(fault)]) from fault
    return _("Đã in.") if there else _("Đã lập dự thảo và in.")
