"""One step for many inspections: first shows for which it can be done, then does it in the background."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet, prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from accounts.models import Membership, OrganizationName
from accounts.organizations.querysets import in_force
from accounts.people.models import User
from inspections.inspections.states import INSPECTION_STEPS, InspectionState
from inspections.models import Campaign, Delegation, Inspection, Session
from portal.campaigns.reminders import bodies_to_remind, remind, why_not
from workflow.jobs import batches
from workflow.models import Batch
from workflow.records.refusals import TakenAlready
from workflow.steps.acts import missing_for, take

NAMED = 50  # rows that the page of confirmation names; the rest is counted


@dataclass(frozen=True)
class BulkAct:
    """An act for many inspections. `reason_label`: label of the text to type, "" without one; `button`: a verb;
    `address`: name of the address of an act with pages of its own; `plans`: done while the campaign is prepared too.
    """

    name: str
    button: str
    does: str
    reason_label: str = ""
    needs_reason: bool = False
    address: str = ""
    plans: bool = False

    @property
    def is_step(self) -> bool:
        """Tell whether it is a step of the inspection, which may have been done on an earlier day."""
        return self.name in INSPECTION_STEPS


ACTS = {
    act.name: act
    for act in (
        BulkAct(
            "schedule",
            gettext_lazy("Phân đoàn, xếp lịch"),
            gettext_lazy("Giao đơn vị cho các đoàn, đặt ngày, giờ và nơi làm việc."),
            address="campaign_schedule",
            plans=True,
        ),
        BulkAct("notify", gettext_lazy("Gửi thông báo"), INSPECTION_STEPS["notify"].does),
        BulkAct("start", INSPECTION_STEPS["start"].label, INSPECTION_STEPS["start"].does),
        BulkAct("draft", INSPECTION_STEPS["draft"].label, INSPECTION_STEPS["draft"].does),
        BulkAct(
            "remind", gettext_lazy("Đôn đốc"), INSPECTION_STEPS["reminded"].does, gettext_lazy("Lời nhắn (nếu cần)")
        ),
        BulkAct(
            "postpone",
            pgettext_lazy("step", "Tạm hoãn"),
            INSPECTION_STEPS["postpone"].does,
            gettext_lazy("Lý do"),
            True,
        ),
    )
}


@dataclass
class JudgedInspections:
    """`can`: inspections; `cannot`: inspections with `why`; `reasons`: how many are refused for each reason."""

    can: list[Inspection] = field(default_factory=list)
    cannot: list[tuple[Inspection, str]] = field(default_factory=list)
    reasons: Counter = field(default_factory=Counter)

    @property
    def reasons_by_count(self) -> list[tuple[str, int]]:
        """Return the reasons, the commonest first; a template would look `most_common` up as a key."""
        return self.reasons.most_common()


def judge(act: BulkAct, inspections: QuerySet, campaign: Campaign, actor: User, today: date) -> JudgedInspections:
    """Judge for which inspections the act can be done now, and why not for others; the number of queries doesn't
    depend on theirs.
    """
    judged = JudgedInspections()
    refusals = _reminding(inspections, today) if act.name == "remind" else _stepping(act.name)
    for inspection in _with_roles(inspections, campaign):
        mine = "staff" in inspection.roles_of(actor, today)
        why = " ".join(refusals(inspection)) if mine else _("Việc này không thuộc vai trò của bạn.")
        if why:
            judged.cannot.append((inspection, why))
            judged.reasons.update([why])
        else:
            judged.can.append(inspection)
    return judged


def _with_roles(inspections, campaign: Campaign) -> list[Inspection]:
    """Load the rows without relations, and set on each the one campaign and delegation they share."""
    delegations = {row.pk: row for row in Delegation.objects.filter(campaign=campaign).prefetch_related("members")}
    rows = list(Inspection.objects.filter(pk__in=inspections.order_by().values("pk")).order_by("reference"))
    for row in rows:
        row.campaign, row.delegation = campaign, delegations.get(row.delegation_id)
    return rows


def _stepping(name: str):
    step = INSPECTION_STEPS[name]

    def refusals(inspection) -> list[str]:
        if inspection.state in step.from_states:
            return missing_for(inspection, step)
        return [_("Trạng thái hiện là “%s”.") % inspection.get_state_display()]

    return refusals


def _reminding(inspections, today: date):
    owed = bodies_to_remind(inspections)
    acting = Membership.objects.acting_for({body for bodies in owed.values() for body in bodies}, today)
    return lambda inspection: why_not(owed.get(inspection.pk, {}), acting)


@dataclass(frozen=True)
class Lack:
    """What inspections lack that the act doesn't need: in words, which of them, where to mend it ("" for nowhere)."""

    words: str
    rows: list["JudgedRow"]
    n: int
    address: str = ""
    button: str = ""


def lacks(act: BulkAct, judged: JudgedInspections, campaign: Campaign, today: date) -> list[Lack]:
    """Return what to see to before bodies are notified: no day yet, or nobody with an account who would read it."""
    if act.name != "notify":
        return []
    keys = [inspection.pk for inspection in judged.can]
    dated = set(Session.objects.filter(inspection__in=keys, held_on__isnull=False).values_list("inspection", flat=True))
    acting = Membership.objects.acting_for({body for each in judged.can for body in _readers_of(each)}, today)
    undated = [each for each in judged.can if each.pk not in dated]
    unread = [each for each in judged.can if not any(acting.get(body) for body in _readers_of(each))]
    schedule = f"{reverse('campaign_schedule', args=[campaign.code])}?all=1&state={InspectionState.PLANNED}"
    readers = reverse("campaign_readers", args=[campaign.code])
    found = [
        (_("Chưa có ngày làm việc"), undated, schedule, _("Phân đoàn, xếp lịch")),
        (_("Chưa có tài khoản nào của đơn vị để đọc thông báo"), unread, readers, _("Xem, lập tài khoản")),
    ]
    return [
        Lack(words, _judged_rows(rows[:NAMED], campaign.day), len(rows), address, button)
        for words, rows, address, button in found
        if rows
    ]


