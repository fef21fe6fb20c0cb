"""Thu keeps bodies and people on the portal's own pages; Minh adds some in his province."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import Membership, Organization, OrganizationName, OrganizationSuccession, Person, User
from localities.models import Locality, LocalitySpell
from tests.made_work import make_body, make_user
from workflow.models import Event

pytestmark = pytest.mark.django_db

BOARD, UNIT = "btgdv-tu-tay-ninh", "ubnd-28108"
ELSEWHERE = (
    "Bạn thêm được cơ quan và người trong tỉnh của cơ quan mình: chọn địa bàn hoặc cơ quan trong tỉnh ấy. "
    "Nơi khác thì nhờ quản trị hệ thống."
)


@pytest.fixture
def of_minh(minh, signed_in):
    return signed_in(minh)


@pytest.fixture
def far_place(db):
    """A ward of Sơn La."""
    return Locality.objects.get(pk=LocalitySpell.objects.as_at(date(2026, 1, 1)).get(name="Phường Mộc Sơn").locality_id)


@pytest.fixture
def far(far_place):
    return make_body("xa-moc-son", locality=far_place)


def picked(record, label):
    """What the browser posts of a record that was offered, by the name of its field."""
    return lambda field: {field: label, f"{field}_pk": record.pk, f"{field}_pk_words": label}


def new_body(**changes):
    typed = {"full_name": "Trạm Y tế xã Cần Đước", "kind": "service_unit", "system": "state", "parent": UNIT}
    return {**typed, **changes}


def refusals(answer):
    if answer.status_code == 302:
        return []
    errors = [message for messages in answer.context["form"].errors.values() for message in messages]
    return [*answer.context["refusal"], *errors]


def confirmed(client, address, sent):
    """Send it, and once more with the doubts confirmed; gives the doubts and the last answer."""
    first = client.post(address, sent)
    again = {"is_confirmed": "on", "warned": first.context["form"]["warned"].value()}
    return refusals(first), client.post(address, {**sent, **again})


# --- Bodies that are added ------------------------------------------------------------------------------------------
@pytest.mark.parametrize("username", ["minh", "thu"])
def test_a_body_is_added_with_its_name_and_a_code_of_the_portals(signed_in, username, unit):
    user = User.objects.get(username=username)
    made = signed_in(user).post("/organizations/new/", new_body(symbol="TYT"))
    assert made["Location"] == "/organizations/tram-y-te-xa-can-duoc/"
    body = Organization.objects.get(short_code="tram-y-te-xa-can-duoc")
    name = body.names.get()
    assert (body.parent, body.kind, name.full_name, name.name, name.symbol, name.starts_on) == (
        unit, "service_unit", "Trạm Y tế xã Cần Đước", "Trạm Y tế xã Cần Đước", "TYT", date.min,
    )  # fmt: skip
    assert Event.objects.about(body).get().actor == user
    assert list(Organization.objects.search("tram y te can duoc")) == [body]


@pytest.mark.parametrize("code", [UNIT, "new"])
def test_a_code_that_is_taken_is_refused(of_thu, code):
    assert refusals(of_thu.post("/organizations/new/", new_body(short_code=code))) == ["Mã này đã có cơ quan dùng."]


def test_a_body_that_may_be_there_has_form_about(of_thu, unit):
    sent = new_body(full_name="UBND xã Cần Đước", kind="peoples_committee", parent="")
    doubts, answer = confirmed(of_thu, "/organizations/new/", sent)
    assert [doubt.split(" · ")[0] for doubt in doubts] == ["Danh mục đã có: UBND xã Cần Đước"]
    assert answer["Location"] == "/organizations/ubnd-xa-can-duoc/"


def test_minh_adds_nothing_in_another_province(of_minh, far, far_place):
    label = "Phường Mộc Sơn, Tỉnh Sơn La"
    at_place = {**new_body(parent=""), **picked(far_place, label)("locality")}
    below = {**new_body(), **picked(far, "Cơ quan xa-moc-son")("parent")}
    nowhere = new_body(parent="")
    assert [refusals(of_minh.post("/organizations/new/", sent)) for sent in (at_place, below, nowhere)] == (
        [[ELSEWHERE]] * 3
    )


# --- People ---------------------------------------------------------------------------------------------------------
def test_minh_adds_somebody_of_his_province_and_thu_corrects_it(of_minh, of_thu, unit):
    form = of_minh.get(f"/people/new/?body={UNIT}&name=Võ+Thị+Sáu").context["form"]
    assert (form["full_name"].value(), form["organization"].value().words) == ("Võ Thị Sáu", "UBND xã Cần Đước")
    of_minh.post("/people/new/", {"full_name": "Võ Thị Sáu", "position": "Công chức", "organization": UNIT})
    made = Person.objects.get(full_name="Võ Thị Sáu")
    assert made.organization == unit
    edit = reverse("person_edit", args=[made.pk])
    sent = {"full_name": "Võ Thị Sáu", "position": "Phó Chủ tịch", "organization": UNIT, "revision": 1}
    assert [client.post(edit, sent).status_code for client in (of_minh, of_thu)] == [403, 302]
    made.refresh_from_db()
    assert made.position == "Phó Chủ tịch"


def test_minh_names_a_body_of_his_province_for_somebody_new(of_minh, of_thu, far):
    sent = {"full_name": "Lò Văn Xa", **picked(far, "Cơ quan xa-moc-son")("organization")}
    assert refusals(of_minh.post("/people/new/", sent)) == [ELSEWHERE]
    assert refusals(of_minh.post("/people/new/", {"full_name": "Lò Văn Xa"})) == ["Gõ tên rồi chọn."]
    assert [of_thu.post("/people/new/", each).status_code for each in (sent, {"full_name": "Lò Văn Gần"})] == [302, 302]


def test_who_may_be_registered_already_has_form_about(of_minh, lan):
    sent = {"full_name": "Le thi LAN", "organization": UNIT}
    doubts, answer = confirmed(of_minh, "/people/new/", sent)
    assert [doubt.startswith("Danh bạ đã có: Lê Thị Lan (") for doubt in doubts] == [True]
    assert (answer.status_code, Person.objects.filter(name_key="le thi lan").count()) == (302, 2)


# --- Names, ends and successors -------------------------------------------------------------------------------------
def test_a_new_name_ends_the_one_before(of_thu, unit, lan):
    address = f"/organizations/{UNIT}/names/new/"
    form = of_thu.get(address).context["form"]
    assert form["full_name"].value() == "UBND xã Cần Đước"
    sent = {name: form[name].value() or "" for name in ("name", "symbol", "superior", "place_name", "signer_title")}
    sent |= {"full_name": "UBND phường Cần Đước", "starts_on": "01/07/2026", "signer": "Lê Thị Lan"}
    assert refusals(of_thu.post(address, sent)) == []
    names = [(row.full_name, row.starts_on, row.ends_on) for row in unit.names.order_by("starts_on")][-2:]
    assert names == [
        ("UBND xã Cần Đước", names[0][1], date(2026, 7, 1)),
        ("UBND phường Cần Đước", date(2026, 7, 1), date.max),
    ]
    assert unit.names.latest("starts_on").signer == lan.person
    assert refusals(of_thu.post(address, {**sent, "starts_on": "30/06/2026"})) == [
        "Từ ngày 01/07/2026 đã có tên “UBND phường Cần Đước”. Ghi ngày sau đó, hoặc sửa tên đã ghi."
    ]


def test_a_name_that_was_written_wrongly_is_corrected_where_it_belongs(of_thu, unit):
    name = unit.names.latest("starts_on")
    sent = {"full_name": "UBND xã Cần Đước (mới)", "name": name.name, "revision": name.revision}
    strange = reverse("organization_name_edit", args=[BOARD, name.pk])
    assert of_thu.post(strange, sent).status_code == 404
    assert of_thu.post(reverse("organization_name_edit", args=[UNIT, name.pk]), sent).status_code == 302
    changed = OrganizationName.objects.get(pk=name.pk)
    assert (changed.full_name, changed.starts_on) == ("UBND xã Cần Đước (mới)", name.starts_on)


def test_a_body_ends_with_its_successor_once_what_still_goes_on_is_confirmed(of_thu, unit):
    new = make_body("phuong-moi")
    child = make_body("tram-moi", parent=unit)
    address = f"/organizations/{UNIT}/end/"
    sent = {"closed_on": "01/08/2026", "extent": "whole", "revision": unit.revision}
    assert refusals(of_thu.post(address, {**sent, "successor": UNIT})) == ["Cơ quan không kế thừa chính nó."]
    held = Membership.objects.filter(organization=unit, ends_on__gt=date(2026, 8, 1)).count()
    doubts, answer = confirmed(of_thu, address, {**sent, "successor": "phuong-moi"})
    assert doubts == [
        f"Còn {held} vai trò của tài khoản ở cơ quan này sau ngày ấy.",
        "Còn 1 cơ quan trực thuộc đang hoạt động.",
    ]
    unit.refresh_from_db()
    row = OrganizationSuccession.objects.get(old=unit)
    assert (answer.status_code, unit.closed_on, child.parent) == (302, date(2026, 8, 1), unit)
    assert (row.new, row.effective_on, row.extent) == (new, date(2026, 8, 1), "whole")


def test_a_further_successor_is_recorded_once(of_thu, unit):
    make_body("phuong-moi")
    address = f"/organizations/{UNIT}/successors/new/"
    sent = {"new": "phuong-moi", "effective_on": "01/08/2026", "extent": "part"}
    assert [of_thu.post(address, sent).status_code for _turn in range(2)] == [302, 422]
    assert refusals(of_thu.post(address, {**sent, "new": UNIT})) == ["Cơ quan không kế thừa chính nó."]


def test_an_end_is_taken_back_and_no_body_stands_above_itself(of_thu, unit):
    Organization.objects.filter(pk=unit.pk).update(closed_on=date(2026, 8, 1))
    child = make_body("tram-moi", parent=unit)
    address = f"/organizations/{UNIT}/edit/"
    sent = {"kind": unit.kind, "system": unit.system, "closed_on": "", "revision": unit.revision}
    ring = of_thu.post(address, {**sent, "parent": child.short_code})
    assert refusals(ring) == ["Cơ quan này không thể thuộc chính nó hay cơ quan dưới nó."]
    assert of_thu.post(address, sent).status_code == 302
    unit.refresh_from_db()
    assert unit.closed_on is None


# --- Who finds the ways there ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("username", "adds", "keeps"), [("thu", True, True), ("minh", True, False), ("lan", False, False)]
)
def test_the_ways_to_add_and_change_are_shown_to_those_who_may(signed_in, username, adds, keeps):
    client = signed_in(User.objects.get(username=username))
    body = client.get(f"/organizations/{UNIT}/").content.decode()
    for words in (f"/organizations/new/?parent={UNIT}", f"/people/new/?body={UNIT}"):
        assert (words in body) == adds
    for page in ("edit", "names/new", "end"):
        assert (f"/organizations/{UNIT}/{page}/" in body) == keeps
    assert ("/organizations/new/" in client.get("/organizations/").content.decode()) == adds
    found_nothing = [client.get(f"/pick/{kind}/?q=khongcoai").content.decode() for kind in ("organizations", "people")]
    assert [("/new/?name=khongcoai" in each) for each in found_nothing] == [adds, adds]
    assert client.get("/people/new/").status_code == (200 if adds else 403)


def test_a_field_that_finds_nothing_leads_to_where_it_is_added(of_minh, of_thu, lan, signed_in):
    answer = of_minh.post("/people/new/", {"full_name": "Võ Thị Sáu", "organization": "Trạm không có"}).content.decode()
    assert "/organizations/new/?name=Tr%E1%BA%A1m+kh%C3%B4ng+c%C3%B3" in answer
    clear = of_minh.get("/people/new/").content.decode()
    assert "/organizations/new/?name" not in clear


def test_thu_finds_the_accounts_of_a_body_and_of_a_person(of_thu, of_minh, lan):
    make_user("moi", Organization.objects.get(short_code=UNIT), "officer")
    pages = [f"/organizations/{UNIT}/", lan.person.get_absolute_url()]
    for address in pages:
        shown = [
            reverse("account_show", args=[lan.pk]) in client.get(address).content.decode()
            for client in (of_thu, of_minh)
        ]
        assert shown == [True, False]
