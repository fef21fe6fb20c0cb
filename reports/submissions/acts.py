"""Requests of self-reports, their rounds, and what follows from them."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.people.models import User
from inspections.criteria.models import SetCriterion
from inspections.inspections.self_report import planned_report_day
from inspections.inspections.states import WRITTEN_OUT
from inspections.models import Inspection, MeasuredValue
from inspections.values.acts import record
from reports.submissions.contents.written import contents_of, frozen_facts
from reports.submissions.models import Dossier, ReturnItem, Round, SubmissionAttachment
from workflow.models import Event
from workflow.records.refusals import StepRefused
from workflow.steps.acts import take, then


# --- The request -----------------------------------------------------------------------------------------------------
@then(Inspection, "notify")
def request_report(inspection: Inspection, event: Event) -> Dossier | None:
    """Request the reporting body's report; an inspection that has its dossier keeps it as it is. None where either body
    has ended by the day on which that is entered, as in work of former years.
    """
    today, body = timezone.localdate(event.at), inspection.reporting_organization
    if inspection.campaign.acting_body(today) is None or body.is_closed_at(today):
        return None
    due_on = due_day(inspection, event.day)
    return Dossier.objects.get_or_create(
        inspection=inspection, reporting_organization=body, defaults={"due_on": due_on}
    )[0]


def due_day(inspection: Inspection, today: date) -> date:
    """Return until when the report is due: the campaign's day, else its days before the first session; never a day
    before today. Without any of them, the days that a unit usually has.
    """
    due_on = planned_report_day(inspection)
    if due_on is None:
        return today + timedelta(days=settings.REPORT_DAYS_UNDATED)
    return max(due_on, today)


# --- Rounds ----------------------------------------------------------------------------------------------------------
@then(Dossier, "send")
def freeze_round(dossier: Dossier, event: Event) -> None:
    """Store what the unit has written as a round: from here on it is never altered."""
    files = list(SubmissionAttachment.objects.current().filter(dossier=dossier).select_related("file"))
    facts = frozen_facts(contents_of(dossier), files)
    sent = Round.objects.create(
        dossier=dossier,
        n=dossier.rounds.count() + 1,
        facts=facts,
        sha256=hash_of(facts),
        submitted_at=event.at,
        submitted_by_id=event.actor_id,
        due_on=dossier.due_on,
    )
    sent.files.set(files)
    _note_in_inspection(dossier, event)


def _note_in_inspection(dossier: Dossier, event: Event) -> None:
    """Write that the report came in into the inspection's own history, from which its stages take their days."""
    inspection = dossier.inspection
    state = {"from_state": inspection.state, "to_state": inspection.state}
    Event.objects.create(at=event.at, actor_id=event.actor_id, act="hand_in", subject=inspection, **state)


