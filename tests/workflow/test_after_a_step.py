"""An instance can be used after a step, and no way of refreshing it allows a state to be written by hand."""

import pytest

from inspections.models import Inspection
from workflow.records.models import StateWrittenByHand
from workflow.steps.acts import take

pytestmark = pytest.mark.django_db
PLANNED = "DVCQ2026-25459"


def test_it_is_saved_like_any_other(minh):
    record = Inspection.objects.get(reference=PLANNED)
    take(record, "notify", minh)
    record.presenter_title = "Chủ tịch UBND phường"
    record.save()
    assert Inspection.objects.filter(reference=PLANNED).values("state", "presenter_title").get() == {
        "state": "notified",
        "presenter_title": "Chủ tịch UBND phường",
    }


def test_what_another_has_moved_is_saved_once_it_was_read_anew(minh):
    mine = Inspection.objects.get(reference=PLANNED)
    take(Inspection.objects.get(pk=mine.pk), "notify", minh)
    mine.refresh_from_db()
    mine.save()
    assert Inspection.objects.get(pk=mine.pk).state == "notified"


def test_a_column_read_later_lets_no_written_state_pass():
    record = Inspection.objects.defer("presenter_title").get(reference=PLANNED)
    record.state = "closed"
    assert record.presenter_title == ""
    with pytest.raises(StateWrittenByHand):
        record.save()
