from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_http_methods, require_safe

from accounts.organizations.listings import ORGANIZATIONS
from accounts.organizations.pickers import OrganizationPick
from workflow.history.lists import LISTED, list_page
from workflow.records.views import pick_page


@require_safe
def organization_pick(request: HttpRequest) -> HttpResponse:
    return pick_page(request, OrganizationPick())


@require_http_methods(LISTED)
def organization_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, ORGANIZATIONS)
