"""Home: one line an act with its number, in groups of deadlines; every number is a link to exactly its rows."""

import re
from copy import deepcopy
from datetime import UTC, date, datetime, time, timedelta
from html.parser import HTMLParser

import pytest
from django.utils import timezone

from accounts.models import User
from inspections.models import Assignment, Campaign, Delegation, DelegationMember, Inspection, PaperLink, Session
from portal.campaigns import deadlines
from portal.home.page import home_page
from portal.home.tasks import tasks_of
from tests.made_work import make_assignment, make_body, make_campaign, make_inspection, make_paper, make_user
from tests.standing import standing
from workflow.steps.acts import take

pytestmark = pytest.mark.django_db
CAST = ["minh", "ngoc", "binh", "son", "van", "lan", "khoa", "hoa", "tuyet", "thu"]
OFFICE = ["staff", "leader", "head", "officer", "viewer", "both"]
# The days from today on which the sessions of a state lie, so that every group of deadlines has some.
DAYS = {
    "planned": [0, 10, 11, 25, None],
    "notified": [-1, 0, 1, 8, None],
    "in_session": [-3, 0],
    "recorded": [-40, -30, -5],
    "drafting": [-40, -2],
    "for_decision": [-31, -30, -1],
    "concluded": [-50],
    "followed_up": [-60, -61, -120],
    "closed": [-90],
    "postponed": [None, 5],
    "cancelled": [3],
}
OWED = [("open", -1), ("accepted", 0), ("answered", -2), ("returned", 20), ("answered", None), ("verified", 1)]


@pytest.fixture
def office(written_office, db):
    """A Board's campaign with inspections in every state, due on all sides of today, and its people by role."""
    return deepcopy(written_office)


@pytest.fixture(scope="module")
def written_office(rows_for_all):
    board = make_body("ban-moi", "party_board", "party")
    campaign = make_campaign(board, "K0", Campaign.objects.get(inspections__reference="DVCQ2019-806").criteria_set)
    users = {role: make_user(role, board, role) for role in ("staff", "leader", "viewer")}
    users["both"] = make_user("both", board, "staff", "leader")
    users["head"] = make_user("head", make_body("so-moi"))
    first, second = (Delegation.objects.create(campaign=campaign, number=n) for n in (1, 2))
    DelegationMember.objects.create(delegation=first, person=users["head"].person, role="head")
    unit = make_body("xa-moi")
    users["officer"] = make_user("officer", unit, "officer")
    today = timezone.localdate()
    for state, days in DAYS.items():
        for n, shift in enumerate(days):
            body = unit if n % 2 else make_body(f"xa-{state}-{n}")
            add(campaign, [first, second, None][n % 3], body, f"{state}-{n}", state, shift, today)
    return users


def add(campaign, delegation, body, name, state, shift, today):
    made = make_inspection(campaign, body, f"K0-{name}", "planned")
    day = None if shift is None else today + timedelta(days=shift)
    Session.objects.filter(inspection=made).update(held_on=day)
    Inspection.objects.filter(pk=made.pk).update(delegation=delegation)
    made.refresh_from_db()
    standing(made, state)
    if state in ("concluded", "followed_up"):
        paper = make_paper(made, f"{name}-TB")
        type(paper).objects.filter(pk=paper.pk).update(dated_on=day + timedelta(days=10))
        PaperLink.objects.filter(paper=paper).update(role="result")
        for owed, due in (
            ("open", -1),
            ("accepted", 0),
            ("answered", -2),
            ("returned", 20),
            ("answered", None),
            ("verified", 1),
        ):
            assignment = make_assignment(made, owed)
            due_on = None if due is None else today + timedelta(days=due)
            Assignment.objects.filter(pk=assignment.pk).update(due_on=due_on)


# --- Every number is a link to exactly its rows ----------------------------------------------------------------------
class Links(HTMLParser):
    """The links within <main>: (address, text)."""

    def __init__(self, html):
        super().__init__()
        self.links, self.is_main, self.address, self.text = [], False, None, ""
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.is_main = self.is_main or tag == "main"
        if tag == "a" and self.is_main:
            self.address, self.text = dict(attributes)["href"], ""

    def handle_endtag(self, tag):
        self.is_main = self.is_main and tag != "main"
        if tag == "a" and self.address:
            self.links.append((self.address, " ".join(self.text.split())))
            self.address = None

    def handle_data(self, text):
        self.text += text


def number_in(text):
    """The number that a link's words give: "94", "7/11", "Còn 6 chưa xong", "Bắt đầu làm việc: 94 đơn vị"."""
    found = re.match(r"(?:.*: |Còn |Xem )?(\d+)(?:/\d+)?\b(?! giờ)", text)
    return int(found[1]) if found else None


