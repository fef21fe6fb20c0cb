"""Kills the web server with -9 at random moments while it takes a file or a report, and has the act done again.

Afterwards a file is there with all its bytes or not at all, a report is sent once with its files or not, and whoever
presses the button again gets what the first press would have given.
"""

import os
import random
import signal
import threading
import time
from contextlib import contextmanager

from bench.kills import children_of
from bench.officers import Desk, broken_files, files_on_disk, made_pdf, make_desks

TICKED = {"is_not_secret": "on"}
PATIENCE = 60  # seconds in which the act is done again until it is answered


def run(kills: int, port: int, seed: int) -> dict:
    """Kill all processes that answer so many times, by turns in an upload and in a sending."""
    from bench.load import Browser, server
    from inspections.models import StoredFile

    chance = random.Random(seed)  # noqa: S311  the same moments again
    desks, started = make_desks(kills // 2 + 2, "ngat"), time.monotonic()
    litter = files_on_disk() - StoredFile.objects.count()
    found = {"answered_before": 0, "half_files": 0, "half_rounds": 0, "not_repeatable": 0}
    with server(port, preload=True) as (address, process):
        browsers = [Browser(address, desk.session) for desk in desks]
        seconds = [undisturbed(desks[0], browsers[0], act) for act in (upload, send)]
        for n in range(kills):
            act, desk, browser = (upload, send)[n % 2], desks[n // 2 + 1], browsers[n // 2 + 1]
            with pressed(act, desk, browser) as statuses:
                time.sleep(chance.uniform(0, seconds[n % 2]))
                for pid in children_of(process.pid):
                    os.kill(pid, signal.SIGKILL)
            time.sleep(0.3)  # a database server may still do what it was told last
            found["answered_before"] += statuses == [302]
            found["half_files"] += broken_files()
            found["half_rounds"] += not is_whole(desk)
            found["not_repeatable"] += not repeated(act, desk, browser)
    left = {"files_without_row": files_on_disk() - StoredFile.objects.count() - litter}
    return {"kills": kills, "seed": seed, **found, **left, "seconds": round(time.monotonic() - started, 1)}


# --- Acts ------------------------------------------------------------------------------------------------------------
def upload(desk: Desk, browser) -> int:
    browser.ask(desk.path, desk.typed())
    return browser.ask_with_file(f"{desk.path}files/", {"owner": "", **TICKED}, made_pdf(desk.path))


def send(desk: Desk, browser) -> int:
    return browser.ask(f"{desk.path}send/", TICKED)


def undisturbed(desk: Desk, browser, act) -> float:
    """Return how long the act takes, the second time it is done by anybody: the first loads the code."""
    began = time.monotonic()
    status = act(desk, browser)
    if status != 302:
        raise RuntimeError(f"{act.__name__} was answered with {status}")
    return time.monotonic() - began


@contextmanager
def pressed(act, desk: Desk, browser):
    """Let the act go on beside; yields the list that holds its status once it has ended."""
    statuses = []
    thread = threading.Thread(target=lambda: statuses.append(act(desk, browser)))
    thread.start()
    yield statuses
    thread.join()


def repeated(act, desk: Desk, browser) -> bool:
    """Press again until there is an answer; tell whether it is the right one and the act is done, once."""
    until, status = time.monotonic() + PATIENCE, 0
    while status in (0, 503) and time.monotonic() < until:
        status = act(desk, browser)
        time.sleep(0.1)
    return status == 302 and is_done(act, desk)


# --- What came of it -------------------------------------------------------------------------------------------------
def is_whole(desk: Desk) -> bool:
    """Tell whether the report is sent with its round, event and file, or isn't sent and has none."""
    from reports.models import Dossier
    from workflow.models import Event

    dossier = Dossier.objects.get(pk=desk.dossier)
    sends = Event.objects.about(dossier).filter(act="send").count()
    files = [sent.files.count() for sent in dossier.rounds.all()]
    return (dossier.state == "sent", sends, files) in ((True, 1, [1]), (False, 0, []))


def is_done(act, desk: Desk) -> bool:
    from reports.models import Dossier, SubmissionAttachment

    files = SubmissionAttachment.objects.filter(dossier=desk.dossier).count()
    is_sent = Dossier.objects.get(pk=desk.dossier).state == "sent"
    return (files, is_sent) == (1, act is send) and is_whole(desk) and not broken_files()


def is_well(result: dict) -> bool:
    return not any(result[name] for name in ("half_files", "half_rounds", "not_repeatable"))
