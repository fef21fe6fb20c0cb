"""How it stands with the self-reports of many inspections."""

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from reports.submissions.models import Dossier
from reports.submissions.states import DossierState

RECEIVED = [DossierState.SENT, DossierState.ACCEPTED]


def with_report(inspections: QuerySet) -> QuerySet:
    """Add `has_report`, whether the report is with those who inspect, and `report_due`, until when it is due; None
    before it is requested.
    """
    dossiers = Dossier.objects.filter(inspection=OuterRef("pk"))
    due = dossiers.filter(reporting_organization=OuterRef("reporting_organization")).order_by()
    return inspections.annotate(
        has_report=Exists(dossiers.filter(state__in=RECEIVED)), report_due=Subquery(due.values("due_on")[:1])
    )
