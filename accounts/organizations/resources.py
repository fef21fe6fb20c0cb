"""How other registers refer to an organization: by its code or its name."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.translation import gettext_lazy as _

from accounts.organizations.models import Organization, OrganizationName
from accounts.organizations.naming import places_of_bodies
from ground.text import match_key, short_date, with_same_tones
from workflow.registers.columns import Plain, key_text, possible_codes, quoted, refuse_lost_zeros
from workflow.registers.rows import Row


class Body(Plain):
    """An organization by its short code, or by its full name or the one on its papers as at the row's day. It is
    exported as its code.
    """

    def __init__(self) -> None:
        self.by_code, self.by_name = {}, {}
        self.shown = {}

    def prepare(self, cells: Iterable, user: AbstractBaseUser) -> None:
        keys = {key for cell in cells for key in possible_codes(cell)}
        rows = Organization.objects.visible_to(user)
        self.by_code = {body.short_code: body for body in rows.filter(short_code__in=keys)} if keys else {}
        self.by_name = self._named({match_key(word) for word in keys - set(self.by_code)}, rows)

    def _named(self, words, rows):
        """Return {folded name: [names of the register]}; makes a query only if a name is needed."""
        found = defaultdict(list)
        for name in (
            OrganizationName.objects.filter(organization__in=rows).select_related("organization") if words else []
        ):
            for word in {match_key(name.full_name), match_key(name.name)} & words:
                found[word].append(name)
        return found

    def clean(self, value: object, row: Row | None = None, day: date | None = None, **kwargs) -> Organization:
        refuse_lost_zeros(value, self.by_code)
        word = key_text(value)
        if word in self.by_code:
            return self.by_code[word]
        alike = [name for name in self.by_name.get(match_key(word), []) if name.starts_on <= day < name.ends_on]
        names = with_same_tones(alike, lambda name: name.full_name, word)
        params = {"value": quoted(value), "day": short_date(day)}
        if not names:
            raise ValueError(_("Không có cơ quan mã hoặc tên “%(value)s” vào ngày %(day)s.") % params)
        if len({name.organization_id for name in names}) > 1:
            bodies = sorted({name.organization for name in names}, key=lambda body: body.short_code)[:5]
            codes = "; ".join(self.preview(body, day) for body in bodies)
            raise ValueError(_("Có nhiều cơ quan tên “%(value)s”. Ghi mã: %(codes)s.") % {**params, "codes": codes})
        return names[0].organization

    def preview(self, value: Organization | None, day: date) -> str:
        """Return the code with the name and the places that tell the body from others, looked up for all at once."""
        if value is None or value.pk is None:
            return self.describe(value)
        if (value.pk, day) not in self.shown:
            named = (name.organization for names in self.by_name.values() for name in names)
            pks = {value.pk, *(body.pk for body in [*self.by_code.values(), *named] if body.pk)}
            bodies = list(Organization.objects.filter(pk__in=pks).select_related("parent").prefetch_related("names"))
            places = places_of_bodies(bodies, day)
            for body in bodies:
                words = ", ".join(filter(None, [body.full_name_at(day), places[body.pk]]))
                self.shown[body.pk, day] = f"{body.short_code} ({words})"
        return self.shown[value.pk, day]

    def render(self, value: Organization, **kwargs) -> str:
        return value.short_code

    def describe(self, value: Organization | None) -> str:
        return "" if value is None else value.short_code
