"""The list of organizations."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Q, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.organizations.models import Organization
from accounts.organizations.naming import BodyNames
from ground.listing import Column, Filter, Listing, choices_of
from localities.places.register import Names

YES, NO = "yes", "no"


def _organizations(user):
    return Organization.objects.visible_to(user).select_related("parent").defer("search_text", "parent__search_text")


def with_names(organizations: list[Organization], user: AbstractBaseUser) -> list[Organization]:
    """Set on each organization its name as at its last day, its place's name and its superior's name; return the
    list.
    """
    today = timezone.localdate()
    names = BodyNames([*organizations, *(each.parent for each in organizations if each.parent)])
    places = Names({each.locality_id for each in organizations if each.locality_id})
    for each in organizations:
        last_day = each.closed_on or today
        place = places.near(each.locality_id, last_day)
        each.name_now, each.place_name = names.at(each.pk, last_day), place.name if place else ""
        each.parent_name = names.at(each.parent_id, today) if each.parent else ""
    return organizations


def with_symbols(organizations: list[Organization], user: AbstractBaseUser) -> None:
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
