"""WHO: every room's tables, named for Django and for the apps above."""

from accounts.organizations.models import Organization, OrganizationName, OrganizationSuccession, Signatory
from accounts.people.models import Membership, Person, User
from accounts.second_factor.models import FactorReset, RecoveryCode, SecondFactor

__all__ = [
    "FactorReset",
    "Membership",
    "Organization",
    "OrganizationName",
    "OrganizationSuccession",
    "Person",
    "RecoveryCode",
    "SecondFactor",
    "Signatory",
    "User",
]
