"""Scopes of organizations, their names and successions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING, Self

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Subquery, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Length

from ground.text import phrases, spoken_pattern
from localities.models import ChangeLink, LocalitySpell
from localities.places.querysets import inside
from workflow.records.querysets import NOWHERE, Near, SearchableQuerySet, rank_near

if TYPE_CHECKING:
    from accounts.organizations.models import Organization


FOREVER = date(9999, 12, 31)
ONE_A_PLACE = ("party_committee", "peoples_committee", "front")  # kinds of which a place has one


def _organization_rows():
    from accounts.organizations.models import Organization  # which names its queryset here

    return Organization._default_manager


def _succession_rows():
    from accounts.organizations.models import OrganizationSuccession  # which names its queryset here

    return OrganizationSuccession._default_manager


def _organization_name_rows():
    from accounts.organizations.models import OrganizationName  # which names its queryset here

    return OrganizationName._default_manager


def in_force(day: date | Combinable, prefix: str = "", start: str = "starts_on", end: str = "ends_on") -> Q:
    """Return the condition for rows whose period covers `day`: it starts on that day or before, and ends (exclusive)
    after it.
    """
    return Q(**{f"{prefix}{start}__lte": day, f"{prefix}{end}__gt": day})


def rank_bodies_near(near: Near, body: str = "") -> list[Case]:
    """Return how rows are ordered by the place of a body, or of the one above it; `body`: the path to it with "__"."""
    spells = LocalitySpell.objects.filter(inside(near.provinces))
    columns = (f"{body}locality", f"{body}parent__locality")
    is_own = Q(*(Exists(spells.filter(locality=OuterRef(column))) for column in columns), _connector=Q.OR)
    return rank_near(near, is_own, *columns)


class OrganizationQuerySet(SearchableQuerySet):
    name_any: list[Callable[[AbstractBaseUser], bool]] = []  # tell whether a user may name any body; of upper rooms

    def with_place_name(self, today: date) -> Self:
        """Adds `place_name`: what the body's place is called, or was on the body's last day."""
        spells = LocalitySpell.objects
        day = Coalesce(OuterRef("closed_on"), Value(today, models.DateField()))
        then = spells.filter(in_force(day, start="valid_from"), locality=OuterRef("locality")).order_by("valid_from")
        newest = spells.filter(locality=OuterRef("locality")).order_by("-valid_from")
        return self.annotate(
            place_name=Coalesce(Subquery(then.values("name")[:1]), Subquery(newest.values("name")[:1]))
        )

    def with_name(self, today: date) -> Self:
        """Adds `shown_name`: the body's name today, or on its last day, else its newest, else its code."""
        names = _organization_name_rows()
        day = Coalesce(OuterRef("closed_on"), Value(today, models.DateField()))
        own = names.filter(organization=OuterRef("pk")).order_by("-starts_on").values("full_name")
        then = Subquery(own.filter(in_force(day))[:1])
        text = models.CharField()
        return self.annotate(shown_name=Coalesce(then, Subquery(own[:1]), "short_code", output_field=text))

    def visible_to(self, user: AbstractBaseUser) -> Self:
        """Return all organizations for Boards and administrators, their own bodies for others."""
        if user.is_administrator or user.reach.board:
            return self.all()
        return self.filter(pk__in=user.reach.everything)

    def choosable_by(self, user: AbstractBaseUser) -> Self:
        """Return the bodies that the user may name in a form: who works in a delegation names any, as a Board does,
        without seeing their pages.
        """
        if any(may(user) for may in self.name_any):
            return self.all()
        return self.visible_to(user)

    def forerunners_of(self, body: Organization, day: date) -> set[int]:
        """Return the ids of the bodies whose work the body goes on with by `day`, however far back: those that it
        wholly succeeded, and the committees of its kind of the places that wholly became its place.
        """
        known = _succession_rows().ancestors_of(body.pk, day)
        if body.kind in ONE_A_PLACE and body.locality_id:
            places = ChangeLink.objects.wholly_before(body.locality_id, day)
            alike = self.filter(kind=body.kind, system=body.system, locality__in=places)
            known |= set(alike.order_by().values_list("pk", flat=True)) if places else set()
        return known - {body.pk}

    def or_body(self, pk: int) -> Self:
        """Add one body: who writes for an inspection may name its subject, which delegates may not see otherwise."""
        return self.model._default_manager.filter(Q(pk__in=self.values("pk")) | Q(pk=pk))

    def without_users(self, day: date) -> Self:
        """Return the bodies that exist on `day` and in which no account in use has a role that day."""
        memberships = self.model._meta.get_field("memberships").related_model._default_manager
        held = memberships.filter(in_force(day), user__is_active=True).order_by()
        return self.there_at(day).exclude(pk__in=held.values("organization"))

    def there_at(self, day: date) -> Self:
        """Return the bodies that had a name on `day` and had not ended."""
        names = _organization_name_rows()
        is_named = Exists(names.filter(in_force(day), organization=OuterRef("pk")))
        return self.filter(is_named, Q(closed_on__isnull=True) | Q(closed_on__gt=day))

    def closest_first(self, words: str, day: date, near: Near = NOWHERE) -> Self:
        """Order rows found by `words`: an equal code, then names on `day` that end with just these words, tone marks
        too; then what is near; then rows that contain the words as a phrase.
        """
        names = _organization_name_rows().filter(in_force(day), organization=OuterRef("pk"))
        named = f"(^| ){spoken_pattern(words)}$"
        is_named = Exists(names.filter(Q(full_name__iregex=named) | Q(name__iregex=named)))
        is_phrase = Q()
        for phrase in phrases(words):
            is_phrase |= Q(search_text__contains=f" {phrase} ") | Q(search_text__endswith=f" {phrase}")
        exact = Case(When(short_code=words.strip(), then=0), When(is_named, then=1), default=2)
        closeness = Case(When(is_phrase, then=0), default=1)
        return self.order_by(exact, *rank_bodies_near(near), closeness, Length("search_text"), "pk")


