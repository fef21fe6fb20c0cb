"""WHO: every room's tables, named for Django and for the apps above."""

from accounts.organizations.models import Organization, OrganizationName, OrganizationSuccession, Signatory
from accounts.people.models import Membership, Person, User

__all__ = [
    "Membership",
    "Organization",
    "OrganizationName",
    "OrganizationSuccession",
    "Person",
    "Signatory",
    "User",
]
