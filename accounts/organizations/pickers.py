"""Picker for organizations, searched by words and named as at a date."""

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.organizations.models import Organization
from ground.text import short_date
from workflow.records.models import Record
from workflow.records.pickers import Option, PickField, closest_first

SHORTLIST = 3  # times as many rows as offered are read, and then sorted in Python


class OrganizationPick(PickField):
    """Offers bodies that existed on the day, by their names then; the error message says so of one that had ended."""

    address = "organization_pick"
    default_error_messages = {
        "closed": _("%(name)s đã kết thúc hoạt động từ ngày %(day)s. Chọn cơ quan kế thừa."),
    }

    def __init__(self, queryset: QuerySet | None = None, **kwargs) -> None:
        super().__init__(Organization.objects.none() if queryset is None else queryset, **kwargs)

    def options(self, words: str, limit: int) -> list[Option]:
        rows = self.queryset.there_at(self.day).search(words).closest_first(words)
        rows = rows.select_related("parent").prefetch_related("names", "parent__names")[: limit * SHORTLIST]
        return closest_first([self.option_of(row) for row in rows], words)[:limit]

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
        return rows.closest_first(words).prefetch_related("names").first()

    def option_of(self, record: Record) -> Option:
        above = record.parent.full_name_at(self.day) if record.parent_id else ""
        return Option(record.pk, record.full_name_at(self.day), " · ".join(filter(None, [above, record.short_code])))
