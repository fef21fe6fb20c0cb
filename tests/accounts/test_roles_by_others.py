"""Thu can't assign herself a role in contents: another administrator does, or Ngọc; for a Board of one there is a
command.

She signs in with an account of her own; "thu2" is a second one of hers, Hạnh the other administrator.
"""

import io
from datetime import date, timedelta

import pytest
from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership, Organization, Person, User
from workflow.models import Event, Notice

pytestmark = pytest.mark.django_db

BOARD = "btgdv-tu-tay-ninh"
TODAY = timezone.localdate()
GIVE = f"/organizations/{BOARD}/roles/new/"
FOR_OTHERS = (
    "Không ai tự giao cho mình vai trò xem hay làm hồ sơ. "
    "Nhờ một quản trị khác ghi, hoặc lãnh đạo cơ quan kiểm tra giao ở trang của cơ quan."
)
NOT_LED = "Tài khoản của chính bạn thì quản trị khác mới đổi sang người khác, hay từ người khác về."
NOT_REVIVED = "Tài khoản của chính bạn đã ngừng dùng thì quản trị khác mới cho dùng lại."


@pytest.fixture
def board(db):
    return Organization.objects.get(short_code=BOARD)


@pytest.fixture
def thu2(thu):
    return User.objects.create(username="thu2", person=thu.person, must_change_password=False)


def make_administrator(board, username="hanh"):
    person = Person.objects.create(full_name="Mai Thị Hạnh")
    account = User.objects.create(username=username, person=person, must_change_password=False)
    Membership.objects.create(user=account, organization=board, role="administrator", starts_on=date(2026, 1, 1))
    return account


@pytest.fixture
def hanh(board):
    return make_administrator(board)


def role_of(user, board, role="staff", **changes):
    columns = {"starts_on": date(2026, 1, 1), **changes}
    return Membership.objects.create(user=user, organization=board, role=role, **columns)


def roles(user):
    return sorted(Membership.objects.filter(user=user).values_list("role", flat=True))


def faults(answer):
    """What the page of a form refuses; [] when it has saved."""
    if answer.status_code == 302:
        return []
    errors = [message for messages in answer.context["form"].errors.values() for message in messages]
    return [*answer.context["refusal"], *errors]


# --- The administrator's pages -------------------------------------------------------------------------------------
def ask_for(client, account, organization, role):
    """Give the account the role on its page; returns what is refused."""
    sent = {"organization": organization.short_code, "role": role, "starts_on": "01/01/2026"}
    return faults(client.post(reverse("account_role_new", args=[account.pk]), sent))


@pytest.mark.parametrize("role", ["staff", "leader", "officer", "unit_leader", "viewer"])
def test_thu_cannot_add_a_role_in_contents_for_herself(of_thu, thu, thu2, board, role):
    assert [ask_for(of_thu, account, board, role) for account in (thu, thu2)] == [[FOR_OTHERS]] * 2
    assert (roles(thu), roles(thu2)) == (["administrator"], [])


def test_for_another_she_can(of_thu, lan, board):
    assert ask_for(of_thu, lan, board, "staff") == []
    assert "staff" in roles(lan)


def test_another_administrator_can(hanh, thu, signed_in, board):
    assert ask_for(signed_in(hanh), thu, board, "staff") == []
    assert roles(thu) == ["administrator", "staff"]


def test_she_may_administer_a_further_body(of_thu, thu, lan):
    assert ask_for(of_thu, thu, lan.memberships.first().organization, "administrator") == []


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("01/03/2026", ["Vai trò này kết thúc sớm hơn ngày ấy rồi. Muốn kéo dài thì giao vai trò mới."]),
        ("15/01/2026", []),  # to lay it down is no giving
    ],
)
def test_a_role_that_hanh_gave_thu_is_not_prolonged_by_thu(of_thu, thu, board, day, expected):
    role = role_of(thu, board, ends_on=date(2026, 2, 1))
    sent = {"day": day, "revision": role.revision}
    assert faults(of_thu.post(reverse("role_end", args=[role.pk]), sent)) == expected


def test_roles_and_accounts_are_read_only_in_the_admin(of_thu, thu, page):
    own = thu.memberships.get()
    pages = [page(User, "add"), page(Membership, "add"), page(thu), page(own), page(own, "delete")]
    assert [of_thu.post(address, {}).status_code for address in pages] == [403] * 5


# --- Files ---------------------------------------------------------------------------------------------------------
def line(username, person, role="chuyên viên cơ quan kiểm tra", starts_on="01/01/2026", ends_on=""):
    return {
        "Tên đăng nhập": username, "Người": person.full_name, "Vai trò": role, "Cơ quan (mã)": BOARD,
        "Vai trò từ ngày": starts_on, "Vai trò đến hết ngày": ends_on,
    }  # fmt: skip


