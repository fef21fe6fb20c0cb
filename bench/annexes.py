"""Kills with -9 the process that prints and issues a long annex, and verifies that the annex ends as if nobody had:
under the number that was reserved first, with parts that are whole or absent after each kill.

What runs the jobs here is a process that takes them one after the other, as the worker's do; that a killed worker's job
is run again by the queue is what `kills` shows. Of each annex the kills hit the printing of its first part, of its
second, and the issue after them; by turns the process alone, or what it has begun too, as when a machine goes down.
"""

import os
import random
import signal
import time
import zipfile
from contextlib import suppress
from datetime import date

from bench.issues import ended, forked, has_its_bytes, moment
from bench.kills import children_of

DAY = date(2026, 5, 20)
BOXES_A_PART = 700  # two parts of few pages in the demo
NUMBER = 900  # of the first; an annex has one only where the office types it
KILLS_EACH = 3  # while each of its parts is printed, and at the issue
PATIENCE = 120  # seconds until a process has come where it is to be killed


def run(kills: int, seed: int) -> dict:
    """Issue the figures of the demo's open campaign, once for three kills, and count what came of it."""
    from reports.documents.layout import parts

    parts.BOXES_A_PART = BOXES_A_PART
    chance, started = random.Random(seed), time.monotonic()  # noqa: S311  the same moments again
    annexes = [killed_annex(first, min(KILLS_EACH, kills - first), chance) for first in range(0, kills, KILLS_EACH)]
    counts = {name: sum(annex[name] for annex in annexes) for name in ("issued", "halves", "failures")}
    lists = {name: [annex[name] for annex in annexes] for name in ("printed_after_each", "parts", "numbers")}
    seconds = round(time.monotonic() - started, 1)
    return {"annexes": len(annexes), "kills": kills, "seed": seed, "seconds": seconds} | counts | lists


def killed_annex(first: int, kills: int, chance: random.Random) -> dict:
    """Issue one annex in a process that is killed so many times, then to the end."""
    from reports.documents.press import printed
    from workflow.models import Batch

    printed.store().clear()
    key = begin_issue(NUMBER + first)
    batch = Batch.objects.get(kind="reports.issue", finished_at=None)
    found = [killed_at(aim, batch, key, chance, are_all=(first + aim) % 2 == 1) for aim in range(kills)]
    failures = ended(forked(work_off, batch.pk))
    pdfs = {pdf for printed_by_then in found for pdf in printed_by_then}
    each = {"printed_after_each": [len(printed_by_then) for printed_by_then in found], "failures": failures}
    return each | outcome(key, batch, pdfs)


def begin_issue(number: int) -> int:
    """Submit an annex and begin its issue under that number; return its key."""
    from accounts.models import User
    from inspections.models import Campaign
    from reports.documents.issue.background import issue_in_background
    from reports.documents.issue.drafts import start_draft
    from reports.documents.issue.steps import submit

    minh, ngoc = (User.objects.get(username=name) for name in ("minh", "ngoc"))
    document = start_draft("campaign-figures", Campaign.objects.get(code="DVCQ2026"), minh, DAY, today=DAY)
    submit(document, minh, now=moment())
    issue_in_background(document, ngoc, DAY, number, now=moment())
    return document.pk


# --- Processes -------------------------------------------------------------------------------------------------------
def work_off(batch_pk: int) -> None:
    """Run the batch's waiting items one after the other."""
    from workflow.jobs import batches
    from workflow.models import BatchItem

    while item := BatchItem.objects.filter(batch=batch_pk, state="waiting").order_by("pk").first():
        batches.run(batch_pk, [item.pk])


def killed_at(aim: int, batch, key: int, chance: random.Random, are_all: bool) -> list[bytes]:
    """Run the batch until `aim` of its items are done, kill that process there, and return the PDFs of the parts that
    are printed by then.
    """
    from reports.documents.press import printed

    sheet = sheet_of(key)
    child = forked(work_off, batch.pk)
    wait_until_at(aim, child, batch, is_print=aim < len(sheet["parts"]))
    time.sleep(chance.uniform(0, 0.3))
    for pid in [child, *(children_of(child) if are_all else [])]:
        os.kill(pid, signal.SIGKILL)
    ended(child)
    return [pdf for _pages, pdf in printed.parts_so_far(sheet)]


def wait_until_at(aim: int, child: int, batch, is_print: bool) -> None:
    """Wait until so many items are done and, of a part, its printing process has begun; or all is done."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and batch.items.filter(state="waiting").exists():
        with suppress(FileNotFoundError):  # the child has ended
            if batch.items.exclude(state="waiting").count() >= aim and (children_of(child) or not is_print):
                return
        time.sleep(0.01)


def sheet_of(key: int) -> dict:
    from reports.documents.issue import printing
    from reports.models import Document

    return printing.sheet_of(Document.objects.get(pk=key))


# --- What came of it -------------------------------------------------------------------------------------------------
def outcome(key: int, batch, pdfs: set[bytes]) -> dict:
    """`pdfs`: the parts that were printed after a kill; `halves` counts those that the issued annex doesn't hold, and
    its own that aren't a whole PDF.
    """
    from reports.models import Document, TakenNumber
    from workflow.models import Event

    document = Document.objects.select_related("pdf").get(pk=key)
    parts = issued_parts(document)
    batch.refresh_from_db()
    is_once = Event.objects.about(document).filter(act="issue").count() == 1
    return {
        "issued": int(bool(parts) and is_once and batch.finished_at is not None),
        "parts": len(parts),
        "halves": len(pdfs - parts) + sum(not is_whole(pdf) for pdf in parts),
        "numbers": list(TakenNumber.objects.filter(document=key).values_list("n", "use")),
    }


def is_whole(pdf: bytes) -> bool:
    return pdf.startswith(b"%PDF-") and pdf.rstrip().endswith(b"%%EOF")


def issued_parts(document) -> set[bytes]:
    """Return the PDFs in the stored archive; none where the document isn't issued with its bytes."""
    from django.core.files.storage import default_storage

    if document.state != "issued" or not has_its_bytes(document):
        return set()
    with default_storage.open(document.pdf.key) as opened, zipfile.ZipFile(opened) as archive:
        return {archive.read(name) for name in archive.namelist()}


def is_well(result: dict) -> bool:
    """Each annex is issued once, of two parts, under its own number, and no kill has left half a part."""
    numbers = [[(NUMBER + n * KILLS_EACH, "used")] for n in range(result["annexes"])]
    is_whole = result["issued"] == result["annexes"] and result["parts"] == [2] * result["annexes"]
    return is_whole and result["numbers"] == numbers and not (result["halves"] or result["failures"])
