"""A session ends by itself: after an hour without requests, after twelve hours, with a role, with the account."""

import re
from datetime import date, timedelta
from html import unescape
from uuid import uuid4

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from accounts.models import Membership, Organization, User
from tests.conftest import DEMO_PASSWORD
from workflow.models import SavedDraft, SubmissionToken

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


def sent_away(message, address="/campaigns/"):
    return f"/sign-in/?next={address}", [message]


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


SEND_BACK = "/inspections/DVCQ2026-28138/steps/send_back/"


def sign_in_again(client, username, response):
    return client.post("/sign-in/", {"username": username, "password": DEMO_PASSWORD, "next": response.context["next"]})


def reason_in(response):
    return response.context["form"]["reason"].value()


@pytest.fixture
def of_ngoc(ngoc, signed_in):
    return signed_in(ngoc)


@pytest.fixture
def ended(of_ngoc):
    """What Ngọc is answered when she sends a form after more than an hour."""
    pass_time(of_ngoc, idle=61)
    return of_ngoc.post(SEND_BACK, {"reason": LONG, "old_password": "p" * 50, "csrfmiddlewaretoken": "c" * 64})


def test_who_sends_a_form_too_late_is_told_on_a_page_to_sign_in_on(ended):
    assert (ended.status_code, [str(message) for message in ended.context["messages"]]) == (403, [IDLE])
    assert [field.name for field in ended.context["form"]] == ["username", "password"]


def test_after_sign_in_the_form_is_filled_as_it_was_sent(of_ngoc, ended):
    page = of_ngoc.get(sign_in_again(of_ngoc, "ngoc", ended)["Location"])
    assert (page.request["PATH_INFO"], reason_in(page)) == (SEND_BACK, LONG)


def test_neither_password_nor_token_is_kept(ended):
    assert SavedDraft.objects.get().values == {"reason": [LONG]}


def test_the_morning_after_the_sender_is_still_known(of_ngoc):
    pass_time(of_ngoc, idle=60 * 15)
    assert of_ngoc.session.get_expiry_age() > 6 * 86400
    assert (
        of_ngoc.post(SEND_BACK, {"reason": LONG}).context["next"] == f"{SEND_BACK}?kept={SavedDraft.objects.get().pk}"
    )


def test_who_signs_in_there_instead_gets_nothing_of_it(of_ngoc, ended, ngoc):
    """Hiền leads the same Board: the saved draft is visible to Ngọc only."""
    other = User.objects.create(username="hien", person=ngoc.person, must_change_password=False)
    Membership.objects.create(
        user=other, organization=ngoc.memberships.get().organization, role="leader", starts_on=YESTERDAY
    )
    of_ngoc.force_login(other, backend=settings.AUTHENTICATION_BACKENDS[-1])
    page = of_ngoc.get(ended.context["next"])
    assert (page.status_code, reason_in(page), page.context["saved_draft"]) == (200, None, None)


def test_received_it_is_kept_no_longer(of_ngoc, ended):
    sign_in_again(of_ngoc, "ngoc", ended)
    assert of_ngoc.post(ended.context["next"], {"reason": LONG}).status_code == 302
    assert list(SavedDraft.objects.all()) == []


def test_what_is_kept_can_be_thrown_away(of_ngoc, ended):
    sign_in_again(of_ngoc, "ngoc", ended)
    assert of_ngoc.post(f"/kept/{SavedDraft.objects.get().pk}/discard/")["Location"] == SEND_BACK
    assert list(SavedDraft.objects.all()) == []


def test_sent_late_twice_from_one_page_the_last_counts(of_ngoc, ended, ngoc, signed_in):
    again = signed_in(ngoc)
    pass_time(again, idle=61)
    again.post(SEND_BACK, {"reason": "Ngắn thôi"})
    assert [row.values["reason"] for row in SavedDraft.objects.all()] == [["Ngắn thôi"]]


def test_old_ones_go_at_the_next_sign_in(of_ngoc, ended, minh, client):
    SavedDraft.objects.update(changed_at=timezone.now() - timedelta(days=8))
    SubmissionToken.objects.create(token=uuid4(), sender=minh, path="/")
    SubmissionToken.objects.update(created_at=timezone.now() - timedelta(days=8))
    Session.objects.create(session_key="cu", session_data="", expire_date=timezone.now() - timedelta(days=1))
    client.post("/sign-in/", {"username": "minh", "password": DEMO_PASSWORD})
    left = [
        SavedDraft.objects.count(),
        SubmissionToken.objects.count(),
        Session.objects.filter(session_key="cu").count(),
    ]
    assert left == [0, 0, 0]


def test_a_button_pressed_too_late_leads_back_to_its_page(of_minh):
    pass_time(of_minh, idle=61)
    response = of_minh.post("/history/1/restore/", {}, headers={"referer": "http://testserver/campaigns/?q=a"})
    assert response["Location"] == "/sign-in/?next=/campaigns/%3Fq%3Da"


