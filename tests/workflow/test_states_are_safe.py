"""No way to write a state but `take`; and two at once take a step once."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db.models import F

from inspections.models import Assignment, Campaign, Inspection
from workflow.models import StateWrittenByHand

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("model", [Campaign, Inspection, Assignment])
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


@pytest.mark.parametrize("model", [Campaign, Inspection, Assignment])
def test_no_bulk_way_either(model, db):
    with pytest.raises(TypeError):
        model.objects.update(state="closed")
    with pytest.raises(TypeError):
        model.objects.update(state=F("state"))
    with pytest.raises(TypeError):
        model.objects.bulk_update(list(model.objects.all()[:1]), ["state"])


def test_only_the_engine_calls_what_writes_a_step():
    callers = [
        str(path.relative_to(ROOT))
        for path in ROOT.rglob("*.py")
        if ".venv" not in path.parts and "tests" not in path.parts and re.search(r"\.write_step\(", path.read_text())
    ]
    assert callers == ["workflow/steps.py"]


TAKE = """
import sys, time, django
django.setup()
from accounts.models import User
from inspections.models import Inspection
from workflow.steps import StepRefused, take
record, minh = Inspection.objects.get(reference="DVCQ2026-25459"), User.objects.get(username="minh")
minh.reach
time.sleep(max(0, float(sys.argv[1]) - time.time()))
try:
    take(record, "notify", minh)
    print("taken")
except StepRefused:
    print("refused")
"""
COUNT = """
import django
django.setup()
from inspections.models import Inspection
from workflow.models import Event
record = Inspection.objects.get(reference="DVCQ2026-25459")
print(record.state, Event.objects.about(record).filter(act="notify").count())
"""


@pytest.fixture(scope="module")
def apart(own_database, tmp_path_factory):
    """The environment of processes on a database of their own."""
    folder = tmp_path_factory.mktemp("two-at-once")
    return {**os.environ, "DATABASE_URL": own_database(folder), "DANVAN_DATA": str(folder), "PYTHONPATH": str(ROOT)}


def run(code, environment, *arguments):
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def test_two_processes_that_take_a_step_at_once_do_it_once(apart):
    start = str(time.time() + 3)
    told = sorted(process.communicate(timeout=60)[0].strip() for process in [run(TAKE, apart, start) for _ in range(4)])
    state = run(COUNT, apart).communicate(timeout=60)[0].strip()
    assert (told, state) == (["refused", "refused", "refused", "taken"], "notified 1")
