"""Copying a campaign with its criteria, delegations and subjects."""

from django.db import transaction

from accounts.people.models import User
from inspections.criteria.acts import copy_set
from inspections.delegations.acts import copy_delegations
from inspections.inspections.subjects.acts import Planned, make_inspections
from inspections.inspections.subjects.carrying import Carried
from inspections.models import Campaign, CriteriaSet, Delegation
from workflow.history.acts import create


@transaction.atomic
def copy_campaign(
    campaign: Campaign, carried: list[Carried], actor: User, copies_set: bool = False, copies_delegations: bool = False
) -> Campaign:
    """Create `campaign`, which is filled in and has `copied_from`; `carried` are the subjects to take along, each to
    the copy of its delegation where these are copied too.
    """
    if copies_set:
        old = campaign.criteria_set
        new = CriteriaSet(owner=campaign.inspecting_organization, year=campaign.year)
        new.title = old.title.replace(str(old.year), str(new.year))
        campaign.criteria_set = copy_set(old, new, actor)
    create(campaign, actor)
    source = campaign.copied_from
    copies = copy_delegations(source, campaign, actor) if copies_delegations else {}
    of_subject = dict(source.inspections.order_by().values_list("subject_organization", "delegation")) if copies else {}
    plan = [
        Planned(body, row.reporting or body, delegation=_without_own(copies.get(of_subject.get(row.old.pk)), body.pk))
        for row in carried
        for body in row.bodies
    ]
    make_inspections(campaign, plan, actor)
    return campaign


def _without_own(delegation: Delegation | None, subject: int) -> Delegation | None:
    """Return the delegation, None where one of its members would inspect the own body."""
    if delegation is None:
        return None
    members = delegation.members.select_related("person")
    return None if any(subject in member.bodies for member in members) else delegation
