"""Checks of an inspection's papers before a step."""

from django.utils.translation import gettext as _

from inspections.inspections.models import Inspection
from workflow.steps.acts import checks_before


@checks_before(Inspection, "conclude")
def notice_has_number_and_date(inspection: Inspection) -> list[str]:
    is_there = inspection.paper_links.notices().exists()
    return [] if is_there else [_("Chưa có thông báo kết luận ghi số và ngày.")]
