"""What is not ready in what is being set up: functions from rows to messages."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inspections.checks import Message
from inspections.states import CampaignState, InspectionState
from workflow.steps import missing_for


# --- Before a campaign opens -------------------------------------------------------------------------------------
def before_opening(campaign) -> list[Message]:
    """What blocks (kind "error") and what is doubtful (kind "warn"); [] when nothing is left to do, or it has opened."""
    if campaign.state != CampaignState.DRAFT:
        return []
    missing = missing_for(campaign, campaign.STEPS["open"])
    doubts = [*dates_doubts(campaign), *delegation_doubts(campaign), *paper_doubts(campaign)]
    return [*(Message("error", text) for text in missing), *(Message("warn", text) for text in doubts)]


def dates_doubts(campaign) -> list[str]:
    doubts = []
    if not (campaign.starts_on and campaign.ends_on):
        doubts.append(_("Chưa ghi ngày bắt đầu, ngày kết thúc đợt."))
    if not (campaign.period_start and campaign.period_end):
        doubts.append(_("Chưa ghi thời kỳ kiểm tra."))
    if campaign.report_days >= campaign.notice_days:
        doubts.append(_("Hạn gửi báo cáo đến trước hoặc cùng hạn thông báo: đơn vị không kịp viết."))
    return doubts


def delegation_doubts(campaign) -> list[str]:
    delegations = list(campaign.delegations.prefetch_related("members"))
    if not delegations:
        return [_("Chưa lập đoàn kiểm tra.")]
    doubts = [_("%s chưa có Trưởng đoàn.") % one for one in delegations if not has_head(one)]
    n = campaign.inspections.filter(delegation=None).exclude(state=InspectionState.CANCELLED).count()
    if n:
        told = ngettext("%d cuộc kiểm tra chưa phân công đoàn.", "%d cuộc kiểm tra chưa phân công đoàn.", n)
        doubts.append(told % n)
    return doubts


def has_head(delegation) -> bool:
    return any(member.role == member.Role.HEAD for member in delegation.members.all())


def paper_doubts(campaign) -> list[str]:
    has_basis = campaign.paper_links.filter(role="basis").exists()
    return [] if has_basis else [_("Chưa gắn văn bản căn cứ, kế hoạch kiểm tra.")]
