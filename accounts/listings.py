"""The lists of organizations and of people; and for administrators of who came in and read what."""

from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization, Person
from accounts.naming import BodyNames
from danvan.listing import Column, DateFilter, Filter, Listing, choices_of
from localities.register import Names
from workflow.models import AccessLog

YES, NO = "yes", "no"


# --- Organizations -----------------------------------------------------------------------------------------------
def _organizations(user):
    return Organization.objects.visible_to(user).select_related("parent").defer("search_text", "parent__search_text")


def with_names(organizations, user):
    """Each named as at its last day, with its place and its superior."""
    today = timezone.localdate()
    names = BodyNames([*organizations, *(each.parent for each in organizations if each.parent)])
    places = Names({each.locality_id for each in organizations if each.locality_id})
    for each in organizations:
        last_day = each.closed_on or today
        place = places.near(each.locality_id, last_day)
        each.name_now, each.place_name = names.at(each.pk, last_day), place.name if place else ""
        each.parent_name = names.at(each.parent_id, today) if each.parent else ""
    return organizations


def with_symbols(organizations, user):
    prefetch_related_objects(organizations, "names")
    for each in organizations:
        name = each.name_at(each.closed_on or timezone.localdate())
        each.symbol = name.symbol if name else ""


def _working(rows, value):
    ended = Q(closed_on__lte=timezone.localdate())
    return rows.filter(ended) if value == NO else rows.exclude(ended)


ORGANIZATIONS = Listing(
    name="organization_list",
    title=_("Cơ quan, đơn vị"),
    section="organizations",
    rows=_organizations,
    prepare=with_names,
    columns=(
        Column("name", _("Tên"), lambda row: row.name_now, sort="sort_key", url=lambda row: row.get_absolute_url()),
        Column("code", _("Mã ngắn"), lambda row: row.short_code, sort="short_code"),
        Column("kind", _("Loại cơ quan"), lambda row: row.get_kind_display()),
        Column("system", _("Hệ thống"), lambda row: row.get_system_display(), is_shown=False),
        Column("place", _("Địa bàn"), lambda row: row.place_name),
        Column("parent", _("Cơ quan cấp trên"), lambda row: row.parent_name),
        Column("symbol", _("Ký hiệu"), lambda r: r.symbol, load=with_symbols, is_shown=False, is_as_written=True),
        Column("closed_on", _("Kết thúc từ"), lambda row: row.closed_on, sort="closed_on"),
    ),
    filters=(
        Filter("kind", _("Loại cơ quan"), **choices_of("kind", Organization.Kind.choices)),
        Filter("system", _("Hệ thống"), **choices_of("system", Organization.System.choices)),
        Filter("working", _("Hoạt động"), lambda user: [(YES, _("đang hoạt động")), (NO, _("đã kết thúc"))], _working),
    ),
    default_sort="name",
    search_label=_("Tên, mã hoặc ký hiệu"),
    search_example=_("ubnd xa moc chau… không cần dấu"),
    empty=(
        _("Chưa có cơ quan nào."),
        _("Cơ quan hiện ở đây khi người quản trị nhập danh mục."),
    ),
)


# --- People ------------------------------------------------------------------------------------------------------
def _people(user):
    return Person.objects.visible_to(user).select_related("organization")


def with_bodies(people, user):
    names = BodyNames([each.organization for each in people if each.organization])
    for each in people:
        each.body = names.at(each.organization_id, timezone.localdate()) if each.organization else ""
    return people


def _changed_on(person):
    return timezone.localdate(person.changed_at)


PEOPLE = Listing(
    name="person_list",
    title=_("Danh bạ người"),
    section="people",
    rows=_people,
    prepare=with_bodies,
    columns=(
        Column("name", _("Họ và tên"), lambda row: row.full_name, sort="sort_key", url=lambda r: r.get_absolute_url()),
        Column("position", _("Chức vụ"), lambda row: row.position),
        Column("organization", _("Cơ quan công tác"), lambda row: row.body, sort="organization__sort_key"),
        Column("changed", _("Sửa lần cuối"), _changed_on, sort="changed_at", is_shown=False),
    ),
    filters=(
        Filter("kind", _("Loại cơ quan"), **choices_of("organization__kind", Organization.Kind.choices)),
        Filter("system", _("Hệ thống"), **choices_of("organization__system", Organization.System.choices)),
    ),
    default_sort="name",
    search_label=_("Họ tên hoặc chức vụ"),
    search_example=_("nguyen van minh… không cần dấu"),
    empty=(_("Danh bạ chưa có ai."), _("Thêm người khi lập đoàn kiểm tra hoặc nhập danh bạ từ Excel.")),
)


# --- Who came in, who read what ----------------------------------------------------------------------------------
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
    """Of a day that has one in every time zone, and a day after it."""
    near = min(max(day, date(1900, 1, 1)), date(9000, 1, 1))
    return timezone.make_aware(datetime(near.year, near.month, near.day))


ACCESS_LOG = Listing(
    name="access_log",
    title=_("Nhật ký truy cập"),
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
