"""`script/server`: one command, a filled portal; nothing of it is left behind, whatever way it ends."""

import os
import signal
import socket
import subprocess
import time
import urllib.request
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings

pytestmark = pytest.mark.one_database("sqlite")

READY = "Ctrl-C"  # the last line the script prints once the portal answers
TESTS_OWN = ["SECRET_KEY", "ALLOWED_HOSTS", "DEBUG", "DATABASE_URL"]
SECONDS_TO_FILL = 300
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
        began = time.monotonic()
        for _ in range(SECONDS_TO_FILL * 10):
            if READY in self.printed or self.process.poll() is not None:
                break
            time.sleep(0.1)
        assert READY in self.printed, self.printed
        self.seconds = time.monotonic() - began
        return self

    @property
    def printed(self):
        return self.log.read_text()

    @property
    def health(self):
        address = f"http://127.0.0.1:{self.environment['PORT']}/healthz"
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with direct.open(address, timeout=10) as answer:
            return answer.read()

    def end(self, with_signal=signal.SIGTERM):
        self.process.send_signal(with_signal)
        return self.process.wait(30)


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
    return SimpleNamespace(printed=portal.printed, seconds=portal.seconds, ended=ended)


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
    portal = start().until_ready()
    assert portal.seconds < first.seconds / 2  # 5 s and 25 s on a quiet machine
    assert (portal.health, table_in(portal.printed)) == (b"ok", accounts)
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
    assert second.process.wait(30) == 1
    assert second.printed == (
        f"Cổng đang chạy với thư mục {environment['DANVAN_DATA']} (tiến trình {portal.process.pid}).\n"
        "The portal is already running on this data folder.\n"
    )
    os.kill(main_process_of_the_jobs(portal), signal.SIGKILL)
    assert (portal.process.wait(30), of_the_portal(environment)) == (1, set())


def main_process_of_the_jobs(portal):
    children = Path(f"/proc/{portal.process.pid}/task/{portal.process.pid}/children").read_text().split()
    return next(int(pid) for pid in children if "run_jobs" in Path(f"/proc/{pid}/cmdline").read_text())


def test_a_taken_port_is_said_and_nothing_starts(accounts, start, environment):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        portal = start(PORT=str(listener.getsockname()[1]))
        assert (portal.process.wait(30), of_the_portal(environment)) == (1, set())
