"""The self-report: whether it is missing and until when it is due; for a loaded row, and as database expressions.

Rows need `has_report` and `report_due` of `reports.submissions.standing.with_report`.
"""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q

from inspections.inspections.states import REPORT_EXPECTED

if TYPE_CHECKING:
    from inspections.inspections.models import Inspection


def planned_report_day(inspection: "Inspection") -> date | None:
    """Say until when a report is to be asked for: the campaign's day, else its days before the first session; None
    without either.
    """
    if inspection.campaign.report_due_on:
        return inspection.campaign.report_due_on
    first = inspection.first_day
    return first and first - timedelta(days=inspection.campaign.report_days)


def is_report_missing(state: str, has_report: bool) -> bool:
    """Tell whether a self-report may be sent now and lies with the unit."""
    return state in REPORT_EXPECTED and not has_report


def report_missing() -> Q:
    """Return the condition for rows whose self-report may be sent now and lies with the unit."""
    return Q(state__in=REPORT_EXPECTED, has_report=False)
