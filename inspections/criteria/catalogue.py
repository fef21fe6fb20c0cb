"""The default set of criteria: eight groups, a hundred points (domain.md §3.2), for a body that has none of its own."""

import csv
from pathlib import Path

from django.db import transaction

from accounts.organizations.models import Organization
from inspections.criteria.models import CriteriaSet, Criterion, SetCriterion

FILE = Path(__file__).parent / "criteria.csv"


@transaction.atomic
def load_default_set(owner: Organization, year: int) -> CriteriaSet:
    """Return the owner's default set of that year, creating it if there is none."""
    found = CriteriaSet.objects.filter(owner=owner, year=year).order_by("version").first()
    return found or make_set(owner, year, f"Bộ chỉ tiêu dân vận chính quyền năm {year}", rows_of_file())


def make_set(owner: Organization, year: int, title: str, rows: list[dict]) -> CriteriaSet:
    """Create a set from rows with the columns of criteria.csv; missing columns have the model's defaults."""
    criteria_set = CriteriaSet.objects.create(owner=owner, year=year, title=title)
    known = {criterion.code: criterion for criterion in Criterion.objects.filter(code__in=[r["code"] for r in rows])}
    for order, row in enumerate(rows, start=1):
        columns = {key: value for key, value in row.items() if key != "code"}
        criterion = known.get(row["code"]) or Criterion.objects.create(code=row["code"], name=row["label"])
        SetCriterion.objects.create(criteria_set=criteria_set, criterion=criterion, order=order, **columns)
    return criteria_set


def rows_of_file() -> list[dict]:
    with FILE.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    for row in rows:
        row["max_quarter_points"] = int(row["max_quarter_points"])
        row["parts"] = [part for part in row["parts"].split("|") if part]
        row["choices"] = [choice for choice in row["choices"].split("|") if choice]
    return rows
