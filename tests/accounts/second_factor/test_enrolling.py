"""Setting a second factor up: who must, by when, and what the pages show and store."""

import re
from html import unescape
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import RecoveryCode, SecondFactor, User
from accounts.second_factor import codes
from accounts.second_factor.sealing import seal, unseal
from ground.charts import qr_code
from tests.accounts.second_factor.conftest import CODE, KEY, code_now, errors, verified, with_password
from tests.conftest import DEMO_PASSWORD
from workflow.models import Event, SavedDraft

pytestmark = pytest.mark.django_db

PAGE, NEW, MORE, OFF = (f"/account/second-factor/{name}" for name in ("", "new/", "codes/", "off/"))
SEND_BACK = "/inspections/DVCQ2026-28138/steps/send_back/"
LONG = "Bổ sung số liệu về tiếp công dân của quý ba, nêu rõ nguồn."
WRONG = "Mã chưa đúng. Xem giờ của điện thoại có đúng không, chờ mã mới rồi nhập."
AGAIN = "Trang này vừa gửi lại nên các mã hiện lúc nãy hết hiệu lực: bỏ bản đã in, cất bản này."
ENROLLED = "Xác nhận hai bước đã bật rồi. Chưa kịp cất mã dự phòng thì cấp mã mới."
PASSWORD = "con-tra-beo-ngam-la-mia"


def key_of(page):
    """The key that the page shows as text."""
    return re.search('<code id="key">(.+?)</code>', page.content.decode())[1].replace(" ", "")


def enrol_in(client, target="", **typed):
    """Opens the page, reads its key and types its code; returns the answer and the key."""
    page = client.get(NEW)
    key, sealed = key_of(page), page.context["key"].sealed
    sent = {CODE: code_now(key), "key_for_one_time_password": sealed, "next": target, **typed}
    return client.post(NEW, sent), key


def codes_on(page):
    return re.findall("<li><code>(.+?)</code></li>", page.content.decode())


def act_of(account):
    return list(Event.objects.about(account).order_by("pk").values_list("act", flat=True))


# --- Who must, by when -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "is_required"), [("minh", True), ("ngoc", True), ("thu", True), ("lan", False), ("tuyet", False)]
)
def test_without_grace_administrators_and_the_board_set_it_up_at_once(name, is_required, settings):
    settings.SECOND_FACTOR_GRACE_DAYS = 0
    client = with_password(name)
    pages = [client.get(address) for address in ("/campaigns/?q=can", "/account/", "/localities/")]
    expected = [f"{NEW}?next={quote(address)}" for address in ("/campaigns/?q=can", "/account/", "/localities/")]
    assert [page.headers.get("Location") for page in pages] == (expected if is_required else [None] * 3)


@pytest.mark.parametrize(("days", "left"), [(0, 14), (13, 1), (14, None), (99, None)])
def test_within_the_days_of_grace_home_says_how_many_are_left(ngoc, required_since, days, left):
    required_since(ngoc, days)
    page = with_password("ngoc").get("/")
    assert page.status_code == (200 if left else 302)
    if left:
        assert f"Còn {left} ngày để bật; sau đó phải bật ngay khi đăng nhập." in unescape(page.content.decode())


def test_grace_begins_with_the_first_sign_in_and_never_anew(ngoc, required_since):
    with_password("ngoc")
    assert SecondFactor.objects.get(user=ngoc).required_on == timezone.localdate()
    required_since(ngoc, 5)
    with_password("ngoc")
    assert (timezone.localdate() - SecondFactor.objects.get(user=ngoc).required_on).days == 5


def test_of_whom_it_is_required_is_a_setting(settings):
    settings.SECOND_FACTOR_GRACE_DAYS, settings.SECOND_FACTOR_ROLES = 0, ["officer"]
    assert [with_password(name).get("/campaigns/").status_code for name in ("lan", "ngoc")] == [302, 200]


def test_lan_reads_no_reminder_and_finds_the_page_by_her_account(lan, signed_in):
    client = signed_in(lan)
    home, account, page = (client.get(address).content.decode() for address in ("/", "/account/", PAGE))
    assert ("xác nhận hai bước" in home, f'<a href="{PAGE}">' in account, f'href="{NEW}"' in page) == (
        False,
        True,
        True,
    )
    assert SecondFactor.objects.filter(user=lan).count() == 0


