from django.db.models import QuerySet

from inspections.criteria.models import Criterion
from workflow.records.models import Record
from workflow.records.pickers import Option, PickField, closest_first


class CriterionPick(PickField):
    """Picker for the stable criterion of a set's criterion."""

    address = "criterion_pick"

    def __init__(self, queryset: QuerySet | None = None, **kwargs) -> None:
        super().__init__(Criterion.objects.none() if queryset is None else queryset, **kwargs)

    def options(self, words: str, limit: int) -> list[Option]:
        return closest_first([self.option_of(row) for row in self.queryset.search(words)[:limit]], words)

    def option_of(self, record: Record) -> Option:
        return Option(record.pk, record.name, record.code)
