"""Writing a record on somebody's behalf: what was made, changed, removed and brought back, each with its Event.

A state is not written here (see workflow.steps). Who may do it is for the caller to ask.
"""

from django.core import serializers
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from workflow.models import Event, Record, Stateful
from workflow.steps import StepRefused

CREATED, CHANGED, REMOVED, RESTORED = "created", "changed", "removed", "restored"
KEPT_BY_THE_PORTAL = {"id", "revision", "created_at", "changed_at", "search_text", "sort_key", "state"}


class Outdated(StepRefused):
    """The record was changed by somebody since it was read; `newer` is its row as it stands now."""

    def __init__(self, newer: Record):
        self.newer = newer
        super().__init__([_("Bản ghi đã được người khác sửa sau khi bạn mở. Chưa ghi gì.")])


def create(record: Record, actor, reason: str = "") -> Record:
    """Saves a new record; the event tells what it began with."""
    with transaction.atomic():
        record.save()
        made = {name: ["", told(record, name)] for name in typed_columns(record) if told(record, name) not in ("", [])}
        _write(record, CREATED, actor, made, reason)
    return record


def change(record: Record, actor, revision: int, reason: str = "") -> dict:
    """Writes the columns of `record` that differ from its row, if the row is still the `revision` that was read.

    Gives {column: [old, new]}, {} when nothing differs (nothing is written then). Raises Outdated.
    """
    with transaction.atomic():
        row = type(record)._base_manager.select_for_update().get(pk=record.pk)
        if row.revision != revision:
            raise Outdated(row)
        changes = differences(row, record)
        if changes:
            record.revision = revision + 1
            record.save(update_fields=[*changes, "revision", "changed_at"])
            _write(record, CHANGED, actor, changes, reason)
    return changes


def remove(record: Record, parent: Record, actor, reason: str = "") -> Event:
    """Deletes a record on which nothing hangs; the event stands in the history of `parent` and can be undone.

    Raises StepRefused that says what hangs on it, or that its work has begun.
    """
    if _has_begun(record):
        raise StepRefused(
            [_("Bản ghi đã qua các bước xử lý nên không xóa được. Hãy hủy hoặc kết thúc bằng bước tương ứng.")]
        )
    row = serializers.serialize("python", [record])[0]
    label, kind = str(record), str(record._meta.verbose_name)
    with transaction.atomic():
        try:
            record.delete()
        except ProtectedError as hanging:
            raise StepRefused([_hangs_told(hanging.protected_objects)]) from hanging
        return _write(parent, REMOVED, actor, {"row": row, "label": label, "kind": kind}, reason)


def restore(event: Event, actor) -> Record:
    """Brings back what `event` removed, as it was and under its own id. Raises StepRefused when it can't be."""
    with transaction.atomic():
        parent = event.content_type.model_class()._base_manager.select_for_update().get(pk=event.object_id)
        record = next(serializers.deserialize("python", [event.changes["row"]])).object
        if type(record)._base_manager.filter(pk=record.pk).exists():
            raise StepRefused([_("Bản ghi này đã được khôi phục rồi.")])
        try:
            with transaction.atomic():
                record.full_clean(exclude=["state"])
                record.save(force_insert=True)
        except (ValidationError, IntegrityError) as clash:
            raise StepRefused(
                [_("Không khôi phục được: đã có bản ghi khác thay vào, hoặc nơi nó thuộc về không còn.")]
            ) from clash
        _write(parent, RESTORED, actor, {"label": event.changes["label"], "kind": event.changes["kind"]}, "")
    return record


def typed_columns(record: Record) -> list[str]:
    """The columns that people fill in."""
    return [field.name for field in record._meta.concrete_fields if field.name not in KEPT_BY_THE_PORTAL]


def differences(row: Record, record: Record) -> dict:
    """{column: [as `row` has it, as `record` has it]} of the columns that differ."""
    names = [name for name in typed_columns(row) if _raw(row, name) != _raw(record, name)]
    return {name: [told(row, name), told(record, name)] for name in names}


def told(record: Record, name: str):
    """A column as the history keeps it: of another record its name at the time, else the plain value."""
    field = record._meta.get_field(name)
    value = getattr(record, name)
    if field.is_relation:
        return "" if value is None else str(value)
    return "" if value is None else value


def _raw(record: Record, name: str):
    return getattr(record, record._meta.get_field(name).attname)


def _has_begun(record: Record) -> bool:
    return isinstance(record, Stateful) and record.state != record._meta.get_field("state").default


def _write(subject: Record, act: str, actor, changes: dict, reason: str) -> Event:
    return Event.objects.create(actor=actor, act=act, subject=subject, changes=changes, reason=reason.strip())


def _hangs_told(hanging) -> str:
    """ "Chưa xóa được vì còn …: a, b, c"; at most five are named."""
    rows = list(hanging)
    kinds = ", ".join(sorted({str(row._meta.verbose_name) for row in rows}))
    named = "; ".join(str(row)[:60] for row in rows[:5]) + ("…" if len(rows) > 5 else "")
    return _(
        "Chưa xóa được vì còn %(kinds)s gắn với bản ghi này: %(named)s. Xóa hoặc chuyển những bản ghi đó trước."
    ) % {
        "kinds": kinds,
        "named": named,
    }
