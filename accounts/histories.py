"""Whose history the pages of bodies and people tell; what hangs on them is told as far as the reader sees it."""

from django.db.models import F, Q

from accounts.models import Membership, Organization, OrganizationName, OrganizationSuccession, Person, User
from workflow.history import Kind


def of_organization(organization, user, is_inside) -> list[tuple]:
    either = Q(old=organization) | Q(new=organization)
    return [
        (OrganizationName.objects.filter(organization=organization), F("full_name")),
        (OrganizationSuccession.objects.filter(either), F("effective_on")),
        (Membership.objects.visible_to(user).filter(organization=organization), F("user__username")),
    ]


def of_person(person, user, is_inside) -> list[tuple]:
    return [
        (User.objects.visible_to(user).filter(person=person), F("username")),
        (Membership.objects.visible_to(user).filter(user__person=person), F("user__username")),
    ]


KINDS = [Kind("organization", Organization, of_organization), Kind("person", Person, of_person)]