def refused(outcome):
    return [(number, message) for number, _column, message in outcome.faults]


@pytest.mark.parametrize("username", ["thu", "thu2", "thu3"])
def test_a_file_gives_thu_no_role_either(bring, thu, thu2, username):
    assert refused(bring(thu, "users", line(username, thu.person))) == [(2, FOR_OTHERS)]
    assert (roles(thu), roles(thu2), User.objects.filter(username="thu3").count()) == (["administrator"], [], 0)


def test_a_file_prolongs_none_of_hers(bring, thu, board):
    role = role_of(thu, board, ends_on=date(2026, 2, 1))
    assert refused(bring(thu, "users", line("thu", thu.person, ends_on="01/02/2027"))) == [(2, FOR_OTHERS)]
    assert refused(bring(thu, "users", line("thu", thu.person, ends_on="15/01/2026"))) == []
    role.refresh_from_db()
    assert role.ends_on == date(2026, 1, 16)  # its last day is the one of the file


def test_a_file_leads_no_account_to_her_and_revives_none(bring, thu, thu2, lan):
    User.objects.filter(pk=thu2.pk).update(is_active=False)
    to_thu = {"Tên đăng nhập": "lan", "Người": thu.person.full_name}
    alive = {"Tên đăng nhập": "thu2", "Người": thu.person.full_name, "Đang dùng": "có"}
    assert refused(bring(thu, "users", to_thu)) == [(2, NOT_LED)]
    assert refused(bring(thu, "users", alive)) == [(2, NOT_REVIVED)]


NO_ADMINISTRATOR = (
    "Sau tệp này không còn quản trị hệ thống nào đăng nhập được. Giao vai trò quản trị cho một tài khoản đã có mật "
    "khẩu, ngay trong tệp này hoặc ở trang Tài khoản, rồi gửi lại tệp."
)
YESTERDAY, SINCE, UNTIL, LATER, LATER_STILL = (f"{TODAY + timedelta(days):%d/%m/%Y}" for days in (-1, 0, 29, 30, 60))


def test_no_file_leaves_the_portal_without_an_administrator_and_one_that_swaps_two_does(bring, thu, hanh, lan, board):
    role = thu.memberships.get()
    begun = f"{role.starts_on:%d/%m/%Y}"
    of_role = {"Vai trò": "quản trị hệ thống", "Cơ quan (mã)": role.organization.short_code}

    def held(account, starts_on, last_day="", used="có"):
        who = {"Tên đăng nhập": account.username, "Người": account.person.full_name, **of_role}
        return {**who, "Đang dùng": used, "Vai trò từ ngày": starts_on, "Vai trò đến hết ngày": last_day}

    def locked(account):
        return held(account, f"{account.memberships.get().starts_on:%d/%m/%Y}", used="không")

    unused = User.objects.create(username="chua-co", person=lan.person, password=make_password(None))
    first, both = [(2, NO_ADMINISTRATOR)], [(2, NO_ADMINISTRATOR), (3, NO_ADMINISTRATOR)]
    files = {
        "locks one of two": ([locked(thu)], []),
        "locks both": ([locked(thu), locked(hanh)], both),
        "locks one, ends the other's role": ([locked(hanh), held(thu, begun, YESTERDAY)], both),
        "ends the role later, with nobody after": ([held(thu, begun, UNTIL), locked(hanh)], both),
        "swaps": ([held(thu, begun, YESTERDAY), locked(hanh), held(lan, SINCE)], []),
        "swaps later": ([held(thu, begun, UNTIL), locked(hanh), held(lan, LATER)], []),
        "leaves days between": ([held(thu, begun, UNTIL), locked(hanh), held(lan, LATER_STILL)], both),
        "swaps for one who can't sign in": ([held(thu, begun, YESTERDAY), locked(hanh), held(unused, SINCE)], both),
    }
    found = {name: refused(bring(thu, "users", *rows, is_dry=True)) for name, (rows, _expected) in files.items()}
    assert found == {name: expected for name, (_rows, expected) in files.items()}
    User.objects.filter(pk=hanh.pk).update(is_active=False)
    assert refused(bring(thu, "users", locked(thu))) == first
    assert User.objects.get(pk=thu.pk).is_active


def test_a_file_that_links_an_account_to_another_is_confirmed_and_is_in_its_history(bring, thu, lan, hoa, signed_in):
    row = {"Tên đăng nhập": "lan", "Người": hoa.person.full_name}
    doubt = f"Dòng 2: tài khoản lan đang là của {lan.person}, tệp chuyển sang {hoa.person}."
    assert bring(thu, "users", row).doubts == [doubt]
    assert User.objects.get(pk=lan.pk).person == lan.person
    assert (bring(thu, "users", row, confirmed=1).changed, User.objects.get(pk=lan.pk).person) == (1, hoa.person)
    text = signed_in(thu).get(reverse("account_show", args=[lan.pk])).content.decode()
    assert [words in text for words in ("Nhập từ tệp", str(lan.person), str(hoa.person))] == [True] * 3


