"""Measures what a campaign takes on a server, one JSON line each: records with their history, issued papers, sheets,
and backups. script/sizes starts it, on PostgreSQL; deploy/README, "How large a machine", has the figures.

The evidence that bodies attach isn't measured: there is none of real work yet. Its limits are settings, printed last.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from bench.bulk import ENVIRONMENT, create_database

DAY = date(2026, 10, 6)
BODIES = 130  # of one campaign, for the papers about a whole one
CAMPAIGN, OVER = "DVCQ2026", "CN2024"  # of the demo, of the bulk data
SHEETS = {
    "inspections": f"/campaigns/{OVER}/?export={{kind}}",
    "values": "/export/values.{kind}",
    "findings": "/export/findings.{kind}",
}
FILES, FILE_MB = 256, 4
TABLES = """
SELECT sum(pg_total_relation_size(oid)) FROM pg_class
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname LIKE %s
"""


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--communes", type=int, default=400, help="inspected in each of five campaigns")
    communes = parser.parse_args().communes
    with tempfile.TemporaryDirectory(prefix="danvan-sizes-") as folder:
        os.environ |= {**ENVIRONMENT, "DANVAN_DATA": folder}
        for line in measures(communes, Path(folder)):
            print(json.dumps(line, ensure_ascii=False), flush=True)
    return 0


def measures(communes: int, folder: Path) -> Iterator[dict[str, Any]]:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    create_database(connection)
    call_command("migrate", verbosity=0)
    with open(os.devnull, "w") as nowhere:
        call_command("load_demo", stdout=nowhere)
        yield from papers()
        before = table_bytes("%"), table_bytes("workflow_%")
        call_command("make_bulk_data", communes=communes, stdout=nowhere)
    yield records(before, 5 * communes)
    yield from sheets(communes)
    yield from backups(folder)
    yield limits()


# --- Records ---------------------------------------------------------------------------------------------------------
def records(before: tuple[int, int], bodies: int) -> dict[str, Any]:
    """Return bytes in the database for each body inspected once, indexes too; `history`: of events, logs, notices."""
    all_tables, history = table_bytes("%") - before[0], table_bytes("workflow_%") - before[1]
    return {"name": "records", "bodies": bodies, "bytes_a_body": all_tables // bodies, "history": history // bodies}


def table_bytes(like: str) -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(TABLES, [like])
        return int(cursor.fetchone()[0])


# --- Papers ----------------------------------------------------------------------------------------------------------
def papers() -> Iterator[dict[str, Any]]:
    """Print each kind of paper of the demo; the figures of a campaign as if it had BODIES."""
    from reports.documents.compose import kinds
    from reports.documents.compose.kinds import FactsMissing
    from reports.documents.layout import lay_out
    from reports.documents.press.render import pdf_of

    for slug, kind in sorted(kinds().items()):
        with suppress(FactsMissing):
            printed = pdf_of(lay_out(facts_for(kind)))
            yield {"name": f"paper: {slug}", "about": kind.about, "bytes": len(printed)}


def facts_for(kind) -> dict[str, Any]:
    """Return the facts of an issued paper of that kind, or of a new one; raises FactsMissing."""
    from reports.documents.compose import facts_of
    from reports.models import Document

    issued = Document.objects.filter(kind=kind.slug).exclude(pdf=None).order_by("pk").last()
    facts = issued.facts if issued else facts_of(kind, subject_of(kind.about))
    if kind.slug == "campaign-figures":
        facts = {**facts, "sections": list(islice(cycle(facts["sections"]), BODIES))}
    return facts


def subject_of(about: str):
    from inspections.models import Campaign, Inspection
    from reports.documents.compose import about_campaign, about_delegation, about_inspection

    campaign = Campaign.objects.get(code=CAMPAIGN)
    if about == "campaign":
        return about_campaign(campaign.pk, DAY)
    if about == "delegation":
        return about_delegation(campaign.delegations.earliest("pk").pk, DAY)
    inspection = Inspection.objects.filter(campaign=campaign, state="followed_up").earliest("pk")
    return about_inspection(inspection.pk, DAY)


# --- Sheets ----------------------------------------------------------------------------------------------------------
def sheets(communes: int) -> Iterator[dict[str, Any]]:
    """Take sheets out; the registers hold five campaigns."""
    from django.conf import settings
    from django.test import Client

    from accounts.models import User

    client = Client()
    client.force_login(User.objects.get(username="minh"), backend=settings.AUTHENTICATION_BACKENDS[-1])
    for name, address in SHEETS.items():
        bodies = communes if OVER in address else 5 * communes
        for kind in ("xlsx", "csv"):
            size = len(client.get(address.format(kind=kind)).getvalue())
            yield {"name": f"sheet: {name}, {kind}", "bodies": bodies, "bytes_a_body": size // bodies}


# --- Backups ---------------------------------------------------------------------------------------------------------
def backups(folder: Path) -> Iterator[dict[str, Any]]:
    """Back the database up; then with files of random bytes, as pictures and PDFs can't be compressed either, twice."""
    from django.conf import settings
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        size = cursor.fetchone()[0]
    seconds, made = backed_up(folder)
    dump = (made / "database.dump").stat().st_size
    yield {"name": "backup of the database", "mb": mb(size), "dump_mb": mb(dump), "seconds": seconds}
    Path(settings.FILES_DIR).mkdir(exist_ok=True)
    for n in range(FILES):
        Path(settings.FILES_DIR, f"{n:032x}").write_bytes(os.urandom(FILE_MB << 20))
    first, again = (backed_up(folder)[0] for _time in range(2))
    yield {"name": "backup with files", "files_mb": mb(FILES * FILE_MB << 20), "seconds": first, "again": again}


def backed_up(folder: Path) -> tuple[float, Path]:
    from django.utils import timezone

    from portal.backups.backup import back_up, site_in_use

    time.sleep(1)  # a backup is named by its second
    began = time.monotonic()
    made = back_up(site_in_use(), folder / "backups", timezone.now())
    return round(time.monotonic() - began, 1), made


def mb(size: int) -> float:
    return round(size / 1e6, 1)


def limits() -> dict[str, Any]:
    from django.conf import settings

    names = ("UPLOAD_MAX_BYTES", "REPORT_BYTES_MAX")
    return {"name": "limits of evidence"} | {name: getattr(settings, name) for name in names}


if __name__ == "__main__":
    sys.exit(main())
