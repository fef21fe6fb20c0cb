"""Self-reports sent, opened and checked by twenty processes at once, and a web server killed while it takes them: real
processes, a database of their own. More of both: script/torture.
"""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings


@pytest.fixture(scope="module")
def torn(own_database, tmp_path_factory):
    """What came of the acts at once and of three kills of the web server, by name."""
    folder = tmp_path_factory.mktemp("torn")
    environment = os.environ | {"DANVAN_DATA": str(folder), "DATABASE_URL": own_database(folder)}
    environment["UPLOADS_AT_ONCE"] = "100"
    command = [sys.executable, "-m", "bench.torture", "--prepared", "--seed", "2026", "--at-once", "20"]
    command += ["--web-kills", "3"]
    for name in ("plans", "kills", "issues", "annex-kills", "clients", "officers", "crash-officers", "outage"):
        command += [f"--{name}", "0"]
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, timeout=300)
    assert done.stderr == b""
    return {row["name"]: row for row in map(json.loads, done.stdout.splitlines())}


def test_twenty_who_send_at_once_make_one_round_and_whoever_comes_second_is_led_on_or_told_so(torn):
    found = torn["at-once"]
    once = {name: found[name] for name in ("sent", "is_led_on", "rounds", "sends", "uploaded", "files")}
    assert once == {
        "sent": {"302": 10, "409": 10},  # of two officers one was first
        "is_led_on": True,
        "rounds": 1,
        "sends": 1,
        "uploaded": {"302": 6},
        "files": 1,
    }
    assert [found[name] for name in ("torn_openings", "torn_checks", "broken_files", "files_without_row")] == [0] * 4
    assert found["is_well"] is True


def test_reports_opened_and_papers_typed_at_once_take_consecutive_numbers_of_arrival(torn):
    """Four reports, each opened twice, and six papers, after two or more openings of the acts before."""
    found = torn["at-once"]
    names = ("entered", "are_consecutive", "strange_lines", "opened_without")
    assert [found[name] for name in names] == [{"302": 14}, True, 0, 0]
    assert found["arrivals"] in range(4 + 6 + 2, 4 + 6 + 4 + 1)


def test_a_killed_web_server_leaves_files_and_rounds_whole_and_the_act_can_be_done_again(torn):
    names = ("kills", "half_files", "half_rounds", "not_repeatable", "is_well")
    assert [torn["web-kills"][name] for name in names] == [3, 0, 0, 0, True]
