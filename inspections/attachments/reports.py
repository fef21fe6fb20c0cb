"""Whether self-reports are handed in, and whose are missing."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.people.models import User
from inspections.attachments.models import PaperLink
from inspections.campaigns.querysets import is_running, is_there
from inspections.inspections.models import Inspection
from inspections.inspections.querysets import InspectionQuerySet
from inspections.inspections.self_report import report_missing


def with_report(inspections: QuerySet) -> QuerySet:
    """Add `has_report`: whether a paper of the reporting body's is in."""
    submitted = PaperLink.objects.filter(inspection=OuterRef("pk"), role=PaperLink.Role.SUBMITTED)
    return inspections.annotate(has_report=Exists(submitted))


def reports_due_from(user: User) -> InspectionQuerySet:
    """Return running inspections whose self-report the user's body still has to hand in."""
    mine = Q(reporting_organization__in=user.reach.unit)
    rows = Inspection.objects.filter(mine & is_running("campaign__") & is_there("reporting_organization"))
    return with_report(rows).filter(report_missing())
