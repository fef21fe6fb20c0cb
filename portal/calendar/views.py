from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.calendar import weeks
from portal.calendar.forms import CalendarFilter


@require_safe
def calendar_show(request: HttpRequest) -> HttpResponse:
    """Show the user's sessions by week or month."""
    chosen = request.GET.get("campaign", "")
    offered = {
        "campaigns": weeks.campaigns_offered(request.user),
        "delegations": weeks.delegations_offered(request.user, chosen),
    }
    form = CalendarFilter(request.GET, **offered)
    page = weeks.calendar_page(request.user, form.filters, timezone.localdate())
    return render(request, "portal/calendar/calendar.html", {"section": "calendar", "form": form, **vars(page)})
