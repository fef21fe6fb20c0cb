"""A session ends by itself: after an hour of nothing, after twelve of anything, with a hat, with the account."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from accounts.models import Membership, Organization
from tests.conftest import DEMO_PASSWORD

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
IDLE = "Phiên đã hết sau 60 phút không thao tác. Đăng nhập lại để làm tiếp."
OLD = "Phiên đã hết vì kéo dài quá 12 giờ. Đăng nhập lại để làm tiếp."
ROLE_ENDED = "Vai trò của bạn vừa thay đổi nên phiên đã kết thúc. Đăng nhập lại để làm việc với vai trò hiện có."
SWITCHED_OFF = "Tài khoản này đã ngừng dùng. Nếu cần dùng lại, hỏi quản trị hệ thống của cơ quan."


def pass_time(client, idle=0, age=0):
    """Moves the session's instants back by so many minutes."""
    session = client.session
    session["seen_at"] -= idle * 60
    session["begun_at"] -= max(age, idle) * 60
    session.save()


def outcome(client, address="/campaigns/"):
    """Where a page leads, and what the reader is told there; ("", []) where it simply opens."""
    response = client.get(address)
    if response.status_code == 200:
        return "", []
    page = client.get(response["Location"])
    return response["Location"], [str(message) for message in page.context["messages"]]


def sent_away(told, address="/campaigns/"):
    return f"/sign-in/?next={address}", [told]


@pytest.fixture
def of_minh(minh, signed_in):
    return signed_in(minh)


# --- Time ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("minutes", "is_over"), [(0, False), (59, False), (61, True), (60 * 24 * 30, True)])
def test_after_an_hour_of_nothing_a_session_is_over(of_minh, minutes, is_over):
    pass_time(of_minh, idle=minutes)
    assert outcome(of_minh) == (sent_away(IDLE) if is_over else ("", []))


def test_each_page_begins_the_hour_anew(of_minh):
    for _page in range(3):
        pass_time(of_minh, idle=50)
        assert outcome(of_minh) == ("", [])


def test_after_twelve_hours_even_a_busy_session_is_over(of_minh):
    pass_time(of_minh, age=12 * 60 - 1)
    assert outcome(of_minh) == ("", [])
    pass_time(of_minh, age=2)
    assert outcome(of_minh) == sent_away(OLD)


def test_how_long_is_a_setting(of_minh, settings):
    settings.IDLE_MINUTES = 5
    pass_time(of_minh, idle=6)
    assert outcome(of_minh) == sent_away(IDLE.replace("60", "5"))


def test_the_reason_is_told_once(of_minh):
    pass_time(of_minh, idle=61)
    assert (outcome(of_minh), outcome(of_minh)) == (sent_away(IDLE), ("/sign-in/?next=/campaigns/", []))


def test_who_signs_in_again_is_back_on_the_page(of_minh):
    pass_time(of_minh, idle=61)
    page = of_minh.get("/campaigns/DVCQ2019/", follow=True)
    again = {"username": "minh", "password": DEMO_PASSWORD, "next": page.context["next"]}
    assert of_minh.post("/sign-in/", again)["Location"] == "/campaigns/DVCQ2019/"
    assert outcome(of_minh) == ("", [])


def test_an_ended_session_is_gone_from_the_server(of_minh):
    stolen = of_minh.cookies[settings.SESSION_COOKIE_NAME].value
    pass_time(of_minh, idle=61)
    outcome(of_minh)
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = stolen
    assert outcome(thief) == ("/sign-in/?next=/campaigns/", [])


def test_a_session_that_does_not_know_its_beginning_is_over(of_minh):
    session = of_minh.session
    del session["begun_at"], session["seen_at"], session["hats"]
    session.save()
    assert outcome(of_minh) == sent_away(IDLE)


def test_a_session_is_written_once_a_minute_at_most(of_minh):
    seen = of_minh.session["seen_at"]
    of_minh.get("/campaigns/")
    assert of_minh.session["seen_at"] == seen
    pass_time(of_minh, idle=2)
    of_minh.get("/campaigns/")
    assert seen - 1 < of_minh.session["seen_at"] < seen + 60


@pytest.mark.parametrize(("address", "status"), [("/sign-in/", 200), ("/password/forgotten/", 200), ("/healthz", 200)])
def test_open_pages_stay_open_when_a_session_ends(of_minh, address, status):
    pass_time(of_minh, idle=61)
    assert of_minh.get(address).status_code == status


