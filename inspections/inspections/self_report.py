"""The self-report: whether it is missing and until when it is due; for a loaded row, and as database expressions.

Rows need `first_day` (`with_days`) and `has_report` (inspections.attachments.reports.with_report).
"""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q

from inspections.inspections.states import REPORT_EXPECTED

if TYPE_CHECKING:
    from inspections.campaigns.models import Campaign
    from inspections.inspections.models import Inspection


def report_due_on(inspection: "Inspection") -> date | None:
    """Say until when the body hands it in: the campaign's days before the first session; None without a dated one."""
    first = inspection.first_day
    return first and first - timedelta(days=inspection.campaign.report_days)


def report_due_before(campaign: "Campaign", day: date) -> Q:
    """Return the condition for rows of a campaign whose `report_due_on` is before `day`."""
    return Q(first_day__lt=day + timedelta(days=campaign.report_days))


def is_report_missing(state: str, has_report: bool) -> bool:
    """Tell whether a self-report may be handed in now and hasn't been."""
    return state in REPORT_EXPECTED and not has_report


def report_missing() -> Q:
    """Return the condition for rows whose self-report may be handed in now and hasn't been."""
    return Q(state__in=REPORT_EXPECTED, has_report=False)
