"""A record's history: events of it and its dependants, limited to what the user may see.

A room registers each of its tables whose records have a page (`register`, in AppConfig.ready), as it does with panels.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ground.listing import ColumnsOrder, page_by_key
from workflow.history.models import Event
from workflow.history.querysets import EventQuerySet
from workflow.history.scopes import visible_outside
from workflow.history.states import REMOVED, RESTORED
from workflow.history.telling import HistoryLine, line_of
from workflow.records.models import Record

LINES_ON_RECORD, LINES_ON_PAGE = 20, 50
NEWEST_FIRST = ColumnsOrder(("at", "pk"), is_descending=True)


def _everybody(record, user) -> bool:
    return True


def _may_change(record, user, today) -> bool:
    return record.may_be_changed_by(user, today)


@dataclass(frozen=True)
class Kind:
    """A table whose records have a history with a page.

    `family`: (record, user, is_inside) → pairs of the record's dependants that the user may see, and an expression with
    a few words for each. `is_inside`: whether this user sees all events; which ones others see, each table declares for
    itself (`workflow.history.scopes`).
    """

    name: str  # stands in the address
    model: type
    family: Callable
    is_inside: Callable = _everybody
    may_restore: Callable = _may_change


@dataclass(frozen=True)
class History:
    """One page of a record's history, newest first."""

    lines: list[HistoryLine]
    whole: str  # address of the page with all of it
    next: str = ""  # the event after which the next page begins; "" on the last
    back: str = ""  # where a deletion is undone from

    @property
    def words(self) -> str:
        """Return how many lines there are and when the newest was written; "" without any."""
        if not self.lines:
            return ""
        template = ngettext("%d lần ghi", "%d lần ghi", len(self.lines))
        counted = (_("hơn %d lần ghi") if self.next else template) % len(self.lines)
        newest = timezone.localtime(self.lines[0].at)
        return _("%(counted)s, mới nhất %(at)s") % {"counted": counted, "at": f"{newest:%d/%m/%Y %H:%M}"}


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    _kinds[kind.name] = kind


def kind_named(name: str) -> Kind | None:
    return _kinds.get(name)


def kind_of(record: Record) -> Kind:
    model = record._meta.concrete_model
    return next(kind for kind in _kinds.values() if kind.model is model)


def history_lines(record: Record, events: Iterable[Event], is_inside: bool) -> list[HistoryLine]:
    """Return the lines of one record's own steps, without its dependants; `events` have their actor's person loaded.

    Steps of the internal drafting are included only where `is_inside`.
    """
    steps = [(event, record.STEPS.get(event.act)) for event in events]
    shown = [event for event, step in steps if step and (is_inside or not step.is_internal)]
    return [line_of(event, is_inside=is_inside) for event in shown]


def history_of(
    record: Record,
    user: AbstractBaseUser,
    is_inside: bool | None = None,
    after: int | None = None,
    size: int = LINES_ON_RECORD,
) -> History:
    """Return a page of the record's whole history, in two queries; `after`: id of the last event of the page before,
    None for the first.
    """
    kind = kind_of(record)
    is_inside = kind.is_inside(record, user) if is_inside is None else is_inside
    members = members_of(kind, record, user, is_inside)
    events = events_about(record, members, is_inside)
    page = page_by_key(events.select_related("actor__person"), NEWEST_FIRST, size, _place_of(after) if after else None)
    may_restore = is_inside and kind.may_restore(record, user, timezone.localdate())
    return History(
        lines=lines_of(page.rows, members, is_inside, may_restore),
        whole=reverse("history_show", args=[kind.name, record.pk]),
        next=page.next,
        back=record.get_absolute_url() if hasattr(record, "get_absolute_url") else "",
    )


def members_of(kind: Kind, record: Record, user: AbstractBaseUser, is_inside: bool) -> dict[tuple[int, int], str]:
    """Map (content type, id) of each dependant of the record to a few words for it; one query for all tables."""
    parts = [_named_rows(rows, words) for rows, words in kind.family(record, user, is_inside)]
    if not parts:
        return {}
    return {(table, pk): words or "" for table, pk, words in parts[0].union(*parts[1:], all=True)}


def _named_rows(rows, words):
    table = ContentType.objects.get_for_model(rows.model).pk
    return (
        rows.order_by()
        .annotate(of_table=Value(table), words=Cast(words, TextField()))
        .values_list("of_table", "pk", "words")
    )


def events_about(record: Record, members: Iterable[tuple[int, int]], is_inside: bool) -> EventQuerySet:
    """Return the events of the record and its dependants that a reader inside may see, or one outside: by conditions
    that each name a table and its rows, for an index finds both together.
    """
    by_table = {ContentType.objects.get_for_model(record).pk: [record.pk]}
    for table, pk in members:
        by_table.setdefault(table, []).append(pk)
    which = Q(pk__in=[])
    for table, pks in by_table.items():
        readable = Q() if is_inside else visible_outside(ContentType.objects.get_for_id(table).model_class())
        which |= Q(content_type=table, object_id__in=pks) & readable
    return Event.objects.filter(which)


def _place_of(event: int) -> tuple[QuerySet, int]:
    """Where the event stands in the order: read by the query that pages, not by one of its own."""
    return Event.objects.filter(pk=event).values("at")[:1], event


def lines_of(
    events: list[Event], members: dict[tuple[int, int], str], is_inside: bool, may_restore: bool
) -> list[HistoryLine]:
    """Return the lines of events; a deletion not undone within them has its event as `removal`, if `may_restore`."""
    lines, undone = [], set()
    for event in events:
        line = line_of(event, members.get((event.content_type_id, event.object_id)), is_inside)
        row = (event.changes.get("row") or {}) if event.act in (REMOVED, RESTORED) else {}
        named = (row.get("model"), row.get("pk"))
        if may_restore and event.act == REMOVED and named not in undone:
            line = replace(line, removal=event)
        undone.add(named)
        lines.append(line)
    return lines
