"""`manage.py set_up`: from an empty database to a portal in which the first administrator can sign in."""

import io
import re
from datetime import date

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.db.models import Count
from django.test.utils import CaptureQueriesContext

from accounts.models import Membership, Organization, OrganizationName, Person, User
from accounts.people.acts import provinces_called
from workflow.models import Event

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_portal")]

TODAY = date(2026, 3, 2)
THREE_TIERS = date(2024, 6, 1)
SECRET = "con-tra-beo-ngam-la-mia"
WHO = {"administrator": "thu", "administrator_name": "Lò Thị Thu"}
ANSWERS = {"province": "Sơn La", "track": "state", "today": TODAY, **WHO}
NEXT = "Đăng nhập, mở menu Quản trị › Tài khoản (/accounts/): lập tài khoản và giao vai trò cho từng người."
TABLES = [Organization, OrganizationName, Person, User, Membership, Event]


@pytest.fixture
def set_up(monkeypatch):
    """`set_up(track="party")` is what the command says, line by line, where there is nobody to ask."""
    monkeypatch.setattr("sys.stdin", io.StringIO())

    def run(**options):
        said = io.StringIO()
        if not options.get("generate_password"):
            options = {"password": SECRET, **options}
        call_command("set_up", stdout=said, **{**ANSWERS, **options})
        return said.getvalue().splitlines()

    return run


@pytest.fixture
def refusal(set_up):
    """`refusal(track="party")` is why the command refuses, line by line; nothing has been written."""

    def run(**options):
        before = row_counts()
        with pytest.raises(CommandError) as refused:
            set_up(**options)
        assert row_counts() == before
        return str(refused.value).splitlines()

    return run


def row_counts():
    return [model.objects.count() for model in TABLES]


def body(short_code):
    """What the body is called, in full, in numbers; above what it stands on paper and in the portal; who signs."""
    name = OrganizationName.objects.select_related("organization__parent").get(organization__short_code=short_code)
    above = name.organization.parent.short_code if name.organization.parent else None
    return (name.name, name.full_name, name.symbol, name.superior, above, name.signer_title)


# --- Who inspects ------------------------------------------------------------------------------------------------
def test_on_the_state_track_the_peoples_committee_of_the_province_inspects(set_up):
    done = "Đã lập cổng cho UBND tỉnh Sơn La: 152 cơ quan, người quản trị đăng nhập là thu."
    assert set_up(track="state") == [done, NEXT]
    assert body("ubnd-14") == ("Ủy ban nhân dân tỉnh Sơn La", "UBND tỉnh Sơn La", "UBND", "", None, "Chủ tịch")
    assert Organization.objects.filter(kind="party_board").count() == 0


def test_on_the_party_track_a_board_of_the_provinces_committee_inspects(set_up):
    name, superior = "Ban Tuyên giáo và Dân vận", "Tỉnh ủy Sơn La"
    done = f"Đã lập cổng cho {name} {superior}: 153 cơ quan, người quản trị đăng nhập là thu."
    assert set_up(track="party") == [done, NEXT]
    assert body("ban-14") == (name, f"{name} {superior}", "BTGDVTU", superior, "tu-14", "Trưởng ban")


def test_its_name_symbol_seat_and_signer_are_the_provinces_own(set_up):
    own = {"body_name": "Ban Dân vận", "symbol": "BDV", "signer": "Cầm Thị Ngọc", "signer_title": "Quyền Trưởng ban"}
    set_up(track="party", seat="Chiềng Sinh", **own)
    full_name, superior = "Ban Dân vận Tỉnh ủy Sơn La", "Tỉnh ủy Sơn La"
    assert body("ban-14") == ("Ban Dân vận", full_name, "BDV", superior, "tu-14", "Quyền Trưởng ban")
    name = OrganizationName.objects.select_related("signer").get(organization__short_code="ban-14")
    signer = name.signer
    assert (name.place_name, signer.full_name, signer.position, signer.organization) == (
        ("Chiềng Sinh", "Cầm Thị Ngọc", "Quyền Trưởng ban", name.organization)
    )


def test_a_peoples_committee_may_write_its_name_in_its_own_way(set_up):
    set_up(track="state", province="Huế", body_name="Ủy ban nhân dân Thành phố Huế", signer_title="Quyền Chủ tịch")
    name, full_name = "Ủy ban nhân dân Thành phố Huế", "UBND Thành phố Huế"
    assert body("ubnd-46") == (name, full_name, "UBND", "", None, "Quyền Chủ tịch")


def test_a_city_has_a_thanh_uy(set_up):
    set_up(province="Huế", track="party")
    assert body("tu-46") == ("Thành ủy Huế", "Thành ủy Huế", "TU", "", None, "Bí thư")
    assert body("ubnd-46")[:2] == ("Ủy ban nhân dân thành phố Huế", "UBND thành phố Huế")
    assert body("ban-46")[3] == "Thành ủy Huế"


