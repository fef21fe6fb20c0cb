"""A first password is changed before anything else; a forgotten one by a mailed link, or by Thu."""

import re
import socket
from datetime import timedelta
from html import unescape
from urllib.parse import quote

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django_q.models import OrmQ, Task

from accounts.models import User
from accounts.sign_in import reset
from tests.conftest import DEMO_PASSWORD

pytestmark = pytest.mark.django_db

NEW = "con-tra-beo-ngam-la-mia"
SITE = "https://danvan.example"
CHANGE, FORGOTTEN, SENT = "/password/", "/password/forgotten/", "/password/forgotten/sent/"
REPLACED = "Mật khẩu của tài khoản vừa được đổi nên phiên này đã kết thúc. Đăng nhập bằng mật khẩu mới."


@pytest.fixture(autouse=True)
def own_site(settings):
    settings.SITE_URL = SITE


@pytest.fixture
def of_minh(minh, signed_in):
    return signed_in(minh)


@pytest.fixture
def newcomer(minh):
    """Minh with a password that Thu has set."""
    minh.must_change_password = True
    minh.save()
    return minh


def change(client, old=DEMO_PASSWORD, new=NEW, again=None, **form):
    typed = {"old_password": old, "new_password1": new, "new_password2": new if again is None else again}
    return client.post(CHANGE, {**typed, **form})


def errors(response):
    return {name: list(messages) for name, messages in response.context["form"].errors.items()}


def is_in(client):
    return client.get("/campaigns/").status_code == 200


def signs_in(username, password):
    return Client().post("/sign-in/", {"username": username, "password": password}).status_code == 302


def messages_on(client, address="/sign-in/"):
    return [str(message) for message in client.get(address, follow=True).context["messages"]]


# --- A first password ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("address", ["/", "/campaigns/?q=can", "/admin/", "/admin/password_change/", "/localities/"])
def test_with_a_first_password_every_page_leads_to_the_change(newcomer, signed_in, address):
    assert signed_in(newcomer).get(address)["Location"] == f"/password/?next={quote(address)}"


def test_a_form_is_not_taken_before_the_change_either(newcomer, signed_in, case):
    posted = signed_in(newcomer).post("/admin/inspections/inspection/add/", {"reference": "X"})
    assert posted["Location"] == "/password/?next=/admin/inspections/inspection/add/"


def test_language_health_and_sign_out_go_on(newcomer, signed_in):
    client = signed_in(newcomer)
    assert client.post("/language/", {"language": "en", "next": CHANGE})["Location"] == CHANGE
    assert client.get("/healthz").status_code == 200
    assert client.post("/sign-out/")["Location"] == "/sign-in/"
    assert client.get(CHANGE)["Location"] == "/sign-in/?next=/password/"


def test_after_the_change_the_page_asked_for_opens(newcomer, signed_in):
    client = signed_in(newcomer)
    page = client.get("/campaigns/?q=can", follow=True)
    answer = change(client, next=page.context["next"])
    assert (answer["Location"], is_in(client)) == ("/campaigns/?q=can", True)
    newcomer.refresh_from_db()
    assert (newcomer.must_change_password, newcomer.check_password(NEW)) == (False, True)


def test_a_first_password_is_not_changed_into_itself(newcomer, signed_in):
    answer = change(signed_in(newcomer), new=DEMO_PASSWORD)
    assert errors(answer) == {"new_password1": ["Chọn mật khẩu khác mật khẩu đang dùng."]}
    newcomer.refresh_from_db()
    assert newcomer.must_change_password is True


def test_the_page_says_why_it_has_form_only_to_who_must(newcomer, signed_in, ngoc):
    why = "Mật khẩu hiện nay do người khác đặt"
    assert [why in signed_in(user).get(CHANGE).content.decode() for user in (newcomer, ngoc)] == [True, False]


# --- Changing it ---------------------------------------------------------------------------------------------------
def test_everybody_finds_the_change_in_the_menu(lan, signed_in):
    assert '<a href="/password/">Đổi mật khẩu</a>' in signed_in(lan).get("/").content.decode()


