"""Signing in by a real OpenID provider on loopback: there and back, who comes in, what is refused with which words."""

import base64
import hashlib
import socket
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from oidc_provider_mock import User as Subject
from oidc_provider_mock import run_server_in_thread

from accounts.models import User
from accounts.second_factor import acts
from accounts.single_sign_on import provider
from accounts.single_sign_on.system_checks import provider_check
from tests.accounts.second_factor.conftest import CODE, KEY, code_now
from workflow.models import AccessLog, Event, Notice

pytestmark = pytest.mark.django_db

BEGIN, BACK = "/sign-in/provider/", "/sign-in/provider/back/"
BROKEN = "Tỉnh trả lời không hợp lệ nên chưa đăng nhập. Báo quản trị hệ thống."
FOREIGN = "Lần đăng nhập này đã quá lâu hoặc bắt đầu ở nơi khác. Bấm lại nút đăng nhập."
SILENT = "Không nối được tới Tỉnh. Thử lại sau ít phút, hoặc đăng nhập bằng mật khẩu."
UNLINKED = "Tỉnh đã nhận ra bạn, nhưng chưa có tài khoản đang dùng nào của cổng gắn với bạn: hỏi quản trị hệ thống."
SUBJECTS = [
    Subject(sub="ngoc-o-tinh", claims={"amr": ["pwd", "otp"], "acr": "2"}),
    Subject(sub="lan-o-tinh", claims={"email": "Lan@tinh.example", "email_verified": True, "amr": ["pwd"]}),
    Subject(sub="hoa-o-tinh", claims={"email": "lan@tinh.example", "email_verified": False}),
]


@pytest.fixture(scope="module")
def issuer():
    with run_server_in_thread(user_claims=SUBJECTS) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture(autouse=True)
def province(settings, issuer):
    """The portal of a province with single sign-on, to which Lan and Ngọc are linked."""
    settings.OIDC_ISSUER, settings.OIDC_NAME = issuer, "Tỉnh"
    settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = "cong-dan-van", "bi-mat-cua-cong"
    settings.SITE_URL = "https://danvan.example"
    for name in ("lan", "ngoc"):
        User.objects.filter(username=name).update(external_id=f"{name}-o-tinh")
    cache.clear()
    yield
    cache.clear()


def to_provider(client, target=""):
    """Press the button; returns the provider's address."""
    return client.get(BEGIN, {"next": target} if target else {})["Location"]


def at_provider(address, subject):
    """Sign in there as that subject; returns the path and query that lead back."""
    answer = requests.post(address, data={"sub": subject}, allow_redirects=False, timeout=5)
    back = urlsplit(answer.headers["Location"])
    assert f"{back.scheme}://{back.netloc}{back.path}" == f"https://danvan.example{BACK}"
    return f"{back.path}?{back.query}"


def sign_in(subject, client=None, target=""):
    client = client or Client()
    return client.get(at_provider(to_provider(client, target), subject)), client


def said(answer, client):
    """Where a refusal leads, and its words there."""
    page = client.get(answer["Location"])
    return answer["Location"], [str(message) for message in page.context["messages"]]


def refusal(words, target="/"):
    return f"/sign-in/?next={target.replace('/', '%2F')}", [words]


def user_in(client):
    page = client.get("/localities/")
    return page.context["user"].username if page.status_code == 200 else None


# --- There and back --------------------------------------------------------------------------------------------------
def test_lan_comes_in_to_the_page_asked_for_and_the_log_says_how():
    answer, client = sign_in("lan-o-tinh", target="/campaigns/?q=can")
    assert (answer["Location"], user_in(client)) == ("/campaigns/?q=can", "lan")
    row = AccessLog.objects.get(kind="signed_in")
    assert (row.actor.username, row.label) == ("lan", "đăng nhập một lần")


def test_the_button_is_there_where_the_province_has_a_provider(settings):
    assert f'<a class="btn" href="{BEGIN}?next=/campaigns/">Đăng nhập bằng Tỉnh</a>' in page_of_sign_in()
    settings.OIDC_ISSUER = settings.OIDC_NAME = ""
    assert BEGIN not in page_of_sign_in()
    assert [Client().get(address).status_code for address in (BEGIN, BACK)] == [404, 404]


