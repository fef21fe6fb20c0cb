"""What the walk over all addresses remembers of readers is forgotten as soon as it may be wrong."""

from datetime import date

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import Membership, Organization, User
from tests.walk import browser_of, walking

pytestmark = pytest.mark.one_database("sqlite")
CASE_OF_OTHERS = "/inspections/DVCQ2026-27694/"


@pytest.fixture
def statuses_of_lan(django_db_setup, django_db_blocker):
    """`statuses_of_lan()`: what two visits to the page of another unit's inspection bring her."""
    with django_db_blocker.unblock(), transaction.atomic(), walking():
        browser = browser_of("lan")
        yield lambda: [browser.get(CASE_OF_OTHERS).status_code for _visit in range(2)]
        transaction.set_rollback(True)


@pytest.fixture
def lan(statuses_of_lan):
    return User.objects.filter(username="lan")


def test_an_account_is_looked_up_once(statuses_of_lan):
    assert statuses_of_lan() == [404, 404]
    with CaptureQueriesContext(connection) as found:
        assert statuses_of_lan() == [404, 404]
    assert [query["sql"] for query in found if 'FROM "accounts_user"' in query["sql"]] == []


def test_who_is_locked_out_is_sent_to_sign_in(statuses_of_lan, lan):
    assert statuses_of_lan() == [404, 404]
    lan.update(is_active=False)
    assert statuses_of_lan() == [302, 302]


def test_who_gets_a_role_sees_what_it_shows(statuses_of_lan, lan):
    assert statuses_of_lan() == [404, 404]
    board = Organization.objects.get(short_code="btgdv-tu-tay-ninh")
    role = Membership(user=lan.get(), organization=board, role=Membership.Role.STAFF, starts_on=date(2025, 7, 1))
    role.save()
    assert statuses_of_lan() == [200, 200]


def test_what_is_rolled_back_has_not_been(statuses_of_lan, lan):
    with transaction.atomic():
        lan.update(must_change_password=True)
        assert statuses_of_lan() == [302, 302]
        transaction.set_rollback(True)
    assert statuses_of_lan() == [404, 404]
