"""Checks of an inspection's papers before a step, and of who attaches sources to a body."""

from datetime import date

from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.organizations.models import Organization
from accounts.people.models import User
from inspections.inspections.models import Inspection
from localities.models import LocalitySpell
from workflow.steps.acts import checks_before
from workflow.steps.missing import Missing


@checks_before(Inspection, "conclude")
def notice_has_number_and_date(inspection: Inspection) -> list[str]:
    if inspection.paper_links.notices().exists():
        return []
    at = reverse("notice_attach", args=[inspection.reference])
    return [Missing(_("Chưa có thông báo kết luận ghi số và ngày."), at, _("Đính kèm thông báo"))]


def keeper_of_sources(body: Organization, user: User, today: date) -> Organization | None:
    """Return the Board for which the user may keep sources about the body: itself or the one above it, else one
    of a province in which these lie or ever lay. None where there is none; at most two queries.
    """
    if not user.reach.board:
        return None
    boards = Organization.objects.there_at(today).filter(pk__in=user.reach.board).order_by("pk")
    place_of = {board: board.place for board in boards.annotate(place=Coalesce("locality", "parent__locality"))}
    for board in place_of:
        if board.pk in (body.pk, body.parent_id):
            return board
    lies_at = body.locality_id or (body.parent.locality_id if body.parent else None)
    provinces = LocalitySpell.objects.provinces_of_each({lies_at, *place_of.values()})
    own = provinces.get(lies_at, frozenset())
    return next((board for board, place in place_of.items() if own & provinces.get(place, frozenset())), None)
