"""Import and export of sessions: days, hours, places and participants, with the delegation of their inspection."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ground.sheets.typed import RefusedCell
from inspections.campaigns.models import Campaign
from inspections.delegations.resources import DelegationOf
from inspections.inspections.bookings.clashes import Appointment, clashes_of_many
from inspections.inspections.bookings.doubts import attendances, outside_the_campaign, own_body_refusals
from inspections.inspections.models import Inspection, Session
from inspections.inspections.resources import Names, WorkRegister, inspections
from localities.places.resources import Place, code_at
from workflow.records.sections import TIME_FORMATS
from workflow.registers.columns import NOT_SET, Choice, Column, Day, Plain, ReadOnly, Reference, Text, quoted, text_of
from workflow.registers.rows import Draft, Part, Row
from workflow.text_rules import NO_PLACEHOLDERS

IN_SESSION = ("campaign__inspecting_organization", "delegation", "subject_organization")


class InspectionOfRow(Reference):
    """The inspection of a row by its reference; its campaign, in which the delegation is looked up, is noted."""

    def __init__(self) -> None:
        found = inspections()
        super().__init__(found.rows, found.key, found.unknown)

    def clean(self, value: object, row: Row | None = None, **kwargs) -> str:
        inspection = super().clean(value, row=row, **kwargs)
        row.cells["inspection__campaign"] = inspection.campaign
        return inspection.reference

    def render(self, value: str, **kwargs) -> str:
        return value


class Clock(Plain):
    """An hour of the day: 8:00, 13 giờ 30, 8h30."""

    def render(self, value: time, **kwargs) -> str:
        return f"{value:%H:%M}"

    def clean(self, value: object, row: Row | None = None, **kwargs) -> time:
        text = " ".join(text_of(value).split())
        for form in ("%H:%M:%S", *TIME_FORMATS):
            try:
                return datetime.strptime(text, form).time().replace(second=0)
            except ValueError:
                continue
        raise ValueError(_("“%s” không phải giờ. Ghi 8:00 hoặc 13 giờ 30.") % quoted(value))

    def describe(self, value: time | None) -> str:
        return "" if value is None else self.render(value)


class ClockColumn(Column):
    """A column of hours, in which a cell that a spreadsheet holds as an hour is just what is wanted."""

    def read(self, cell: object, *args) -> object:
        if isinstance(cell, RefusedCell) and cell.kind == "time":
            cell = cell.holds
        return super().read(cell, *args)


@dataclass(frozen=True)
class SessionLine:
    """A session with its inspection and the names that are only shown."""

    session: Session
    inspection: Inspection
    names: Names


class Sessions(WorkRegister):
    """A row is a session; the delegation in it is that of the whole inspection."""

    slug, title = "sessions", pgettext_lazy("plural", "Buổi làm việc")
    model = Session
    related = ("inspection__campaign", "inspection__delegation", "inspection__subject_organization", "locality")
    prefetch = ("inspection__subject_organization__names", "locality__spells")
    parts = (
        Part(
            "inspection", Inspection, ("reference",), "reference", related=IN_SESSION,
            prefetch=("delegation__members__person", "subject_organization__names"),
        ),
        Part(
            "session", Session, ("inspection", "kind"), "inspection",
            matched_by=("held_on", "part_of_day", "starts_at"), links={"inspection": "inspection"},
        ),
    )  # fmt: skip

    inspection = Column(
        "inspection__reference", _("Mã cuộc kiểm tra"), InspectionOfRow(), is_required=True, sample="DVCQ2026-00000"
    )
    subject_name = ReadOnly("names__subject", _("Tên đơn vị"))
    delegation = Column(
        "inspection__delegation", _("Đoàn"), DelegationOf("inspection__campaign"),
        note=_("Số của đoàn; bỏ trống: giữ đoàn đang có."), sample="1",
    )  # fmt: skip
    kind = Column("session__kind", _("Loại buổi"), Choice(Session.Kind.choices))
    held_on = Column("session__held_on", _("Ngày"), Day(), sample="30/06/2026")
    part_of_day = Column("session__part_of_day", _("Buổi"), Choice(Session.PartOfDay.choices), sample=_("sáng"))
    starts_at = ClockColumn(
        "session__starts_at", _("Bắt đầu lúc"), Clock(), note=_("8:00 hoặc 8 giờ 30."), sample="8:00"
    )
    ends_at = ClockColumn("session__ends_at", _("Kết thúc lúc"), Clock(), sample="11:30")
    place = Column("session__place", _("Địa điểm"), Text(200), sample=_("Hội trường ví dụ"))
    locality = Column("session__locality", _("Địa bàn (mã)"), Place())
    participants = Column(
        "session__participants", _("Thành phần dự"), Text(), note=NO_PLACEHOLDERS, sample=_("Đoàn kiểm tra")
    )
    oral_conclusion = Column("session__oral_conclusion", _("Kết luận tại buổi làm việc"), Text(), note=NO_PLACEHOLDERS)

    def get_queryset(self) -> QuerySet:
        return super().get_queryset().order_by("inspection_id", "held_on", "pk")

    def rows_of(self, session: Session) -> list[SessionLine]:
        inspection = session.inspection
        if session.locality:
            session.locality.code_then = code_at(session.locality, inspection.campaign.day)
        subject = inspection.subject_organization.full_name_at(inspection.campaign.day)
        return [SessionLine(session, inspection, Names(subject))]

    # --- In ----------------------------------------------------------------------------------------------------
    def campaign_of(self, row: Row) -> Campaign | None:
        return row.get("inspection__campaign")

    def complete(self, row: Row) -> None:
        """Keep the delegation where its cell is empty: other rows and pages set it as well."""
        if row.get("inspection__delegation") is None:
            row.cells["inspection__delegation"] = NOT_SET
        row.cells.setdefault("session__kind", Session.Kind.SESSION.value)

    def refusal(self, draft: Draft, row: Row) -> str:
        inspection = row.drafts["inspection"].record
        if not self.may_write_under(inspection):
            return _("Không ghi được vào “%s”: đã kết luận, đã kết thúc, hoặc không thuộc cơ quan bạn.") % inspection
        if "delegation" in draft.changes:
            return " ".join(own_body_refusals(list(inspection.delegation.members.all()), [inspection]))
        return ""

    def faults_of(self, row: Row) -> Iterable[tuple[str, str]]:
        start, end = row.get("session__starts_at"), row.get("session__ends_at")
        if start and end and start >= end:
            yield "session__ends_at", _("Giờ kết thúc phải sau giờ bắt đầu.")

    # --- Doubts ------------------------------------------------------------------------------------------------
    def find_doubts(self) -> list[str]:
        """Return for each changed row whose members are needed elsewhere, in the file too, and days out of the
        campaign.
        """
        rows = [row for row in self.rows if len(row.drafts) == len(self.parts) and not row.faults]
        attended = self._attended(rows)
        everything = [one for attendance in attended.values() for one in attendance]
        replaced = {one.reference for one in everything}
        found = clashes_of_many(everything, self.user, replaced)
        return [doubt for row in rows for doubt in self._doubts_of(row, attended, found)]

    def _attended(self, rows: list[Row]) -> dict[int, list[Appointment]]:
        """Return who attends each session of the file, and under its inspection's id negated those it leaves alone."""
        of_file = {id(row.drafts["session"].record): row for row in rows}
        above = {row.drafts["inspection"].record.pk: row.drafts["inspection"].record for row in rows}
        said = [row.drafts["session"].record.pk for row in rows]
        attended = defaultdict(list)
        for row in of_file.values():  # by the delegation that the file names, which isn't saved yet
            session, inspection = row.drafts["session"].record, row.drafts["inspection"].record
            attended[id(session)] += attendances(_members(inspection), [session])
        others = Session.objects.filter(inspection__in=above).exclude(pk__in=[pk for pk in said if pk])
        for session in others:
            session.inspection = above[session.inspection_id]
            attended[-session.inspection_id] += attendances(_members(session.inspection), [session])
        return attended

    def _doubts_of(self, row, attended, found) -> Iterator[str]:
        session, inspection = row.drafts["session"], row.drafts["inspection"]
        if row.number != session.first or not (session.is_new or session.changes or inspection.changes):
            return
        words = outside_the_campaign(session.record.held_on, inspection.record.campaign)
        words += [each for one in attended[id(session.record)] for each in found.get(one, [])]
        for each in dict.fromkeys(words):
            yield _("Dòng %(row)d: %(words)s") % {"row": row.number, "words": each}


def _members(inspection: Inspection) -> list:
    return list(inspection.delegation.members.all()) if inspection.delegation else []
