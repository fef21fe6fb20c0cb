"""A file is checked like the admin's form: what a form would refuse is refused in its row, beside its column."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Person, User
from inspections.models import Finding
from localities.models import LocalitySpell
from tests.made_work import make_body

ACCOUNT = {"Tên đăng nhập": "vidu", "Người": "Nguyễn Thị Ví Dụ", "Thư điện tử": ""}
NAME_RULE = "Tên đăng nhập chỉ có chữ, số và các dấu . @ + - _, không có dấu cách."


@pytest.fixture
def person(db):
    return Person.objects.create(full_name="Nguyễn Thị Ví Dụ")


def faults(outcome):
    return [(column, message) for _row, column, message in outcome.faults]


@pytest.mark.parametrize("email", ["khong-phai-thu", "a@x.vn; b@x.vn", "a @x.vn"])
def test_an_address_that_the_admins_form_refuses_is_refused_in_a_file(bring, thu, person, email):
    found = faults(bring(thu, "users", ACCOUNT | {"Thư điện tử": email}))
    with pytest.raises(ValidationError) as refused:
        User(username="vidu", person=person, email=email, password="x").full_clean()
    assert found == [("Thư điện tử", message) for message in refused.value.message_dict["email"]]


@pytest.mark.parametrize("name", ["nguyen van an", "an\tvan", "an,binh"])
def test_a_sign_in_name_with_spaces_is_refused_in_a_file_and_in_the_form(bring, thu, person, name):
    assert faults(bring(thu, "users", ACCOUNT | {"Tên đăng nhập": name})) == [("Tên đăng nhập", NAME_RULE)]
    with pytest.raises(ValidationError) as refused:
        User(username=name, person=person, password="x").full_clean()
    assert refused.value.message_dict == {"username": [NAME_RULE]}


def test_a_stored_address_stays_while_the_file_does_not_change_it(bring, thu, person):
    User.objects.create(username="vidu", person=person, email="cu-nhap", password="x")
    assert faults(bring(thu, "users", ACCOUNT | {"Thư điện tử": "cu-nhap"})) == []


@pytest.mark.parametrize(("name", "encoding"), [("NguyÔn V¨n An", "TCVN3 (ABC)"), ("Nguyeãn Vaên An", "VNI")])
def test_a_name_in_an_old_encoding_is_refused_with_advice_in_file_and_form(bring, thu, name, encoding):
    [(column, message)] = faults(bring(thu, "people", {"Họ và tên": name}))
    with pytest.raises(ValidationError) as refused:
        Person(full_name=name).full_clean()
    assert (column, [message]) == ("Họ và tên", refused.value.message_dict["full_name"])
    assert (encoding in message, "“Nguyễn”" in message, "Unicode" in message) == (True, True, True)
    assert not Person.objects.filter(full_name=name).exists()


def test_a_finding_pasted_in_an_old_encoding_is_refused_in_its_form(signed_in, minh):
    before = Finding.objects.count()
    sent = {"text": "C«ng t¸c d©n vËn ®­îc quan t©m", "source": "delegation", "position": "90"}
    page = signed_in(minh).post("/inspections/DVCQ2026-27712/findings/strength/", sent)
    assert (Finding.objects.count(), "TCVN3 (ABC)" in page.content.decode()) == (before, True)


def test_a_person_is_found_by_capitals_spaces_and_the_place_of_a_tone(bring, thu, person):
    thuy = Person.objects.create(full_name="Lê Thị Thuý")
    rows = [ACCOUNT | {"Người": "NGUYỄN  THỊ VÍ DỤ"}, {"Tên đăng nhập": "thuy", "Người": "Lê Thị Thúy"}]
    assert faults(bring(thu, "users", *rows)) == []
    assert [User.objects.get(username=name).person for name in ("vidu", "thuy")] == [person, thuy]


def test_a_person_of_another_tone_is_somebody_else(bring, thu, person):
    message = "Không có “Nguyễn Thị Vĩ Dụ” trong danh bạ cán bộ."
    assert faults(bring(thu, "users", ACCOUNT | {"Người": "Nguyễn Thị Vĩ Dụ"})) == [("Người", message)]


def test_names_are_stored_with_single_spaces(bring, thu):
    assert faults(bring(thu, "people", {"Họ và tên": "Trần  Văn\nVí   Dụ"})) == []
    assert Person.objects.filter(full_name="Trần Văn Ví Dụ").count() == 1
    again = bring(thu, "people", {"Họ và tên": "Trần Văn  Ví Dụ"})
    assert (again.new, again.changed, again.same) == (0, 0, 1)


@pytest.mark.parametrize(
    "name", ["UBND huyện Cần Đước", "Uỷ ban nhân dân  huyện cần đước", "phong moi huyen can duoc", "Phòng mới"]
)
def test_a_body_is_found_by_its_short_name_and_the_one_on_its_papers(bring, thu, person, name):
    names = make_body("phong-moi").names
    names.update(full_name="Phòng Mới huyện Cần Đước", name="Phòng Mới")
    row = ACCOUNT | {"Vai trò": "người xem", "Cơ quan (mã)": name, "Vai trò từ ngày": "01/01/2020"}
    assert faults(bring(thu, "users", row)) == []


def test_like_named_bodies_and_places_are_told_apart_in_a_trial(bring, thu, person):
    for code, name in (("a", "Huyện Mộc Châu"), ("b", "Huyện Cần Đước")):
        place = LocalitySpell.objects.as_at(date(2019, 1, 1)).get(name=name).locality
        make_body(code, locality=place).names.update(full_name="Phòng Mới", name="Phòng Mới")
    row = ACCOUNT | {"Vai trò": "người xem", "Vai trò từ ngày": "01/01/2020"}
    [(_column, message)] = faults(bring(thu, "users", row | {"Cơ quan (mã)": "phong moi"}))
    assert message.startswith("Có nhiều cơ quan tên “phong moi”. Ghi mã: a (Phòng Mới")
    one = {"Mã ngắn": "c", "Hệ thống": "Nhà nước", "Loại cơ quan": "sở, ngành, phòng", "Tên đầy đủ": "C"}
    one |= {"Tên trên văn bản": "C", "Địa bàn tính tại ngày": "30/10/2019", "Tên có từ ngày": "01/01/2019"}
    [(_column, message)] = faults(bring(thu, "organizations", one | {"Địa bàn (mã)": "xã tân ân"}))
    assert "28147 (Xã Tân Ân, Huyện Cần Đước, Tỉnh Long An); 32245 (Xã Tân Ân, Huyện Ngọc Hiển" in message
    outcome = bring(thu, "organizations", one | {"Địa bàn (mã)": "28147", "Cơ quan cấp trên (mã)": "b"}, is_dry=True)
    [(_number, cells)] = outcome.new_rows
    assert "Xã Tân Ân, Huyện Cần Đước, Tỉnh Long An" in cells
    assert "b (Phòng Mới, Huyện Cần Đước, Tỉnh Long An)" in cells


@pytest.mark.parametrize("words", ["UBND Cần Đước", "Ủy ban nhân dân huyện Cần Đước", "uy ban nhan dan can duoc"])
def test_bodies_are_listed_by_either_form_of_their_name(signed_in, minh, words):
    page = signed_in(minh).get("/organizations/", {"q": words}).content.decode()
    assert "Cần Đước" in page.partition("<tbody")[2]
