"""Measures the request of self-reports: 3,321 bodies notified in the background, against bare inserts of the same rows.

Each body gets its dossier, its event and its item's outcome; a reader of the batch's page sees how many are done.
"""

from time import perf_counter

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import Organization, User
from bench.clock import processor_ms, queries
from inspections.models import Campaign, Delegation, Inspection
from reports.models import Dossier
from workflow.jobs import batches
from workflow.models import Event

BODIES = 3321  # the country's communes since July 2025
BARE = 300  # of them, for the baseline


def measures():
    """On the demo; nothing of it stays."""
    settings.DEBUG = False
    with transaction.atomic():
        yield request_measured(planned_inspections("yeu-cau", BODIES), planned_inspections("so-sanh", BARE))
        transaction.set_rollback(True)


def request_measured(inspections: list[Inspection], others: list[Inspection]) -> dict:
    minh = User.objects.get(username="minh")
    rows = [(str(each.pk), each.reference) for each in inspections]
    batch = batches.start("inspections.notify", minh, rows, label="Gửi thông báo", reason="")
    items = list(batch.items.order_by("pk").values_list("pk", flat=True))
    a_job = batches.ITEMS_A_JOB
    first, *jobs = [items[begin : begin + a_job] for begin in range(0, len(items), a_job)]
    cost = {"queries": queries(lambda: batches.run(batch.pk, first))}
    progress, started = [], perf_counter()

    def work_off():
        for job in jobs:
            batches.run(batch.pk, job)
            progress.append(batches.counts_of([batch])[batch.pk].worked)

    worked = processor_ms(work_off)
    cost["ms"] = round((perf_counter() - started) * 1000)
    assert progress == [*range(2 * a_job, BODIES, a_job), BODIES], progress[-3:]
    assert Dossier.objects.filter(inspection__in=inspections).count() == BODIES
    ratio = (worked / (BODIES - len(first))) / (processor_ms(lambda: insert_bare(others, minh)) / BARE)
    return {
        "name": f"request of {BODIES} reports",
        **cost,
        "queries_at_most": 320,
        "ratio": round(ratio, 1),
        "at_most": 35,
    }


def planned_inspections(code: str, count: int) -> list[Inspection]:
    campaign = Campaign.objects.get(code="DVCQ2026")
    codes = [f"{code}-{n}" for n in range(count)]
    of_kind = {"system": "state", "kind": "peoples_committee"}
    Organization.objects.bulk_create(Organization(short_code=each, **of_kind) for each in codes)
    bodies = Organization.objects.filter(short_code__in=codes)
    columns = {"campaign": campaign, "delegation": Delegation.objects.get(campaign=campaign, number=1)}
    return Inspection.objects.bulk_create(
        Inspection(subject_organization=body, reporting_organization=body, reference=f"Y-{body.short_code}", **columns)
        for body in bodies
    )


def insert_bare(inspections: list[Inspection], minh: User) -> None:
    """Write what a request leaves, row by row, without asking anything."""
    today = timezone.localdate()
    for each in inspections:
        Dossier.objects.create(inspection=each, reporting_organization_id=each.reporting_organization_id, due_on=today)
        Event.objects.create(
            at=timezone.now(), actor=minh, act="notify", subject=each, from_state="planned", to_state="notified"
        )
        Inspection.objects.filter(pk=each.pk).update(changed_at=timezone.now())
