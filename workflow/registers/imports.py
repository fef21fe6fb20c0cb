"""Writes an import: all records together, part by part, each with its Event."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import DatabaseError
from django.db.models import Model
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext as _

from workflow.history.acts import follow_change
from workflow.history.models import Event
from workflow.history.states import CHANGED, IMPORTED
from workflow.records.refusals import StepRefused
from workflow.registers.rows import Draft

if TYPE_CHECKING:
    from workflow.registers.resources import Register


logger = logging.getLogger(__name__)

BATCH = 500


class InCircles(Exception):
    """Raised for new records that refer to one another in a cycle, so that none can be written first."""


def correctable(error: Exception, slug: str) -> Exception:
    """Return an error that users can correct as ValidationError, any other as it is; `slug`: of the register."""
    if isinstance(error, InCircles):
        return ValidationError(_("Có dòng dẫn vòng về chính nó."))
    if isinstance(error, StepRefused):
        return ValidationError(error.messages)
    if isinstance(error, DatabaseError):
        logger.warning("import of %s refused by the database: %s", slug, error)
        return ValidationError(_("Có dòng trái với dữ liệu đã có. Chia tệp thành nhiều phần để tìm dòng đó."))
    return error


def write(drafts: list[Draft], register: Register) -> None:
    """Write the drafts of one part with their events. The register computes what a record's own `save` would."""
    new = [draft for draft in drafts if draft.is_new]
    changed = [draft for draft in drafts if draft.changes and not draft.is_new]
    # Update existing rows first, so that new rows find their unique keys free; those that refer to new ones come last.
    first = [draft for draft in changed if _leads_to_stored(draft)]
    done = {id(draft) for draft in first}
    _update(first, register.derive)
    _create(new, register.derive)
    _update([draft for draft in changed if id(draft) not in done], register.derive)
    _remember([*new, *changed], register.user, register.describe)


def _create(drafts, derive) -> None:
    """Insert new records, those that others refer to first."""
    waiting = drafts
    while waiting:
        ready = [draft for draft in waiting if _leads_to_stored(draft)]
        if not ready:
            raise InCircles
        for draft in ready:
            _set(draft.record, derive(draft.record))
        ready[0].part.model._base_manager.bulk_create([draft.record for draft in ready], batch_size=BATCH)
        done = {id(draft) for draft in ready}
        waiting = [draft for draft in waiting if id(draft) not in done]


def _leads_to_stored(draft) -> bool:
    """Tell whether all records it refers to are stored."""
    above = [value for value in draft.record._state.fields_cache.values() if isinstance(value, Model)]
    return all(record.pk for record in above)


def _set(record, columns: dict) -> set[str]:
    for name, value in columns.items():
        setattr(record, name, value)
    return set(columns)


def _update(drafts, derive) -> None:
    if not drafts:
        return
    model, now = drafts[0].part.model, timezone.now()
    columns = {name for draft in drafts for name in draft.changes} | {"revision", "changed_at"}
    for draft in drafts:
        columns |= _set(draft.record, derive(draft.record))
        draft.record.revision += 1
        draft.record.changed_at = now
    model._base_manager.bulk_update([draft.record for draft in drafts], sorted(columns), batch_size=BATCH)


def _remember(drafts, actor, describe) -> None:
    if drafts:
        kind, now = ContentType.objects.get_for_model(drafts[0].part.model), timezone.now()
        events = [Event(at=now, actor=actor, content_type=kind, **_event_values(draft, describe)) for draft in drafts]
        Event.objects.bulk_create(events, batch_size=BATCH)
        for draft, event in zip(drafts, events, strict=True):
            if event.act == CHANGED:
                follow_change(draft.record, draft.changes, event)


def _event_values(draft, describe) -> dict:
    """Return the event's columns: initial values of a new record, changes of a stored one, and that a file caused
    them.
    """
    pairs = {name: [describe(draft, name, each) for each in pair] for name, pair in draft.changes.items()}
    if draft.is_new:
        began = {name: pair for name, pair in pairs.items() if pair[1] not in ("", [])}
        return {"act": IMPORTED, "object_id": draft.record.pk, "changes": began}
    with translation.override(settings.LANGUAGE_CODE):  # reasons are stored in one language for all readers
        reason = gettext("Nhập từ tệp")
    return {"act": CHANGED, "object_id": draft.record.pk, "changes": pairs, "reason": reason}
