"""Which organizations a user's memberships open, as at one day."""

from collections import defaultdict
from datetime import date

from accounts.models import Membership, Organization, OrganizationSuccession
from accounts.querysets import Reach

HATS = {
    Membership.Role.LEADER: "board",
    Membership.Role.STAFF: "board",
    Membership.Role.OFFICER: "unit",
    Membership.Role.UNIT_LEADER: "unit",
    Membership.Role.VIEWER: "viewer",
}


def reach_of(user, today: date) -> Reach:
    """Memberships as at `today`, widened by whole succession; a viewer's also by the bodies below its own."""
    if not user.is_active:
        return Reach()
    rows = list(Membership.objects.filter(user=user).at(today).values_list("role", "organization_id"))
    hats = defaultdict(set)
    for role, organization in rows:
        if role in HATS:
            hats[HATS[role]].add(organization)
    hats["viewer"] |= below(hats["viewer"])
    return Reach(
        **{hat: with_predecessors(organizations, today) for hat, organizations in hats.items()},
        roles=frozenset(role for role, _ in rows),
        own=tuple(dict.fromkeys(organization for _, organization in rows)),
    )


def with_predecessors(organizations: set, today: date) -> frozenset:
    """The organizations and all that they succeeded wholly, however far back; one query a generation."""
    known, generation = set(organizations), set(organizations)
    while generation:
        generation = (
            set(
                OrganizationSuccession.objects.filter(
                    new__in=generation, extent=OrganizationSuccession.Extent.WHOLE, effective_on__lte=today
                ).values_list("old", flat=True)
            )
            - known
        )
        known |= generation
    return frozenset(known)


def below(organizations: set) -> set:
    """All bodies whose chain of parents leads to one of `organizations`; one query a generation."""
    known, generation = set(), set(organizations)
    while generation:
        generation = set(Organization.objects.filter(parent__in=generation).values_list("pk", flat=True)) - known
        known |= generation
    return known