def page_of_sign_in():
    return Client().get("/sign-in/?next=/campaigns/").content.decode()


def test_the_provider_is_asked_with_state_nonce_and_pkce(settings):
    client = Client()
    query = {name: value for name, [value] in parse_qs(urlsplit(to_provider(client)).query).items()}
    [stored] = [value["data"] for key, value in dict(client.session).items() if key.startswith("_state_provider")]
    digest = hashlib.sha256(stored["code_verifier"].encode()).digest()
    assert query == {
        "response_type": "code",
        "client_id": "cong-dan-van",
        "redirect_uri": f"https://danvan.example{BACK}",
        "scope": "openid",
        "state": query["state"],
        "nonce": stored["nonce"],
        "code_challenge": base64.urlsafe_b64encode(digest).decode().rstrip("="),
        "code_challenge_method": "S256",
    }
    assert (len(query["state"]) >= 20, len(stored["nonce"]) >= 20) == (True, True)


def test_a_try_that_was_not_finished_leaves_nothing_behind():
    client = Client()
    for _press in range(3):
        to_provider(client)
    assert len([key for key in dict(client.session) if key.startswith("_state_provider")]) == 1


def test_signing_on_leads_nowhere_outside_the_portal():
    answer, _client = sign_in("lan-o-tinh", target="https://example.org/")
    assert answer["Location"] == "/"


def test_who_has_signed_on_needs_no_password_of_the_portal(lan, thu):
    lan.password_set_by = thu
    lan.set_password("tk4m-9xqb-h3wd")
    lan.save()
    _answer, client = sign_in("lan-o-tinh")
    assert user_in(client) == "lan"
    by_password = Client()
    by_password.post("/sign-in/", {"username": "lan", "password": "tk4m-9xqb-h3wd"})
    assert by_password.get("/campaigns/")["Location"] == "/password/?next=/campaigns/"


def test_signing_out_offers_the_providers_own_way_out(issuer):
    _answer, client = sign_in("lan-o-tinh")
    page = client.post("/sign-out/")
    address = urlsplit(page.context["address"])
    query = parse_qs(address.query)
    assert f"{address.scheme}://{address.netloc}{address.path}" == f"{issuer}/oauth2/end_session"
    assert (query["post_logout_redirect_uri"], query["client_id"]) == (
        ["https://danvan.example/sign-in/"],
        ["cong-dan-van"],
    )
    assert (query["id_token_hint"][0].count("."), user_in(client)) == (2, None)
    assert requests.get(page.context["address"], timeout=5).status_code == 200
    client.post("/sign-in/", {"username": "lan", "password": "x"})


# --- Who comes in ----------------------------------------------------------------------------------------------------
def test_who_is_linked_with_no_account_is_refused_whatever_name_or_address_they_have_there(lan):
    User.objects.filter(pk=lan.pk).update(external_id="", email="lan@tinh.example")
    for subject in ("lan-o-tinh", "lan", "thu", "lan@tinh.example"):
        answer, client = sign_in(subject)
        assert said(answer, client) == refusal(UNLINKED)
        assert user_in(client) is None
    rows = AccessLog.objects.filter(kind="refused").order_by("pk").values_list("actor", "typed_name", "label")
    label = "đăng nhập một lần, chưa gắn với tài khoản đang dùng nào"
    assert list(rows) == [(None, each, label) for each in ("lan-o-tinh", "lan", "thu", "lan@tinh.example")]
    assert User.objects.filter(username__in=["lan-o-tinh", "lan@tinh.example"]).count() == 0


def test_a_locked_account_is_refused(lan):
    User.objects.filter(pk=lan.pk).update(is_active=False)
    answer, client = sign_in("lan-o-tinh")
    assert (said(answer, client), AccessLog.objects.get(kind="refused").actor) == (refusal(UNLINKED), lan)


