"""What one kind of paper for a whole campaign costs: 192 notices, drafted and printed by one worker and by two, and
all of them as one zip and as one PDF.

The workers are processes that are ready, with the engine loaded, before the clock starts; each pair of runs does other
notices. The files are made by a process of its own.
"""

import os
import statistics
import subprocess
import sys
import time
from itertools import cycle, islice
from urllib.parse import urlsplit

from accounts.models import Organization, User
from inspections.models import Campaign, Inspection
from reports.documents.issue.many import MANY
from reports.documents.press import printed
from reports.models import Document
from workflow.models import Batch, BatchItem

NOTICES, RUNS = 192, 3
A_RUN = NOTICES // RUNS // 2
OF_TWO_AT_MOST = 0.67  # of one worker's time: 1.5 times as many in the same time
PEAK_MB = 300
CAMPAIGN, KIND = "DVCQ2026", "conclusion-notice"
WORKER = """
import sys, django
django.setup()
from django.urls import get_resolver
from workflow.jobs import batches
from workflow.models import Batch
get_resolver().url_patterns
first, *keys = [int(key) for key in sys.argv[2:]]
batch = Batch.objects.select_related("actor__person").get(pk=sys.argv[1])
batches.do_long(batch, first)
print("ready", flush=True)
sys.stdin.readline()
for key in keys:
    batches.do_long(batch, key)
"""
SENT = """
import re, sys, time, django
from pathlib import Path
django.setup()
from django.utils import timezone
from accounts.models import User
from ground.web import zip_response
from inspections.models import Campaign
from reports.documents.issue.many import file_of, papers_of
from reports.documents.press.joined import joined
from reports.documents.views.many import zip_of
started, size = time.perf_counter(), 0
minh, campaign = User.objects.get(username="minh"), Campaign.objects.get(code=sys.argv[1])
papers = [each for each in papers_of(campaign, sys.argv[2], minh, timezone.localdate()) if each.is_ready]
if sys.argv[3] == "zip":
    size = sum(map(len, zip_response(zip_of(papers, "x"), "x.zip").streaming_content))
else:
    size = len(joined(file_of(each.document) for each in papers))
# Not ru_maxrss: a process inherits that from the one that began it.
peak = int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) / 1024
print(round((time.perf_counter() - started) * 1000), round(peak, 1), len(papers))
"""


def measures(connection):
    """On the demo; nothing of it stays."""
    inspections = write_inspections()
    try:
        yield throughput(connection, inspections)
        for what in ("zip", "pdf"):
            spent, peak, count = (float(word) for word in run(connection, SENT, CAMPAIGN, KIND, what).split())
            name = f"{what} of {count:.0f} notices"
            yield {"name": name, "ms": spent, "peak_mb": peak, "peak_mb_at_most": PEAK_MB}
    finally:
        remove(inspections)


def write_inspections() -> list[Inspection]:
    campaign = Campaign.objects.get(code=CAMPAIGN)
    bodies = islice(cycle(Organization.objects.filter(locality__isnull=False).order_by("pk")), NOTICES + 2 * 2 * RUNS)
    columns = {"campaign": campaign, "delegation": campaign.delegations.first()}
    return [
        Inspection.objects.create(
            reference=f"BENCH-{n}", subject_organization=body, reporting_organization=body, **columns
        )
        for n, body in enumerate(bodies)
    ]


def throughput(connection, inspections: list[Inspection]) -> dict:
    """Let one worker and two draft and print as many other notices each, by turns."""
    waiting, spent = iter(inspections), {1: [], 2: []}
    for _run in range(RUNS):
        for workers in (1, 2):
            spent[workers].append(work_off(connection, [next(waiting) for _ in range(A_RUN + workers)], workers))
    one, two = (statistics.median(spent[workers]) for workers in (1, 2))
    name = f"{A_RUN} notices drafted and printed, two workers to one"
    return {"name": name, "ms": round(two * 1000), "ratio": round(two / one, 2), "at_most": OF_TWO_AT_MOST}


def work_off(connection, inspections: list[Inspection], workers: int) -> float:
    """Return how many seconds the workers need for all but the first of each, by which they get ready."""
    parameters = {"paper": KIND, "language": "vi"}
    batch = Batch.objects.create(kind=MANY, actor=User.objects.get(username="minh"), parameters=parameters)
    items = [BatchItem.objects.create(batch=batch, key=str(each.pk)).pk for each in inspections]
    begun = [begin(connection, WORKER, batch.pk, *items[n::workers]) for n in range(workers)]
    for each in begun:
        each.stdout.readline()
    started = time.perf_counter()
    for each in begun:
        each.stdin.write("go\n")
        each.stdin.flush()
    for each in begun:
        each.communicate()
    seconds = time.perf_counter() - started
    undone = list(batch.items.exclude(state="done").values_list("message", flat=True))
    assert not undone, undone
    return seconds


def begin(connection, code: str, *arguments) -> subprocess.Popen:
    name, server = connection.settings_dict["NAME"], os.environ.get("DATABASE_URL")
    address = urlsplit(server)._replace(path=f"/{name}").geturl() if server else f"sqlite:///{name}"
    environment = {**os.environ, "DATABASE_URL": address}
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def run(connection, code: str, *arguments) -> str:
    begun = begin(connection, code, *arguments)
    answer, _errors = begun.communicate()
    assert begun.returncode == 0
    return answer


def remove(inspections: list[Inspection]) -> None:
    Document.objects.filter(inspection__in=inspections).delete()
    Inspection.objects.filter(pk__in=[each.pk for each in inspections]).delete()
    Batch.objects.filter(kind=MANY).delete()
    printed.store().clear()
