"""Checks before steps of an inspection, why it is read-only, and counts of units in its place."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inspections.campaigns.models import Campaign
from inspections.campaigns.states import CampaignState
from inspections.inspections.models import Inspection
from inspections.inspections.states import WRITTEN_OUT, InspectionState
from workflow.steps.acts import checks_before, questions_before
from workflow.steps.missing import Missing


def why_read_only(inspection: Inspection, is_live: bool = False) -> list[str]:
    """Return why values, findings and recommendations can't be changed any more; [] while they can.

    `is_live`: for assignments, which are made after the conclusion too.
    """
    goes_on = is_live and inspection.state in (InspectionState.CONCLUDED, InspectionState.FOLLOWED_UP)
    if goes_on or inspection.state not in WRITTEN_OUT:
        return []
    state = inspection.get_state_display()
    return [_("Cuộc kiểm tra hiện “%s”: số liệu, nhận xét, đề nghị không sửa được nữa.") % state]


@questions_before(Campaign, "close")
def inspections_are_finished(campaign: Campaign) -> list[str]:
    questions = []
    n = campaign.inspections.unfinished().count()
    if n:
        words = ngettext("Còn %d cuộc kiểm tra chưa xong.", "Còn %d cuộc kiểm tra chưa xong.", n)
        questions.append(words % n)
    n = campaign.inspections.filter(is_withheld=True).count()
    if n:
        words = ngettext("Còn %d kết luận đã ban hành, chưa công bố.", "Còn %d kết luận đã ban hành, chưa công bố.", n)
        questions.append(words % n)
    return questions


@checks_before(Inspection, "notify")
def inspection_has_a_delegation(inspection: Inspection) -> list[str]:
    if inspection.delegation:
        return []
    at = f"{reverse('inspection_edit', args=[inspection.reference])}#id_delegation"
    return [Missing(_("Chưa phân công đoàn kiểm tra."), at, _("Phân công đoàn"))]


@checks_before(Inspection, "notify", "start")
def inspection_runs_in_an_open_campaign(inspection: Inspection) -> list[str]:
    campaign = inspection.campaign
    if campaign.state == CampaignState.OPEN:
        return []
    return [Missing(_("Đợt kiểm tra chưa mở."), campaign.get_absolute_url(), _("Xem đợt"))]


@checks_before(Inspection, "record")
def session_has_a_date(inspection: Inspection) -> list[str]:
    """Pass too where the source doesn't name the day: what follows doesn't need it."""
    if inspection.dates_absence or any(session.held_on for session in inspection.sessions.all()):
        return []
    at = f"{inspection.get_absolute_url()}#sessions"
    return [Missing(_("Chưa ghi ngày buổi làm việc."), at, _("Ghi ngày, hoặc ghi nguồn không nêu"))]


def too_many_versions(inspection: Inspection, role: str, paper_type: str) -> list[str]:
    """Return why no further version of a paper can be added; [] when one can. Both parameters are as in PaperLink
    and its paper.
    """
    limit = settings.PAPER_VERSIONS_MAX
    if inspection.paper_links.filter(role=role, paper__paper_type=paper_type).count() < limit:
        return []
    return [_("Văn bản này đã có %d bản, cổng không nhận thêm. Cần thay nữa thì báo quản trị hệ thống.") % limit]


def too_many_notices(inspection: Inspection) -> list[str]:
    return too_many_versions(inspection, "result", "TB")
