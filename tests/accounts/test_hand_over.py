"""Lan hands over to a colleague of her commune; Minh sees which units nobody reads for, and asks Thu for accounts."""

import re
from datetime import timedelta
from unittest.mock import ANY

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Membership, Person, User
from inspections.models import Campaign
from tests.made_work import make_user
from workflow.models import Event, Notice

pytestmark = pytest.mark.django_db

ADDRESS = "/hand-over/"
TODAY = timezone.localdate()


@pytest.fixture
def of_lan(lan, signed_in):
    return signed_in(lan)


@pytest.fixture
def typed(of_lan):
    """`typed(full_name=…)` is what Lan sends from the form as it is filled."""

    def fill(**changes):
        form = of_lan.get(ADDRESS).context["form"]
        filled = {name: form[name].value() for name in ("office", "receipt")}
        named = {"full_name": "Trần Thị Mơ", "position": "Văn phòng", "phone": "0912"}
        return {**filled, **named, "last_day": f"{TODAY:%d/%m/%Y}", **changes}

    return fill


def wrong(answer):
    return {name: list(texts) for name, texts in answer.context["form"].errors.items()} or answer.context["refusal"]


def test_lan_hands_over_and_her_colleague_comes_in_with_the_slip(of_lan, lan, minh, khoa, unit, typed):
    sent = typed()
    clicks = [of_lan.post(ADDRESS, sent) for _click in range(2)]
    mo = User.objects.get(username="mo.canduoc")
    assert [click.headers.get("Location") for click in clicks] == [f"/hand-over/{mo.pk}/slip/"] * 2
    assert (mo.person.full_name, mo.person.phone, mo.person.organization) == ("Trần Thị Mơ", "0912", unit)
    assert list(mo.memberships.values_list("role", "organization", "starts_on")) == [("officer", unit.pk, TODAY)]
    assert lan.memberships.get(organization=unit).ends_on == TODAY + timedelta(1)
    event = Event.objects.about(unit).get(act="handed_over")
    assert (event.actor, event.changes["account"], event.reason) == (lan, mo.pk, "Trần Thị Mơ")
    words = f"Lê Thị Lan bàn giao việc trên cổng của {unit} cho Trần Thị Mơ, làm đến hết ngày {TODAY:%d/%m/%Y}."
    informed = set(Notice.objects.filter(kind="accounts.handed_over").values_list("recipient__username", "text"))
    assert {name for name, _text in informed} >= {"minh", "khoa"}
    assert ({text for _name, text in informed}, "lan" in dict(informed)) == ({words}, False)
    slip = of_lan.post(clicks[0]["Location"], {"revision": mo.revision})
    password = re.search('<code id="password">(.+?)</code>', slip.content.decode())[1]
    assert ("no-store" in slip["Cache-Control"], f"{TODAY + timedelta(30):%d/%m/%Y}" in slip.content.decode()) == (
        True, True,
    )  # fmt: skip
    entered = Client().post("/sign-in/", {"username": "mo.canduoc", "password": password})
    assert entered.status_code == 302
    assert of_lan.post(clicks[0]["Location"], {"revision": mo.revision})["Location"] == "/"  # she is in: no more slips


def test_from_the_day_after_lan_sees_nothing_of_the_commune_and_what_she_did_stays(of_lan, lan, unit, typed):
    of_lan.post(ADDRESS, typed())
    reach = Membership.objects.reach_of(lan, TODAY + timedelta(1))
    assert (unit.pk in reach.unit, unit.pk in Membership.objects.reach_of(lan, TODAY).unit) == (False, True)
    assert of_lan.get(ADDRESS).status_code == 200  # on her last day she can still show the slip
    lan.memberships.update(ends_on=TODAY, starts_on=TODAY - timedelta(9))
    assert Client().get(ADDRESS).status_code == 302


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"full_name": ""}, {"full_name": ANY}),
        ({"full_name": "lê thị lan"}, {"full_name": ["Đây là tên của bạn. Ghi tên đồng nghiệp."]}),
        ({"username": "HOA"}, {"username": ["Tên đăng nhập này đã có người dùng."]}),
        ({"last_day": "01/01/2020"}, {"last_day": ["Ghi ngày từ hôm nay đến 60 ngày nữa."]}),
        ({"office": "1"}, {"office": ANY}),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_handed_over(of_lan, lan, typed, changes, expected):
    before = (User.objects.count(), Event.objects.count())
    answer = of_lan.post(ADDRESS, typed(**changes))
    assert (answer.status_code, wrong(answer)) == (422, expected)
    assert (User.objects.count(), Event.objects.count()) == before


def test_a_colleague_with_an_account_goes_on_with_it_and_lan_never_sees_a_password_of_it(of_lan, lan, unit, typed):
    cuc = make_user("cuc", unit, "unit_leader")  # has never signed in
    sent = of_lan.post(ADDRESS, typed(full_name="nguyễn văn cuc"))
    assert sent["Location"] == "/"
    assert sorted(cuc.memberships.values_list("role", flat=True)) == ["officer", "unit_leader"]
    dai = make_user("dai", unit, "officer")  # by Thu: no slip of Lan's
    of_lan.post(ADDRESS, typed(full_name="Nguyễn Văn dai"))
    slips = [of_lan.post(f"/hand-over/{account.pk}/slip/", {"revision": 1}) for account in (cuc, dai)]
    assert [slip.status_code for slip in slips] == [404, 404]


