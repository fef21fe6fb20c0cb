"""The list of people."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.organizations.models import Organization
from accounts.organizations.naming import BodyNames
from accounts.people.models import Person, User
from ground.listing import Column, Filter, Listing, choices_of


def _people(user):
    return Person.objects.visible_to(user).select_related("organization")


def with_bodies(people: list[Person], user: User) -> list[Person]:
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
