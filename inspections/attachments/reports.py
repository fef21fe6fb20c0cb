"""The self-report on paper: whose is still to come."""

from django.db.models import Q

from inspections.attachments.models import PaperLink
from inspections.campaigns.querysets import is_running, is_there
from inspections.inspections.models import Inspection
from inspections.inspections.states import REPORT_ASKED


def reports_due_from(user):
    """Running inspections whose self-report the user's body has still to hand in."""
    links = PaperLink.objects.filter(role=PaperLink.Role.SUBMITTED, inspection__isnull=False)
    mine = Q(reporting_organization__in=user.reach.unit, state__in=REPORT_ASKED)
    rows = Inspection.objects.filter(mine & is_running("campaign__") & is_there("reporting_organization"))
    return rows.exclude(pk__in=links.values("inspection"))
