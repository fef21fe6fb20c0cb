from django.db.models import Case, Q, QuerySet, When

from ground.text import fold, spoken_pattern
from inspections.criteria.models import Criterion
from workflow.records.models import Record
from workflow.records.pickers import Option, PickField


class CriterionPick(PickField):
    """Picker for the stable criterion of a set's criterion."""

    address = "criterion_pick"

    def __init__(self, queryset: QuerySet | None = None, **kwargs) -> None:
        super().__init__(Criterion.objects.none() if queryset is None else queryset, **kwargs)

    def options(self, words: str, limit: int) -> list[Option]:
        is_named = Q(code__iexact=words.strip()) | Q(name__iregex=f"^{spoken_pattern(words)}$")
        rank = Case(When(is_named, then=0), When(search_text__contains=fold(words), then=1), default=2)
        return [self.option_of(row) for row in self.queryset.search(words).order_by(rank, "name", "pk")[:limit]]

    def option_of(self, record: Record) -> Option:
        return Option(record.pk, record.name, record.code)