def test_neither_a_locked_colleague_nor_one_made_leader_since_opens_a_way_in(of_lan, lan, unit, typed):
    doi = make_user("doi", unit, "officer")
    User.objects.filter(pk=doi.pk).update(is_active=False)
    assert wrong(of_lan.post(ADDRESS, typed(full_name="Nguyễn Văn doi"))) == [
        "Tài khoản của Nguyễn Văn doi đã khóa. Nhờ quản trị hệ thống mở khóa trước."
    ]
    slip = of_lan.post(ADDRESS, typed())["Location"]
    mo = User.objects.get(username="mo.canduoc")
    assert of_lan.get(slip).status_code == 200
    Membership.objects.create(user=mo, organization=unit, role="unit_leader", starts_on=TODAY)
    assert of_lan.post(slip, {"revision": mo.revision}).status_code == 404


def test_lan_hands_over_three_times_a_day_at_most(of_lan, lan, typed):
    names = ["Trần Thị Mơ", "Trần Thị Mận", "Trần Thị Đào", "Trần Thị Lê"]
    answers = [of_lan.post(ADDRESS, typed(full_name=name)) for name in names]
    assert [answer.status_code for answer in answers] == [302, 302, 302, 409]
    assert not Person.objects.filter(full_name="Trần Thị Lê").exists()
    mo = User.objects.get(username="mo.canduoc")
    shown = [of_lan.post(f"/hand-over/{mo.pk}/slip/", {"revision": mo.revision}).status_code for _again in range(11)]
    assert shown == [200] * 10 + [409]


def test_who_is_no_officer_has_nothing_to_hand_over(of_lan, minh, khoa, tuyet, thu, hoa, signed_in, typed):
    assert {signed_in(user).get(ADDRESS).status_code for user in (minh, khoa, tuyet, thu)} == {404}
    slip = of_lan.post(ADDRESS, typed())["Location"]
    assert {signed_in(user).post(slip, {}).status_code for user in (minh, khoa, hoa, thu)} == {404}
    menus = ["Bàn giao cho đồng nghiệp" in signed_in(user).get("/help/staff/").content.decode() for user in (minh, hoa)]
    assert menus == [False, True]


# --- Units of a campaign in which nobody can sign in ---------------------------------------------------------------
READERS = "/campaigns/DVCQ2026/readers/"


@pytest.fixture
def campaign(lan, khoa):
    """In which nobody is left in Lan's commune."""
    Membership.objects.filter(user__in=[lan, khoa]).delete()
    return Campaign.objects.get(code="DVCQ2026")


def test_minh_sees_the_units_without_anybody_and_asks_thu_once(campaign, minh, thu, hoa, unit, signed_in):
    client = signed_in(minh)
    assert f'href="{READERS}"' in client.get("/campaigns/DVCQ2026/plan/").content.decode()
    page = client.get(READERS)
    of_hoa = str(hoa.memberships.get().organization)
    assert [name in page.context["names"] for name in (str(unit), of_hoa)] == [True, False]
    assert page.context["address"] == ""
    sent = {"receipt": page.context["form"]["receipt"].value()}
    assert [client.post(READERS, sent).status_code for _click in range(2)] == [302, 302]
    notice = Notice.objects.get(kind="accounts.requested", recipient=thu)
    n = page.context["total"]
    assert notice.words == f"Trần Quang Minh nhờ lập tài khoản cho {n} đơn vị chưa có ai đăng nhập được."
    offered = signed_in(thu).get(notice.path).context["offer"].bodies
    assert (unit in [each.organization for each in offered], {each.is_ticked for each in offered}) == (True, {True})
    again = client.post(READERS, {"receipt": "6b1f7c1e-53a0-4b57-9a53-1d1f0e0e7d58"})
    assert (again.status_code, "Đã nhờ lúc" in again.context["refusal"][0]) == (409, True)
    event = Event.objects.about(campaign).get(act="accounts_requested")
    assert (event.actor, event.changes) == (minh, {"bodies": page.context["total"]})


def test_a_staff_member_who_administers_goes_straight_to_the_accounts(campaign, minh, signed_in):
    Membership.objects.create(
        user=minh, organization=campaign.inspecting_organization, role="administrator", starts_on=TODAY
    )
    client = signed_in(minh)
    address = client.get(READERS).context["address"]
    offered = client.get(address).context["offer"]
    assert (address.startswith("/accounts/many/?bodies="), offered.is_named, offered.total > 0) == (True, True, True)


def test_others_learn_nothing_of_who_has_accounts(campaign, ngoc, hoa, thu, tuyet, signed_in):
    statuses = [signed_in(user).get(READERS).status_code for user in (ngoc, hoa, tuyet, thu)]
    assert statuses == [403, 403, 403, 404]
    assert READERS not in signed_in(ngoc).get("/campaigns/DVCQ2026/").content.decode()