def hash_of(facts: dict[str, Any]) -> str:
    """Return the SHA-256 of a round's facts, written in one way."""
    written = json.dumps(facts, cls=DjangoJSONEncoder, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(written.encode()).hexdigest()


@then(Dossier, "withdraw")
def withdraw_round(dossier: Dossier, event: Event) -> None:
    Round.objects.filter(pk=dossier.last_round.pk).update(withdrawn_at=event.at)


@then(Dossier, "read")
def open_round(dossier: Dossier, event: Event) -> None:
    """Show the round to those who inspect, and record its values as the unit's.

    The dossier's row is locked by the step, so that opening and withdrawing exclude each other.
    """
    opened = dossier.last_round
    Round.objects.filter(pk=opened.pk).update(opened_at=event.at, opened_by=event.actor_id)
    if dossier.inspection.state not in WRITTEN_OUT:
        reasons = {(row["criterion"], row["part"]): row["reason"] for row in opened.facts["values"]}
        for value in values_in(opened):
            _record(value, opened.submitted_by, reasons[value.set_criterion_id, value.part])


def values_in(sent: Round) -> list[MeasuredValue]:
    """Return the values of a round, not stored yet, just as they were read when it was sent."""
    inspection = sent.dossier.inspection
    rows = [row for row in sent.facts["values"] if row["printed"]]
    criteria = SetCriterion.objects.in_bulk([row["criterion"] for row in rows])
    return [_value_of(inspection, criteria[row["criterion"]], row) for row in rows]


def _value_of(inspection: Inspection, criterion: SetCriterion, row: dict[str, Any]) -> MeasuredValue:
    columns = {name: MeasuredValue._meta.get_field(name).to_python(text) for name, text in row["columns"].items()}
    return MeasuredValue(
        inspection=inspection,
        set_criterion=criterion,
        about_organization=inspection.subject_organization,
        side=MeasuredValue.Side.REPORTED,
        part=row["part"],
        **columns,
    )


def _record(value: MeasuredValue, actor: User, reason: str) -> None:
    """Record a value in the place of the one that stands there; one that says the same stays as it is."""
    standing = value.in_whose_place()
    if standing is None:
        record(value, actor, reason=reason)
    elif figures_in(standing) != figures_in(value):
        record(value, actor, replaces=standing, reason=reason)


def figures_in(value: MeasuredValue) -> tuple:
    """Return what a value says, to compare two that are about the same."""
    columns = ("printed", "numerator", "denominator", "number", "choice", "yes_no", "frequency_text")
    return tuple(getattr(value, name) for name in columns)


def is_left_out(sent: Round) -> bool:
    """Tell whether the round's values aren't the inspection's, because its values were final when the round was opened;
    of an unopened one, whether they would not become so now.
    """
    inspection = sent.dossier.inspection
    if inspection.state not in WRITTEN_OUT:
        return False
    if sent.opened_at is None:
        return True
    return Event.objects.about(inspection).filter(to_state__in=WRITTEN_OUT, at__lte=sent.opened_at).exists()


@then(Dossier, "confirm")
def note_confirmation(dossier: Dossier, event: Event) -> None:
    Dossier.objects.filter(pk=dossier.pk).update(confirmed_at=event.at)


@then(Dossier, "waive")
def note_waiver(dossier: Dossier, event: Event) -> None:
    Dossier.objects.filter(pk=dossier.pk).update(is_waived=True)


# --- Checking --------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Verdict:
    """What staff say of one part of a round: a section's slug, or a criterion with its part.

    `code` "" accepts it; else it is returned for that reason.
    """

    section: str = ""
    criterion: int | None = None
    part: str = ""
    code: str = ""
    note: str = ""


@transaction.atomic
def return_report(dossier: Dossier, actor: User, verdicts: Iterable[Verdict], due_on: date, reason: str = "") -> None:
    """Return the round with a reason for each part to be mended; what is accepted needn't be sent again. Raises
    StepRefused where nothing is returned.
    """
    verdicts = list(verdicts)
    returned = [verdict for verdict in verdicts if verdict.code]
    if not returned:
        raise StepRefused([_("Chọn ít nhất một mục để trả lại, kèm lý do.")])
    last = dossier.last_round
    for verdict in returned:
        columns = {"section": verdict.section, "set_criterion_id": verdict.criterion, "part": verdict.part}
        ReturnItem.objects.create(round=last, reason_code=verdict.code, note=verdict.note, **columns)
    verify(last, actor, [(verdict.criterion, verdict.part) for verdict in verdicts if not verdict.code])
    take(dossier, "return", actor, reason=reason, due_on=due_on)


@transaction.atomic
def accept_report(dossier: Dossier, actor: User, reason: str = "") -> None:
    """Accept the whole report: every value of its last round that is not verified yet becomes so."""
    last = dossier.last_round
    verify(last, actor, [(row["criterion"], row["part"]) for row in last.facts["values"]])
    take(dossier, "accept", actor, reason=reason)


def verify(checked: Round, actor: User, wanted: Iterable[tuple[int | None, str]]) -> None:
    """Record the reported values of these criteria and parts as verified ones; a verified value that is there stays."""
    wanted = set(wanted)
    if checked.dossier.inspection.state in WRITTEN_OUT:
        return
    for value in values_in(checked):
        if (value.set_criterion_id, value.part) in wanted:
            value.side = MeasuredValue.Side.VERIFIED
            if value.in_whose_place() is None:
                record(value, actor)