def rows_at(browser, address):
    context = browser.get(address).context
    return context["found"] if "found" in context else context["count"]


def numbers_and_rows(browser):
    """The numbers of home's links that lead to rows, and how many rows are there."""
    links = Links(browser.get("/").content.decode()).links
    to_rows = [
        link for link in links if link[0].startswith(("/campaigns/", "/recommendations/")) and "/bulk/" not in link[0]
    ]
    numbered = {(address, text, number_in(text)) for address, text in to_rows if number_in(text) is not None}
    rows = {address: rows_at(browser, address) for address in {link[0] for link in numbered}}
    return {link: rows[link[0]] for link in numbered}


@pytest.mark.parametrize("role", OFFICE)
def test_every_number_of_home_leads_to_exactly_its_rows(office, signed_in, role):
    browser = signed_in(office[role])
    found = numbers_and_rows(browser)
    assert {link: n for link, n in found.items() if link[2] != n} == {}
    assert len(found) >= {"leader": 30, "both": 30}.get(role, 6)


@pytest.mark.parametrize("username", CAST)
def test_so_it_does_on_the_demo(signed_in, username):
    browser = signed_in(User.objects.get(username=username))
    assert {link: n for link, n in numbers_and_rows(browser).items() if link[2] != n} == {}


@pytest.mark.parametrize("role", OFFICE)
def test_every_button_leads_somewhere_and_a_bulk_one_to_the_rows_of_its_line(office, signed_in, role):
    browser = signed_in(office[role])
    page = browser.get("/").context
    for task in [*page["held"], *(task for group in page["groups"] for task in group.tasks)]:
        shown = browser.get(task.act_url)
        assert shown.status_code == 200, task
        if "/bulk/" in task.act_url and "đề nghị" not in task.title:
            judged = shown.context["judged"]
            assert len(judged.can) + len(judged.cannot) == (number_in(task.title) or 1), task


# --- Deadlines -------------------------------------------------------------------------------------------------------
THURSDAY, SUNDAY = date(2026, 11, 26), date(2026, 11, 29)


@pytest.mark.parametrize(
    ("today", "due_on", "group"),
    [
        (THURSDAY, date(2026, 11, 25), "late"),
        (THURSDAY, THURSDAY, "today"),
        (THURSDAY, date(2026, 11, 27), "week"),
        (THURSDAY, SUNDAY, "week"),
        (THURSDAY, date(2026, 11, 30), "later"),
        (SUNDAY, SUNDAY, "today"),
        (SUNDAY, date(2026, 11, 30), "later"),
        (date(2026, 11, 30), date(2026, 12, 6), "week"),
        (THURSDAY, None, "none"),
    ],
)
def test_the_week_of_a_deadline_ends_on_sunday(today, due_on, group):
    assert deadlines.group_of(due_on, today) == group


@pytest.mark.parametrize(("before", "group"), [(timedelta(seconds=1), "today"), (timedelta(0), "late")])
def test_a_deadline_is_overdue_from_midnight_in_ho_chi_minh_city_on(office, signed_in, monkeypatch, before, group):
    """A second before midnight it is due today; then UTC still has the same day."""
    day = timezone.localdate() + timedelta(days=8)  # that of the only later session of a notified body
    midnight = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
    monkeypatch.setattr(timezone, "now", lambda: (midnight - before).astimezone(UTC))
    page = signed_in(office["staff"]).get("/").context
    groups = {each.key: each.tasks for each in page["groups"]}
    titles = [task.title for task in groups[group] if task.title.startswith("Bắt đầu làm việc")]
    assert titles == (["Bắt đầu làm việc: Cơ quan xa-moi"] if group == "today" else ["Bắt đầu làm việc: 4 đơn vị"])


# --- One line an act -------------------------------------------------------------------------------------------------
def test_ninety_four_bodies_to_begin_with_are_one_line_with_the_bulk_act_at_hand(case, signed_in):
    board = make_body("ban-khac", "party_board", "party")
    campaign = make_campaign(board, "K1", case.campaign.criteria_set)
    today = timezone.localdate()
    for n in range(94):
        made = make_inspection(campaign, make_body(f"xa-{n}"), f"K1-{n}", "notified")
        Session.objects.filter(inspection=made).update(held_on=today)
        make_paper(made, f"{n}-BC")
    staff = make_user("moi", board, "staff")
    (task,) = tasks_of(staff, today)
    assert (task.title, task.due_on, task.act) == ("Bắt đầu làm việc: 94 đơn vị", today, "Bắt đầu làm việc")
    assert task.note == "Cơ quan xa-0 và 93 đơn vị khác"
    browser = signed_in(staff)
    assert browser.get(task.url).context["found"] == 94
    assert len(browser.get(task.act_url).context["judged"].can) == 94


