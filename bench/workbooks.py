"""Measures the check of a self-report's workbook against the library's bare reading of the same file.

Checked is all that an upload is: read apart in a child process, active content, every cell as it is shown, the figures
with their contradictions. The processor's time of both processes counts.
"""

import os
from datetime import timedelta
from io import BytesIO
from time import perf_counter

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from openpyxl import load_workbook

from bench.clock import queries, ratio_to
from ground.sheets.files import sheets_of
from inspections.criteria.models import CriteriaSet, Criterion, SetCriterion
from inspections.models import Campaign, Inspection
from reports.models import Dossier
from reports.submissions.contents.written import contents_of
from reports.submissions.workbook.judging import judge
from reports.submissions.workbook.writing import HEAD_ROW, workbook_of

ROWS, TIMES = 5000, 5
TYPES = ("ratio", "percent", "count", "yes_no", "text")
TYPED = {  # column of the sheet → what is typed in it, by the type of the value
    "ratio": {4: "15", 5: "20"},
    "percent": {4: "120", 5: "127", 6: "94,49%"},
    "count": {6: "1234"},
    "yes_no": {7: "Có", 8: "hàng tháng"},
    "text": {6: "Đã ban hành đủ văn bản"},
}


def measures():
    """On the demo; nothing of it stays."""
    settings.DEBUG = False
    with transaction.atomic():
        dossier = dossier_of_many()
        file = filled(dossier)

        def check():
            verdict = judge(sheets_of(file), dossier, contents_of(dossier))
            assert (verdict.faults, len(verdict.parts)) == ([], ROWS)

        started = perf_counter()
        cost = {"queries": queries(check), "ms": round((perf_counter() - started) * 1000)}
        ratio = ratio_to(check, lambda: read_bare(file), TIMES, clock=worked)
        transaction.set_rollback(True)
    yield {"name": f"check of a workbook of {ROWS} rows", **cost, "ratio": round(ratio, 3), "at_most": 3}


def worked() -> float:
    """Return the processor's time of this process and of the children that have ended."""
    return sum(os.times()[:4])


def read_bare(file: bytes) -> int:
    """Read the file as the library does by itself; return the number of rows."""
    book = load_workbook(BytesIO(file))
    return sum(1 for sheet in book.worksheets for row in sheet.iter_rows(values_only=True) if row)


def dossier_of_many() -> Dossier:
    """Return the report of an inspection whose campaign asks for ROWS criteria."""
    inspection = Inspection.objects.select_related("campaign", "subject_organization__locality").first()
    campaign = inspection.campaign
    criteria_set = CriteriaSet.objects.create(owner=campaign.inspecting_organization, year=campaign.year, version=99)
    stable = Criterion.objects.bulk_create(Criterion(code=f"do-{n}", name=f"Đo {n}") for n in range(ROWS))
    SetCriterion.objects.bulk_create(
        SetCriterion(
            criteria_set=criteria_set,
            criterion=each,
            order=n,
            number=f"{n // 100 + 1}.{n % 100 + 1}",
            group=f"{n // 100 + 1}. Nhóm",
            label=f"Số liệu phải báo cáo, việc thứ {n}",
            value_type=TYPES[n % len(TYPES)],
        )
        for n, each in enumerate(stable)
    )
    Campaign.objects.filter(pk=campaign.pk).update(criteria_set=criteria_set)
    campaign.criteria_set = criteria_set
    due_on = timezone.localdate() + timedelta(days=9)
    made, _is_new = Dossier.objects.get_or_create(
        inspection=inspection, reporting_organization=inspection.reporting_organization, defaults={"due_on": due_on}
    )
    made.inspection = inspection
    return made


def filled(dossier: Dossier) -> bytes:
    """Return the report's workbook with every criterion filled in."""
    contents = contents_of(dossier)
    book = load_workbook(BytesIO(workbook_of(dossier, contents, "UBND xã Đo", timezone.localdate())))
    types = {each.criterion.number: each.criterion.value_type for each in contents.values}
    for row in book.worksheets[0].iter_rows(min_row=HEAD_ROW + 1):
        for column, text in TYPED.get(types.get(row[0].value, ""), {}).items():
            row[column - 1].value = text
    file = BytesIO()
    book.save(file)
    return file.getvalue()
