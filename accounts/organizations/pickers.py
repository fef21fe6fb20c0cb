"""Picker for organizations, searched by words and named as at a date."""

from collections.abc import Iterable

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.organizations.models import Organization
from accounts.organizations.naming import places_of_bodies
from ground.text import short_date
from workflow.records.models import Record
from workflow.records.pickers import Option, PickField


class OrganizationPick(PickField):
    """Offers bodies that existed on the day, by their names then; the error message says so of one that had ended."""

    address = "organization_pick"
    form_of_new = "organization_new"
    default_error_messages = {
        "closed": _("%(name)s đã kết thúc hoạt động từ ngày %(day)s. Chọn cơ quan kế thừa."),
    }

    def __init__(self, queryset: QuerySet | None = None, **kwargs) -> None:
        super().__init__(Organization.objects.none() if queryset is None else queryset, **kwargs)

    def limit_to(self, user: AbstractBaseUser) -> None:
        self.user = user
        self.queryset = Organization.objects.choosable_by(user)

    def options(self, words: str, limit: int) -> list[Option]:
        rows = self.queryset.there_at(self.day).search(words).closest_first(words, self.day, self.near)
        return self._options_of(rows.select_related("parent").prefetch_related("names", "parent__names")[:limit])

    def _resolved(self, words):
        coded = self.queryset.there_at(self.day).filter(short_code=words).first()
        if coded is not None:
            return coded.pk
        try:
            return super()._resolved(words)
        except ValidationError as refused:
            ended = self._ended(words) if refused.code == "not_found" else None
            if ended is None:
                raise
            params = {"name": ended.full_name_at(ended.closed_on), "day": short_date(ended.closed_on)}
            raise ValidationError(self.error_messages["closed"], code="closed", params=params) from refused

    def _ended(self, words):
        rows = self.queryset.filter(closed_on__lte=self.day).search(words)
        return rows.closest_first(words, self.day).prefetch_related("names").first()

    def option_of(self, record: Record) -> Option:
        return self._options_of([record])[0]

    def _options_of(self, bodies: Iterable[Organization]) -> list[Option]:
        bodies = list(bodies)
        places = places_of_bodies(bodies, self.day)
        return [Option(body.pk, body.full_name_at(self.day), self._note(body, places[body.pk])) for body in bodies]

    def _note(self, body, place):
        above = body.parent.full_name_at(self.day) if body.parent_id and not place else ""
        return " · ".join(filter(None, [above, place, body.short_code]))
