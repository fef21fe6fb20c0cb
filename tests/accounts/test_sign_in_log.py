"""The access log of sign-ins, refusals and sign-outs with their addresses. Thu reads it; nobody can change it."""

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core import serializers
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client

from tests.conftest import DEMO_PASSWORD
from workflow.models import AccessLog

pytestmark = pytest.mark.django_db

LOG = "/admin/workflow/accesslog/"


@pytest.fixture(autouse=True)
def three_tries(settings):
    settings.AXES_FAILURE_LIMIT = 3


def sign_in(username, password=DEMO_PASSWORD, client=None, **more):
    more = {"REMOTE_ADDR": "10.0.0.1", **more}
    return (client or Client()).post("/sign-in/", {"username": username, "password": password}, **more)


def rows(**only):
    """What the log holds, oldest first: kind, account, typed name, address."""
    found = AccessLog.objects.filter(**only).order_by("pk").select_related("actor")
    return [(row.kind, row.actor and row.actor.username, row.typed_name, row.address) for row in found]


def test_signing_in_and_out_is_written_down_with_the_address(db):
    client = Client()
    sign_in("Minh", client=client)
    client.post("/sign-out/", REMOTE_ADDR="10.0.0.2")
    assert rows() == [("signed_in", "minh", "", "10.0.0.1"), ("signed_out", "minh", "", "10.0.0.2")]


def test_the_admins_own_way_out_is_written_down_too(thu, signed_in):
    signed_in(thu).post("/admin/logout/")
    assert rows(kind="signed_out") == [("signed_out", "thu", "", "127.0.0.1")]


def test_a_wrong_password_is_told_under_its_account(db):
    sign_in("MINH", "mat-khau-sai")
    assert rows() == [("refused", "minh", "minh", "10.0.0.1")]


@pytest.mark.parametrize(
    ("typed", "kept"), [("Nobody", "nobody"), ("\u200b", "?"), ("Ủy Ban", "ủy ban"), ("x" * 60, "x" * 60)]
)
def test_an_unknown_name_is_kept_as_typed_and_is_nobodys(db, typed, kept):
    sign_in(typed)
    assert rows() == [("refused", None, kept, "10.0.0.1")]


def test_a_long_name_is_cut(db):
    Client().post("/password/forgotten/", {"account": "n" * 200}, REMOTE_ADDR="10.0.0.1")
    assert rows() == [("reset_asked", None, "n" * 60, "10.0.0.1")]


def test_an_empty_form_is_no_try(db):
    sign_in("", "")
    assert rows() == []


def test_a_name_held_back_is_written_down_once_however_often_it_is_tried(db):
    for _try in range(6):
        sign_in("minh", "mat-khau-sai")
    sign_in("minh", "mat-khau-sai", REMOTE_ADDR="10.0.0.2")
    assert [row[0] for row in rows(address="10.0.0.1")] == ["refused", "refused", "held_back"]
    assert rows(address="10.0.0.2") == [("refused", "minh", "minh", "10.0.0.2")]


def test_no_password_is_anywhere_in_the_log(client, minh):
    sign_in("minh", "bi-mat-sai-mot")
    sign_in("minh", client=client)
    typed = {"old_password": DEMO_PASSWORD, "new_password1": "bi-mat-moi-hai", "new_password2": "bi-mat-moi-hai"}
    client.post("/password/", typed)
    written = serializers.serialize("json", AccessLog.objects.all())
    assert [row[0] for row in rows()] == ["refused", "signed_in", "password_changed"]
    assert [secret for secret in ("bi-mat-sai-mot", "bi-mat-moi-hai", DEMO_PASSWORD) if secret in written] == []


def _run_out(client, minh):
    session = client.session
    session["seen_at"] -= timedelta(minutes=61).total_seconds()
    session.save()


def _lay_down_hat(client, minh):
    minh.memberships.update(role="viewer")


def _switch_off(client, minh):
    minh.is_active = False
    minh.save()


def _replace_password(client, minh):
    minh.set_password("mat-khau-khac-han")
    minh.save()


@pytest.mark.parametrize(
    ("happens", "kind"),
    [
        (_run_out, "timed_out"),
        (_lay_down_hat, "role_ended"),
        (_switch_off, "switched_off"),
        (_replace_password, "password_replaced"),
    ],
)
def test_why_a_session_ended_is_written_down_once(client, minh, happens, kind):
    sign_in("minh", client=client)
    happens(client, minh)
    for _page in range(2):
        client.get("/", REMOTE_ADDR="10.0.0.1")
    assert rows()[1:] == [(kind, "minh", "", "10.0.0.1")]


def test_a_forgotten_password_is_written_down_under_the_account_it_has_form_for(minh):
    minh.email = "minh@tayninh.example"
    minh.save()
    Client().post("/password/forgotten/", {"account": "Minh@tayninh.example"}, REMOTE_ADDR="10.0.0.1")
    assert rows() == [("reset_asked", "minh", "minh@tayninh.example", "10.0.0.1")]


