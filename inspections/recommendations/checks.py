"""Checks of recommendations before a step."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inspections.campaigns.models import Campaign
from inspections.inspections.models import Inspection
from inspections.recommendations.models import Assignment
from inspections.recommendations.states import OPEN_ASSIGNMENTS
from workflow.steps.acts import checks_before
from workflow.steps.missing import Missing


@checks_before(Campaign, "close")
@checks_before(Inspection, "close")
def nothing_is_left_to_do(record: Campaign | Inspection) -> list[str]:
    n = _count_open_ones(record)
    message = ngettext(
        "Còn %d đề nghị chưa xong, chưa chuyển đợt sau.", "Còn %d đề nghị chưa xong, chưa chuyển đợt sau.", n
    )
    return [Missing(message % n, _address_of_open_ones(record), _("Xem các đề nghị ấy"))] if n else []


def _count_open_ones(record: Campaign | Inspection) -> int:
    """Count what is left to do; what unfinished inspections of a campaign mean to ask isn't asked yet."""
    if isinstance(record, Campaign):
        return Assignment.objects.binding().filter(recommendation__campaign=record, state__in=OPEN_ASSIGNMENTS).count()
    return sum(state in OPEN_ASSIGNMENTS for state in record.assignment_states)


def _address_of_open_ones(record: Campaign | Inspection) -> str:
    """Return the address that shows exactly these."""
    if isinstance(record, Campaign):
        return f"{reverse('recommendation_list')}?campaign={record.code}&due=open"
    return f"{record.get_absolute_url()}#recommendations"


@checks_before(
    Assignment, "accept", "plan", "progress", "answer", "request_extension", "extend", "reply", "carry_over", "transfer"
)
def conclusion_is_out(assignment: Assignment) -> list[str]:
    inspection = assignment.recommendation.inspection
    if inspection is None or inspection.is_published:
        return []
    words = _("Đề nghị có hiệu lực khi kết luận được công bố.")
    return [Missing(words, inspection.get_absolute_url(), _("Xem cuộc kiểm tra"))]


@checks_before(Assignment, "refuse_extension")
def extension_is_requested(assignment: Assignment) -> list[str]:
    return [] if assignment.requested_until else [_("Đơn vị không xin gia hạn.")]


@checks_before(Assignment, "transfer")
def owner_has_a_successor(assignment: Assignment) -> list[str]:
    return [] if assignment.has_successor() else [_("Danh mục chưa ghi cơ quan kế thừa của đơn vị thực hiện.")]
