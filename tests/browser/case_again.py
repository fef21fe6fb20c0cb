"""The case once more, with nothing measured or found yet, of a Board that works today.

`python -m tests.browser.case_again` runs in the site's own database. The Board has the names of the one that inspected
in 2019, which has ended.
"""

import os
from datetime import date

import django


def copy_of(row, **changes):
    """A new row like that one."""
    row.pk, row._state.adding = None, True
    for name, value in changes.items():
        setattr(row, name, value)
    row.save()
    return row


def board_again():
    from accounts.models import Organization

    old = Organization.objects.get(short_code="bdv-tu-long-an")
    names = list(old.names.all())
    board = copy_of(old, short_code="bdv-tu-long-an-nay", closed_on=None)
    for name in names:
        copy_of(name, organization=board)
    return board


def case_again(board):
    from inspections.models import Campaign, Inspection
    from tests.standing import standing

    case = Inspection.objects.get(reference="DVCQ2019-806")
    sessions, links = list(case.sessions.all()), list(case.paper_links.all())
    members = list(case.delegation.members.all())
    campaign = Campaign.objects.get(pk=case.campaign_id)
    campaign.state = campaign._meta.get_field("state").default
    campaign = standing(copy_of(campaign, code="DVCQ2019L", inspecting_organization=board), "open")
    delegation = copy_of(case.delegation, campaign=campaign)
    for member in members:
        copy_of(member, delegation=delegation)
    case.state = case._meta.get_field("state").default
    again = copy_of(case, campaign=campaign, delegation=delegation, reference="DVCQ2019L-806")
    for row in [*sessions, *links]:
        copy_of(row, inspection=again)
    return standing(again, "drafting")


def make():
    from accounts.models import Membership, Person, User

    board = board_again()
    person = Person.objects.create(full_name="Trần Thị Nhập", organization=board)
    user = User(username="nhap", person=person, must_change_password=False)
    user.set_password(os.environ["DEMO_PASSWORD"])
    user.save()
    Membership.objects.create(user=user, organization=board, role="staff", starts_on=date(2026, 1, 1))
    case_again(board)


if __name__ == "__main__":
    django.setup()
    make()
