from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.people.models import User
from inspections.models import Delegation
from portal.help.pages import PAGES
from portal.help.topics import WIDTH


@require_safe
def help_home(request: HttpRequest) -> HttpResponse:
    return redirect("help_show", first_page_for(request.user))


@require_safe
def help_show(request: HttpRequest, slug: str) -> HttpResponse:
    page = {"page": PAGES[slug], "pages": PAGES.values(), "width": WIDTH}
    return render(request, "portal/help/page.html", page)


def first_page_for(user: User) -> str:
    """Return the user's first help page; members of a delegation get that of the staff, whatever their role."""
    if user.is_administrator:
        return "administrators"
    is_inside = user.reach.board or Delegation.objects.visible_to(user).exists()
    return "staff" if is_inside else "officers"
