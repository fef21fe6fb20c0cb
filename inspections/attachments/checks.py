"""Checks of an inspection's papers before a step, and of who attaches sources to a body."""

from collections import defaultdict
from datetime import date

from django.db.models import Value
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


def keeper_of_sources(body: Organization, user: User, today: date) -> int | None:
    """Return the id of the Board for which the user may keep sources about the body: itself or the one above it, else
    one of a province in which these lie or ever lay. None where there is none; at most one query.
    """
    if not user.reach.board:
        return None
    boards = Organization.objects.there_at(today).filter(pk__in=user.reach.board)
    boards_paths = Coalesce("locality__spells__path", "parent__locality__spells__path")
    lies_at = body.locality_id or (body.parent.locality_id if body.parent else None)
    own_paths = LocalitySpell.objects.filter(locality=lies_at).order_by().values_list(Value(0), "path")
    provinces = defaultdict(set)
    for board, path in own_paths.union(boards.order_by().values_list("pk", boards_paths)):
        provinces[board].add(path and path.split("/")[1])
    own = provinces.pop(0, set())
    itself = [board for board in (body.pk, body.parent_id) if board in provinces]
    near = [board for board in sorted(provinces) if provinces[board] & own]
    return next(iter(itself + near), None)