def test_a_form_sent_when_grace_is_over_is_filled_in_again_afterwards(ngoc, settings):
    client = with_password("ngoc")
    settings.SECOND_FACTOR_GRACE_DAYS = 0
    sent = client.post(SEND_BACK, {"reason": LONG})
    address = SavedDraft.objects.get().address
    assert sent["Location"] == f"{NEW}?next={quote(address)}"
    shown, _key = enrol_in(client, address)
    assert f'<a class="btn main" href="{address}">' in shown.content.decode()
    assert client.get(address).context["form"]["reason"].value() == LONG


def test_first_password_then_second_factor_then_the_page_asked_for(ngoc, thu, settings):
    settings.SECOND_FACTOR_GRACE_DAYS = 0
    ngoc.password_set_by = thu
    ngoc.set_password("tk4m-9xqb-h3wd")
    ngoc.save()
    client = Client()
    client.post("/sign-in/", {"username": "ngoc", "password": "tk4m-9xqb-h3wd"})
    assert client.get("/campaigns/")["Location"] == "/password/?next=/campaigns/"
    chosen = {"new_password1": PASSWORD, "new_password2": PASSWORD, "next": "/campaigns/"}
    assert client.post("/password/", chosen)["Location"] == "/campaigns/"
    assert client.get("/campaigns/")["Location"] == f"{NEW}?next=/campaigns/"
    assert len(codes_on(enrol_in(client, "/campaigns/")[0])) == 10
    assert client.get("/campaigns/").status_code == 200


# --- The page of a new key -------------------------------------------------------------------------------------------
def test_the_key_is_shown_as_a_drawing_and_as_text(lan, signed_in):
    page = signed_in(lan).get(NEW)
    drawn = qr_code(codes.address_for_app(key_of(page), "Cổng Dân vận", "lan"))
    html = page.content.decode()
    assert (f'd="{drawn.path}"' in html, f'viewBox="0 0 {drawn.size} {drawn.size}"' in html) == (True, True)
    assert re.findall(r"<style|\sstyle=|<script(?![^>]*src=)", html) == []
    assert "no-store" in page["Cache-Control"]


def test_the_first_code_stores_the_key_sealed_and_shows_recovery_codes_once(lan, signed_in):
    client = signed_in(lan)
    shown, key = enrol_in(client)
    made = codes_on(shown)
    factor = SecondFactor.objects.get(user=lan)
    stored = [factor.secret, *RecoveryCode.objects.filter(factor=factor).values_list("digest", flat=True)]
    assert ([key in text for text in stored], "no-store" in shown["Cache-Control"]) == ([False] * 11, True)
    assert [code for code in made if any(code.replace("-", "") in text for text in stored)] == []
    assert (len(made), act_of(lan), client.get("/campaigns/").status_code) == (10, ["factor_enrolled"], 200)
    assert made[0] not in client.get(PAGE).content.decode()


def test_sent_twice_it_shows_codes_that_hold(lan, signed_in):
    client = signed_in(lan)
    page = client.get(NEW)
    key = key_of(page)
    sent = {CODE: code_now(key), "key_for_one_time_password": page.context["key"].sealed}
    pages = [client.post(NEW, sent) for _click in range(2)]
    first, second = (codes_on(page) for page in pages)
    assert (len(second), set(first) & set(second), act_of(lan)) == (10, set(), ["factor_enrolled"])
    assert RecoveryCode.objects.filter(factor__user=lan).count() == 10
    assert [AGAIN in page.content.decode() for page in pages] == [False, True]


def test_sent_again_when_its_code_is_over_it_leads_to_what_is_there(lan, signed_in):
    client = signed_in(lan)
    page = client.get(NEW)
    sent = {CODE: code_now(key_of(page)), "key_for_one_time_password": page.context["key"].sealed}
    made = codes_on(client.post(NEW, sent))
    late = client.post(NEW, {**sent, CODE: "000000"}, follow=True)
    assert (late.redirect_chain, [str(each) for each in late.context["messages"]]) == ([(PAGE, 302)], [ENROLLED])
    assert (late.context["left"], codes_on(late), len(made)) == (10, [], 10)


