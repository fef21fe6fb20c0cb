"""Tasks of self-reports on home beside the writing of them: to confirm for a unit's leader, to check and to answer
for those who inspect.
"""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.people.models import User
from accounts.people.states import Role
from ground.inputs import excerpt
from inspections.campaigns.querysets import is_running
from inspections.models import Inspection
from portal.campaigns.tasks import HAND_IN, task_labels
from portal.home.sums import Sum
from portal.home.task import Task
from reports.models import Dossier, Question, ReturnItem
from reports.submissions.contents.outline import BY_SLUG
from reports.submissions.states import DossierState

RETURNS_NAMED = 3  # of the points to be mended; the form has all


def report_tasks(user: User, today: date) -> list[Task]:
    """Return the tasks; one query for each kind that the user's roles can have."""
    return [*_of_staff(user), *_to_confirm(user)]


def returns_of(sums: Iterable[Sum]) -> dict[int, list[ReturnItem]]:
    """Return what came back of the reports that the sums name alone, by inspection; one query, none without any."""
    keys = {each.nearest[0] for each in sums if each.task == HAND_IN and each.n == 1}
    if not keys:
        return {}
    rows = ReturnItem.objects.filter(
        round__dossier__inspection__in=keys, round__dossier__state=DossierState.RETURNED, round__withdrawn_at=None
    )
    found: dict[int, list[ReturnItem]] = {}
    for item in rows.select_related("round__dossier", "set_criterion").order_by("-round__n", "pk"):
        items = found.setdefault(item.round.dossier.inspection_id, [])
        if not items or items[0].round_id == item.round_id:  # of the last round
            items.append(item)
    return found


def to_hand_in(inspection: Inspection, name: str, due_on: date | None, returned: list[ReturnItem]) -> Task:
    """Return the line of the one report that a unit has to write, which leads to the form; one that came back says
    why.
    """
    url = reverse("dossier_show", args=[inspection.reference])
    if not returned:
        label = task_labels()[HAND_IN]
        return Task(due_on, f"{label}: {name}", url, inspection.reference, act=label, act_url=url)
    why = "; ".join(map(_why_returned, returned[:RETURNS_NAMED]))
    note = _("%(reference)s · trả lại: %(why)s") % {"reference": inspection.reference, "why": why}
    note += "; …" if len(returned) > RETURNS_NAMED else ""
    return Task(due_on, _("Bổ sung báo cáo tự kiểm tra: %s") % name, url, note, act=_("Bổ sung báo cáo"), act_url=url)


def _why_returned(item: ReturnItem) -> str:
    what = item.set_criterion.number if item.set_criterion else BY_SLUG[item.section].number
    why = f"{what} {item.get_reason_code_display().lower()}"
    return f"{why} – {excerpt(item.note, 80)}" if item.note else why


def _running() -> QuerySet[Dossier]:
    rows = Dossier.objects.filter(is_running("inspection__campaign__")).order_by("due_on", "pk")
    return rows.select_related("inspection__campaign", "inspection__subject_organization")


def _of_staff(user: User) -> list[Task]:
    """Return what staff have to do with reports: check those that came in, answer what units ask; one query."""
    if not user.reach.staff:
        return []
    is_waiting = Exists(Question.objects.waiting().filter(dossier=OuterRef("pk")))
    rows = _running().filter(inspection__campaign__inspecting_organization__in=user.reach.staff)
    found = list(rows.annotate(has_question=is_waiting).filter(Q(state=DossierState.SENT) | Q(has_question=True)))
    sent = [each for each in found if each.state == DossierState.SENT]
    return [*_to_answer([each for each in found if each.has_question]), *_to_check(sent)]


def _to_answer(found: list[Dossier]) -> list[Task]:
    if not found:
        return []
    words = ngettext("Câu hỏi của đơn vị: %d", "Câu hỏi của đơn vị: %d", len(found)) % len(found)
    url, act, note = f"{reverse('dossier_list')}?question=waiting", _("Xem danh sách"), ""
    if len(found) == 1:
        inspection = found[0].inspection
        url, act = reverse("dossier_questions", args=[inspection.reference]), _("Trả lời")
        note = f"{inspection.subject_organization.full_name_at(inspection.day)} · {inspection.reference}"
    return [Task(None, words, url, note, act=act, act_url=url, undated=_("Chờ trả lời"))]


def _to_check(found: list[Dossier]) -> list[Task]:
    if not found:
        return []
    if len(found) == 1:
        return [_check_one(found[0])]
    words = ngettext("Kiểm tra báo cáo tự kiểm tra: %d đơn vị", "Kiểm tra báo cáo tự kiểm tra: %d đơn vị", len(found))
    url = f"{reverse('dossier_list')}?state={DossierState.SENT}"
    return [Task(None, words % len(found), url, "", act=_("Xem danh sách"), act_url=url, undated=_("Vừa gửi đến"))]


def _check_one(dossier: Dossier) -> Task:
    inspection = dossier.inspection
    name = inspection.subject_organization.full_name_at(inspection.day)
    at = reverse("dossier_check", args=[inspection.reference])
    title = _("Kiểm tra báo cáo tự kiểm tra: %s") % name
    return Task(None, title, at, inspection.reference, act=_("Kiểm tra"), act_url=at, undated=_("Vừa gửi đến"))


def _to_confirm(user: User) -> list[Task]:
    led = [each.split(" ")[1] for each in user.reach.memberships if each.startswith(f"{Role.UNIT_LEADER} ")]
    if not led:
        return []
    rows = _running().filter(
        inspection__subject_organization__in=led,
        inspection__campaign__is_confirmation_asked=True,
        state__in=[DossierState.WRITING, DossierState.RETURNED],
        confirmed_at=None,
        is_waived=False,
    )
    return [_confirm_one(each) for each in rows]


def _confirm_one(dossier: Dossier) -> Task:
    inspection = dossier.inspection
    return Task(
        due_on=dossier.due_on,
        title=_("Xác nhận báo cáo tự kiểm tra"),
        url=dossier.get_absolute_url(),
        note=f"{inspection.reference} · {inspection.campaign.theme}",
        act=_("Xác nhận"),
        act_url=reverse("dossier_step", args=[inspection.reference, "confirm"]),
    )
