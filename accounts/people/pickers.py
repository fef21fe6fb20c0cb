"""Picker for people."""

from collections.abc import Iterable

from django.db.models import QuerySet

from accounts.organizations.naming import places_of_bodies
from accounts.people.models import Person, User
from workflow.records.models import Record
from workflow.records.pickers import Option, PickField


class PersonPick(PickField):
    address = "person_pick"
    form_of_new = "person_new"

    def __init__(self, queryset: QuerySet | None = None, **kwargs) -> None:
        super().__init__(Person.objects.none() if queryset is None else queryset, **kwargs)

    def limit_to(self, user: User) -> None:
        self.user = user
        self.queryset = Person.objects.choosable_by(user)

    def options(self, words: str, limit: int) -> list[Option]:
        rows = self.queryset.search(words).closest_first(words, self.near)
        return self._options_of(
            rows.select_related("organization__parent").prefetch_related("organization__names")[:limit]
        )

    def option_of(self, record: Record) -> Option:
        return self._options_of([record])[0]

    def _options_of(self, people: Iterable[Person]) -> list[Option]:
        people = list(people)
        places = places_of_bodies([person.organization for person in people if person.organization_id], self.day)
        return [Option(person.pk, person.full_name, self._note(person, places)) for person in people]

    def _note(self, person, places):
        body = person.organization
        words = [person.position, body.full_name_at(self.day), places[body.pk]] if body else [person.position]
        return ", ".join(filter(None, words))
