"""What staff have changed of the figures that a unit has reported: its report's pages show the old and the new, who
changed it, when and why, and those who write the report get a notice.

What the unit sent stays frozen in its round; the inspection's reported value may be corrected. That value the unit sees
at any time, so its correction too; reasons only where the form has said that the unit reads them, or where the history
shows them. Verified values are the inspecting side's own, and no corrections.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from django.utils.translation import gettext as _

from inspections.models import Inspection, MeasuredValue
from inspections.values.numbers import format_number
from inspections.values.periods import period_as_typed
from reports.submissions.acts import figures_in, is_left_out, values_in
from reports.submissions.following.notices import notices_for, writers_of
from reports.submissions.models import Dossier, Round
from workflow.history.acts import after_change
from workflow.history.notices import holds_while, notice_words
from workflow.history.states import REMOVED
from workflow.models import Event, Notice

CORRECTED = "submissions.corrected"
REPORTED = MeasuredValue.Side.REPORTED
Part = tuple[int, str]  # a criterion and its part


@dataclass(frozen=True)
class Correction:
    """A figure of the round, "" where the unit left a blank, beside what the inspection has now, "" where it was taken
    out; `who` "" and `at` None where the history doesn't say, `why` "" without a reason that the unit may read.
    """

    number: str
    label: str
    old: str
    new: str
    who: str
    at: datetime | None
    why: str


def corrections_of(dossier: Dossier) -> list[Correction]:
    """Return what differs from the round that was opened last, in its order, then what staff have put where it has
    nothing; [] where its values weren't recorded. One query without such a round, else four or five.
    """
    opened = _opened_round(dossier)
    if opened is None or is_left_out(opened):
        return []
    sent = values_in(opened)
    recorded = _recorded(dossier.inspection)
    differing = [(value, now) for value in sent for now in [_stands_for(value, recorded)] if not _is_same(value, now)]
    added = _added(sent, recorded)
    parts = {_part(value) for value in [*(value for value, _now in differing), *added]}
    events = _last_events(dossier.inspection, parts, opened)
    corrected = [_correction(value, now, events.get(_part(value))) for value, now in differing]
    return corrected + [_correction(None, now, events[_part(now)]) for now in added if _part(now) in events]


def _opened_round(dossier: Dossier) -> Round | None:
    found = dossier.rounds.not_withdrawn().filter(opened_at__isnull=False).order_by("-n").first()
    if found is not None:
        found.dossier = dossier
    return found


def _part(value: MeasuredValue) -> Part:
    return value.set_criterion_id, value.part


def _recorded(inspection: Inspection) -> dict[Part, list[MeasuredValue]]:
    """Return the unit's values as the inspection has them now, by criterion and part."""
    rows = MeasuredValue.objects.current().filter(inspection=inspection, side=REPORTED).select_related("set_criterion")
    found: dict[Part, list[MeasuredValue]] = {}
    for row in rows.filter(about_organization=inspection.subject_organization_id).order_by("pk"):
        found.setdefault(_part(row), []).append(row)
    return found


def _stands_for(value: MeasuredValue, recorded: dict[Part, list[MeasuredValue]]) -> MeasuredValue | None:
    """Return what stands in the place of the unit's value: of the same period, else the one of another."""
    rows = recorded.get(_part(value), [])
    same = [row for row in rows if row.key == value.key]
    return (same or rows[-1:] or [None])[0]


def _added(sent: list[MeasuredValue], recorded: dict[Part, list[MeasuredValue]]) -> list[MeasuredValue]:
    """Return the last value of each criterion and part of which the round has none."""
    reported = {_part(value) for value in sent}
    return [rows[-1] for part, rows in recorded.items() if part not in reported]


def _is_same(value: MeasuredValue, now: MeasuredValue | None) -> bool:
    return now is not None and now.key == value.key and figures_in(now) == figures_in(value)


def _last_events(inspection: Inspection, parts: set[Part], opened: Round) -> dict[Part, Event]:
    """Return by part the last event that changed one of these values after the round was opened, or took it out."""
    if not parts:
        return {}
    rows = MeasuredValue.objects.filter(inspection=inspection, set_criterion__in={criterion for criterion, _p in parts})
    by_pk = {row.pk: row for row in rows}
    kind = ContentType.objects.get_for_model(MeasuredValue)
    events = Event.objects.filter(content_type=kind, object_id__in=by_pk, at__gte=opened.opened_at)
    removals = Event.objects.about(inspection).filter(act=REMOVED, at__gte=opened.opened_at)
    removals = removals.filter(changes__row__model="inspections.measuredvalue")
    found: dict[Part, Event] = {}
    for event in (events | removals).select_related("actor__person").order_by("at", "pk"):
        part = _changed_part(event, by_pk)
        if part in parts and event.actor_id != opened.submitted_by_id:
            found[part] = event
    return found


