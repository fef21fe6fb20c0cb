"""Whom of the inspecting side a change of officers concerns."""

from datetime import date

from django.db.models import Q

from accounts.people.models import Membership, User
from inspections.campaigns.states import CAMPAIGN_OVER
from inspections.models import Campaign, Inspection


def staff_for(body: int, today: date) -> list[User]:
    """Return the staff of the Boards in whose running campaigns the body is inspected or reports."""
    of_body = Q(subject_organization=body) | Q(reporting_organization=body)
    campaigns = Inspection.objects.filter(of_body).order_by().values("campaign")
    running = Campaign.objects.filter(pk__in=campaigns).exclude(state__in=CAMPAIGN_OVER).order_by()
    boards = running.values_list("inspecting_organization", flat=True).distinct()
    working = Membership.objects.working_for(boards, "staff", today)
    return list(User.objects.filter(pk__in=set().union(*working.values())))
