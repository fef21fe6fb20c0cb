"""Histories of bodies and people: which dependants they include, limited to the reader's scope."""

from django.db.models import F, Q, QuerySet

from accounts.organizations.models import Organization, OrganizationName, OrganizationSuccession, Signatory
from accounts.people.models import Membership, Person, User
from workflow.history.kinds import Kind
from workflow.history.scopes import EventScope
from workflow.history.states import REMOVED, RESTORED
from workflow.records.models import Record


def of_organization(organization: Organization, user: User, is_inside: bool) -> list[tuple]:
    either = Q(old=organization) | Q(new=organization)
    return [
        (OrganizationName.objects.filter(organization=organization), F("full_name")),
        (Signatory.objects.filter(organization=organization), F("title")),
        (OrganizationSuccession.objects.filter(either), F("effective_on")),
        (Membership.objects.visible_to(user).filter(organization=organization), F("user__username")),
    ]


def of_person(person: Person, user: User, is_inside: bool) -> list[tuple]:
    return [
        (User.objects.visible_to(user).filter(person=person), F("username")),
        (Membership.objects.visible_to(user).filter(user__person=person), F("user__username")),
    ]


def of_a_membership() -> Q:
    """Return the condition on events of removed and restored memberships; the history of the body shows them,
    because only administrators see accounts.
    """
    return Q(act__in=[REMOVED, RESTORED], changes__row__model=Membership._meta.label_lower)


def administered_by(user: User) -> QuerySet:
    return Organization.objects.all() if user.is_administrator else Organization.objects.none()


def is_administered(record: Record, user: User) -> bool:
    return user.is_administrator


SCOPES = {Organization: EventScope(administered_by, lambda: ~of_a_membership())}
KINDS = [Kind("organization", Organization, of_organization, is_administered), Kind("person", Person, of_person)]