# --- Whom it may inspect -----------------------------------------------------------------------------------------
def test_every_commune_has_its_peoples_and_its_party_committee(set_up):
    set_up()
    by_kind = Organization.objects.exclude(locality__level=1).order_by("kind").values_list("kind", "parent__short_code")
    assert list(by_kind.annotate(n=Count("pk"))) == [
        ("party_committee", "tu-14", 75),
        ("peoples_committee", "ubnd-14", 75),
    ]
    commune = "Ủy ban nhân dân xã Thuận Châu", "UBND xã Thuận Châu"
    assert body("ubnd-03721") == (*commune, "UBND", "", "ubnd-14", "Chủ tịch")
    party = "Đảng ủy phường Tô Hiệu"
    assert body("du-03646") == (party, party, "ĐU", "Tỉnh ủy Sơn La", "tu-14", "Bí thư")


def test_a_body_bears_its_name_since_its_place_does(set_up):
    set_up()
    names = OrganizationName.objects.filter(organization__short_code__in=["ubnd-03721", "du-03646"])
    assert set(names.values_list("starts_on", "ends_on")) == {(date(2025, 7, 1), date(9999, 12, 31))}


def test_before_july_2025_districts_stand_in_between(set_up):
    set_up(today=THREE_TIERS)
    district, party = "Ủy ban nhân dân huyện Mộc Châu", "Huyện ủy Mộc Châu"
    assert body("ubnd-123") == (district, "UBND huyện Mộc Châu", "UBND", "", "ubnd-14", "Chủ tịch")
    assert body("hu-123") == (party, party, "HU", "Tỉnh ủy Sơn La", "tu-14", "Bí thư")
    assert body("hu-116")[:3] == ("Thành ủy Sơn La", "Thành ủy Sơn La", "ThU")
    assert body("ubnd-03979")[4] == "ubnd-123"
    assert body("du-03979")[3:5] == ("Huyện ủy Mộc Châu", "hu-123")


def test_a_number_for_a_name_keeps_its_capital(set_up):
    set_up(province="Hồ Chí Minh", today=THREE_TIERS)
    assert body("ubnd-760")[:2] == ("Ủy ban nhân dân Quận 1", "UBND Quận 1")
    assert body("hu-760")[:3] == ("Quận ủy Quận 1", "Quận ủy Quận 1", "QU")


def test_a_body_is_found_by_what_its_own_save_would_store(set_up):
    set_up(track="party")
    stored = dict(Organization.objects.values_list("pk", "search_text"))
    for organization in Organization.objects.all():
        organization.save()
    assert dict(Organization.objects.values_list("pk", "search_text")) == stored


@pytest.mark.parametrize(("province", "bodies", "sqlite", "postgresql"), [("14", 152, 33, 31), ("79", 338, 38, 31)])
def test_queries_are_as_many_as_batches_not_as_places(set_up, province, bodies, sqlite, postgresql):
    """SQLite takes 999 values a statement, 99 bodies or 71 names; PostgreSQL takes a whole province at once."""
    with CaptureQueriesContext(connection) as queries:
        set_up(province=province)
    expected = {"sqlite": sqlite, "postgresql": postgresql}[connection.vendor]
    assert (Organization.objects.count(), len(queries)) == (bodies, expected)


# --- The first administrator -------------------------------------------------------------------------------------
def test_the_administrator_wears_one_role_from_today(set_up):
    set_up()
    user = User.objects.get()
    roles = Membership.objects.values_list("user", "organization__short_code", "role", "starts_on")
    assert (user.username, user.person.full_name) == ("thu", "Lò Thị Thu")
    assert list(roles) == [(user.pk, "ubnd-14", "administrator", TODAY)]


def test_a_password_that_was_given_is_for_one_sign_in(set_up):
    set_up()
    user = User.objects.get()
    assert (user.check_password(SECRET), user.must_change_password) == (True, True)


def test_a_made_password_is_told_once_and_is_for_one_sign_in(set_up):
    line = set_up(generate_password=True)[-1]
    words, password = line.split(": ")
    user = User.objects.get()
    assert (words, len(password)) == ("Mật khẩu cho lần đăng nhập đầu tiên", 19)
    assert (user.check_password(password), user.must_change_password) == (True, True)


def test_the_administrator_signs_in_and_home_says_where_to_begin(set_up, client):
    set_up()
    assert client.post("/sign-in/", {"username": "thu", "password": SECRET}).headers["Location"] == "/"
    own = "nuong-dong-suoi-ban-2026"
    posted = {"old_password": SECRET, "new_password1": own, "new_password2": own}
    assert client.post("/password/", posted).headers["Location"] == "/"
    empty = client.get("/").content.decode().partition('<div class="empty">')[2].partition("</div>")[0]
    assert re.findall(r">([^<\n]+)<", empty) == [
        "Chưa có việc nào.",
        "Tài khoản ở mục Quản trị; cơ quan, cán bộ ở mục Danh mục.",
        "Xem tài khoản",
    ]
    assert client.get("/accounts/").status_code == 200


