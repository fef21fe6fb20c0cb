"""What is missing before a campaign opens: obstacles, from the checks of its step, and doubts."""

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inspections.campaigns.states import CampaignState
from inspections.inspections.states import InspectionState
from inspections.models import Campaign, Delegation, DelegationMember
from inspections.values.checks import Message
from workflow.steps.acts import missing_for


def before_opening(campaign: Campaign, missing: list[str] | None = None) -> list[Message]:
    """Return what is missing as messages of kind "error", doubts as "warn"; [] when nothing is, or the campaign has
    opened. Three queries.

    `missing`: the result of the step's checks, if they have been run already; then it is one query.
    """
    if campaign.state != CampaignState.DRAFT:
        return []
    if missing is None:
        missing = missing_for(campaign, campaign.STEPS["open"])
    doubts = [*dates_doubts(campaign), *_doubts_about(_facts_of(campaign))]
    return [*(Message("error", text) for text in missing), *(Message("warn", text) for text in doubts)]


def dates_doubts(campaign: Campaign) -> list[str]:
    doubts = []
    if not (campaign.starts_on and campaign.ends_on):
        doubts.append(_("Chưa ghi ngày bắt đầu, ngày kết thúc đợt."))
    if not (campaign.period_start and campaign.period_end):
        doubts.append(_("Chưa ghi thời kỳ kiểm tra."))
    if campaign.report_days >= campaign.notice_days:
        doubts.append(_("Hạn gửi báo cáo đến trước hoặc cùng hạn thông báo: đơn vị không kịp viết."))
    return doubts


def _facts_of(campaign: Campaign) -> dict:
    """Return has_basis, has_delegation, is_headless, unassigned; one query."""
    heads = DelegationMember.objects.filter(delegation=OuterRef("pk"), role=DelegationMember.Role.HEAD)
    delegations = Delegation.objects.filter(campaign=OuterRef("pk"))
    left = Q(inspections__delegation=None) & ~Q(inspections__state=InspectionState.CANCELLED)
    rows = Campaign.objects.filter(pk=campaign.pk).annotate(
        has_basis=Exists(campaign.paper_links.filter(role="basis")),
        has_delegation=Exists(delegations),
        is_headless=Exists(delegations.filter(~Exists(heads), head_absence="")),
        unassigned=Count("inspections", filter=left & Q(inspections__isnull=False)),
    )
    return rows.values("has_basis", "has_delegation", "is_headless", "unassigned").get()


def _doubts_about(facts: dict) -> list[str]:
    doubts, n = [], facts["unassigned"]
    if not facts["has_delegation"]:
        doubts.append(_("Chưa lập đoàn kiểm tra."))
    elif facts["is_headless"]:
        doubts.append(_("Có đoàn kiểm tra chưa có Trưởng đoàn."))
    if facts["has_delegation"] and n:
        message = ngettext("%d cuộc kiểm tra chưa phân công đoàn.", "%d cuộc kiểm tra chưa phân công đoàn.", n)
        doubts.append(message % n)
    if not facts["has_basis"]:
        doubts.append(_("Chưa gắn văn bản căn cứ, kế hoạch kiểm tra."))
    return doubts
