from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.home.page import home_page


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    page = home_page(request.user, timezone.localdate())
    return render(request, "portal/home/home.html", {"section": "home", **vars(page)})
