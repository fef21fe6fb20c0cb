"""Ends parts of the portal while officers write and a batch runs, and sees them come back by themselves.

One after the other: PostgreSQL is restarted; the worker is killed; web, worker and PostgreSQL are killed with -9 in the
same moment. Everybody presses again what was not answered, as people do. What was acknowledged has to be there, once.

There is no systemd here. A stand-in starts the two units again as their files say (bench.units), and PostgreSQL after
five seconds, as with `Restart=on-failure` and `RestartSec=5` in its unit, or as when the whole machine comes up again.
PostgreSQL has its own settings: what it has acknowledged is written.
"""

import os
import random
import signal
import tempfile
import threading
import time
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from bench import kills
from bench.load import Browser
from bench.officers import TEXT, Desk, broken_files, made_pdf, make_desks
from bench.outage import Postgres, answer, environment_for, units, wait_until

RESTART_SECONDS = 5  # RestartSec of PostgreSQL
BACK_WITHIN = 30  # seconds
BETWEEN = 25  # seconds of quiet work before each crash
PATIENCE = 120  # seconds for which somebody presses again
TICKED = {"is_not_secret": "on"}


def run(officers: int, items: int, port: int, seed: int) -> dict:
    """Let officers work and a batch run through the three crashes; return what came of it, and after how many seconds
    each part worked again, None for never.
    """
    with own_postgres() as (postgres, environment):
        desks = make_desks(officers, "gay")
        with units(environment, port) as (web, worker):
            wait_until(lambda: answer(port) == 200)
            batch, started, chance = kills.start_batch(items), time.monotonic(), random.Random(seed)  # noqa: S311
            acts = {
                "database_restart": lambda: restart(postgres),
                "worker_kill": worker.end_all,
                "everything_kill": lambda: kill_all(postgres, web, worker),
            }
            days = [Work(desk, port, chance.uniform(0, 2 * BETWEEN), BETWEEN * 3 / 10) for desk in desks]
            back = {f"back_after_{name}": crash(act, port) for name, act in acts.items()}
            for day in days:
                day.join()
            kills.wait_until(batch, None)
        result = {"officers": officers, "items": items, "seed": seed, **back, **kills.outcome(batch, started)}
        return result | outcome(days)


# --- What breaks -----------------------------------------------------------------------------------------------------
@contextmanager
def own_postgres():
    """Make a filled cluster of our own, to which this process is connected; yields it and the units' environment."""
    from django.db import connection

    from bench import torture

    before = dict(connection.settings_dict)
    with tempfile.TemporaryDirectory(prefix="danvan-crashes-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # PostgreSQL is another user
        postgres = Postgres(folder)
        postgres.start()
        try:
            connection.close()
            connection.settings_dict |= {"NAME": "danvan", "HOST": str(folder / "socket")}
            torture.prepare(connection)
            url = f"postgres://postgres@/danvan?host={folder / 'socket'}"
            yield postgres, environment_for(url, Path(os.environ["DANVAN_DATA"]))
        finally:
            connection.close()
            connection.settings_dict |= before
            postgres.stop()


def restart(postgres: Postgres) -> None:
    postgres.stop()
    postgres.start()


def kill_all(postgres: Postgres, web, worker) -> None:
    """Kill every process of all three; the units' stand-ins start theirs again meanwhile."""
    main = int((postgres.folder / "cluster" / "postmaster.pid").read_text().split()[0])
    for pid in [main, *kills.children_of(main)]:
        os.kill(pid, signal.SIGKILL)
    web.end_all()
    worker.end_all()
    postgres.stop()  # what is left of the script around it
    time.sleep(RESTART_SECONDS)
    postgres.start()


def crash(act, port: int) -> float | None:
    """Wait, let it happen; return after how many seconds pages come and a job is done again."""
    from django.db import connection
    from django.utils import timezone

    time.sleep(BETWEEN)
    since, began = timezone.now(), time.monotonic()
    act()
    connection.close()
    is_back = wait_until(lambda: answer(port) == 200) and wait_until(lambda: job_was_done(since))
    return round(time.monotonic() - began, 1) if is_back else None


def job_was_done(since: datetime) -> bool:
    """Tell whether the worker has done a job that was begun since then; one is put into the queue for it."""
    from django_q.models import OrmQ, Task
    from django_q.tasks import async_task

    if not OrmQ.objects.exists():
        async_task("math.floor", 2.5)
    return Task.objects.filter(started__gt=since, success=True).exists()


# --- Who works -------------------------------------------------------------------------------------------------------
class Work(threading.Thread):
    """An officer who writes each section once, adds a file and sends, and notes what was acknowledged."""

    def __init__(self, desk: Desk, port: int, begins: float, pause: float) -> None:
        super().__init__()
        self.desk, self.begins, self.pause = desk, begins, pause
        self.browser = Browser(f"http://127.0.0.1:{port}", desk.session)
        self.written: dict[str, str] = {}
        self.pressed_again = self.unanswered = 0
        self.start()

    def run(self) -> None:
        from reports.submissions.contents.outline import SECTIONS

        path = self.desk.path
        time.sleep(self.begins)
        for section in SECTIONS:
            text = f"{TEXT} {section.slug} {self.desk.name}"
            typed = {f"text-{section.slug}": text, f"{section.slug}-revision": "0"}
            if self.press(lambda typed=typed: self.browser.ask(path, typed)):
                self.written[section.slug] = text
            time.sleep(self.pause)
        content = made_pdf(path)
        self.press(lambda: self.browser.ask_with_file(f"{path}files/", {"owner": "", **TICKED}, content))
        self.press(lambda: self.browser.ask(f"{path}send/", TICKED))

    def press(self, act) -> bool:
        """Press until it is acknowledged; tell whether it was."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if act() == 302:
                return True
            self.pressed_again += 1
            time.sleep(1)
        self.unanswered += 1
        return False


# --- What came of it -------------------------------------------------------------------------------------------------
def outcome(days: list[Work]) -> dict:
    from reports.models import Round

    rounds: dict[int, list] = {}
    for each in Round.objects.filter(dossier__in=[day.desk.dossier for day in days]).prefetch_related("files"):
        rounds.setdefault(each.dossier_id, []).append(each)
    sent = [rounds.get(day.desk.dossier, []) for day in days]
    return {
        "pressed_again": sum(day.pressed_again for day in days),
        "unanswered": sum(day.unanswered for day in days),
        "reports_sent_once": sum(len(each) == 1 for each in sent),
        "reports_with_one_file": sum([one.files.count() for one in each] == [1] for each in sent),
        "texts_lost": sum(texts_lost(day, each) for day, each in zip(days, sent, strict=True)),
        "broken_files": broken_files(),
    }


def texts_lost(day: Work, rounds: list) -> int:
    """Return how many acknowledged texts aren't in what was sent."""
    held = {section["slug"]: section["text"] for sent in rounds for section in sent.facts["sections"]}
    return sum(held.get(slug) != text for slug, text in day.written.items())


def is_well(result: dict) -> bool:
    """Nothing acknowledged is lost, nothing done twice, everybody was answered, and all came back in time."""
    once = {result["reports_sent_once"], result["reports_with_one_file"]} == {result["officers"]}
    back = [seconds for name, seconds in result.items() if name.startswith("back_after_")]
    is_back = all(seconds is not None and seconds <= BACK_WITHIN for seconds in back)
    nothing_lost = not (result["texts_lost"] or result["unanswered"] or result["broken_files"])
    return kills.is_well(result) and once and is_back and nothing_lost
