"""Which kinds of paper may be drafted about a record, and by whom."""

from datetime import date

from accounts.people.models import User
from inspections.inspections.states import WRITTEN_OUT, InspectionState
from inspections.models import Assignment, Campaign, Inspection
from inspections.recommendations.states import WITH_THE_OWNER
from reports.documents.compose import kinds
from reports.documents.compose.kinds import DocumentKind

WRITERS = {"staff", "leader", "head", "secretary"}
OF_CAMPAIGN = ("campaign", "delegation")
ALSO_OF_CAMPAIGN = ("report-outline",)
REMINDER = "reminder-letter"
FOLLOWED = [InspectionState.CONCLUDED, InspectionState.FOLLOWED_UP]


def kinds_about(about: Inspection | Campaign) -> list[DocumentKind]:
    """Return the kinds that may be drafted; [] where none may: of a concluded inspection only corrections are made,
    from the issued paper, and once it is published letters that remind of what the owners have still to do.
    """
    if isinstance(about, Campaign):
        return [kind for kind in kinds().values() if kind.about in OF_CAMPAIGN or kind.slug in ALSO_OF_CAMPAIGN]
    if about.state in WRITTEN_OUT:
        return [kinds()[REMINDER]] if _is_anything_owed(about) else []
    return [kind for kind in kinds().values() if kind.about == "inspection"]


def _is_anything_owed(inspection: Inspection) -> bool:
    if inspection.state not in FOLLOWED or not inspection.is_published:
        return False
    return Assignment.objects.filter(recommendation__inspection=inspection, state__in=WITH_THE_OWNER).exists()


def may_draft(about: Inspection | Campaign, user: User, today: date) -> bool:
    """Tell whether the user writes papers about the record; the acts check it again."""
    return bool(about.roles_of(user, today) & WRITERS)
