"""What a step binds, listed on the page that confirms it: it can't be changed, or not easily, afterwards."""

from datetime import date

from django.db.models import Count, Prefetch, QuerySet, prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import OrganizationSuccession
from accounts.people.models import User
from ground.text import short_date
from inspections.inspections.states import InspectionState
from inspections.models import Assignment, Campaign, Finding, Inspection, PaperLink, Recommendation
from inspections.recommendations.states import OPEN_ASSIGNMENTS
from inspections.values.placeholders import ValuePlaceholders, placeholders_for
from reports.documents.issue.composing import step_of
from reports.documents.listings import kind_name, number_of
from reports.documents.models import Document
from workflow.records.models import Stateful
from workflow.steps.bound import BoundPart, BoundRow, Maker, bound_by

NAMED = 50  # rows that are named; the rest is counted, and led to
WORDS = 160  # of a recommendation in the list of a campaign


# --- Of a campaign -----------------------------------------------------------------------------------------------
def _unfinished(campaign: Campaign, user: User, today: date) -> list[BoundPart]:
    rows = campaign.inspections.visible_to(user).unfinished()
    return [
        BoundPart(
            title=_("Cuộc kiểm tra chưa xong"),
            n=rows.count(),
            rows=_inspection_rows(rows, campaign.day),
            empty=_("Không còn cuộc kiểm tra nào chưa xong."),
            ways=_ways_by_state(campaign, rows),
        )
    ]


def _withheld(campaign: Campaign, user: User, today: date) -> list[BoundPart]:
    rows = campaign.inspections.visible_to(user).filter(is_withheld=True)
    n = rows.count()
    return [BoundPart(_("Kết luận chưa công bố"), n, _inspection_rows(rows, campaign.day))] if n else []


def _inspection_rows(rows: QuerySet[Inspection], day: date) -> list[BoundRow]:
    first = list(rows.order_by("reference")[:NAMED])
    prefetch_related_objects(first, "subject_organization__names")
    return [
        BoundRow(
            each.subject_organization.full_name_at(day),
            each.get_absolute_url(),
            f"{each.reference} · {each.get_state_display()}",
        )
        for each in first
    ]


def _ways_by_state(campaign: Campaign, rows: QuerySet[Inspection]) -> tuple[BoundRow, ...]:
    """Return the state of each row with its count, and the address where the matrix shows exactly those."""
    counts = dict(rows.order_by().values_list("state").annotate(n=Count("pk")))
    return tuple(
        BoundRow(f"{state.label}: {counts[state]}", f"{campaign.get_absolute_url()}?state={state}")
        for state in InspectionState
        if state in counts
    )


def _open_assignments(campaign: Campaign, user: User, today: date) -> list[BoundPart]:
    rows = Assignment.objects.visible_to(user).binding()
    rows = rows.filter(recommendation__campaign=campaign, state__in=OPEN_ASSIGNMENTS)
    n = rows.count()
    return [
        BoundPart(
            title=_("Đề nghị chưa xong"),
            n=n,
            rows=[_assignment_row(each) for each in rows.select_related("recommendation")[:NAMED]],
            empty=_("Mọi đề nghị đã xong, hoặc đã chuyển đợt sau."),
            ways=(_way_to_open(campaign, n),) if n else (),
        )
    ]


def _way_to_open(campaign: Campaign, n: int) -> BoundRow:
    words = ngettext("Xem cả %d đề nghị trong danh sách", "Xem cả %d đề nghị trong danh sách", n) % n
    return BoundRow(words, f"{reverse('recommendation_list')}?campaign={campaign.code}&due=open")


def _assignment_row(assignment: Assignment) -> BoundRow:
    words = assignment.recommendation.text[:WORDS]
    due = assignment.due_as_printed or (short_date(assignment.due_on) if assignment.due_on else "")
    note = " · ".join(filter(None, [assignment.owner_as_printed, due, assignment.get_state_display()]))
    return BoundRow(words, assignment.get_absolute_url(), note)


def _criteria(campaign: Campaign, user: User, today: date) -> list[BoundPart]:
    criteria_set = campaign.criteria_set
    criteria = list(criteria_set.criteria.order_by("order", "pk"))
    rows = [BoundRow(f"{each.number} {each.label}") for each in criteria[:NAMED]]
    way = BoundRow(str(criteria_set), reverse("criteria_set_show", args=[criteria_set.pk]))
    return [BoundPart(_("Chỉ tiêu được chốt"), len(criteria), rows, _("Chưa có chỉ tiêu nào."), (way,))]


def _subjects(campaign: Campaign, user: User, today: date) -> list[BoundPart]:
    rows = campaign.inspections.visible_to(user)
    return [BoundPart(_("Đơn vị được kiểm tra"), rows.count(), _inspection_rows(rows, campaign.day), _("Chưa nhập."))]


# --- Of an inspection --------------------------------------------------------------------------------------------
def _plan(inspection: Inspection, user: User, today: date) -> list[BoundPart]:
    delegation = inspection.delegation
    members = list(delegation.members.select_related("person").order_by("position")) if delegation else []
    rows = [BoundRow(str(member.name), note=str(member.get_role_display())) for member in members]
    ways = (BoundRow(str(delegation), reverse("delegation_show", args=[delegation.pk])),) if delegation else ()
    return [BoundPart(_("Đoàn kiểm tra"), len(rows), rows, _("Chưa nhập."), ways), *_sessions(inspection, user, today)]