def test_signing_out_of_an_ended_session_leads_to_sign_in_like_any_other(of_minh):
    pass_time(of_minh, idle=61)
    assert of_minh.post("/sign-out/")["Location"] == "/sign-in/"


# --- What was typed ------------------------------------------------------------------------------------------------
LONG = "Ủy ban nhân dân huyện đã chỉ đạo kịp thời,\n<b>nhân dân</b> đồng tình & ủng hộ."


def given_back(response):
    texts = re.findall(r"<textarea[^>]*readonly>(.*?)</textarea>", response.content.decode(), re.DOTALL)
    return [unescape(text) for text in texts]


def test_what_was_typed_while_the_session_ran_out_is_given_back_to_copy(of_minh):
    pass_time(of_minh, idle=61)
    posted = {"reason": LONG, "due_on": "30/10/2019", "old_password": "p" * 50, "csrfmiddlewaretoken": "c" * 64}
    response = of_minh.post("/campaigns/DVCQ2019/", posted)
    assert (response.status_code, given_back(response)) == (403, [LONG])
    assert [str(message) for message in response.context["messages"]] == [IDLE]
    assert 'href="/sign-in/?next=/campaigns/DVCQ2019/"' in response.content.decode()


def test_nothing_is_given_back_to_who_was_not_signed_in(db):
    response = Client().post("/campaigns/DVCQ2019/", {"reason": LONG})
    assert (response.status_code, response["Location"]) == (302, "/sign-in/?next=/campaigns/DVCQ2019/")


# --- Hats ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "change",
    [
        {"starts_on": YESTERDAY, "ends_on": TODAY},
        {"starts_on": TOMORROW},
        {"role": "viewer"},
        {"organization": "ubnd-28108"},
    ],
)
def test_a_hat_laid_down_ends_the_session(of_minh, minh, change):
    if "organization" in change:
        change = {"organization": Organization.objects.get(short_code=change["organization"])}
    minh.memberships.update(**change)
    assert outcome(of_minh) == sent_away(ROLE_ENDED)


def test_one_of_two_hats_laid_down_ends_the_session(minh, signed_in, hat):
    second = hat(minh)
    client = signed_in(minh)
    assert outcome(client) == ("", [])
    second.ends_on = TODAY
    second.save()
    assert outcome(client) == sent_away(ROLE_ENDED)


@pytest.fixture
def hat():
    """`hat(user)` is one more of the user's, of an officer since yesterday."""

    def give(user, **changes):
        body = Organization.objects.get(short_code="ubnd-28108")
        given = {"organization": body, "role": "officer", "starts_on": YESTERDAY, **changes}
        return Membership.objects.create(user=user, **given)

    return give


def test_a_hat_put_on_does_not_end_the_session(of_minh, minh, hat):
    hat(minh)
    assert outcome(of_minh) == ("", [])


def test_a_hat_that_is_renewed_by_another_row_is_still_the_same_hat(of_minh, minh):
    old = minh.memberships.get()
    Membership.objects.create(user=minh, organization=old.organization, role=old.role, starts_on=TODAY)
    Membership.objects.filter(pk=old.pk).update(starts_on=date(2000, 1, 1), ends_on=TODAY)
    assert outcome(of_minh) == ("", [])


def test_with_the_hats_that_are_left_one_signs_in_again(of_minh, minh, hat):
    hat(minh)
    minh.memberships.filter(role="staff").update(starts_on=YESTERDAY, ends_on=TODAY)
    assert outcome(of_minh) == sent_away(ROLE_ENDED)
    of_minh.post("/sign-in/", {"username": "minh", "password": DEMO_PASSWORD})
    assert outcome(of_minh) == ("", [])


def test_the_last_days_of_others_end_nobody_elses_session(of_minh, ngoc):
    ngoc.memberships.update(starts_on=YESTERDAY, ends_on=TODAY)
    assert outcome(of_minh) == ("", [])


# --- Accounts ------------------------------------------------------------------------------------------------------
def test_an_account_switched_off_ends_its_sessions_and_says_so(minh, signed_in):
    clients = [signed_in(minh), signed_in(minh)]
    minh.is_active = False
    minh.save()
    assert [outcome(client) for client in clients] == [sent_away(SWITCHED_OFF)] * 2


def test_an_account_switched_on_again_has_no_session_left(of_minh, minh):
    for is_active in (False, True):
        minh.is_active = is_active
        minh.save()
        assert outcome(of_minh)[0] == "/sign-in/?next=/campaigns/"
