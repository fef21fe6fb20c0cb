"""Measures the PDFs of the demo's papers: warm, against WeasyPrint without our shared style sheets and fonts; longer
ones and a cold start, reported only; and what three hundred of them leave behind in the process.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from weasyprint import CSS, HTML

from bench.clock import command, median_ms, ms, ratio_to
from reports.documents.layout import lay_out
from reports.documents.press import engine
from reports.documents.press.render import html_of, pdf_of
from reports.models import Document

# What is shared (style sheets, fonts) weighs most in a short paper; a long one is the engine's work nearly all through,
# and its ratio is only reported.
AT_MOST = 0.85
RENDERS, GROWTH_MB = 300, 5
LONG = {"6 pages": 40, "30 pages": 235}  # findings of a notice
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
    notice = lay_out(facts_of("conclusion-notice"))
    yield {**warm("notice of 2 pages", notice), "at_most": AT_MOST}
    for kind in ("result-report", "plan"):
        yield warm(kind, lay_out(facts_of(kind)))
    for name, findings in LONG.items():
        yield warm(f"notice of {name}", lay_out(with_findings(facts_of("conclusion-notice"), findings)), times=3)
    yield {"name": "notice, cold", "ms": round(ms(lambda: cold(notice)))}
    yield {"name": f"{RENDERS} notices in one process", "peak_mb": growth(notice), "peak_mb_at_most": GROWTH_MB}


def facts_of(kind: str) -> dict[str, Any]:
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
    """Print the same page as anybody would: style sheets read and parsed, fonts set up anew each time."""
    page = HTML(string=html_of(sheet), base_url=f"{engine.SITE}/", url_fetcher=engine.OwnFilesFetcher())
    return page.write_pdf(stylesheets=[CSS(string=sheet["stylesheet"])], pdf_variant=engine.VARIANT)


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


def memory_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