def _sessions(inspection: Inspection, user: User, today: date) -> list[BoundPart]:
    at = f"{inspection.get_absolute_url()}#sessions"
    rows = [BoundRow(str(each), at, each.place) for each in inspection.sessions.all()]
    return [BoundPart(_("Buổi làm việc"), len(rows), rows, _nothing(inspection.get_dates_absence_display()))]


def _nothing(absence: str) -> str:
    """Return what is said where nothing is entered; `absence`: why, "" where nobody has said."""
    return f"{absence}." if absence else _("Chưa nhập.")


def _findings(inspection: Inspection, user: User, today: date) -> list[BoundPart]:
    found = list(Finding.objects.visible_to(user).filter(inspection=inspection).order_by("position", "pk"))
    values = placeholders_for(inspection, user)
    titles = {Finding.Kind.STRENGTH: _("Ưu điểm"), Finding.Kind.SHORTCOMING: _("Hạn chế")}
    absences = {
        Finding.Kind.STRENGTH: inspection.get_strengths_absence_display(),
        Finding.Kind.SHORTCOMING: inspection.get_shortcomings_absence_display(),
    }
    parts = []
    for kind, title in titles.items():
        rows = [_finding_row(each, inspection, values) for each in found if each.kind == kind]
        parts.append(BoundPart(title, len(rows), rows, _nothing(absences[kind])))
    return parts


def _finding_row(finding: Finding, inspection: Inspection, values: ValuePlaceholders) -> BoundRow:
    address = f"{inspection.get_absolute_url()}#finding-{finding.pk}"
    return BoundRow(values.text(finding.text), address, _("Nội bộ") if finding.is_internal else "")


def _recommendations(inspection: Inspection, user: User, today: date) -> list[BoundPart]:
    assignments = Prefetch("assignments", Assignment.objects.order_by("pk"))
    found = Recommendation.objects.visible_to(user).filter(inspection=inspection)
    rows = [
        _recommendation_row(each, inspection) for each in found.order_by("position", "pk").prefetch_related(assignments)
    ]
    absence = inspection.get_recommendations_absence_display()
    return [BoundPart(_("Đề nghị, kiến nghị"), len(rows), rows, _nothing(absence))]


def _recommendation_row(recommendation: Recommendation, inspection: Inspection) -> BoundRow:
    owners = ", ".join(each.owner_as_printed for each in recommendation.assignments.all())
    address = f"{inspection.get_absolute_url()}#recommendations"
    return BoundRow(recommendation.text, address, owners or _("chưa giao nơi thực hiện"))


def _papers(inspection: Inspection, user: User, today: date) -> list[BoundPart]:
    links = (
        PaperLink.objects.visible_to(user).filter(inspection=inspection).select_related("paper__file").order_by("pk")
    )
    rows = [BoundRow(str(link.paper), link.paper.download_url, str(link.get_role_display())) for link in links]
    return [BoundPart(_("Văn bản"), len(rows), rows, _("Chưa có văn bản nào."))]


# --- Of an assignment --------------------------------------------------------------------------------------------
def _heirs(assignment: Assignment, user: User, today: date) -> list[BoundPart]:
    shares = OrganizationSuccession.objects.shares_of(assignment.owner_organization_id)
    rows = [BoundRow(share.new.full_name_at(today)) for share in shares]
    return [BoundPart(_("Cơ quan nhận phần việc này"), len(rows), rows, _("Danh mục chưa ghi cơ quan kế thừa."))]


# --- Of a paper --------------------------------------------------------------------------------------------------
def _paper_itself(document: Document, user: User, today: date) -> list[BoundPart]:
    words = " ".join(filter(None, [kind_name(document.kind), number_of(document)]))
    row = BoundRow(words, reverse("document_download", args=[document.pk]), _("đọc bản in"))
    return [BoundPart(_("Văn bản"), 1, [row])]


def _concluded_by_it(document: Document, user: User, today: date) -> list[BoundPart]:
    """Return what the issue concludes, for the paper that takes the inspection's step."""
    step = step_of(document)
    return list(bound_by(document.inspection, step, user, today)) if step == "conclude" else []


_CONTENTS: tuple[Maker, ...] = (_findings, _recommendations, _papers)
BINDS: dict[tuple[type[Stateful], str], tuple[Maker, ...]] = {
    (Campaign, "open"): (_criteria, _subjects),
    (Campaign, "close"): (_open_assignments, _unfinished, _withheld),
    (Campaign, "cancel"): (_unfinished, _open_assignments),
    (Inspection, "notify"): (_plan,),
    (Inspection, "record"): (_sessions, *_CONTENTS),
    (Inspection, "submit"): _CONTENTS,
    (Inspection, "conclude"): _CONTENTS,
    (Inspection, "close"): _CONTENTS,
    (Inspection, "cancel"): _CONTENTS,
    (Assignment, "transfer"): (_heirs,),
    (Document, "submit"): (_paper_itself,),
    (Document, "issue"): (_concluded_by_it,),
    (Document, "publish"): (_paper_itself, _concluded_by_it),
}
