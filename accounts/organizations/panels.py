"""The panel on a place's page: the bodies of that place."""

from django.http import HttpRequest
from django.utils import timezone

from accounts.organizations.models import Organization
from ground.web import panel_page
from localities.places.models import Locality


def bodies_panel(request: HttpRequest, locality: Locality) -> tuple[str, dict] | None:
    """Return the panel of the place's bodies that the user may see, named as at their last day; None without any."""
    rows = Organization.objects.visible_to(request.user).filter(locality=locality).with_name(timezone.localdate())
    page = panel_page(request, rows.order_by("kind", "short_code"), "bodies")
    return ("accounts/organizations/_bodies_panel.html", {"page": page}) if page.object_list else None
