"""A scope is put together once for an account, and anew as soon as what it reaches, or the day, is another."""

import gc
from contextlib import suppress
from datetime import timedelta
from types import FunctionType, ModuleType

import pytest
from django.apps import apps
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.sql import Query
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Membership, Organization, User
from accounts.people.querysets import ACCOUNTS_WITH_SCOPES, Reach, scopes_of
from inspections.models import Finding, Inspection
from tests.made_work import make_body, make_inspection

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
CASE = "DVCQ2019-806"


@pytest.fixture(autouse=True)
def without_prepared_ones():
    scopes_of.cache_clear()


def reloaded(user):
    return User.objects.get(pk=user.pk)


def prepared_scopes():
    """The methods that are built once, each with a table of its kind."""
    for model in apps.get_models():
        rows = model._default_manager.all()
        for name in ("visible_to", "inside", "outside", "own"):
            if isinstance(rows, QuerySet) and hasattr(getattr(rows, name, None), "__wrapped__"):
                yield model, name


def test_a_scope_is_put_together_once_for_an_account_and_leaves_what_is_made_of_it_apart(minh):
    rows = Inspection.objects.visible_to(minh)
    narrowed = rows.filter(reference=CASE)
    again = Inspection.objects.visible_to(reloaded(minh))
    assert (len(minh.scopes) > 0, reloaded(minh).scopes is minh.scopes) == (True, True)
    assert (narrowed.count(), again.count(), rows.count()) == (1, Inspection.objects.count(), again.count())


def test_a_row_that_came_since_is_among_them(minh, case):
    before = len(Inspection.objects.visible_to(minh))
    make_inspection(case.campaign, make_body("xa-moi"), "DVCQ2019-MOI")
    assert len(Inspection.objects.visible_to(minh)) == before + 1


def test_each_scope_of_a_table_is_one_of_its_own(minh):
    rows = Inspection.objects
    whole = rows.count()
    assert [each(minh).count() for each in (rows.visible_to, rows.inside, rows.outside)] == [whole, whole, 0]


def test_of_rows_that_are_narrowed_before_the_scope_is_applied_to_these_alone(minh, lan):
    Inspection.objects.visible_to(minh)
    few = Inspection.objects.filter(reference=CASE)
    assert [[row.reference for row in few.visible_to(each)] for each in (minh, lan)] == [[CASE], [CASE]]
    assert Inspection.objects.none().visible_to(minh).count() == 0
    assert Finding.objects.order_by("-pk").visible_to(minh).query.order_by == ("-pk",)


def test_a_new_role_and_an_ended_one_count_with_the_next_request(lan, minh):
    everything, own = Inspection.objects.count(), Inspection.objects.visible_to(lan).count()
    board = Organization.objects.get(pk__in=minh.reach.staff, short_code="btgdv-tu-tay-ninh")
    role = Membership.objects.create(user=lan, role="staff", organization=board, starts_on=TODAY)
    assert (own, Inspection.objects.visible_to(reloaded(lan)).count()) == (own, everything)
    role.delete()
    assert Inspection.objects.visible_to(reloaded(lan)).count() == own < everything
    lan.memberships.update(ends_on=TODAY)
    assert Inspection.objects.visible_to(reloaded(lan)).count() == 0


def test_another_day_is_another_scope(minh, monkeypatch):
    today = minh.scopes
    monkeypatch.setattr(timezone, "localdate", lambda *_instant: TODAY + timedelta(days=1))
    assert minh.scopes is not today


def test_one_account_gets_nothing_of_anothers(minh, ngoc):
    """Also of one person, in one body; and what was an account of another person's."""
    second, another = User(pk=901, person=minh.person), User(pk=minh.pk, person=ngoc.person)
    second.reach = another.reach = minh.reach
    assert len({id(each.scopes) for each in (minh, ngoc, second, another)}) == 4


def test_who_is_switched_off_gets_nothing_of_before(minh):
    before = minh.scopes
    minh.is_active = False
    assert minh.scopes is not before


def test_of_so_many_accounts_the_scopes_are_kept():
    first = scopes_of(0, Reach(), TODAY)
    for pk in range(1, ACCOUNTS_WITH_SCOPES):
        scopes_of(pk, Reach(), TODAY)
    assert scopes_of(0, Reach(), TODAY) is first
    for pk in range(1, ACCOUNTS_WITH_SCOPES + 1):
        scopes_of(pk, Reach(), TODAY)
    assert scopes_of(0, Reach(), TODAY) is not first


def test_none_of_them_asks_the_database_for_what_may_be_another_answer_tomorrow(
    minh, ngoc, binh, khoa, lan, hoa, tuyet, thu
):
    found = list(prepared_scopes())
    assert len(found) > 30
    for user in (minh, ngoc, binh, khoa, lan, hoa, tuyet, thu):
        reader = reloaded(user)
        assert reader.reach is not None
        with CaptureQueriesContext(connection) as queries:
            for model, name in found:
                getattr(model._default_manager.all(), name)(reader)
        assert [query["sql"] for query in queries] == []


def queries_in(scopes):
    """All queries that the scopes are made of, by their identity."""
    seen, waiting = {}, [scopes]
    while waiting:
        each = waiting.pop()
        if id(each) not in seen and not isinstance(each, type | ModuleType | FunctionType):
            seen[id(each)] = each
            waiting += gc.get_referents(each)
    return {key: each for key, each in seen.items() if isinstance(each, Query)}


@pytest.fixture
def changed(monkeypatch):
    """The queries that are changed while they are put into SQL: Django counts in them how often tables are named."""
    found = []

    def watched(change):
        def watch(query, *args, **options):
            before = dict(query.alias_refcount)
            result = change(query, *args, **options)
            if query.alias_refcount != before:
                found.append(query)
            return result

        return watch

    for name in ("ref_alias", "unref_alias", "join"):
        monkeypatch.setattr(Query, name, watched(getattr(Query, name)))
    return found


def test_two_threads_may_put_one_into_sql_at_once(minh, ngoc, binh, khoa, lan, hoa, tuyet, thu, changed):
    readers = [minh, ngoc, binh, khoa, lan, hoa, tuyet, thu]
    of_all = [
        (getattr(model._default_manager, name), reader) for model, name in prepared_scopes() for reader in readers
    ]
    for scope, reader in of_all:
        scope(reader)
    shared = {key: query for reader in readers for key, query in queries_in(reader.scopes).items()}
    assert (len(shared) > 100, len(changed) > 100) == (True, True)
    changed.clear()
    for scope, reader in of_all:
        with suppress(EmptyResultSet):
            assert scope(reader).query.sql_with_params()
    assert [query.model for query in changed if id(query) in shared] == []
