"""Reasons against deleting a record, checked before the button is shown and again by the act."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.utils.translation import gettext as _

from workflow.records.models import Record, Stateful

NAMED, COUNTED = 5, 1000  # how many dependants are named, and counted at most


def why_not_deletable(record: Record, user: AbstractBaseUser) -> list[str]:
    """Return the reasons why the record can't be deleted; [] when it can. Dependants are named only if `user` sees
    them.
    """
    if isinstance(record, Stateful) and record.state != record._meta.get_field("state").default:
        return [_("Bản ghi đã qua các bước xử lý nên không xóa được. Hãy hủy hoặc kết thúc bằng bước tương ứng.")]
    return [reason for relation in _protecting(record) if (reason := _describe_dependants(record, relation, user))]


def _protecting(record: Record) -> list[models.ForeignObjectRel]:
    relations = record._meta.related_objects
    return [relation for relation in relations if relation.on_delete is models.PROTECT]


def _describe_dependants(record: Record, relation: models.ForeignObjectRel, user: AbstractBaseUser) -> str:
    """Return "Còn 7 buổi làm việc gắn với bản ghi này: a; b…", or "" when there are no dependants."""
    which = {relation.field.name: record.pk}
    count = relation.related_model._base_manager.filter(**which)[: COUNTED + 1].count()
    if not count:
        return ""
    params = {
        "count": count if count <= COUNTED else _("hơn 1.000"),
        "kind": relation.related_model._meta.verbose_name,
        "named": "; ".join(_names(relation.related_model._default_manager, which, user)) + "…" * (count > NAMED),
    }
    if not params["named"].strip("…"):
        return _("Còn %(count)s %(kind)s gắn với bản ghi này. Xóa hoặc chuyển đi trước.") % params
    return _("Còn %(count)s %(kind)s gắn với bản ghi này: %(named)s. Xóa hoặc chuyển đi trước.") % params


def _names(rows: models.Manager, which: dict[str, Any], user: AbstractBaseUser) -> list[str]:
    seen = rows.visible_to(user) if hasattr(rows, "visible_to") else rows.none()
    return [str(row)[:60] for row in seen.filter(**which)[:NAMED]]
