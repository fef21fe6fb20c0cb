"""Which kinds of paper may be drafted about a record, and by whom."""

from datetime import date

from accounts.people.models import User
from inspections.inspections.states import WRITTEN_OUT, InspectionState
from inspections.models import Campaign, Inspection
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
    own = [kind for kind in kinds().values() if kind.about == "inspection"]
    if about.state not in WRITTEN_OUT:
        return own
    return [kind for kind in own if kind.slug == REMINDER and _is_owed_something(about)]


def kinds_for_many() -> list[DocumentKind]:
    """Return the kinds of which a whole campaign can be drafted at once: minutes are of a session."""
    return [kind for kind in kinds().values() if kind.about == "inspection" and kind.form != "minutes"]


def inspections_offered(slug: str, inspections: list[Inspection]) -> set[int]:
    """Return the keys of the inspections about which a paper of that kind may be drafted; at most one query."""
    written_out = [row for row in inspections if row.state in WRITTEN_OUT]
    own = {row.pk for row in inspections} - {row.pk for row in written_out}
    if slug != REMINDER or not written_out:
        return own
    Inspection.read_assignment_states(written_out)
    return own | {row.pk for row in written_out if _is_owed_something(row)}


def _is_owed_something(inspection: Inspection) -> bool:
    is_followed = inspection.state in FOLLOWED and inspection.is_published
    return is_followed and not set(inspection.assignment_states).isdisjoint(WITH_THE_OWNER)


def may_draft(about: Inspection | Campaign, user: User, today: date) -> bool:
    """Tell whether the user writes papers about the record; the acts check it again."""
    return bool(about.roles_of(user, today) & WRITERS)
