from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.organizations.models import Organization, OrganizationName, OrganizationSuccession, names_with_signers
from accounts.people import acts
from accounts.people.checks import NAMED
from accounts.people.forms import RoleForm
from accounts.people.listings import PEOPLE
from accounts.people.models import Membership, Person
from accounts.people.pickers import PersonPick
from accounts.people.states import Role
from ground.panels import panels_for
from workflow.history.kinds import History, history_of
from workflow.history.lists import LISTED, list_page
from workflow.history.views import form_page
from workflow.records.pages import FormPage
from workflow.records.views import pick_page


@dataclass(frozen=True)
class NamedSuccession:
    """A succession with the name, on its day, of the body on its other side."""

    succession: OrganizationSuccession
    name: str


@dataclass(frozen=True)
class OrganizationPage:
    """A body through time; `parent`: the name of its superior, "" without one; `gives_roles`: the reader leads it."""

    organization: Organization
    names: list[OrganizationName]
    title: str
    parent: str
    predecessors: list[NamedSuccession]
    successors: list[NamedSuccession]
    panels: list[str]
    history: History
    gives_roles: bool


@require_safe
def organization_show(request: HttpRequest, short_code: str) -> HttpResponse:
    """Show a body: its names through time, its predecessors and successors; the work of upper rooms is in panels."""
    today = timezone.localdate()
    rows = Organization.objects.visible_to(request.user).select_related("parent").with_place_name(today)
    organization = get_object_or_404(rows, short_code=short_code)
    successions = OrganizationSuccession.objects.of(organization)
    bodies = [organization, organization.parent, *(other for row in successions for other in (row.old, row.new))]
    prefetch_related_objects(list(filter(None, bodies)), names_with_signers())
    page = OrganizationPage(
        organization=organization,
        names=sorted(organization.names.all(), key=lambda name: name.starts_on),
        title=organization.full_name_at(organization.closed_on or today),
        parent=organization.parent.full_name_at(today) if organization.parent else "",
        predecessors=named(successions, organization, "old"),
        successors=named(successions, organization, "new"),
        panels=panels_for(request, organization),
        history=history_of(organization, request.user),
        gives_roles=_leads(request.user, organization),
    )
    return render(request, "accounts/organizations/organization.html", {"section": "organizations", **vars(page)})


def named(
    successions: Iterable[OrganizationSuccession], organization: Organization, side: str
) -> list[NamedSuccession]:
    """Return pairs of a succession and the name on its day of the other body, which is on `side` of it."""
    rows = [row for row in successions if getattr(row, f"{side}_id") != organization.pk]
    return [
        NamedSuccession(row, getattr(row, side).full_name_at(row.effective_on - timedelta(days=side == "old")))
        for row in rows
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def role_give(request: HttpRequest, short_code: str) -> HttpResponse:
    """Let a leader assign a role in the leader's own body to an administrator of the portal."""
    rows = Organization.objects.visible_to(request.user).prefetch_related("names")
    organization = get_object_or_404(rows, short_code=short_code)
    if not _leads(request.user, organization):
        raise PermissionDenied
    membership = Membership(organization=organization, starts_on=timezone.localdate())
    form = RoleForm(request.POST or None, user=request.user, instance=membership)
    page = FormPage(
        section="organizations",
        title=_("Giao vai trò cho quản trị hệ thống"),
        lead=_("Quản trị không tự giao cho mình vai trò xem hay làm hồ sơ: lãnh đạo giao, và mọi quản trị được báo."),
        back=organization.get_absolute_url(),
        back_words=organization.full_name_at(timezone.localdate()),
        button=_("Giao vai trò"),
    )

    def give(form):
        acts.give_role(form.instance, request.user)
        messages.success(request, _("Đã giao vai trò."))
        return page.back

    return form_page(request, form, give, page)


def _leads(user, organization) -> bool:
    return f"{Role.LEADER} {organization.pk}" in user.reach.memberships


@require_safe
def person_pick(request: HttpRequest) -> HttpResponse:
    return pick_page(request, PersonPick())


@require_http_methods(LISTED)
def person_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(request, PEOPLE)


@dataclass(frozen=True)
class PersonPage:
    """A person; `body`: the name of the body that he or she works in, "" without one; `namesakes`: who may be the
    same, with position and body.
    """

    person: Person
    body: str
    namesakes: list[tuple[Person, str]]
    sees_body: bool
    panels: list[str]
    history: History


@require_safe
def person_show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a person: position and body; the work of upper rooms is in panels."""
    rows = Person.objects.visible_to(request.user).select_related("organization")
    person = get_object_or_404(rows.prefetch_related("organization__names"), pk=pk)
    body = person.organization.full_name_at(timezone.localdate()) if person.organization else ""
    own = Organization.objects.visible_to(request.user).filter(pk=person.organization_id)
    page = PersonPage(
        person=person,
        body=body,
        namesakes=_namesakes(person, request.user),
        sees_body=own.exists(),
        panels=panels_for(request, person),
        history=history_of(person, request.user),
    )
    return render(request, "accounts/people/person.html", {"section": "people", **vars(page)})


def _namesakes(person, user) -> list[tuple[Person, str]]:
    rows = Person.objects.visible_to(user).namesakes(person.full_name, person.organization_id).exclude(pk=person.pk)
    rows = rows.select_related("organization").prefetch_related("organization__names")
    return [(row, row.with_work(timezone.localdate())) for row in rows[:NAMED]]
