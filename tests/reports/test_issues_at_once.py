"""Fifty issues at once and three kills in the midst of issues: real processes, a database of their own."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings


@pytest.fixture(scope="module")
def issued(own_database, tmp_path_factory):
    """What came of 50 papers issued at once and of 6 issued by a process that was killed three times."""
    folder = tmp_path_factory.mktemp("issued")
    environment = os.environ | {"DANVAN_DATA": str(folder), "DATABASE_URL": own_database(folder)}
    command = [sys.executable, "-m", "bench.torture", "--prepared", "--clients", "0", "--outage", "0", "--plans", "0"]
    command += [
        "--kills",
        "0",
        "--issues",
        "50",
        "--issues-killed",
        "6",
        "--issue-kills",
        "3",
        "--seed",
        "2026",
        "--annex-kills",
        "0",
        "--at-once",
        "0",
        "--web-kills",
        "0",
        "--officers",
        "0",
        "--crash-officers",
        "0",
    ]
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, timeout=300)
    assert done.stderr == b""
    return json.loads(done.stdout)


def test_fifty_at_once_take_fifty_consecutive_numbers(issued):
    names = ("at_once", "failures", "are_consecutive", "last", "taken")
    assert [issued[name] for name in names] == [50, 0, True, 56, 56]


def test_a_killed_issue_leaves_a_document_with_its_bytes_or_none_and_no_number_is_lost(issued):
    names = ("kills", "halves", "issued", "issues_each", "papers", "concluded", "is_well")
    assert [issued[name] for name in names] == [3, 0, 56, [1], 56, 56, True]
