"""After the password comes the code; until then whoever typed it is nobody."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import RecoveryCode, User
from accounts.second_factor import acts
from tests.accounts.second_factor.conftest import CODE, code_now, errors, with_password
from tests.conftest import DEMO_PASSWORD
from workflow.models import AccessLog, Event, Notice, SavedDraft

pytestmark = pytest.mark.django_db

VERIFY = "/sign-in/code/"
WRONG = "Mã chưa đúng hoặc đã dùng. Chờ mã mới trên điện thoại rồi nhập lại."
WRONG_SPARE = "Mã dự phòng chưa đúng, đã dùng hoặc hết hiệu lực. Xem lại từng số, hoặc nhập mã khác trên giấy."
HELD_BACK = "Đã nhập sai mã quá nhiều lần. Chờ 15 phút rồi thử lại."
LATE = "Đã quá lâu từ khi nhập mật khẩu. Đăng nhập lại."
SEND_BACK = "/inspections/DVCQ2026-28138/steps/send_back/"
REASON = "Bổ sung số liệu về tiếp công dân của quý ba, nêu rõ nguồn."


@pytest.fixture
def spare(ngoc, enrolled):
    """Ngọc has a second factor; her recovery codes."""
    return enrolled(ngoc)


def type_code(client, code, target="/campaigns/"):
    return client.post(VERIFY, {CODE: code, "next": target})


def log(*kinds):
    return list(AccessLog.objects.filter(kind__in=kinds).order_by("pk").values_list("kind", "actor__username"))


def test_the_right_password_alone_opens_nothing_and_its_code_opens_the_page_asked_for(spare, ngoc):
    client = with_password("ngoc", target="/campaigns/?q=can")
    assert client.sent_to == f"{VERIFY}?next=%2Fcampaigns%2F%3Fq%3Dcan"
    pages = [client.get(address) for address in ("/", "/campaigns/", "/admin/", "/sign-in/?next=/campaigns/")]
    assert [page["Location"] for page in pages] == [
        f"{VERIFY}?next=%2F",
        *[f"{VERIFY}?next=%2Fcampaigns%2F", f"{VERIFY}?next=%2Fadmin%2F", f"{VERIFY}?next=%2Fcampaigns%2F"],
    ]
    assert (log("signed_in"), User.objects.get(pk=ngoc.pk).last_login) == ([], None)
    page = client.get(client.sent_to)
    assert (page.status_code, page.context["user"].is_authenticated) == (200, False)
    key_before = client.session.session_key
    answer = type_code(client, code_now(), page.context["next"])
    assert (answer["Location"], client.get("/campaigns/").status_code) == ("/campaigns/?q=can", 200)
    assert (log("signed_in"), client.session.session_key != key_before) == ([("signed_in", "ngoc")], True)


def test_a_form_sent_before_the_code_is_filled_in_again_after_it(spare):
    client = with_password("ngoc")
    sent = client.post(SEND_BACK, {"reason": REASON})
    draft = SavedDraft.objects.get()
    assert (sent.status_code, sent["Location"]) == (
        302,
        f"{VERIFY}?next={SEND_BACK.replace('/', '%2F')}%3Fkept%3D{draft.pk}",
    )
    page = client.get(type_code(client, code_now(), draft.address)["Location"])
    assert page.context["form"]["reason"].value() == REASON


def test_a_part_of_a_page_leads_the_whole_page_to_the_code(spare):
    of_page = {"HX-Request": "true", "HX-Current-URL": "http://testserver/campaigns/"}
    answer = with_password("ngoc").get("/campaigns/DVCQ2019/", headers=of_page)
    assert (answer.status_code, answer["HX-Redirect"]) == (200, f"{VERIFY}?next=%2Fcampaigns%2F")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", "Nhập mã xác nhận."),
        ("12345", "Mã xác nhận có 6 chữ số; mã dự phòng có 15 chữ số."),
        ("abcdef", "Mã xác nhận có 6 chữ số; mã dự phòng có 15 chữ số."),
        ("00000-00000-00000", WRONG_SPARE),
    ],
)
def test_a_wrong_code_is_said_beside_the_field(spare, typed, expected):
    client = with_password("ngoc")
    answer = type_code(client, typed)
    assert (answer.status_code, errors(answer)) == (200, {CODE: [expected]})
    assert client.get("/campaigns/").status_code == 302


def test_a_code_is_accepted_once(spare):
    code = code_now()
    first, second = with_password("ngoc"), with_password("ngoc")
    assert type_code(first, code).status_code == 302
    assert errors(type_code(second, code)) == {CODE: [WRONG]}
    assert log("factor_refused") == [("factor_refused", "ngoc")]


def test_a_recovery_code_stands_for_the_phone_once_and_its_owner_hears_of_it(spare, ngoc):
    first, second = with_password("ngoc"), with_password("ngoc")
    assert type_code(first, spare[3].replace("-", " ")).status_code == 302
    assert errors(type_code(second, spare[3])) == {CODE: [WRONG_SPARE]}
    used = (
        Event.objects.filter(act="recovery_code_used").get().subject,
        RecoveryCode.objects.exclude(used_at=None).count(),
    )
    assert used == (ngoc, 1)
    assert [notice.words for notice in Notice.objects.filter(recipient=ngoc)] == [
        "Một mã dự phòng của ngoc vừa được dùng. Nếu không phải bạn, đổi mật khẩu ngay."
    ]


def test_after_five_wrong_codes_from_anywhere_the_account_waits_and_its_owner_is_warned(spare, ngoc, rf):
    for n in range(5):
        answer = type_code(with_password("ngoc", Client(REMOTE_ADDR=f"10.0.0.{n}")), "000000")
    assert (answer.status_code, errors(answer)) == (429, {CODE: [HELD_BACK]})
    held = type_code(with_password("ngoc"), code_now())
    assert (held.status_code, errors(held)) == (429, {CODE: [HELD_BACK]})
    assert (log("held_back"), len(log("factor_refused"))) == ([("held_back", "ngoc")], 5)
    warned = Notice.objects.get(recipient=ngoc)
    assert (warned.kind, warned.is_urgent, warned.path) == ("accounts.factor_guessed", True, "/password/")
    later = timezone.now() + timedelta(minutes=16)
    acts.check_code(rf.post(VERIFY), ngoc, code_now(seconds=16 * 60), later)


def test_a_right_code_forgives_the_wrong_ones_before_it(spare, ngoc, rf):
    for _n in range(4):
        type_code(with_password("ngoc"), "000000")
    later = timezone.now() + timedelta(seconds=90)
    acts.check_code(rf.post(VERIFY), ngoc, code_now(seconds=90), later)
    with pytest.raises(acts.CodeRefused) as refused:
        acts.check_code(rf.post(VERIFY), ngoc, "000000", later)
    assert refused.value.is_held_back is False


def test_a_fast_phone_forgives_no_wrong_code_after_its_right_one(spare):
    assert type_code(with_password("ngoc"), code_now(seconds=30)).status_code == 302
    answers = [type_code(with_password("ngoc"), "000000").status_code for _n in range(5)]
    assert answers == [200, 200, 200, 200, 429]


def test_the_second_press_of_a_double_click_leads_to_the_page_too(spare):
    client = with_password("ngoc", Client())
    client.handler.enforce_csrf_checks = True
    client.get(VERIFY)
    typed = {CODE: code_now(), "next": "/campaigns/", "csrfmiddlewaretoken": client.cookies["csrftoken"].value}
    assert [client.post(VERIFY, typed)["Location"] for _press in range(2)] == ["/campaigns/"] * 2
    old = client.post("/account/", typed)
    assert (old.status_code, "Trang đã mở quá lâu" in old.content.decode()) == (403, True)


def _too_late(client, ngoc):
    session = client.session
    session["waits_for_code"] = {**session["waits_for_code"], "at": timezone.now().timestamp() - 601}
    session.save()


def _new_password(client, ngoc):
    ngoc.password_set_by = ngoc
    ngoc.set_password("con-tra-beo-ngam-la-mia")
    ngoc.save()


def _locked(client, ngoc):
    User.objects.filter(pk=ngoc.pk).update(is_active=False)


@pytest.mark.parametrize("happens", [_too_late, _new_password, _locked])
def test_a_password_waits_for_its_code_ten_minutes_while_it_is_valid(spare, ngoc, happens):
    client = with_password("ngoc")
    happens(client, ngoc)
    answer = type_code(client, code_now())
    assert answer["Location"] == "/sign-in/?next=%2Fcampaigns%2F"
    page = client.get(answer["Location"])
    assert (page.status_code, [str(message) for message in page.context["messages"]]) == (200, [LATE])


def test_without_a_password_there_is_no_code_to_type(spare):
    assert type_code(Client(), code_now())["Location"] == "/sign-in/?next=%2Fcampaigns%2F"


def test_another_account_can_sign_in_instead(spare):
    client = with_password("ngoc")
    assert client.post("/sign-out/")["Location"] == "/sign-in/"
    assert client.get("/sign-in/").status_code == 200
    assert with_password("lan", client).sent_to == "/"
    assert client.get("/campaigns/").context["user"].username == "lan"


def test_the_code_leads_nowhere_outside_the_portal(spare):
    assert type_code(with_password("ngoc"), code_now(), "https://example.org/")["Location"] == "/"


def test_a_session_begun_without_the_code_is_over(spare, ngoc, signed_in):
    client = signed_in(ngoc)
    page = client.get("/campaigns/", follow=True)
    assert [str(message) for message in page.context["messages"]] == [
        "Xác nhận hai bước của tài khoản vừa thay đổi nên phiên đã kết thúc. Đăng nhập lại."
    ]
    assert log("factor_changed") == [("factor_changed", "ngoc")]


def test_a_mailed_new_password_needs_the_code_too(spare, ngoc):
    _new_password(None, ngoc)
    client = Client()
    posted = {"username": "ngoc", "password": "con-tra-beo-ngam-la-mia"}
    assert client.post("/sign-in/", posted)["Location"] == f"{VERIFY}?next=%2F"


def test_where_the_servers_key_is_another_the_page_says_whom_to_ask(spare, settings):
    settings.SECOND_FACTOR_KEYS = ["một khóa khác hẳn"]
    expected = "Cổng không còn đọc được khóa của mã này. Nhờ quản trị hệ thống đặt lại xác nhận hai bước."
    assert errors(type_code(with_password("ngoc"), code_now())) == {CODE: [expected]}
    assert errors(type_code(with_password("ngoc"), spare[0])) == {CODE: [WRONG_SPARE]}


def test_the_page_of_the_code_is_not_stored_by_browsers(spare):
    page = with_password("ngoc").get(VERIFY)
    assert ("no-store" in page["Cache-Control"], DEMO_PASSWORD in page.content.decode()) == (True, False)
