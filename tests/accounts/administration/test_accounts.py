"""Thu opens, locks and unlocks accounts, hands over passwords, gives and ends roles on the portal's own pages."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership, Person, User
from tests.made_work import make_body, make_user
from workflow.models import AccessLog, Event, Notice

pytestmark = pytest.mark.django_db

BOARD, UNIT = "btgdv-tu-tay-ninh", "ubnd-28108"
TODAY = timezone.localdate()
LIST, ACCOUNT = 7, 8
FOR_OTHERS = (
    "Không ai tự giao cho mình vai trò xem hay làm hồ sơ. "
    "Nhờ một quản trị khác ghi, hoặc lãnh đạo cơ quan kiểm tra giao ở trang của cơ quan."
)
LAST = "Đây là quản trị hệ thống duy nhất còn lại. Giao vai trò quản trị cho người khác trước."


@pytest.fixture
def hanh(thu):
    """The other administrator."""
    return make_user("hanh", thu.memberships.get().organization, "administrator")


def path(name, record):
    return reverse(name, args=[record.pk])


def new_account(**changes):
    """What Thu types for a new officer of Lan's commune."""
    typed = {
        "new_name": "Trần Thị Mơ",
        "position": "Công chức Văn phòng",
        "organization": UNIT,
        "role": "officer",
        "starts_on": "01/01/2026",
        "username": "mo.canduoc",
    }
    return {name: value for name, value in {**typed, **changes}.items() if value is not None}


def refusals(answer):
    """What the page of a form refuses; [] where it went on."""
    if answer.status_code == 302:
        return []
    errors = [message for messages in answer.context["form"].errors.values() for message in messages]
    return [*answer.context["refusal"], *errors]


def roles(user):
    rows = Membership.objects.filter(user=user).order_by("starts_on", "role")
    return [(row.role, row.organization.short_code, row.starts_on, row.ends_on) for row in rows]


# --- A new account ---------------------------------------------------------------------------------------------------
def test_thu_opens_an_account_and_its_owner_comes_in_with_the_password_that_is_shown_once(of_thu, thu, unit):
    opened = of_thu.post("/accounts/new/", new_account())
    account = User.objects.get(username="mo.canduoc")
    assert opened["Location"] == path("account_password", account)
    person = account.person
    assert (person.full_name, person.position, person.organization) == ("Trần Thị Mơ", "Công chức Văn phòng", unit)
    assert roles(account) == [("officer", UNIT, date(2026, 1, 1), date.max)]
    assert (account.has_usable_password(), account.must_change_password) == (False, True)
    assert [Event.objects.about(row).get().act for row in (person, account, account.memberships.get())] == (
        ["created"] * 3
    )
    shown = of_thu.post(path("account_password", account), {"revision": account.revision})
    password = re.search('<code id="password">(.+?)</code>', shown.content.decode())[1]
    assert (shown["Cache-Control"].count("no-store"), len(password)) == (1, 14)
    printed = [words in shown.content.decode() for words in ('class="slip"', "data-print", "js/print.js")]
    assert printed == [True] * 3
    first = Client().post("/sign-in/", {"username": "mo.canduoc", "password": password}, follow=True)
    assert first.redirect_chain[-1][0].startswith("/password/?next=")
    again = of_thu.get(path("account_password", account)).content.decode()
    assert (password in again, Event.objects.filter(act="password_set", actor=thu).count()) == (False, 1)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"new_name": None}, ["Chọn người trong danh bạ, hoặc ghi tên người mới."]),
        ({"person": "Lê Thị Lan"}, ["Chọn người trong danh bạ, hoặc ghi tên người mới; không cả hai."]),
        ({"organization": "không có ở đâu"}, [
            "Không tìm thấy “không có ở đâu” tại ngày của biểu mẫu này. Thử ít chữ hơn."
        ]),
        ({"username": "LAN"}, ["Tên đăng nhập này đã có người dùng."]),
        ({"username": "hai chữ"}, [
            "Tên đăng nhập chỉ có chữ, số và các dấu . @ + - _, không có dấu cách."
        ]),
        ({"starts_on": "31/02/2026"}, ["Không có ngày này. Ghi theo dd/mm/yyyy, ví dụ 30/10/2019."]),
        ({"new_name": None, "person": "Đỗ Minh Thu"}, [FOR_OTHERS]),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_new_account_is_said_and_nothing_is_stored(of_thu, changes, expected):
    before = (User.objects.count(), Person.objects.count())
    assert refusals(of_thu.post("/accounts/new/", new_account(**changes))) == expected
    assert (User.objects.count(), Person.objects.count()) == before


