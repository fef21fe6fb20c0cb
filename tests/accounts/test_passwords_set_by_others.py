"""A password that its owner didn't choose is an event: the owner is informed, and leaders and administrators at
once.
"""

import io
import re
from datetime import date

import pytest
from django.contrib.auth.management.commands import changepassword
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership, Organization, Person, User
from tests.conftest import DEMO_PASSWORD
from workflow.models import Event, Notice

pytestmark = pytest.mark.django_db

NEW = "con-tra-beo-ngam-la-mia"


@pytest.fixture
def hanh(thu):
    """The other administrator."""
    person = Person.objects.create(full_name="Mai Thị Hạnh")
    account = User.objects.create(username="hanh", person=person, must_change_password=False)
    body = thu.memberships.get().organization
    Membership.objects.create(user=account, organization=body, role="administrator", starts_on=date(2026, 1, 1))
    return account


@pytest.fixture
def set_for_lan(of_thu, lan):
    """Lan has signed in before; then Thu sets her password."""
    User.objects.filter(pk=lan.pk).update(last_login=timezone.now())
    return set_password(of_thu, lan)


def set_password(client, account):
    """Have the portal issue a password for the account; returns its event with the password as `issued`."""
    answer = client.post(reverse("account_password", args=[account.pk]), {"revision": account.revision})
    event = Event.objects.filter(act="password_set").latest("pk")
    event.issued = re.search('<code id="password">(.+?)</code>', answer.content.decode())[1]
    return event


def events():
    """Whose passwords were set by whom."""
    rows = Event.objects.filter(act="password_set").order_by("pk")
    return [(row.subject.username, row.actor and row.actor.username) for row in rows]


def notified():
    return sorted(Notice.objects.values_list("recipient__username", flat=True))


def clock(event):
    return f"{timezone.localtime(event.at):%H:%M, %d/%m/%Y}"


def test_who_set_it_whose_and_when_stands_in_the_history(set_for_lan, thu, lan, signed_in):
    assert events() == [("lan", "thu")]
    page = signed_in(thu).get(reverse("person_show", args=[lan.person_id])).content.decode()
    assert "Đặt mật khẩu thay chủ tài khoản" in page


def test_ngoc_and_hanh_learn_of_it_at_once_thu_does_not_hear_herself(hanh, set_for_lan, ngoc, signed_in):
    assert notified() == ["hanh", "lan", "ngoc"]
    words = f"Đỗ Minh Thu đã đặt mật khẩu của tài khoản lan (Lê Thị Lan) lúc {clock(set_for_lan)}."
    assert words in signed_in(ngoc).get("/").content.decode()


def test_a_strange_boards_leader_learns_nothing(thu, of_thu, lan):
    board = Organization.objects.create(short_code="ban-la", system="party", kind="party_board")
    xuan = User.objects.create(username="xuan", person=Person.objects.create(full_name="Hồ Thị Xuân"))
    Membership.objects.create(user=xuan, organization=board, role="leader", starts_on=date(2026, 1, 1))
    set_password(of_thu, lan)
    assert notified() == ["ngoc"]  # nor does Minh, who neither leads nor administers


def test_lan_is_told_at_her_next_sign_in_and_once(set_for_lan):
    client = Client()
    answer = client.post("/sign-in/", {"username": "lan", "password": set_for_lan.issued}, follow=True)
    assert [str(message) for message in answer.context["messages"]] == [
        f"Mật khẩu của tài khoản này do Đỗ Minh Thu đặt lúc {clock(set_for_lan)}. "
        "Nếu bạn không nhờ, báo ngay cho lãnh đạo cơ quan hoặc một quản trị khác."
    ]
    again = Client().post("/sign-in/", {"username": "lan", "password": set_for_lan.issued}, follow=True)
    assert [str(message) for message in again.context["messages"]] == []


def test_whoever_sets_it_and_comes_in_with_it_leaves_word_for_lan(set_for_lan, lan, signed_in):
    """Thu signs in as Lan first: the message is hers, the notice on home stays until it is read."""
    client = Client()
    client.post("/sign-in/", {"username": "lan", "password": set_for_lan.issued})
    own = "mat-khau-thu-chon-cho-minh"
    client.post("/password/", {"old_password": set_for_lan.issued, "new_password1": own, "new_password2": own})
    lan.refresh_from_db()
    assert "Đỗ Minh Thu đã đặt mật khẩu của tài khoản lan" in signed_in(lan).get("/").content.decode()


def test_a_first_password_is_told_to_others_too(of_thu, hanh):
    person = Person.objects.create(full_name="Nguyễn Thị Mới")
    set_password(of_thu, User.objects.create(username="moi", person=person))
    assert (events(), notified()) == ([("moi", "thu")], ["hanh", "ngoc"])


def test_a_command_on_the_server_is_told_too(lan, monkeypatch):
    monkeypatch.setattr(changepassword.getpass, "getpass", lambda prompt: NEW)
    call_command("changepassword", "lan", stdout=io.StringIO())
    lan.refresh_from_db()
    assert (events(), lan.must_change_password) == ([("lan", None)], True)
    assert notified() == ["thu"]
    assert "người vận hành máy chủ đã đặt mật khẩu" in Notice.objects.get().text


def test_ones_own_choice_is_no_event(lan, signed_in):
    posted = {"old_password": DEMO_PASSWORD, "new_password1": NEW, "new_password2": NEW}
    assert signed_in(lan).post("/password/", posted).status_code == 302
    assert (events(), notified()) == ([], [])


def test_an_account_saved_without_a_new_password_is_no_event(of_thu, lan):
    sent = {"username": "lan", "email": "lan@tayninh.example", "revision": lan.revision}
    assert of_thu.post(reverse("account_edit", args=[lan.pk]), sent).status_code == 302
    assert (events(), notified()) == ([], [])


def test_a_hash_that_is_renewed_at_sign_in_is_no_event(lan, settings):
    settings.PASSWORD_HASHERS = settings.PASSWORD_HASHERS[::-1]
    was = lan.password
    assert Client().post("/sign-in/", {"username": "lan", "password": DEMO_PASSWORD}).status_code == 302
    lan.refresh_from_db()
    assert (lan.password != was, events()) == (True, [])


def test_nothing_is_written_where_the_password_is_not_saved(of_thu, lan):
    assert of_thu.post(reverse("account_password", args=[lan.pk]), {}).status_code == 422
    assert (events(), notified()) == ([], [])
