from django.db.models import Case, F, QuerySet, When

from inspections.papers.models import OfficialPaper
from workflow.records.models import Record
from workflow.records.pickers import Option, PickField


class PaperPick(PickField):
    """A paper by its number or title: those of just this number first, then the newest."""

    address = "paper_pick"

    def __init__(self, queryset: QuerySet | None = None, **kwargs) -> None:
        super().__init__(OfficialPaper.objects.none() if queryset is None else queryset, **kwargs)

    def options(self, words: str, limit: int) -> list[Option]:
        is_numbered = Case(When(number__iexact=words.strip(), then=0), default=1)
        rows = self.queryset.search(words).order_by(is_numbered, F("dated_on").desc(nulls_last=True), "-pk")
        return [self.option_of(row) for row in rows[:limit]]

    def option_of(self, record: Record) -> Option:
        day = f"{record.dated_on:%d/%m/%Y}" if record.dated_on else ""
        return Option(record.pk, str(record), " · ".join(filter(None, [day, record.issuer])))
