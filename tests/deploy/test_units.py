"""The unit files: what systemd says of them, and what they promise."""

import re
import subprocess
import sys

import pytest
from django.conf import settings

from bench import units

NAMES = ["danvan-web", "danvan-worker"]
WITH_BACKUP = [*NAMES, "danvan-backup"]


@pytest.mark.parametrize("name", NAMES)
def test_a_unit_is_started_again_every_two_seconds_without_end(name):
    unit = units.read(name)
    assert (unit["Restart"], unit["RestartSec"], unit["StartLimitIntervalSec"]) == (["always"], ["2"], ["0"])


def test_migrating_before_the_start_may_take_as_long_as_it_takes():
    web = units.read("danvan-web")
    assert [command.partition("manage.py ")[2] for command in web["ExecStartPre"]] == ["check_upgrade --migrate"]
    assert web["TimeoutStartSec"] == ["infinity"]


@pytest.mark.parametrize("name", NAMES)
def test_systemd_starts_a_unit_anew_that_says_nothing_for_two_minutes(name):
    unit = units.read(name)
    who = {"danvan-web": ["all"], "danvan-worker": ["main"]}[name]
    assert (unit["WatchdogSec"], unit["NotifyAccess"]) == (["120"], who)


def test_every_unit_runs_the_current_release():
    """Never a folder that an update would change under a running process."""
    files = (settings.BASE_DIR / "deploy").glob("*.service")
    folders = {
        file.name: set(re.findall(r"/srv/danvan/(\w+)(?=/|$)", commands_of(file), re.MULTILINE)) for file in files
    }
    assert folders == {name: {"current"} for name in folders}


def commands_of(file):
    lines = file.read_text().splitlines()
    return "\n".join(line for line in lines if line.startswith(("WorkingDirectory", "Exec")))


def test_systemd_takes_the_units_without_a_word(tmp_path):
    """With the paths of this machine; the database's own unit is not there on all."""
    for name in WITH_BACKUP:
        text = (settings.BASE_DIR / "deploy" / f"{name}.service").read_text()
        text = text.replace(units.PYTHON, sys.executable).replace(" postgresql.service", "")
        (tmp_path / f"{name}.service").write_text(text)
    files = [tmp_path / f"{name}.service" for name in WITH_BACKUP]
    files.append(settings.BASE_DIR / "deploy" / "danvan-backup.timer")
    verified = subprocess.run(["systemd-analyze", "verify", *files], capture_output=True, text=True)
    assert (verified.returncode, verified.stderr) == (0, "")


def test_a_postgresql_that_crashed_is_started_again_and_one_that_was_stopped_is_not(tmp_path):
    added = (settings.BASE_DIR / "deploy" / "postgresql-restart.conf").read_text()
    lines = [line for line in added.splitlines() if "=" in line]
    assert lines == ["StartLimitIntervalSec=0", "Restart=on-failure", "RestartSec=5"]
    unit = tmp_path / "tried.service"
    unit.write_text("[Service]\nExecStart=/bin/true\n")
    (tmp_path / "tried.service.d").mkdir()
    (tmp_path / "tried.service.d" / "danvan.conf").write_text(added)
    verified = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True)
    assert (verified.returncode, verified.stderr) == (0, "")


@pytest.mark.parametrize("name", WITH_BACKUP)
def test_a_unit_is_shut_in_well_in_systemds_own_judgement(name):
    """From 0 (shut in) to 10; what is left is what the portal needs: the network, files, limits for its children."""
    file = settings.BASE_DIR / "deploy" / f"{name}.service"
    command = ["systemd-analyze", "security", "--offline=yes", "--no-pager", file]
    judged = subprocess.run(command, capture_output=True, text=True)
    assert float(re.search(r"exposure level for \S+: ([\d.]+)", judged.stdout)[1]) <= 2.0


@pytest.mark.parametrize("name", NAMES)
def test_a_unit_has_limits_of_its_own(name):
    unit = units.read(name)
    limits = [unit[setting] for setting in ("UMask", "MemoryMax", "OOMPolicy", "SystemCallFilter")]
    assert limits == [["0027"], ["2G"], ["continue"], ["@system-service", "~@privileged"]]
