"""Delegations, days, hours and places for many inspections in one act: judged first, then written in the background."""

import hashlib
import json
from collections import defaultdict
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_time
from django.utils.translation import gettext as _

from accounts.people.models import User
from inspections.inspections.acts import while_open
from inspections.inspections.bookings.clashes import Appointment, clashes_of_many
from inspections.inspections.bookings.doubts import attendances, outside_the_campaign, own_body_refusals
from inspections.inspections.bookings.spread import FreeSlots, Hours, Slot, shared_out, slots
from inspections.inspections.states import InspectionState
from inspections.models import Campaign, Delegation, Inspection, Session
from workflow.history.acts import change, create
from workflow.jobs import batches
from workflow.models import Batch
from workflow.records.refusals import NotYours, StepRefused

MOST = 1000  # inspections in one act
PLANNABLE = [InspectionState.PLANNED, InspectionState.NOTIFIED]


@dataclass(frozen=True)
class Arrangement:
    """What was chosen for all of them.

    `delegations`: [] keeps those there are; `first_day`: None sets no day; `place`: "" sets none, `at_subject` names
    each one's own seat; `is_joint`: one session hears them all; `replaces`: what is arranged already too.
    """

    delegations: list[Delegation]
    first_day: date | None
    weekdays: set[int]
    hours: list[Hours]
    place: str
    at_subject: bool
    participants: str
    is_joint: bool
    replaces: bool


@dataclass
class ScheduleRow:
    """One inspection and what becomes of it; `why` nothing does, "" where something does.

    `session`: the one that is changed, None for a new one; `slot`: None where no session is written.
    """

    inspection: Inspection
    subject_name: str
    delegation: Delegation | None
    session: Session | None = None
    slot: Slot | None = None
    place: str = ""
    why: str = ""
    doubts: list[str] = field(default_factory=list)

    @property
    def is_changed(self) -> bool:
        return not self.why

    def as_planned(self, participants: str) -> dict[str, Any]:
        """Return what the item of the batch writes, as JSON holds it, with the revisions that were read."""
        slot = None if self.slot is None else {"day": self.slot.day, **asdict(self.slot.hours)}
        return {
            "revision": self.inspection.revision,
            "delegation": self.delegation.pk if self.delegation else None,
            "session": [self.session.pk, self.session.revision] if self.session else None,
            "slot": slot,
            "place": self.place,
            "participants": participants,
        }


def arrange(arrangement: Arrangement, inspections: QuerySet, campaign: Campaign, actor: User) -> list[ScheduleRow]:
    """Return the rows in the order of their references; the number of queries doesn't grow with them."""
    rows = _rows(inspections, campaign)
    _judge(rows, arrangement.replaces)
    _share_out(rows, arrangement)
    if arrangement.first_day and arrangement.hours:
        _set_days(rows, arrangement, campaign)
    for row in rows:
        if row.is_changed and row.slot is None and row.delegation == row.inspection.delegation:
            row.why = _("Không có gì để đổi.")
    _doubt(rows, campaign, actor)
    return rows


def _rows(inspections: QuerySet, campaign: Campaign) -> list[ScheduleRow]:
    delegations = {row.pk: row for row in campaign.delegations.prefetch_related("members__person")}
    found = Inspection.objects.filter(pk__in=inspections.order_by().values("pk")).order_by("reference")
    rows = []
    for inspection in found.prefetch_related("sessions", "subject_organization__names"):
        inspection.campaign, inspection.delegation = campaign, delegations.get(inspection.delegation_id)
        name = inspection.subject_organization.full_name_at(campaign.day)
        rows.append(ScheduleRow(inspection, name, inspection.delegation))
    return rows


def _judge(rows: list[ScheduleRow], replaces: bool) -> None:
    for row in rows:
        row.why = _why_not(row.inspection, replaces)


def _why_not(inspection: Inspection, replaces: bool) -> str:
    if inspection.state not in PLANNABLE:
        return _("Trạng thái hiện là “%s”.") % inspection.get_state_display()
    if replaces and len(inspection.sessions.all()) > 1:
        return _("Có nhiều buổi làm việc; sửa ở trang của cuộc kiểm tra.")
    if not replaces and inspection.delegation and any(session.held_on for session in inspection.sessions.all()):
        return _("Đã có đoàn và ngày làm việc.")
    return ""


# --- Delegations ---------------------------------------------------------------------------------------------------
def _share_out(rows: list[ScheduleRow], arrangement: Arrangement) -> None:
    open_rows = [row for row in rows if row.is_changed and (arrangement.replaces or row.delegation is None)]
    for row, delegation in shared_out(open_rows, arrangement.delegations) if arrangement.delegations else []:
        row.delegation = delegation
        row.why = " ".join(own_body_refusals(list(delegation.members.all()), [row.inspection]))


# --- Days and places -----------------------------------------------------------------------------------------------
SEAT = "Trụ sở {name}"  # as minutes print it: a text of the record, not of the screen


