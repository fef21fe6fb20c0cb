"""Measures the PDFs of the demo's papers: warm, against WeasyPrint without our shared style sheets and fonts; longer
ones and a cold start, reported only; what three hundred of them leave behind in the process; and how much memory the
annex of a whole province needs.
"""

import io
import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import date
from itertools import cycle, islice
from pathlib import Path
from typing import Any, Self

import pdfplumber
from django.conf import settings
from django.contrib.staticfiles import finders
from weasyprint import CSS, HTML

from bench.clock import command, median_ms, ms, ratio_to
from inspections.models import Campaign
from reports.documents.compose import about_campaign, facts_of, kind_of
from reports.documents.layout import lay_out
from reports.documents.press import engine
from reports.documents.press.render import files_apart, html_of, pdf_of
from reports.models import Document

# What is shared (style sheets, fonts) weighs most in a short paper; a long one is the engine's work nearly all through,
# and its ratio is only reported.
AT_MOST = 0.85
RENDERS, GROWTH_MB = 300, 5
ANNEX_UNITS, ANNEX_MB = 334, 300
LONG = {"6 pages": 40, "30 pages": 235}  # findings of a notice
LINK = re.compile(r"<link rel=.stylesheet.[^>]*>")
COLD = """
import json, sys, django
django.setup()
from reports.documents.press.render import pdf_of
pdf_of(json.load(sys.stdin))
"""


def measures():
    settings.DEBUG = True  # the demo asks for it
    command("load_demo")()
    settings.DEBUG = False
    notice = lay_out(issued_facts("conclusion-notice"))
    yield {**warm("notice of 2 pages", notice), "at_most": AT_MOST}
    for kind in ("result-report", "plan"):
        yield warm(kind, lay_out(issued_facts(kind)))
    for name, findings in LONG.items():
        yield warm(f"notice of {name}", lay_out(with_findings(issued_facts("conclusion-notice"), findings)), times=3)
    yield {"name": "notice, cold", "ms": round(ms(lambda: cold(notice)))}
    yield annex_of_a_province()
    yield {"name": f"{RENDERS} notices in one process", "peak_mb": growth(notice), "peak_mb_at_most": GROWTH_MB}


def issued_facts(kind: str) -> dict[str, Any]:
    return Document.objects.filter(kind=kind).exclude(pdf=None).earliest("pk").facts


def with_findings(facts: dict[str, Any], count: int) -> dict[str, Any]:
    first, *others = facts["sections"]
    lines = [first["paragraphs"][0]] * count
    return {**facts, "sections": [{**first, "paragraphs": lines}, *others]}


def warm(name: str, sheet: dict[str, Any], times: int = 15) -> dict[str, Any]:
    ours = lambda: pdf_of(sheet)  # noqa: E731
    ratio = ratio_to(ours, lambda: unshared(sheet), times=times)
    return {"name": f"{name}, warm", "ms": round(median_ms(ours, times=3)), "ratio": round(ratio, 3)}


def unshared(sheet: dict[str, Any]) -> bytes:
    """Print the same page as anybody would: style sheets parsed, fonts set up anew each time. The page's own links are
    for browsers; the engine would try to fetch them.
    """
    html = LINK.sub("", html_of(sheet))
    page = HTML(string=html, base_url=f"{engine.SITE}/", url_fetcher=engine.OwnFilesFetcher())
    common = Path(finders.find(engine.PAPER_CSS)).read_text()
    styles = [CSS(string=common), CSS(string=sheet["stylesheet"])]
    return page.write_pdf(stylesheets=styles, pdf_variant=engine.VARIANT)


def cold(sheet: dict[str, Any]) -> None:
    """Print it in a process of its own, from the interpreter's start."""
    subprocess.run([sys.executable, "-c", COLD], input=json.dumps(sheet).encode(), env=os.environ, check=True)


def growth(sheet: dict[str, Any]) -> float:
    """Return by how many MB the process grew over the renders, after the first ones have filled its caches."""
    for _first in range(20):
        pdf_of(sheet)
    before = memory_mb()
    for _again in range(RENDERS):
        pdf_of(sheet)
    return round(memory_mb() - before, 1)


def annex_of_a_province() -> dict[str, Any]:
    """Print the figures of the demo's campaign as if it had as many units as it takes for some 340 pages."""
    campaign = Campaign.objects.get(code="DVCQ2026")
    facts = facts_of(kind_of("campaign-figures"), about_campaign(campaign.pk, date(2026, 10, 6)))
    units = list(islice(cycle(facts["sections"]), ANNEX_UNITS))
    sheet = lay_out({**facts, "sections": units})
    files: list[tuple[str, bytes]] = []
    with PeakOfProcesses() as peak:
        spent = ms(lambda: files.extend(files_apart(sheet)))
    pages = sum(len(pdfplumber.open(io.BytesIO(pdf)).pages) for _name, pdf in files)
    name = f"annex of {pages} pages in {len(files)} parts"
    return {"name": name, "ms": round(spent), "peak_mb": round(peak.mb), "peak_mb_at_most": ANNEX_MB}


class PeakOfProcesses:
    """Watches the processes begun by this one, and theirs: `mb` is the most that any of them had in memory."""

    def __enter__(self) -> Self:
        self.mb, self._ended = 0.0, threading.Event()
        self._watching = threading.Thread(target=self._watch)
        self._watching.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._watching.join()

    def _watch(self) -> None:
        while not self._ended.wait(0.02):
            self.mb = max([self.mb, *map(highest_mb, processes_below(os.getpid()))])


def processes_below(pid: int) -> Iterator[int]:
    try:
        below = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:  # it has just ended
        return
    for child in map(int, below):
        yield child
        yield from processes_below(child)


def highest_mb(pid: int) -> float:
    """Return the most memory that a process has had so far; 0 for one that has ended."""
    try:
        found = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    except OSError:
        return 0.0
    return int(found[1]) / 1024 if found else 0.0


def memory_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
