"""Querysets of recorded changes. They are public: every signed-in user sees all."""

from datetime import date
from typing import Self

from django.db.models import Prefetch, Q

from localities.changes.states import ChangeState, Extent
from localities.places.models import Locality, LocalitySpell
from localities.places.querysets import CatalogueQuerySet
from localities.places.states import Level


class ChangeLinkQuerySet(CatalogueQuerySet):
    def recorded(self) -> Self:
        """Return the links of recorded changes; drafts have no effect yet."""
        return self.filter(change__state=ChangeState.RECORDED)

    def wholly_before(self, locality: int, day: date) -> set[int]:
        """Return the ids of the places that wholly became the place by `day`, through all generations; a query each."""
        rows = self.recorded().filter(extent=Extent.WHOLE, change__effective_on__lte=day, source__isnull=False)
        known, generation = set(), {locality}
        while generation:
            sources = rows.filter(target__in=generation).order_by().values_list("source", flat=True)
            generation = set(sources) - known - {locality}
            known |= generation
        return known

    def search(self, words: str) -> Self:
        places = Locality.objects.search(words).order_by().values("pk")
        return self.filter(Q(source__in=places) | Q(target__in=places)) if words.split() else self.all()

    def with_names(self) -> Self:
        """Load the change and the last names of both ends, in three queries for all rows."""
        places = Locality.objects.with_last_name()
        ends = [Prefetch("source", places), Prefetch("target", places)]
        return self.select_related("change").prefetch_related(*ends)

    def about_spell(self, spell: LocalitySpell) -> Self:
        """Return the links that begin or end at the spell's place; for a district also those of its units at its end.

        The official lists give successors of communes and provinces only, none of districts.
        """
        own = Q(source=spell.locality_id) | Q(target=spell.locality_id)
        if spell.level != Level.DISTRICT:
            return self.filter(own)
        units = type(spell).objects.as_at(spell.last_day).filter(parent=spell.locality_id).order_by()
        return self.filter(own | Q(source__in=units.values("locality"), change__effective_on=spell.ends_on))

    def newest_first(self) -> Self:
        return self.select_related("change").order_by("-change__effective_on", "change__kind", "pk")
