"""One act for many self-reports: reminded, or given another due day; first judged, then done in the background."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.organizations.naming import BodyNames
from accounts.people.models import User
from ground.listing import ListQuery
from ground.text import key_in
from inspections.models import Campaign
from reports.submissions.following.notices import NOTE_LETTERS, REMINDER, notices_for, writers_of
from reports.submissions.listings import DOSSIERS
from reports.submissions.models import Dossier
from reports.submissions.states import DOSSIER_STEPS
from workflow.jobs import batches
from workflow.models import Batch, Event, Notice
from workflow.records.refusals import NotYours, StepRefused
from workflow.steps.acts import take

NAMED = 50  # rows that the page of confirmation names; the rest is counted
MOST_TICKED = 50  # rows of a page of the list


@dataclass(frozen=True)
class BulkAct:
    """An act for many reports. `reason_label`: label of the text to type; `has_day`: it sets a due day."""

    name: str
    button: str
    does: str
    reason_label: str
    has_day: bool = False


ACTS = {
    act.name: act
    for act in (
        BulkAct("remind", gettext_lazy("Nhắc"), DOSSIER_STEPS["reminded"].does, gettext_lazy("Lời nhắn (nếu cần)")),
        BulkAct("extend", DOSSIER_STEPS["extend"].label, DOSSIER_STEPS["extend"].does, gettext_lazy("Lý do"), True),
    )
}


def chosen(user: User, address: QueryDict) -> QuerySet[Dossier]:
    """Return the reports named in the address: the rows that were ticked, or with `all` those that match its filters.
    An address that isn't understood names none, because an act must not reach rows that nobody chose.
    """
    ticked = address.getlist("row")
    query = ListQuery(DOSSIERS, address, user)
    if len(ticked) > MOST_TICKED or query.ignored:
        raise BadRequest
    rows = Dossier.objects.visible_to(user)
    if "all" in address:
        return query.narrowed(rows)
    return rows.filter(pk__in=[key for key in map(key_in, ticked) if key])


@dataclass(frozen=True)
class JudgedReport:
    """A report on the page of confirmation; `why` it is kept back, "" where it isn't."""

    dossier: Dossier
    name: str
    why: str = ""


@dataclass(frozen=True)
class JudgedReports:
    """Reports for which the act can be done, and the others; `reasons`: how many are kept back for each."""

    can: list[JudgedReport] = field(default_factory=list)
    cannot: list[JudgedReport] = field(default_factory=list)

    @property
    def reasons(self) -> list[tuple[str, int]]:
        return Counter(each.why for each in self.cannot).most_common()

    @property
    def shown(self) -> list[JudgedReport]:
        return self.can[:NAMED]

    @property
    def held_back(self) -> list[JudgedReport]:
        return self.cannot[:NAMED]


def judge(act: BulkAct, dossiers: QuerySet[Dossier], actor: User, today: date) -> JudgedReports:
    """Judge for which reports the act can be done now; the number of queries doesn't depend on theirs."""
    rows = list(_loaded(dossiers))
    names = BodyNames([each.inspection.subject_organization for each in rows])
    writers = writers_of(rows, today)
    judged, mine = JudgedReports(), _Roles(actor, today)
    for dossier in rows:
        inspection = dossier.inspection
        why = mine.why_not(inspection.campaign) or _why_not(act, dossier, writers, today)
        name = names.at(inspection.subject_organization_id, inspection.campaign.day)
        (judged.cannot if why else judged.can).append(JudgedReport(dossier, name, why))
    return judged


def _loaded(dossiers: QuerySet[Dossier]) -> QuerySet[Dossier]:
    above = "inspection__campaign"
    rows = Dossier.objects.filter(pk__in=dossiers.order_by().values("pk")).order_by("inspection__reference")
    bodies = ("inspection__subject_organization", "reporting_organization")
    return rows.select_related(f"{above}__inspecting_organization", f"{above}__taken_over_by", *bodies)


