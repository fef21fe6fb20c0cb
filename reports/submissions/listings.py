"""The list of self-reports: who has not opened it, is writing, has sent, is late, returned, accepted."""

from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext

from accounts.people.models import User
from ground.listing import Column, DateFilter, Filter, Listing, choices_of, words_of
from inspections.campaigns.filters import of_campaign
from inspections.campaigns.querysets import is_running
from inspections.delegations.models import delegation_name
from inspections.inspections.listings import READ_OF_INSPECTION, ListedInspection, list_inspections
from inspections.models import Delegation, Inspection
from reports.submissions.models import Dossier, Round
from reports.submissions.querysets import UNOPENED
from reports.submissions.questions.models import Question
from reports.submissions.states import WITH_THE_UNIT, DossierState

NO_DELEGATION = "none"


@dataclass(frozen=True)
class ListedDossier:
    """A self-report with its inspection and the day it was last sent, None where it never was."""

    dossier: Dossier
    inspected: ListedInspection


def _dossiers(user: User) -> QuerySet[Dossier]:
    rows = Dossier.objects.visible_to(user).select_related("inspection__campaign", "inspection__subject_organization")
    last = Round.objects.filter(dossier=OuterRef("pk")).not_withdrawn().order_by("-submitted_at")
    own = ("state", "due_on", *(f"inspection__{name}" for name in READ_OF_INSPECTION))
    return (
        rows.annotate(sent_at=Subquery(last.values("submitted_at")[:1]))
        .only(*own, "inspection__delegation__number")
        .select_related("inspection__delegation")
    )


def list_dossiers(dossiers: list[Dossier], user: User) -> list[ListedDossier]:
    """Return the rows of the list; two queries for all names."""
    named = {row.inspection.pk: row for row in list_inspections([each.inspection for each in dossiers])}
    return [ListedDossier(each, named[each.inspection_id]) for each in dossiers]


def _search(rows: QuerySet, words: str) -> QuerySet:
    return rows.filter(inspection__in=Inspection.objects.search(words))


def late_condition(today: date) -> Q:
    """Return the condition for reports that are overdue in a campaign that runs."""
    return Q(due_on__lt=today, state__in=WITH_THE_UNIT) & is_running("inspection__campaign__")


def _by_opening(rows: QuerySet, value: str) -> QuerySet:
    return rows.with_opened().filter(UNOPENED)


def _due_choices(user: User) -> list[tuple[str, str]]:
    return [("late", _("quá hạn")), ("open", _("còn ở đơn vị"))]


def _by_due(rows: QuerySet, value: str) -> QuerySet:
    if value == "late":
        return rows.filter(late_condition(timezone.localdate()))
    return rows.filter(is_running("inspection__campaign__"), state__in=WITH_THE_UNIT)


def _delegations(user: User) -> list[tuple[str, str]]:
    """Return the delegations whose reports the user may see, with their campaigns; [] for units, who need no such
    choice.
    """
    if not user.reach.board:
        return []
    rows = Delegation.objects.visible_to(user).filter(inspections__dossiers__isnull=False).distinct()
    rows = rows.order_by("-campaign__year", "campaign__code", "number", "pk")
    numbered = rows.values_list("pk", "number", "campaign__code")
    named = [(str(pk), f"{delegation_name(number)} – {code}") for pk, number, code in numbered]
    return [*named, (NO_DELEGATION, _("Chưa có đoàn"))]


def _by_delegation(rows: QuerySet, value: str) -> QuerySet:
    return rows.filter(inspection__delegation=None if value == NO_DELEGATION else value)


def _by_question(rows: QuerySet, value: str) -> QuerySet:
    return rows.filter(is_running("inspection__campaign__"), pk__in=Question.objects.waiting().values("dossier"))


def _lateness(row: ListedDossier) -> str:
    return _("quá hạn") if row.dossier.days_late(timezone.localdate()) else ""


def _delegation(row: ListedDossier) -> str:
    delegation = row.dossier.inspection.delegation
    return _("Đoàn số %d") % delegation.number if delegation and delegation.number else ""


DOSSIERS = Listing(
    name="dossier_list",
    title=_("Báo cáo tự kiểm tra"),
    noun=lambda n: npgettext("counted", "báo cáo", "báo cáo", n),
    section="inspections",
    rows=_dossiers,
    prepare=list_dossiers,
    search=_search,
    columns=(
        Column(
            "subject",
            _("Đơn vị được kiểm tra"),
            lambda row: row.inspected.subject_name,
            url=lambda row: row.dossier.get_absolute_url(),
            sort="inspection__subject_organization__sort_key",
        ),
        Column("reference", _("Mã"), lambda row: row.dossier.inspection.reference, sort="inspection__reference"),
        Column("campaign", _("Đợt"), lambda row: row.dossier.inspection.campaign.theme, is_shown=False),
        Column("delegation", _("Đoàn"), _delegation, sort="inspection__delegation__number"),
        Column("due", _("Hạn gửi"), lambda row: row.dossier.due_on, sort="due_on", note=_lateness),
        Column("sent", _("Gửi lúc"), lambda row: row.dossier.sent_at, sort="sent_at"),
        Column(
            "state",
            _("Trạng thái"),
            words_of("dossier.state", DossierState.choices),
            sort="state",
            shape=lambda row: row.dossier.shape,
        ),
    ),
    filters=(
        of_campaign("inspection__campaign"),
        Filter("state", _("Trạng thái"), **choices_of("state", DossierState.choices)),
        Filter("opened", _("Đơn vị mở xem"), lambda user: [("no", _("chưa mở"))], _by_opening),
        Filter("delegation", _("Đoàn"), _delegations, _by_delegation),
        Filter("due", _("Hạn"), _due_choices, _by_due),
        Filter("question", _("Câu hỏi của đơn vị"), lambda user: [("waiting", _("chờ trả lời"))], _by_question),
        DateFilter("day", _("Hạn gửi ngày"), narrow=lambda rows, day: rows.filter(due_on=day)),
    ),
    template="reports/submissions/list.html",
    tick=lambda row: str(row.dossier.pk),
    may_tick=lambda user: bool(user.reach.staff),
    default_sort="due",
    search_label=_("Tên hoặc mã đơn vị được kiểm tra"),
    search_example=_("{place}… không cần dấu"),
    empty=(
        _("Chưa có báo cáo tự kiểm tra nào."),
        _("Báo cáo hiện ở đây khi đơn vị nhận thông báo kiểm tra."),
    ),
)
