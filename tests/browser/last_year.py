"""Data for the test of a whole campaign: for each screen a Board that exists today, with its campaign of the year
before.

`make()` runs in the site's own database. The Boards have the names of the one that inspected in 2019, which has ended;
what they did in 2018 had the case's criteria and its subject, and is over.
"""

import os
from datetime import date

STAFF = {"office": ("nhap", "Trần Thị Nhập"), "phone": ("luu", "Phan Văn Lưu")}
LEADER = ("hanh", "Nguyễn Thị Ngọc Hạnh")  # leads both Boards, as she led the one of 2019


def copy_of(row, **changes):
    """A new row like that one, in the state in which rows begin."""
    row.pk, row._state.adding = None, True
    if hasattr(row, "state"):
        row.state = row._meta.get_field("state").default
    for name, value in changes.items():
        setattr(row, name, value)
    row.save()
    return row


def make_districts():
    """Each of the province's districts had its committee; the demo knows the case's alone."""
    from accounts.models import Organization
    from accounts.organizations.committees import peoples_committee
    from localities.models import Locality, LocalitySpell

    province = Organization.objects.get(short_code="tu-long-an").locality
    districts = LocalitySpell.objects.under(province, date(2019, 1, 1)).filter(level=Locality.Level.DISTRICT)
    for spell in districts.exclude(locality__organizations__kind=Organization.Kind.PEOPLES_COMMITTEE):
        name = peoples_committee(spell)
        name.organization.closed_on = date(2025, 7, 1)
        name.organization.save()
        name.organization_id = name.organization.pk
        name.save()


def make_board(screen):
    from accounts.models import Organization

    old = Organization.objects.get(short_code="bdv-tu-long-an")
    names = list(old.names.all())
    board = copy_of(old, short_code=f"bdv-tu-long-an-{screen}", closed_on=None)
    for name in names:
        copy_of(name, organization=board)
    return board


def make_last_year(board, screen):
    from inspections.criteria.acts import copy_set
    from inspections.models import CriteriaSet, Inspection
    from tests.standing import standing

    case = Inspection.objects.get(reference="DVCQ2019-806")
    campaign, code = case.campaign, f"DVCQ2018-{screen}"
    criteria = CriteriaSet(owner=board, year=2018, title=campaign.criteria_set.title.replace("2019", "2018"))
    criteria = copy_set(campaign.criteria_set, criteria, None)
    values = {"theme": campaign.theme.replace("2019", "2018"), "code": code, "year": 2018, "criteria_set": criteria}
    campaign = copy_of(campaign, inspecting_organization=board, **values)
    last = copy_of(case, campaign=campaign, delegation=None, reference=f"{code}-806")
    for record in (last, campaign):
        standing(record, "closed")


def make_account(username, person, boards, role):
    from accounts.models import Membership, User

    user = User(username=username, person=person, must_change_password=False)
    user.password_set_by = user
    user.set_password(os.environ["DEMO_PASSWORD"])
    user.save()
    for board in boards:
        Membership.objects.create(user=user, organization=board, role=role, starts_on=date(2026, 1, 1))


def make():
    from accounts.models import Person

    make_districts()
    boards = {screen: make_board(screen) for screen in STAFF}
    for screen, board in boards.items():
        username, name = STAFF[screen]
        person = Person.objects.create(full_name=name, position="Chuyên viên", organization=board)
        make_account(username, person, [board], "staff")
        make_last_year(board, screen)
    make_account(LEADER[0], Person.objects.get(full_name=LEADER[1]), boards.values(), "leader")
