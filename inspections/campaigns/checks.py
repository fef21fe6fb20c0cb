"""Checks before the steps of a campaign."""

from django.utils.translation import gettext as _

from inspections.campaigns.models import Campaign
from workflow.steps.acts import checks_before


@checks_before(Campaign, "open")
def campaign_has_criteria_and_subjects(campaign: Campaign) -> list[str]:
    missing = []
    if not campaign.criteria_set.criteria.exists():
        missing.append(_("Bộ chỉ tiêu chưa có chỉ tiêu nào."))
    if not campaign.inspections.exists():
        missing.append(_("Đợt chưa có đơn vị nào được kiểm tra."))
    return missing