def _set_days(rows: list[ScheduleRow], arrangement: Arrangement, campaign: Campaign) -> None:
    dated = [row for row in rows if row.is_changed and _wants_day(row.inspection, arrangement.replaces)]
    taken = _taken(campaign, {row.inspection.pk for row in dated})
    of_delegation = defaultdict(list)
    for row in dated:
        of_delegation[row.delegation.pk if row.delegation else None].append(row)
    for key, its_rows in of_delegation.items():
        offered = slots(arrangement.first_day, arrangement.weekdays, arrangement.hours)
        free = FreeSlots(offered, taken[key])
        first = free.next()
        for n, row in enumerate(its_rows):
            row.slot = first if arrangement.is_joint or n == 0 else free.next()
            row.session = next(iter(row.inspection.sessions.all()), None)
            row.place = SEAT.format(name=row.subject_name) if arrangement.at_subject else arrangement.place


def _wants_day(inspection: Inspection, replaces: bool) -> bool:
    return replaces or not any(session.held_on for session in inspection.sessions.all())


def _taken(campaign: Campaign, but: set[int]) -> dict[int | None, set[tuple[date, str]]]:
    """Return when each delegation of the campaign works already, in other inspections than these."""
    sessions = Session.objects.filter(inspection__campaign=campaign, held_on__isnull=False)
    sessions = sessions.exclude(inspection__state=InspectionState.CANCELLED).order_by()
    columns = ("inspection__delegation", "inspection", "held_on", "part_of_day")
    taken = defaultdict(set)
    for delegation, inspection, day, part in sessions.values_list(*columns):
        if inspection not in but:
            taken[delegation].add((day, part))
    return taken


# --- Doubts --------------------------------------------------------------------------------------------------------
def _doubt(rows: list[ScheduleRow], campaign: Campaign, actor: User) -> None:
    changed = [row for row in rows if row.is_changed]
    wanted = {row.inspection.reference: _attendances(row) for row in changed}
    found = clashes_of_many([one for attended in wanted.values() for one in attended], actor, wanted)
    for row in changed:
        row.doubts = outside_the_campaign(row.slot.day, campaign) if row.slot else []
        words = [each for one in wanted[row.inspection.reference] for each in found[one]]
        row.doubts = list(dict.fromkeys([*row.doubts, *words]))


def _attendances(row: ScheduleRow) -> list[Appointment]:
    """Return who attends the inspection's sessions once the act is done."""
    members = list(row.delegation.members.all()) if row.delegation else []
    sessions = list(row.inspection.sessions.all()) if row.slot is None else [_session_of(row)]
    for session in sessions:
        session.inspection = row.inspection
    return attendances(members, sessions)


def _session_of(row: ScheduleRow) -> Session:
    hours = row.slot.hours
    return Session(
        held_on=row.slot.day, part_of_day=hours.part, starts_at=hours.starts_at, ends_at=hours.ends_at, place=row.place
    )


# --- Written -------------------------------------------------------------------------------------------------------
def digest_of(rows: list[ScheduleRow], participants: str) -> str:
    """Return a mark of everything that would be written, so that only what was shown is."""
    planned = {row.inspection.pk: row.as_planned(participants) for row in rows if row.is_changed}
    return hashlib.sha256(json.dumps(planned, cls=DjangoJSONEncoder, sort_keys=True).encode()).hexdigest()


def start(rows: list[ScheduleRow], arrangement: Arrangement, campaign: Campaign, actor: User) -> Batch:
    """Start a batch that writes the changed rows."""
    changed = [row for row in rows if row.is_changed]
    items = [(str(row.inspection.pk), f"{row.subject_name} ({row.inspection.reference})") for row in changed]
    planned = {str(row.inspection.pk): row.as_planned(arrangement.participants) for row in changed}
    planned = json.loads(json.dumps(planned, cls=DjangoJSONEncoder))
    label = _("Phân đoàn, xếp lịch: %s") % campaign.code
    return batches.start("inspections.schedule", actor, items, label, campaign.get_absolute_url(), planned=planned)


@batches.work("inspections.schedule")
def schedule_one(batch: Batch, key: str) -> str:
    """Write the delegation and the session of one inspection, if it is still as it was when it was shown."""
    planned = batch.parameters["planned"][key]
    inspection = Inspection.objects.select_related("campaign__inspecting_organization").get(pk=key)
    if not inspection.may_be_changed_by(batch.actor, timezone.localdate()):
        raise NotYours([_("Việc này không thuộc vai trò của bạn.")])
    with while_open(inspection):
        if planned["delegation"] != inspection.delegation_id:
            inspection.delegation_id = planned["delegation"]
            change(inspection, batch.actor, planned["revision"])
        if planned["slot"]:
            _write_session(batch, inspection, planned)
    return ""


def _write_session(batch: Batch, inspection: Inspection, planned: dict[str, Any]) -> None:
    slot = planned["slot"]
    columns = {
        "held_on": parse_date(slot["day"]),
        "part_of_day": slot["part"],
        "starts_at": parse_time(slot["starts_at"] or ""),
        "ends_at": parse_time(slot["ends_at"] or ""),
        "place": planned["place"],
    }
    if planned["participants"]:
        columns["participants"] = planned["participants"]
    if planned["session"] is None:
        if inspection.sessions.filter(held_on__isnull=False).exists():
            raise StepRefused([_("Người khác vừa thêm một buổi làm việc. Chưa ghi gì.")])
        create(Session(inspection=inspection, **columns), batch.actor)
        return
    pk, revision = planned["session"]
    session = Session.objects.get(pk=pk)
    for name, value in columns.items():
        setattr(session, name, value)
    change(session, batch.actor, revision)
