"""The campaign page: progress of each inspection, search and filters, groups, pages."""

from datetime import date, timedelta
from itertools import chain

import pytest
from django.utils import timezone

from accounts.models import OrganizationName
from inspections.inspections.self_report import planned_report_day, report_missing
from inspections.models import Campaign, Delegation, Inspection, Session
from portal.campaigns import matrix, sheet
from portal.campaigns.deadlines import report_due_in
from portal.campaigns.reminders import facts_of, reminder_words
from reports.models import Dossier
from tests.made_work import make_body, make_campaign, make_inspection, make_user
from tests.standing import standing as standing_at
from workflow.history.models import AccessLog

TODAY = date(2026, 5, 20)


@pytest.fixture
def campaign(case):
    """Of a Board that has nothing else; its notice goes out 10 days before, its conclusion 30 days after."""
    return make_campaign(make_body("ban-moi", "party_board", "party"), "K0", case.campaign.criteria_set)


@pytest.fixture
def staff(campaign):
    return make_user("moi", campaign.inspecting_organization, "staff")


@pytest.fixture
def add(campaign):
    """`add("a", "planned", date)` is one more subject; its session is on that day."""

    def add(name, state="planned", day=TODAY, **columns):
        made = make_inspection(campaign, make_body(f"xa-{name}"), f"K0-{name}", state)
        Session.objects.filter(inspection=made).update(held_on=day)
        Inspection.objects.filter(pk=made.pk).update(**columns)
        return made

    return add


@pytest.fixture
def requested(add):
    """`requested("a", date)` is one more subject that has its notice; its report is due on that day."""

    def ask(name, due_on, session=TODAY):
        made = add(name, "notified", session)
        Dossier.objects.create(inspection=made, reporting_organization=made.reporting_organization, due_on=due_on)
        return made

    return ask


@pytest.fixture
def seen(campaign, staff):
    return lambda: matrix.seen_by(staff, campaign, TODAY)


def references(rows):
    return sorted(row.reference for row in rows)


def days(n):
    return TODAY + timedelta(days=n)


# --- Deadlines ---------------------------------------------------------------------------------------------------
def test_what_is_late_and_what_comes_soon_is_told_by_the_database_as_by_the_page(add, seen):
    add("tre", "planned", days(9))  # its notice was due yesterday
    add("gap", "planned", days(12))
    add("thong-tha", "planned", days(13))
    add("ket-luan-tre", "drafting", days(-31))
    add("ket-luan", "drafting", days(-20))
    shown = {row.reference: row.due for row in seen()}
    assert shown == {
        "K0-tre": "late",
        "K0-gap": "soon",
        "K0-thong-tha": "",
        "K0-ket-luan-tre": "late",
        "K0-ket-luan": "",
    }


def test_a_self_report_that_is_missing_is_late_by_itself(requested, seen, campaign):
    requested("thieu", days(-1), session=days(4))
    row = matrix.page_of_rows(seen(), campaign, {}, TODAY).rows[0]
    report = row.stages[2]
    assert (row.inspection.due, row.inspection.report_standing) == ("", "late")
    assert (report.shape, report.word, report.note) == ("late", "Chưa có", "hạn 19/05/2026")


@pytest.mark.parametrize(
    ("state", "standing"),
    [("requested", "late"), ("writing", "late"), ("returned", "late"), ("sent", ""), ("accepted", "")],
)
def test_a_report_is_late_while_it_lies_with_its_unit(requested, seen, campaign, state, standing):
    standing_at(Dossier.objects.get(inspection=requested("thieu", days(-1), session=days(30))), state)
    row = seen().get()
    assert (row.has_report, row.report_standing) == (not standing, standing)
    assert references(matrix.narrowed(seen(), {"due": "late"})) == (["K0-thieu"] if standing else [])
    assert references(matrix.narrowed(seen(), {"step": "report"})) == (["K0-thieu"] if standing else [])


def test_list_page_reminder_and_home_say_one_deadline_of_the_report(requested, seen, campaign, staff):
    requested("thieu", days(-1), session=days(4))
    row = matrix.page_of_rows(seen(), campaign, {}, TODAY).rows[0].inspection
    due = date(2026, 5, 19)
    assert (row.report_due, planned_report_day(row)) == (due, due)
    said = reminder_words(facts_of(row, ["report"], ""))
    assert said == "Đôn đốc: gửi báo cáo tự kiểm tra, hạn 19/05/2026 (K0-thieu)."
    for day in (due, due + timedelta(days=1)):
        is_late = matrix.seen_by(staff, campaign, day).get().report_standing == "late"
        in_home = matrix.seen_by(staff, campaign, day).filter(report_due_in("late", day)).exists()
        assert (is_late, in_home, row.dossiers.get().days_late(day)) == ((due < day,) * 2 + ((day - due).days,))
        assert seen().filter(report_missing()).exists()


