"""Copying a campaign with its criteria and subjects."""

from django.db import transaction

from accounts.people.models import User
from inspections.criteria.acts import copy_set
from inspections.inspections.subjects.acts import Planned, make_inspections
from inspections.inspections.subjects.carrying import Carried
from inspections.models import Campaign, CriteriaSet
from workflow.history.acts import create


@transaction.atomic
def copy_campaign(campaign: Campaign, carried: list[Carried], copies_set: bool, actor: User) -> Campaign:
    """Create `campaign`, which is filled in and has `copied_from`; `carried` are the subjects to take along."""
    if copies_set:
        old = campaign.criteria_set
        new = CriteriaSet(owner=campaign.inspecting_organization, year=campaign.year)
        new.title = old.title.replace(str(old.year), str(new.year))
        campaign.criteria_set = copy_set(old, new, actor)
    create(campaign, actor)
    plan = [Planned(body, row.reporting or body) for row in carried for body in row.bodies]
    make_inspections(campaign, plan, actor)
    return campaign