@pytest.mark.parametrize(("subject", "username"), [("lan-o-tinh", "lan"), ("hoa-o-tinh", None)])
def test_an_address_names_an_account_only_if_the_provider_has_verified_it(lan, settings, subject, username):
    settings.OIDC_CLAIM, settings.OIDC_SCOPES = "email", "openid email"
    User.objects.filter(pk=lan.pk).update(external_id="lan@tinh.example")
    answer, client = sign_in(subject)
    assert user_in(client) == username
    if not username:
        assert said(answer, client) == refusal(
            "Tỉnh chưa xác minh thư điện tử của bạn nên chưa dùng để đăng nhập được."
        )


def test_a_claim_that_the_provider_does_not_have_is_refused(settings):
    settings.OIDC_CLAIM = "ma_can_bo"
    answer, client = sign_in("lan-o-tinh")
    assert said(answer, client) == refusal(BROKEN)


# --- The second factor -----------------------------------------------------------------------------------------------
def test_the_portals_own_code_is_asked_for_after_the_provider(ngoc, settings):
    acts.enrol(ngoc, KEY, 1, timezone.now())
    answer, client = sign_in("ngoc-o-tinh", target="/campaigns/")
    assert (answer["Location"], user_in(client)) == ("/sign-in/code/?next=%2Fcampaigns%2F", None)
    assert client.post("/sign-in/code/", {CODE: code_now(), "next": "/campaigns/"})["Location"] == "/campaigns/"
    assert (user_in(client), "address" in client.post("/sign-out/").context) == ("ngoc", True)


@pytest.mark.parametrize("counts", [["otp"], ["mfa", "2"]])
def test_the_providers_second_factor_counts_where_the_settings_say_so(ngoc, settings, counts):
    settings.OIDC_SECOND_FACTOR = counts
    settings.SECOND_FACTOR_GRACE_DAYS = 0
    _answer, without = sign_in("ngoc-o-tinh")
    acts.enrol(ngoc, KEY, 1, timezone.now())
    _answer, beside = sign_in("ngoc-o-tinh")
    assert [user_in(client) for client in (without, beside)] == [None, "ngoc"]  # the former ended by setting one up


def test_what_the_provider_has_not_verified_does_not_count(ngoc, settings):
    settings.SECOND_FACTOR_GRACE_DAYS, settings.OIDC_SECOND_FACTOR = 0, ["mfa"]
    _answer, client = sign_in("ngoc-o-tinh")
    assert client.get("/campaigns/")["Location"] == "/account/second-factor/new/?next=/campaigns/"
    settings.OIDC_SECOND_FACTOR = ["otp"]
    _answer, client = sign_in("ngoc-o-tinh")
    assert user_in(client) == "ngoc"


# --- Refused ---------------------------------------------------------------------------------------------------------
def test_a_way_back_in_another_browser_or_a_second_time_is_refused():
    victim, thief = Client(), Client()
    back = at_provider(to_provider(victim), "lan-o-tinh")
    assert said(thief.get(back), thief) == refusal(FOREIGN)
    assert victim.get(back).status_code == 302
    victim.post("/sign-out/")
    assert said(victim.get(back), victim) == refusal(FOREIGN)


@pytest.mark.parametrize("query", ["", "?code=x", "?state=x&code=x", "?state=&code=", f"?state={'x' * 900}"])
def test_a_way_back_that_was_made_up_is_refused_without_asking_the_provider(query, settings):
    settings.OIDC_ISSUER = "http://localhost:9"
    client = Client()
    assert said(client.get(f"{BACK}{query}"), client) == refusal(FOREIGN)


def test_what_the_provider_says_of_its_refusal_is_not_repeated():
    client = Client()
    to_provider(client)
    words = "Tỉnh đã từ chối, hoặc bạn đã thôi đăng nhập ở đó."
    assert said(client.get(f"{BACK}?error=access_denied&error_description=Goi+0900"), client) == refusal(words)


def test_a_wrong_code_is_refused():
    client = Client()
    state = parse_qs(urlsplit(to_provider(client)).query)["state"][0]
    assert said(client.get(BACK, {"state": state, "code": "x" * 20}), client) == refusal(BROKEN)