# --- Narrowed ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"q": "K0-B"}, ["K0-b"]),
        ({"state": "drafting"}, ["K0-c"]),
        ({"step": "session"}, ["K0-b", "K0-d"]),
        ({"step": "report"}, ["K0-b"]),
        ({"due": "late"}, ["K0-c"]),
        ({"due": "late", "state": "planned"}, []),
        ({"delegation": "none"}, ["K0-a", "K0-b", "K0-c", "K0-d"]),
        ({}, ["K0-a", "K0-b", "K0-c", "K0-d"]),
    ],
)
def test_the_list_is_narrowed_by_what_the_address_says(add, seen, filters, found):
    add("a", "planned", days(60))
    add("b", "notified", days(60))
    add("c", "drafting", days(-60))
    add("d", "postponed", days(60))
    assert references(matrix.narrowed(seen(), filters)) == found


def test_a_subject_is_found_without_accents(signed_in, minh):
    page = signed_in(minh).get("/campaigns/DVCQ2026/?q=can duoc").context["page"]
    assert [row.subject_name for row in page.rows] == ["UBND xã Cần Đước"]


def test_what_the_address_says_wrongly_is_told_and_narrows_nothing(signed_in, minh):
    response = signed_in(minh).get("/campaigns/DVCQ2026/?state=nothing&due=late&after=%00&delegation=x")
    assert response.context["form"].not_understood == ["Trạng thái", "Đoàn"]  # and a stray NUL is nothing
    assert response.context["found"] == matrix_late(response)


def matrix_late(response):
    return next(chip.n for chip in response.context["chips"] if chip.value == "late")


def test_the_next_step_and_the_counts_of_stages_are_links_to_where_they_are(signed_in, minh):
    browser = signed_in(minh)
    page = browser.get("/campaigns/DVCQ2026/")
    shown = page.content.decode()
    assert 'href="/inspections/DVCQ2026-28144/#next-step"' in shown
    assert 'id="next-step"' in browser.get("/inspections/DVCQ2026-28144/").content.decode()
    for bar in page.context["bars"]:
        assert f'href="?mark=passed-{bar.key}"' in shown
        assert browser.get(f"/campaigns/DVCQ2026/?mark=passed-{bar.key}").context["found"] == bar.count


# --- Who is stuck where ------------------------------------------------------------------------------------------
def test_who_is_stuck_where_says_with_whom_and_how_many_are_late(add, campaign, staff, signed_in):
    add("a", "planned", timezone.localdate())
    add("b", "planned", timezone.localdate() + timedelta(days=90))
    add("c", "notified", timezone.localdate() + timedelta(days=90))
    response = signed_in(staff).get("/campaigns/K0/")
    shown = [(line.label, line.who, line.n, line.late) for line in response.context["waiting"]]
    assert shown == [
        ("Gửi báo cáo tự kiểm tra", "đơn vị báo cáo", 1, 0),
        ("Gửi thông báo kiểm tra", "chuyên viên cơ quan kiểm tra", 2, 1),
        ("Buổi làm việc", "Trưởng đoàn, thư ký Đoàn, chuyên viên cơ quan kiểm tra", 1, 0),
    ]


def test_the_line_of_who_is_stuck_filters(add, staff, signed_in):
    add("a", "planned")
    add("b", "notified")
    response = signed_in(staff).get("/campaigns/K0/?step=report")
    assert [row.inspection.reference for row in response.context["page"].rows] == ["K0-b"]


def test_lan_is_not_told_who_else_is_stuck(signed_in, lan):
    assert signed_in(lan).get("/campaigns/DVCQ2026/").context["waiting"] == []


# --- Grouped and paged -------------------------------------------------------------------------------------------
def clusters(page):
    return [(row.cluster_label, row.inspection.reference) for row in page.rows]


def test_rows_are_put_together_by_state_in_the_order_of_the_work(add, seen, campaign):
    add("c", "planned")
    add("a", "drafting")
    add("b", "planned")
    page = matrix.page_of_rows(seen(), campaign, {"group": "state"}, TODAY)
    assert clusters(page) == [("Dự kiến", "K0-b"), ("Dự kiến", "K0-c"), ("Đang soạn kết luận", "K0-a")]


def test_rows_are_put_together_by_the_place_above_as_at_the_campaigns_day(signed_in, minh):
    case = Campaign.objects.get(code="DVCQ2019")
    rows = matrix.seen_by(minh, case, TODAY)
    assert clusters(matrix.page_of_rows(rows, case, {"group": "place"}, TODAY)) == [("Tỉnh Long An", "DVCQ2019-806")]
    page = signed_in(minh).get("/campaigns/DVCQ2026/?group=place").context["page"]
    assert {label for label, _reference in clusters(page)} == {"Tỉnh Tây Ninh"}


