"""How a campaign's reports stand: each number leads to exactly its rows, in a fixed number of queries."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Membership
from inspections.models import Delegation
from reports.models import Dossier
from tests.made_work import make_body, make_campaign, make_inspection, make_user
from tests.standing import standing
from workflow.models import AccessLog

pytestmark = pytest.mark.django_db
OVERVIEW = "/campaigns/K0/self-reports/"
STATES = ["requested", "writing", "sent", "returned", "accepted"]
QUERIES = {OVERVIEW: 5, "/self-reports/?campaign=K0": 9, "/self-reports/?campaign=K0&due=late": 9}


@pytest.fixture
def board(db):
    return make_body("ban-moi", kind="party_board", system="party")


@pytest.fixture
def staff(board, signed_in):
    return signed_in(make_user("moi", board, "staff"))


@pytest.fixture
def reports(board, case):
    """`reports(n)` makes n more reports of the Board's campaign K0, in turn in every state, half of them due today and
    half yesterday.
    """
    campaign = make_campaign(board, "K0", case.campaign.criteria_set, "open")

    def make(n):
        have, today = campaign.inspections.count(), timezone.localdate()
        for i in range(have, have + n):
            inspection = make_inspection(campaign, make_body(f"k0-{i}"), f"K0-{i}", "notified")
            Dossier.objects.filter(inspection=inspection).delete()
            due_on = today - timedelta(days=(i + 1) % 2)
            columns = {"inspection": inspection, "reporting_organization": inspection.reporting_organization}
            standing(Dossier.objects.create(**columns, due_on=due_on), STATES[i % 5])
        return campaign

    return make


def shown(answer):
    return answer.context["overview"].rows


def test_each_number_leads_to_exactly_its_rows(reports, staff):
    """By delegation, those without one, and all; of no other campaign."""
    campaign = reports(12)
    other = make_campaign(campaign.inspecting_organization, "K1", campaign.criteria_set, "open")
    make_inspection(other, make_body("k1-0"), "K1-0", "notified")
    for number, picked in ((1, ["K0-0", "K0-1", "K0-2", "K0-3"]), (2, ["K0-4", "K0-5"])):
        delegation = Delegation.objects.create(campaign=campaign, number=number)
        campaign.inspections.filter(reference__in=picked).update(delegation=delegation)
    rows = shown(staff.get(OVERVIEW))
    assert {row.label: [cell.n for cell in row.cells] for row in rows} == {
        "Đoàn số 1": [1, 1, 1, 1, 1, 0, 1, 4],
        "Đoàn số 2": [1, 1, 0, 0, 0, 1, 0, 2],
        "Chưa có đoàn": [1, 1, 2, 1, 1, 1, 3, 6],
        "Cộng": [3, 3, 3, 2, 2, 2, 4, 12],
    }
    cells = [cell for row in rows for cell in row.cells if cell.n]
    assert [len(staff.get(cell.url).context["page"].rows) for cell in cells] == [cell.n for cell in cells]
    panel = staff.get("/campaigns/K0/").content.decode()
    assert f'href="{OVERVIEW}"' in panel
    standing(campaign, "closed")
    assert [row.cells[-2].n for row in shown(staff.get(OVERVIEW))] == [0, 0, 0, 0]  # nothing is late any more


def test_a_report_is_opened_once_one_of_its_body_has_seen_the_form(dossier, at, signed_in, lan, minh):
    def unopened():
        return shown(signed_in(minh).get("/campaigns/DVCQ2026/self-reports/"))[-1].cells[1].n

    before = unopened()
    signed_in(minh).get(at())
    assert unopened() == before
    for _twice in range(2):
        signed_in(lan).get(at())
    assert unopened() == before - 1
    visits = AccessLog.objects.filter(kind="opened", object_id=dossier.pk, actor=lan)
    assert [visit.subject for visit in visits] == [dossier]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_it_goes_out_as_a_sheet(reports, staff, kind):
    reports(6)
    answer = staff.get(f"{OVERVIEW}?export={kind}")
    content = b"".join(answer.streaming_content)
    assert (answer.status_code, len(content) > 50) == (200, True)
    if kind == "csv":
        lines = content.decode("utf-8-sig").splitlines()
        assert lines[0].replace('"', "").split(";")[1:] == [
            *(
                "Chưa viết",
                "Trong đó chưa mở",
                "Đang viết",
                "Đã gửi",
                "Trả lại để bổ sung",
                "Đã nhận",
                "Quá hạn",
                "Cộng",
            )
        ]
        assert lines[1].replace('"', "").split(";")[1:] == ["2", "2", "1", "1", "1", "1", "1", "6"]


def test_it_is_the_boards_alone(reports, signed_in, staff, board, minh, lan, tuyet):
    reports(1)
    assert [signed_in(user).get(OVERVIEW).status_code for user in (minh, lan, tuyet)] == [404] * 3
    statuses = {
        user.username: signed_in(user).get("/campaigns/DVCQ2026/self-reports/").status_code
        for user in (minh, lan, tuyet)
    }
    assert statuses == {"minh": 200, "lan": 403, "tuyet": 403}
    Membership.objects.create(user=lan, organization=board, role="staff", starts_on=date(2026, 1, 1))
    assert signed_in(lan).get("/campaigns/DVCQ2026/self-reports/").status_code == 403  # she is of another board
    assert len(shown(signed_in(lan).get(OVERVIEW))) == 1  # no sum of a single row


def test_it_costs_the_same_for_one_report_as_for_thirty(reports, staff):
    def counted():
        costs = {}
        for path in QUERIES:
            staff.get(path)
            with CaptureQueriesContext(connection) as captured:
                assert staff.get(path).status_code == 200
            costs[path] = len(captured)
        return costs

    reports(1)
    assert counted() == QUERIES
    reports(29)
    assert counted() == QUERIES


@pytest.mark.parametrize("who", ["minh", "lan"])
def test_the_scope_compares_no_report_with_a_list_of_all_reports(request, who):
    """SQLite goes through such a list once for each inspection: with 50,000 reports the list took minutes."""
    rows = Dossier.objects.visible_to(request.getfixturevalue(who))
    assert str(rows.query).count('FROM "reports_dossier"') == 1
