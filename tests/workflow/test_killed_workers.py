"""A few kills of what script/torture does for long: real processes, a database of their own, the moments by a seed."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings


@pytest.fixture(scope="module")
def killed(own_database, tmp_path_factory):
    """What came of 60 notices whose worker was killed with -9 three times, and of an annex whose printing was twice, by
    name.
    """
    folder = tmp_path_factory.mktemp("killed")
    environment = os.environ | {"DANVAN_DATA": str(folder), "DATABASE_URL": own_database(folder)}
    command = [sys.executable, "-m", "bench.torture", "--prepared", "--clients", "0", "--outage", "0", "--plans", "0"]
    command += ["--items", "60", "--kills", "3", "--seed", "2026", "--issues", "0", "--annex-kills", "2"]
    command += ["--at-once", "0", "--web-kills", "0", "--officers", "0", "--crash-officers", "0"]
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, timeout=300)
    assert done.stderr == b""
    return {row["name"]: row for row in map(json.loads, done.stdout.splitlines())}


def test_a_killed_worker_loses_nothing_and_doubles_nothing(killed):
    names = ("kills", "done", "notified", "events_each", "requests", "notices", "is_finished")
    assert {name: killed["kills"][name] for name in names} == {
        "kills": 3,
        "done": 60,
        "notified": 60,
        "events_each": [1],
        "requests": 60,
        "notices": 1,
        "is_finished": True,
    }


def test_an_annex_whose_printing_is_killed_ends_with_the_same_number_and_each_part_whole(killed):
    names = ("kills", "printed_after_each", "issued", "parts", "halves", "numbers", "failures", "is_well")
    assert {name: killed["annexes"][name] for name in names} == {
        "kills": 2,
        "printed_after_each": [[0, 1]],  # killed while the first was printed, then while the second was
        "issued": 1,
        "parts": [2],
        "halves": 0,
        "numbers": [[[900, "used"]]],
        "failures": 0,
        "is_well": True,
    }