def test_the_rules_are_told_before_anything_is_typed(of_minh):
    page = unescape(of_minh.get(CHANGE).content.decode())
    assert re.findall(r'id="id_new_password1_helptext">(.*?)</p>', page) == [
        "Mật khẩu dài không quá 200 ký tự. "
        "Mật khẩu của bạn không được quá giống với thông tin cá nhân khác. "
        "Mật khẩu của bạn phải chứa ít nhất 10 ký tự. "
        "Mật khẩu của bạn không được là mật khẩu được dùng phổ biến. "
        "Mật khẩu không chứa tên đăng nhập, họ tên hay tên cơ quan của bạn."
    ]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({"old": ""}, {"old_password": ["Nhập mật khẩu đang dùng."]}),
        ({"old": "sai"}, {"old_password": ["Mật khẩu cũ không chính xác. Hãy nhập lại lần nữa"]}),
        ({"new": "", "again": NEW}, {"new_password1": ["Nhập mật khẩu mới."]}),
        ({"again": ""}, {"new_password2": ["Nhập lại mật khẩu mới một lần nữa."]}),
        ({"again": NEW + "!"}, {"new_password2": ["Hai trường mật khẩu không giống nhau."]}),
        ({"new": "tam-biet"}, {"new_password1": ["Mật khẩu quá ngắn. Cần ít nhất 10 ký tự."]}),
        ({"new": "1234567890"}, {"new_password1": ["Mật khẩu này quá phổ biến."]}),
    ],
)
def test_what_is_wrong_is_told_beside_the_field_and_nothing_changes(of_minh, minh, typed, expected):
    answer = change(of_minh, **typed)
    assert (answer.status_code, errors(answer)) == (200, expected)
    page = unescape(answer.content.decode())
    assert [words for messages in expected.values() for words in messages if words not in page] == []
    minh.refresh_from_db()
    assert minh.check_password(DEMO_PASSWORD)


def test_no_typed_password_is_sent_back(of_minh):
    page = change(of_minh, old="mat-khau-sai-roi", again="khac-han-mat-khau").content.decode()
    assert [typed for typed in ("mat-khau-sai-roi", NEW, "khac-han-mat-khau") if typed in page] == []


def test_a_changed_password_ends_the_other_sessions_and_says_so_the_own_goes_on(minh, signed_in):
    here, elsewhere = signed_in(minh), signed_in(minh)
    before = here.session.session_key
    assert change(here)["Location"] == "/"
    assert (messages_on(here, "/"), messages_on(elsewhere)) == (
        ["Đã đổi mật khẩu. Các phiên khác của tài khoản đã kết thúc."],
        [REPLACED],
    )
    assert (is_in(here), is_in(elsewhere)) == (True, False)
    assert here.session.session_key != before


def test_the_change_leads_nowhere_outside_the_portal(of_minh):
    assert change(of_minh, next="https://example.org/")["Location"] == "/"


# --- By the administrator ------------------------------------------------------------------------------------------
def test_a_password_that_thu_sets_ends_lans_sessions_and_is_to_be_changed(thu, lan, signed_in):
    of_lan, of_thu = signed_in(lan), signed_in(thu)
    issued = of_thu.post(reverse("account_password", args=[lan.pk]), {"revision": lan.revision})
    password = re.search('<code id="password">(.+?)</code>', issued.content.decode())[1]
    assert (is_in(of_lan), messages_on(of_lan), is_in(of_thu)) == (False, [REPLACED], True)
    of_lan.post("/sign-in/", {"username": "lan", "password": password})
    assert of_lan.get("/campaigns/")["Location"] == "/password/?next=/campaigns/"


# --- By mail -------------------------------------------------------------------------------------------------------
@pytest.fixture
def with_mail(minh):
    minh.email = "minh@tayninh.example"
    minh.save()
    return minh


def ask(typed, client=None, address="10.0.0.1", **more):
    return (client or Client()).post(FORGOTTEN, {"account": typed}, REMOTE_ADDR=address, **more)


def posted():
    """The mails of the jobs that are waiting, as the worker sends them: pairs of addressee and text."""
    mail.outbox = []
    for job in OrmQ.objects.order_by("pk"):
        task = job.task
        import_string(task["func"])(*task["args"])
        job.delete()
    return [(*message.to, message.body) for message in mail.outbox]


def link_in(text):
    return re.search(r"https://danvan\.example(\S+)", text)[1]


@pytest.fixture
def link(with_mail):
    """The link that was mailed to Minh."""
    ask("minh")
    return link_in(posted()[0][1])


