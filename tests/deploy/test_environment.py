"""The environment of a server, as deploy/README.md prints it and as systemd reads it."""

import os
import stat
import subprocess
import sys
from shlex import quote

import pytest
from django.conf import settings

from tests.deploy import printed

SHOW = """
import danvan.settings as s
print(s.ALLOWED_HOSTS, s.DATA_DIR, s.DATABASES["default"]["NAME"], s.DATABASES["default"]["OPTIONS"]["host"])
print(s.SECURE_PROXY_SSL_HEADER, s.PROXY_COUNT, s.DEBUG, len(s.SECRET_KEY) > 60)
"""


def read_as_systemd(text: str) -> dict[str, str]:
    """The rules of EnvironmentFile= in systemd.exec(5): a line that begins with # or ; is a comment, nothing else is.

    Blanks around a value go, one pair of quotes around it too; what looks like a comment behind a value belongs to it.
    """
    found = {}
    for line in text.replace("\\\n", "").splitlines():
        name, equals, value = line.strip().partition("=")
        if equals and not name.startswith(("#", ";")):
            found[name.strip()] = without_quotes(value.strip())
    return found


def without_quotes(value: str) -> str:
    is_quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "'\""
    return value[1:-1] if is_quoted else value


@pytest.fixture
def environment_file(tmp_path):
    """The file that the README's block writes."""
    file = tmp_path / "danvan.env"
    [block] = printed.blocks("Variables")
    subprocess.run(["bash", "-euc", block.replace("/etc/danvan.env", quote(str(file)))], check=True)
    return file


@pytest.fixture
def environment(environment_file):
    return {"PATH": os.environ["PATH"]} | read_as_systemd(environment_file.read_text())


def run(command, environment):
    return subprocess.run(
        [sys.executable, *command], cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True
    )


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("A=1  # told", "1  # told"),
        ("A= 1 ", "1"),
        ("A='1 2'", "1 2"),
        ('A="$(x)"', "$(x)"),
        ("# A=0\n; A=0\nA=1", "1"),
        ("A=1\\\n2", "12"),
    ],
)
def test_a_comment_behind_a_value_belongs_to_the_value(line, value):
    assert read_as_systemd(line) == {"A": value}


def test_settings_start_with_the_environment_as_printed(environment):
    started = run(["-c", SHOW], environment)
    assert (started.stdout, started.stderr) == (
        "['danvan.example.gov.vn'] /srv/danvan/data danvan /var/run/postgresql\n"
        "('HTTP_X_FORWARDED_PROTO', 'https') 1 False True\n",
        "",
    )


def test_django_finds_nothing_unsafe_in_the_environment_as_printed(environment, tmp_path):
    here = environment | {"DANVAN_DATA": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path / 'danvan.sqlite3'}"}
    checked = run(["manage.py", "check", "--deploy", "--fail-level", "WARNING"], here)
    assert (checked.returncode, checked.stdout) == (0, "System check identified no issues (0 silenced).\n")


def test_only_root_can_read_the_environment(environment_file):
    assert stat.S_IMODE(environment_file.stat().st_mode) == 0o600


def test_every_server_gets_a_key_of_its_own(environment, tmp_path):
    again = tmp_path / "again.env"
    [block] = printed.blocks("Variables")
    subprocess.run(["bash", "-euc", block.replace("/etc/danvan.env", quote(str(again)))], check=True)
    assert read_as_systemd(again.read_text())["SECRET_KEY"] != environment["SECRET_KEY"]
