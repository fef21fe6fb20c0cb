"""How a paper would read in the words that are being typed: of an inspection or a draft that the user may see."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Organization
from accounts.people.models import User
from ground.text import key_in
from inspections.models import Campaign, Delegation, Inspection
from reports.documents.compose import (
    DocumentKind,
    PaperSubject,
    about_campaign,
    about_delegation,
    about_inspection,
    facts_of,
)
from reports.documents.compose.kinds import FactsMissing
from reports.documents.compose.wording import Contents, value_in
from reports.documents.compose.wording.placeholders import Placeholder, offered_in
from reports.documents.issue.composing import subject_of
from reports.documents.layout import RuleSetMissing, lay_out
from reports.documents.models import Document
from reports.documents.states import DocumentState
from workflow.records.refusals import StepRefused

MOST_CHOICES = 15  # of each table: the newest
READERS = {"inspection": about_inspection, "campaign": about_campaign, "delegation": about_delegation}


@dataclass(frozen=True)
class Choice:
    """A record for the preview: `value` as the form sends it, "inspection-12"."""

    value: str
    label: str


@dataclass(frozen=True)
class OfferedPlaceholder:
    """A placeholder beside the editor; `value`: what it becomes in the record of the preview, "" without one."""

    mark: str
    meaning: str
    value: str


@dataclass(frozen=True)
class Preview:
    """`sheet` None: there is nothing to show, `refusal` says why."""

    choices: list[Choice]
    chosen: str
    sheet: dict[str, Any] | None
    refusal: str
    placeholders: list[OfferedPlaceholder]


def preview_of(
    kind: DocumentKind, body: Organization, contents: Contents, user: User, today: date, wanted: str
) -> Preview:
    """Return the preview about the wanted record, else about the first of those that are offered."""
    choices = choices_of(kind, body, user)
    chosen = wanted if wanted in {each.value for each in choices} else next((each.value for each in choices), "")
    offered = offered_in(kind)
    if not chosen:
        refusal = _("Chưa có cuộc kiểm tra nào để xem thử. Lưu được; xem thử khi có.")
        return Preview(choices, "", None, refusal, [_offered(each, "") for each in offered])
    try:
        paper = _subject(chosen, kind, today)
        sheet, refusal = lay_out(facts_of(kind, paper, contents)), ""
        placeholders = [_offered(each, value) for each, value in _valued(offered, paper)]
    except (FactsMissing, RuleSetMissing, StepRefused) as missing:
        sheet, refusal, placeholders = None, str(missing), [_offered(each, "") for each in offered]
    return Preview(choices, chosen, sheet, refusal, placeholders)


def _offered(each: Placeholder, value: str) -> OfferedPlaceholder:
    return OfferedPlaceholder(each.mark, str(each.meaning), value)


def _valued(offered: list[Placeholder], paper: PaperSubject) -> list[tuple[Placeholder, str]]:
    """Pair the placeholders with what they become in the paper, which is Vietnamese in every language."""
    value_of = value_in(paper)
    with translation.override("vi"):
        return [(each, value_of(each.name) or "") for each in offered]


# --- Which records ---------------------------------------------------------------------------------------------------
def choices_of(kind: DocumentKind, body: Organization, user: User) -> list[Choice]:
    """Return the open drafts of the kind and the records that such papers are about, of the body; the newest first."""
    drafts = Document.objects.inside(user).filter(
        kind=kind.slug, issuing_organization=body, state__in=(DocumentState.DRAFT, DocumentState.SUBMITTED)
    )
    rows = drafts.order_by("-pk").only("facts")[:MOST_CHOICES]
    found = [Choice(f"document-{row.pk}", _("Dự thảo: %s") % row) for row in rows]
    return [*found, *(Choice(f"{kind.about}-{row.pk}", _name(row)) for row in _records(kind, body, user))]


def _records(kind: DocumentKind, body: Organization, user: User) -> QuerySet:
    if kind.about == "campaign":
        rows = Campaign.objects.inside(user).filter(inspecting_organization=body).order_by("-year", "-pk")
    elif kind.about == "delegation":
        rows = Delegation.objects.visible_to(user).filter(campaign__inspecting_organization=body)
        rows = rows.select_related("campaign").order_by("-campaign__year", "-pk")
    else:
        rows = Inspection.objects.inside(user).filter(campaign__inspecting_organization=body)
        rows = rows.exclude(state="cancelled").select_related("subject_organization")
        rows = rows.prefetch_related("subject_organization__names").order_by("-campaign__year", "-pk")
    return rows[:MOST_CHOICES]


def _name(row: Campaign | Delegation | Inspection) -> str:
    if isinstance(row, Inspection):
        return f"{row.reference} {row.subject_organization}"
    return f"{row.campaign.code} {row}" if isinstance(row, Delegation) else f"{row.code} {row.theme}"


def _subject(chosen: str, kind: DocumentKind, today: date) -> PaperSubject:
    """Read the chosen record: a draft as at the day that it is meant for, others as such a paper would be begun now."""
    table, _dash, key = chosen.partition("-")
    pk = key_in(key)
    if table == "document":
        return subject_of(Document.objects.select_related("signatory__person").get(pk=pk))
    if table != "inspection":
        return READERS[table](pk, today)
    days = Inspection.objects.filter(pk=pk, sessions__held_on__isnull=False).values_list("sessions__held_on", flat=True)
    return about_inspection(pk, kind.default_day(today, list(days)))
