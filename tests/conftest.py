"""The ground every test stands on: settings of its own, one database with the country and the demo, the named cast.

The settings are chosen here and not in pyproject.toml: named there they would be read before this file has set the
variables they need. So `.venv/bin/pytest` works with none set. Tests run in transactions on top of the loaded
database: one that has to commit works on an `own_database`.
"""

import io
import os
import shutil
import socket
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

import pytest

HOME = tempfile.TemporaryDirectory(prefix="danvan-tests-")  # emptied when the run ends
DEMO_PASSWORD = "ca-dao-ba-mien-2026"
SETTINGS = {
    "DJANGO_SETTINGS_MODULE": "danvan.settings",
    "SECRET_KEY": "not-a-secret-and-long-enough-for-the-tests-of-danvan-0123456789",
    "DEBUG": "1",
    "ALLOWED_HOSTS": "testserver,127.0.0.1",
    "DANVAN_DATA": HOME.name,
    "DEMO_PASSWORD": DEMO_PASSWORD,
    "LOG_LEVEL": "WARNING",
}
os.environ.update(SETTINGS)

import django  # noqa: E402

django.setup()

from django.apps import apps  # noqa: E402
from django.conf import settings  # noqa: E402
from django.contrib.contenttypes.models import ContentType  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client, override_settings  # noqa: E402

settings.PASSWORD_HASHERS = ["tests.quick_hashes.QuickArgon2", *settings.PASSWORD_HASHERS[1:]]


def pytest_collection_modifyitems(items):
    """pytest-django makes the database only for tests that are marked; one of a server's own is copied from it."""
    for item in items:
        if "own_database" in item.fixturenames:
            item.add_marker("django_db")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The country and the demo, once a session; Django's test runner has switched DEBUG off, the demo asks for it."""
    with django_db_blocker.unblock(), override_settings(DEBUG=True):
        call_command("load_demo", stdout=io.StringIO())
        ContentType.objects.get_for_models(*apps.get_models())  # a process asks for each once in its life


@pytest.fixture(scope="session")
def own_database(django_db_setup, django_db_blocker):
    """`own_database(folder)` makes a copy of the loaded database and its files, `filled=False` an empty one.

    Gives its DATABASE_URL; `folder` is the data folder. Ask for it from a fixture of session or module scope: no
    transaction may be open.
    """
    made = []

    def make(folder: Path, filled: bool = True) -> str:
        if filled and settings.FILES_DIR.exists():
            shutil.copytree(settings.FILES_DIR, folder / "files", dirs_exist_ok=True)
        with django_db_blocker.unblock():
            return _own_sqlite(folder, filled) if connection.vendor == "sqlite" else _own_postgresql(made, filled)

    yield make
    with django_db_blocker.unblock():
        for name in made:
            _in_postgres(f'DROP DATABASE "{name}" WITH (FORCE)')


def _own_sqlite(folder, filled):
    if filled:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(folder / "danvan.sqlite3")])
    return f"sqlite:///{folder / 'danvan.sqlite3'}"


def _own_postgresql(made, filled):
    loaded = settings.DATABASES["default"]["NAME"]
    made.append(f"{loaded}_own_{len(made) + 1}")
    connection.close()  # a template must have no connection open
    _in_postgres(f'CREATE DATABASE "{made[-1]}" TEMPLATE "{loaded if filled else "template1"}"')
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{made[-1]}").geturl()


def _in_postgres(statement):
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture(scope="session")
def free_port():
    """`free_port()` is a port of this machine that nobody listens on."""

    def find():
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            return probe.getsockname()[1]

    return find


def _member_of_the_cast(username):
    @pytest.fixture
    def member(db):
        from accounts.models import User

        return User.objects.get(username=username)

    return member


minh = _member_of_the_cast("minh")  # Board staff
ngoc = _member_of_the_cast("ngoc")  # Board leader
binh = _member_of_the_cast("binh")  # head of the delegation
son = _member_of_the_cast("son")  # its secretary
van = _member_of_the_cast("van")  # its member from a department
lan = _member_of_the_cast("lan")  # officer of the reporting organization
khoa = _member_of_the_cast("khoa")  # leader of the subject
hoa = _member_of_the_cast("hoa")  # officer of another unit: sees nothing of Lan's
tuyet = _member_of_the_cast("tuyet")  # viewer
thu = _member_of_the_cast("thu")  # administrator


@pytest.fixture
def case(db):
    """The inspection of Cần Đước district in 2019, of which the article tells."""
    from inspections.models import Inspection

    return Inspection.objects.get(reference="DVCQ2019-806")


@pytest.fixture
def signed_in():
    """`signed_in(user)` is a browser in which that user has signed in."""

    def sign_in(user):
        client = Client()
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
        return client

    return sign_in