def choose(link, new=NEW, client=None):
    """Follows the link and types a new password twice."""
    client = client or Client()
    page = client.get(link, follow=True)
    return client.post(page.redirect_chain[-1][0], {"new_password1": new, "new_password2": new})


@pytest.mark.parametrize("typed", ["minh", " MINH ", "minh@tayninh.example", "Minh@TayNinh.example"])
def test_a_link_is_mailed_to_who_forgot(with_mail, typed):
    assert ask(typed)["Location"] == SENT
    [(to, text)] = posted()
    assert to == "minh@tayninh.example"
    assert text.replace(link_in(text), "…") == (
        "Kính gửi Trần Quang Minh,\n\n"
        "Có người vừa báo quên mật khẩu của tài khoản minh trên Cổng Dân vận.\n"
        "Mở đường dẫn sau để đặt mật khẩu mới; đường dẫn dùng được một lần, trong 2 giờ:\n\n"
        f"{SITE}…\n\n"
        "Nếu không phải bạn báo thì bỏ qua thư này: mật khẩu vẫn như cũ.\n"
    )


def test_with_the_link_a_new_password_is_chosen(link, newcomer):
    client = Client()
    answer = choose(link, client=client)
    assert (answer["Location"], messages_on(client)) == (
        "/sign-in/",
        ["Đã đặt mật khẩu mới. Đăng nhập bằng mật khẩu ấy."],
    )
    assert (signs_in("minh", DEMO_PASSWORD), signs_in("minh", NEW)) == (False, True)
    newcomer.refresh_from_db()
    assert newcomer.must_change_password is False


def test_the_new_password_ends_the_accounts_sessions(of_minh, link):
    choose(link)
    assert (is_in(of_minh), messages_on(of_minh)) == (False, [REPLACED])


def test_the_link_keeps_to_the_rules_of_passwords(link):
    assert errors(choose(link, new="ngan")) == {"new_password1": ["Mật khẩu quá ngắn. Cần ít nhất 10 ký tự."]}


def test_the_link_does_not_stand_in_the_address_of_the_form(link):
    page = Client().get(link, follow=True)
    assert page.redirect_chain[-1][0] == re.sub(r"[^/]+/$", "new/", link)
    assert link.rsplit("/", 2)[1] not in page.content.decode()


def _use(link, minh):
    choose(link)


def _sign_in(link, minh):
    signs_in("minh", DEMO_PASSWORD)


def _switch_off(link, minh):
    User.objects.filter(pk=minh.pk).update(is_active=False)


def _give_another_password(link, minh):
    minh.set_password("mat-khau-cua-thu-dat")
    minh.save()


@pytest.mark.parametrize("happens", [_use, _sign_in, _switch_off, _give_another_password])
def test_a_link_is_void_after(link, minh, happens):
    happens(link, minh)
    page = Client().get(link)
    assert (page.status_code, "Đường dẫn này không dùng được nữa" in page.content.decode()) == (200, True)


def test_a_link_is_void_after_its_hours(link, settings):
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert Client().get(link).context["validlink"] is False


@pytest.mark.parametrize("broken", ["/password/reset/MQ/x-y/", "/password/reset/0/0/", "/password/reset/ạ/new/"])
def test_a_link_that_was_made_up_opens_nothing(db, broken):
    assert Client().get(broken).context["validlink"] is False


def test_the_answer_never_tells_whether_a_name_exists(with_mail, lan):
    User.objects.filter(username="hoa").update(is_active=False, email="hoa@tayninh.example")
    answers = [ask(typed) for typed in ("minh", "lan", "hoa", "nobody", "nobody@example.org", "\u200b")]
    assert {(answer.status_code, answer["Location"], answer.content) for answer in answers} == {(302, SENT, b"")}
    assert [to for to, _text in posted()] == ["minh@tayninh.example"]


def test_the_answer_says_who_helps_where_there_is_no_mail(db):
    advice = "Không thấy thư: xem hộp thư rác, rồi nhờ quản trị hệ thống của cơ quan đặt mật khẩu mới."
    assert advice in Client().get(SENT).content.decode()


@pytest.mark.parametrize(("minutes", "is_said"), [(1, False), (6, True)])
def test_while_nobody_sends_it_the_answer_says_so(db, minutes, is_said):
    Task.objects.all().delete()
    ended = timezone.now() - timedelta(minutes=minutes)
    Task.objects.create(id="1", name="n", func="f", started=ended, stopped=ended, success=True)
    assert ("Chưa có tiến trình xử lý nào chạy" in Client().get(SENT).content.decode()) is is_said


