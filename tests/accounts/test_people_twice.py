"""A person who may be in the register already is asked about wherever people are registered, and reported."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import Organization, Person
from ground.sheets.writing import xlsx_bytes

pytestmark = pytest.mark.django_db
WARNING = "Danh bạ đã có: Lê Thị Thuý (Chuyên viên, Sở Nội vụ tỉnh Tây Ninh)."
HEAD = ["Họ và tên", "Chức vụ", "Cơ quan công tác (mã)"]


@pytest.fixture
def office(db):
    return Organization.objects.get(short_code="snv-tay-ninh")


@pytest.fixture
def thuy(office):
    return Person.objects.create(full_name="Lê Thị Thuý", position="Chuyên viên", organization=office)


@pytest.fixture
def sheet(thu, signed_in):
    """`sheet(row, …)` sends rows of people; gives the browser, the trial's page and its address."""

    def send(*rows):
        browser = signed_in(thu)
        file = SimpleUploadedFile("a.xlsx", xlsx_bytes(HEAD, rows))
        page = browser.post("/import/people/", {"file": file}, follow=True)
        return browser, page, page.redirect_chain[-1][0]

    return send


@pytest.mark.parametrize("name", ["Lê Thị Thúy", "LÊ THỊ  THUÝ", "Le Thi Thuy"])
def test_thu_has_form_before_she_adds_somebody_who_may_be_there(signed_in, thu, thuy, name):
    browser, path = signed_in(thu), "/admin/accounts/person/add/"
    sent = {"full_name": name, "position": "", "organization": thuy.organization_id, "revision": ""}
    page = browser.post(path, sent)
    assert (page.status_code, WARNING in page.content.decode(), Person.objects.filter(full_name=name).exists()) == (
        200,
        True,
        False,
    )
    assert 'class="errorlist doubt"' in page.content.decode()  # a doubt, in ochre
    assert browser.post(path, sent | {"is_another": "on"}).status_code == 302
    assert Person.objects.filter(name_key=thuy.name_key, organization=thuy.organization).count() == 2


def test_a_namesake_of_another_body_is_added_and_one_who_stays_is_changed_without_a_question(signed_in, thu, thuy):
    other = Organization.objects.get(short_code="ubnd-28108")
    sent = {"full_name": "Lê Thị Thúy", "position": "", "organization": other.pk, "revision": ""}
    assert signed_in(thu).post("/admin/accounts/person/add/", sent).status_code == 302
    assert Person.objects.filter(name_key="le thi thuy").count() == 2
    assert list(Person.objects.maybe_twice().filter(name_key="le thi thuy")) == []


def test_a_file_of_people_has_their_telephones_as_the_form_has_them(signed_in, thu):
    rows = [
        ["Võ Hai", "0272 3821 234"],
        ["Võ Ba", 912345678],
        ["Võ Tư", ""],
        ["Võ Năm", "NguyÔn"],
        ["Võ Sáu", "9" * 41],
    ]
    faults = ["Dài 41 chữ; ô này nhận đến 40."]
    for sent in (rows, rows[:3]):
        file = SimpleUploadedFile("a.xlsx", xlsx_bytes(["Họ và tên", "Điện thoại"], sent))
        page = signed_in(thu).post("/import/people/", {"file": file}, follow=True)
        said = " ".join(str(fault) for fault in page.context["outcome"].faults)
        assert [words in said for words in ("TCVN3", *faults)] == [len(sent) == 5] * 2
    signed_in(thu).post(page.redirect_chain[-1][0])
    people = Person.objects.filter(full_name__in=[name for name, _phone in rows]).values_list("full_name", "phone")
    assert dict(people) == {"Võ Hai": "0272 3821 234", "Võ Ba": "0912345678", "Võ Tư": ""}


def test_a_file_with_a_likely_double_is_written_only_when_it_is_confirmed(sheet, thuy):
    rows = [
        ["Lê Thị Thúy", "Trưởng phòng", "snv-tay-ninh"],
        ["Võ Hai", "", "snv-tay-ninh"],
        ["VÕ  HAI", "", ""],
        ["Võ Ba", "", ""],
    ]
    browser, page, path = sheet(*rows)
    assert page.context["outcome"].doubts == [
        "Dòng 2: “Lê Thị Thúy” có thể là Lê Thị Thuý (Chuyên viên, Sở Nội vụ tỉnh Tây Ninh).",
        "Dòng 3: “Võ Hai” có thể là VÕ HAI, dòng 4.",
        "Dòng 4: “VÕ HAI” có thể là Võ Hai (Sở Nội vụ tỉnh Tây Ninh), dòng 3.",
    ]
    before = Person.objects.count()
    for answer in ({}, {"confirmed": "2"}):
        again = browser.post(path, answer, follow=True)
        assert "Xem những dòng còn ngờ" in again.content.decode()
    assert Person.objects.count() == before
    browser.post(path, {"confirmed": "3"})
    assert Person.objects.count() == before + 4


def test_the_same_person_as_stored_and_a_namesake_of_another_body_are_no_doubt(sheet, thuy):
    rows = [["Lê Thị Thuý", "Trưởng phòng", "snv-tay-ninh"], ["Lê Thị Thúy", "", "ubnd-28108"]]
    _browser, page, _path = sheet(*rows)
    outcome = page.context["outcome"]
    assert (outcome.doubts, outcome.new, outcome.changed) == ([], 1, 1)


def test_likely_doubles_are_listed_and_named_on_their_pages(signed_in, minh, thu, thuy, office):
    twin = Person.objects.create(full_name="LÊ THỊ THÚY", organization=office)
    alone = Person.objects.create(full_name="Lê Thị Thúy An", organization=office)
    browser = signed_in(minh)
    listed = browser.get("/people/", {"twice": "maybe"}).content.decode()
    assert [each.get_absolute_url() in listed for each in (thuy, twin, alone)] == [True, True, False]
    page = browser.get(twin.get_absolute_url()).content.decode()
    assert ("Có thể đã ghi hai lần" in page, thuy.get_absolute_url() in page) == (True, True)
    assert "Có thể đã ghi hai lần" not in browser.get(alone.get_absolute_url()).content.decode()


def test_an_address_of_two_namesakes_reports_them_whatever_their_bodies(thu, lan, thuy):
    other = Person.objects.create(full_name="Lê Thị Thúy", organization=lan.person.organization)
    assert Person.objects.maybe_twice().filter(pk__in=[other.pk, thuy.pk]).count() == 0
    for n, person in enumerate((other, thuy)):
        person.accounts.create(username=f"thuy{n}", email="Thuy@x.vn" if n else "thuy@x.vn")
    assert Person.objects.maybe_twice().filter(pk__in=[other.pk, thuy.pk]).count() == 2


def test_nobody_of_the_demo_is_there_twice(db):
    assert list(Person.objects.maybe_twice()) == []
