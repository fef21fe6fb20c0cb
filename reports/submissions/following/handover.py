"""A report follows its inspection: who gets to write it instead of another body takes it over as it is.

The rule is the same whatever has been written and sent: one inspection has one report, which belongs to its reporting
body of today. What was sent before keeps the name of the body that sent it (decisions/0028).
"""

from django.utils import timezone

from inspections.models import Inspection
from reports.submissions.following.notices import HANDED_OVER, inform
from reports.submissions.models import Dossier
from reports.submissions.states import WITH_THE_UNIT
from workflow.history.acts import after_change
from workflow.models import Event

COLUMN = "reporting_organization"


@after_change(Inspection)
def hand_over(inspection: Inspection, changes: dict[str, list], event: Event) -> Dossier | None:
    """Move the report to the new reporting body, which is informed while it is to be sent; None where the body is the
    same, no report was requested yet, or the new body has one. A leader's word counts no more: it was about a report
    of the other body.
    """
    if COLUMN not in changes or inspection.dossiers.filter(reporting_organization=inspection.reporting_organization):
        return None
    dossier = inspection.dossiers.select_for_update(of=("self",)).order_by("-pk").first()
    if dossier is None:
        return None
    before, today = dossier.reporting_organization, timezone.localdate(event.at)
    columns = {COLUMN: inspection.reporting_organization, "confirmed_at": None, "revision": dossier.revision + 1}
    Dossier.objects.filter(pk=dossier.pk).update(**columns, changed_at=event.at)
    dossier.reporting_organization = inspection.reporting_organization
    names = [body.full_name_at(today) for body in (before, dossier.reporting_organization)]
    state = {"from_state": dossier.state, "to_state": dossier.state}
    noted = {COLUMN: names}
    Event.objects.create(at=event.at, actor_id=event.actor_id, act="hand_over", subject=dossier, changes=noted, **state)
    if dossier.state in WITH_THE_UNIT:
        dossier.inspection = inspection
        inform(dossier, HANDED_OVER, today)
    return dossier
