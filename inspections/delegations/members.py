"""The members of a delegation."""

from inspections.delegations.models import Delegation, DelegationMember


def members_of(delegation: Delegation | None) -> list[DelegationMember]:
    return list(delegation.members.select_related("person")) if delegation else []
