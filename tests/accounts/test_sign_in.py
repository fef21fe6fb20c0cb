"""Signing in by a name, without an e-mail; blocked after too many failed tries; signing out."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import User
from tests.conftest import DEMO_PASSWORD
from tests.quick_hashes import QuickArgon2
from workflow.models import AccessLog

SIGN_IN, SIGN_OUT = "/sign-in/", "/sign-out/"
WRONG = "Tên đăng nhập hoặc mật khẩu chưa đúng. Kiểm tra phím Caps Lock, bộ gõ rồi nhập lại."
HELD_BACK = (
    "Tên này tạm chưa đăng nhập được từ máy này. Chờ 15 phút rồi thử lại; nếu quên mật khẩu, "
    "hỏi quản trị hệ thống của cơ quan."
)


@pytest.fixture(autouse=True)
def three_tries(settings):
    """Each try costs a slow hash; how many there are doesn't change the rules."""
    settings.AXES_FAILURE_LIMIT = 3


@pytest.fixture
def sign_in(db):
    """`sign_in("minh", "…")` types a name and a password and sends them, from an address of the office."""

    def send(username, password=DEMO_PASSWORD, client=None, address="10.0.0.1", **form):
        typed = {"username": username, "password": password, **form}
        return (client or Client()).post(SIGN_IN, typed, REMOTE_ADDR=address)

    return send


@pytest.fixture
def hold_back(sign_in):
    """`hold_back("minh")` tries wrong passwords up to the one too many; gives the answers' statuses."""

    def send(username):
        return [sign_in(username, "mat-khau-sai").status_code for _try in range(3)]

    return send


def user_of(client):
    """The name of who has signed in, or None."""
    pk = client.session.get("_auth_user_id")
    return pk and User.objects.get(pk=pk).username


def messages_of(response):
    """The messages on the sign-in page."""
    alerts = re.findall(r'role="alert"[^>]*>(.*?)</div>', response.content.decode(), re.DOTALL)
    return [unescape(" ".join(re.sub("<[^>]+>", " ", words).split())) for words in alerts]


def field(response, name):
    """What stands in a field of the sign-in form."""
    tag, *_of_the_footer = re.findall(f'<input[^>]*name="{name}"[^>]*>', response.content.decode())
    return unescape("".join(re.findall('value="([^"]*)"', tag)))


@pytest.mark.parametrize("typed", ["minh", "Minh", "MINH", " minh "])
def test_minh_signs_in_by_his_name_in_any_case(sign_in, typed):
    client = Client()
    response = sign_in(typed, client=client)
    assert (response.status_code, response["Location"], user_of(client)) == (302, "/", "minh")


def test_nobody_of_the_cast_needs_an_e_mail(db):
    assert set(User.objects.values_list("email", flat=True)) == {""}


def test_two_names_cannot_differ_by_capitals_alone(minh):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(username="Minh", person=minh.person)


@pytest.mark.parametrize(
    ("username", "password"), [("minh", "mat-khau-sai"), ("nobody", DEMO_PASSWORD), ("minh", "MINH")]
)
def test_a_wrong_name_and_a_wrong_password_are_told_alike(sign_in, username, password):
    client = Client()
    response = sign_in(username, password, client=client)
    assert (response.status_code, messages_of(response), user_of(client)) == (200, [WRONG], None)


def test_the_typed_name_is_kept_and_the_password_is_not(sign_in):
    response = sign_in("Mính <b>", "mat-khau-sai")
    assert (field(response, "username"), field(response, "password")) == ("Mính <b>", "")


def test_an_empty_form_says_what_to_type(sign_in):
    page = sign_in("", "").content.decode()
    expected = ["Nhập tên đăng nhập do quản trị hệ thống cấp.", "Nhập mật khẩu."]
    assert [words for words in expected if words not in page] == []


def test_an_account_that_is_switched_off_is_told_as_wrong(sign_in, minh):
    minh.is_active = False
    minh.save()
    assert messages_of(sign_in("minh")) == [WRONG]


def test_switching_an_account_off_ends_its_sessions(signed_in, minh):
    client = signed_in(minh)
    minh.is_active = False
    minh.save()
    assert client.get("/")["Location"] == "/sign-in/?next=/"


def test_nobody_is_led_back_to_the_page_asked_for(sign_in):
    client = Client()
    sent_to = client.get("/campaigns/DVCQ2019/?q=can+duoc")
    page = client.get(sent_to["Location"])
    assert field(page, "next") == "/campaigns/DVCQ2019/?q=can+duoc"
    again = sign_in("minh", "mat-khau-sai", client=client, next=field(page, "next"))
    assert sign_in("minh", client=client, next=field(again, "next"))["Location"] == "/campaigns/DVCQ2019/?q=can+duoc"


@pytest.mark.parametrize(
    "target", ["https://example.org/", "//example.org/", "/\\example.org", "javascript:alert(1)", "http:///example.org"]
)
def test_next_leads_nowhere_outside_the_portal(sign_in, target):
    assert sign_in("minh", next=target)["Location"] == "/"
    assert field(Client().get(SIGN_IN, {"next": target}), "next") == "/"


def test_who_has_signed_in_is_not_asked_again(signed_in, minh):
    response = signed_in(minh).get(SIGN_IN, {"next": "/campaigns/"})
    assert (response.status_code, response["Location"]) == (302, "/campaigns/")


def test_signing_in_gives_a_new_session(sign_in):
    """What somebody planted in the browser before is worth nothing after."""
    client = Client()
    planted = client.session
    planted["planted"] = True
    planted.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = planted.session_key
    sign_in("minh", client=client)
    first = client.session.session_key
    client.post(SIGN_OUT)
    sign_in("minh", client=client)
    assert len({planted.session_key, first, client.session.session_key}) == 3


