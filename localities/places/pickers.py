"""Picker for places, named as at a date; "tân lập, mộc châu" searches a place and, after the comma, one above it."""

from django.db.models import QuerySet

from ground.text import fold
from localities.places.models import Locality, LocalitySpell
from workflow.records.models import Record
from workflow.records.pickers import Option, PickField

READ = 200  # of places with one name, as many as the country has


class PlacePick(PickField):
    address = "localities:pick"

    def __init__(self, queryset: QuerySet | None = None, **kwargs) -> None:
        super().__init__(Locality.objects.none() if queryset is None else queryset, **kwargs)

    def options(self, words: str, limit: int) -> list[Option]:
        name, *above = words.split(",")
        if not name.strip():
            return []
        spells = LocalitySpell.objects.as_at(self.day).filter(locality__in=self.queryset)
        found = self._options(spells.search(name).best_first(name, self.near)[: READ if above else limit])
        return [option for option in found if self._lies_in(option, above)][:limit]

    def option_of(self, record: Record) -> Option:
        spell = record.spell_at(self.day)
        return self._options([spell])[0] if spell else Option(record.pk, str(record))

    def _options(self, spells) -> list[Option]:
        """Return options such as "Xã Tân Lập, Huyện Mộc Châu, Tỉnh Sơn La"."""
        spells = list(spells)
        names = LocalitySpell.objects.names_upwards([spell.locality_id for spell in spells], self.day)
        return [Option(spell.locality_id, ", ".join(names[spell.locality_id]), spell.official_code) for spell in spells]

    @staticmethod
    def _lies_in(option: Option, above: list[str]) -> bool:
        place = fold(option.label.partition(",")[2])
        return all(word in place for part in above for word in fold(part).split())
