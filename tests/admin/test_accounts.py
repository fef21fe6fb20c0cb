"""Thu creates accounts, sets first passwords and assigns roles."""

import pytest
from django.contrib.auth import authenticate
from django.urls import reverse

from accounts.models import Membership, Person, User

pytestmark = pytest.mark.django_db

SECRET = "con-tra-beo-ngam-la-mia"


@pytest.fixture
def of_thu(thu, signed_in):
    return signed_in(thu)


@pytest.fixture
def somebody(db):
    return Person.objects.create(full_name="Nguyễn Thị Mới")


@pytest.fixture
def made(of_thu, somebody, page, typed):
    """`made(**changes)`: Thu's answer after typing a new account."""

    def make(**changes):
        form = of_thu.get(page(User, "add"))
        own = {"username": "moi", "person": somebody.pk, "password1": SECRET, "password2": SECRET}
        return of_thu.post(page(User, "add"), typed(form, **{**own, **changes}))

    return make


def errors(answer):
    return list(answer.context["adminform"].form.errors)


def password_page(user):
    return reverse("admin:auth_user_password_change", args=[user.pk])


def test_a_new_account_has_a_first_password_to_be_changed(made, rf):
    assert made().status_code == 302
    user = User.objects.get(username="moi")
    assert (user.must_change_password, user.is_active, user.check_password(SECRET)) == (True, True, True)
    assert authenticate(rf.post("/"), username="moi", password=SECRET) == user


def test_passwords_must_be_alike_and_long_enough(made):
    assert errors(made(password2="khac-han-mat-khau")) == ["password2"]
    assert errors(made(password1="ngan", password2="ngan")) == ["password2"]


def test_two_names_do_not_differ_by_capitals_alone(made, of_thu, minh, lan, page, typed):
    assert errors(made(username="MINH")) == ["username"]
    posted = typed(of_thu.get(page(lan)), username="Minh")
    assert errors(of_thu.post(page(lan), posted)) == ["username"]


def test_a_role_is_given_beside_the_account(made, of_thu, thu, page, typed):
    made()
    user = User.objects.get(username="moi")
    posted = typed(of_thu.get(page(user)))
    role = {"organization": thu.reach.own[0], "role": "staff", "starts_on": "01/01/2026", "ends_on": "31/12/9999"}
    row = {f"memberships-0-{name}": value for name, value in {**role, "user": user.pk, "id": ""}.items()}
    assert of_thu.post(page(user), {**posted, **row, "memberships-TOTAL_FORMS": 1}).status_code == 302
    assert [(each.role, each.organization_id) for each in Membership.objects.filter(user=user)] == (
        [("staff", thu.reach.own[0])]
    )


def test_the_account_page_shows_no_hash_to_type_over(of_thu, lan, page, typed):
    was = lan.password
    form = of_thu.get(page(lan))
    assert (was in form.content.decode(), "../password/" in form.content.decode()) == (False, True)
    of_thu.post(page(lan), typed(form, password="x", must_change_password="on"))
    lan.refresh_from_db()
    assert (lan.password, lan.must_change_password) == (was, False)


def test_a_password_that_thu_sets_is_for_one_sign_in(of_thu, lan):
    posted = {"password1": SECRET, "password2": SECRET}
    assert of_thu.post(password_page(lan), posted).status_code == 302
    lan.refresh_from_db()
    assert (lan.check_password(SECRET), lan.must_change_password) == (True, True)


def test_a_password_is_never_taken_away(of_thu, lan):
    answer = of_thu.post(password_page(lan), {"usable_password": "false", "unset-password": "x"})
    assert sorted(answer.context["form"].errors) == ["password1", "password2"]
    lan.refresh_from_db()
    assert lan.has_usable_password()


def test_minh_finds_no_password_page(minh, lan, signed_in):
    assert signed_in(minh).get(password_page(lan)).status_code == 404


def test_a_password_chosen_by_its_owner_stays(thu, of_thu):
    User.objects.filter(pk=thu.pk).update(must_change_password=True)
    thu.set_password("mat-khau-dau-tien-cua-thu")
    thu.save(update_fields=["password"])
    of_thu.force_login(thu, backend="accounts.sign_in.backends.NameBackend")
    posted = {"old_password": "mat-khau-dau-tien-cua-thu", "new_password1": SECRET, "new_password2": SECRET}
    assert of_thu.post("/password/?next=/admin/", posted).headers["Location"] == "/admin/"
    thu.refresh_from_db()
    assert (thu.check_password(SECRET), thu.must_change_password) == (True, False)


def test_an_account_is_put_out_of_use_not_deleted(of_thu, lan, page, typed):
    assert of_thu.get(page(lan, "delete")).status_code == 403
    posted = typed(of_thu.get(page(lan)))
    del posted["is_active"]
    assert of_thu.post(page(lan), posted).status_code == 302
    lan.refresh_from_db()
    assert lan.is_active is False


def test_accounts_are_found_by_the_name_of_the_person(of_thu, lan, page):
    found = of_thu.get(page(User), {"q": "le thi lan"}).context["cl"].result_list
    assert list(found) == [lan]
