"""Simulates the last day before a deadline: officers who write, add a file and send, all within some minutes.

Each opens the report, saves again and again what is typed, adds a file and sends; nobody may be refused. While many
files come in at once the portal says when to send one again (503), and the page does so by itself: that is counted
apart.
"""

import random
import threading
import time
from collections import Counter
from statistics import median, quantiles

from bench.load import Browser, server
from bench.officers import Desk, broken_files, made_pdf, make_desks

SAVES = 8  # of each officer, spread over the time
TICKED = {"is_not_secret": "on"}
PATIENCE = 60  # seconds in which a file is sent again while the portal is busy


class Day:
    """What was answered, and how long it took, by all threads together."""

    def __init__(self) -> None:
        self.statuses, self.times, self.lock = Counter(), [], threading.Lock()

    def note(self, what: str, act) -> int:
        started = time.monotonic()
        status = act()
        with self.lock:
            self.times.append(time.monotonic() - started)
            self.statuses[f"{what} {status}"] += 1
        return status


def run(officers: int, seconds: int, port: int, seed: int) -> dict:
    """Let so many officers work for so long; return how they were answered and what came of it."""
    desks, day = make_desks(officers, "han"), Day()
    chance = random.Random(seed)  # noqa: S311  the same hours again
    with server(port) as (address, _process):
        began = time.monotonic()
        threads = [
            threading.Thread(target=work, args=(desk, Browser(address, desk.session), day, hours, began))
            for desk in desks
            for hours in [sorted(chance.uniform(0, seconds) for _act in range(SAVES + 3))]
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        took = time.monotonic() - began
    return {"officers": officers, "seconds": seconds, "took": round(took), **outcome(desks, day)}


def work(desk: Desk, browser: Browser, day: Day, hours: list[float], began: float) -> None:
    """One officer's day: `hours` are the seconds after `began` of opening, saving, adding a file and sending."""
    opens, *saves, adds, sends = hours
    wait_for(began + opens)
    day.note("open", lambda: browser.ask(desk.path))
    for n, hour in enumerate(saves):
        wait_for(began + hour)
        day.note("save", lambda n=n: browser.ask(desk.path, desk.typed(n)))
    wait_for(began + adds)
    add_file(desk, browser, day)
    wait_for(began + sends)
    day.note("send", lambda: browser.ask(f"{desk.path}send/", TICKED))


def add_file(desk: Desk, browser: Browser, day: Day) -> None:
    until, content = time.monotonic() + PATIENCE, made_pdf(desk.path)

    def press() -> int:
        return browser.ask_with_file(f"{desk.path}files/", {"owner": "", **TICKED}, content)

    while day.note("file", press) == 503 and time.monotonic() < until:
        time.sleep(2)


def wait_for(moment: float) -> None:
    time.sleep(max(0.0, moment - time.monotonic()))


def outcome(desks: list[Desk], day: Day) -> dict:
    from reports.models import Round

    rounds = Round.objects.filter(dossier__in=[desk.dossier for desk in desks]).prefetch_related("files")
    return {
        "statuses": dict(sorted(day.statuses.items())),
        "rounds": rounds.count(),
        "rounds_with_file": sum(sent.files.count() == 1 for sent in rounds),
        "last_texts": sum(sent.facts["sections"][0]["text"].endswith(f" {SAVES - 1}") for sent in rounds),
        "broken_files": broken_files(),
        "median_ms": round(median(day.times) * 1000),
        "p95_ms": round(quantiles(day.times, n=20)[-1] * 1000),
        "longest_ms": round(max(day.times) * 1000),
    }


def is_well(result: dict) -> bool:
    """Every officer has sent, with the file and the last words; a file was asked to wait at most."""
    expected = {"open 200", "save 302", "file 302", "file 503", "send 302"}
    all_sent = {result[name] for name in ("rounds", "rounds_with_file", "last_texts")} == {result["officers"]}
    return all_sent and set(result["statuses"]) <= expected and not result["broken_files"]
