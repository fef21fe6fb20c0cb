"""A first password: how long it can be used, whom to ask then, and what is said while an own one is typed."""

from datetime import timedelta
from html import unescape

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from accounts.models import Person, User
from accounts.sign_in.own_names import OwnNamesValidator
from tests.conftest import DEMO_PASSWORD
from workflow.models import AccessLog

pytestmark = pytest.mark.django_db

NEW = "con-tra-beo-ngam-la-mia"
CHECK = "/password/check/"


@pytest.fixture
def newcomer(lan, thu):
    """Lan with a password that Thu has just set."""
    lan.password_set_by = thu
    lan.set_password("tk4m-9xqb-h3wd")
    lan.save()
    return lan


def come_in(password="tk4m-9xqb-h3wd"):
    return Client().post("/sign-in/", {"username": "lan", "password": password})


def issued(account, days_ago):
    User.objects.filter(pk=account.pk).update(first_password_at=timezone.now() - timedelta(days=days_ago))


def test_lans_first_password_ends_and_the_page_says_whom_to_ask(newcomer, settings):
    settings.FIRST_PASSWORD_DAYS = 5
    issued(newcomer, 5)
    assert come_in().status_code == 302  # on its last day
    issued(newcomer, 6)
    day = timezone.localdate() - timedelta(1)
    words = (
        f"Mật khẩu lần đầu này chỉ dùng đến hết ngày {day:%d/%m/%Y}. Xin phiếu mới ở quản trị hệ thống: Đỗ Minh Thu."
    )
    refused = come_in()
    assert (refused.status_code, words in unescape(refused.content.decode())) == (200, True)
    row = AccessLog.objects.latest("pk")
    assert (row.kind, row.actor, row.label) == ("refused", newcomer, "mật khẩu lần đầu đã hết hạn")
    assert words not in unescape(come_in("sai-mat-khau").content.decode())  # a stranger learns nothing


def test_an_own_password_never_ends_and_needs_no_first_one_beside_it(newcomer, signed_in):
    page = signed_in(newcomer).get("/password/").content.decode()
    shown = [
        words in page
        for words in ('name="old_password"', "data-show-password", "js/password.js", 'class="while-typing"')
    ]
    assert shown == [False, True, True, True]
    client = Client()
    client.post("/sign-in/", {"username": "lan", "password": "tk4m-9xqb-h3wd"})
    assert client.post("/password/", {"new_password1": NEW, "new_password2": NEW}).status_code == 302
    newcomer.refresh_from_db()
    assert (newcomer.must_change_password, newcomer.first_password_at) == (False, None)
    assert come_in(NEW).status_code == 302


@pytest.mark.parametrize(
    ("username", "typed", "what"),
    [
        ("minh", "Thong-MINH-tu-be", "tên đăng nhập (minh)"),
        ("minh", "con m.i.n.h ngam", "tên đăng nhập (minh)"),
        ("lan", "hoa-lan-no-muon", "tên đăng nhập (lan)"),
        ("lan", "Lê Thị Lanh lợi", "họ tên (Lê Thị Lan)"),
        ("lan", "Cần-Đước-quê-em", "tên cơ quan (Cần Đước)"),
        ("lan", "lang-que-em-dep", ""),  # a short name counts only as a word
    ],
)
def test_a_password_holds_none_of_its_owners_names(signed_in, username, typed, what):
    account = User.objects.get(username=username)
    posted = {"old_password": DEMO_PASSWORD, "new_password1": typed, "new_password2": typed}
    answer = signed_in(account).post("/password/", posted)
    wrong = [] if answer.status_code == 302 else answer.context["form"].errors["new_password1"]
    assert wrong == ([f"Mật khẩu không được chứa {what}."] if what else [])
    account.refresh_from_db()
    assert account.check_password(typed) is not bool(what)


@pytest.mark.parametrize("typed", ["NguyenThiMy2026", "nguyen-thi-mi-2026", "Nguyễn Thị Mỹ"])
def test_a_name_that_ends_in_y_is_found_wherever_it_stands(typed):
    account = User(username="vanphong", person=Person(full_name="Nguyễn Thị Mỹ"))
    with pytest.raises(ValidationError, match="họ tên"):
        OwnNamesValidator().validate(typed, account)


def test_what_is_wrong_is_said_while_typing_and_nothing_of_it_stays(newcomer, signed_in):
    client = signed_in(newcomer)

    def said(name, **typed):
        answer = client.post(CHECK, typed, headers={"HX-Request": "true", "HX-Trigger-Name": name})
        assert ("no-store" in answer["Cache-Control"], "tam-biet" in answer.content.decode()) == (True, False)
        return "Mật khẩu" in unescape(answer.content.decode()), answer.content.decode().count("wrong")

    assert said("new_password1", new_password1="tam-biet") == (True, 1)
    assert said("new_password1", new_password1="") == (False, 0)
    assert said("new_password1", new_password1=NEW) == (False, 0)
    assert said("new_password2", new_password1=NEW, new_password2=NEW[:5])[1] == 1
    assert said("new_password2", new_password1=NEW, new_password2=NEW) == (False, 0)
    assert (client.get(CHECK).status_code, Client().post(CHECK).status_code) == (405, 302)
