"""The history of acts and the log of reading can be appended to, never changed: enforced by the database itself."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import DatabaseError, connection, transaction

from workflow.models import AccessLog, Event


@pytest.fixture
def event(case, minh):
    return Event.objects.create(
        actor=minh, act="conclude", from_state="drafting", to_state="concluded", subject=case, reason="…"
    )


@pytest.fixture
def line(case, minh):
    return AccessLog.objects.create(actor=minh, kind="downloaded", subject=case, label="Thông báo")


@pytest.fixture
def row(request):
    return request.getfixturevalue(request.param)


def refused(act):
    with pytest.raises(DatabaseError) as refusal, transaction.atomic():
        act()
    assert "history is append-only" in str(refusal.value)


@pytest.mark.parametrize("row", ["event", "line"], indirect=True)
def test_a_line_can_be_neither_changed_nor_deleted_through_the_models(row):
    stood = type(row).objects.filter(pk=row.pk).values().get()
    refused(row.save)
    refused(row.delete)
    refused(lambda: type(row).objects.filter(pk=row.pk).update(at=None))
    refused(lambda: type(row).objects.all().delete())
    assert type(row).objects.filter(pk=row.pk).values().get() == stood


@pytest.mark.parametrize("row", ["event", "line"], indirect=True)
@pytest.mark.parametrize("statement", ["UPDATE {} SET object_id = 0 WHERE id = %s", "DELETE FROM {} WHERE id = %s"])
def test_nor_by_statements_of_ones_own(row, statement):
    def tamper():
        with connection.cursor() as cursor:
            cursor.execute(statement.format(row._meta.db_table), [row.pk])

    refused(tamper)
    assert type(row).objects.get(pk=row.pk).object_id == row.object_id


def test_what_is_added_keeps_the_order_of_its_acts(case, event, minh):
    *_, earlier = before = list(Event.objects.about(case))
    later = Event.objects.create(actor=minh, act="close", subject=case)
    assert list(Event.objects.about(case)) == [later, *before]
    assert (before[0], earlier.act) == (event, "notify")
    assert event.content_type == ContentType.objects.get_for_model(case)