def test_a_part_of_a_page_sends_the_whole_page_to_sign_in(of_minh):
    pass_time(of_minh, idle=61)
    of_page = {"HX-Request": "true", "HX-Current-URL": "http://testserver/campaigns/"}
    response = of_minh.get("/campaigns/DVCQ2019/", headers=of_page)
    assert (response.status_code, response["HX-Redirect"]) == (200, "/sign-in/?next=/campaigns/")


def test_a_form_in_place_opens_as_a_page_after_sign_in(of_ngoc):
    pass_time(of_ngoc, idle=61)
    response = of_ngoc.post(SEND_BACK, {"reason": LONG}, headers={"HX-Request": "true"})
    assert response["HX-Redirect"] == f"/sign-in/?next={SEND_BACK}%3Fkept%3D{SavedDraft.objects.get().pk}"


def test_longer_texts_can_be_copied_even_so(ended):
    texts = re.findall(r"<textarea[^>]*readonly>(.*?)</textarea>", ended.content.decode(), re.DOTALL)
    assert [unescape(text) for text in texts] == [LONG]


@pytest.mark.parametrize("way", ["/sign-out/", "/admin/logout/"])
def test_signing_out_ends_the_session_first_and_offers_what_is_unsent_after(of_ngoc, ended, way):
    sign_in_again(of_ngoc, "ngoc", ended)
    offered = of_ngoc.post(way)
    assert (offered.status_code, [row.path for row in offered.context["saved_drafts"]]) == (200, [SEND_BACK])
    address = SavedDraft.objects.get().address
    assert f'<a href="{address}">' in offered.content.decode()
    sent_to = of_ngoc.get(address)
    assert sent_to["Location"].startswith("/sign-in/?next=")
    back = of_ngoc.post(sent_to["Location"], {"username": "ngoc", "password": DEMO_PASSWORD})
    assert reason_in(of_ngoc.get(back["Location"])) == LONG


def test_the_page_after_signing_out_shows_nothing_of_what_was_written(of_ngoc, ended):
    sign_in_again(of_ngoc, "ngoc", ended)
    offered = of_ngoc.post("/sign-out/")
    assert (LONG[:40] in unescape(offered.content.decode()), "no-store" in offered["Cache-Control"]) == (False, True)


def test_with_drafts_in_the_browser_the_page_after_is_shown_for_it_to_list_them(of_ngoc, ngoc):
    offered = of_ngoc.post("/sign-out/", {"drafts": "1"})
    assert (offered.status_code, f'<meta name="user" content="{ngoc.pk}">' in offered.content.decode()) == (200, True)
    assert of_ngoc.get("/campaigns/")["Location"] == "/sign-in/?next=/campaigns/"


def test_who_is_out_already_is_shown_nothing_of_anybodys(db):
    assert Client().post("/sign-out/", {"drafts": "1"})["Location"] == "/sign-in/"


def test_the_page_to_sign_out_on_signs_nobody_out_by_itself(of_minh):
    assert [of_minh.get("/sign-out/").status_code, of_minh.get("/campaigns/").status_code] == [200, 200]
    assert of_minh.post("/sign-out/")["Location"] == "/sign-in/"


def test_nothing_is_kept_for_who_was_not_signed_in(db):
    response = Client().post(SEND_BACK, {"reason": LONG})
    assert (response.status_code, response["Location"]) == (302, f"/sign-in/?next={SEND_BACK}")
    assert list(SavedDraft.objects.all()) == []


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
def test_a_role_laid_down_ends_the_session(of_minh, minh, change):
    if "organization" in change:
        change = {"organization": Organization.objects.get(short_code=change["organization"])}
    minh.memberships.update(**change)
    assert outcome(of_minh) == sent_away(ROLE_ENDED)


def test_one_of_two_roles_laid_down_ends_the_session(minh, signed_in, membership):
    second = membership(minh)
    client = signed_in(minh)
    assert outcome(client) == ("", [])
    second.ends_on = TODAY
    second.save()
    assert outcome(client) == sent_away(ROLE_ENDED)


@pytest.fixture
def membership():
    """`membership(user)` creates one more membership of the user, as officer since yesterday."""

    def give(user, **changes):
        body = Organization.objects.get(short_code="ubnd-28108")
        values = {"organization": body, "role": "officer", "starts_on": YESTERDAY, **changes}
        return Membership.objects.create(user=user, **values)

    return give


def test_a_role_put_on_does_not_end_the_session(of_minh, minh, membership):
    membership(minh)
    assert outcome(of_minh) == ("", [])


def test_a_role_that_is_renewed_by_another_row_is_still_the_same_hat(of_minh, minh):
    old = minh.memberships.get()
    Membership.objects.create(user=minh, organization=old.organization, role=old.role, starts_on=TODAY)
    Membership.objects.filter(pk=old.pk).update(starts_on=date(2000, 1, 1), ends_on=TODAY)
    assert outcome(of_minh) == ("", [])


def test_with_the_roles_that_are_left_one_signs_in_again(of_minh, minh, membership):
    membership(minh)
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