@pytest.mark.parametrize(
    ("changes", "doubt"),
    [
        ({"new_name": None, "person": "Lê Thị Lan"}, "Lê Thị Lan đã có tài khoản: lan."),
        ({"new_name": "LÊ THỊ LAN"}, "Danh bạ đã có: Lê Thị Lan ("),
    ],
)
def test_who_may_be_there_already_has_form_about_and_can_be_confirmed(of_thu, changes, doubt):
    first = of_thu.post("/accounts/new/", new_account(**changes))
    assert [words.startswith(doubt) for words in refusals(first)] == [True]
    confirmed = {"is_confirmed": "on", "warned": first.context["form"]["warned"].value()}
    assert of_thu.post("/accounts/new/", new_account(**changes, **confirmed)).status_code == 302


def test_a_form_sent_twice_opens_one_account(of_thu):
    form = of_thu.get(f"/accounts/new/?body={UNIT}").context["form"]
    sent = new_account(receipt=str(form["receipt"].value()))
    assert [of_thu.post("/accounts/new/", sent).status_code for _turn in range(2)] == [302, 302]
    named = (form["organization"].value().words, User.objects.filter(username="mo.canduoc").count())
    assert named == ("UBND xã Cần Đước", 1)


# --- Passwords ------------------------------------------------------------------------------------------------------
def test_lan_and_those_who_watch_learn_of_the_password_that_thu_issues(of_thu, hanh, lan):
    User.objects.filter(pk=lan.pk).update(last_login=timezone.now())
    assert of_thu.post(path("account_password", lan), {"revision": lan.revision}).status_code == 200
    assert sorted(Notice.objects.values_list("recipient__username", flat=True)) == ["hanh", "lan", "ngoc"]
    lan.refresh_from_db()
    assert lan.must_change_password


def test_thu_issues_no_password_for_herself_nor_for_a_locked_account(of_thu, thu, lan):
    User.objects.filter(pk=lan.pk).update(is_active=False)
    answers = [of_thu.post(path("account_password", each), {"revision": each.revision}) for each in (thu, lan)]
    assert [refusals(answer) for answer in answers] == [
        ["Mật khẩu của mình thì tự đổi ở “Đổi mật khẩu”."],
        ["Tài khoản đang khóa. Mở khóa trước rồi cấp mật khẩu."],
    ]
    assert Event.objects.filter(act="password_set").count() == 0


# --- Locking --------------------------------------------------------------------------------------------------------
def test_lan_is_locked_out_with_the_reason_and_let_in_again(of_thu, lan, signed_in):
    browser = signed_in(lan)
    of_thu.post(path("account_lock", lan), {"revision": lan.revision, "reason": "Nghỉ việc từ tháng 7"})
    lan.refresh_from_db()
    event = Event.objects.about(lan).first()
    assert (lan.is_active, event.reason, browser.get("/").status_code) == (False, "Nghỉ việc từ tháng 7", 302)
    outdated = of_thu.post(path("account_unlock", lan), {"revision": lan.revision - 1})
    assert outdated.status_code == 409
    again = of_thu.post(path("account_lock", lan), {"revision": lan.revision})
    assert refusals(again) == ["Tài khoản này đang khóa rồi."]
    of_thu.post(path("account_unlock", lan), {"revision": lan.revision})
    lan.refresh_from_db()
    again = of_thu.post(path("account_unlock", lan), {"revision": lan.revision})
    assert (lan.is_active, refusals(again)) == (True, ["Tài khoản này đang dùng được, không phải mở khóa."])


def test_the_last_administrator_is_not_locked_and_keeps_the_role(of_thu, thu):
    role = thu.memberships.get()
    answers = [
        of_thu.post(path("account_lock", thu), {"revision": thu.revision}),
        of_thu.post(path("role_end", role), {"revision": role.revision, "day": TODAY}),
    ]
    assert [refusals(answer) for answer in answers] == [[LAST], [LAST]]


def test_beside_another_administrator_thu_may_lay_her_role_down(of_thu, thu, hanh):
    role = thu.memberships.get()
    assert of_thu.post(path("role_end", role), {"revision": role.revision, "day": TODAY}).status_code == 302
    assert of_thu.get("/accounts/")["Location"] == "/sign-in/?next=/accounts/"  # her session ended with the role


