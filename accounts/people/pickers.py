"""Picker for people."""

from django.db.models import QuerySet

from accounts.people.models import Person
from workflow.records.models import Record
from workflow.records.pickers import Option, PickField


class PersonPick(PickField):
    address = "person_pick"

    def __init__(self, queryset: QuerySet | None = None, **kwargs) -> None:
        super().__init__(Person.objects.none() if queryset is None else queryset, **kwargs)

    def options(self, words: str, limit: int) -> list[Option]:
        rows = self.queryset.search(words).closest_first(words)
        rows = rows.select_related("organization").prefetch_related("organization__names")[:limit]
        return [self.option_of(row) for row in rows]

    def option_of(self, record: Record) -> Option:
        body = record.organization.full_name_at(self.day) if record.organization_id else ""
        return Option(record.pk, record.full_name, ", ".join(filter(None, [record.position, body])))
