"""Simulates the last day before a deadline: officers who sign in, write, add a file and send, all within some minutes.

They come through nginx with the shipped site file, its limits too, all from one address; behind it are both units with
their own command lines. Each opens the report, saves again and again what is typed, adds a file and sends; nobody may
be refused, nor made to come again. `is_silent`: with a malware scanner that takes each file and never answers.

The processor's time is that of the web unit's processes, divided by the officers; what they load when they have just
been started isn't in it: some officers have been there before.
"""

import os
import random
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles

from bench.front import NAME, Visitor, nginx
from bench.officers import Desk, broken_files, made_pdf, make_desks
from bench.outage import environment_for, units, wait_until

SAVES = 8  # of each officer, spread over the time
TICKED = {"is_not_secret": "on"}
PASSWORD = "mat-khau-cua-mot-can-bo"  # noqa: S105  of people who are made up
EARLY = 8  # officers who have been there before
LONGEST_MS, PROCESSOR_SECONDS = 3000, 0.375  # at most, on a machine that does nothing else


class Day:
    """What was answered, and how long it took, by all threads together."""

    def __init__(self) -> None:
        self.statuses, self.times, self.lock = Counter(), [], threading.Lock()

    def note(self, what: str, act) -> None:
        started = time.monotonic()
        status = act()
        with self.lock:
            self.times.append(time.monotonic() - started)
            self.statuses[f"{what} {status}"] += 1


def run(officers: int, seconds: int, ports: list[int], seed: int, is_silent: bool = False) -> dict:
    """Let so many officers work for so long; return how they were answered and what came of it."""
    prefix = "treo" if is_silent else "han"
    desks, early = make_desks(officers, prefix, PASSWORD), make_desks(EARLY, f"som-{prefix}", PASSWORD)
    chance = random.Random(seed)  # noqa: S311  the same hours again
    with served(ports, is_silent) as unit:
        work_all(early, ports[1], Day(), 0, chance)
        day, before = Day(), processor_seconds(unit.mark)
        took = work_all(desks, ports[1], day, seconds, chance)
        own, children = (now - then for now, then in zip(processor_seconds(unit.mark), before, strict=True))
    spent = {"processor_seconds": round(own / officers, 3), "with_reading": round((own + children) / officers, 3)}
    return {"officers": officers, "seconds": seconds, "took": round(took), **spent, **outcome(desks, day)}


@contextmanager
def served(ports: list[int], is_silent: bool):
    """Let the units work behind nginx at (its plain port, its port of HTTPS, the portal's); yields the web unit."""
    plain, tls, portal = ports
    own = {"ALLOWED_HOSTS": NAME, "BEHIND_PROXY": "1", "PROXY_COUNT": "1", "LOG_FORMAT": "json"}
    with silent_scanner() as address, nginx(plain, tls, portal):
        own["CLAMD_ADDRESS"] = address if is_silent else ""
        environment = environment_for(os.environ["DATABASE_URL"], Path(os.environ["DANVAN_DATA"])) | own
        environment.pop("HTTPS_REDIRECT")
        subprocess.run([sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"], check=True, env=environment)
        with units(environment, portal) as (web, _worker):
            wait_until(lambda: Visitor(tls).sign_in_page() == 200)
            yield web


@contextmanager
def silent_scanner():
    """A daemon that takes connections and whatever is sent, and answers nothing; yields its address."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield "{}:{}".format(*listening.getsockname())


def work_all(desks: list[Desk], port: int, day: Day, seconds: float, chance: random.Random) -> float:
    """Let all work at once, each at hours of its own; return the seconds until the last had sent."""
    began = time.monotonic()
    threads = [
        threading.Thread(target=work, args=(desk, Visitor(port), day, hours, began))
        for desk in desks
        for hours in [sorted(chance.uniform(0, seconds) for _act in range(SAVES + 4))]
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.monotonic() - began


def work(desk: Desk, browser: Visitor, day: Day, hours: list[float], began: float) -> None:
    """One officer's day: `hours` are the seconds after `began` of signing in, opening, saving, adding a file and
    sending.
    """
    signs_in, opens, *saves, adds, sends = hours
    wait_for(began + signs_in)
    day.note("sign-in page", browser.sign_in_page)
    day.note("sign-in", lambda: browser.sign_in(desk.name, PASSWORD))
    wait_for(began + opens)
    day.note("open", lambda: browser.ask(desk.path))
    for n, hour in enumerate(saves):
        wait_for(began + hour)
        day.note("save", lambda n=n: browser.ask(desk.path, desk.typed(n)))
    wait_for(began + adds)
    to, content = f"{desk.path}files/", made_pdf(desk.path)
    day.note("file", lambda: browser.ask_with_file(to, {"owner": "", **TICKED}, content))
    wait_for(began + sends)
    day.note("send", lambda: browser.ask(f"{desk.path}send/", TICKED))


def wait_for(moment: float) -> None:
    time.sleep(max(0.0, moment - time.monotonic()))


def processor_seconds(mark: str) -> tuple[float, float]:
    """Return what the unit's processes have worked, in user and system mode, and what their ended children had."""
    found = [0.0, 0.0]
    for process in processes_of(mark):
        try:
            columns = (Path("/proc") / str(process) / "stat").read_text().rpartition(")")[2].split()
        except OSError:  # it ended meanwhile
            continue
        user, system, children_user, children_system = (
            int(ticks) / os.sysconf("SC_CLK_TCK") for ticks in columns[11:15]
        )
        found = [found[0] + user + system, found[1] + children_user + children_system]
    return found[0], found[1]


def processes_of(mark: str) -> set[int]:
    """Return the processes that have the mark, and those that they began: readers of files have no environment."""
    marked, parents = set(), {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if mark.encode() in (folder / "environ").read_bytes().split(b"\0"):
                marked.add(int(folder.name))
            parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:  # it ended meanwhile, or is somebody else's
            continue
    while more := {process for process, parent in parents.items() if parent in marked} - marked:
        marked |= more
    return marked


# --- What came of it -------------------------------------------------------------------------------------------------
def outcome(desks: list[Desk], day: Day) -> dict:
    from reports.models import Round

    rounds = Round.objects.filter(dossier__in=[desk.dossier for desk in desks]).prefetch_related("files")
    return {
        "statuses": dict(sorted(day.statuses.items())),
        "answers": day.statuses.total(),
        "refused": sum(n for status, n in day.statuses.items() if status not in EXPECTED),
        "rounds": rounds.count(),
        "rounds_with_file": sum(sent.files.count() == 1 for sent in rounds),
        "last_texts": sum(sent.facts["sections"][0]["text"].endswith(f" {SAVES - 1}") for sent in rounds),
        "unscanned": sum(file.file.scanned_at is None for sent in rounds for file in sent.files.all()),
        "broken_files": broken_files(),
        "median_ms": round(median(day.times) * 1000),
        "p95_ms": round(quantiles(day.times, n=20)[-1] * 1000),
        "longest_ms": round(max(day.times) * 1000),
    }


EXPECTED = {"sign-in page 200", "sign-in 302", "open 200", "save 302", "file 302", "send 302"}


def is_well(result: dict) -> bool:
    """Every officer has sent, with the file and the last words, refused nothing; and it was as quick as it has to be on
    a machine that does nothing else.
    """
    all_sent = {result[name] for name in ("rounds", "rounds_with_file", "last_texts")} == {result["officers"]}
    is_quick = result["longest_ms"] <= LONGEST_MS and result["processor_seconds"] <= PROCESSOR_SECONDS
    return all_sent and is_quick and not (result["refused"] or result["broken_files"])
