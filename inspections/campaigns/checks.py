"""Checks before the steps of a campaign."""

from django.urls import reverse
from django.utils.translation import gettext as _

from inspections.campaigns.models import Campaign
from workflow.steps.acts import checks_before
from workflow.steps.missing import Missing


@checks_before(Campaign, "open")
def campaign_has_criteria_and_subjects(campaign: Campaign) -> list[str]:
    missing: list[str] = []
    if not campaign.criteria_set.criteria.exists():
        at = reverse("criteria_set_show", args=[campaign.criteria_set_id])
        missing.append(Missing(_("Bộ chỉ tiêu chưa có chỉ tiêu nào."), at, _("Thêm chỉ tiêu")))
    if not campaign.inspections.exists():
        at = reverse("subjects_choose", args=[campaign.code])
        missing.append(Missing(_("Đợt chưa có đơn vị nào được kiểm tra."), at, _("Thêm đơn vị")))
    return missing
