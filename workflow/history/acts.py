"""Creates, changes, deletes and restores records on a user's behalf, each with its Event.

States are not written here (see workflow.steps.acts). The caller must check who may do it.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core import serializers
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ground.text import instant_text
from workflow.history.models import Event
from workflow.history.states import CHANGED, CREATED, REMOVED, RESTORED
from workflow.records.checks import why_not_deletable
from workflow.records.models import Record
from workflow.records.refusals import StepRefused, TakenAlready

Follow = Callable[[Any, dict[str, list], Event], object]
_after: dict[type[Record], list[Follow]] = defaultdict(list)


def after_change(model: type[Record]) -> Callable[[Follow], Follow]:
    """Registers what follows a change of columns by a person, (record, {column: [old, new]}, event) → None, in its
    transaction: `@after_change(Inspection)`.
    """

    def register(function: Follow) -> Follow:
        _after[model].append(function)
        return function

    return register


class Outdated(StepRefused):
    """The record was changed by somebody since it was read; `newer` is its stored row."""

    def __init__(self, newer: Record) -> None:
        self.newer = newer
        super().__init__([_describe_newer(newer)])


def _describe_newer(newer: Record) -> str:
    last = Event.objects.about(newer).exclude(act__in=[REMOVED, RESTORED]).select_related("actor__person").first()
    if last is None or last.actor is None:
        return _("Bản ghi đã được sửa sau khi bạn mở. Chưa ghi gì.")
    params = {"who": last.actor.get_full_name(), "at": instant_text(last.at)}
    return _("%(who)s đã sửa bản ghi này lúc %(at)s, sau khi bạn mở. Chưa ghi gì.") % params


def create(record: Record, actor: AbstractBaseUser, reason: str = "") -> Record:
    """Save a new record; the event has its initial values."""
    with transaction.atomic():
        record.save()
        _write(record, CREATED, actor, begun_with(record), reason)
    return record


def change(record: Record, actor: AbstractBaseUser, revision: int, reason: str = "") -> dict:
    """Write the columns of `record` that differ from its row, if the row still has the `revision` that was read.

    Returns {column: [old, new]}, {} when nothing differs (nothing is written then). Raises Outdated, or TakenAlready
    where the row was deleted meanwhile.
    """
    with transaction.atomic():
        row = type(record)._base_manager.select_for_update().filter(pk=record.pk).order_by("pk").first()
        if row is None:
            raise TakenAlready([_("Bản ghi này đã được xóa rồi.")])
        if row.revision != revision:
            raise Outdated(row)
        changes = differences(row, record)
        if changes:
            record.revision = revision + 1
            record.save(update_fields=[*changes, "revision", "changed_at"])
            _write(record, CHANGED, actor, changes, reason)
    return changes


def remove(
    record: Record, parent: Record, actor: AbstractBaseUser, reason: str = "", revision: int | None = None
) -> Event:
    """Delete a record without dependants; the event is in the history of `parent` and can be undone.

    `revision` is the one that was shown before. Raises StepRefused that names the dependants, or says that its work has
    begun; Outdated, which is a StepRefused too.
    """
    with transaction.atomic():
        row = type(record)._base_manager.select_for_update().filter(pk=record.pk).order_by("pk").first()
        if row is None:
            raise TakenAlready([_("Bản ghi này đã được xóa rồi.")])
        if revision is not None and row.revision != revision:
            raise Outdated(row)
        reasons = why_not_deletable(row, actor)
        if reasons:
            raise StepRefused(reasons)
        return take_out(row, parent, actor, reason)


def take_out(row: Record, parent: Record, actor: AbstractBaseUser, reason: str = "") -> Event:
    """Delete a row for which everything has been checked already, in the caller's transaction."""
    kept = {"row": serializers.serialize("python", [row])[0], **_named(row)}
    row.delete()
    return _write(parent, REMOVED, actor, kept, reason)


def removed_record(event: Event) -> Record:
    """Return the record that `event` deleted, as an unsaved instance, to check who may restore it."""
    return next(serializers.deserialize("python", [event.changes["row"]], ignorenonexistent=True)).object


