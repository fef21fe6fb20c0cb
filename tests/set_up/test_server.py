"""`script/server`: one command, a filled portal; nothing of it is left behind, whatever way it ends."""

import os
import signal
import socket
import sqlite3
import subprocess
import time
import urllib.request
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings

pytestmark = pytest.mark.one_database("sqlite")

READY = "Ctrl-C"  # the last line the script prints once the portal answers
TESTS_OWN = ["SECRET_KEY", "ALLOWED_HOSTS", "DEBUG", "DATABASE_URL"]
SECONDS_TO_FILL = 300
SECONDS_TO_END = 90  # it takes a tenth of them
ENDED = (True, 0, set())


def heed_signals():
    """A suite that was begun by `nohup` or in the background ignores these, and a script can't trap what is ignored."""
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


class Portal:
    """One run of the script, with what it printed."""

    def __init__(self, environment, log):
        self.environment, self.log = environment, log
        with log.open("w") as output:
            self.process = subprocess.Popen(
                [settings.BASE_DIR / "script" / "server"],
                env=environment,
                stdout=output,
                stderr=output,
                preexec_fn=heed_signals,
            )

    def until_ready(self):
        self.until_printed(READY)
        return self

    def until_printed(self, words):
        for _ in range(SECONDS_TO_FILL * 10):
            if words in self.printed or self.process.poll() is not None:
                break
            time.sleep(0.1)
        assert words in self.printed, self.printed

    @property
    def printed(self):
        return self.log.read_text()

    @property
    def health(self):
        address = f"http://127.0.0.1:{self.environment['PORT']}/healthz/ready"
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with direct.open(address, timeout=10) as answer:
            return answer.read()

    def end(self, with_signal=signal.SIGTERM):
        self.process.send_signal(with_signal)
        return self.process.wait(SECONDS_TO_END)


@pytest.fixture(scope="module")
def environment(own_database, free_port, tmp_path_factory):
    """A newcomer's, with an empty database."""
    folder = tmp_path_factory.mktemp("data")
    bare = {name: text for name, text in os.environ.items() if name not in TESTS_OWN}
    own = {"DANVAN_DATA": str(folder), "PORT": str(free_port()), "DATABASE_URL": own_database(folder, stage=None)}
    return bare | own


@pytest.fixture
def start(environment, tmp_path):
    started = []

    def start(**changes):
        started.append(Portal(environment | changes, tmp_path / f"{len(started)}.log"))
        return started[-1]

    yield start
    for portal in started:
        if portal.process.poll() is None:
            portal.end()


@pytest.fixture(scope="module")
def first(environment, tmp_path_factory):
    """The very first start, which has found an empty database and filled it; what it printed, how SIGTERM ended it."""
    portal = Portal(environment, tmp_path_factory.mktemp("first") / "log").until_ready()
    ended = all_that_ends(portal, environment, signal.SIGTERM)
    return SimpleNamespace(printed=portal.printed, ended=ended)


@pytest.fixture
def accounts(first):
    return table_in(first.printed)


def all_that_ends(portal, environment, ending):
    """Whether processes ran before the signal, the exit status, and which ran after it."""
    ran = of_the_portal(environment) != set()
    return ran, portal.end(ending), of_the_portal(environment)


def table_in(printed):
    address_and_table = printed.partition(" is ready: ")[2]
    return address_and_table.rpartition("\n\n")[0].partition("\n\n")[2]


def of_the_portal(environment):
    """The processes of this data folder's portal, by the mark that the script gives them."""
    mark = f"DANVAN_SERVER={environment['DANVAN_DATA']}".encode()
    return {path.parent.name for path in Path("/proc").glob("[0-9]*/environ") if mark in marks_of(path)}


def rows_in(environment):
    """How many there are of what the demo fills, and the number that was given last."""
    tables = ["accounts_user", "inspections_inspection", "workflow_event"]
    with closing(sqlite3.connect(environment["DATABASE_URL"].removeprefix("sqlite:///"))) as database:
        return [database.execute(f"SELECT count(*), max(id) FROM {table}").fetchone() for table in tables]


def marks_of(path):
    try:
        return path.read_bytes().split(b"\0")
    except OSError:  # it ended in between, or belongs to somebody else
        return []


def test_the_first_start_fills_the_portal_and_prints_an_account_for_each_of_the_cast(accounts):
    cast = ["minh", "ngoc", "binh", "son", "van", "lan", "khoa", "hoa", "tuyet", "thu"]
    assert [name for name in cast if name in accounts.split()] == cast


def test_a_service_that_stops_it_ends_everything(first):
    assert first.ended == ENDED


def test_a_second_start_fills_nothing_and_prints_the_same_accounts_and_ctrl_c_ends_everything(
    first, accounts, start, environment
):
    before = rows_in(environment)
    portal = start().until_ready()
    assert (portal.health, table_in(portal.printed), rows_in(environment)) == (b"ok", accounts, before)
    assert all_that_ends(portal, environment, signal.SIGINT) == ENDED


def test_what_a_kill_left_is_ended_by_the_next_start_which_ends_with_its_terminal(accounts, start, environment):
    start().until_ready().end(signal.SIGKILL)
    orphans = of_the_portal(environment)
    assert orphans != set()
    portal = start().until_ready()
    assert (portal.health, of_the_portal(environment) & orphans) == (b"ok", set())
    assert all_that_ends(portal, environment, signal.SIGHUP) == ENDED


def test_two_portals_never_share_a_data_folder_and_when_one_process_dies_the_others_end_too(
    accounts, start, environment
):
    portal = start().until_ready()
    second = start()
    assert second.process.wait(SECONDS_TO_END) == 1
    assert second.printed == (
        f"Cổng đang chạy với thư mục {environment['DANVAN_DATA']} (tiến trình {portal.process.pid}).\n"
        "The portal is already running on this data folder.\n"
    )
    os.kill(main_process_of_the_jobs(portal), signal.SIGKILL)
    assert (portal.process.wait(SECONDS_TO_END), of_the_portal(environment)) == (1, set())


def main_process_of_the_jobs(portal):
    children = Path(f"/proc/{portal.process.pid}/task/{portal.process.pid}/children").read_text().split()
    return next(int(pid) for pid in children if "run_jobs" in Path(f"/proc/{pid}/cmdline").read_text())


@pytest.fixture
def blocked_files(environment):
    """A file lies where the folder of files should be; the name of that folder."""
    folder = Path(environment["DANVAN_DATA"], "files")
    aside = folder.rename(folder.with_name("aside"))
    folder.touch()
    yield folder
    if folder.is_file():
        folder.unlink()
    aside.rename(folder)


def test_a_portal_that_is_unwell_for_a_moment_starts_and_one_that_stays_so_says_what_it_lacks(
    accounts, blocked_files, start, environment
):
    portal = start()
    assert (portal.process.wait(SECONDS_TO_END), of_the_portal(environment)) == (1, set())
    assert "Cổng không khởi động được; xem các dòng trên. unwell: files\n" in portal.printed
    portal = start()
    portal.until_printed("files can't be written")
    blocked_files.unlink()
    assert portal.until_ready().health == b"ok"


def test_a_taken_port_is_said_and_nothing_starts(accounts, start, environment):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        portal = start(PORT=str(listener.getsockname()[1]))
        assert (portal.process.wait(SECONDS_TO_END), of_the_portal(environment)) == (1, set())