class _Roles:
    """Who may act in which campaign; looked up once for each."""

    def __init__(self, actor: User, today: date) -> None:
        self.actor, self.today = actor, today
        self.known: dict[int, bool] = {}

    def why_not(self, campaign: Campaign) -> str:
        if campaign.pk not in self.known:
            self.known[campaign.pk] = campaign.state == "open" and "staff" in campaign.roles_of(self.actor, self.today)
        return "" if self.known[campaign.pk] else _("Việc này không thuộc vai trò của bạn.")


def _why_not(act: BulkAct, dossier: Dossier, writers: dict[int, set[int]], today: date) -> str:
    if dossier.state not in DOSSIER_STEPS["extend"].from_states:
        return _("Trạng thái hiện là “%s”.") % dossier.get_state_display()
    if not dossier.can_be_sent(today):
        return _("Đơn vị không gửi báo cáo được nữa: cuộc kiểm tra đã xong, hoặc đơn vị đã kết thúc.")
    if act.name == "remind" and not writers.get(dossier.reporting_organization_id):
        return _("Chưa có tài khoản nào của đơn vị để nhận lời nhắc.")
    return ""


def button_words(act: BulkAct, judged: JudgedReports) -> str:
    """Return the button's text: "Nhắc 12 đơn vị"."""
    n = len(judged.can)
    if act.has_day:
        return ngettext("Đổi hạn gửi của %d đơn vị", "Đổi hạn gửi của %d đơn vị", n) % n
    return ngettext("Nhắc %d đơn vị", "Nhắc %d đơn vị", n) % n


def start(act: BulkAct, judged: JudgedReports, actor: User, typed: dict, path: str) -> Batch:
    """Start a batch over the reports for which the act can be done; `typed`: what the form has cleaned."""
    items = [(str(each.dossier.pk), f"{each.name} ({each.dossier.inspection.reference})") for each in judged.can]
    day = typed.get("due_on")
    parameters = {"reason": typed["reason"], "due_on": day.isoformat() if day else ""}
    label = f"{act.button} – {DOSSIERS.title}"
    return batches.start(f"submissions.{act.name}", actor, items, label, path, **parameters)


# --- How one item is done --------------------------------------------------------------------------------------------
@batches.work("submissions.remind")
def remind_one(batch: Batch, key: str) -> str:
    """Send a notice to everybody who writes the report, with the sender's words; the history says that they did."""
    today = timezone.localdate()
    dossier = Dossier.objects.select_for_update(of=("self",)).get(pk=key)
    if "staff" not in dossier.roles_of(batch.actor, today):
        raise NotYours([_("Việc này không thuộc vai trò của bạn.")])
    writers = writers_of([dossier], today)
    why = _why_not(ACTS["remind"], dossier, writers, today)
    if why:
        raise StepRefused([why])
    users, note = writers[dossier.reporting_organization_id], batch.parameters["reason"].strip()
    Notice.objects.bulk_create(notices_for(users, REMINDER, [dossier], note=note[:NOTE_LETTERS]))
    state = {"from_state": dossier.state, "to_state": dossier.state}
    noted = {"due": dossier.due_on.isoformat(), "people": len(users)}
    Event.objects.create(actor=batch.actor, act="reminded", subject=dossier, reason=note, changes=noted, **state)
    return _("Đã nhắc %d người.") % len(users)


@batches.work("submissions.extend")
def extend_one(batch: Batch, key: str) -> str:
    """Give the report its new due day; one that has it already counts as done."""
    dossier, day = Dossier.objects.get(pk=key), date.fromisoformat(batch.parameters["due_on"])
    if day < timezone.localdate():
        raise StepRefused([_("Ngày này đã qua.")])
    if dossier.due_on == day:
        return _("Hạn đã là ngày này.")
    take(dossier, "extend", batch.actor, reason=batch.parameters["reason"], due_on=day)
    return ""