def test_a_token_for_another_try_is_refused():
    client = Client()
    back = at_provider(to_provider(client), "lan-o-tinh")
    session = client.session
    [key] = [key for key in dict(session) if key.startswith("_state_provider")]
    session[key]["data"]["nonce"] = "another"
    session.save()
    assert said(client.get(back), client) == refusal(BROKEN)


def test_a_token_that_is_over_is_refused(settings):
    with run_server_in_thread(user_claims=SUBJECTS, access_token_max_age=timedelta(hours=-1)) as server:
        settings.OIDC_ISSUER = f"http://localhost:{server.server_port}"
        answer, client = sign_in("lan-o-tinh")
    assert said(answer, client) == refusal(BROKEN)


def test_a_provider_that_calls_itself_otherwise_is_refused(settings):
    settings.OIDC_ISSUER += "/"
    client = Client()
    assert said(client.get(BEGIN), client) == refusal(BROKEN)


def test_a_provider_that_is_away_is_asked_again_after_a_while(settings, issuer):
    settings.OIDC_ISSUER = "http://localhost:9"
    client = Client()
    assert said(client.get(BEGIN), client) == refusal(SILENT)
    settings.OIDC_ISSUER = issuer
    assert said(client.get(BEGIN), client) == refusal(SILENT)
    cache.clear()
    assert to_provider(client).startswith(f"{issuer}/oauth2/authorize?")


def test_a_provider_that_hangs_holds_the_page_up_for_seconds_at_most(settings, monkeypatch):
    assert provider.SECONDS == 5
    monkeypatch.setattr(provider, "SECONDS", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.OIDC_ISSUER = f"http://127.0.0.1:{silent.getsockname()[1]}"
        client = Client()
        assert said(client.get(BEGIN), client) == refusal(SILENT)


# --- Linking ---------------------------------------------------------------------------------------------------------
@pytest.fixture
def of_thu(thu, signed_in):
    return signed_in(thu)


def test_thu_links_an_account_and_its_owner_and_the_leaders_learn_of_it(of_thu, hoa):
    address = f"/accounts/{hoa.pk}/single-sign-on/"
    assert address in of_thu.get(f"/accounts/{hoa.pk}/").content.decode()
    assert of_thu.post(address, {"external_id": " hoa-o-tinh ", "revision": hoa.revision}).status_code == 302
    assert sign_in("hoa-o-tinh")[0]["Location"] == "/"
    assert sorted(Notice.objects.values_list("recipient__username", "kind")) == [
        ("hoa", "accounts.identity"),
        ("ngoc", "accounts.identity"),
    ]
    assert Event.objects.about(hoa).get(act="changed").changes == {"external_id": ["", "hoa-o-tinh"]}


def test_one_identity_belongs_to_one_account(of_thu, hoa, lan):
    answer = of_thu.post(f"/accounts/{hoa.pk}/single-sign-on/", {"external_id": "lan-o-tinh", "revision": hoa.revision})
    assert list(answer.context["form"].errors.values()) == [["Mã này đã gắn với một tài khoản khác."]]
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=hoa.pk).update(external_id="lan-o-tinh")


def test_nobody_else_links_accounts_and_without_a_provider_nobody_does(of_thu, hoa, minh, signed_in, settings):
    address = f"/accounts/{hoa.pk}/single-sign-on/"
    assert [signed_in(user).get(address).status_code for user in (minh, hoa)] == [404, 404]
    settings.OIDC_ISSUER = ""
    assert of_thu.get(address).status_code == 404


# --- Settings --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, []),
        ({"OIDC_ISSUER": "http://sso.tinh.example"}, ["danvan.E002"]),
        ({"OIDC_ISSUER": "https://sso.tinh.example", "OIDC_CLIENT_SECRET": ""}, ["danvan.E003"]),
        ({"OIDC_ISSUER": "", "OIDC_CLIENT_SECRET": ""}, []),
    ],
)
def test_settings_that_are_unsafe_or_half_are_reported(settings, changes, found):
    for name, value in changes.items():
        setattr(settings, name, value)
    assert [each.id for each in provider_check(None)] == found
