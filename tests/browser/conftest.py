"""A real server and a real Chromium. The server works on a copy of the loaded database: rows have the same ids."""

import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from playwright.sync_api import expect, sync_playwright

CHROMIUM = "/usr/bin/chromium-headless-shell"  # draws nothing for a screen: a third less to compute
QUIET = [
    "--no-sandbox",  # the tests may run as root
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
# What a journey does in the database is held on both by other tests.
EACH_SCREEN = [
    pytest.param("office", marks=pytest.mark.one_database("postgresql")),
    pytest.param("phone", marks=pytest.mark.one_database("sqlite")),
]
PATIENCE_MS = 30_000
expect.set_options(timeout=PATIENCE_MS)
PICTURES = Path(settings.BASE_DIR) / "var" / "failed"


@pytest.fixture(scope="session")
def site_database(own_database, tmp_path_factory):
    """The running portal's data folder and the address of its database."""
    folder = tmp_path_factory.mktemp("site")
    return folder, own_database(folder)


@pytest.fixture(scope="session")
def site(site_database, free_port):
    """The address of a running portal."""
    folder, database = site_database
    address = f"127.0.0.1:{free_port()}"
    command = [sys.executable, "-m", "gunicorn", "danvan.wsgi", "--bind", address, "--threads", "4"]
    command += ["--log-level", "warning", "--no-control-socket"]
    environment = os.environ | {"DANVAN_DATA": str(folder), "DATABASE_URL": database}
    server = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment)
    try:
        wait_for_answer(f"http://{address}/healthz", server)
        yield f"http://{address}"
    finally:
        server.terminate()
        server.wait(60)


@pytest.fixture
def on_site(site, site_database):
    """`on_site(code)` runs Python on the running portal, in a process of its own."""
    folder, database = site_database

    def run(code):
        command = [sys.executable, "manage.py", "shell", "-v0", "-c", code]
        environment = os.environ | {"DANVAN_DATA": str(folder), "DATABASE_URL": database}
        subprocess.run(command, cwd=settings.BASE_DIR, env=environment, check=True)

    return run


AN_HOUR = """
from django.contrib.sessions.backends.db import SessionStore
session = SessionStore("{key}")
session["seen_at"] -= 3700
session.save()
"""


@pytest.fixture
def an_hour_passes(on_site):
    """`an_hour_passes(page)`: for the session of this page's user, on the running portal."""

    def pass_time(page):
        key = next(each["value"] for each in page.context.cookies() if each["name"] == settings.SESSION_COOKIE_NAME)
        on_site(AN_HOUR.format(key=key))

    return pass_time


def wait_for_answer(url, server, seconds=90):
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    for _ in range(seconds * 10):
        try:
            return direct.open(url, timeout=5).read()
        except OSError:
            assert server.poll() is None, "the server ended before it answered"
            time.sleep(0.1)
    raise AssertionError(f"{url} did not answer in {seconds} s")


@pytest.fixture(scope="module")
def browser(site):
    """Chromium, for one file of tests. While it is there, Playwright's event loop runs in this thread.

    So Django takes our plain tests for asynchronous views, and opens connections beside those it has: they are closed
    here, and the site, whose database is copied while nobody else is connected, is made before.
    """
    with pytest.MonkeyPatch.context() as patched, sync_playwright() as playwright:
        patched.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium
        chromium.close()
        connections.close_all()


@pytest.fixture
def open_page(browser, site, request, complaints):
    """`open_page(width, height)` is a fresh visitor's page: no cookies; addresses are relative to the site."""
    contexts = []

    def open_page(width, height, **options):
        context = browser.new_context(base_url=site, viewport={"width": width, "height": height}, **options)
        context.set_default_timeout(PATIENCE_MS)
        context.on("console", lambda message: complaints.extend(complaint_of(message)))
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        contexts.append(context)
        return context.new_page()

    yield open_page
    if request.node.stash.get(FAILED, False):
        keep_pictures([page for context in contexts for page in context.pages], request.node.name)
    for context in contexts:
        context.close()


@pytest.fixture
def complaints():
    """What browsers wrote on their consoles as error or warning: refused by policy, not found, a broken script."""
    return []


@pytest.fixture
def page(open_page):
    """The offices' screen."""
    return open_page(1366, 768)


@pytest.fixture
def phone_page(open_page):
    return open_page(390, 844, has_touch=True, is_mobile=True)


@pytest.fixture(scope="session")
def sign_in():
    def sign_in(page, username, password=os.environ["DEMO_PASSWORD"]):
        page.goto("/sign-in/")
        page.locator("[name=username]").fill(username)
        page.locator("[name=password]").fill(password)
        page.locator("form:has([name=password]) [type=submit]").click()
        page.wait_for_url(lambda url: "/sign-in/" not in url)

    return sign_in


def complaint_of(message):
    return [message.text] if message.type in ("error", "warning") else []


FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


def keep_pictures(pages, name):
    PICTURES.mkdir(parents=True, exist_ok=True)
    for number, page in enumerate(pages, 1):
        page.screenshot(path=PICTURES / f"{name.replace('/', '_')}-{number}.png", full_page=True)
