"""Writes what an import brought: all records together, part by part, each with its Event."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.utils import timezone

from workflow.models import Event
from workflow.rows import Draft

IMPORTED = "imported"
BATCH = 500


class InCircles(Exception):
    """New records that lead to one another, so that none can be written first."""


def write(drafts: list[Draft], register) -> None:
    """`drafts` of one part. The register derives what a record's own `save` would reckon, and tells its values."""
    new = [draft for draft in drafts if draft.is_new]
    changed = [draft for draft in drafts if draft.changes and not draft.is_new]
    if new:
        _create(new, register.derive)
    if changed:
        _update(changed, register.derive)
    _remember([*new, *changed], register.user, register.told)


def _create(drafts, derive) -> None:
    """Those that others in the file lead to are written first."""
    model, waiting = drafts[0].part.model, drafts
    while waiting:
        ready = [draft for draft in waiting if all(above.pk for above in _above(draft.record))]
        if not ready:
            raise InCircles
        for draft in ready:
            _set(draft.record, derive(draft.record))
        model._base_manager.bulk_create([draft.record for draft in ready], batch_size=BATCH)
        done = {id(draft) for draft in ready}
        waiting = [draft for draft in waiting if id(draft) not in done]


def _above(record):
    """The records that it leads to, as far as they were put there by the import."""
    return [value for value in record._state.fields_cache.values() if isinstance(value, Model)]


def _set(record, columns: dict) -> set[str]:
    for name, value in columns.items():
        setattr(record, name, value)
    return set(columns)


def _update(drafts, derive) -> None:
    model, now = drafts[0].part.model, timezone.now()
    columns = {name for draft in drafts for name in draft.changes} | {"revision", "changed_at"}
    for draft in drafts:
        columns |= _set(draft.record, derive(draft.record))
        draft.record.revision += 1
        draft.record.changed_at = now
    model._base_manager.bulk_update([draft.record for draft in drafts], sorted(columns), batch_size=BATCH)


def _remember(drafts, actor, told) -> None:
    if not drafts:
        return
    kind, now = ContentType.objects.get_for_model(drafts[0].part.model), timezone.now()
    Event.objects.bulk_create(
        [
            Event(
                at=now,
                actor=actor,
                act=IMPORTED,
                content_type=kind,
                object_id=draft.record.pk,
                changes={name: [told(draft, name, each) for each in pair] for name, pair in draft.changes.items()},
            )
            for draft in drafts
        ],
        batch_size=BATCH,
    )
