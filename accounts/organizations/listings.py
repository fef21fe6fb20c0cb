"""The list of organizations."""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Q, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext, npgettext
from django.utils.translation import gettext_lazy as _

from accounts.organizations.models import Organization
from accounts.organizations.naming import BodyNames
from ground.listing import Column, Filter, Listing, choices_of
from localities.places.register import Names

YES, NO = "yes", "no"


def _organizations(user):
    return Organization.objects.visible_to(user).select_related("parent").defer("search_text", "parent__search_text")


@dataclass(frozen=True)
class ListedOrganization:
    """A body named as at its last day, today while it works, with its place and its superior; "" where it has none."""

    organization: Organization
    last_day: date
    name: str
    place_name: str
    parent_name: str


def name_organizations(organizations: list[Organization], user: AbstractBaseUser) -> list[ListedOrganization]:
    """Return the rows of the list; two queries for all."""
    today = timezone.localdate()
    names = BodyNames([*organizations, *(each.parent for each in organizations if each.parent)])
    places = Names({each.locality_id for each in organizations if each.locality_id})
    return [_listed(each, names, places, today) for each in organizations]


def _listed(organization: Organization, names: BodyNames, places: Names, today: date) -> ListedOrganization:
    last_day = organization.closed_on or today
    place = places.near(organization.locality_id, last_day)
    return ListedOrganization(
        organization=organization,
        last_day=last_day,
        name=names.at(organization.pk, last_day),
        place_name=place.name if place else "",
        parent_name=names.at(organization.parent_id, today) if organization.parent else "",
    )


def load_symbols(organizations: list[Organization], user: AbstractBaseUser) -> None:
    """Load the names that have the symbols."""
    prefetch_related_objects(organizations, "names")


def _symbol(row: ListedOrganization) -> str:
    name = row.organization.name_at(row.last_day)
    return name.symbol if name else ""


def _url(row: ListedOrganization) -> str:
    return row.organization.get_absolute_url()


def _working(rows, value):
    ended = Q(closed_on__lte=timezone.localdate())
    return rows.filter(ended) if value == NO else rows.exclude(ended)


def _by_accounts(user) -> list[tuple[str, str]]:
    """For those who see to it that every body has somebody."""
    return [("none", gettext("chưa có ai đăng nhập được"))] if user.is_administrator or user.reach.board else []


def _without_users(rows, _value):
    return rows.without_users(timezone.localdate())


ORGANIZATIONS = Listing(
    name="organization_list",
    title=_("Cơ quan, đơn vị"),
    noun=lambda n: npgettext("counted", "cơ quan", "cơ quan", n),
    section="organizations",
    rows=_organizations,
    prepare=name_organizations,
    columns=(
        Column("name", _("Tên"), lambda row: row.name, sort="sort_key", url=_url),
        Column("code", _("Mã ngắn"), lambda row: row.organization.short_code, sort="short_code"),
        Column("kind", _("Loại cơ quan"), lambda row: row.organization.get_kind_display()),
        Column("system", _("Hệ thống"), lambda row: row.organization.get_system_display(), is_shown=False),
        Column("place", _("Địa bàn"), lambda row: row.place_name),
        Column("parent", _("Cơ quan cấp trên"), lambda row: row.parent_name),
        Column("symbol", _("Ký hiệu"), _symbol, load=load_symbols, is_shown=False, is_as_written=True),
        Column("closed_on", _("Kết thúc từ"), lambda row: row.organization.closed_on, sort="closed_on"),
    ),
    filters=(
        Filter("kind", _("Loại cơ quan"), **choices_of("kind", Organization.Kind.choices)),
        Filter("system", _("Hệ thống"), **choices_of("system", Organization.System.choices)),
        Filter("working", _("Hoạt động"), lambda user: [(YES, _("đang hoạt động")), (NO, _("đã kết thúc"))], _working),
        Filter("accounts", _("Tài khoản"), _by_accounts, _without_users),
    ),
    default_sort="name",
    search_label=_("Tên, mã hoặc ký hiệu"),
    search_example=_("ubnd {place}… không cần dấu"),
    empty=(
        _("Chưa có cơ quan nào."),
        _("Cơ quan hiện ở đây khi người quản trị nhập danh mục."),
    ),
    template="accounts/organizations/list.html",
)
