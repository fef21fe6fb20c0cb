"""The list of people."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext, npgettext
from django.utils.translation import gettext_lazy as _

from accounts.organizations.models import Organization
from accounts.organizations.naming import BodyNames
from accounts.people.models import Person, User
from ground.listing import Column, Filter, Listing, choices_of


def _people(user):
    return Person.objects.visible_to(user).select_related("organization")


@dataclass(frozen=True)
class ListedPerson:
    """A person with the name of the body that he or she works in today, "" without one."""

    person: Person
    body_name: str


def name_bodies(people: list[Person], user: User) -> list[ListedPerson]:
    """Return the rows of the list; one query for all names."""
    today = timezone.localdate()
    names = BodyNames([each.organization for each in people if each.organization])
    return [ListedPerson(each, names.at(each.organization_id, today) if each.organization else "") for each in people]


def _twice(_user) -> list[tuple[str, str]]:
    return [("maybe", gettext("có thể là một người"))]


def _url(row: ListedPerson) -> str:
    return row.person.get_absolute_url()


def _changed_on(row: ListedPerson) -> date:
    return timezone.localdate(row.person.changed_at)


PEOPLE = Listing(
    name="person_list",
    title=_("Danh bạ cán bộ"),
    noun=lambda n: npgettext("counted", "người", "người", n),
    section="people",
    rows=_people,
    prepare=name_bodies,
    columns=(
        Column("name", _("Họ và tên"), lambda row: row.person.full_name, sort="sort_key", url=_url),
        Column("position", _("Chức vụ"), lambda row: row.person.position),
        Column("organization", _("Cơ quan công tác"), lambda row: row.body_name, sort="organization__sort_key"),
        Column("changed", _("Sửa lần cuối"), _changed_on, sort="changed_at", is_shown=False),
    ),
    filters=(
        Filter("kind", _("Loại cơ quan"), **choices_of("organization__kind", Organization.Kind.choices)),
        Filter("system", _("Hệ thống"), **choices_of("organization__system", Organization.System.choices)),
        Filter("twice", _("Ghi hai lần"), _twice, lambda rows, _value: rows.maybe_twice()),
    ),
    default_sort="name",
    search_label=_("Họ tên hoặc chức vụ"),
    search_example=_("nguyen van minh… không cần dấu"),
    empty=(_("Danh bạ chưa có ai."), _("Thêm người khi lập đoàn kiểm tra hoặc nhập danh bạ từ Excel.")),
    template="accounts/people/list.html",
)
