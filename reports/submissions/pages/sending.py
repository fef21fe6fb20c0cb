"""What the pages show before and after a self-report is sent, and of one that its reader doesn't write."""

from dataclasses import dataclass
from datetime import date

from accounts.people.models import User
from inspections.campaigns.models import Campaign
from reports.submissions.contents.written import Contents, contents_of
from reports.submissions.files import why_closed
from reports.submissions.models import Dossier, Round
from reports.submissions.pages.files import FileRow, current_files, file_rows
from reports.submissions.states import DossierState
from workflow.steps.acts import Offer, open_steps


@dataclass(frozen=True)
class SendingPage:
    """All answers before they are sent; `skipped`: the parts without one."""

    dossier: Dossier
    campaign: Campaign
    subject_name: str
    days_left: int
    contents: Contents
    skipped: list[tuple[str, str]]


def sending_page(dossier: Dossier, contents: Contents, today: date) -> SendingPage:
    skipped = [
        (f"text-{each.key}", f"{each.section.number}. {each.section.heading}")
        for each in contents.sections
        if not each.is_written
    ]
    skipped += [
        (f"value-{each.key}", f"{each.criterion.number} {each.criterion.label}")
        for each in contents.values
        if not each.is_written
    ]
    return SendingPage(
        dossier=dossier,
        campaign=dossier.inspection.campaign,
        subject_name=dossier.inspection.subject_organization.full_name_at(dossier.inspection.day),
        days_left=(dossier.due_on - today).days,
        contents=contents,
        skipped=skipped,
    )


@dataclass(frozen=True)
class ReceiptPage:
    """A round as it was sent, with its receipt for the unit."""

    dossier: Dossier
    campaign: Campaign
    round: Round
    is_own: bool
    may_withdraw: bool
    sections: list[dict]
    groups: list[tuple[str, list[dict]]]
    n_written: int
    n_values: int
    n_texts: int
    skipped: list[str]
    files: list[FileRow]


def receipt_page(sent: Round, user: User, today: date) -> ReceiptPage:
    dossier, facts = sent.dossier, sent.facts
    groups: dict[str, list[dict]] = {}
    for row in facts["values"]:
        groups.setdefault(row["group"], []).append(row)
    roles = dossier.roles_of(user, today)
    is_last = dossier.last_round == sent and dossier.state == "sent"
    skipped = [f"{row['number']}. {row['heading']}" for row in facts["sections"] if not row["text"].strip()]
    skipped += [row["number"] for row in facts["values"] if not row["printed"]]
    return ReceiptPage(
        dossier=dossier,
        campaign=dossier.inspection.campaign,
        round=sent,
        is_own=Dossier.objects.own(user).filter(pk=dossier.pk).exists(),
        may_withdraw=is_last and "officer" in roles and sent.opened_at is None,
        sections=facts["sections"],
        groups=list(groups.items()),
        n_written=sum(bool(row["printed"]) for row in facts["values"]),
        n_values=len(facts["values"]),
        n_texts=sum(bool(row["text"].strip()) for row in facts["sections"]),
        skipped=skipped,
        files=file_rows(sent.files.all(), user),
    )


@dataclass(frozen=True)
class RoundLine:
    """A round in the list of them; `is_seen`: whether its reader may open it."""

    round: Round
    is_seen: bool


@dataclass(frozen=True)
class ReadingPage:
    """How a report stands, for everybody who doesn't write it now; `contents`: for the unit's own readers, what is
    being written.
    """

    dossier: Dossier
    campaign: Campaign
    subject_name: str
    body_name: str
    days_late: int
    contents: Contents | None
    files: list[FileRow]
    may_add: bool
    rounds: list[RoundLine]
    steps: list[Offer]
    reads_rounds: bool
    checks_now: bool


APART = ("send", "read", "accept", "return")  # steps with pages of their own


def reading_page(dossier: Dossier, user: User, today: date) -> ReadingPage:
    rounds = Round.objects.filter(dossier=dossier).select_related("submitted_by__person").order_by("-n")
    seen = set(Round.objects.visible_to(user).filter(dossier=dossier).values_list("pk", flat=True))
    lines = [RoundLine(each, each.pk in seen) for each in rounds]
    for line in lines:
        line.round.dossier = dossier
    is_own = Dossier.objects.own(user).filter(pk=dossier.pk).exists()
    is_being_written = dossier.state in ("writing", "returned")
    inspection = dossier.inspection
    offers = [offer for offer in open_steps(dossier, user) if offer.may and offer.step.name not in APART]
    reads = bool(dossier.roles_of(user, today) & set(dossier.STEPS["read"].who))
    return ReadingPage(
        dossier=dossier,
        campaign=inspection.campaign,
        subject_name=inspection.subject_organization.full_name_at(inspection.day),
        body_name=dossier.reporting_organization.full_name_at(inspection.day),
        days_late=dossier.days_late(today),
        contents=contents_of(dossier) if is_own and is_being_written else None,
        files=file_rows(current_files(dossier), user) if is_own else [],
        may_add="officer" in dossier.roles_of(user, today) and bool(lines) and not why_closed(dossier, owner=None),
        rounds=lines,
        steps=offers,
        reads_rounds=reads and bool(lines),
        checks_now=reads and dossier.state == DossierState.SENT,
    )
