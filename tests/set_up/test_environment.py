"""What a newcomer and a server need before anything runs."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

BOOTSTRAP = settings.BASE_DIR / "script" / "bootstrap"
TESTS_OWN = ["SECRET_KEY", "ALLOWED_HOSTS", "DEBUG", "DANVAN_DATA", "DATABASE_URL"]


@pytest.fixture
def newcomer(tmp_path):
    """The environment of somebody who has set nothing but where the data go."""
    bare = {name: text for name, text in os.environ.items() if name not in TESTS_OWN}
    return bare | {"DANVAN_DATA": str(tmp_path / "data")}


@pytest.fixture
def dev_env(newcomer):
    return Path(newcomer["DANVAN_DATA"]) / "dev.env"


def bootstrap(environment):
    return subprocess.run([BOOTSTRAP], env=environment, capture_output=True, text=True, check=True)


def start_settings(environment):
    """Imports the settings as `manage.py` would."""
    command = [sys.executable, "-c", "from danvan import settings; print(settings.DEBUG, settings.ALLOWED_HOSTS)"]
    return subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True)


def test_bootstrap_writes_an_environment_that_only_its_owner_can_read(newcomer, dev_env):
    bootstrap(newcomer)
    assert stat.S_IMODE(dev_env.stat().st_mode) == 0o600
    assert start_settings(newcomer).stdout == "True ['127.0.0.1', 'localhost']\n"


def test_bootstrap_leaves_an_environment_that_is_there_as_it_is(newcomer, dev_env):
    dev_env.parent.mkdir()
    dev_env.write_text("SECRET_KEY=mine\n")
    bootstrap(newcomer)
    assert dev_env.read_text() == "SECRET_KEY=mine\n"


def test_two_newcomers_get_different_keys(newcomer, dev_env):
    bootstrap(newcomer)
    first = dev_env.read_text()
    dev_env.unlink()
    bootstrap(newcomer)
    assert dev_env.read_text() != first


def test_bootstrap_switches_nothing_on_where_a_server_has_its_own_key(newcomer, dev_env):
    bootstrap(newcomer | {"SECRET_KEY": "a server's"})
    assert not dev_env.exists()


def test_settings_refuse_to_start_without_a_key(newcomer):
    started = start_settings(newcomer)
    assert (started.returncode, started.stdout, started.stderr) == (
        1,
        "",
        "danvan: Set the SECRET_KEY environment variable. Run script/bootstrap to try the portal out, "
        "or see deploy/README.md for a server.\n",
    )


def test_a_server_is_not_in_debug_unless_told(newcomer):
    started = start_settings(newcomer | {"SECRET_KEY": "a server's", "ALLOWED_HOSTS": "danvan.example"})
    assert started.stdout == "False ['danvan.example']\n"