def test_hanhs_file_gives_thu_a_role(bring, thu, hanh):
    assert refused(bring(hanh, "users", line("thu", thu.person))) == []
    assert roles(thu) == ["administrator", "staff"]


# --- The leader ----------------------------------------------------------------------------------------------------
@pytest.fixture
def of_ngoc(ngoc, signed_in):
    return signed_in(ngoc)


def give(client, user, role="staff", starts_on="01/01/2026"):
    return client.post(GIVE, {"user": user.pk, "role": role, "starts_on": starts_on})


def test_ngoc_gives_thu_a_role_in_her_own_body(of_ngoc, ngoc, thu, board):
    assert GIVE in of_ngoc.get(reverse("organization_show", args=[BOARD])).content.decode()
    assert give(of_ngoc, thu)["Location"] == f"/organizations/{BOARD}/"
    made = Membership.objects.get(user=thu, role="staff")
    event = Event.objects.about(made).get()
    assert (made.organization, event.act, event.actor) == (board, "created", ngoc)


def test_thu_and_the_other_administrator_are_told(of_ngoc, thu, hanh):
    give(of_ngoc, thu)
    text = "Phạm Thị Minh Ngọc đã giao cho thu (Đỗ Minh Thu) vai trò chuyên viên cơ quan kiểm tra ở btgdv-tu-tay-ninh."
    assert sorted(Notice.objects.values_list("recipient__username", "text")) == [("hanh", text), ("thu", text)]


def test_ngoc_is_offered_administrators_alone_and_never_herself(of_ngoc, ngoc, thu, hanh, board):
    role_of(ngoc, board, role="administrator")
    offered = of_ngoc.get(GIVE).context["form"].fields["user"].queryset
    assert sorted(offered.values_list("username", flat=True)) == ["hanh", "thu"]
    assert [give(of_ngoc, user).status_code for user in (ngoc, User.objects.get(username="minh"))] == [422, 422]
    assert give(of_ngoc, thu, role="administrator").status_code == 422


def test_the_same_role_is_given_once(of_ngoc, thu):
    assert [give(of_ngoc, thu).status_code for _turn in range(2)] == [302, 409]
    assert roles(thu) == ["administrator", "staff"]


def test_who_leads_no_inspecting_body_there_gives_nothing(signed_in, minh, thu, lan, of_ngoc):
    statuses = [signed_in(user).get(GIVE).status_code for user in (minh, thu, lan)]
    strange = Organization.objects.create(short_code="ban-la", system="party", kind="party_board")
    assert (statuses, of_ngoc.get("/organizations/ban-la/roles/new/").status_code) == ([403, 403, 404], 403)
    assert (
        f"/organizations/{strange.short_code}/roles/new/" not in of_ngoc.get("/organizations/ban-la/").content.decode()
    )


# --- The server ----------------------------------------------------------------------------------------------------
def run(*words, reason="Ban chỉ có một người"):
    said = io.StringIO()
    call_command("give_role", *words, reason=reason, stdout=said)
    return said.getvalue().strip()


def test_where_others_could_do_it_the_command_names_them_and_does_nothing(thu, ngoc):
    with pytest.raises(CommandError) as refusal:
        run("thu", "staff", BOARD)
    assert str(refusal.value) == (
        "Có người khác giao được vai trò này trong cổng: Phạm Thị Minh Ngọc (ngoc). Không thay đổi gì."
    )
    assert roles(thu) == ["administrator"]


def test_for_a_board_of_one_the_command_gives_it_with_its_reason(thu, ngoc, signed_in):
    Membership.objects.filter(user=ngoc).update(ends_on=TODAY - timedelta(days=1))
    assert run("THU", "staff", BOARD).startswith("Đã giao cho thu vai trò chuyên viên cơ quan kiểm tra ở ")
    made = Membership.objects.get(user=thu, role="staff")
    event = Event.objects.about(made).get()
    assert (event.act, event.actor, event.reason) == ("created", None, "Ban chỉ có một người")
    assert "Người vận hành máy chủ đã giao cho thu" in signed_in(thu).get("/").content.decode()


@pytest.mark.parametrize("words", [("khong-co", "staff", BOARD), ("thu", "staff", "khong-co")])
def test_the_command_refuses_what_is_not_there(thu, words):
    with pytest.raises(CommandError, match="Không có “khong-co” nào đang dùng"):
        run(*words)


def test_the_command_makes_no_administrators(thu):
    with pytest.raises(CommandError):
        run("thu", "administrator", BOARD)