def test_thu_does_not_unlock_a_second_account_of_hers(of_thu, thu):
    second = User.objects.create(username="thu2", person=thu.person, is_active=False)
    answer = of_thu.post(path("account_unlock", second), {"revision": second.revision})
    assert refusals(answer) == ["Tài khoản của chính bạn đã ngừng dùng thì quản trị khác mới cho dùng lại."]
    assert not User.objects.get(pk=second.pk).is_active


# --- Roles ----------------------------------------------------------------------------------------------------------
def give(client, account, **changes):
    typed = {"organization": BOARD, "role": "staff", "starts_on": "01/07/2026", **changes}
    return client.post(path("account_role_new", account), typed)


def test_thu_gives_a_role_for_a_time_and_its_holder_is_told(of_thu, lan):
    assert refusals(give(of_thu, lan, last_day="31/12/2026")) == []
    assert roles(lan)[-1] == ("staff", BOARD, date(2026, 7, 1), date(2027, 1, 1))
    text = "Đỗ Minh Thu đã giao cho lan (Lê Thị Lan) vai trò chuyên viên cơ quan kiểm tra ở btgdv-tu-tay-ninh."
    assert Notice.objects.filter(recipient=lan, text=text).count() == 1


@pytest.mark.parametrize(
    ("whose", "changes", "expected"),
    [
        ("thu", {}, [FOR_OTHERS]),
        ("lan", {"organization": UNIT, "role": "officer"}, ["Tài khoản này đang có vai trò ấy ở cơ quan này rồi."]),
        ("lan", {"last_day": "30/06/2026"}, ["Ngày này trước ngày bắt đầu."]),
    ],
)
def test_a_role_that_may_not_be_is_refused(of_thu, whose, changes, expected):
    account = User.objects.get(username=whose)
    had = roles(account)
    assert (refusals(give(of_thu, account, **changes)), roles(account)) == (expected, had)


@pytest.mark.parametrize(
    ("days", "left"),
    [
        (10, [TODAY + timedelta(10)]),
        (-400, []),  # it would have ended before it began
    ],
)
def test_thu_ends_lans_role(of_thu, lan, days, left):
    role = lan.memberships.first()
    Membership.objects.filter(pk=role.pk).update(starts_on=TODAY - timedelta(365))
    day = f"{TODAY + timedelta(days):%d/%m/%Y}"
    assert refusals(of_thu.post(path("role_end", role), {"revision": role.revision, "day": day})) == []
    assert list(Membership.objects.filter(pk=role.pk).values_list("ends_on", flat=True)) == left


def test_a_role_that_ends_is_not_prolonged(of_thu, lan):
    role = lan.memberships.first()
    Membership.objects.filter(pk=role.pk).update(ends_on=TODAY + timedelta(1))
    later = f"{TODAY + timedelta(30):%d/%m/%Y}"
    assert refusals(of_thu.post(path("role_end", role), {"revision": role.revision, "day": later})) == [
        "Vai trò này kết thúc sớm hơn ngày ấy rồi. Muốn kéo dài thì giao vai trò mới."
    ]


# --- The list and the page of an account ----------------------------------------------------------------------------
def listed(client, **query):
    lines = client.get("/accounts/", query).context["lines"]
    return [re.search("/accounts/([0-9]+)/", line)[1] for line in lines]


def test_accounts_are_found_by_person_body_state_and_role(of_thu, lan, khoa, thu):
    User.objects.filter(pk=lan.pk).update(last_login=None)
    User.objects.filter(pk=khoa.pk).update(is_active=False, last_login=timezone.now())
    of_unit = [str(lan.pk), str(khoa.pk)]
    assert listed(of_thu, q="le thi lan") == [str(lan.pk)]
    assert sorted(listed(of_thu, q="xa can duoc")) == sorted(listed(of_thu, body=UNIT)) == sorted(of_unit)
    assert listed(of_thu, state="locked") == [str(khoa.pk)]
    assert str(lan.pk) in listed(of_thu, state="never")
    assert listed(of_thu, role="administrator") == [str(thu.pk)]
    bare = User.objects.create(username="moi", person=lan.person)
    assert str(bare.pk) in listed(of_thu, role="none")
    unknown = of_thu.get("/accounts/", {"body": "khong-co"}).context["query"].ignored
    assert unknown == ["Cơ quan: không có “khong-co”, đã bỏ qua."]