def test_a_wrong_code_stores_nothing_and_the_key_stays_on_the_page(lan, signed_in):
    answer, key = enrol_in(signed_in(lan), **{CODE: "000000"})
    assert (errors(answer), key_of(answer)) == ({CODE: [WRONG]}, key)
    assert SecondFactor.objects.filter(user=lan).count() == 0


@pytest.mark.parametrize("sealed", ["", "x" * 100, "of hoa"])
def test_a_page_of_somebody_else_or_made_up_is_not_taken(lan, hoa, signed_in, sealed):
    sealed = seal(f"{hoa.pk}:{KEY}") if sealed == "of hoa" else sealed
    answer, _key = enrol_in(signed_in(lan), **{CODE: code_now(), "key_for_one_time_password": sealed})
    assert (answer.status_code, answer["Location"]) == (302, NEW)
    assert SecondFactor.objects.filter(user=lan).count() == 0


def test_other_sessions_of_the_account_end(lan, signed_in):
    here, elsewhere = signed_in(lan), signed_in(lan)
    enrol_in(here)
    assert [client.get("/campaigns/").status_code for client in (here, elsewhere)] == [200, 302]


# --- Later ------------------------------------------------------------------------------------------------------------
def test_another_phone_needs_a_code_of_the_former_or_a_recovery_code(lan, enrolled):
    spare = enrolled(lan)
    client = verified(lan)
    refused, _key = enrol_in(client, former_one_time_password="000000")
    assert list(errors(refused)) == ["former_one_time_password"]
    missing, _key = enrol_in(client)
    assert errors(missing) == {"former_one_time_password": ["Nhập mã xác nhận."]}
    changed, key = enrol_in(client, former_one_time_password=spare[0])
    assert len(codes_on(changed)) == 10
    assert client.get("/campaigns/").status_code == 200
    factor = SecondFactor.objects.get(user=lan)
    assert unseal(factor.secret) == key


def test_new_recovery_codes_make_the_former_void(lan, enrolled):
    spare = enrolled(lan)
    client = verified(lan)
    assert codes_on(client.post(MORE, {CODE: "000000"})) == []
    made = codes_on(client.post(MORE, {CODE: spare[0]}))
    assert (len(made), set(made) & set(spare)) == (10, set())
    assert codes_on(client.post(MORE, {CODE: spare[1]})) == []
    assert len(codes_on(client.post(MORE, {CODE: made[0]}))) == 10


def test_lan_may_switch_it_off_with_a_code_ngoc_may_not(lan, ngoc, enrolled):
    answers = {}
    for user in (lan, ngoc):
        enrolled(user)
        client = verified(user)
        answers[user.username] = client.post(OFF, {CODE: code_now()})["Location"]
        assert client.get("/campaigns/").status_code == 200
    states = {user.username: SecondFactor.objects.get(user=user).secret == "" for user in (lan, ngoc)}
    assert (states, set(answers.values())) == ({"lan": True, "ngoc": False}, {PAGE})
    assert RecoveryCode.objects.filter(factor__user=lan).count() == 0
    assert with_password("lan").get("/campaigns/").status_code == 200


def test_without_one_there_are_no_codes_to_renew_and_nothing_to_switch_off(lan, signed_in):
    client = signed_in(lan)
    assert [client.post(address, {CODE: "000000"})["Location"] for address in (MORE, OFF)] == [PAGE, PAGE]


def test_the_page_says_how_many_recovery_codes_are_left(lan, enrolled):
    spare = enrolled(lan)
    RecoveryCode.objects.filter(pk__in=RecoveryCode.objects.filter(factor__user=lan)[:8].values("pk")).update(
        used_at=timezone.now()
    )
    page = unescape(verified(lan).get(PAGE).content.decode())
    assert ("<dd>2</dd>" in page, "Sắp hết mã dự phòng" in page, len(spare)) == (True, True, 10)


def test_the_admin_shows_no_key(lan, thu, enrolled, signed_in):
    enrolled(lan)
    secret = SecondFactor.objects.get(user=lan).secret
    client = signed_in(thu)
    pages = [client.get(f"/admin/accounts/user/{lan.pk}/change/"), client.get(f"/accounts/{lan.pk}/")]
    assert [(page.status_code, secret in page.content.decode()) for page in pages] == [(200, False)] * 2
    assert client.get("/admin/accounts/secondfactor/").status_code == 404
    assert User.objects.get(pk=lan.pk).check_password(DEMO_PASSWORD)
