"""Fixtures for all tests: their settings, one database with the country and the demo, the named cast.

The settings are chosen here and not in pyproject.toml: named there they would be read before this file has set the
variables they need. So `.venv/bin/pytest` works with none set. Tests run in transactions on top of the loaded
database: one that has to commit works on an `own_database`.
"""

import gc
import json
import os
import socket
import subprocess
import sys
import tempfile
from importlib import import_module
from pathlib import Path

import environ
import pytest
from _pytest import runner

from tests import loaded_database, quick_constraints, turns

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
    # A run asks in minutes for what people do in weeks; tests of the limits set their own.
    "HEAVY_PER_PROCESS": "1000",
    "HEAVY_AT_ONCE": "1000",
    "EXPORTS_PER_MINUTE": "1000000",
    "PDFS_PER_MINUTE": "1000000",
}
os.environ.update(SETTINGS)

import django  # noqa: E402

django.setup()

from django.apps import apps  # noqa: E402
from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.contenttypes.models import ContentType  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.db.backends.signals import connection_created  # noqa: E402
from django.db.models.expressions import BaseExpression  # noqa: E402
from django.http import HttpRequest  # noqa: E402
from django.test import Client, client  # noqa: E402

from ground.processes.frames import with_room  # noqa: E402
from tests import quick_expressions  # noqa: E402
from tests.languages.crawl import pages_by_reader  # noqa: E402

# Of what a test client keeps of a page, its parts and its forms' widgets were most, and nobody reads them.
PARTS = ("components/", "django/forms/", "admin/widgets/")
keep_context = client.store_rendered_templates


def keep_contexts_of_pages(store, signal, sender, template, context, **kwargs):
    if not store or not (template.name or "").startswith(PARTS):
        keep_context(store, signal, sender, template, context, **kwargs)


client.store_rendered_templates = keep_contexts_of_pages
gc.set_threshold(200_000, 20, 50)  # by default a collection of tests sets it off hundreds of times
# PostgreSQL spends more on looking for the best order of joins than on the few rows there are. What is promised of
# plans is measured by script/bench, with the server's own settings.
PLANS_AS_WRITTEN = " -c join_collapse_limit=1 -c from_collapse_limit=1"
if connection.vendor == "postgresql":
    connection.settings_dict["OPTIONS"]["options"] += PLANS_AS_WRITTEN
BaseExpression.copy = quick_expressions.copied
settings.PASSWORD_HASHERS = ["tests.quick_hashes.QuickArgon2", *settings.PASSWORD_HASHERS[1:]]


@pytest.hookimpl(tryfirst=True)
@with_room
def pytest_runtest_protocol(item, nextitem):
    """Run a test as pytest does, its calls in one piece of memory: a fifth less to compute."""
    where = {"nodeid": item.nodeid, "location": item.location}
    item.ihook.pytest_runtest_logstart(**where)
    runner.runtestprotocol(item, nextitem=nextitem)
    item.ihook.pytest_runtest_logfinish(**where)
    return True


def pytest_addoption(parser):
    parser.addoption(
        "--shared-by-databases",
        action="store_true",
        help="leave out what the run on the other database does: tests for which the database can't matter",
    )


def pytest_collection_finish():
    """Keep the collector of garbage from looking through the whole portal again and again: a tenth of the time."""
    gc.freeze()


@pytest.hookimpl(trylast=True)  # pytest-django has marked the tests that use its fixtures by then
def pytest_collection_modifyitems(config, items):
    """pytest-django makes the database only for tests that are marked; one of a server's own is copied from it."""
    for item in items:
        if "own_database" in item.fixturenames:
            item.add_marker("django_db")
    if config.getoption("shared_by_databases"):
        others = turns.of_the_other_database(items, connection.vendor)
        config.hook.pytest_deselected(items=list(others))
        items[:] = [item for item in items if item not in others]


@pytest.fixture(scope="session")
def django_db_setup(request, django_test_environment, django_db_blocker):
    """A copy of the country and the demo for this process, in place of the database that pytest-django would make."""
    with django_db_blocker.unblock():
        name = f"tests_{os.getpid()}"
        used = environ.Env.db_url_config(loaded_database.copy(settings.DATA_DIR, name))["NAME"]
        connection.close()
        connection.settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = used
        if connection.vendor == "sqlite":
            connection_created.connect(quick_constraints.watch)
        ContentType.objects.get_for_models(*apps.get_models())  # a process asks for each once in its life
    yield
    connection_created.disconnect(quick_constraints.watch)
    with django_db_blocker.unblock():
        connection.close()
        if connection.vendor == "postgresql":
            loaded_database.drop(name)


@pytest.fixture(scope="session")
def own_database(django_db_setup, django_db_blocker):
    """`own_database(folder)` makes a database of its own in that data folder and gives its DATABASE_URL.

    It holds the country and the demo with its files; with `stage=COUNTRY` the country alone, with
    `stage=TABLES` tables without rows, with `stage=None` nothing.
    """
    made = []

    def make(folder: Path, stage: str | None = loaded_database.DEMO) -> str:
        made.append(f"tests_{os.getpid()}_{len(made) + 1}")
        with django_db_blocker.unblock():
            return loaded_database.copy(folder, made[-1], stage)

    yield make
    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            for name in made:
                loaded_database.drop(name)


@pytest.fixture
def at_once(own_database, tmp_path):
    """`at_once((code, arguments), …)`: what processes print that run at once on a database of their own, phase by phase
    (tests/at_once.py); by name further variables of theirs.
    """

    def run(*phases, **variables):
        apart = os.environ | {"DATABASE_URL": own_database(tmp_path), "DANVAN_DATA": str(tmp_path)} | variables
        sent = json.dumps([(code, list(arguments)) for code, arguments in phases])
        command = [sys.executable, "-m", "tests.at_once"]
        done = subprocess.run(command, cwd=settings.BASE_DIR, env=apart, input=sent, capture_output=True, text=True)
        assert (done.returncode, done.stderr) == (0, "")
        return json.loads(done.stdout)

    return run


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


@pytest.fixture(scope="module")
def rows_for_all(django_db_setup, django_db_blocker):
    """Rows written under it are there for all tests of a file, and gone after it: for what takes long to write."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def signed_in():
    """`signed_in(user)` is a browser in which that user has signed in."""
    return browser_of


def browser_of(user):
    """A browser with a session as sign-in leaves it. What else a sign-in does, above all its line in the log, is tried
    by the page of it: here it would be half of what a short test costs.
    """
    from accounts.sign_in import sessions

    request, browser = HttpRequest(), Client()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore()
    backend, hashed = settings.AUTHENTICATION_BACKENDS[-1], user.get_session_auth_hash()
    request.session.update({SESSION_KEY: str(user.pk), BACKEND_SESSION_KEY: backend, HASH_SESSION_KEY: hashed})
    sessions.begin(None, request, user)
    request.session.save()
    browser.cookies[settings.SESSION_COOKIE_NAME] = request.session.session_key
    return browser


@pytest.fixture(scope="session")
def vietnamese_pages(django_db_setup, django_db_blocker):
    """What readers see of the portal, as `pages_by_reader` has it: read once for the tests of words and of looks."""
    from accounts.models import User

    with django_db_blocker.unblock(), transaction.atomic():
        found = pages_by_reader(lambda name: browser_of(User.objects.get(username=name)))
        transaction.set_rollback(True)
    return found
