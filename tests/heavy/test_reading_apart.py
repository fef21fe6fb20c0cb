"""Files are read in forks of a process that has nothing of the portal's; what happens in one, no other notices."""

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest
from django.conf import settings

from ground.processes import apart
from ground.processes.places import NoPlace, place

READING = "tests.heavy.odd_reading"


def read(words, seconds=20, **more):
    return apart.read_apart(READING, words.encode(), seconds, **more)


def server():
    return apart._running().process.pid


def is_gone(process):
    """Tell whether a process has ended, within ten seconds."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        with suppress(OSError):
            if Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z":
                time.sleep(0.01)
                continue
        return True
    return False


def children_of(process):
    with suppress(OSError):
        return [int(each) for each in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    return []


# --- What a fork has -------------------------------------------------------------------------------------------------
def test_a_fork_has_nothing_of_the_portals_but_the_slot(settings, tmp_path):
    settings.PLACES_DIR = tmp_path
    with place("heavy", 1) as held, open(__file__) as _of_ours:
        did = read("show", held=held)["did"]
    link = did["opened"]["0"]
    assert link.startswith("socket:")
    assert did["opened"] == {"0": link, "1": link, "2": "/dev/null", "3": str(tmp_path / "heavy-0")}
    assert did["environment"].keys() <= {"LC_CTYPE"}  # which Python itself sets where there is none
    assert did["limits"] == [settings.HEAVY_MEMORY_BYTES, 20, 0]
    assert did["server"] == server()


def test_the_server_has_no_secrets_no_threads_and_nothing_open_but_its_orders():
    read("show")
    home = Path(f"/proc/{server()}")
    opened = {(home / "fd" / name).readlink().name.partition(":")[0] for name in os.listdir(home / "fd")}
    assert opened == {"socket", "null", Path(os.readlink("/proc/self/fd/2")).name.partition(":")[0]}
    assert len(os.listdir(home / "task")) == 1
    assert b"SECRET_KEY" not in (home / "environ").read_bytes()


def test_what_reads_files_loads_without_django_and_starts_no_thread():
    """A fork has no threads but its own: a lock that another one held would stay locked."""
    modules = [
        "ground.processes.forks",
        "ground.sheets.reading",
        "inspections.papers.uploads.reading",
        "inspections.papers.uploads.evidence.reading",
        "reports.documents.signatures.reading",
        "reports.documents.word.reading",
        "reports.submissions.workbook.marking",
    ]
    code = f"import sys, threading, {', '.join(modules)}; print('django' in sys.modules, threading.active_count())"
    assert subprocess.check_output([sys.executable, "-c", code], cwd=settings.BASE_DIR, text=True) == "False 1\n"


def test_a_fork_sees_nothing_of_another():
    assert [read("remember a")["did"], read("remember b")["did"]] == [["a"], ["b"]]


def test_a_fork_gets_the_arguments_and_may_say_much():
    assert len(read("return_much 3000000")["did"]) == 3_000_000
    assert read("return_much", arguments=["7"]) == apart.UNREADABLE  # an argument too many


# --- What goes wrong in one ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ("fill_the_memory", apart.TOO_SLOW),
        ("write_a_file /tmp/danvan-written-by-a-reader", apart.UNREADABLE),
        ("crash", apart.UNREADABLE),
        ("no_such_thing", apart.UNREADABLE),
    ],
)
def test_what_goes_wrong_in_a_fork_is_said_and_the_server_goes_on(words, fault):
    before = server()
    assert read(words) == fault
    assert (read("remember c")["did"], server()) == (["c"], before)


def test_a_fork_that_takes_too_long_is_killed():
    before = server()
    read("show")
    assert read("hang", seconds=0.2) == apart.TOO_SLOW
    assert all(is_gone(fork) for fork in children_of(before))
    assert server() == before


def test_a_fork_that_hangs_keeps_no_other_waiting():
    hanging = threading.Thread(target=read, args=["hang"], kwargs={"seconds": 1})
    hanging.start()
    assert read("remember d")["did"] == ["d"]
    assert hanging.is_alive()
    hanging.join()


def test_the_slot_stays_taken_while_a_fork_works_and_not_longer(settings, tmp_path):
    settings.PLACES_DIR = tmp_path
    with place("heavy", 1) as held:
        assert read("hang", seconds=0.2, held=held) == apart.TOO_SLOW
    with suppress(NoPlace), place("heavy", 1, 10):
        return
    raise AssertionError("the slot is still taken")


# --- What happens to the server --------------------------------------------------------------------------------------
def test_a_server_that_was_killed_is_started_again_and_the_file_is_read():
    before = server()
    os.kill(before, signal.SIGKILL)
    assert read("remember e")["did"] == ["e"]
    assert server() != before


def test_a_file_that_takes_the_server_with_it_is_given_up_and_the_next_is_read():
    began = time.monotonic()
    assert read("end_the_server") == apart.TOO_SLOW
    assert time.monotonic() - began < 15  # the forks went with their servers: nobody waited for the 20 seconds
    assert read("remember f")["did"] == ["f"]


def test_a_service_that_is_ended_ends_no_file_that_somebody_waits_for():
    """systemd sends SIGTERM to every process of a unit; the web process answers what it has begun."""
    read("show")  # by a server that has begun
    before = server()
    os.kill(before, signal.SIGTERM)
    assert (read("remember g")["did"], server()) == (["g"], before)


ABANDONS = f"""
import sys, threading, time
from django.conf import settings
settings.configure(BASE_DIR={str(settings.BASE_DIR)!r}, HEAVY_MEMORY_BYTES=1 << 30)
from ground.processes import apart
apart.read_apart({READING!r}, b"show", 20)
threading.Thread(target=apart.read_apart, args=[{READING!r}, b"hang", 20]).start()
print(apart._running().process.pid, flush=True)
time.sleep(60)
"""


def test_with_a_killed_web_process_its_server_and_forks_end():
    with subprocess.Popen([sys.executable, "-c", ABANDONS], stdout=subprocess.PIPE, cwd=settings.BASE_DIR) as web:
        its_server = int(web.stdout.readline())
        while not children_of(its_server):
            time.sleep(0.01)
        fork = children_of(its_server)[0]
        web.kill()
    assert [is_gone(its_server), is_gone(fork)] == [True, True]
