"""How other registers refer to a campaign: by its code."""

from django.utils.translation import gettext_lazy as _

from inspections.campaigns.models import Campaign
from workflow.registers.columns import Reference


def campaigns() -> Reference:
    """Return the widget that finds a campaign by its code."""
    rows = lambda user: Campaign.objects.visible_to(user).select_related("inspecting_organization")  # noqa: E731
    return Reference(rows, "code", _("Không có đợt kiểm tra mã “%s”."))
