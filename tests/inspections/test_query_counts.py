"""What a page costs the database: a fixed number of queries, with one row or with thirty."""

from datetime import date, timedelta

import pytest

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

DAY = date(2026, 5, 4)
HOME, CAMPAIGNS, CAMPAIGN, INSPECTION = 14, 9, 12, 19


def body(code, kind="peoples_committee", system="state", **columns):
    made = Organization.objects.create(short_code=code, system=system, kind=kind, **columns)
    OrganizationName.objects.create(organization=made, name=code, full_name=f"Cơ quan {code}", starts_on=date(1, 1, 1))
    return made


@pytest.fixture
def board(db):
    return body("ban-moi", kind="party_board", system="party")


@pytest.fixture
def reader(board, signed_in):
    """Staff of a Board that has nothing yet."""
    person = Person.objects.create(full_name="Nguyễn Văn Mới", organization=board)
    user = User.objects.create(username="moi", person=person)
    Membership.objects.create(user=user, organization=board, role="staff", starts_on=date(2026, 1, 1))
    return signed_in(user)


@pytest.fixture
def campaigns(board, case):
    """`campaigns(n)` makes n more open campaigns of the Board."""

    def make(n):
        have = Campaign.objects.filter(inspecting_organization=board).count()
        return [
            Campaign.objects.create(
                inspecting_organization=board, code=f"K{i}", theme=f"Đợt {i}", year=2026, state="open",
                criteria_set=case.campaign.criteria_set, starts_on=DAY,
            )
            for i in range(have, have + n)
        ]  # fmt: skip

    return make


@pytest.fixture
def inspections():
    """`inspections(campaign, n)` makes n more inspections, each of a body of its own, with a report and a task."""

    def make(campaign, n):
        have = campaign.inspections.count()
        return [inspection_of(campaign, f"{campaign.code.lower()}-{i}") for i in range(have, have + n)]

    return make


def inspection_of(campaign, code):
    subject = body(code)
    made = Inspection.objects.create(
        campaign=campaign, subject_organization=subject, reporting_organization=subject,
        reference=f"{campaign.code}-{code}", state="followed_up",
    )  # fmt: skip
    Session.objects.create(inspection=made, held_on=DAY)
    fill(made, 0)
    return made


def fill(inspection, n):
    """One more of everything that hangs on an inspection, telling a value of criterion `n` of the case's set."""
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
    asked = Recommendation.objects.create(
        campaign=campaign, inspection=inspection, author_organization=campaign.inspecting_organization, text="Làm tốt"
    )
    Assignment.objects.create(recommendation=asked, owner_organization=owner, owner_as_printed="UBND xã", due_on=DAY)
    paper = OfficialPaper.objects.create(
        kept_by=campaign.inspecting_organization, paper_type="BC", number=f"{n}-BC", issuer="UBND", title="Báo cáo"
    )
    PaperLink.objects.create(paper=paper, role="submitted", inspection=inspection)


@pytest.fixture
def queries_of(reader, django_assert_num_queries):
    """Opens a page within so many queries and gives what it was filled with."""

    def open_page(path, queries):
        with django_assert_num_queries(queries):
            response = reader.get(path)
        assert response.status_code == 200
        return response.context

    return open_page


def test_home(queries_of, campaigns, inspections):
    first = campaigns(1)[0]
    inspections(first, 1)
    assert len(queries_of("/", HOME)["tasks"]) == 1
    inspections(first, 29)
    for campaign in campaigns(4):
        inspections(campaign, 1)
    shown = queries_of("/", HOME)
    assert (len(shown["tasks"]), len(shown["campaigns"]), len(shown["sessions"])) == (20, 5, 6)


def test_list_of_campaigns(queries_of, campaigns, inspections):
    inspections(campaigns(1)[0], 1)
    assert len(queries_of("/campaigns/", CAMPAIGNS)["page"]) == 1
    for campaign in campaigns(29):
        inspections(campaign, 1)
    assert len(queries_of("/campaigns/", CAMPAIGNS)["page"]) == 30


def test_campaign(queries_of, campaigns, inspections):
    campaign = campaigns(1)[0]
    inspections(campaign, 1)
    assert len(queries_of("/campaigns/K0/", CAMPAIGN)["rows"]) == 1
    inspections(campaign, 29)
    assert len(queries_of("/campaigns/K0/", CAMPAIGN)["rows"]) == 30


def test_inspection(queries_of, campaigns, inspections):
    inspection = inspections(campaigns(1)[0], 1)[0]
    path = inspection.get_absolute_url()
    assert counted(queries_of(path, INSPECTION)) == dict.fromkeys(COUNTED, 1)
    for n in range(1, 30):
        fill(inspection, n)
        Session.objects.create(inspection=inspection, held_on=DAY)
    assert counted(queries_of(path, INSPECTION)) == dict.fromkeys(COUNTED, 30)


COUNTED = ["values", "shortcomings", "causes", "recommendations", "papers", "sessions"]


def counted(shown):
    rows = {name: len(shown[name]) for name in COUNTED[1:]}
    return {"values": sum(len(values) for _, values in shown["groups"]), **rows}


@pytest.mark.parametrize("path", ["/campaigns/", "/campaigns/K0/"])
def test_a_list_over_one_page_goes_on_and_keeps_its_words(reader, campaigns, inspections, path):
    if path == "/campaigns/":
        campaigns(51)
    else:
        inspections(campaigns(1)[0], 51)
    response = reader.get(path, {"q": "k", "page": "1"})
    page = response.context["page"]
    assert (len(page), page.paginator.count) == (50, 51)
    assert 'href="?q=k&amp;page=2" rel="next"' in response.content.decode()
    assert len(reader.get(path, {"q": "k", "page": "2"}).context["page"]) == 1