def test_the_last_wrong_try_holds_the_name_back_and_says_for_how_long(sign_in, hold_back):
    assert hold_back("minh") == [200, 200, 429]
    response = sign_in("Minh", "mat-khau-sai", next="/campaigns/")
    assert (response.status_code, [HELD_BACK in words for words in messages_of(response)]) == (429, [True])
    assert (field(response, "username"), field(response, "next")) == ("Minh", "/campaigns/")


@pytest.mark.parametrize("typed", ["minh", "MINH", " minh", "mınh"])
def test_while_held_back_the_right_password_is_refused_too(sign_in, hold_back, typed):
    hold_back("minh")
    client = Client()
    response = sign_in(typed, client=client)
    assert (response.status_code, user_of(client)) == (429, None)


def test_wrong_tries_are_counted_together_however_the_name_is_typed(sign_in):
    assert [sign_in(typed, "mat-khau-sai").status_code for typed in ["Minh", " MINH ", "mınh"]] == [200, 200, 429]


def test_other_names_and_other_addresses_go_on(sign_in, hold_back):
    hold_back("minh")
    ngocs, elsewhere = Client(), Client()
    assert sign_in("ngoc", client=ngocs).status_code == 302
    assert sign_in("minh", client=elsewhere, address="10.0.0.2").status_code == 302
    assert (user_of(ngocs), user_of(elsewhere)) == ("ngoc", "minh")


@pytest.fixture
def four_from_an_address(settings):
    settings.SIGN_IN_ADDRESS_FAILURE_LIMIT = 4


FROM_THERE = (
    "Từ địa chỉ mạng này đã có quá nhiều lần nhập sai, của nhiều tên. Chờ 15 phút rồi thử lại; nếu cần ngay, "
    "đăng nhập từ mạng khác và báo quản trị hệ thống của cơ quan."
)


@pytest.mark.usefixtures("four_from_an_address")
def test_an_address_from_which_name_after_name_is_tried_is_held_back(sign_in):
    assert [sign_in(f"ten-{n}", "mat-khau-sai").status_code for n in range(4)] == [200, 200, 200, 429]
    client = Client()
    answer = sign_in("minh", client=client)
    assert (answer.status_code, [FROM_THERE in words for words in messages_of(answer)], user_of(client)) == (
        429,
        [True],
        None,
    )


@pytest.mark.usefixtures("four_from_an_address")
def test_other_addresses_go_on_and_a_right_password_forgives_no_other_names(sign_in):
    for n in range(3):
        sign_in(f"ten-{n}", "mat-khau-sai")
    assert sign_in("minh").status_code == 302
    assert sign_in("ten-3", "mat-khau-sai").status_code == 429
    assert sign_in("minh", address="10.0.0.2").status_code == 302


class CountedArgon2(QuickArgon2):
    """A real hasher that counts how often it was asked."""

    hashed = 0

    def encode(self, *args, **kwargs):
        CountedArgon2.hashed += 1
        return super().encode(*args, **kwargs)

    def verify(self, *args, **kwargs):
        CountedArgon2.hashed += 1
        return super().verify(*args, **kwargs)


@pytest.mark.usefixtures("four_from_an_address")
def test_what_is_held_back_costs_no_hash_and_one_row_in_the_log(sign_in, settings):
    settings.PASSWORD_HASHERS = ["tests.accounts.test_sign_in.CountedArgon2", *settings.PASSWORD_HASHERS[1:]]
    for n in range(4):
        sign_in(f"ten-{n}", "mat-khau-sai")
    hashed, rows = CountedArgon2.hashed, AccessLog.objects.count()
    for typed in ("minh", "ten-0", "khong-co-1", "khong-co-2"):
        assert sign_in(typed).status_code == 429
    assert (CountedArgon2.hashed, AccessLog.objects.count(), hashed > 0) == (hashed, rows, True)
    assert list(AccessLog.objects.filter(kind="held_back").values_list("typed_name", "label")) == [
        ("ten-3", "mọi tên từ địa chỉ này")
    ]


def test_the_limit_of_an_address_leaves_room_for_a_hundred_communes():
    assert settings.SIGN_IN_ADDRESS_FAILURE_LIMIT == 300


def test_when_the_time_has_passed_the_name_signs_in_again(sign_in, hold_back):
    from axes.models import AccessAttempt

    hold_back("minh")
    for attempt in AccessAttempt.objects.all():
        cool_off = timedelta(hours=settings.AXES_COOLOFF_TIME, seconds=1)
        AccessAttempt.objects.filter(pk=attempt.pk).update(attempt_time=attempt.attempt_time - cool_off)
    assert sign_in("minh").status_code == 302


def test_a_right_password_wipes_out_earlier_wrong_ones(sign_in):
    for _turn in range(2):
        tries = [sign_in("minh", "mat-khau-sai"), sign_in("minh", "mat-khau-sai"), sign_in("minh")]
        assert [response.status_code for response in tries] == [200, 200, 302]


def test_signing_out_takes_a_post_and_ends_the_session(signed_in, minh):
    client = signed_in(minh)
    assert (client.get(SIGN_OUT).status_code, user_of(client)) == (200, "minh")  # it asks
    response = client.post(SIGN_OUT)
    assert (response.status_code, response["Location"], user_of(client)) == (302, SIGN_IN, None)
    assert client.get("/")["Location"] == "/sign-in/?next=/"


def test_a_sign_out_from_another_site_is_refused(minh):
    client = Client(enforce_csrf_checks=True)
    client.force_login(minh, backend=settings.AUTHENTICATION_BACKENDS[-1])
    assert (client.post(SIGN_OUT).status_code, user_of(client)) == (403, "minh")
