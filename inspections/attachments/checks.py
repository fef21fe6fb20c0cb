"""Checks of an inspection's papers before a step."""

from django.urls import reverse
from django.utils.translation import gettext as _

from inspections.inspections.models import Inspection
from workflow.steps.acts import checks_before
from workflow.steps.missing import Missing


@checks_before(Inspection, "conclude")
def notice_has_number_and_date(inspection: Inspection) -> list[str]:
    if inspection.paper_links.notices().exists():
        return []
    at = reverse("notice_attach", args=[inspection.reference])
    return [Missing(_("Chưa có thông báo kết luận ghi số và ngày."), at, _("Đính kèm thông báo"))]
