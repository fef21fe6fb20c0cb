from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.second_factor.checks import days_left
from portal.home.page import home_page


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    page = home_page(request.user, today)
    context = {"section": "home", "factor_days": days_left(request.user, today), **vars(page)}
    return render(request, "portal/home/home.html", context)