class OfOrganizationQuerySet(models.QuerySet):
    """Rows of an organization; their scope is the organization's."""

    path = "organization"

    def visible_to(self, user: AbstractBaseUser) -> Self:
        organizations = _organization_rows()
        return self.filter(**{f"{self.path}__in": organizations.visible_to(user)})


class SuccessionQuerySet(OfOrganizationQuerySet):
    """Answers all questions about successions, except that `people.querysets` joins them to memberships in one SQL
    statement.
    """

    path = "new"

    def whole_by(self, day: date) -> SuccessionQuerySet:
        """Return the successions by `day` in which a body took over all of another."""
        return self.filter(extent="whole", effective_on__lte=day)

    def after(self, organization: int | OuterRef) -> SuccessionQuerySet:
        """Narrow to those by which anything of the body went on, in part too."""
        return self.filter(old=organization)

    def shares_of(self, organization: int) -> SuccessionQuerySet:
        """Return the successions of the body, in whole or in part, with the new bodies and their names."""
        return self.after(organization).select_related("new").prefetch_related("new__names").order_by("pk")

    def of(self, organization: Organization) -> Self:
        """Return the successions with the organization on either side, by date, with both bodies loaded."""
        rows = self.filter(Q(old=organization) | Q(new=organization))
        return rows.select_related("old", "new").order_by("effective_on", "pk")

    def ancestors_of(self, organization: int, day: date) -> set[int]:
        """Return the ids of all bodies that the organization has wholly succeeded by `day`, through all generations;
        one query a generation.
        """
        known, generation = set(), {organization}
        while generation:
            rows = self.whole_by(day).filter(new__in=generation)
            generation = set(rows.values_list("old", flat=True)) - known
            known |= generation
        return known

    def heirs_of(self, bodies: Iterable[int], day: date) -> dict[int, set[int]]:
        """Map each heir to the bodies it stands for on `day` by whole succession, and each body to itself; one query
        a generation.
        """
        stands_for = {body: {body} for body in bodies}
        generation = set(bodies)
        while generation:
            rows = self.whole_by(day).filter(old__in=generation).values_list("old", "new")
            generation = set()
            for old, new in rows:
                if not stands_for[old] <= stands_for.setdefault(new, set()):
                    stands_for[new] |= stands_for[old]
                    generation.add(new)
        return stands_for

    def living_heirs_of(self, closed: list, day: date) -> dict[int, list]:
        """List by closed body those that took it over wholly and are still there on `day`, names loaded; [] for none.

        However many handed it on in between; a query a generation.
        """
        heirs = {body.pk: {body.pk: body} for body in closed}
        generation = {body.pk for body in closed}
        while generation:
            rows = self.whole_by(day).filter(old__in=generation)
            next_of = {}
            for row in rows.select_related("new").prefetch_related("new__names"):
                next_of.setdefault(row.old_id, []).append(row.new)
            for known in heirs.values():
                for old in generation & set(known):
                    del known[old]
                    known.update((new.pk, new) for new in next_of.get(old, []))
            generation = {pk for known in heirs.values() for pk, body in known.items() if body.is_closed_at(day)}
        return {pk: list(known.values()) for pk, known in heirs.items()}
