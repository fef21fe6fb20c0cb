"""Creates campaigns and inspections with one of everything, in the number a test needs for counting queries."""

from datetime import date, timedelta

from accounts.models import Membership, Organization, OrganizationName, Person, User
from inspections.models import (
    Assignment,
    Campaign,
    Cause,
    Finding,
    Inspection,
    MeasuredValue,
    OfficialPaper,
    PaperLink,
    Recommendation,
    Session,
)
from tests.standing import standing

DAY = date(2026, 5, 4)


def make_body(code, kind="peoples_committee", system="state", **columns):
    made = Organization.objects.create(short_code=code, system=system, kind=kind, **columns)
    OrganizationName.objects.create(organization=made, name=code, full_name=f"Cơ quan {code}", starts_on=date(1, 1, 1))
    return made


def make_user(username, organization, *roles):
    person = Person.objects.create(full_name=f"Nguyễn Văn {username}", organization=organization)
    user = User.objects.create(username=username, person=person, must_change_password=False)
    for role in roles:
        Membership.objects.create(user=user, organization=organization, role=role, starts_on=date(2026, 1, 1))
    return user


def make_campaign(board, code, criteria_set, state="open"):
    made = Campaign.objects.create(
        inspecting_organization=board, code=code, theme=f"Đợt {code}", year=2026, starts_on=DAY,
        criteria_set=criteria_set,
    )  # fmt: skip
    return standing(made, state)


def make_inspection(campaign, subject, reference, state="followed_up"):
    made = Inspection.objects.create(
        campaign=campaign, subject_organization=subject, reporting_organization=subject, reference=reference
    )
    Session.objects.create(inspection=made, held_on=DAY)
    return standing(made, state)


def fill(inspection, n):
    """Create one more of every dependant of an inspection; the texts quote the value of criterion `n` of the case's
    set.
    """
    campaign, owner = inspection.campaign, inspection.subject_organization
    start = date(2000 + n, 1, 1)
    criterion = campaign.criteria_set.criteria.all()[n % 12]
    MeasuredValue.objects.create(
        inspection=inspection, set_criterion=criterion, side="reported", about_organization=owner,
        printed=f"{n}%", period_start=start, period_end=start + timedelta(days=364),
    )  # fmt: skip
    finding = Finding.objects.create(
        campaign=campaign, inspection=inspection, criterion=criterion.criterion, kind="shortcoming",
        text=f"Mới đạt {{{criterion.number}}}.",
    )  # fmt: skip
    Cause.objects.create(finding=finding, kind="objective", text="Địa bàn rộng")
    make_assignment(inspection, "answered")
    make_paper(inspection, f"{n}-BC")


def make_assignment(inspection, state):
    """The inspected body's to carry out, until the day."""
    board, owner = inspection.campaign.inspecting_organization, inspection.subject_organization
    recommendation = Recommendation.objects.create(
        campaign=inspection.campaign, inspection=inspection, author_organization=board, text="Làm tốt"
    )
    made = Assignment.objects.create(
        recommendation=recommendation, owner_organization=owner, owner_as_printed="UBND xã", due_on=DAY
    )
    return standing(made, state)


def make_paper(inspection, number):
    """The inspected body's own report."""
    board = inspection.campaign.inspecting_organization
    paper = OfficialPaper.objects.create(
        kept_by=board, paper_type="BC", number=number, issuer="UBND", title="Báo cáo", dated_on=DAY
    )
    PaperLink.objects.create(paper=paper, role="submitted", inspection=inspection)
    return paper
