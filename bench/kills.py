"""Kills the job worker with -9 repeatedly during a batch and verifies that no item is lost or done twice.

By turns one process of its pool, chosen at random, is killed, which the worker itself must notice; or all of them at
once, as when a machine goes down, and the worker is started again.
"""

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from itertools import zip_longest
from pathlib import Path

from workflow.management.commands.run_jobs import processes_of

JOB = {"JOB_TIMEOUT": "2", "JOB_RETRY": "3", "WORKERS": "2"}  # a killed job comes back soon, not after minutes
PATIENCE = 240  # seconds; what isn't done by then is lost


def run(items: int, kills: int, seed: int) -> dict:
    """Notifies `items` planned inspections while the worker is killed `kills` times; what came of it."""
    chance = random.Random(seed)  # noqa: S311  the moments are to be the same again
    batch, started = start_batch(items), time.monotonic()
    moments = sorted(chance.sample(range(1, items), kills))
    for one, all_at_once in zip_longest(moments[::2], moments[1::2]):
        with worker() as process:
            wait_until(batch, one)
            time.sleep(chance.uniform(0, 0.05))
            os.kill(chance.choice(pool_of(process)), signal.SIGKILL)
            wait_until(batch, all_at_once)
    with worker():
        wait_until(batch, None)
    return {"items": items, "kills": kills, "seed": seed, "killed_after": moments} | outcome(batch, started)


def pool_of(process) -> list[int]:
    """The processes that the worker has begun, the oldest first."""
    return sorted(pid for started in children_of(process.pid) for pid in processes_of(started))


def children_of(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def start_batch(items: int):
    """So many inspections of bodies of their own, in the demo's open campaign; Minh has them notified."""
    from accounts.models import Organization, User
    from inspections.models import Campaign, Delegation, Inspection
    from workflow.jobs import batches

    campaign = Campaign.objects.get(code="DVCQ2026")
    codes = [f"tra-tan-{n}" for n in range(items)]
    Organization.objects.bulk_create(
        Organization(short_code=code, system="state", kind="peoples_committee") for code in codes
    )
    of = {"campaign": campaign, "delegation": Delegation.objects.get(campaign=campaign, number=1)}
    bodies = Organization.objects.filter(short_code__in=codes)
    made = [
        Inspection(**of, subject_organization=body, reporting_organization=body, reference=f"K-{body.short_code}")
        for body in bodies
    ]
    Inspection.objects.bulk_create(made)
    minh = User.objects.get(username="minh")
    rows = [(str(row.pk), row.reference) for row in made]
    return batches.start("inspections.notify", minh, rows, label="Gửi thông báo", reason="")


@contextmanager
def worker():
    """The job worker as a server has it; in the end killed with all that it began."""
    command = [sys.executable, "manage.py", "run_jobs"]
    process = subprocess.Popen(command, env=os.environ | JOB, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        sessions = children_of(process.pid)
        process.kill()
        for session in sessions:
            with suppress(ProcessLookupError):
                os.killpg(session, signal.SIGKILL)
        process.wait(10)


def wait_until(batch, done: int | None) -> None:
    """Until so many items are done; None: until the batch is finished."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        batch.refresh_from_db()
        if batch.finished_at or (done is not None and batch.items.exclude(state="waiting").count() >= done):
            return
        time.sleep(0.02)


def outcome(batch, started: float) -> dict:
    """How often each was done, by its events; how many items were left, how many people were told."""
    from collections import Counter

    from inspections.models import Inspection
    from reports.models import Dossier
    from workflow.models import Event, Notice

    keys = [int(key) for key in batch.items.values_list("key", flat=True)]
    events = Counter(Event.objects.filter(act="notify", object_id__in=keys).values_list("object_id", flat=True))
    return {
        "done": batch.items.filter(state="done").count(),
        "notified": Inspection.objects.filter(pk__in=keys, state="notified").count(),
        "events_each": sorted({events[key] for key in keys}),
        "requests": Dossier.objects.filter(inspection__in=keys).count(),
        "notices": Notice.objects.filter(path=f"/batches/{batch.pk}/").count(),
        "is_finished": batch.finished_at is not None,
        "seconds": round(time.monotonic() - started, 1),
    }


def is_well(result: dict) -> bool:
    """Every item done, exactly once, each body asked for its report, and its actor told once."""
    whole = result["done"] == result["notified"] == result["requests"] == result["items"]
    return whole and result["events_each"] == [1] and result["notices"] == 1 and result["is_finished"]
