"""By what of its inspections a campaign is seen: registered in InspectionsConfig.ready."""

from django.db.models import Exists, OuterRef, Q

from inspections.delegations.querysets import now_member
from inspections.inspections.models import Inspection
from inspections.inspections.querysets import of_unit
from inspections.inspections.states import CONCLUDED, TOLD


def campaigns_delegated(user) -> list[Q]:
    """Campaigns with an inspection by a delegation that the user is a member of today."""
    return [Q(pk__in=Inspection.objects.filter(now_member(user, "delegation")).values("campaign"))]


def campaigns_told(user) -> list[Q]:
    """Campaigns of which the inspected side and viewers may know. What a user has no hat for is not even asked."""
    reach, ways = user.reach, []
    if reach.unit:
        ways.append(Q(pk__in=Inspection.objects.filter(of_unit(user), state__in=TOLD).values("campaign")))
    if reach.viewer:
        concluded = Exists(Inspection.objects.filter(campaign=OuterRef("pk"), state__in=CONCLUDED))
        ways.append(Q(inspecting_organization__in=reach.viewer) & concluded)
    return ways
