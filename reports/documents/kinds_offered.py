"""Which kinds of paper may be drafted about a record, and by whom."""

from datetime import date

from accounts.people.models import User
from inspections.inspections.states import WRITTEN_OUT
from inspections.models import Campaign, Inspection
from reports.documents.compose import kinds
from reports.documents.compose.kinds import DocumentKind

WRITERS = {"staff", "leader", "head", "secretary"}
OF_CAMPAIGN = ("campaign", "delegation")
ALSO_OF_CAMPAIGN = ("report-outline",)


def kinds_about(about: Inspection | Campaign) -> list[DocumentKind]:
    """Return the kinds that may be drafted; [] where none may: of a concluded inspection only corrections are made,
    from the issued paper.
    """
    if isinstance(about, Campaign):
        return [kind for kind in kinds().values() if kind.about in OF_CAMPAIGN or kind.slug in ALSO_OF_CAMPAIGN]
    if about.state in WRITTEN_OUT:
        return []
    return [kind for kind in kinds().values() if kind.about == "inspection"]


def may_draft(about: Inspection | Campaign, user: User, today: date) -> bool:
    """Tell whether the user writes papers about the record; the acts check it again."""
    return bool(about.roles_of(user, today) & WRITERS)