def test_a_mail_server_that_is_away_is_tried_again(with_mail, settings, free_port):
    """Only a job whose failure isn't acknowledged is run again."""
    ask("minh")
    job = OrmQ.objects.get().task
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    with pytest.raises(ConnectionRefusedError):
        import_string(job["func"])(*job["args"])
    assert job["ack_failure"] is False


def test_nobody_who_forgot_waits_for_a_mail_server_that_hangs(with_mail, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.EMAIL_HOST, settings.EMAIL_PORT = silent.getsockname()
        assert (ask("minh")["Location"], OrmQ.objects.count()) == (SENT, 1)
        silent.setblocking(False)
        with pytest.raises(BlockingIOError):  # no page has connected
            silent.accept()


def test_a_shared_address_of_mail_gets_a_link_for_each_account(with_mail, ngoc):
    ngoc.email = with_mail.email
    ngoc.save()
    ask(with_mail.email)
    assert [re.search("tài khoản (.*) trên", text)[1] for _to, text in posted()] == ["minh", "ngoc"]


@pytest.mark.parametrize("host", ["127.0.0.1", "testserver:8443", "TESTSERVER"])
def test_the_link_leads_to_the_portals_own_address_whatever_host_was_asked(with_mail, host):
    assert ask("minh", headers={"host": host})["Location"] == SENT
    assert [text.count(f"{SITE}/password/reset/") for _to, text in posted()] == [1]
    assert ask("minh", headers={"host": "evil.example"}).status_code == 400


def test_the_queue_holds_no_address_that_a_visitor_sent(with_mail):
    ask("minh", headers={"host": "testserver:8443"})
    assert [job.task["args"] for job in OrmQ.objects.all()] == [(with_mail.pk, "vi")]


def test_a_mail_speaks_the_language_of_the_page(with_mail):
    client = Client()
    client.post("/language/", {"language": "en", "next": FORGOTTEN})
    ask("minh", client=client)
    assert [job.task["args"][1] for job in OrmQ.objects.all()] == ["en"]


def test_an_account_is_mailed_three_times_an_hour_at_most(with_mail):
    assert {ask("minh", address=f"10.0.0.{n}")["Location"] for n in range(5)} == {SENT}
    assert len(posted()) == 3


def test_who_asks_too_often_from_one_address_is_told_to_wait(with_mail, settings):
    settings.RESET_ASKS_PER_HOUR = 2
    assert [ask(typed).status_code for typed in ("a", "b", "minh")] == [302, 302, 429]
    assert (ask("minh", address="10.0.0.2").status_code, len(posted())) == (302, 1)


@pytest.mark.parametrize(("minutes", "is_heard"), [(59, False), (61, True)])
def test_after_an_hour_asking_begins_anew(with_mail, settings, rf, minutes, is_heard):
    settings.RESET_ASKS_PER_HOUR = settings.RESET_MAILS_PER_HOUR = 1
    assert ask("minh").status_code == 302
    request, now = rf.post(FORGOTTEN, REMOTE_ADDR="10.0.0.1"), timezone.now() + timedelta(minutes=minutes)
    assert (reset.ask(request, "minh", now), len(posted())) == (is_heard, 1 + is_heard)


def test_wrong_tries_are_forgiven_with_the_new_password(link, settings):
    settings.AXES_FAILURE_LIMIT = 2
    for _try in range(2):
        signs_in("minh", "mat-khau-sai")
    assert signs_in("minh", DEMO_PASSWORD) is False
    choose(link)
    assert signs_in("minh", NEW) is True


def test_without_a_mail_server_the_page_leads_to_the_administrator(with_mail, settings):
    settings.SENDS_MAIL = False
    page = Client().get(FORGOTTEN).content.decode()
    assert ("Nhờ quản trị hệ thống của cơ quan đặt mật khẩu mới" in page, 'name="account"' in page) == (True, False)
    assert (ask("minh").status_code, posted()) == (200, [])


def test_the_sign_in_page_leads_to_who_forgot(db):
    assert f'<a href="{FORGOTTEN}">Quên mật khẩu</a>' in Client().get("/sign-in/").content.decode()
