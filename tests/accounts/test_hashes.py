"""How passwords are stored: Argon2 that fits a small server; older hashes are replaced at their owner's sign-in."""

from importlib import import_module

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher, PBKDF2PasswordHasher, make_password
from django.test import Client

from accounts.models import User
from accounts.sign_in.hashers import SmallArgon2
from danvan import settings as own

pytestmark = pytest.mark.django_db

PASSWORD = "con-tra-beo-ngam-la-mia"
COSTS = "argon2$argon2id$v=19$m=19456,t=2,p=1$"


@pytest.fixture(autouse=True)
def of_a_server(settings):
    """A server's hashers, not the suite's quick ones."""
    settings.PASSWORD_HASHERS = own.PASSWORD_HASHERS


def quick(hasher, **costs):
    """The same algorithm and form as years ago, in less time."""
    return type(hasher.__name__, (hasher,), costs)().encode(PASSWORD, "muoi-cua-ngay-xua-2019")


def sign_in(password):
    return Client().post("/sign-in/", {"username": "lan", "password": password}).status_code == 302


def test_a_chosen_password_costs_what_the_decision_says():
    name, _dot, attribute = own.PASSWORD_HASHERS[0].rpartition(".")
    assert getattr(import_module(name), attribute) is SmallArgon2
    assert make_password(PASSWORD).startswith(COSTS)


@pytest.mark.parametrize(
    "older",
    [
        quick(Argon2PasswordHasher, time_cost=1, memory_cost=64, parallelism=8),
        quick(PBKDF2PasswordHasher, iterations=10),
    ],
    ids=["argon2 of other costs", "pbkdf2"],
)
def test_an_older_hash_is_replaced_at_the_owners_sign_in_and_at_no_wrong_one(lan, older):
    User.objects.filter(pk=lan.pk).update(password=older)
    assert sign_in("sai-mat-khau-roi") is False
    lan.refresh_from_db()
    assert lan.password == older
    assert sign_in(PASSWORD) is True
    lan.refresh_from_db()
    assert (lan.password.startswith(COSTS), lan.must_change_password) == (True, False)
    assert sign_in(PASSWORD) is True


def test_a_hash_of_todays_costs_stays_as_it_is(lan):
    User.objects.filter(pk=lan.pk).update(password=make_password(PASSWORD))
    stored = User.objects.get(pk=lan.pk).password
    assert (sign_in(PASSWORD), User.objects.get(pk=lan.pk).password) == (True, stored)
