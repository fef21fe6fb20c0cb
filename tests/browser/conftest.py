"""A real server and a real Chromium. The server works on a copy of the loaded database: rows have the same ids."""

import json
import os
import subprocess
import sys
import time
import urllib.request
from contextlib import ExitStack
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
    "--renderer-process-limit=1",  # none in reserve beside that of the page
    "--js-flags=--no-opt",  # pages are there for a second: what is compiled for them a second time pays off never
]
# What a journey does in the database is held on both by other tests.
EACH_SCREEN = [
    pytest.param("office", marks=pytest.mark.one_database("postgresql")),
    pytest.param("phone", marks=pytest.mark.one_database("sqlite")),
]
PATIENCE_MS = 30_000
expect.set_options(timeout=PATIENCE_MS)
FOLDER = Path(__file__).parent
PICTURES = Path(settings.BASE_DIR) / "var" / "failed"


@pytest.fixture(scope="session")
def site_database(own_database, tmp_path_factory):
    """The running portal's data folder and the address of its database."""
    folder = tmp_path_factory.mktemp("site")
    return folder, own_database(folder)


class Portal:
    """The running portal: its process (tests/browser/served.py) and its address."""

    def __init__(self, address, folder, database):
        self.address = f"http://{address}"
        command = [sys.executable, "-m", "tests.browser.served", address]
        environment = os.environ | {"DANVAN_DATA": str(folder), "DATABASE_URL": database}
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self.process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, **pipes)

    def run(self, code):
        """Run Python there, in a process of its own; return what it printed."""
        print(json.dumps(code), file=self.process.stdin, flush=True)
        printed = json.loads(self.process.stdout.readline())
        assert printed is not None, "what was run on the portal failed"
        return printed

    def stop(self):
        self.process.stdin.close()
        self.process.wait(60)


@pytest.fixture(scope="session")
def portal(site_database, free_port):
    running = Portal(f"127.0.0.1:{free_port()}", *site_database)
    try:
        wait_for_answer(f"{running.address}/healthz", running.process)
        yield running
    finally:
        running.stop()


@pytest.fixture(scope="session")
def site(portal):
    """The address of a running portal."""
    return portal.address


@pytest.fixture(scope="session")
def on_site(portal):
    """`on_site(code)` runs Python on the running portal, in a process of its own, and returns what it printed."""
    return portal.run


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


RUNNING = ExitStack()  # Chromium and Playwright, while there are tests of browsers
CHROMIUMS = []  # the one, while it runs


def run_chromium():
    """Start Chromium, once for all files of tests. While it is there, Playwright's event loop runs in this thread.

    So Django takes our plain tests for asynchronous views, and opens connections beside those it has: they are closed
    at the end, and the site, whose database is copied while nobody else is connected, is made before.
    """
    RUNNING.callback(connections.close_all)
    RUNNING.enter_context(pytest.MonkeyPatch.context()).setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    playwright = RUNNING.enter_context(sync_playwright())
    CHROMIUMS.append(playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET))
    RUNNING.callback(CHROMIUMS.clear)
    RUNNING.callback(CHROMIUMS[0].close)


@pytest.fixture(scope="module")
def browser(site):
    if not CHROMIUMS:
        run_chromium()
    return CHROMIUMS[0]


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item, nextitem):
    """Other tests find no browser and no event loop any more."""
    try:
        return (yield)
    finally:
        if not nextitem or nextitem.path.parent != FOLDER:
            RUNNING.close()


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


DEMO_PASSWORD = os.environ["DEMO_PASSWORD"]


@pytest.fixture(scope="session")
def sign_in():
    """`sign_in(page, username)` leads to home. A fresh visitor goes on with the session in which an earlier test has
    come in as the same user, while it lasts: half of what most tests of one page would cost.
    """
    sessions = {}  # username → cookies

    def sign_in(page, username, password=DEMO_PASSWORD):
        is_fresh = page.url == "about:blank" and not page.context.cookies()
        if not (is_fresh and username in sessions and goes_on(page, sessions[username])):
            fill_in_sign_in(page, username, password)
            sessions[username] = page.context.cookies()

    return sign_in


def goes_on(page, cookies):
    page.context.add_cookies(cookies)
    page.goto("/")
    return "/sign-in/" not in page.url


def fill_in_sign_in(page, username, password):
    page.goto("/sign-in/")
    page.locator("[name=username]").fill(username)
    page.locator("[name=password]").fill(password)
    page.locator("form:has([name=password]) [type=submit]").click()
    page.wait_for_url(lambda url: "/sign-in/" not in url)


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
