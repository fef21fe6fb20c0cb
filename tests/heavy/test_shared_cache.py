"""Several machines share counts and printed parts in a Redis server; here a real one, of Debian's package."""

import subprocess
import time

import pytest
from django.core.cache import caches
from redis import Redis
from redis.exceptions import RedisError

from ground.processes.places import count_use
from reports.documents.press import printed


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """The address of a server on a socket of its own."""
    path = tmp_path_factory.mktemp("redis") / "socket"
    command = ["redis-server", "--port", "0", "--unixsocket", path, "--save", "", "--dir", path.parent]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    while not path.exists():
        time.sleep(0.01)
    yield f"unix://{path}"
    process.terminate()
    process.wait()


def share(settings, url):
    settings.CACHE_URL = url
    settings.CACHES = {"printed": {"BACKEND": "ground.shared.cache.PrintedCache", "LOCATION": url}}


@pytest.fixture
def shared(settings, server):
    Redis.from_url(server).flushall()
    share(settings, server)


@pytest.fixture
def away(settings, tmp_path):
    """The machines' server is named, and isn't there."""
    share(settings, f"unix://{tmp_path}/nobody")


@pytest.fixture
def on_machine(settings, tmp_path):
    """`on_machine(name)` goes on as another machine, with a data folder of its own."""

    def go_on(name):
        settings.PLACES_DIR = tmp_path / name

    go_on("web-1")
    return go_on


def uses_on_both(on_machine, limit, moments):
    waits = []
    for n, now in enumerate(moments):
        on_machine(f"web-{n % 2}")
        waits.append(count_use("export-7", limit, now))
    return waits


MOMENTS = (100, 110, 120, 130, 159, 160, 161, 170)


def test_uses_count_over_all_machines(shared, on_machine):
    assert uses_on_both(on_machine, 3, MOMENTS) == [0, 0, 0, 30, 1, 0, 9, 0]


def test_without_a_shared_cache_each_machine_counts_its_own(on_machine):
    assert uses_on_both(on_machine, 3, MOMENTS) == [0] * 8


def test_what_may_never_be_used_waits_a_minute(shared, on_machine):
    assert count_use("export-7", 0, 100) == 60


def test_each_account_has_its_own_count(shared, on_machine):
    assert [count_use("export-7", 1, 100), count_use("export-8", 1, 100), count_use("pdf-7", 1, 100)] == [0, 0, 0]


def test_the_server_has_the_clock(shared, on_machine):
    """Two machines whose clocks differ by an hour would refuse each other's users, or nobody."""
    assert (count_use("export-7", 1), 59 < count_use("export-7", 1) <= 60) == (0, True)


def test_a_clock_set_back_holds_nobody_up(shared, on_machine):
    assert [count_use("export-7", 1, 5000), count_use("export-7", 1, 100)] == [0, 0]


def test_a_count_is_gone_after_its_minute(shared, server, on_machine):
    count_use("export-7", 1)
    found = Redis.from_url(server)
    assert [0 < found.ttl(key) <= 60 for key in found.scan_iter()] == [True, True]


def test_while_the_server_is_away_each_machine_counts_its_own(away, on_machine):
    assert [count_use("export-7", 1, 100), count_use("export-7", 1, 100)] == [0, 60]


def test_what_one_machine_printed_another_finds(shared, on_machine):
    printed.remember("draft-7", b"%PDF-1.7")
    on_machine("web-2")
    assert (printed.remembered("draft-7"), "draft-7" in printed.store()) == (b"%PDF-1.7", True)


def test_while_the_server_is_away_nothing_is_printed_yet(away):
    assert (printed.remembered("draft-7"), "draft-7" in printed.store()) == (None, False)


def test_no_job_reports_as_printed_what_nobody_will_find(away):
    with pytest.raises(RedisError):
        caches["printed"].set("draft-7", b"%PDF-1.7")