# --- Who sees what ---------------------------------------------------------------------------------------------------
def test_a_viewer_sees_all_units_and_what_is_not_published_is_counted(office, signed_in):
    (row,) = home_page(office["viewer"], timezone.localdate()).campaigns
    live = Inspection.objects.filter(campaign__code="K0").exclude(state="cancelled").count()
    published = Inspection.objects.filter(campaign__code="K0", state__in=["concluded", "followed_up", "closed"]).count()
    assert (row.total, row.unpublished) == (live, live - published)
    assert {bar.key: (bar.count, bar.total) for bar in row.bars}["session"] == (published, live)
    page = signed_in(office["viewer"]).get("/campaigns/K0/")
    assert (page.context["unpublished"], page.context["seen"], page.context["found"]) == (
        live - published,
        published,
        published,
    )
    assert f"{live - published} chưa công bố" in page.content.decode()


def test_an_officer_sees_only_what_is_the_own_bodys(office):
    (row,) = home_page(office["officer"], timezone.localdate()).campaigns
    own = Inspection.objects.filter(campaign__code="K0", subject_organization__short_code="xa-moi")
    assert (row.total, row.unpublished) == (own.exclude(state="planned").count(), 0)


EMPTY = {
    "staff": ("Chưa có đợt kiểm tra nào đang chạy.", "Lập đợt kiểm tra", "/campaigns/new/"),
    "leader": ("Không có việc nào chờ bạn.", "", ""),
    "officer": ("Hiện không có việc nào chờ bạn.", "", ""),
    "administrator": ("Chưa có việc nào.", "Xem tài khoản", "/accounts/"),
}


@pytest.mark.parametrize("role", EMPTY)
def test_an_empty_home_says_what_to_do_first(db, signed_in, role):
    user = make_user("moi", make_body("ban-khac", "party_board", "party"), role)
    empty = signed_in(user).get("/").context["empty"]
    assert (empty.title, empty.act, empty.url) == EMPTY[role]


# --- A leader's morning ----------------------------------------------------------------------------------------------
def test_ngocs_morning_says_who_holds_up_what_is_late(ngoc):
    held = home_page(ngoc, date(2026, 11, 26)).held
    assert [(task.title, [(each.words, each.note) for each in task.holders]) for task in held] == [
        ("Gửi báo cáo tự kiểm tra: 2 đơn vị", [("2 đơn vị báo cáo", "")]),
        ("Công bố kết luận: UBND xã Tân Lân", [("Chờ đồng chí", "")]),
        (
            "Trình kết luận: 2 đơn vị",
            [("Đoàn số 1: 1", "đ/c Lê Văn Bình"), ("Đoàn số 2: 1", "đ/c Phạm Thị Minh Ngọc")],
        ),
        ("Soạn kết luận: UBND phường Long An", [("Đoàn số 2: 1", "đ/c Phạm Thị Minh Ngọc")]),
        ("Thống nhất biên bản: UBND phường Tân An", [("Đoàn số 2: 1", "đ/c Phạm Thị Minh Ngọc")]),
    ]


def test_since_yesterday_begins_at_its_midnight(ngoc, binh, minh):
    today = timezone.localdate()
    midnight = timezone.make_aware(datetime.combine(today - timedelta(days=1), time.min))
    campaign = Campaign.objects.get(code="DVCQ2026")
    drafts = list(campaign.inspections.filter(reference__in=["DVCQ2026-28144", "DVCQ2026-28138"]).order_by("reference"))
    take(drafts[1], "submit", binh, now=midnight)
    take(
        standing(drafts[0], "for_decision"), "send_back", ngoc, "Bổ sung số liệu.", now=midnight - timedelta(seconds=1)
    )
    (morning,) = home_page(ngoc, today).mornings
    assert [(line.n, line.words) for line in morning.news] == [(1, "dự thảo kết luận trình ký")]


def test_the_agenda_has_weekday_and_hours(minh):
    inspection = Inspection.objects.get(reference="DVCQ2026-28114")
    Session.objects.create(
        inspection=inspection, held_on=date(2026, 11, 26), starts_at=time(8), ends_at=time(11, 30), place="hội trường"
    )
    Session.objects.create(inspection=inspection, held_on=date(2026, 11, 26), part_of_day="afternoon")
    Session.objects.create(inspection=inspection, held_on=date(2026, 12, 2), starts_at=time(7, 30))
    Session.objects.create(inspection=inspection, held_on=date(2026, 12, 3))  # on the eighth day
    days = home_page(minh, date(2026, 11, 26)).days
    assert [(day.label, [row.hours for row in day.sessions]) for day in days] == [
        ("Hôm nay, Thứ Năm", ["8 giờ – 11 giờ 30", "Chiều"]),
        ("Thứ Tư", ["7 giờ 30"]),
    ]
