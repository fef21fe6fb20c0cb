"""Shortcomings of earlier years: of the body itself and of the bodies it succeeded, by the same rule as everywhere."""

from datetime import date

import pytest

from accounts.models import OrganizationSuccession
from inspections.models import Campaign, Finding
from tests.made_work import make_body, make_campaign, make_inspection

pytestmark = pytest.mark.django_db
TAKEN_OVER = [  # old, new, from, extent
    ("ong", "cha", date(2024, 1, 1), "whole"),
    ("cha", "xa", date(2025, 7, 1), "whole"),
    ("xa-ben", "xa", date(2025, 7, 1), "part"),
    ("xa-sau", "xa", date(2026, 12, 1), "whole"),
]


@pytest.fixture
def inspection(case):
    """Of "xa" in 2026; each of the other bodies has one shortcoming of 2025."""
    board, criteria = make_body("ban", "party_board", "party"), case.campaign.criteria_set
    bodies = {code: make_body(code) for code in ["xa", "ong", "cha", "xa-ben", "xa-sau", "xa-la"]}
    for old, new, day, extent in TAKEN_OVER:
        OrganizationSuccession.objects.create(old=bodies[old], new=bodies[new], effective_on=day, extent=extent)
    before = make_campaign(board, "D2025", criteria)
    Campaign.objects.filter(pk=before.pk).update(year=2025)
    for code, body in bodies.items():
        earlier = make_inspection(before, body, f"D2025-{code}")
        Finding.objects.create(campaign=before, inspection=earlier, kind="shortcoming", text=code)
    return make_inspection(make_campaign(board, "D2026", criteria), bodies["xa"], "D2026-xa", "in_session")


def test_it_is_its_own_and_that_of_all_it_wholly_took_over_by_then_however_far_back(inspection):
    rows = Finding.objects.shortcomings_before(inspection).filter(campaign__code="D2025")
    assert sorted(rows.values_list("text", flat=True)) == ["cha", "ong", "xa"]
