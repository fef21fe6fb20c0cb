"""Events in words: who did what to which record, the old and new values, the reason."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ground.text import short_date
from workflow.fields import EndDayField, last_day_of
from workflow.history.models import Event
from workflow.history.scopes import is_inner_link
from workflow.history.states import (
    ACCOUNTS_REQUESTED,
    CHANGED,
    CREATED,
    FACTOR_ENROLLED,
    FACTOR_RESET,
    FACTOR_RESET_REQUESTED,
    FACTOR_SWITCHED_OFF,
    HANDED_OVER,
    IMPORTED,
    PASSWORD_SET,
    RECOVERY_CODE_USED,
    RECOVERY_CODES_RENEWED,
    REMOVED,
    RESTORED,
)

ACTS = {
    CREATED: gettext_lazy("Thêm"),
    CHANGED: gettext_lazy("Sửa"),
    REMOVED: gettext_lazy("Xóa"),
    RESTORED: gettext_lazy("Khôi phục"),
    IMPORTED: gettext_lazy("Nhập từ tệp"),
    PASSWORD_SET: gettext_lazy("Đặt mật khẩu thay chủ tài khoản"),
    FACTOR_ENROLLED: gettext_lazy("Bật xác nhận hai bước"),
    FACTOR_SWITCHED_OFF: gettext_lazy("Tắt xác nhận hai bước"),
    FACTOR_RESET_REQUESTED: gettext_lazy("Đề nghị đặt lại xác nhận hai bước"),
    FACTOR_RESET: gettext_lazy("Đặt lại xác nhận hai bước"),
    RECOVERY_CODE_USED: gettext_lazy("Dùng một mã dự phòng"),
    RECOVERY_CODES_RENEWED: gettext_lazy("Cấp mã dự phòng mới"),
    HANDED_OVER: gettext_lazy("Bàn giao việc trên cổng cho đồng nghiệp"),
    ACCOUNTS_REQUESTED: gettext_lazy("Nhờ lập tài khoản cho đơn vị chưa có ai"),
    "set_up": gettext_lazy("Lập cổng"),
}
DAY, INSTANT = re.compile(r"\d{4}-\d\d-\d\d"), re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d.*")
YEARS_ALL = {date.min.isoformat(), date.max.isoformat()}  # ends left open


@dataclass(frozen=True)
class Change:
    """A column that people fill in, with its words before and after an act; "" where it was or is empty."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class HistoryLine:
    """An act as histories show it.

    `happened_on`: the day of an act done outside, None where it was recorded the same day.
    `about`: the kind of record and which one, both "" for the page's own; `from_words`, `to_words`: its states, "" for
    none; `is_new`: there was nothing before; `removal`: the deletion that this line offers to undo.
    """

    at: datetime
    happened_on: date | None
    who: str
    what: str
    about: tuple[str, str]
    from_words: str
    to_words: str
    changes: list[Change]
    is_new: bool
    reason: str
    removal: Event | None = None


def line_of(event: Event, words: str | None = None, is_inside: bool = True) -> HistoryLine:
    """Return the line of an act; `words` name the record, None where it is the one whose page it is.

    Old and new values of foreign keys to internal rows are left out unless `is_inside`.
    """
    model = ContentType.objects.get_for_id(event.content_type_id).model_class()
    step = getattr(model, "STEPS", {}).get(event.act)
    return HistoryLine(
        at=event.at,
        happened_on=event.happened_on,
        who=event.actor.get_full_name() if event.actor else _("Cổng"),
        what=step.label if step else ACTS.get(event.act, _("Cập nhật")),
        about=_about(event, model, words),
        from_words=state_words(model, event.from_state),
        to_words=state_words(model, event.to_state),
        changes=changes_in_words(model, event.changes, is_inside),
        is_new=event.act in (CREATED, IMPORTED),
        reason=event.reason,
    )


def _about(event: Event, model, words: str | None) -> tuple[str, str]:
    """Return the kind of record and its name; ("", "") for the page's own."""
    if event.act in (REMOVED, RESTORED):
        return str(event.changes.get("kind", "")), str(event.changes.get("label", ""))
    return (str(model._meta.verbose_name), plain(words)) if words is not None else ("", "")


def state_words(model: type[models.Model], state: str) -> str:
    if not state:
        return ""
    try:
        return str(dict(model._meta.get_field("state").flatchoices).get(state, state))
    except FieldDoesNotExist:
        return state


def changes_in_words(model: type[models.Model], changes: dict, is_inside: bool = True) -> list[Change]:
    """Return what changed of the columns that people fill in; what else an act noted down is for the portal."""
    columns = {field.name: field for field in model._meta.concrete_fields if is_inside or not is_inner_link(field)}
    pairs = [(field, changes[name]) for name, field in columns.items() if _is_pair(changes.get(name))]
    lines = [Change(_label(field), shown(field, old), shown(field, new)) for field, (old, new) in pairs]
    return [line for line in lines if line.old or line.new]


def _is_pair(value) -> bool:
    return isinstance(value, list) and len(value) == 2


def _label(field) -> str:
    label = str(field.verbose_name)
    return label[:1].upper() + label[1:]


def shown(field: models.Field, value: object) -> str:
    """Return a column's value as screens show it: the choice's label, có or không, a date, a number with a comma; ""
    for empty ones.
    """
    if value in ("", None, []):
        return ""
    if isinstance(field, EndDayField) and DAY.fullmatch(str(value)) and value not in YEARS_ALL:
        return short_date(last_day_of(date.fromisoformat(value)))
    if isinstance(field, models.BooleanField):
        return _("có") if value in (True, "True") else _("không")
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, models.DecimalField):
        return str(value).replace(".", ",")
    if isinstance(value, list):
        return ", ".join(map(str, value))
    # Texts are shown as typed, even if they look like a date.
    return str(value) if isinstance(field, models.CharField | models.TextField) else plain(str(value))


def plain(text: str) -> str:
    """Return a stored date or instant as screens write it, "" for an open end, and other text unchanged.

    Text may look like a date and be none: "2026-02-30", or an instant without its zone.
    """
    if text in YEARS_ALL:
        return ""
    try:
        if DAY.fullmatch(text):
            return short_date(date.fromisoformat(text))
        at = parse_datetime(text) if INSTANT.fullmatch(text) else None
        return f"{timezone.localtime(at):%d/%m/%Y %H:%M}" if at else text
    except (ValueError, OverflowError):
        return text
