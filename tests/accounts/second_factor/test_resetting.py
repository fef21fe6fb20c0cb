"""A second factor is reset by two people, or on the server; its owner hears of it."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import FactorReset, Membership, Person, RecoveryCode, SecondFactor, User
from accounts.second_factor import acts
from tests.accounts.second_factor.conftest import verified, with_password
from tests.made_work import make_user
from workflow.models import Event, Notice
from workflow.records.refusals import StepRefused

pytestmark = pytest.mark.django_db

REASON = "Chị Lan mất điện thoại, đã gặp tại trụ sở."
OTHER = ["Phải là người khác duyệt: không phải người đề nghị, cũng không phải chủ tài khoản."]


@pytest.fixture
def hanh(thu):
    """The other administrator."""
    return make_user("hanh", thu.memberships.get().organization, "administrator")


@pytest.fixture
def with_factor(lan, enrolled):
    enrolled(lan)
    return lan


@pytest.fixture
def reset(with_factor, thu, hanh):
    return acts.request_reset(with_factor, REASON, thu, timezone.localdate())


def path(name, record):
    return reverse(name, args=[record.pk])


def events(account):
    rows = Event.objects.about(account).filter(act__startswith="factor_reset").order_by("pk")
    return list(rows.values_list("act", "actor__username", "reason"))


def noticed(kind):
    return sorted(Notice.objects.filter(kind=f"accounts.factor_{kind}").values_list("recipient__username", flat=True))


def has_factor(account):
    return bool(SecondFactor.objects.get(user=account).secret)


# --- Two people ------------------------------------------------------------------------------------------------------
def test_thu_requests_hanh_confirms_lan_hears_of_it_and_comes_in_by_the_password(with_factor, thu, hanh, signed_in):
    of_lan, of_thu, of_hanh = verified(with_factor), signed_in(thu), signed_in(hanh)
    page = of_thu.get(path("account_show", with_factor)).content.decode()
    assert path("account_factor", with_factor) in page
    assert of_thu.post(path("account_factor", with_factor), {"reason": REASON}).status_code == 302
    reset = FactorReset.objects.get()
    assert (has_factor(with_factor), noticed("requested")) == (True, ["hanh", "ngoc"])
    assert of_hanh.get(reset.get_absolute_url()).content.decode().count(REASON) == 1
    assert of_hanh.post(reset.get_absolute_url(), {"confirm": ""})["Location"] == "/"
    assert (has_factor(with_factor), RecoveryCode.objects.filter(factor__user=with_factor).count()) == (False, 0)
    assert noticed("reset") == ["lan", "ngoc", "thu"]
    assert events(with_factor) == [("factor_reset_requested", "thu", REASON), ("factor_reset", "hanh", REASON)]
    assert (of_lan.get("/campaigns/").status_code, with_password("lan").get("/campaigns/").status_code) == (302, 200)


def test_a_leader_may_be_the_second_person_too(reset, ngoc, signed_in):
    assert signed_in(ngoc).post(reset.get_absolute_url()).status_code == 302
    assert has_factor(reset.account) is False


@pytest.mark.parametrize("name", ["minh", "hoa", "khoa", "tuyet", "lan"])
def test_nobody_else_sees_the_request(reset, name, request, signed_in):
    client = verified(reset.account) if name == "lan" else signed_in(request.getfixturevalue(name))
    assert [client.get(reset.get_absolute_url()).status_code, client.post(reset.get_absolute_url()).status_code] == (
        [404, 404]
    )
    assert has_factor(reset.account)


def test_who_requested_cannot_confirm_by_a_second_account_either(reset, thu, signed_in):
    second = make_user("thu.hai", thu.memberships.get().organization, "administrator")
    User.objects.filter(pk=second.pk).update(person=thu.person)
    answers = [signed_in(User.objects.get(pk=user.pk)).post(reset.get_absolute_url()) for user in (thu, second)]
    assert [(answer.status_code, answer.context["refusals"]) for answer in answers] == [(409, OTHER)] * 2
    assert has_factor(reset.account)


def test_the_owner_cannot_confirm(thu, hanh, enrolled):
    enrolled(hanh)
    wanted = acts.request_reset(hanh, REASON, thu, timezone.localdate())
    answer = verified(hanh).post(wanted.get_absolute_url())
    assert (answer.status_code, answer.context["refusals"]) == (409, OTHER)


def test_a_request_is_refused_and_who_made_it_hears_of_that(reset, hanh, signed_in):
    assert signed_in(hanh).post(reset.get_absolute_url(), {"refuse": ""}).status_code == 302
    reset.refresh_from_db()
    assert (has_factor(reset.account), reset.confirmed_by, reset.closed_at is None) == (True, None, False)
    assert noticed("refused") == ["thu"]
    with pytest.raises(StepRefused, match="Đề nghị này đã xong rồi"):
        acts.close_reset(reset.pk, hanh, timezone.now(), is_confirmed=True)


@pytest.mark.parametrize(("hours", "is_open"), [(71, True), (73, False)])
def test_a_request_waits_three_days(reset, hanh, hours, is_open):
    now = timezone.now() + timedelta(hours=hours)
    if is_open:
        acts.close_reset(reset.pk, hanh, now, is_confirmed=True)
    else:
        with pytest.raises(StepRefused, match="đã quá 3 ngày"):
            acts.close_reset(reset.pk, hanh, now, is_confirmed=True)
    assert has_factor(reset.account) is not is_open


@pytest.mark.parametrize(("hours", "is_shown"), [(71, True), (73, False)])
def test_the_accounts_page_leads_to_a_request_that_waits(reset, hanh, signed_in, hours, is_shown):
    FactorReset.objects.update(created_at=timezone.now() - timedelta(hours=hours))
    page = signed_in(hanh).get(path("account_show", reset.account)).content.decode()
    assert (reset.get_absolute_url() in page) is is_shown


def test_a_newer_request_replaces_the_older(reset, hanh, thu):
    newer = acts.request_reset(reset.account, "Vẫn cần.", hanh, timezone.localdate())
    assert list(FactorReset.objects.filter(closed_at=None)) == [newer]
    acts.close_reset(newer.pk, thu, timezone.now(), is_confirmed=True)


def refusals(answer):
    return [*answer.context["refusal"], *answer.context["form"].errors.get("reason", [])]


def test_what_cannot_be_requested_is_said(with_factor, thu, hoa, enrolled, signed_in):
    enrolled(thu)
    client = verified(thu)
    Membership.objects.filter(role="leader").delete()
    said = [
        refusals(client.post(path("account_factor", account), {"reason": reason}))
        for account, reason in ((thu, REASON), (hoa, REASON), (with_factor, REASON), (with_factor, ""))
    ]
    assert said == [
        ["Xác nhận hai bước của mình thì quản trị khác đề nghị đặt lại; còn đăng nhập được thì tự đổi."],
        ["Tài khoản này chưa bật xác nhận hai bước."],
        [
            "Không có quản trị khác hay lãnh đạo để cùng đặt lại. "
            "Người vận hành máy chủ chạy lệnh manage.py reset_second_factor."
        ],
        ["Trường này là bắt buộc."],
    ]


def test_after_a_reset_there_are_no_days_of_grace(ngoc, thu, enrolled):
    enrolled(ngoc)
    acts.reset_by(ngoc, thu, REASON, timezone.now())
    assert with_password("ngoc").get("/campaigns/")["Location"] == "/account/second-factor/new/?next=/campaigns/"


# --- The database ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("second", ["same", "open"])
def test_the_database_holds_that_two_people_reset(reset, thu, hanh, second):
    row = FactorReset.objects.filter(pk=reset.pk)
    changes = {"same": {"confirmed_by": thu, "closed_at": timezone.now()}, "open": {"confirmed_by": hanh}}[second]
    with pytest.raises(IntegrityError), transaction.atomic():
        row.update(**changes)


def test_the_database_holds_one_open_request_and_a_key_for_who_is_enrolled(reset, hanh):
    with pytest.raises(IntegrityError), transaction.atomic():
        FactorReset.objects.create(account=reset.account, requested_by=hanh, reason="x")
    for changes in ({"secret": ""}, {"enrolled_at": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            SecondFactor.objects.filter(user=reset.account).update(**changes)


# --- On the server ---------------------------------------------------------------------------------------------------
def run(*words):
    said = StringIO()
    call_command("reset_second_factor", *words, "--reason", "Cơ quan chỉ có một người.", stdout=said)
    return said.getvalue()


def test_the_command_resets_and_informs(with_factor):
    assert run("LAN") == "Đã đặt lại xác nhận hai bước: lan.\n"
    assert events(with_factor) == [("factor_reset", None, "Cơ quan chỉ có một người.")]
    assert (has_factor(with_factor), noticed("reset")) == (False, ["lan", "thu"])


def test_the_command_resets_what_the_servers_key_no_longer_reads(with_factor, hoa, enrolled, settings):
    assert run("--unreadable") == "Đã đặt lại xác nhận hai bước: không có tài khoản nào.\n"
    settings.SECOND_FACTOR_KEYS = ["một khóa khác hẳn"]
    enrolled(hoa)
    assert run("--unreadable") == "Đã đặt lại xác nhận hai bước: lan.\n"
    assert [has_factor(account) for account in (with_factor, hoa)] == [False, True]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["hoa"], "Tài khoản này chưa bật xác nhận hai bước."),
        (["khong-ai"], "Không có tài khoản “khong-ai”."),
        ([], "Ghi tên đăng nhập, hoặc --unreadable."),
        (["lan", "--unreadable"], "Ghi tên đăng nhập, hoặc --unreadable."),
    ],
)
def test_the_command_says_what_it_cannot_do(with_factor, words, said):
    with pytest.raises(CommandError, match=said):
        run(*words)
    assert Person.objects.filter(accounts=with_factor).count() == 1
