"""Measures the PDFs of the demo's case: warm, against WeasyPrint without our shared style sheets and fonts, and from a
cold start.
"""

import json
import os
import subprocess
import sys

from django.conf import settings
from weasyprint import HTML

from bench.clock import command, median_ms, ms, ratio_to
from inspections.models import Inspection
from reports.demo.load import facts_of as facts_in
from reports.documents.compose import facts_of, kinds
from reports.documents.layout import lay_out
from reports.documents.press import engine
from reports.documents.press.render import html_of, pdf_of
from reports.management.commands.load_demo import FILES

# What is shared (style sheets, fonts) weighs most in a short paper; a report of tables is the engine's work nearly all
# through, and its ratio is only told.
LIMIT = {"conclusion-notice": {"at_most": 0.85}}
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
    inspection = the_case()
    for kind in kinds().values():
        sheet = lay_out(facts_of(kind, inspection))
        ours = lambda sheet=sheet: pdf_of(sheet)  # noqa: E731
        ratio = ratio_to(ours, lambda sheet=sheet: unshared(sheet, pdf_variant=engine.VARIANT))
        untagged = ratio_to(ours, lambda sheet=sheet: unshared(sheet))
        yield {
            "name": f"{kind.slug}, warm",
            "ms": round(median_ms(ours)),
            "ratio": round(ratio, 3),
            **LIMIT.get(kind.slug, {}),
        }
        yield {"name": f"{kind.slug}, warm, against an untagged file", "ratio": round(untagged, 3)}
        yield {"name": f"{kind.slug}, cold", "ms": round(ms(lambda sheet=sheet: cold(sheet)))}


def the_case() -> Inspection:
    """The one inspection of the demo's first file."""
    return Inspection.objects.get(campaign__code=facts_in(FILES[0])["campaign"]["code"])


def unshared(sheet: dict, **options) -> bytes:
    """The same page as anybody would print it: style sheets read and parsed, fonts set up anew each time."""
    page = HTML(string=html_of(sheet), base_url=f"{engine.SITE}/", url_fetcher=engine.OwnFilesFetcher())
    return page.write_pdf(**options)


def cold(sheet: dict) -> None:
    """In a process of its own, from the interpreter's start."""
    subprocess.run([sys.executable, "-c", COLD], input=json.dumps(sheet).encode(), env=os.environ, check=True)