def _changed_part(event: Event, by_pk: dict[int, MeasuredValue]) -> Part | None:
    """Return the part of which the event changed the unit's value; None for an event about another side's."""
    if event.act == REMOVED:
        row = event.changes["row"]["fields"]
        return (row["set_criterion"], row["part"]) if row["side"] == REPORTED else None
    value, sides = by_pk[event.object_id], event.changes.get("side", [])
    return _part(value) if value.side == REPORTED or REPORTED in sides[:1] else None


def _correction(value: MeasuredValue | None, now: MeasuredValue | None, event: Event | None) -> Correction:
    """Compare the unit's value with the recorded one: one of them may be None."""
    some = value or now
    assert some is not None
    criterion, is_removed = some.set_criterion, event is not None and event.act == REMOVED
    return Correction(
        number=criterion.number,
        label=f"{criterion.label}: {some.part}" if some.part else criterion.label,
        old=_words(value, now),
        new=_words(now, value),
        who=event.actor.get_full_name() if event is not None and event.actor else "",
        at=event.at if event is not None else None,
        why="" if event is None or is_removed else event.reason,  # a deletion's reason was for those inside
    )


def _words(value: MeasuredValue | None, other: MeasuredValue | None) -> str:
    """Return the print, with the counts where they alone differ, and with the period where that does; "" for None."""
    if value is None or other is None:
        return value.printed if value is not None else ""
    words, counts = value.printed, (value.numerator, value.denominator)
    if words == other.printed and None not in counts and counts != (other.numerator, other.denominator):
        words = f"{words} ({format_number(value.numerator)}/{format_number(value.denominator)})"
    time = period_as_typed(value)
    return f"{words} – {time}" if time and value.key != other.key else words


# --- Before a correction, and after it -------------------------------------------------------------------------------
def reason_wanted(value: MeasuredValue) -> list[str]:
    """Say that the unit reads why its figure is corrected, a doubt of the form; [] for what is no correction."""
    inspection = value.inspection
    if value.side != REPORTED or value.about_organization_id != inspection.subject_organization_id:
        return []
    dossier = inspection.dossiers.filter(reporting_organization=inspection.reporting_organization_id).first()
    opened = _opened_round(dossier) if dossier is not None else None
    if opened is None:
        return []
    reported = next((each for each in values_in(opened) if _part(each) == _part(value)), None)
    if reported is None:
        return [_("Đơn vị không báo cáo số này. Ghi thay đơn vị thì ghi lý do: đơn vị đọc số, người ghi, lý do.")]
    if _is_same(reported, value):
        return []
    words = _("Đơn vị đã báo cáo “%s”. Sửa thì ghi lý do: đơn vị được báo và đọc số cũ, số mới, người sửa, lý do.")
    return [words % reported.printed]


@after_change(MeasuredValue)
def inform_of_correction(value: MeasuredValue, changes: dict[str, list], event: Event) -> None:
    """Inform those who write the report, once until they read it. A file brings no reasons: its changes are shown, but
    informed of is what somebody corrects by hand.
    """
    if value.side != REPORTED or not event.reason or timezone.localdate(event.at) < timezone.localdate():
        return
    dossier = value.inspection.dossiers.select_related("inspection__campaign").first()
    opened = _opened_round(dossier) if dossier is not None else None
    if opened is None or opened.submitted_by_id == event.actor_id:
        return
    users = writers_of([dossier], timezone.localdate()).get(dossier.reporting_organization_id, set())
    unread = Notice.objects.filter(kind=CORRECTED, path=dossier.get_absolute_url(), read_at=None)
    users -= set(unread.values_list("recipient", flat=True))
    Notice.objects.bulk_create(notices_for(users, CORRECTED, [dossier], due=None))


@notice_words(CORRECTED)
def corrected_words(facts: dict[str, Any]) -> str:
    return _("Cơ quan kiểm tra đã sửa số liệu đơn vị báo cáo; mở báo cáo để xem số cũ, số mới (%(reference)s).") % facts


@holds_while(CORRECTED)
def is_still_corrected(facts: dict[str, Any]) -> bool:
    dossiers = Dossier.objects.filter(pk__in=facts["dossiers"]).select_related("inspection__campaign")
    return any(corrections_of(each) for each in dossiers)
