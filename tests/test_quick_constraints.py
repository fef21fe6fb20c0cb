"""What tests/quick_constraints.py leaves out is what no test has written to."""

import pytest
from django.db import IntegrityError, connection

from inspections.models import Finding
from localities.models import Locality, LocalityChange, LocalitySpell
from tests import quick_constraints

pytestmark = [pytest.mark.django_db, pytest.mark.one_database("sqlite")]
NOBODY = 999_999_999


@pytest.fixture
def wrong(case):
    """`wrong(model)`: one of its rows refers to a row that isn't there."""
    columns = {Finding: "campaign_id", LocalitySpell: "locality_id"}

    def write(model):
        first = model._base_manager.order_by("pk").first()
        model._base_manager.filter(pk=first.pk).update(**{columns[model]: NOBODY})
        return first

    return write


@pytest.mark.parametrize("model", [Finding, LocalitySpell])
def test_a_row_that_refers_to_none_is_found(wrong, model):
    row = wrong(model)
    with pytest.raises(IntegrityError, match=f"{model._meta.db_table}.*{row.pk}.*{NOBODY}"):
        connection.check_constraints()
    row.save()


@pytest.mark.parametrize("model", [Locality, LocalityChange])
def test_whoever_takes_away_what_the_country_refers_to_is_found(db, model):
    row = model._base_manager.order_by("pk").first()
    model._base_manager.filter(pk=row.pk)._raw_delete("default")
    with pytest.raises(IntegrityError):
        connection.check_constraints()
    row.save(force_insert=True)


def test_a_test_that_has_written_no_place_leaves_them_unchecked(db):
    assert not quick_constraints._is_country_written(connection)
    LocalitySpell.objects.filter(pk__in=LocalitySpell.objects.values("pk")[:1]).update(unit_type="xã")
    assert quick_constraints._is_country_written(connection)
