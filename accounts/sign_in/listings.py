"""The list of the access log, for administrators."""

from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext

from ground.listing import Column, DateFilter, Filter, Listing, choices_of
from workflow.models import AccessLog


def _accesses(user):
    return AccessLog.objects.visible_to(user).select_related("actor__person")


def _instant(row) -> str:
    return f"{timezone.localtime(row.at):%d/%m/%Y %H:%M:%S}"


def _kind_of_record(row) -> str:
    model = row.content_type_id and ContentType.objects.get_for_id(row.content_type_id).model_class()
    return str(model._meta.verbose_name) if model else ""


def _by_account(row) -> str:
    return f"?{urlencode({'q': row.actor.username})}" if row.actor else ""


def _since(rows, day):
    return rows.filter(at__gte=_midnight(day))


def _until(rows, day):
    return rows.filter(at__lt=_midnight(day) + timedelta(days=1))


def _midnight(day) -> datetime:
    """Return midnight of a day for which it exists in every time zone, and which has a day after it."""
    near = min(max(day, date(1900, 1, 1)), date(9000, 1, 1))
    return timezone.make_aware(datetime(near.year, near.month, near.day))


ACCESS_LOG = Listing(
    name="access_log",
    title=_("Nhật ký truy cập"),
    noun=lambda n: npgettext("counted", "lượt", "lượt", n),
    section="access_log",
    rows=_accesses,
    columns=(
        Column("at", _("Lúc"), _instant, sort="pk"),
        Column("kind", _("Việc"), lambda row: row.get_kind_display()),
        Column("person", _("Người"), lambda row: row.actor.get_full_name() if row.actor else "", url=_by_account),
        Column("account", _("Tài khoản"), lambda row: row.actor.username if row.actor else ""),
        Column("typed", _("Tên đã nhập"), lambda row: row.typed_name),
        Column("address", _("Địa chỉ mạng"), lambda row: row.address or ""),
        Column("what", _("Tài liệu"), lambda row: row.label),
        Column("record", _("Loại bản ghi"), _kind_of_record, is_shown=False),
    ),
    filters=(
        Filter("kind", _("Việc"), **choices_of("kind", AccessLog.Kind.choices)),
        DateFilter("since", _("Từ ngày"), narrow=_since),
        DateFilter("until", _("Đến ngày"), narrow=_until),
    ),
    default_sort="-at",
    search_label=_("Người, tài khoản, tên đã nhập, địa chỉ mạng"),
    search_example=_("lan, 10.1.2… không cần dấu"),
    empty=(
        _("Chưa có lượt truy cập nào."),
        _("Mỗi lần đăng nhập, đăng xuất, tải tệp được ghi lại ở đây; không sửa, không xóa được."),
    ),
)
