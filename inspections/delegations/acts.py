"""Adding a member, and copying delegations into another campaign."""

from django.db import transaction
from django.db.models import Max

from accounts.models import Organization, OrganizationSuccession, Person
from accounts.people.models import User
from inspections.campaigns.models import Campaign
from inspections.delegations.models import Delegation, DelegationMember
from workflow.history.acts import create


@transaction.atomic
def add_member(member: DelegationMember, new_name: str, actor: User) -> DelegationMember:
    """Append the member to its delegation; `new_name` is that of a person to be registered with the member's title,
    "" for a known one, or none where a body sends whom it will.
    """
    if new_name:
        person = Person(full_name=new_name, position=member.title_as_printed, organization=member.organization)
        member.person = create(person, actor)
    last = member.delegation.members.aggregate(last=Max("position"))["last"] or 0
    member.position = last + 1
    return create(member, actor)


@transaction.atomic
def copy_delegations(source: Campaign, campaign: Campaign, actor: User) -> dict[int, Delegation]:
    """Create the delegations of `source` in `campaign`, without decision and dates; return them by the old one's id.

    Their members are those who stayed to the end; one whose body has ended sits for its heir, where there is one.
    """
    copies = {}
    for old in source.delegations.prefetch_related("members__organization", "members__person"):
        copies[old.pk] = create(Delegation(campaign=campaign, number=old.number), actor)
        for member in old.members.all():
            if member.is_member_at(source.ends_on or source.day):
                create(_copy_of(member, copies[old.pk], campaign), actor)
    return copies


def _copy_of(member: DelegationMember, delegation: Delegation, campaign: Campaign) -> DelegationMember:
    return DelegationMember(
        delegation=delegation,
        person=member.person,
        title_as_printed=member.title_as_printed,
        organization=_body_at(member.organization, campaign),
        role=member.role,
        position=member.position,
    )


def _body_at(body: Organization | None, campaign: Campaign) -> Organization | None:
    if body is None or not body.is_closed_at(campaign.day):
        return body
    heirs = OrganizationSuccession.objects.living_heirs_of([body], campaign.day)[body.pk]
    return heirs[0] if len(heirs) == 1 else None
