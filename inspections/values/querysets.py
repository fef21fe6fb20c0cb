"""Which values a user sees."""

from django.db.models import Q

from inspections.inspections.querysets import seen_inside, seen_outside
from inspections.inspections.states import MINUTES_AGREED
from inspections.scope import ScopedQuerySet


class MeasuredValueQuerySet(ScopedQuerySet):
    def current(self):
        return self.filter(superseded_by__isnull=True)

    def ways(self, user):
        """Inside all; outside what the unit itself reported, and the other sides' figures once minutes are agreed."""
        told = Q(side="reported") | Q(inspection__state__in=MINUTES_AGREED)
        return [seen_inside(user, "inspection__"), seen_outside(user, "inspection__") & told]