# --- Which province ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("words", ["14", "Sơn La", "son la", "SƠN LA", "Tỉnh Sơn La", "so\u031bn la"])
def test_a_province_is_said_by_code_or_name_with_accents_or_without(words):
    assert [spell.name for spell in provinces_called(words, TODAY)] == ["Tỉnh Sơn La"]


@pytest.mark.parametrize("words", ["", "0", "ơn la", "Sơn La 2", "Hà Giang", "hanoi", "sơn l", "Nội"])
def test_what_is_no_province_today_is_none(words):
    assert provinces_called(words, TODAY) == []


def test_a_name_said_in_full_is_not_ambiguous():
    assert [spell.official_code for spell in provinces_called("Bắc Ninh", TODAY)] == ["24"]


def test_an_ambiguous_province_is_answered_with_the_choices(refusal):
    assert refusal(province="ha") == [
        "“ha” có thể là:",
        "  01  Thành phố Hà Nội",
        "  42  Tỉnh Hà Tĩnh",
        "  31  Thành phố Hải Phòng",
        "Hãy ghi mã.",
    ]


def test_a_beginning_of_a_name_is_never_taken_for_the_name(refusal):
    assert refusal(province="sơn l") == ["“sơn l” có thể là:", "  14  Tỉnh Sơn La", "Hãy ghi mã."]


def test_a_province_that_was_merged_is_said_with_the_one_of_today(refusal):
    assert refusal(province="ha giang") == [
        "Tỉnh Hà Giang đã nhập vào Tỉnh Tuyên Quang từ ngày 01/07/2025. "
        "Nếu lập cổng cho Tỉnh Tuyên Quang, hãy ghi mã 08."
    ]


def test_an_unknown_province_is_refused(refusal):
    assert refusal(province="Atlantis") == ["Không có tỉnh, thành phố nào là “Atlantis” vào ngày này."]


# --- What it refuses ---------------------------------------------------------------------------------------------
def test_where_nobody_can_be_asked_all_that_is_missing_is_told(refusal):
    nothing = dict.fromkeys([*WHO, "province", "track", "password"])
    assert refusal(**nothing) == [
        "Thiếu: --province, --track, --administrator-name, --administrator, --password hoặc --generate-password. "
        "Chạy ở cửa sổ dòng lệnh thì được hỏi từng mục."
    ]


def test_a_weak_password_is_refused_and_nothing_is_left_behind(refusal):
    assert refusal(password="tran") == ["Không lập gì:", "Mật khẩu quá ngắn. Cần ít nhất 10 ký tự."]


def test_words_longer_than_a_paper_has_room_for_are_refused(refusal):
    title, *faults = refusal(symbol="X" * 31)
    assert (title, len(faults)) == ("Không lập gì:", 1)


def test_a_second_run_says_what_is_there_and_changes_nothing(set_up, refusal):
    set_up()
    day = f"{Event.objects.get(act='set_up').at.astimezone():%d/%m/%Y}"
    assert refusal(province="Huế") == [
        f"Cổng đã được lập ngày {day} cho UBND tỉnh Sơn La, đang có 152 cơ quan, 1 người, 1 tài khoản. "
        "Không thay đổi gì."
    ]


def test_the_first_act_of_the_history_is_the_set_up(set_up):
    set_up()
    event = Event.objects.get(act="set_up")
    assert (event.subject.short_code, event.actor) == ("ubnd-14", None)


def test_a_password_that_was_given_is_in_the_history_one_that_was_typed_is_its_owners(set_up):
    set_up()
    event = Event.objects.get(act="password_set")
    assert (event.subject, event.actor) == (User.objects.get(), None)


def test_the_first_administrator_reads_and_writes_no_contents(set_up):
    set_up(signer="Cầm Thị Ngọc")
    reach = User.objects.get().reach
    assert (reach.roles, reach.board | reach.unit | reach.viewer) == (frozenset({"administrator"}), frozenset())


def test_whoever_is_there_already_stands_in_the_way(refusal):
    Person.objects.create(full_name="Quàng Văn Sơn")
    assert refusal() == [in_the_way("0 cơ quan, 1 người, 0 tài khoản")]


def in_the_way(there):
    return (
        f"Cơ sở dữ liệu này không trống: đang có {there} của bản dùng thử (load_demo) hoặc của người khác. "
        "Lập cổng trên một cơ sở dữ liệu trống, riêng với bản dùng thử. Không thay đổi gì."
    )
