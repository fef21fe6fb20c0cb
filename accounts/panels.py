"""On a place's page: the bodies of that place."""

from django.utils import timezone

from accounts.models import Organization
from danvan.web import panel_page


def bodies_panel(request, locality):
    """Bodies of the place that the reader may see, named as at their last day; None without any."""
    rows = Organization.objects.visible_to(request.user).filter(locality=locality).prefetch_related("names")
    page = panel_page(request, rows.order_by("kind", "short_code"), "bodies")
    if not page.object_list:
        return None
    for body in page.object_list:
        body.shown_name = body.full_name_at(body.closed_on or timezone.localdate())
    return "accounts/_bodies_panel.html", {"page": page}
