"""Reminders (đôn đốc): which bodies on the inspected side still owe something, and the notices to their users."""

from collections import defaultdict
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Membership
from accounts.people.models import User
from ground.text import short_date
from inspections.campaigns.querysets import is_running
from inspections.inspections.querysets import is_published
from inspections.inspections.self_report import report_missing
from inspections.models import Assignment, Inspection
from inspections.recommendations.states import WITH_THE_OWNER
from reports.models import Dossier
from reports.submissions.standing import with_report
from workflow.history.notices import columns_of, holds_while, notice_words
from workflow.models import Event, Notice
from workflow.records.refusals import NotYours, StepRefused

KIND = "campaigns.reminder"


def bodies_to_remind(inspections: QuerySet) -> dict[int, dict[int, list]]:
    """Map inspection → body → what it owes: "report", and the due date (or None) of each assignment."""
    owed = defaultdict(lambda: defaultdict(list))
    owing = with_report(inspections).filter(report_missing()).order_by()
    for inspection, body in owing.values_list("pk", "reporting_organization"):
        owed[inspection][body].append("report")
    assigned = Assignment.objects.filter(
        is_published("recommendation__inspection__"),
        recommendation__inspection__in=inspections.order_by().values("pk"),
        state__in=WITH_THE_OWNER,
        owner_organization__isnull=False,
    )
    for inspection, body, due in assigned.values_list("recommendation__inspection", "owner_organization", "due_on"):
        owed[inspection][body].append(due)
    return owed


def why_not(owed: dict[int, list], acting: dict[int, set[int]]) -> list[str]:
    """Return why nobody can be reminded; [] when somebody can. `owed`, `acting`: by body what it owes, and its
    users.
    """
    if not owed:
        return [_("Đơn vị không còn việc nào phải làm lúc này.")]
    if not any(acting.get(body) for body in owed):
        return [_("Chưa có tài khoản nào của đơn vị để nhận lời nhắc.")]
    return []


def remind(inspection: Inspection, actor: User, note: str = "", now: datetime | None = None) -> int:
    """Send a notice to each user who acts for a body that owes something; return their number. Raises StepRefused."""
    now = now or timezone.now()
    today = timezone.localdate(now)
    with transaction.atomic():
        locked = Inspection.objects.select_for_update().get(pk=inspection.pk)
        if "staff" not in locked.roles_of(actor, today):
            raise NotYours([_("Việc này không thuộc vai trò của bạn.")])
        owed = bodies_to_remind(Inspection.objects.filter(pk=locked.pk)).get(locked.pk, {})
        acting = Membership.objects.acting_for(set(owed), today)
        refusals = why_not(owed, acting)
        if refusals:
            raise StepRefused(refusals)
        notices = [
            Notice(recipient_id=user, path=_path_for(locked, body, owed[body]), **columns)
            for body in owed
            for columns in [columns_of(KIND, **facts_of(locked, owed[body], note))]
            for user in sorted(acting.get(body, ()))
        ]
        Notice.objects.bulk_create(notices)
        changes = {"people": len(notices)}
        state = {"from_state": locked.state, "to_state": locked.state}
        Event.objects.create(
            at=now, actor=actor, act="reminded", subject=locked, reason=note.strip(), changes=changes, **state
        )
    return len(notices)


def facts_of(inspection: Inspection, owed: list, note: str) -> dict[str, Any]:
    """Return what a notice says: `n` assignments, None for the self-report, until when, and the sender's own words."""
    if "report" in owed:
        n, due = None, with_report(Inspection.objects.all()).get(pk=inspection.pk).report_due
    else:
        n, due = len(owed), min(filter(None, owed), default=None)
    about = {"reference": inspection.reference, "campaign": inspection.campaign.theme}
    return {"n": n, "due": due.isoformat() if due else "", "note": note, **about}


@notice_words(KIND)
def reminder_words(facts: dict[str, Any]) -> str:
    """Return "Đôn đốc: gửi báo cáo tự kiểm tra, hạn 05/04/2026 (DVCQ2026-28114). Gửi sớm giúp."."""
    n, due = facts["n"], facts["due"]
    what = _("gửi báo cáo tự kiểm tra")
    if n is not None:
        what = ngettext("thực hiện %d đề nghị", "thực hiện %d đề nghị", n) % n
    until = _(", hạn %s") % short_date(date.fromisoformat(due)) if due else ""
    params = {"what": what, "until": until, "reference": facts["reference"]}
    return " ".join([_("Đôn đốc: %(what)s%(until)s (%(reference)s).") % params, facts["note"]]).strip()


@holds_while(KIND)
def is_still_owed(facts: dict[str, Any]) -> bool:
    """Tell whether the inspection's report, or any of its recommendations, is still to be seen to by its body."""
    if facts["n"] is None:
        return Dossier.objects.awaited().filter(inspection__reference=facts["reference"]).exists()
    rows = Assignment.objects.filter(is_running("recommendation__campaign__"), state__in=WITH_THE_OWNER)
    return rows.filter(recommendation__inspection__reference=facts["reference"]).exists()


def _path_for(inspection: Inspection, body: int, owed: list) -> str:
    """Return the report where it is missing, else the inspection's page for users who may open it, and the page of
    assignments for other owners.
    """
    if "report" in owed:
        return reverse("dossier_show", args=[inspection.reference])
    own = (
        inspection.subject_organization_id,
        inspection.reporting_organization_id,
        inspection.presenting_organization_id,
    )
    return inspection.get_absolute_url() if body in own else "/"
