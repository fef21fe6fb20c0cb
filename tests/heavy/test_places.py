"""Slots and uses are counted across processes, and a killed process releases its slot."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ground.processes.places import NoPlace, count_use, place

HOLD = """
import sys, django
django.setup()
from ground.processes.places import place
with place("heavy", 1):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def places(settings, tmp_path):
    settings.PLACES_DIR = tmp_path / "places"


@pytest.fixture
def other_process(tmp_path):
    """Holds the only place until it is killed."""
    environment = os.environ | {"DANVAN_DATA": str(tmp_path), "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    process = subprocess.Popen([sys.executable, "-c", HOLD], env=environment, **pipes)
    assert process.stdout.readline() == b"held\n"
    yield process
    process.kill()
    process.communicate()


def is_free(count=1):
    try:
        with place("heavy", count):
            return True
    except NoPlace:
        return False


def test_as_many_places_are_held_as_there_are():
    with place("heavy", 2), place("heavy", 2):
        assert [is_free(2), is_free(3)] == [False, True]
    assert is_free(2)


def test_a_place_of_another_process_is_taken_until_that_process_is_killed(other_process):
    assert not is_free()
    other_process.kill()
    other_process.wait()
    assert is_free()


def test_a_child_holds_the_place_of_a_process_that_ends():
    with place("heavy", 1) as held:
        child = subprocess.Popen(["sleep", "1000"], pass_fds=[held.fileno()])
    before = is_free()
    child.kill()
    child.wait()
    assert [before, is_free()] == [False, True]


def test_so_many_uses_count_in_any_minute_and_a_refused_one_does_not():
    waits = [count_use("export-7", 3, now) for now in (100, 110, 120, 130, 159, 160, 161, 170)]
    assert waits == [0, 0, 0, 30, 1, 0, 9, 0]


def test_each_account_has_its_own_count():
    assert [count_use("export-7", 1, 100), count_use("export-8", 1, 100), count_use("pdf-7", 1, 100)] == [0, 0, 0]


def test_a_clock_set_back_holds_nobody_up():
    assert [count_use("export-7", 1, 5000), count_use("export-7", 1, 100)] == [0, 0]