def restore(event: Event, actor: AbstractBaseUser) -> Record:
    """Restore what `event` deleted, as it was and with its id. Raises StepRefused when it can't be."""
    with transaction.atomic():
        parent = event.content_type.model_class()._base_manager.select_for_update().get(pk=event.object_id)
        record = removed_record(event)
        if type(record)._base_manager.filter(pk=record.pk).exists():
            raise TakenAlready([_("Bản ghi này đã được khôi phục rồi.")])
        if Event.objects.removals_after(event).exists():
            raise StepRefused([_("Bản ghi này còn bị xóa một lần sau đó: khôi phục từ lần xóa cuối cùng.")])
        _put_back(record)
        put_back = {"row": {name: event.changes["row"][name] for name in ("model", "pk")}, **_named(record)}
        _write(parent, RESTORED, actor, put_back, "")
    return record


def _put_back(record: Record) -> None:
    made_at = record.created_at
    try:
        with transaction.atomic():
            _check_place(record)
            record.save(force_insert=True)
            type(record)._base_manager.filter(pk=record.pk).update(created_at=made_at)
    except (ValidationError, IntegrityError, ObjectDoesNotExist) as clash:
        raise StepRefused(
            [_("Không khôi phục được: đã có bản ghi khác thay vào, hoặc nơi nó thuộc về không còn.")]
        ) from clash


def _check_place(record: Record) -> None:
    """Raise ValidationError if another row has taken the record's place or what it refers to is gone. Its own columns
    aren't checked: they are put back as they were stored.
    """
    record.clean_fields(exclude=[field.name for field in record._meta.concrete_fields if not field.is_relation])
    record.clean()
    record.validate_unique()
    record.validate_constraints()


def _named(record: Record) -> dict:
    return {"label": str(record), "kind": str(record._meta.verbose_name)}


def tell_saved(record: Record, row: Record | None, actor: AbstractBaseUser) -> None:
    """Write the event of a record that Django's admin saved; `row` is its state before, None for a new record."""
    changes = differences(row, record) if row else begun_with(record)
    if changes:
        _write(record, CHANGED if row else CREATED, actor, changes, "")


def begun_with(record: Record) -> dict:
    """Return {column: ["", value as events store it]} of the columns that are filled in."""
    values = {name: format_value(record, name) for name in typed_columns(record)}
    return {name: ["", value] for name, value in values.items() if value not in ("", [])}


def typed_columns(record: Record) -> list[str]:
    """Return the names of the columns that people fill in: editable ones without the key and the state, which only
    steps write.
    """
    fields = record._meta.concrete_fields
    return [field.name for field in fields if field.editable and not field.primary_key and field.name != "state"]


def differences(row: Record, record: Record) -> dict:
    """Return {column: [value in `row`, value in `record`]} of the columns that differ."""
    names = [name for name in typed_columns(row) if _raw(row, name) != _raw(record, name)]
    return {name: [format_value(row, name), format_value(record, name)] for name in names}


def format_value(record: Record, name: str) -> object:
    """Return a column's value as events store it: of a foreign key the related record's name at the time, else the
    plain value.
    """
    field = record._meta.get_field(name)
    value = getattr(record, name)
    if name == "password":
        return "••••••" if value else ""
    if field.is_relation:
        return "" if value is None else str(value)
    return "" if value is None else value


def _raw(record: Record, name: str):
    return getattr(record, record._meta.get_field(name).attname)


def _write(subject: Record, act: str, actor, changes: dict, reason: str) -> Event:
    event = Event.objects.create(actor=actor, act=act, subject=subject, changes=changes, reason=reason.strip())
    if act == CHANGED:
        follow_change(subject, changes, event)
    return event


def follow_change(record: Record, changes: dict, event: Event) -> None:
    """Do what rooms have registered with `after_change`; for code that writes many rows with their events by itself."""
    for follow in _after.get(type(record), []):
        follow(record, changes, event)
