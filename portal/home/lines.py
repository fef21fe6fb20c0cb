"""The lines of home: one for each sum, with the words, the rows it leads to and its button."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inspections.inspections.states import InspectionState
from inspections.models import Assignment, Campaign, Inspection
from inspections.recommendations.filters import REMIND
from inspections.recommendations.states import ASSIGNMENT_STEPS
from portal.campaigns.bulk import ACTS, BulkAct
from portal.campaigns.deadlines import LATE, UNDATED
from portal.campaigns.tasks import ANSWERS, HAND_IN, MINE, RolesIn, task_labels
from portal.home.reports import to_hand_in
from portal.home.sums import Sum
from portal.home.task import Task
from portal.steps_beside import step_url
from reports.models import ReturnItem

# Steps that a paper takes where there is one: their button leads to the inspection's page, which says so.
WITH_PAPERS = ("record", "submit", "conclude")


@dataclass(frozen=True)
class Named:
    """The rows that lines name, with the subjects' names."""

    campaigns: dict[int, Campaign]
    inspections: dict[int, Inspection]
    assignments: dict[int, Assignment]
    names: dict[int, str]  # of the inspections' subjects, by inspection
    returns: dict[int, list[ReturnItem]]  # what came back of reports, by inspection

    @property
    def are_several(self) -> bool:
        return len(self.campaigns) > 1


def load_inspections(sums: Iterable[Sum]) -> dict[int, Inspection]:
    """Return the inspections that the sums name; one query, none without any."""
    keys = {pk for each in sums for pk in each.nearest}
    rows = Inspection.objects.filter(pk__in=keys).select_related("subject_organization").with_days()
    return {row.pk: row for row in rows}


def load_assignments(sums: Iterable[Sum]) -> dict[int, Assignment]:
    """Return the assignments that the sums name; one query, none without any."""
    keys = {pk for each in sums for pk in each.nearest}
    related = ("recommendation__inspection", "recommendation__campaign")
    return {row.pk: row for row in Assignment.objects.filter(pk__in=keys).select_related(*related)}


# --- Where a line leads ----------------------------------------------------------------------------------------------
def matrix_url(campaign: Campaign, **filters: str) -> str:
    """Return the address of the campaign's rows with these filters."""
    return f"{campaign.get_absolute_url()}?{urlencode({name: text for name, text in filters.items() if text})}"


def bulk_url(campaign: Campaign, act: str, **filters: str) -> str:
    address = reverse("campaign_bulk", args=[campaign.code])
    return f"{address}?{urlencode({'act': act, 'all': '1', **filters})}"


def recommendations_url(**filters: str) -> str:
    return f"{reverse('recommendation_list')}?{urlencode(filters)}"


# --- Of inspections --------------------------------------------------------------------------------------------------
def inspection_line(found: Sum, named: Named, roles: RolesIn) -> Task:
    """Return the line of a sum of the user's own inspections."""
    if found.task == REMIND:
        return _reminding_reports(found, named)
    return _of_one(found, named) if found.n == 1 else _of_many(found, named, roles)


def _of_one(found: Sum, named: Named) -> Task:
    inspection = named.inspections[found.nearest[0]]
    if found.task == HAND_IN:
        returned = named.returns.get(inspection.pk, [])
        return to_hand_in(inspection, named.names[inspection.pk], found.due_on, returned)
    label, url = task_labels()[found.task], inspection.get_absolute_url()
    act_url = url if found.task in WITH_PAPERS else step_url(inspection, found.task)
    return Task(
        due_on=found.due_on,
        title=f"{label}: {named.names[inspection.pk]}",
        url=url,
        note=f"{inspection.reference} · {inspection.get_state_display()}",
        act=label,
        act_url=act_url,
        undated=undated_words(found.state),
    )


def _of_many(found: Sum, named: Named, roles: RolesIn) -> Task:
    campaign, n = named.campaigns[found.campaign], found.n
    filters = {"task": found.task, "whose": MINE, "due": found.due}
    url, bulk = matrix_url(campaign, **filters), _bulk_act(found, roles)
    words = {"label": task_labels()[found.task], "n": n}
    return Task(
        due_on=found.due_on,
        title=ngettext("%(label)s: %(n)d đơn vị", "%(label)s: %(n)d đơn vị", n) % words,
        url=url,
        note=_with_campaign(names_of(found, named), campaign, named),
        act=str(bulk.button) if bulk else ngettext("Xem %d đơn vị", "Xem %d đơn vị", n) % n,
        act_url=bulk_url(campaign, bulk.name, **filters) if bulk else url,
        undated=undated_words(found.state),
    )


