"""Only `take` writes a state, and of two processes at once one takes the step."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import F

from inspections.models import Assignment, Campaign, Inspection
from reports.models import Dossier
from workflow.models import Event, Stateful
from workflow.records.models import StateWrittenByHand
from workflow.steps.acts import bring_in

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("model", [Campaign, Inspection, Assignment, Dossier])
def test_save_refuses_a_state_written_by_hand(model, db):
    record = model.objects.first()
    record.state = next(value for value, _ in model._meta.get_field("state").choices if value != record.state)
    with pytest.raises(StateWrittenByHand):
        record.save()
    with pytest.raises(StateWrittenByHand):
        record.save(update_fields=["state"])


def test_a_deferred_state_is_no_way_round(db):
    record = Inspection.objects.defer("state").first()
    record.state = "cancelled"
    with pytest.raises(StateWrittenByHand):
        record.save()


def test_a_new_row_begins_in_the_first_state(db):
    campaign = Campaign.objects.get(code="DVCQ2026")
    one = Campaign(
        code="X1",
        theme="X",
        year=2027,
        state="open",
        inspecting_organization=campaign.inspecting_organization,
        criteria_set=campaign.criteria_set,
    )
    with pytest.raises(StateWrittenByHand):
        one.save()


@pytest.mark.parametrize("model", [model for model in apps.get_models() if issubclass(model, Stateful)])
def test_no_bulk_way_either(model, db):
    with pytest.raises(TypeError):
        model.objects.update(state="closed")
    with pytest.raises(TypeError):
        model.objects.update(state=F("state"))
    with pytest.raises(TypeError):
        model.objects.bulk_update(list(model.objects.all()[:1]), ["state"])


def test_nor_do_many_new_rows_begin_in_another_state(case):
    with pytest.raises(TypeError):
        Inspection.objects.bulk_create([twin(case, "X-1"), twin(case, "X-2", state="closed")])
    assert not Inspection.objects.filter(reference__startswith="X-").exists()


def test_what_comes_with_a_past_comes_with_its_history(case, minh):
    past = [
        Event(act="notify", from_state="planned", to_state="notified", actor=minh),
        Event(act="start", from_state="notified", to_state="in_session"),
    ]
    bring_in([twin(case, "X-1", state="in_session"), twin(case, "X-2")], [past, []])
    rows = Inspection.objects.filter(reference__startswith="X-").order_by("pk")
    assert [(row.reference, row.state) for row in rows] == [("X-1", "in_session"), ("X-2", "planned")]
    events = Event.objects.about_all(list(rows)).order_by("pk")
    assert [(event.subject, event.act, event.actor) for event in events] == [
        (rows[0], "notify", minh),
        (rows[0], "start", None),
    ]


def test_a_past_that_leads_elsewhere_is_refused(case):
    past = [Event(act="notify", from_state="planned", to_state="notified")]
    with pytest.raises(StateWrittenByHand):
        bring_in([twin(case, "X-1", state="in_session")], [past])
    with pytest.raises(StateWrittenByHand):
        bring_in([twin(case, "X-1", state="in_session")], [[]])


def test_a_row_made_with_many_others_is_guarded_like_any(case):
    Inspection.objects.bulk_create([made := twin(case, "X-1")])
    made.state = "closed"
    with pytest.raises(StateWrittenByHand):
        made.save()


def twin(inspection, reference, **columns):
    """Unsaved."""
    body = inspection.subject_organization
    return Inspection(
        campaign=inspection.campaign,
        subject_organization=body,
        reporting_organization=body,
        reference=reference,
        **columns,
    )


def test_only_the_engine_calls_what_writes_a_state():
    past_the_steps = re.compile(r"\.(write_step|create_with_past)\(")
    callers = [
        str(path.relative_to(ROOT))
        for path in ROOT.rglob("*.py")
        if ".venv" not in path.parts and "tests" not in path.parts and past_the_steps.search(path.read_text())
    ]
    assert callers == ["workflow/steps/acts.py"]


TAKE = """
from accounts.models import User
from inspections.models import Inspection
from workflow.steps.acts import StepRefused, take
record, minh = Inspection.objects.get(reference="DVCQ2026-25459"), User.objects.get(username="minh")
minh.reach
together()
try:
    take(record, "notify", minh)
    print("taken")
except StepRefused:
    print("refused")
"""
COUNT = """
from inspections.models import Inspection
from workflow.history.models import Event
record = Inspection.objects.get(reference="DVCQ2026-25459")
print(record.state, Event.objects.about(record).filter(act="notify").count())
"""


def test_of_processes_that_take_a_step_at_once_one_does(at_once):
    taken, [state] = at_once((TAKE, range(4)), (COUNT, [""]))
    assert (sorted(taken), state) == (["refused", "refused", "refused", "taken"], "notified 1")
