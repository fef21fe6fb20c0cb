"""Adding a member."""

from django.db import transaction
from django.db.models import Max

from accounts.models import Person
from accounts.people.models import User
from inspections.delegations.models import DelegationMember
from workflow.history.acts import create


@transaction.atomic
def add_member(member: DelegationMember, new_name: str, actor: User) -> DelegationMember:
    """Append the member to its delegation; `new_name` is that of a person to be registered with the member's title,
    "" for a known one.
    """
    if new_name:
        person = Person(full_name=new_name, position=member.title_as_printed, organization=member.organization)
        member.person = create(person, actor)
    last = member.delegation.members.aggregate(last=Max("position"))["last"] or 0
    member.position = last + 1
    return create(member, actor)