def test_rows_are_put_together_by_delegation(signed_in, minh):
    page = signed_in(minh).get("/campaigns/DVCQ2026/?group=delegation").context["page"]
    labels = [label for label, _reference in clusters(page)]
    assert labels == sorted(labels) == ["Đoàn số 1"] * 6 + ["Đoàn số 2"] * 6


@pytest.mark.parametrize("group", ["", "state", "place", "delegation"])
def test_pages_go_on_and_back_by_key_and_meet_each_row_once(add, seen, campaign, monkeypatch, group):
    monkeypatch.setattr(matrix, "PAGE", 2)
    for n, state in enumerate(["planned", "drafting", "planned", "notified", "drafting"]):
        add(f"{n}", state)
    filters, forth = {"group": group}, []
    while len(forth) < 5:
        page = matrix.page_of_rows(seen(), campaign, filters, TODAY)
        forth.append([row.inspection.reference for row in page.rows])
        if not page.next:
            break
        filters = {"group": group, "after": page.next}
    back = [forth[-1]]
    while page.previous:
        page = matrix.page_of_rows(seen(), campaign, {"group": group, "before": page.previous}, TODAY)
        back.insert(0, [row.inspection.reference for row in page.rows])
    assert [len(rows) for rows in forth] == [2, 2, 1]
    assert (back, sorted(chain(*forth))) == (forth, [f"K0-{n}" for n in range(5)])


def test_a_subject_bears_its_name_of_the_campaigns_day(add, campaign, seen):
    body = add("doi-ten").subject_organization
    OrganizationName.objects.filter(organization=body).update(ends_on=date(2026, 7, 1))
    OrganizationName.objects.create(organization=body, name="M", full_name="Tên mới", starts_on=date(2026, 7, 1))
    Campaign.objects.filter(pk=campaign.pk).update(ends_on=date(2026, 6, 30))
    campaign.refresh_from_db()
    row = matrix.page_of_rows(seen(), campaign, {}, TODAY).rows[0]
    assert row.subject_name == "Cơ quan xa-doi-ten"


def test_rows_are_ticked_by_staff_of_an_open_campaign_alone(signed_in, minh, ngoc, lan, binh):
    may = {user.username: signed_in(user).get("/campaigns/DVCQ2026/").context["may_bulk"] for user in (minh, ngoc, lan)}
    assert may == {"minh": True, "ngoc": False, "lan": False}
    assert signed_in(minh).get("/campaigns/DVCQ2019/").context["may_bulk"] is False


def sent_sheet(browser, campaign, **filters):
    """The head and the rows of the matrix that goes out."""
    answer = browser.get(campaign.get_absolute_url(), {"export": "csv", **filters})
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    return [[cell.strip('"') for cell in line.split(";")] for line in lines]


def test_the_matrix_goes_out_grouped_as_the_page_with_delegations_next_steps_and_days(
    add, campaign, staff, signed_in, monkeypatch
):
    monkeypatch.setattr(sheet, "CHUNK", 2)
    delegation = Delegation.objects.create(campaign=campaign, number=4)
    add("a", "drafting", days(-20))
    add("b", "planned", days(9), delegation=delegation)
    add("c", "planned", days(12))
    browser = signed_in(staff)
    _head, *rows = sent_sheet(browser, campaign, group="state")
    page = browser.get(campaign.get_absolute_url(), {"group": "state"}).context["page"]
    shown = [(row.inspection.reference, row.next_label, f"{row.next_on:%d/%m/%Y}") for row in page.rows]
    assert [(row[1], row[-2], row[-1]) for row in rows] == shown
    assert [(row[1], row[2]) for row in rows] == [("K0-b", "Đoàn số 4"), ("K0-c", ""), ("K0-a", "")]


def test_the_matrix_goes_out_with_the_days_of_its_stages(signed_in, minh):
    browser, campaign = signed_in(minh), Campaign.objects.get(code="DVCQ2026")
    shown = {
        row.inspection.reference: [f"{stage.word} {stage.note}".strip() for stage in row.stages]
        for row in browser.get(campaign.get_absolute_url()).context["page"].rows
    }
    _head, *rows = sent_sheet(browser, campaign)
    assert {row[1]: row[3:9] for row in rows} == shown


def test_the_matrix_goes_out_as_filtered_with_a_column_for_each_stage(add, campaign, staff, signed_in):
    add("tre", "planned", TODAY)
    add("xong", "concluded", TODAY)
    head, *rows = sent_sheet(signed_in(staff), campaign, state="concluded")
    stages = ["Kế hoạch", "Thông báo", "Báo cáo", "Làm việc", "Kết luận", "Theo dõi"]
    assert head == ["Đơn vị", "Mã", "Đoàn", *stages, "Bước tiếp theo", "Hạn"]
    assert [(row[1], row[6]) for row in rows] == [("K0-xong", "Xong 20/05/2026")]
    label = AccessLog.objects.latest("pk").label
    assert (label.startswith("Tiến độ "), label.endswith("; Trạng thái: Đã kết luận")) == (True, True)