def test_bodies_with_nobody_are_listed_for_those_who_care_for_them(of_thu, minh, lan, signed_in):
    empty = make_body("xa-vang")
    locked = make_user("khoa-het", make_body("xa-khoa"), "officer")
    User.objects.filter(pk=locked.pk).update(is_active=False)
    address = "/organizations/?accounts=none&q="
    for client in (of_thu, signed_in(minh)):
        codes = ["xa-vang", "xa-khoa", UNIT]
        found = [f"/organizations/{code}/" in client.get(address + code).content.decode() for code in codes]
        assert found == [True, True, False]
    assert signed_in(lan).get(address + empty.short_code).context["query"].ignored != []


def test_an_accounts_page_shows_roles_and_sign_ins_and_changes_its_name(of_thu, lan):
    Client().post("/sign-in/", {"username": "lan", "password": "wrong"})
    page = of_thu.get(path("account_show", lan)).content.decode()
    assert [words in page for words in ("cán bộ đơn vị được kiểm tra", "nhập sai tên hoặc mật khẩu")] == [True, True]
    edited = of_thu.post(path("account_edit", lan), {"username": "lan.le", "email": "", "revision": lan.revision})
    assert (edited.status_code, User.objects.get(pk=lan.pk).username) == (302, "lan.le")
    taken = of_thu.post(path("account_edit", lan), {"username": "MINH", "revision": lan.revision + 1})
    assert refusals(taken) == ["Tên đăng nhập này đã có người dùng."]


def test_thu_links_an_account_to_another_person_with_a_reason_and_never_to_or_from_herself(of_thu, thu, lan, hoa, hanh):
    address = path("account_person", lan)
    before, alone = lan.person, Person.objects.create(full_name="Bùi Thị Mới")

    def sent(person, account=lan, **typed):
        name = person.full_name
        picked = {"person": name, "person_pk": person.pk, "person_pk_words": name, "revision": account.revision}
        typed = {**picked, "reason": "Chị Lan nghỉ hưu.", **typed}
        return refusals(of_thu.post(path("account_person", account), typed))

    own = "Tài khoản của chính bạn thì quản trị khác mới đổi sang người khác, hay từ người khác về."
    there = f"{hoa.person} đã có tài khoản: hoa."
    assert of_thu.get(address).context["form"]["person"].value().pk == ""
    assert [sent(thu.person), sent(alone, thu), sent(before), sent(hoa.person), sent(alone, reason=" ")] == [
        [own], [own], ["Tài khoản đang là của người này."], [there], ["Trường này là bắt buộc."],
    ]  # fmt: skip
    assert User.objects.get(pk=lan.pk).person == before
    assert (sent(alone), User.objects.get(pk=lan.pk).person) == ([], alone)
    text = of_thu.get(path("account_show", lan)).content.decode()
    assert [words in text for words in ("Chị Lan nghỉ hưu.", str(before), str(alone))] == [True] * 3
    assert "account_person" not in of_thu.get(path("account_show", thu)).content.decode()


def test_list_and_page_cost_the_same_with_one_row_and_with_thirty(of_thu, lan):
    body = make_body("xa-dong")

    def cost():
        counts = []
        for address in ("/accounts/?q=cuadong", path("account_show", lan)):
            with CaptureQueriesContext(connection) as captured:
                assert of_thu.get(address).status_code == 200
            counts.append(len(captured))
        return counts

    for numbers in (range(1), range(1, 30)):
        for n in numbers:
            make_user(f"cuadong{n}", body, "officer", "viewer")
            Membership.objects.create(
                user=lan, organization=make_body(f"cua-lan-{n}"), role="viewer", starts_on=date(2026, 1, 1)
            )
            AccessLog.objects.create(kind="signed_in", actor=lan)
        assert cost() == [LIST, ACCOUNT]


@pytest.mark.parametrize("username", ["minh", "ngoc", "lan", "tuyet"])
def test_there_are_no_such_pages_but_for_administrators(signed_in, username, lan):
    client = signed_in(User.objects.get(username=username))
    role = lan.memberships.first()
    addresses = ["/accounts/", "/accounts/new/", path("account_show", lan), path("role_end", role)]
    addresses += [path(f"account_{page}", lan) for page in ("edit", "person", "password", "lock", "unlock", "role_new")]
    assert {client.get(address).status_code for address in addresses} == {404}
    assert {client.post(address, {"revision": 1}).status_code for address in addresses if address[-2].isalpha()} == {
        404
    }
