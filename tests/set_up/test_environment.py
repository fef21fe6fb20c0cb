"""What a newcomer and a server need before anything runs."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from ground.system_checks import site_url_check

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


def test_with_a_key_of_its_own_a_server_reads_no_dev_env(newcomer, dev_env):
    bootstrap(newcomer)
    started = start_settings(newcomer | {"SECRET_KEY": "a server's", "ALLOWED_HOSTS": "danvan.example"})
    assert started.stdout == "False ['danvan.example']\n"


def test_a_key_alone_makes_no_server(newcomer, dev_env):
    bootstrap(newcomer)
    started = start_settings(newcomer | {"SECRET_KEY": "a server's"})
    assert (started.returncode, "Set the ALLOWED_HOSTS environment variable" in started.stderr) == (1, True)


def check_deploy(environment):
    server = {"SECRET_KEY": "x" * 30 + "abcdefghijklmnopqrst", "ALLOWED_HOSTS": "danvan.example"}
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(
        command, cwd=settings.BASE_DIR, env=environment | server, capture_output=True, text=True, check=False
    )


def test_the_check_of_a_server_speaks_up_where_a_dev_env_lies(newcomer, dev_env):
    clean = check_deploy(newcomer)
    bootstrap(newcomer)
    warned = check_deploy(newcomer)
    assert (clean.returncode, warned.returncode) == (0, 1)
    assert f"(danvan.W001) Tệp {dev_env} của bản dùng thử nằm trong thư mục dữ liệu của máy chủ." in warned.stderr


@pytest.mark.parametrize(
    ("site", "is_well"),
    [
        ("https://danvan.example", True),
        ("http://10.0.0.5:8080", True),
        ("danvan.example", False),
        ("https://*", False),
        ("javascript:alert(1)", False),
        ("", False),
    ],
)
def test_where_mails_go_out_their_links_need_an_address(settings, site, is_well):
    settings.SITE_URL, settings.SENDS_MAIL = site, True
    assert ([found.id for found in site_url_check(None)] == []) is is_well


def test_without_mail_no_address_is_needed(settings):
    settings.SITE_URL, settings.SENDS_MAIL = "", False
    assert site_url_check(None) == []


@pytest.mark.parametrize(
    ("variables", "site"),
    [
        ({"ALLOWED_HOSTS": "danvan.example,10.0.0.5"}, "https://danvan.example"),
        ({"ALLOWED_HOSTS": ".danvan.example"}, "https://danvan.example"),
        ({"ALLOWED_HOSTS": "danvan.example", "SITE_URL": "https://cong.example:8443/"}, "https://cong.example:8443"),
        ({"ALLOWED_HOSTS": "x", "DEBUG": "1"}, "http://127.0.0.1:8000"),
        ({"ALLOWED_HOSTS": ""}, ""),
    ],
)
def test_the_address_of_the_portal_is_a_setting(newcomer, variables, site):
    command = [sys.executable, "-c", "from danvan import settings; print(settings.SITE_URL)"]
    environment = newcomer | {"SECRET_KEY": "a server's"} | variables
    started = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True)
    assert started.stdout == f"{site}\n"