def _readers_of(inspection: Inspection) -> set[int]:
    return {inspection.subject_organization_id, inspection.reporting_organization_id}


def way_to_mend(judged: JudgedInspections, campaign: Campaign) -> str:
    """Return the address where refused rows get a delegation; "" where none of them lacks one."""
    lacking = any(inspection.delegation is None for inspection, _why in judged.cannot)
    if not lacking:
        return ""
    address = reverse("campaign_schedule", args=[campaign.code])
    return f"{address}?all=1&state={InspectionState.PLANNED}&delegation=none"


@dataclass(frozen=True)
class JudgedRow:
    """An inspection on the page of confirmation; `why` it is kept back, "" where it isn't."""

    inspection: Inspection
    subject_name: str
    why: str = ""


@dataclass(frozen=True)
class NamedRows:
    """The first of those that can be done and of those that can't."""

    can: list[JudgedRow]
    cannot: list[JudgedRow]


def named(judged: JudgedInspections, day: date) -> NamedRows:
    """Return the first rows of both sorts, with the subject's name as at `day`."""
    can, cannot = judged.can[:NAMED], judged.cannot[:NAMED]
    prefetch_related_objects([*can, *(inspection for inspection, _why in cannot)], "subject_organization__names")
    return NamedRows(
        can=[_judged_row(inspection, day) for inspection in can],
        cannot=[_judged_row(inspection, day, why) for inspection, why in cannot],
    )


def _judged_rows(inspections: list[Inspection], day: date) -> list[JudgedRow]:
    prefetch_related_objects(inspections, "subject_organization__names")
    return [_judged_row(inspection, day) for inspection in inspections]


def _judged_row(inspection: Inspection, day: date, why: str = "") -> JudgedRow:
    return JudgedRow(inspection, inspection.subject_organization.full_name_at(day), why)


def button_words(act: BulkAct, judged: JudgedInspections) -> str:
    """Return the button's text: "Gửi thông báo cho 12 đơn vị"."""
    n = len(judged.can)
    words = {
        "notify": ngettext("Gửi thông báo cho %d đơn vị", "Gửi thông báo cho %d đơn vị", n),
        "start": ngettext("Bắt đầu làm việc với %d đơn vị", "Bắt đầu làm việc với %d đơn vị", n),
        "draft": ngettext("Soạn kết luận của %d đơn vị", "Soạn kết luận của %d đơn vị", n),
        "remind": ngettext("Đôn đốc %d đơn vị", "Đôn đốc %d đơn vị", n),
        "postpone": ngettext("Tạm hoãn %d đơn vị", "Tạm hoãn %d đơn vị", n),
    }
    return words[act.name] % n


def start(act: BulkAct, judged: JudgedInspections, campaign: Campaign, actor: User, typed: dict, path: str) -> Batch:
    """Start a batch over the inspections for which the act can be done; `typed`: what the form has cleaned."""
    subjects = {row.subject_organization_id for row in judged.can}
    names = OrganizationName.objects.filter(in_force(campaign.day), organization__in=subjects)
    names = dict(names.order_by("starts_on").values_list("organization", "full_name"))
    items = [
        (str(row.pk), f"{names.get(row.subject_organization_id, '')} ({row.reference})".strip()) for row in judged.can
    ]
    label = f"{act.button} – {campaign.code}"
    day = typed.get("happened_on")
    parameters = {"reason": typed.get("reason", ""), "happened_on": day.isoformat() if day else ""}
    return batches.start(f"inspections.{act.name}", actor, items, label, path, **parameters)


# --- How one item is done --------------------------------------------------------------------------------------------
@batches.work("inspections.notify")
def notify_one(batch: Batch, key: str) -> str:
    return _take_one(batch, key, "notify")


@batches.work("inspections.start")
def start_one(batch: Batch, key: str) -> str:
    return _take_one(batch, key, "start")


@batches.work("inspections.draft")
def draft_one(batch: Batch, key: str) -> str:
    return _take_one(batch, key, "draft")


@batches.work("inspections.postpone")
def postpone_one(batch: Batch, key: str) -> str:
    return _take_one(batch, key, "postpone")


@batches.work("inspections.remind")
def remind_one(batch: Batch, key: str) -> str:
    n = remind(Inspection.objects.get(pk=key), batch.actor, batch.parameters["reason"])
    return _("Đã nhắc %d người.") % n


def _take_one(batch: Batch, key: str, name: str) -> str:
    """Take the step; one that somebody else has taken meanwhile counts as done."""
    inspection = Inspection.objects.get(pk=key)
    try:
        day = batch.parameters.get("happened_on")
        happened_on = date.fromisoformat(day) if day else None
        take(inspection, name, batch.actor, reason=batch.parameters["reason"], happened_on=happened_on)
    except TakenAlready:
        inspection.refresh_from_db()
        if inspection.state != INSPECTION_STEPS[name].to:
            raise
        return _("Đã ở trạng thái này từ trước.")
    return ""
