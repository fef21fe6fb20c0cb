"""The sessions of the coming seven days, by day with weekday and hours."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F
from django.utils.translation import gettext as _

from accounts.people.models import User
from ground.text import clock_text
from inspections.inspections.states import InspectionState
from inspections.models import Session

DAYS = 7
SHOWN = 20  # sessions; the calendar has the rest
NOT_HELD = [InspectionState.CANCELLED, InspectionState.POSTPONED]


@dataclass(frozen=True)
class AgendaSession:
    session: Session
    subject_name: str
    hours: str


@dataclass(frozen=True)
class AgendaDay:
    """A day with sessions; `label`: "Hôm nay, Thứ Năm"."""

    day: date
    label: str
    is_today: bool
    sessions: list[AgendaSession]


def coming_sessions(user: User, today: date) -> list[Session]:
    """Return the sessions of the next seven days, one more than are shown where there are more; one query."""
    rows = Session.objects.visible_to(user).filter(held_on__range=(today, today + timedelta(days=DAYS - 1)))
    rows = rows.exclude(inspection__state__in=NOT_HELD)
    related = ("inspection__subject_organization", "inspection__delegation")
    ordered = rows.order_by("held_on", F("starts_at").asc(nulls_last=True), "pk").select_related(*related)
    return list(ordered[: SHOWN + 1])


def agenda(sessions: list[Session], names: dict[int, str], today: date) -> list[AgendaDay]:
    """Group the first sessions by day; `names`: of the subjects, by session."""
    days: dict[date, AgendaDay] = {}
    for session in sessions[:SHOWN]:
        day = session.held_on
        if day not in days:
            days[day] = AgendaDay(day, day_words(day, today), day == today, [])
        days[day].sessions.append(AgendaSession(session, names[session.pk], hours_of(session)))
    return list(days.values())


def day_words(day: date, today: date) -> str:
    names = [_("Thứ Hai"), _("Thứ Ba"), _("Thứ Tư"), _("Thứ Năm"), _("Thứ Sáu"), _("Thứ Bảy"), _("Chủ Nhật")]
    weekday = names[day.weekday()]
    return _("Hôm nay, %s") % weekday if day == today else weekday


def hours_of(session: Session) -> str:
    """Return "7 giờ 30 – 11 giờ 00", "7 giờ 30", or the part of the day; "" where nothing is known."""
    if session.starts_at is None:
        part = str(session.get_part_of_day_display())
        return part[:1].upper() + part[1:]
    start = clock_text(session.starts_at)
    return f"{start} – {clock_text(session.ends_at)}" if session.ends_at else start