def _bulk_act(found: Sum, roles: RolesIn) -> BulkAct | None:
    """Return the act for all rows at once: for bodies without a day it is to set one; None where there is none."""
    if "staff" not in roles.board:
        return None
    is_unplanned = found.due == UNDATED and found.task in ("notify", "start")
    return ACTS["schedule"] if is_unplanned else ACTS.get(found.task)


def _reminding_reports(found: Sum, named: Named) -> Task:
    campaign, n = named.campaigns[found.campaign], found.n
    filters = {"task": HAND_IN, "due": LATE}
    what = ngettext("%d đơn vị", "%d đơn vị", n) % n if n > 1 else names_of(found, named)
    return Task(
        due_on=found.due_on,
        title=_("Đôn đốc gửi báo cáo tự kiểm tra: %s") % what,
        url=matrix_url(campaign, **filters),
        note=_with_campaign(names_of(found, named), campaign, named) if n > 1 else campaign.theme,
        act=_("Đôn đốc"),
        act_url=bulk_url(campaign, "remind", **filters),
    )


def names_of(found: Sum, named: Named) -> str:
    """Return "UBND xã A, UBND xã B và 3 đơn vị khác": the earliest due first."""
    names = [named.names[pk] for pk in found.nearest if pk in named.names]
    more = found.n - len(names)
    listed = ", ".join(names)
    if more <= 0:
        return listed
    others = ngettext("%d đơn vị khác", "%d đơn vị khác", more) % more
    return _("%(names)s và %(others)s") % {"names": listed, "others": others} if names else others


def _with_campaign(note: str, campaign: Campaign, named: Named) -> str:
    """Add the campaign's code where several are running."""
    return f"{campaign.code} · {note}" if named.are_several else note


def undated_words(state: str) -> str:
    """Return why there is no deadline, for lines without one."""
    if state == InspectionState.POSTPONED:
        return _("Chờ ngày mới")
    if state in (InspectionState.PLANNED, InspectionState.NOTIFIED):
        return _("Chưa xếp ngày")
    return _("Chưa ghi ngày")


# --- Of recommendations ----------------------------------------------------------------------------------------------
def assignment_line(found: Sum, named: Named) -> Task:
    """Return the line of a sum of the user's own recommendations."""
    if found.task == REMIND:
        return _reminding_answers(found, named)
    step, n = ASSIGNMENT_STEPS[found.task], found.n
    if n == 1:
        return _of_one_assignment(found, named)
    url = recommendations_url(task=found.task, due=found.due)
    return Task(
        due_on=found.due_on,
        title=ngettext("%(label)s: %(n)d đề nghị", "%(label)s: %(n)d đề nghị", n) % {"label": step.label, "n": n},
        url=url,
        note=_owners_of(found, named),
        act=ngettext("Xem %d đề nghị", "Xem %d đề nghị", n) % n,
        act_url=url,
        undated=_("Không ghi hạn"),
    )


def _of_one_assignment(found: Sum, named: Named) -> Task:
    assignment, step = named.assignments[found.nearest[0]], ASSIGNMENT_STEPS[found.task]
    return Task(
        due_on=found.due_on,
        title=f"{step.label}: {assignment.recommendation.text}",
        url=assignment.get_absolute_url(),
        note=f"{assignment} · {assignment.get_state_display()}",
        act=str(step.label),
        act_url=step_url(assignment, step.name),
        undated=_("Không ghi hạn"),
        printed=assignment.due_as_printed,
    )


def _reminding_answers(found: Sum, named: Named) -> Task:
    campaign, n = named.campaigns[found.campaign], found.n
    return Task(
        due_on=found.due_on,
        title=ngettext("Đôn đốc trả lời: %d đề nghị", "Đôn đốc trả lời: %d đề nghị", n) % n,
        url=recommendations_url(campaign=campaign.code, task=REMIND, due=LATE),
        note=_with_campaign(_owners_of(found, named), campaign, named),
        act=_("Đôn đốc"),
        act_url=bulk_url(campaign, "remind", task=ANSWERS),
        printed=due_as_printed(found, named),
    )


def due_as_printed(found: Sum, named: Named) -> str:
    """Return the due date of the one row as its paper words it; "" where there are several, or no such words."""
    return named.assignments[found.nearest[0]].due_as_printed if found.n == 1 else ""


def _owners_of(found: Sum, named: Named) -> str:
    owners = dict.fromkeys(str(named.assignments[pk]) for pk in found.nearest)
    return ", ".join([*owners, *(["…"] if found.n > len(found.nearest) else [])])
