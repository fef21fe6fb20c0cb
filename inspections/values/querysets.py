"""Scope of values."""

from collections.abc import Iterable
from typing import Any, Self

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce, ExtractYear

from accounts.people.models import User
from inspections.inspections.models import Inspection
from inspections.inspections.querysets import seen_inside, seen_outside
from inspections.inspections.states import MINUTES_AGREED
from inspections.scope import ScopedQuerySet

DAY = Coalesce("as_of", "period_start", "period_end")  # as `periods.year_of` has it


class MeasuredValueQuerySet(ScopedQuerySet):
    def current(self) -> Self:
        return self.filter(superseded_by__isnull=True)

    def standing_for(self, values: Iterable[Any]) -> dict[tuple, Any]:
        """Find by its key each current value that speaks of the same as one of `values` and is none of them."""
        inspections = {value.inspection_id for value in values}
        criteria = {value.set_criterion_id for value in values}
        own = {value.pk for value in values}
        rows = self.current().filter(inspection__in=inspections, set_criterion__in=criteria)
        return {row.key: row for row in rows if row.pk not in own}

    def like(self, value: Any) -> Self:
        """Narrow to values of the same body for the same criterion, in whatever campaign, but `value` itself."""
        same = self.filter(set_criterion__criterion=value.set_criterion.criterion_id)
        return same.filter(about_organization=value.about_organization_id).exclude(pk=value.pk)

    def of_the_same_body(self, inspection: Inspection) -> Self:
        """Narrow to values of all inspections of the body that inspects."""
        return self.filter(inspection__campaign__inspecting_organization=inspection.campaign.inspecting_organization_id)

    def with_the_year_before(self, inspections: Iterable[Inspection]) -> Self:
        """Narrow to current values of inspections and those of the year before them, in one query."""
        current = self.model._default_manager.current().annotate(year=ExtractYear(DAY))
        own = current.filter(inspection__in=[inspection.pk for inspection in inspections])
        is_compared = own.filter(
            set_criterion__criterion=OuterRef("set_criterion__criterion"),
            about_organization=OuterRef("about_organization"),
            part=OuterRef("part"),
            year=OuterRef("year") + 1,
        )
        before = current.filter(Exists(is_compared), about_organization__in=own.values("about_organization"))
        ids = [rows.order_by().values("pk") for rows in (own, before)]
        return self.filter(pk__in=ids[0].union(ids[1]))

    def ways(self, user: User) -> list[Q]:
        """Return the ways to see a value: inside all; from outside what the unit itself reported, and figures of
        other sides once the minutes are agreed.
        """
        shared = Q(side="reported") | Q(inspection__state__in=MINUTES_AGREED)
        return [seen_inside(user, "inspection__"), seen_outside(user, "inspection__") & shared]
