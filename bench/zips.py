"""What the zip of a campaign's self-reports costs: 100 reports with 1 GB, sent by a process of its own.

The files are one file's bytes under a thousand names: the zip reads each.
"""

import os
import subprocess
import sys
from itertools import cycle, islice
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from accounts.models import Organization, User
from inspections.models import Campaign, Inspection, StoredFile
from reports.models import Dossier, SubmissionAttachment

REPORTS, FILES_EACH, BYTES_EACH = 100, 10, 1_073_742  # together 1 GB
PEAK_MB = 200
CAMPAIGN = "DVCQ2026"
SENT = """
import re, sys, time, django
from pathlib import Path
django.setup()
from reports.models import SubmissionAttachment
from ground.web import zip_response
from reports.submissions.attachments.zips import files_for_zip, zip_of
started, size = time.perf_counter(), 0
rows = SubmissionAttachment.objects.filter(file__original_name="bench.pdf")
for part in zip_response(zip_of(files_for_zip(rows), has_folders=True), "x.zip").streaming_content:
    size += len(part)
# Not ru_maxrss: a process inherits that from the one that began it.
peak = int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) / 1024
print(round((time.perf_counter() - started) * 1000), round(peak, 1), size)
"""


def measures(connection):
    """On the demo; nothing of it stays."""
    made = write_reports()
    try:
        spent, peak, size = (float(word) for word in sent(connection).split())
    finally:
        remove(made)
    name = f"zip of {REPORTS} reports with {size / 2**30:.2f} GB"
    yield {"name": name, "ms": spent, "peak_mb": peak, "peak_mb_at_most": PEAK_MB}


def write_reports() -> list[Inspection]:
    campaign, sender = Campaign.objects.get(code=CAMPAIGN), User.objects.get(username="lan")
    bodies = islice(cycle(Organization.objects.order_by("pk")), REPORTS)
    columns = {"campaign": campaign, "delegation": campaign.delegations.first()}
    inspections = [
        Inspection.objects.create(
            reference=f"BENCH-{n}", subject_organization=body, reporting_organization=body, **columns
        )
        for n, body in enumerate(bodies)
    ]
    for inspection in inspections:
        dossier = Dossier.objects.create(
            inspection=inspection, reporting_organization=inspection.reporting_organization, due_on=timezone.localdate()
        )
        for file in stored_files():
            SubmissionAttachment.objects.create(dossier=dossier, file=file, added_by=sender)
    return inspections


def stored_files() -> list[StoredFile]:
    first = settings.FILES_DIR / "bench-0"
    if not first.exists():
        default_storage.save(first.name, ContentFile(os.urandom(BYTES_EACH)))
    made = []
    for _n in range(FILES_EACH):
        key = f"bench-{StoredFile.objects.count() + 1}"
        os.link(first, settings.FILES_DIR / key)
        columns = {"sha256": "0" * 64, "size": BYTES_EACH, "content_type": "application/pdf", "scan_state": "clean"}
        made.append(StoredFile.objects.create(key=key, original_name="bench.pdf", **columns))
    return made


def remove(inspections: list[Inspection]) -> None:
    SubmissionAttachment.objects.filter(dossier__inspection__in=inspections).delete()
    StoredFile.objects.filter(original_name="bench.pdf").delete()
    Dossier.objects.filter(inspection__in=inspections).delete()
    Inspection.objects.filter(pk__in=[each.pk for each in inspections]).delete()
    for path in settings.FILES_DIR.glob("bench-*"):
        path.unlink()


def sent(connection) -> str:
    name, server = connection.settings_dict["NAME"], os.environ.get("DATABASE_URL")
    address = urlsplit(server)._replace(path=f"/{name}").geturl() if server else f"sqlite:///{name}"
    environment = {**os.environ, "DATABASE_URL": address}
    done = subprocess.run([sys.executable, "-c", SENT], env=environment, capture_output=True, check=True, text=True)
    return done.stdout
