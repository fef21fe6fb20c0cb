"""The panel of accounts, for administrators, on the pages of bodies and people."""

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from accounts.administration.listings import describe_accounts
from accounts.administration.states import SHAPES
from accounts.organizations.models import Organization
from accounts.people.models import Membership, Person, User
from ground.web import panel_page


def accounts_of_body(request: HttpRequest, organization: Organization) -> tuple[str, dict] | None:
    """Return the panel of the accounts with a role in the body, today or later; None but for administrators."""
    held = Membership.objects.filter(organization=organization, ends_on__gt=timezone.localdate()).order_by()
    return _panel(request, User.objects.filter(pk__in=held.values("user")), f"?body={organization.short_code}")


def accounts_of_person(request: HttpRequest, person: Person) -> tuple[str, dict] | None:
    return _panel(request, User.objects.filter(person=person), "")


def _panel(request: HttpRequest, rows: QuerySet, query: str) -> tuple[str, dict] | None:
    """`query`: of the form for a new account, "" for none."""
    if not request.user.is_administrator:
        return None
    rows = rows.select_related("person", "second_factor").order_by("person__sort_key", "pk")
    page = panel_page(request, rows, "accounts")
    shown = [(row, SHAPES[row.state]) for row in describe_accounts(list(page), request.user)]
    return "accounts/administration/_accounts_panel.html", {"page": page, "rows": shown, "query": query}