# --- Addresses -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("proxies", "said", "address"),
    [
        (0, "", "10.0.0.1"),
        (0, "203.0.113.9", "10.0.0.1"),  # nobody's word is taken where no proxy is
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.7, 203.0.113.9", "203.0.113.9"),  # what the visitor said himself stands before
        (2, "198.51.100.7, 203.0.113.9, 10.0.0.5", "203.0.113.9"),
        (2, "203.0.113.9", "10.0.0.1"),
        (1, "2001:DB8::1", "2001:db8::1"),
        (1, "<script>", None),
        (1, "", "10.0.0.1"),
    ],
)
def test_the_address_is_what_our_own_proxies_say(settings, proxies, said, address):
    settings.PROXY_COUNT = proxies
    sign_in("nobody", "x", **({"HTTP_X_FORWARDED_FOR": said} if said else {}))
    assert rows() == [("refused", None, "nobody", address)]


def test_behind_a_proxy_a_name_is_held_back_for_one_visitor_only(settings):
    settings.PROXY_COUNT = 1
    tries = [sign_in("minh", "mat-khau-sai", HTTP_X_FORWARDED_FOR="203.0.113.9").status_code for _try in range(3)]
    assert (tries, sign_in("minh", HTTP_X_FORWARDED_FOR="203.0.113.10").status_code) == ([200, 200, 429], 302)


# --- What the database holds ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", ["signed_in", "signed_out", "timed_out", "opened", "downloaded", "password_changed"])
def test_only_a_try_may_be_nobodys(kind, case):
    subject = case if kind in ("opened", "downloaded") else None
    with pytest.raises(IntegrityError), transaction.atomic():
        AccessLog.objects.create(kind=kind, typed_name="ai", subject=subject)


@pytest.mark.parametrize("kind", ["refused", "held_back", "reset_asked"])
def test_a_try_of_nobodys_says_what_was_typed(kind):
    with pytest.raises(IntegrityError), transaction.atomic():
        AccessLog.objects.create(kind=kind)


@pytest.mark.parametrize(("kind", "has_subject"), [("downloaded", False), ("opened", False), ("signed_in", True)])
def test_reading_is_of_a_record_and_coming_in_of_none(kind, has_subject, minh, case):
    with pytest.raises(IntegrityError), transaction.atomic():
        AccessLog.objects.create(kind=kind, actor=minh, subject=case if has_subject else None)


def test_no_row_is_changed_or_taken_away(db):
    sign_in("nobody", "x")
    for change in (lambda log: log.update(typed_name="ai"), lambda log: log.delete()):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change(AccessLog.objects.all())
    assert rows() == [("refused", None, "nobody", "10.0.0.1")]


# --- Thu reads it --------------------------------------------------------------------------------------------------
@pytest.fixture
def log(thu, signed_in, case, minh):
    """`log(**words)`: what Thu's list shows beside her own sign-ins: kinds and account names."""
    sign_in("minh", "mat-khau-sai")
    sign_in("minh")
    sign_in("La Văn Lạ", REMOTE_ADDR="203.0.113.9")
    AccessLog.objects.create(
        kind="downloaded", actor=minh, subject=case, label="Thông báo kết luận", address="10.0.0.1"
    )
    client = signed_in(thu)

    def read(**words):
        shown = client.get(LOG, words).context["cl"].result_list
        return sorted((row.kind, row.actor.username if row.actor else "") for row in shown if row.actor != thu)

    return read


def test_thu_reads_sign_ins_refusals_and_downloads_on_one_page(log):
    assert log() == [("downloaded", "minh"), ("refused", ""), ("refused", "minh"), ("signed_in", "minh")]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ({"kind__exact": "refused"}, [("refused", ""), ("refused", "minh")]),
        ({"q": "tran quang minh"}, [("downloaded", "minh"), ("refused", "minh"), ("signed_in", "minh")]),
        ({"q": "Minh", "kind__exact": "signed_in"}, [("signed_in", "minh")]),
        ({"q": "lạ"}, [("refused", "")]),
        ({"q": "203.0.113"}, [("refused", "")]),
        ({"q": "nobody:at:all"}, []),
    ],
)
def test_thu_finds_by_kind_person_typed_name_and_address(log, words, found):
    assert log(**words) == found


def test_the_page_names_the_person_the_place_and_the_paper(log, thu, signed_in):
    page = signed_in(thu).get(LOG).content.decode()
    said = ["Trần Quang Minh", "203.0.113.9", "la văn lạ", "Thông báo kết luận", "cuộc kiểm tra", "đăng nhập"]
    assert [words for words in said if words not in page] == []


def test_each_row_opens_to_be_looked_at(log, thu, signed_in):
    client = signed_in(thu)
    opened = [client.get(f"{LOG}{row.pk}/change/") for row in AccessLog.objects.all()]
    assert {(page.status_code, page.context["has_change_permission"]) for page in opened} == {(200, False)}


@pytest.mark.parametrize("name", ["minh", "lan", "tuyet"])
def test_nobody_but_administrators_reads_who_came_in(name, request, signed_in):
    assert signed_in(request.getfixturevalue(name)).get(LOG).status_code == 404


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_asks_the_same_of_the_database_with_one_row_and_with_thirty(
    count, thu, minh, case, signed_in, django_assert_num_queries
):
    ContentType.objects.get_for_model(case)
    for n in range(count):
        AccessLog.objects.create(kind="downloaded", actor=minh, subject=case, label=f"dong {n}")
    client = signed_in(thu)
    client.get(LOG)
    with django_assert_num_queries(6):
        page = client.get(LOG, {"q": "tran quang minh"})
    assert page.context["cl"].result_count == count
