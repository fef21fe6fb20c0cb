"""The list of recommendations."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext

from accounts.people.models import User
from ground.listing import Column, Filter, Listing, choices_of, words_of
from inspections.campaigns.filters import of_campaign
from inspections.inspections.listings import READ_OF_INSPECTION, ListedInspection, list_inspections
from inspections.inspections.models import Inspection
from inspections.recommendations.filters import BY_AGE, BY_DAY, BY_DID, BY_DUE, BY_TASK
from inspections.recommendations.models import Assignment, Recommendation
from inspections.recommendations.states import UPWARD, AssignmentState
from workflow.records.querysets import holding


def _assignments(user):
    above = "recommendation__inspection"
    rows = Assignment.objects.visible_to(user).select_related(
        "recommendation__campaign", f"{above}__campaign", f"{above}__subject_organization", "person"
    )
    own = ("owner_as_printed", "due_on", "due_as_printed", "state", "person__full_name")
    of_recommendation = [
        f"recommendation__{name}" for name in ("text", "direction", "origin", "campaign__code", "campaign__theme")
    ]
    return rows.only(*own, *of_recommendation, *(f"{above}__{name}" for name in READ_OF_INSPECTION))


@dataclass(frozen=True)
class ListedAssignment:
    """An assignment with the inspection in which it was made, perhaps of an earlier campaign; `inspected` None where
    the recommendation is about a whole campaign.
    """

    assignment: Assignment
    inspected: ListedInspection | None

    @property
    def recommendation(self) -> Recommendation:
        return self.assignment.recommendation


def list_assignments(assignments: list[Assignment], user: User) -> list[ListedAssignment]:
    """Return the rows of the list; two queries for all names, one more where some were carried over."""
    made_in = {each.pk: each.recommendation.inspection for each in assignments} | _made_before(assignments)
    there = {pk: inspection for pk, inspection in made_in.items() if inspection}
    named = {row.inspection.pk: row for row in list_inspections(list(there.values()))}
    return [ListedAssignment(each, named[there[each.pk].pk] if each.pk in there else None) for each in assignments]


def _made_before(assignments: list[Assignment]) -> dict[int, Inspection]:
    """Map those carried over to the inspections of earlier campaigns in which they were made."""
    origins = {each.pk: each.recommendation.origin_id for each in assignments if each.recommendation.origin_id}
    if not origins:
        return {}
    rows = Recommendation.objects.filter(pk__in=origins.values(), inspection__isnull=False)
    found = rows.select_related("inspection__campaign", "inspection__subject_organization").in_bulk()
    return {pk: found[origin].inspection for pk, origin in origins.items() if origin in found}


def _search(rows, words):
    """Search in the recommendation, in the owner's names, and in the inspection's search words."""
    own = holding(words, "recommendation__search_text") | holding(words, "owner_organization__search_text")
    return rows.filter(own | Q(recommendation__inspection__in=Inspection.objects.search(words)))


def _side(rows, value):
    upward = Q(recommendation__direction__in=UPWARD)
    return rows.filter(upward if value == "up" else ~upward)


def _side_choices(user):
    return [("down", _("cơ quan kiểm tra đề nghị đơn vị")), ("up", _("đơn vị kiến nghị cấp trên"))]


def _lateness(row: ListedAssignment) -> str:
    return _("quá hạn") if row.assignment.days_late(timezone.localdate()) else ""


def _subject(row: ListedAssignment) -> str:
    return row.inspected.subject_name if row.inspected else _("Cả đợt")


def _url(row: ListedAssignment) -> str:
    return row.assignment.get_absolute_url()


def _owner(row: ListedAssignment) -> str:
    return row.assignment.owner_as_printed


def _due_as_printed(row: ListedAssignment) -> str:
    return row.assignment.due_as_printed


def _person(row: ListedAssignment) -> str:
    return str(row.assignment.person or "")


RECOMMENDATIONS = Listing(
    name="recommendation_list",
    title=_("Đề nghị, kiến nghị"),
    noun=lambda n: npgettext("counted", "đề nghị", "đề nghị", n),
    section="recommendations",
    rows=_assignments,
    prepare=list_assignments,
    search=_search,
    columns=(
        Column("text", _("Nội dung"), lambda row: row.recommendation.text, url=_url),
        Column("direction", _("Loại đề nghị"), lambda row: row.recommendation.get_direction_display()),
        Column(
            "owner",
            _("Đơn vị thực hiện"),
            lambda row: row.assignment.owner_as_printed,
            sort="owner_organization__sort_key",
        ),
        Column("person", _("Người chịu trách nhiệm"), _person, is_shown=False),
        Column("subject", _("Cuộc kiểm tra"), _subject, sort="recommendation__inspection__reference"),
        Column("campaign", _("Đợt"), lambda row: row.recommendation.campaign.theme, is_shown=False),
        Column("due_as_printed", _("Hạn, theo văn bản"), _due_as_printed, is_as_written=True),
        Column("due", _("Ngày tính hạn"), lambda row: row.assignment.due_on, sort="due_on", note=_lateness),
        Column(
            "state",
            _("Trạng thái"),
            words_of("assignment.state", AssignmentState.choices),
            sort="state",
            shape=lambda row: row.assignment.shape,
        ),
    ),
    filters=(
        of_campaign("recommendation__campaign"),
        BY_DUE,
        BY_DAY,
        BY_TASK,
        BY_AGE,
        BY_DID,
        Filter("state", _("Trạng thái"), **choices_of("state", AssignmentState.choices)),
        Filter("side", _("Từ ai, đến ai"), _side_choices, _side),
        Filter(
            "direction", _("Loại đề nghị"), **choices_of("recommendation__direction", Recommendation.Direction.choices)
        ),
    ),
    default_sort="due",
    search_label=_("Chữ trong đề nghị, đơn vị thực hiện"),
    search_example=_("cai cach hanh chinh… không cần dấu"),
    empty=(
        _("Chưa có đề nghị nào."),
        _("Đề nghị hiện ở đây khi Đoàn ghi, giao đơn vị thực hiện và công bố kết luận."),
    ),
)
